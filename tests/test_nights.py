"""Nights in a row, and what people do in between, on a loopback GitHub with a real git."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests import surveys
from tests.publish.test_render import include, titled
from tracker import curation as files
from tracker.coverage import CoverageCell, State
from tracker.curation.journal import append
from tracker.decisions import Verdict
from tracker.demo.github import LoopbackGitHub
from tracker.errors import BranchMoved, CurationError
from tracker.figures import FILE, read_figures
from tracker.outcomes import BRANCH, PublishReport
from tracker.papers import PaperVersion
from tracker.queries import read_queries
from tracker.settings import Settings
from tracker.steps import publications, renderings
from tracker.steps.snapshots import snapshot
from tracker.store import open_store
from tracker.store.ledger import Ledger

TOKEN = "loopback"
PAGE = surveys.PAGE + "\n\n<!-- tracker:methods:start -->\n<!-- tracker:methods:end -->\n"
FIRST = date(2025, 3, 3)


class Team:
    """A survey's checkout with a store, its GitHub, and what its people do."""

    def __init__(self, root: Path, hub: LoopbackGitHub) -> None:
        self.hub, self.root = hub, root
        database = f"sqlite:///{root / 'tracker.sqlite'}"
        self.settings = Settings(root, database, github_url=hub.url, repository=hub.repository,
                                 github_token=TOKEN)  # fmt: skip

    def harvest(self, days: int, state: State = "proven") -> None:
        """One paper a day since the first, the last day in that state."""
        some = [paper(FIRST + timedelta(days=number)) for number in range(days)]
        queries, _ = read_queries({"queries": [{"key": "clinic", "categories": ["cs.CL"]}]}, "q")
        ledger = Ledger(open_store(self.settings.database_url))
        ledger.save_page(some, "oai", queries, datetime(2025, 3, 9, tzinfo=UTC))
        cells = [CoverageCell("clinic", one.submitted_on, "proven", 1, 1) for one in some]
        ledger.save_cells([*cells[:-1], replace(cells[-1], state=state)])

    def decide(self, number: int, verdict: Verdict = "include", reason: str = "") -> None:
        work = titled(number, f"Title {number}", f"2025-01-{number + 1:02}")
        files.write_work(self.root, work)
        labels = ("kind:model",) if verdict == "include" else ()
        taken = include(work, *labels, verdict=verdict, reason=reason)
        append(self.root, replace(taken, by="ann"))

    def publish(self, force: bool = False) -> PublishReport:
        return publications.publish(self.settings, force=force)

    def merge(self, number: int, squash: bool = False) -> None:
        """Merge a request, and pull."""
        paths = self.hub.changed(number)
        self.hub.merge(number, squash=squash)
        self.pull(*paths)

    def pull(self, *paths: str) -> None:
        """What git pull brings, if these files changed besides the page."""
        for path in {"README.md", *paths}:
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.hub.file(path) or b"")

    def edit(self, before: str, after: str) -> None:
        """A person edits the page's prose on the base branch."""
        page = (self.hub.file("README.md") or b"").decode()
        assert before in page
        self.hub.commit("main", {"README.md": page.replace(before, after).encode()})

    def page(self, ref: str = "main") -> str:
        return (self.hub.file("README.md", ref) or b"").decode()


def paper(day: date) -> PaperVersion:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    name = f"{day:%y%m}.{day.day:05d}"
    return PaperVersion(
        name, 1, f"Paper of {day}", "Of models.", ("A",), ("cs.CL",), "cs.CL", at, at
    )


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    texts = {"taxonomy": surveys.TAXONOMY, "queries": surveys.QUERIES, "tables": surveys.TABLES,
             "curators": surveys.CURATORS}  # fmt: skip
    seed = {f"curation/{name}.yaml": text.encode() for name, text in texts.items()}
    seed["README.md"] = PAGE.encode()
    for path, data in seed.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    with LoopbackGitHub(seed, token=TOKEN) as hub:
        yield Team(tmp_path, hub)


def did(report: PublishReport) -> tuple[str, int | None, str]:
    return report.action, report.number, report.title


def test_two_nights_with_a_merge_by_hand_between_them_do_not_conflict(team: Team) -> None:
    team.harvest(3)
    team.decide(1)
    assert did(team.publish()) == ("created", 1, "1 added")
    team.edit("Ours.", "Ours, and yours.")
    team.decide(2)
    assert did(team.publish()) == ("updated", 1, "2 added")
    team.merge(1, squash=True)
    team.edit("\n\nend", "\n\nThe end.")
    team.pull()
    assert not renderings.render(team.settings, write=False).stale
    team.harvest(4)
    assert did(team.publish())[0] == "nothing"
    team.decide(1, "exclude", reason="off topic")
    team.decide(3)
    assert did(team.publish()) == ("created", 2, "1 added, 1 removed")
    team.merge(2)
    page = team.page()
    assert "Ours, and yours." in page and "The end." in page
    assert [f"Title {number}]" in page for number in (1, 2, 3)] == [False, True, True]
    assert "Complete up to **2025-03-06**" in page
    assert did(team.publish())[0] == "nothing"
    assert team.hub.pulls == ((1, "closed"), (2, "closed"))


def test_figures_travel_with_decisions_and_alone_only_when_they_are_old(team: Team) -> None:
    team.harvest(3)
    assert did(team.publish()) == ("created", 1, "Refresh the page")
    team.merge(1)
    team.harvest(30)
    assert did(team.publish())[0] == "nothing"
    team.harvest(31)
    assert did(team.publish()) == ("created", 2, "Renew the figures")
    assert team.hub.changed(2) == ("README.md", FILE)
    team.harvest(32)
    assert did(team.publish())[0] == "unchanged"
    team.decide(1)
    assert did(team.publish()) == ("updated", 2, "1 added")
    figures = read_figures(team.hub.file(FILE, BRANCH))
    assert figures and figures.as_of == FIRST + timedelta(days=31)
    writes = len(team.hub.writes)
    team.harvest(33)
    assert did(team.publish())[0] == "unchanged"
    assert len(team.hub.writes) == writes


def test_an_open_request_tells_that_arxiv_stopped_answering(team: Team) -> None:
    team.harvest(3)
    team.decide(1)
    assert "Coverage: complete up to 2025-03-05; no day is open; arXiv answered." in (
        team.publish().body
    )
    team.harvest(4, "failed")
    told = team.publish()
    assert told.action == "updated"
    assert (
        "Coverage: complete up to 2025-03-05; still open: 2025-03-06; arXiv gave no usable answer "
        "about some day." in team.hub.pull(1)["body"]
    )


@pytest.mark.parametrize("text", [None, "No, thank you."])
def test_a_request_closed_unmerged_is_respected_until_the_data_change(
    team: Team, text: str | None
) -> None:
    team.harvest(3)
    team.decide(1)
    team.publish()
    team.hub.edit(1, state="closed", **({"body": text} if text else {}))
    team.harvest(4)
    team.edit("Ours.", "Ours, for now.")
    for _ in range(2):
        told = team.publish()
        assert (told.action, told.number, told.ok) == ("declined", 1, True)
        assert (
            "was closed by hand; waiting for new decisions (tracker publish --force asks "
            in told.summary
        )
    team.decide(2)
    assert did(team.publish()) == ("created", 2, "2 added")


def test_a_branch_forced_back_is_brought_forward_and_a_persons_commit_stays(team: Team) -> None:
    team.decide(1)
    team.publish()
    old = team.hub.head(BRANCH)
    team.decide(2)
    new = team.publish() and team.hub.head(BRANCH)
    team.hub.point(BRANCH, str(old))
    assert did(team.publish()) == ("updated", 1, "2 added")
    assert team.hub.head(BRANCH) == new
    theirs = team.hub.commit(BRANCH, {"notes.md": b"mine\n"})
    with pytest.raises(BranchMoved, match="will not overwrite; merge pull request #1"):
        team.publish()
    assert team.hub.head(BRANCH) == theirs


def test_a_base_whose_history_was_rewritten_gets_the_commit_on_top(team: Team) -> None:
    begun = str(team.hub.head("main"))
    team.hub.commit("main", {"docs.md": b"later\n"})
    team.decide(1)
    team.publish()
    team.hub.point("main", begun)
    assert did(team.publish()) == ("updated", 1, "1 added")
    (commit,) = team.hub.commits("main", BRANCH)
    assert commit["parents"] == [{"sha": begun}]


def test_a_suspicious_request_is_refused_and_force_says_so_in_its_text(team: Team) -> None:
    for number in range(8):
        team.decide(number)
    team.publish()
    team.merge(1)
    narrower = surveys.TABLES.replace("kind:model", "kind:dataset").encode()
    team.hub.commit("main", {"curation/tables.yaml": narrower})
    team.pull("curation/tables.yaml")
    before = team.hub.writes
    refused = team.publish()
    assert (refused.action, refused.ok, team.hub.writes) == ("refused", False, before)
    assert refused.summary == (
        "refused to publish: 8 of 8 works would leave the tables or the survey and no decision "
        "says why (arxiv:2501.00007, arxiv:2501.00006, arxiv:2501.00005, …), where at most 5 may; "
        "mend that, or overrule it with tracker publish --force"
    )
    forced = team.publish(force=True)
    assert did(forced) == ("created", 2, "8 changed")
    assert "**Published with --force, although**: 8 of 8 works" in team.hub.pull(2)["body"]


def test_a_clone_without_a_database_renders_the_same_box(team: Team) -> None:
    team.harvest(3)
    team.decide(1)
    team.publish()
    team.merge(1)
    clone = replace(team.settings, database_url=f"sqlite:///{team.root / 'none.sqlite'}")
    assert not renderings.render(clone, write=False).stale
    assert not (team.root / "none.sqlite").exists()
    assert publications.publish(clone).action == "nothing"
    box = team.page().partition("<!-- tracker:methods:start -->")[2]
    for row in (
        "| Records identified from arXiv | 3 |",
        "| Records screened | 1 |",
        "| Studies included in review | 1 |",
        "| Agreement on the verdict | not known yet: 0 of the 20 works it takes were read twice |",
        "| Model | not known yet |",
    ):
        assert row in box
    with snapshot(clone, date(2025, 3, 4)) as then:
        earlier, _ = renderings.to_publish(then.settings, then.curation, then.basis.truncated)
    assert b"Nothing was harvested yet" in earlier["README.md"]
    (team.root / FILE).write_text("{}")
    with pytest.raises(CurationError, match=r"methods\.json is not of schema 1; delete it"):
        renderings.render(clone)


def test_without_a_github_the_figures_are_written_here(team: Team) -> None:
    team.harvest(3)
    alone = replace(team.settings, repository="")
    first = publications.publish(alone)
    assert first.action == "rendered"
    assert first.summary == (
        "no pull request (TRACKER_REPOSITORY or GITHUB_TOKEN is not set); "
        "README.md was rendered here; methods.json was written here"
    )
    assert "Complete up to **2025-03-05**" in (team.root / "README.md").read_text()
    assert not renderings.render(alone, write=False).stale
    assert publications.publish(alone).summary.endswith("README.md was current here")
    assert publications.publish(alone, dry_run=True).action == "nothing"
    team.decide(1)
    assert publications.publish(alone, dry_run=True).title == "1 added"
