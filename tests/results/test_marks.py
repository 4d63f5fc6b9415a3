"""A quote gone from a newer version: the night marks it, the queue tells of it, pages show it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.publish.checkouts import git
from tests.results.reports import paper
from tests.surveys import NIGHT, Survey
from tracker.curation import append, load, write_work
from tracker.decisions import Decision
from tracker.demo.github import LoopbackGitHub
from tracker.identity import parse
from tracker.results import ReportedResult
from tracker.settings import from_environment
from tracker.steps.publications import BRANCH
from tracker.store import open_store
from tracker.store.papers import save
from tracker.works import Work

ID = "arxiv:2403.18421"
NAMES = "metrics: {accuracy: {name: Accuracy}}\ndatasets: {medqa: {name: MedQA}}\n"
QUOTE = "It achieves 67.2% accuracy on MedQA."
PAGE = "pages/results/medqa.md"
SHOWN = "check again: a newer version no longer holds the quote"
# The survey's clock stands at half past nine on 6 March: this was a day before.
SECOND_AT = datetime(2025, 3, 5, 17, 31, 2, tzinfo=UTC)


def keep(survey: Survey, number: int, abstract: str, at: datetime = SECOND_AT) -> None:
    """The store as it is once a version of the paper was harvested."""
    one = replace(paper(abstract, number), updated_at=at)
    with open_store(from_environment(survey.root).database_url).begin() as connection:
        save(connection, [one], "oai", NIGHT)


@dataclass(frozen=True)
class Night:
    """A survey with one confirmed result, which the base branch has, and its GitHub."""

    survey: Survey
    hub: LoopbackGitHub

    def publish(self, *more: str) -> Any:
        outcome = self.survey.run("publish", "--json", *more)
        assert outcome.code == 0, outcome.err
        return outcome.json

    def pull(self) -> None:
        """git pull, as far as it goes for what requests bring."""
        for path in self.paths("main"):
            self.survey.write(path, (self.hub.file(path) or b"").decode())

    def paths(self, ref: str) -> list[str]:
        listed = git(self.hub.folder, "ls-tree", "-r", "--name-only", ref)
        return [path for path in listed.split() if path.startswith(("curation/", "pages/"))]

    def marks(self, ref: str = BRANCH) -> list[str]:
        return [path for path in self.paths(ref) if path.startswith("curation/results/")
                and b'status: "stale"' in (self.hub.file(path, ref) or b"")]  # fmt: skip


@pytest.fixture
def listed(survey: Survey) -> Survey:
    """A survey with a result, confirmed by ann on 1 March in the first version."""
    survey.write("curation/benchmarks.yaml", NAMES)
    work = parse(ID)
    # All that arXiv knows of it, so that no night has anything to complete.
    whole = Work((work,), "A paper", ("Ann A",), "2025-03-04", category="cs.CL")
    write_work(survey.root, whole)
    append(survey.root, Decision(datetime(2025, 3, 1, tzinfo=UTC), "ann", "include", work,
                                 labels=("kind:model",)))  # fmt: skip
    keep(survey, 1, f"We train. {QUOTE}", datetime(2025, 2, 27, tzinfo=UTC))
    survey.monkeypatch.setenv("TRACKER_NOW", "2025-03-01T12:00:00Z")
    assert survey.run("results", "confirm", ID, "1", "--as", "ann", "--model", "Ours").code == 0
    survey.monkeypatch.setenv("TRACKER_NOW", NIGHT.isoformat())
    survey.run("render")
    return survey


@pytest.fixture
def night(listed: Survey, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    held = {
        path.relative_to(listed.root).as_posix(): path.read_bytes()
        for path in listed.root.rglob("*.*")
        if path.is_file() and "db" not in path.parts
    }
    with LoopbackGitHub(held) as hub:
        monkeypatch.setenv("TRACKER_REPOSITORY", hub.repository)
        monkeypatch.setenv("GITHUB_TOKEN", hub.token)
        monkeypatch.setenv("TRACKER_GITHUB_URL", hub.url)
        yield Night(listed, hub)


def results(survey: Survey) -> list[ReportedResult]:
    curation = load(survey.root)
    assert curation.problems == ()
    return list(curation.results)


def whys(survey: Survey) -> list[str]:
    return [one["why"] for one in survey.run("results", "suggest", "--json").json["results"]]


def test_the_night_marks_it_in_its_request_and_on_the_page_there(night: Night) -> None:
    keep(night.survey, 2, "We train. It is accurate on MedQA.")
    before = {path: path.read_bytes() for path in (night.survey.root / "curation").rglob("*.*l")}
    report = night.publish()
    (mark,) = night.marks()
    assert (night.hub.file(mark, BRANCH) or b"").decode() == (
        f'source: "{ID}"\nvalue: "67.2"\nunit: "percent"\nmodel: "Ours"\ndataset: "medqa"\n'
        'metric: "accuracy"\nsetting: "unknown"\nversion: "1"\nplace: "abstract"\n'
        f'quote: "{QUOTE}"\noffset: "12"\nstatus: "stale"\nby: "import"\n'
        'at: "2025-03-05T17:31:02.000Z"\n'
    )
    assert SHOWN in (night.hub.file(PAGE, BRANCH) or b"").decode()
    assert {
        path: path.read_bytes() for path in (night.survey.root / "curation").rglob("*.*l")
    } == before
    assert report["summary"].endswith("; 1 result to check again")
    assert [(one["value"], one["by"]) for one in report["marked"]] == [("67.2", "import")]
    assert night.hub.pull(1)["body"].partition("### Results")[2] == (
        " to check again (1)\n\n"
        "A newer version no longer holds the sentence that these were read in. They stay on the "
        "pages, marked, until a curator has looked: `tracker results review --as HANDLE`.\n\n"
        "- **stale** Ours · MedQA · Accuracy · 67.2% · arxiv:2403.18421 v1 · "
        "“It achieves 67.2% accuracy on MedQA.” · gone from version 2\n"
    )


def test_every_night_makes_the_same_bytes_and_no_write(night: Night) -> None:
    keep(night.survey, 2, "We train.")
    night.publish()
    head, writes = night.hub.head(BRANCH), night.hub.writes
    night.survey.monkeypatch.setenv("TRACKER_NOW", "2025-03-06T21:00:00Z")
    assert night.publish()["action"] == "unchanged"
    assert (night.hub.head(BRANCH), night.hub.writes) == (head, writes)


def test_once_merged_it_is_not_marked_again(night: Night) -> None:
    keep(night.survey, 2, "We train.")
    night.publish()
    night.hub.merge(1)
    night.pull()
    report = night.publish()
    assert (report["action"], report["marked"]) == ("nothing", [])
    assert whys(night.survey) == ["check again: gone in version 2"]
    assert night.survey.run("render", "--check").code == 0


def test_a_curators_word_after_the_mark_outranks_it(night: Night) -> None:
    keep(night.survey, 2, "We train. Accuracy on MedQA is 67.2%.")
    (confirmed,) = results(night.survey)
    quote = ("--quote", "Accuracy on MedQA is 67.2%.")
    done = night.survey.run("results", "confirm", ID, confirmed.key, "--as", "ann", *quote)
    assert done.code == 0
    assert (night.publish()["marked"], night.marks()) == ([], [])
    # The same in the other order: the mark was merged before her word came to the base.
    night.hub.commit("main", {"curation/results/x": b""})
    assert SHOWN not in (night.hub.file(PAGE, BRANCH) or b"").decode()


def test_a_mark_and_a_later_word_that_meet_on_the_base_leave_the_word(night: Night) -> None:
    keep(night.survey, 2, "We train. Accuracy on MedQA is 67.2%.")
    night.publish()
    night.hub.merge(1)
    (confirmed,) = results(night.survey)  # this checkout has not pulled the mark
    quote = ("--quote", "Accuracy on MedQA is 67.2%.")
    night.survey.run("results", "confirm", ID, confirmed.key, "--as", "ann", *quote)
    night.pull()
    assert sorted(one.status for one in results(night.survey)) == ["confirmed"] * 2 + ["stale"]
    assert whys(night.survey) == []
    night.publish()
    assert SHOWN not in (night.hub.file(PAGE, BRANCH) or b"").decode()


def test_a_word_on_the_older_version_that_came_late_does_not_hide_the_change(
    night: Night,
) -> None:
    """Bob confirmed what he read in version 1 a day after version 2, which he had not seen."""
    curators = "curators: [{handle: ann}, {handle: bob}, {handle: import}]\n"
    night.survey.write("curation/curators.yaml", curators)
    night.hub.commit("main", {"curation/curators.yaml": curators.encode()})
    (confirmed,) = results(night.survey)
    night.survey.run("results", "reject", ID, confirmed.key, "--as", "bob")
    night.survey.run("results", "confirm", ID, confirmed.key, "--as", "bob")
    keep(night.survey, 2, "We train.")
    assert [one["at"] for one in night.publish()["marked"]] == ["2025-03-06T09:30:00.002Z"]


def test_a_quote_that_comes_back_before_the_merge_takes_the_mark_away(night: Night) -> None:
    keep(night.survey, 2, "We train.")
    night.publish()
    keep(night.survey, 3, f"We train again. {QUOTE}")
    report = night.publish()
    assert (report["action"], report["marked"], night.marks("main")) == ("closed", [], [])
    assert whys(night.survey) == []


def test_a_quote_that_comes_back_after_the_merge_waits_for_a_curator(night: Night) -> None:
    keep(night.survey, 2, "We train.")
    night.publish()
    night.hub.merge(1)
    night.pull()
    keep(night.survey, 3, f"We train again. {QUOTE}")
    assert night.publish()["action"] == "nothing"  # a machine takes trust, and gives none
    assert whys(night.survey) == ["check again: version 3 holds the quote again"]
    (mark,) = [one for one in results(night.survey) if one.status == "stale"]
    assert night.survey.run("results", "confirm", ID, mark.key, "--as", "ann").code == 0
    assert whys(night.survey) == []
    night.publish()
    page = (night.hub.file(PAGE, BRANCH) or b"").decode()
    assert (SHOWN in page, "v3](" in page or "v3 " in page) == (False, True)


def test_without_a_repository_the_marks_are_written_here(listed: Survey) -> None:
    from tracker.steps.publications import publish

    keep(listed, 2, "We train.")
    report = publish(from_environment(listed.root))
    assert report.summary.endswith("README.md was rendered here; 1 result to check again")
    assert [one.by for one in results(listed) if one.status == "stale"] == ["import"]
    assert SHOWN in (listed.root / PAGE).read_text()
    assert publish(from_environment(listed.root)).marked == ()


def test_a_dry_run_shows_the_mark_and_writes_nothing(listed: Survey) -> None:
    keep(listed, 2, "We train.")
    report = listed.run("publish", "--dry-run", "--json").json
    (mark,) = [path for path, text in report["files"].items() if 'status: "stale"' in text]
    assert mark.startswith("curation/results/arxiv-2403.18421-medqa-accuracy-")
    assert "gone from version 2" in report["body"]
    assert SHOWN in report["files"][PAGE]
    assert len(results(listed)) == 1


def test_recheck_makes_here_what_the_night_proposes(night: Night) -> None:
    keep(night.survey, 2, "We train.")
    night.publish()
    said = night.survey.run("results", "recheck")
    assert said.out.splitlines()[-1] == "1 results marked"
    (mark,) = night.marks()
    assert (night.survey.root / mark).read_bytes() == night.hub.file(mark, BRANCH)


def test_a_survey_that_lists_no_import_can_still_be_marked(night: Night) -> None:
    night.survey.write("curation/curators.yaml", "curators: [{handle: ann}]\n")
    keep(night.survey, 2, "We train.")
    night.survey.run("results", "recheck")
    assert night.survey.run("check").code == 0


def test_only_a_mark_is_the_trackers_to_make(listed: Survey) -> None:
    listed.write("curation/curators.yaml", "curators: [{handle: ann}]\n")
    (one,) = results(listed)
    path = listed.root / "curation" / one.path
    path.write_text(path.read_text().replace('by: "ann"', 'by: "import"'))
    listed.run("format")
    said = listed.run("check")
    assert (said.code, "no curator 'import'" in said.out) == (1, True)


def test_queue_and_status_tell_how_many_wait_and_how_to_get_there(listed: Survey) -> None:
    assert listed.run("queue", "--json").json["results_to_check"] == 0
    assert "to be checked" not in listed.run("queue").out
    keep(listed, 2, "We train.")
    line = "1 result waits to be checked again: tracker results review --as HANDLE"
    assert line in listed.run("queue").out.splitlines()
    assert f"results       1 on file, 1 confirmed; {line}" in listed.run("status").out.splitlines()
    assert listed.run("queue", "--json").json["results_to_check"] == 1
    assert listed.run("status", "--json").json["results"] == {
        "on_file": 1, "confirmed": 1, "to_check": 1,
    }  # fmt: skip


def test_more_marks_than_a_request_lists_are_counted(listed: Survey) -> None:
    (one,) = results(listed)
    from tracker.curation import write_result

    for number in range(24):
        write_result(listed.root, replace(one, model=f"M{number:02d}"))
    keep(listed, 2, "We train.")
    report = listed.run("publish", "--dry-run", "--json").json
    part = report["body"].partition("### Results to check again")[2]
    assert part.startswith(" (25)")
    assert part.count("- **stale**") == 20
    assert "- … and 5 more" in part
