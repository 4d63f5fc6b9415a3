"""Completing an adopted list: from arXiv's answer over HTTP to the request's payload, and here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.exports.readers import bibtex_entries, references, ris_records
from tests.surveys import NIGHT, Survey
from tracker.demo.arxiv.announcements import Announcement
from tracker.demo.github import LoopbackGitHub
from tracker.outcomes import BRANCH

LIST = """\
# Old list

## Models

- Clinical model 1, as the list has it. [Paper](https://arxiv.org/abs/2503.00001)
- Clinical model 2. [Paper](https://arxiv.org/abs/2503.00002)
- No preprint. [Paper](https://doi.org/10.1000/none)
"""
TABLES = """\
tables:
  - key: models
    title: Models
    heading: Models
    adopts: ["kind:model"]
    any_of: ["kind:model"]
    columns: [title, date]
"""
ONE, TWO = (f"curation/works/arxiv-2503.0000{n}.yaml" for n in (1, 2))


@dataclass(frozen=True)
class Adopted:
    """A survey that took over a list and harvested, with the GitHub that holds it."""

    survey: Survey
    hub: LoopbackGitHub
    monkeypatch: pytest.MonkeyPatch

    def publish(self) -> Any:
        outcome = self.survey.run("publish", "--json")
        assert outcome.code == 0, outcome.err
        return outcome.json

    def told(self) -> tuple[str, str]:
        report = self.publish()
        return report["action"], report["title"]

    def merge(self, number: int) -> None:
        """Merge the request, and pull."""
        paths = self.hub.changed(number)
        self.hub.merge(number)
        for path in paths:
            target = self.survey.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.hub.file(path) or b"")

    def next_night(self, night: int = 1, paper: int = 1, **changes: Any) -> None:
        """A paper, the first one, gets another version that night, the first one after."""
        later = NIGHT + timedelta(days=night)
        first = self.survey.papers[paper - 1].paper
        at = later - timedelta(days=1)
        second = replace(first, version=1 + night, updated_at=at, **changes)
        self.survey.arxiv.announce(Announcement(later - timedelta(hours=8), second))
        self.survey.arxiv.now = later
        self.monkeypatch.setenv("TRACKER_NOW", later.isoformat())
        assert self.survey.run("pull").code == 0


def adopt(survey: Survey) -> None:
    survey.write("curation/tables.yaml", TABLES)
    survey.write("list.md", LIST)
    assert survey.run("import", str(survey.root / "list.md")).code == 0
    (survey.root / "list.md").unlink()
    assert survey.run("render").code == 0
    assert survey.run("pull").code == 0


def files(root: Path) -> dict[str, bytes]:
    """What is under git of a survey."""
    some = [path for path in (root / "curation").rglob("*") if path.is_file()]
    some += [root / "README.md", *root.glob("tracker.yaml"), *root.glob("pages/*")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in some}


@pytest.fixture
def adopted(survey: Survey, monkeypatch: pytest.MonkeyPatch) -> Iterator[Adopted]:
    adopt(survey)
    with LoopbackGitHub(files(survey.root)) as hub:
        monkeypatch.setenv("TRACKER_REPOSITORY", hub.repository)
        monkeypatch.setenv("GITHUB_TOKEN", hub.token)
        monkeypatch.setenv("TRACKER_GITHUB_URL", hub.url)
        yield Adopted(survey, hub, monkeypatch)


def test_a_night_proposes_what_arxiv_knows_of_adopted_works_and_the_next_the_same(
    adopted: Adopted,
) -> None:
    before = files(adopted.survey.root)
    report = adopted.publish()
    assert (report["action"], report["title"]) == ("created", "2 completed from arXiv")
    assert "### Corrected (2)\n" in report["body"]
    who = "Model · in Models · imported on 2025-03-06, not yet confirmed"
    assert (
        "- [Clinical model 1, as the list has it](https://arxiv.org/abs/2503.00001) · "
        f"**from arXiv: 2 authors, 2025-03-04, cs.CL** · {who}\n"
    ) in report["body"]
    assert (adopted.hub.file(ONE, BRANCH) or b"").decode() == (
        'ids:\n- "arxiv:2503.00001"\ntitle: "Clinical model 1, as the list has it"\n'
        'authors:\n- "Ann Author"\n- "Bo Writer"\npublished_on: "2025-03-04"\n'
        'links:\n- kind: "paper"\n  url: "https://arxiv.org/abs/2503.00001"\n'
        'sections:\n- "Models"\ncategory: "cs.CL"\n'
    )
    assert b"| 2025-03-04 |" in (adopted.hub.file("README.md", BRANCH) or b"")
    assert files(adopted.survey.root) == before, "nothing is written behind git's back"
    writes = len(adopted.hub.writes)
    assert adopted.told() == ("unchanged", "2 completed from arXiv")
    assert len(adopted.hub.writes) == writes
    adopted.merge(1)
    assert adopted.told()[0] == "nothing"
    assert adopted.survey.run("render", "--check").code == 0
    assert adopted.survey.run("check").code == 0


def test_a_preprint_is_upgraded_the_night_after_its_journal_stands_at_arxiv(
    adopted: Adopted,
) -> None:
    adopted.publish()
    adopted.merge(1)
    adopted.next_night(
        journal_ref="J. Med. | 5 (2025)", doi="10.1000/med.5", title="Clinical model 1.1"
    )
    report = adopted.publish()
    assert (report["number"], report["title"]) == (2, "1 completed from arXiv")
    filled = r"**from arXiv: J. Med. \| 5 (2025), doi:10.1000/med.5**"
    assert filled in report["body"]
    adopted.merge(2)
    assert adopted.told()[0] == "nothing"
    (entry,) = [
        one for one in bibtex_entries(adopted.survey.run("export", "--format", "bibtex").out)
        if one["title"].startswith("Clinical model 1")
    ]  # fmt: skip
    told = {name: entry[name] for name in ("author", "journal", "doi", "eprint", "year")}
    assert (entry.entry_type, told) == (
        "article",
        {"author": "Author, Ann and Writer, Bo", "journal": "J. Med. | 5 (2025)",
         "doi": "10.1000/med.5", "eprint": "2503.00001", "year": "2025"},
    )  # fmt: skip
    ris = ris_records(adopted.survey.run("export", "--format", "ris").out)
    assert [(one["type_of_reference"], one.get("authors"), one.get("secondary_title"))
            for one in ris] == [
        ("JOUR", ["Author, Ann", "Writer, Bo"], "J. Med. | 5 (2025)"),
        ("UNPB", ["Author, Ann", "Writer, Bo"], None),
        ("JOUR", None, None),
    ]  # fmt: skip
    listed = references(adopted.survey.run("export", "--format", "csl-json").out)
    assert listed[0].startswith("Author, A. and Writer, B. (2025) “Clinical model 1")
    assert "J. Med. | 5 (2025)" in listed[0]


def test_a_doi_that_another_work_has_is_left_to_a_curator_in_the_request(adopted: Adopted) -> None:
    adopted.next_night(doi="10.1000/none")
    report = adopted.publish()
    assert report["title"] == "2 completed from arXiv"
    assert b"10.1000/none" not in (adopted.hub.file(ONE, BRANCH) or b"")
    assert (
        "### For a curator to settle (1)\n\n"
        "- arXiv gives doi:10.1000/none to arxiv:2503.00001, and doi:10.1000/none (“No preprint”) "
        "has it here; if they are one work: "
        "tracker join doi:10.1000/none arxiv:2503.00001 --as HANDLE"
    ) in report["body"]
    adopted.merge(1)
    assert adopted.told()[0] == "nothing", "what only a person can settle makes no request"


def test_a_link_that_leads_to_a_paper_of_another_title_waits_for_a_curators_word(
    adopted: Adopted,
) -> None:
    adopted.next_night(title="Berlin: data from several vehicles")
    report = adopted.publish()
    assert report["title"] == "1 completed from arXiv"
    why = (
        "arxiv:2503.00001 is called “Clinical model 1, as the list has it” here and "
        "“Berlin: data from several vehicles” at arXiv: if the link is right, confirm it: "
        "tracker decide arxiv:2503.00001 include --as HANDLE"
    )
    assert f"### For a curator to settle (1)\n\n- {why}\n" in report["body"]
    assert adopted.survey.run("complete", "--json").json["unsettled"] == [why]
    adopted.survey.run("decide", "2503.00001", "include", "--as", "ann")
    assert b"Ann Author" not in adopted.survey.root.joinpath(ONE).read_bytes()
    assert adopted.survey.run("complete", "--json").json["completed"][0]["work"] == (
        "arxiv:2503.00001"
    )


def test_completions_travel_with_decisions_and_a_closed_request_stays_closed(
    adopted: Adopted,
) -> None:
    adopted.publish()
    adopted.hub.edit(1, state="closed")
    assert adopted.told()[0] == "declined"
    adopted.survey.run("decide", "2503.00003", "include", "--as", "ann", "--label", "kind:model")
    report = adopted.publish()
    assert (report["number"], report["title"]) == (2, "1 added, 2 corrected")
    assert "**from arXiv" not in report["body"].partition("### Corrected")[0]


def test_a_curators_own_word_on_a_work_goes_before_arxivs(adopted: Adopted) -> None:
    run = adopted.survey.run
    run("decide", "2503.00001", "include", "--as", "ann", "--journal", "Mine 1")
    adopted.next_night(journal_ref="Theirs 2")
    body = adopted.publish()["body"]
    assert "Theirs" not in body
    assert b"journal" not in (adopted.hub.file(ONE, BRANCH) or b"")
    assert run("show", "2503.00001", "--json").json["work"]["journal"] == "Mine 1"


def test_without_a_repository_the_files_are_completed_here(survey: Survey) -> None:
    adopt(survey)
    dry = survey.run("publish", "--dry-run", "--json").json
    assert dry["title"] == "2 completed from arXiv"
    assert {ONE, TWO} <= dry["files"].keys()
    assert b"authors" not in files(survey.root)[ONE]
    night = survey.run("nightly", "--no-prefect")
    assert "2 works completed from arXiv (authors 2, day 2, category 2)" in night.out
    assert files(survey.root)[ONE].decode() == dry["files"][ONE]
    assert survey.run("publish", "--dry-run").out == "nothing to publish: the page is current\n"


def test_the_command_completes_here_and_counts_what_it_could_not(survey: Survey) -> None:
    adopt(survey)
    survey.run("decide", "2503.00003", "include", "--as", "ann", "--label", "kind:model")
    told = survey.run("complete")
    why = "not on arXiv, write them into the files"
    assert told.out.splitlines() == [
        "arxiv:2503.00001: 2 authors, 2025-03-04, cs.CL",
        "arxiv:2503.00002: 2 authors, 2025-03-04, cs.CL",
        "2 works completed from arXiv (authors 2, day 2, category 2)",
        f"1 work has no authors or exact day ({why}): doi:10.1000/none",
    ]
    after = files(survey.root)
    assert survey.run("complete", "--json").json == {
        "completed": [],
        "counts": {},
        "unsettled": [],
        "differences": [],
        "not_on_arxiv": ["doi:10.1000/none"],
        "not_stored": [],
    }
    assert files(survey.root) == after
    assert survey.run("check").code == 0


def test_without_a_store_everything_on_arxiv_is_counted_as_not_stored(survey: Survey) -> None:
    adopt(survey)
    for path in (survey.root / "db").glob("*.sqlite*"):
        path.unlink()
    told = survey.run("complete", "--json").json
    assert (told["completed"], told["not_stored"]) == (
        [], ["arxiv:2503.00001", "arxiv:2503.00002"],
    )  # fmt: skip
    assert not list((survey.root / "db").glob("*.sqlite*"))
