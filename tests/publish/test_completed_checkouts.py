"""Completed works between checkouts: pulled, submitted, pushed by hand, with a real git."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.publish.checkouts import BRANCH, JOURNAL, Checkout, clone, git, minute, survey_files
from tracker import curation
from tracker.curation.canonical import dump
from tracker.decisions import Decision
from tracker.demo.github import LoopbackGitHub
from tracker.errors import PublishError
from tracker.identity import WorkId
from tracker.outcomes import BRANCH as NIGHTLY
from tracker.papers import PaperVersion
from tracker.settings import Settings
from tracker.steps import publications
from tracker.steps.completions import complete, write
from tracker.store import open_store
from tracker.store.ledger import Ledger
from tracker.works import Work, work_fields

ID = WorkId("arxiv", "2503.00001")
FILE = "curation/works/arxiv-2503.00001.yaml"
ADOPTED = Work((ID,), "Clinical model 1", published_on="2025-03")
NEW = Work((WorkId("arxiv", "2503.00007"),), "Clinical model 7")
NEW_FILE = "curation/works/arxiv-2503.00007.yaml"
AT = datetime(2025, 3, 4, 12, tzinfo=UTC)
WHOLE = Work((ID,), "Clinical model 1", ("Ann Author",), "2025-03-04", category="cs.CL")


@pytest.fixture(autouse=True)
def no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def hub() -> Iterator[LoopbackGitHub]:
    taken = Decision(minute(0), "import", "include", ID, title="Clinical model 1", inferred=True,
                     labels=("kind:model",))  # fmt: skip
    adopted = {
        FILE: content(ADOPTED),
        "curation/decisions/import/2025-03.jsonl": f"{taken.line}\n".encode(),
    }
    with LoopbackGitHub(survey_files() | adopted) as hub:
        yield hub


def content(work: Work) -> bytes:
    return dump(work_fields(work)).encode()


def paper(version: int = 1, **more: Any) -> PaperVersion:
    later, title = AT + timedelta(days=version), f"Clinical model {version}"
    return PaperVersion("2503.00001", version, title, "Of models.", ("Ann Author",), ("cs.CL",),
                        "cs.CL", AT, later, **more)  # fmt: skip


def harvest(settings: Settings, *papers: PaperVersion) -> None:
    for one in papers:
        Ledger(open_store(settings.database_url)).save_page([one], "oai", [], AT)


def checkout(hub: LoopbackGitHub, root: Path, *papers: PaperVersion) -> Checkout:
    """A clone with a store of its own."""
    made = clone(hub, root).with_github(hub)
    harvest(made.settings, *(papers or (paper(),)))
    return made


def test_a_checkout_that_has_not_pulled_the_completed_file_takes_nothing_back(
    hub: LoopbackGitHub, tmp_path: Path
) -> None:
    ann = checkout(hub, tmp_path / "ann")
    hub.commit("main", {FILE: content(WHOLE)})
    decision = Decision(minute(5), "ann", "include", ID, labels=("kind:model",))
    curation.append(ann.settings.root, decision)
    report = ann.submit()
    assert (hub.changed(1), report.remarks) == ((JOURNAL,), ())
    hub.merge(1)
    assert hub.file(FILE) == content(WHOLE)


def test_a_file_completed_here_goes_with_the_decision_on_its_work(
    hub: LoopbackGitHub, tmp_path: Path
) -> None:
    ann = checkout(hub, tmp_path / "ann")
    write(ann.settings)
    decision = Decision(minute(5), "ann", "include", ID, labels=("kind:model",))
    curation.append(ann.settings.root, decision)
    assert ann.submit().files == (JOURNAL, FILE)
    assert hub.file(FILE, BRANCH) == content(WHOLE)


def test_where_the_base_branch_was_completed_further_the_other_is_kept_and_named(
    hub: LoopbackGitHub, tmp_path: Path
) -> None:
    ann = checkout(hub, tmp_path / "ann")
    write(ann.settings)
    further = Work((ID,), "Clinical model 1", ("Ann Author",), "2025-03-04", category="cs.CL",
                   journal="J. 1")  # fmt: skip
    hub.commit("main", {FILE: content(further)})
    curation.append(ann.settings.root, Decision(minute(5), "ann", "include", ID))
    report = ann.submit()
    assert [f"{FILE} was changed here and elsewhere" in one for one in report.remarks] == [True]
    assert hub.file(FILE, BRANCH) == content(further)


def test_two_checkouts_complete_alike_and_git_joins_them_without_a_conflict(
    hub: LoopbackGitHub, tmp_path: Path
) -> None:
    ann, bob = checkout(hub, tmp_path / "ann"), checkout(hub, tmp_path / "bob")
    for one in (ann, bob):
        assert len(write(one.settings).filled) == 1
    identity = ("-c", "user.name=Ann", "-c", "user.email=a@e.org")
    ann.git("add", "curation/works")
    ann.git(*identity, "commit", "--quiet", "-m", "Complete works")
    ann.git("push", "--quiet", "origin", "HEAD:main")
    bob.git("add", "curation/works")
    git(bob.root, *identity, "pull", "--quiet", "--autostash")
    assert (bob.root / FILE).read_bytes() == content(WHOLE)
    assert bob.git("status", "--porcelain", "curation") == ""


def test_publishing_waits_until_what_was_completed_by_hand_is_pushed(
    hub: LoopbackGitHub, tmp_path: Path
) -> None:
    ann = checkout(hub, tmp_path / "ann")
    proposed = publications.publish(ann.settings)
    assert hub.file(FILE, NIGHTLY) == content(WHOLE)
    write(ann.settings)
    with pytest.raises(PublishError, match=r"arxiv-2503\.00001\.yaml in another form .* push"):
        publications.publish(ann.settings)
    hub.commit("main", {FILE: content(WHOLE)})
    again = publications.publish(ann.settings)
    assert (proposed.action, again.action) == ("created", "updated")
    assert FILE in proposed.files
    assert FILE not in hub.changed(1)


def test_a_checkout_that_lacks_the_merged_request_is_told_to_pull(
    hub: LoopbackGitHub, tmp_path: Path
) -> None:
    ann = checkout(hub, tmp_path / "ann")
    publications.publish(ann.settings)
    hub.merge(1)
    with pytest.raises(PublishError, match="run git pull here"):
        publications.publish(ann.settings)


def test_a_work_that_the_base_branch_lacks_is_completed_the_night_after_it_is_merged(
    hub: LoopbackGitHub, tmp_path: Path
) -> None:
    other = replace(paper(), arxiv_id="2503.00007", title="Clinical model 7")
    ann = checkout(hub, tmp_path / "ann", paper(), other)
    taken = Decision(minute(5), "import", "include", NEW.id, title=NEW.title, inferred=True,
                     labels=("kind:model",))  # fmt: skip
    curation.write_work(ann.root, NEW)
    curation.append(ann.root, taken)
    first = publications.publish(ann.settings)
    told = "1 work is completed from arXiv the night after its file is merged"
    came = "1 work completed from arXiv (authors 1, day 1, category 1)"
    assert first.summary == f"opened pull request #1: 2 added; {came}; {told}"
    assert f"\n\n{told}.\n\n" in first.body
    assert hub.file(FILE, NIGHTLY) == content(WHOLE)
    assert hub.file(NEW_FILE, NIGHTLY) == content(NEW)
    assert publications.publish(ann.settings).action == "unchanged"
    hub.merge(1)
    identity = ("-c", "user.name=Ann", "-c", "user.email=a@e.org")
    ann.git("add", "curation")
    ann.git(*identity, "pull", "--quiet", "--autostash")
    assert ann.git("status", "--porcelain", "curation") == ""
    second = publications.publish(ann.settings)
    assert second.title == "1 completed from arXiv"
    assert hub.file(NEW_FILE, NIGHTLY) == content(replace(WHOLE, ids=NEW.ids, title=NEW.title))
    assert "night after" not in second.summary + second.body


def test_in_whatever_order_two_versions_were_stored_the_file_is_the_same(
    hub: LoopbackGitHub, tmp_path: Path
) -> None:
    found = set()
    versions = (paper(1, journal_ref="To appear"), paper(2, doi="10.1000/x"))
    for place, order in enumerate(permutations(versions)):
        ann = checkout(hub, tmp_path / f"ann-{place}", *order)
        made = complete(ann.settings, curation.load(ann.settings.root))
        found.add(made.files[FILE])
    assert found == {content(Work((ID, WorkId("doi", "10.1000/x")), "Clinical model 1",
                                  ("Ann Author",), "2025-03-04", category="cs.CL"))}  # fmt: skip
