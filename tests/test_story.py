"""The whole story, from arXiv's answer over HTTP to the pull request's payload."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.surveys import peoples
from tracker import curation as files
from tracker.demo import story
from tracker.demo.github import LoopbackGitHub
from tracker.errors import PublishError, SettingsError
from tracker.settings import Settings
from tracker.steps import publications
from tracker.store import open_store
from tracker.store.ledger import Ledger
from tracker.store.papers import papers


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, list[str]]:
    lines: list[str] = []
    return story.tell(tmp_path_factory.mktemp("demo") / "survey", lines.append), lines


def test_both_nights_are_pulled_completely(told: tuple[Settings, list[str]]) -> None:
    settings, _ = told
    database = open_store(settings.database_url)
    newest: dict[str, int] = {}
    for announcement in story.sample():
        paper = announcement.paper
        newest[paper.arxiv_id] = max(paper.version, newest.get(paper.arxiv_id, 0))
    assert {paper.arxiv_id: paper.version for paper in papers(database)} == newest
    cells = Ledger(database).cells()
    assert Counter(cell.state for cell in cells) == {"proven": len(cells)}
    assert all(cell.expected == cell.stored for cell in cells)


def test_a_revision_a_withdrawal_and_a_paper_held_back_are_recognised(
    told: tuple[Settings, list[str]],
) -> None:
    settings, lines = told
    second = [line for line in lines if line.startswith("pull")][1]
    assert "1 revised, 1 withdrawn, 0 unreadable" in second
    stored = {paper.arxiv_id: paper for paper in papers(open_store(settings.database_url))}
    withdrawn = [name for name, paper in stored.items() if paper.withdrawn]
    assert withdrawn == ["2511.10687"]
    assert stored["2511.13791"].submitted_on.isoformat() == "2025-11-16"


def test_the_scripted_decisions_are_lines_of_text(told: tuple[Settings, list[str]]) -> None:
    settings, _ = told
    folder = settings.root / "curation" / "decisions" / story.CURATOR
    taken = [json.loads(line) for path in folder.glob("*.jsonl") for line in path.open()]
    scripted = {line["work"]: line["verdict"] for line in story.script()}
    assert {line["work"]: line["verdict"] for line in taken}.items() <= scripted.items()
    assert len(taken) >= 5
    assert all(line["shown"]["model"] and "relevant" in line["shown"] for line in taken)


def test_the_page_holds_a_row_for_every_listed_work(told: tuple[Settings, list[str]]) -> None:
    settings, _ = told
    curation = files.load(settings.root)
    assert curation.problems == ()
    page = (settings.root / "README.md").read_text(encoding="utf-8")
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    tables = [token for token in tokens if token.type == "table_open"]
    assert len(tables) == len(curation.pages.tables) + 2  # the two of the methods box
    for standing in curation.record.of("included"):
        tabled = any(table.selects(standing.labels) for table in curation.pages.tables)
        assert (standing.work.title[:30] in page) or not tabled


def test_the_request_carries_page_and_record_and_a_second_run_writes_nothing(
    told: tuple[Settings, list[str]],
) -> None:
    settings, lines = told
    assert [line.split(":")[0] for line in lines if line.startswith("publish")] == [
        "publish  opened pull request #1",
        "publish  updated pull request #1",
    ]
    page = (settings.root / "README.md").read_bytes()
    # The base branch's page as it was before anything was rendered.
    empty = re.sub(rb"(:start -->\n).*?(?=<!-- tracker:)", rb"\1", page, flags=re.DOTALL)
    with LoopbackGitHub(
        {"README.md": empty, **peoples(settings.root)}, token=story.TOKEN
    ) as github:
        there = _at(settings, github)
        opened = publications.publish(there)
        assert opened.action == "created"
        proposed = github.file("README.md", publications.BRANCH) or b""
        assert _without_box(proposed) == _without_box(page)
        assert b"Complete up to **2025-11-1" in proposed
        for path, content in (_machine_written(settings) | _published(settings)).items():
            assert path == "README.md" or github.file(path, publications.BRANCH) == content
        assert " · by “" in opened.body  # the words that carried the labels
        assert "Coverage: complete up to 2025-11-" in opened.body
        writes = len(github.writes)
        assert publications.publish(there).action == "unchanged"
        assert len(github.writes) == writes


def test_decisions_alone_are_proposed_in_words_of_their_own(
    told: tuple[Settings, list[str]],
) -> None:
    settings, _ = told
    with LoopbackGitHub(_published(settings) | peoples(settings.root), token=story.TOKEN) as github:
        opened = publications.publish(_at(settings, github))
        assert (opened.action, opened.title) == ("created", "Add the decisions behind the page")


def test_a_checkout_behind_the_base_branch_publishes_nothing(
    told: tuple[Settings, list[str]],
) -> None:
    settings, _ = told
    ahead = _machine_written(settings)
    journal = next(path for path in ahead if f"/{story.CURATOR}/" in path)
    ahead[journal] += ahead[journal].replace(b"include", b"exclude")
    page = (settings.root / "README.md").read_bytes()
    with LoopbackGitHub(
        {"README.md": page, **peoples(settings.root), **ahead}, token=story.TOKEN
    ) as github:
        with pytest.raises(PublishError, match="run git pull here"):
            publications.publish(_at(settings, github))
        assert github.writes == ()


def test_the_story_is_told_only_in_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("precious")
    with pytest.raises(SettingsError, match="is not empty"):
        story.tell(tmp_path, print)


def _without_box(page: bytes) -> bytes:
    """The page without the inside of its methods box, whose figures are the database's."""
    before, _, rest = page.partition(b"<!-- tracker:methods:start -->")
    return before + rest.partition(b"<!-- tracker:methods:end -->")[2]


def _at(settings: Settings, github: LoopbackGitHub) -> Settings:
    """The story's survey with another GitHub."""
    return replace(settings, github_url=github.url, repository=github.repository)


def _published(settings: Settings) -> dict[str, bytes]:
    """The pages and the picture as they stand in the survey."""
    paths = [settings.root / "README.md", *(settings.root / "pages").rglob("*.*")]
    return {path.relative_to(settings.root).as_posix(): path.read_bytes() for path in paths}


def _machine_written(settings: Settings) -> dict[str, bytes]:
    found = (settings.root / "curation").rglob("*")
    return {
        path.relative_to(settings.root).as_posix(): path.read_bytes()
        for path in found
        if path.is_file() and path.parent.name != "curation"
    }
