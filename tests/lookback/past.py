"""A survey under git that is lived through day by day, and asked about later."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.surveys import CURATORS, QUERIES, TAXONOMY, Outcome
from tracker import curation
from tracker.cli import main
from tracker.decisions import Decision, Verdict
from tracker.identity import WorkId
from tracker.works import Work

TABLES = """\
page: README.md
more: {folder: pages, dimensions: [nlp_task]}
timeline: {picture: pages/timeline.svg, page: pages/timeline.md, techniques: [nlp_task]}
matrix: {page: pages/gaps.md, axes: [{dimensions: [nlp_task]}, {dimensions: [kind]}]}
tables:
  - {key: models, title: Models, any_of: ["kind:model"], columns: [name, title, size, nlp_task]}
"""
BENCHMARKS = """\
metrics:
  accuracy: {name: Accuracy}
datasets:
  medqa: {name: MedQA, metric: accuracy}
"""
REGIONS = ("summary", "timeline", "matrix", "results", "models", "methods")
PAGE = "# The survey\n\nOur words.\n\n" + "\n\n".join(
    f"<!-- tracker:{name}:start -->\n<!-- tracker:{name}:end -->" for name in REGIONS
)
FILES = {
    "curation/taxonomy.yaml": TAXONOMY,
    "curation/queries.yaml": QUERIES,
    "curation/tables.yaml": TABLES,
    "curation/benchmarks.yaml": BENCHMARKS,
    "curation/curators.yaml": CURATORS + "  - {handle: Bob, name: Bob Builder}\n",
    "curation/scope.md": "# Scope\n\n## Precedents\n\n- arxiv:2503.00001 include: a model.\n",
    "tracker.yaml": "second_reads: 0.5\n",
    "README.md": PAGE,
    ".gitignore": ".tracker/\n",
}


def at(number: int, hour: int = 12) -> datetime:
    """An instant of a day of March 2025, UTC."""
    return datetime.fromisoformat(f"2025-03-{number:02}T{hour:02}:00:00+00:00")


@dataclass(frozen=True)
class Past:
    """The survey's folder ``root`` in the repository ``top``, and the command as run in it."""

    top: Path
    root: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def run(self, *arguments: str, now: datetime | None = None) -> Outcome:
        self.monkeypatch.setenv("TRACKER_ROOT", str(self.root))
        self.monkeypatch.setenv("TRACKER_NOW", (now or at(30)).isoformat())
        self.monkeypatch.setattr(sys, "argv", ["tracker", *arguments])
        self.capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else 1
        said = self.capsys.readouterr()
        return Outcome(code, said.out, said.err)

    def git(self, *arguments: str, when: datetime | None = None) -> str:
        """A git command as a person types it, at an instant, away from the tester's settings."""
        return git(self.top, *arguments, when=when)

    def commit(self, when: datetime, words: str = "a day") -> str:
        """Everything that stands here as one commit; its id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", words, when=when)
        return self.git("rev-parse", "HEAD").strip()

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, before: str, after: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert before in text
        self.write(name, text.replace(before, after))

    def decide(
        self, number: int, when: datetime, verdict: Verdict = "include", **more: Any
    ) -> Decision:
        """A decision on paper 2503.0000N, and the work's file with a first one."""
        work = WorkId("arxiv", f"2503.{number:05d}")
        given: dict[str, Any] = {"by": "ann", "title": f"Clinical model {number}", **more}
        if verdict == "include":
            given = {"labels": ("nlp_task:qa", "kind:model"), **given}
            made = Work((work,), given["title"], published_on=f"2025-02-{number:02}")
            curation.write_work(self.root, made)
        return curation.append(self.root, Decision(when, verdict=verdict, work=work, **given))

    def pages(self) -> dict[str, bytes]:
        """Every page and picture that stands here."""
        found = {path.relative_to(self.root).as_posix(): path.read_bytes()
                 for path in (self.root / "pages").rglob("*") if path.is_file()}  # fmt: skip
        return found | {"README.md": (self.root / "README.md").read_bytes()}

    def state(self) -> dict[str, bytes]:
        """Every byte of the repository: files, index, refs and objects."""
        return contents(self.top)


def lived(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    below: str = "",
    files: Mapping[str, str] = FILES,
) -> Past:
    """A repository without a commit yet, and a survey in it, or in a folder ``below``."""
    for name in ("TRACKER_DATABASE_URL", "TRACKER_REPOSITORY", "GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder.mkdir(parents=True)
    past = Past(folder, folder / below, capsys, monkeypatch)
    past.git("init", "--quiet", "--initial-branch", "main")
    for name, text in files.items():
        past.write(name, text)
    return past


def git(folder: Path, *arguments: str, when: datetime | None = None) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    clean |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for who in ("AUTHOR", "COMMITTER"):
        clean |= {f"GIT_{who}_NAME": "Ann", f"GIT_{who}_EMAIL": "ann@example.org"}
        clean |= {f"GIT_{who}_DATE": when.isoformat()} if when else {}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=clean, capture_output=True, text=True, check=True
    )
    return done.stdout


def contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
