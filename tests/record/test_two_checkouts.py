"""Two curators, two clones of one repository: git joins what they decided, and loses nothing."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from tests.record.surveys import DOI, ONE, THREE, TWO, minute, names, survey
from tracker.curation import append, load, write_work
from tracker.decisions import Decision, Verdict, in_order
from tracker.identity import WorkId
from tracker.record import Record
from tracker.review.decide import undo
from tracker.works import Work

REPOSITORY = Path(__file__).parents[2]
WORK = Work((ONE, DOI), "One", ("Ada", "Grace"), "2024-07-17")


@dataclass(frozen=True)
class Checkout:
    """One curator's clone."""

    root: Path
    by: str
    clock: "count[int]"

    def git(self, *arguments: str, code: int = 0) -> str:
        settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        person = {
            f"GIT_{who}_{what}": f"{self.by}@example.org" if what == "EMAIL" else self.by
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env={**os.environ, **settings, **person, "GIT_EDITOR": "true"},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def decide(self, verdict: Verdict, work: WorkId, **fields: str) -> Decision:
        at = minute(next(self.clock))
        return append(self.root, Decision(at, self.by, verdict, work, **fields))  # type: ignore[arg-type]

    def undo(self, which: str = "") -> Decision:
        decisions = load(self.root).decisions
        return append(self.root, undo(decisions, self.by, minute(next(self.clock)), which)[0])

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", f"Decisions of {self.by}")

    def share(self, *how: str) -> None:
        """Commit, pull and push, as the curation's README has it."""
        self.commit()
        self.git("pull", "-q", *(how or ("--no-rebase",)))
        self.git("push", "-q")


@dataclass(frozen=True)
class Team:
    """Two checkouts of one bare repository."""

    ada: Checkout
    grace: Checkout

    def meet(self, *how: str) -> None:
        """Both commit and share; then Ada, who was first, takes what came after."""
        self.ada.share(*how)
        self.grace.share(*how)
        self.ada.git("pull", "-q", "--ff-only")
        assert self.ada.git("status", "--porcelain") == ""
        assert self.grace.git("status", "--porcelain") == ""

    def agreed(self, *decisions: Decision) -> Record:
        """The record, once it is sure that both have all decisions and no problem."""
        mine, theirs = load(self.ada.root), load(self.grace.root)
        assert (mine.problems, theirs.problems) == ((), ())
        assert mine.decisions == theirs.decisions == in_order(decisions)
        assert mine.record == theirs.record
        return mine.record


def team(folder: Path, second: str = "Grace") -> Team:
    """A survey with this repository's own attributes, cloned twice."""
    folder.mkdir(exist_ok=True)
    clock = count()
    first = Checkout(survey(folder / "seed"), "ada", clock)
    shutil.copyfile(REPOSITORY / ".gitattributes", first.root / ".gitattributes")
    first.git("init", "-q", "-b", "main")
    first.commit()
    first.git("clone", "-q", "--bare", ".", str(folder / "shared.git"))
    for name in ("one", "two"):
        first.git("clone", "-q", str(folder / "shared.git"), str(folder / name))
    return Team(Checkout(folder / "one", "ada", clock), Checkout(folder / "two", second, clock))


WAYS = pytest.mark.parametrize("how", ["--no-rebase", "--rebase"])


@WAYS
def test_decisions_on_different_papers_join(tmp_path: Path, how: str) -> None:
    both = team(tmp_path)
    made = [
        both.ada.decide("exclude", ONE),
        both.grace.decide("exclude", TWO),
        both.ada.decide("include", THREE, title="Three"),
    ]
    both.meet(how)
    record = both.agreed(*made)
    assert [(s.work.id, s.status) for s in record.standings] == [
        (ONE, "excluded"),
        (TWO, "excluded"),
        (THREE, "included"),
    ]


@WAYS
def test_decisions_on_the_same_paper_join_and_the_later_counts(tmp_path: Path, how: str) -> None:
    both = team(tmp_path)
    made = [
        both.grace.decide("include", ONE, title="One"),
        both.ada.decide("exclude", ONE, reason="no language"),
    ]
    both.meet(how)
    (standing,) = both.agreed(*made).standings
    assert (standing.status, standing.history) == ("excluded", tuple(made))


@WAYS
def test_both_including_one_paper_create_one_work_file(tmp_path: Path, how: str) -> None:
    both = team(tmp_path)
    made = []
    for one in (both.ada, both.grace):
        write_work(one.root, WORK)
        made.append(one.decide("include", ONE, title="One"))
    both.meet(how)
    record = both.agreed(*made)
    assert [standing.work for standing in record.standings] == [WORK]
    assert names(both.ada.root / "curation/works") == ["arxiv-2407.12341.yaml"]


@WAYS
def test_one_curator_on_two_machines_keeps_the_lines_of_both(tmp_path: Path, how: str) -> None:
    both = team(tmp_path, second="ada")
    made = [both.ada.decide("exclude", ONE), both.grace.decide("exclude", TWO)]
    both.meet(how)  # both created the journal
    both.agreed(*made)
    for _ in range(3):  # and both go on where it ends
        made += [both.ada.decide("include", ONE), both.grace.decide("defer", ONE)]
        made += [both.grace.undo(), both.ada.undo()]
        both.meet(how)
        both.agreed(*made)


@WAYS
def test_undoing_in_one_checkout_what_was_decided_in_the_other(tmp_path: Path, how: str) -> None:
    both = team(tmp_path)
    made = [both.ada.decide("include", ONE, title="One"), both.grace.decide("exclude", TWO)]
    both.meet(how)
    both.agreed(*made)
    made += [both.grace.undo(made[0].key), both.ada.decide("defer", TWO)]
    both.meet(how)
    record = both.agreed(*made)
    assert [(s.work.id, s.status) for s in record.standings] == [(TWO, "deferred")]
    made += [both.ada.undo(made[2].key), both.grace.decide("exclude", THREE)]
    both.meet(how)
    assert [(s.work.id, s.status) for s in both.agreed(*made).standings] == [
        (ONE, "included"),
        (TWO, "deferred"),
        (THREE, "excluded"),
    ]


def test_both_undoing_the_same_decision_undo_it_once(tmp_path: Path) -> None:
    both = team(tmp_path)
    made = [both.ada.decide("exclude", ONE), both.grace.decide("exclude", TWO)]
    both.meet()
    made += [both.ada.undo(made[0].key), both.grace.undo(made[0].key)]
    both.meet()
    record = both.agreed(*made)
    assert [standing.work.id for standing in record.standings] == [TWO]


def test_joins_and_splits_of_two_checkouts_join(tmp_path: Path) -> None:
    both = team(tmp_path)
    made = [both.ada.decide("exclude", ONE), both.grace.decide("exclude", TWO)]
    both.meet()
    made.append(append(both.ada.root, Decision(minute(50), "ada", "join", ONE, other=TWO)))
    made.append(append(both.grace.root, Decision(minute(51), "Grace", "join", TWO, other=THREE)))
    both.meet()
    assert [s.work.ids for s in both.agreed(*made).standings] == [(ONE, TWO, THREE)]
    made.append(append(both.grace.root, Decision(minute(52), "Grace", "split", ONE, other=TWO)))
    made.append(both.ada.decide("defer", ONE))
    both.meet()
    assert [s.work.ids for s in both.agreed(*made).standings] == [(ONE,), (TWO,)]


def test_a_clock_that_runs_ahead_does_not_make_an_undo_come_too_early(tmp_path: Path) -> None:
    both = team(tmp_path)
    ahead = minute(600)
    made = [
        append(both.ada.root, Decision(ahead, "ada", "exclude", ONE)),
        both.grace.decide("exclude", TWO),
    ]
    both.meet()
    made += [both.grace.undo(made[0].key), both.ada.decide("exclude", THREE)]
    assert made[2].at == ahead + timedelta(milliseconds=1)
    both.meet()
    assert [s.work.id for s in both.agreed(*made).standings] == [TWO, THREE]


def test_an_excluded_paper_costs_one_line_and_no_file(tmp_path: Path) -> None:
    both = team(tmp_path)
    both.ada.decide("exclude", ONE, title="One", reason="no language")
    both.ada.commit()
    assert both.ada.git("show", "--format=", "--numstat") == (
        "1\t0\tcuration/decisions/ada/2026-11.jsonl\n"
    )
    assert not (both.ada.root / "curation/works").exists()


def test_two_versions_of_one_work_file_are_left_to_a_person(tmp_path: Path) -> None:
    """The one conflict there may be: a union of two titles would be no title at all."""
    both = team(tmp_path)
    write_work(both.ada.root, WORK)
    write_work(both.grace.root, Work((ONE,), "Another title"))
    both.ada.decide("include", ONE)
    both.grace.decide("include", ONE)
    both.ada.share()
    both.grace.commit()
    both.grace.git("pull", "-q", "--no-rebase", code=1)
    assert both.grace.git("diff", "--name-only", "--diff-filter=U") == (
        "curation/works/arxiv-2407.12341.yaml\n"
    )
    curation = load(both.grace.root)
    assert len(curation.decisions) == 2
    assert [str(problem) for problem in curation.problems] == [
        (
            "curation/works/arxiv-2407.12341.yaml: is not YAML at line 4, column 1: "
            "could not find expected ':'"
        )
    ]
    write_work(both.grace.root, WORK)
    both.grace.commit()
    assert load(both.grace.root).problems == ()


def test_a_line_cut_off_in_one_checkout_spoils_no_line_of_the_other(tmp_path: Path) -> None:
    both = team(tmp_path, second="ada")
    made = [both.ada.decide("exclude", ONE), both.grace.decide("exclude", TWO)]
    path = both.grace.root / "curation/decisions/ada/2026-11.jsonl"
    with path.open("a") as file:
        file.write('{"at": "2026-11-2')
    both.meet()
    made.append(both.ada.decide("exclude", THREE))
    curation = load(both.ada.root)
    assert curation.decisions == in_order(made)
    assert [problem.what for problem in curation.problems] == [
        "is not a JSON line; restore it from git or delete it"
    ]
