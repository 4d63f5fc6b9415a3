"""A survey in a folder, a loopback arXiv, and the command run as a person would run it."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tracker.cli import main
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.announcements import Announcement
from tracker.papers import PaperVersion
from tracker.publish.checkout import PEOPLES

NIGHT = datetime(2025, 3, 6, 9, 30, tzinfo=UTC)

TAXONOMY = """\
version: 1
dimensions:
  nlp_task:
    name: NLP task
    choose: any
    labels:
      qa: {name: Question answering, meaning: Answers medical questions., keywords: [question]}
      sum: {name: Summarization, meaning: Shortens clinical text., keywords: [summarize]}
  kind:
    name: Kind
    choose: one
    labels:
      model: {name: Model, meaning: A trained model.}
      dataset: {name: Dataset, meaning: Data to train on.}
"""
QUERIES = "queries:\n  - {key: clinic, categories: [cs.CL], since: '2025-03-03'}\n"
TABLES = """\
tables:
  - {key: models, title: Models, any_of: ["kind:model"], columns: [name, title, nlp_task]}
"""
CURATORS = "curators:\n  - {handle: ann}\n  - {handle: import}\n"
PAGE = "# Survey\n\nOurs.\n\n<!-- tracker:models:start -->\n<!-- tracker:models:end -->\n\nend"


def peoples(root: Path) -> dict[str, bytes]:
    """What people wrote of a survey and pushed, without which nothing may be published."""
    return {path: (root / path).read_bytes() for path in PEOPLES if (root / path).exists()}


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit code, and what it said where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Survey:
    """A survey's folder, its arXiv, and a way to run commands in it."""

    root: Path
    arxiv: LoopbackArxiv
    papers: tuple[Announcement, ...]
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def run(self, *arguments: str) -> Outcome:
        self.monkeypatch.setattr(sys, "argv", ["tracker", *arguments])
        self.capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else 1
        said = self.capsys.readouterr()
        return Outcome(code, said.out, said.err)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def paper(number: int, title: str, day: int = 4, **more: Any) -> Announcement:
    """A paper submitted on a day of March 2025 and announced the night after."""
    at = datetime(2025, 3, day, 12, number, tzinfo=UTC)
    given = {
        "arxiv_id": f"2503.{number:05d}",
        "version": 1,
        "title": title,
        "abstract": f"We study {title.lower()} in clinics and answer a question.",
        "authors": ("Ann Author", "Bo Writer"),
        "categories": ("cs.CL", "cs.AI"),
        "primary_category": "cs.CL",
        "submitted_at": at,
        "updated_at": at,
    }
    return Announcement(
        datetime(2025, 3, day + 1, 1, tzinfo=UTC), PaperVersion(**{**given, **more})
    )


@pytest.fixture
def survey(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Survey]:
    papers = [paper(n, f"Clinical model {n}") for n in range(1, 6)]
    papers += [paper(6, "A | pipe [and] `tick`", day=3), paper(7, "Question answering", day=5)]
    root = tmp_path / "survey"
    with LoopbackArxiv(papers, now=NIGHT) as arxiv:
        made = Survey(root, arxiv, tuple(papers), capsys, monkeypatch)
        made.write("curation/taxonomy.yaml", TAXONOMY)
        made.write("curation/queries.yaml", QUERIES)
        made.write("curation/tables.yaml", TABLES)
        made.write("curation/curators.yaml", CURATORS)
        made.write("README.md", PAGE)
        for name, value in {
            "TRACKER_ROOT": str(root),
            "TRACKER_ARXIV_URL": arxiv.search_url,
            "TRACKER_OAI_URL": arxiv.oai_url,
            "TRACKER_ARXIV_DELAY": "0",
            "TRACKER_NOW": NIGHT.isoformat(),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        }.items():
            monkeypatch.setenv(name, value)
        for name in ("TRACKER_DATABASE_URL", "TRACKER_REPOSITORY", "GITHUB_TOKEN"):
            monkeypatch.delenv(name, raising=False)
        yield made
