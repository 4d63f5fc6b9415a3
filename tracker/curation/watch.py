"""Noticing that somebody else changed the curation: what its files look like from outside."""

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from tracker.errors import CurationError
from tracker.folders import listed
from tracker.preferences import FILE

Mark = tuple[int, int, int]
"""A file's inode, size in bytes, and time of change in nanoseconds."""


def marks(root: Path) -> dict[str, Mark]:
    """The mark of every file that people or commands write, by its path.

    Costs one look at each folder and file, no reading. A file that goes away while it is
    looked at counts as gone. Raises CurationError for a folder that cannot be looked into.
    """
    return _marks(_entries(root))


def results(root: Path) -> dict[str, Mark]:
    """The mark of every result's file, and of the vocabulary that results are told in.

    Raises CurationError for a folder that cannot be looked into.
    """
    home = root / "curation"
    named = (entry for entry in _files(home) if entry.name == "benchmarks.yaml")
    return _marks(chain(named, _files(home / "results")))


def mark(path: Path) -> Mark | None:
    """The mark of one file, None if it is not there."""
    try:
        return _mark(path.stat())
    except OSError:
        return None


def _marks(entries: Iterable["os.DirEntry[str]"]) -> dict[str, Mark]:
    found = {}
    try:
        for entry in entries:
            try:
                found[entry.path] = _mark(entry.stat())
            except FileNotFoundError:
                continue
    except OSError as fault:
        raise CurationError(f"{fault.filename} cannot be read: {fault.strerror}") from None
    return found


def _mark(seen: os.stat_result) -> Mark:
    return seen.st_ino, seen.st_size, seen.st_mtime_ns


def _entries(root: Path) -> Iterator["os.DirEntry[str]"]:
    home = root / "curation"
    yield from (entry for entry in _files(root) if entry.name == FILE)
    yield from _files(home)
    yield from _files(home / "works")
    yield from _files(home / "results")
    for curator in listed(home / "decisions"):
        if curator.is_dir():
            yield from _files(Path(curator.path))


def _files(folder: Path) -> Iterator["os.DirEntry[str]"]:
    """A generator, so that what it meets is raised where the entries are looked at."""
    yield from (one for one in listed(folder) if one.is_file() and not one.name.startswith("."))
