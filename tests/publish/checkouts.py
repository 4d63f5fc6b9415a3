"""Curators' clones of a survey on the loopback GitHub, and what can be seen of them."""

import os
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.results.reports import result
from tests.surveys import CURATORS, PAGE, QUERIES, TABLES, TAXONOMY
from tracker import curation
from tracker.decisions import Decision, Verdict
from tracker.demo.github import LoopbackGitHub
from tracker.identity import WorkId
from tracker.results import ReportedResult
from tracker.settings import Settings
from tracker.steps.submissions import SubmitReport, submit
from tracker.works import Work

EVENING = datetime(2025, 3, 6, 19, 0, tzinfo=UTC)
FILES = {
    "curation/taxonomy.yaml": TAXONOMY,
    "curation/queries.yaml": QUERIES,
    "curation/tables.yaml": TABLES,
    "curation/curators.yaml": CURATORS + "  - {handle: Bob, name: Bob Builder}\n",
    "README.md": PAGE,
    ".gitattributes": "curation/decisions/**/*.jsonl text eol=lf merge=union\n",
    ".gitignore": ".tracker/\n",
}
JOURNAL = "curation/decisions/ann/2025-03.jsonl"
BRANCH = "tracker/decisions/ann"


def survey_files(below: str = "") -> dict[str, bytes]:
    return {f"{below}{path}": text.encode() for path, text in FILES.items()}


def git(folder: Path, *arguments: str) -> str:
    """A git command as a person types it, away from the settings of whoever runs the tests."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    clean |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=clean, capture_output=True, text=True, check=True
    )
    return done.stdout


@dataclass(frozen=True)
class Checkout:
    """One clone; ``settings`` have no token unless ``with_github`` gave one."""

    root: Path
    settings: Settings

    def git(self, *arguments: str) -> str:
        return git(self.root, *arguments)

    def decide(self, number: int, verdict: Verdict = "include", **more: Any) -> Decision:
        """A decision on paper 2503.0000N, ``number`` minutes into the evening."""
        work = WorkId("arxiv", f"2503.{number:05d}")
        given: dict[str, Any] = {"by": "ann", "at": minute(number)}
        given |= {"title": f"Clinical model {number}", **more}
        if verdict == "include":
            given = {"labels": ("nlp_task:qa", "kind:model"), **given}
            curation.write_work(self.settings.root, Work((work,), f"Clinical model {number}"))
        decision = Decision(verdict=verdict, work=work, **given)
        return curation.append(self.settings.root, decision)

    def say(self, number: int, **stated: Any) -> ReportedResult:
        """A result of paper 2503.0000N, stated ``number`` minutes into the evening."""
        said = result(source=WorkId("arxiv", f"2503.{number:05d}"), by="ann", at=minute(number))
        said = replace(said, **stated)
        curation.write_result(self.settings.root, said)
        return said

    def submit(self, handle: str = "ann") -> SubmitReport:
        return submit(self.settings, handle)

    def with_github(self, hub: LoopbackGitHub) -> "Checkout":
        known = replace(self.settings, repository=hub.repository, github_url=hub.url)
        return replace(self, settings=replace(known, github_token=hub.token))

    def state(self) -> dict[str, bytes]:
        """Every byte of the work tree, the index, HEAD and the clone's own branches."""
        seen = {}
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            private = name.startswith((".git/objects", ".git/refs/tracker", ".tracker"))
            private |= "refs/remotes" in name  # what the remote has, as any push notes it
            if path.is_file() and not private:
                seen[name] = path.read_bytes()
        return seen


def minute(number: int) -> datetime:
    return EVENING + timedelta(minutes=number)


def clone(hub: LoopbackGitHub, root: Path, below: str = "") -> Checkout:
    git(root.parent, "clone", "--quiet", str(hub.folder), str(root))
    settings = Settings(root=root / below, database_url=f"sqlite:///{root}/none.sqlite")
    return Checkout(root, settings)
