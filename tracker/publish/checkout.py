"""Comparing this checkout with the base branch, so that publishing never takes anything back."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tracker.curation.reader import FOLDER, Curation
from tracker.errors import GitHubError, MarkerError, PublishError
from tracker.preferences import FILE as PREFERENCES
from tracker.publish.answers import Entry
from tracker.publish.github import GitHub
from tracker.publish.listing import surroundings
from tracker.publish.proposal import blob_sha
from tracker.scope import FILE as SCOPE

_RECORD = (f"{FOLDER}/works/", f"{FOLDER}/decisions/", f"{FOLDER}/results/")
_NAMES = ("taxonomy.yaml", "queries.yaml", "tables.yaml", "curators.yaml", "benchmarks.yaml", SCOPE)
PEOPLES = (*(f"{FOLDER}/{name}" for name in _NAMES), PREFERENCES)
"""What people write and no request carries, though every page is made with it."""


@dataclass(frozen=True)
class Base:
    """The base branch: its name, and the entries around the files of the survey."""

    branch: str
    entries: Mapping[str, Entry]

    def text(self, path: str, github: GitHub) -> str | None:
        """A file's text on the base branch; None if it is not there.

        Raises PublishError if it is no text.
        """
        entry = self.entries.get(path)
        try:
            return github.blob(entry.sha).decode("utf-8") if entry else None
        except UnicodeDecodeError:
            raise PublishError(
                f"{path} on {self.branch} is not UTF-8 text; save it there as UTF-8"
            ) from None

    @contextmanager
    def naming(self, page: str) -> Iterator[None]:
        """Where a fault of the front page's markers is one of this branch, and says so: the
        page of this checkout may be sound."""
        try:
            yield
        except MarkerError as fault:
            told = re.sub(rf"(?<!\S){re.escape(page)}:(?:(\d+):)? ", self._named, str(fault))
            raise MarkerError(told if page in self.entries else str(fault)) from None

    def _named(self, place: re.Match[str]) -> str:
        page = place[0].partition(":")[0]
        return f"{page} on {self.branch}: " + (f"line {place[1]}: " if place[1] else "")


def read_base(github: GitHub, paths: Iterable[str]) -> Base:
    """The default branch as GitHub has it; raises GitHubError if it is empty.

    Raises PublishError where something other than a file stands at one of ``paths``: it would
    be read as nothing, and written over.
    """
    paths = tuple(paths)
    branch = github.repository().default_branch
    sha = github.branch(branch)
    if sha is None:
        raise GitHubError(f"{github.name} has no branch {branch}; push a first commit to it", 404)
    wanted = [*paths, *(f"{folder}any" for folder in _RECORD)]
    entries = surroundings(github, github.commit(sha), wanted)
    if odd := [path for path in paths if path in entries and entries[path].kind != "blob"]:
        raise PublishError(
            f"{branch} of {github.name} has no file but a folder or another repository at "
            f"{odd[0]}, where a file of the survey belongs; move it away there"
        )
    return Base(branch, entries)


def require_same(base: Base, mine: Mapping[str, bytes], github: GitHub) -> None:
    """Raise PublishError if a people's file is not the base branch's, whichever is the newer.

    Its pages would be made with a file that it does not have, and could not be checked there.
    """
    for path in PEOPLES:
        entry, data = base.entries.get(path), mine.get(path)
        if data is None and entry is None:
            continue
        if data is None or entry is None or blob_sha(data) != entry.sha:
            fault = "lacks" if entry is None else "has another"
            raise PublishError(
                f"{base.branch} of {github.name} {fault} {path}, from which the pages are made and "
                "which no request carries; run git pull here, or push your change of it, before "
                "publishing"
            )


def require_current(base: Base, local: Mapping[str, bytes], github: GitHub) -> Mapping[str, bytes]:
    """The base branch's files of the record, by path; journals may have grown here since.

    Raises PublishError if it holds decisions or works this checkout lacks: journals are only
    appended to, and a work file must be equal.
    """
    held, behind = dict[str, bytes](), list[str]()
    for path, entry in base.entries.items():
        if not path.startswith(_RECORD):
            continue
        data = _held(path, entry, local.get(path), github)
        if data is not None:
            held[path] = data
        elif entry.kind == "tree" or path.endswith((".yaml", ".jsonl")):
            behind.append(path)
    if behind:
        more = f" and {len(behind) - 1} more" if len(behind) > 1 else ""
        raise PublishError(
            f"{base.branch} of {github.name} has {behind[0]}{more} in another form than this "
            "checkout; run git pull here (and push edits of your own) before publishing"
        )
    return held


def as_held(curation: Curation, held: Mapping[str, bytes]) -> Curation:
    """The curation as far as these files of the record hold it: that of the base branch."""
    lines = {line for path, data in held.items() if path.endswith(".jsonl")
             for line in data.split(b"\n")}  # fmt: skip
    return replace(
        curation,
        works=tuple(one for one in curation.works
                    if f"{FOLDER}/works/{one.id.slug}.yaml" in held),
        decisions=tuple(one for one in curation.decisions if one.line.encode() in lines),
        results=tuple(one for one in curation.results if f"{FOLDER}/{one.path}" in held),
    )  # fmt: skip


def _held(path: str, entry: Entry, mine: bytes | None, github: GitHub) -> bytes | None:
    """The base branch's file; None if this checkout lacks some of it."""
    if mine is None or blob_sha(mine) == entry.sha:
        return mine
    if not path.endswith(".jsonl"):
        return None
    there = github.blob(entry.sha)
    return there if set(there.split(b"\n")) <= set(mine.split(b"\n")) else None
