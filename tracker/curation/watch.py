"""Noticing that somebody else changed the curation: what its files look like from outside."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from tracker.preferences import FILE

Mark = tuple[int, int, int]
"""A file's inode, size in bytes, and time of change in nanoseconds."""


def marks(root: Path) -> dict[str, Mark]:
    """The mark of every file that people or commands write, by its path.

    Costs one look at each folder and file, no reading. A file that goes away while it is
    looked at counts as gone.
    """
    return _marks(_entries(root))


def results(root: Path) -> dict[str, Mark]:
    """The mark of every result's file, and of the vocabulary that results are told in."""
    home = root / "curation"
    named = [entry for entry in _files(home) if entry.name == "benchmarks.yaml"]
    return _marks((*named, *_files(home / "results")))


def mark(path: Path) -> Mark | None:
    """The mark of one file, None if it is not there."""
    try:
        return _mark(path.stat())
    except OSError:
        return None


def _marks(entries: Iterable["os.DirEntry[str]"]) -> dict[str, Mark]:
    found = {}
    for entry in entries:
        try:
            found[entry.path] = _mark(entry.stat())
        except OSError:
            continue
    return found


def _mark(seen: os.stat_result) -> Mark:
    return seen.st_ino, seen.st_size, seen.st_mtime_ns


def _entries(root: Path) -> Iterator["os.DirEntry[str]"]:
    home = root / "curation"
    yield from (entry for entry in _files(root) if entry.name == FILE)
    yield from _files(home)
    yield from _files(home / "works")
    yield from _files(home / "results")
    for curator in _listed(home / "decisions"):
        if curator.is_dir():
            yield from _files(Path(curator.path))


def _files(folder: Path) -> Iterator["os.DirEntry[str]"]:
    return (one for one in _listed(folder) if one.is_file() and not one.name.startswith("."))


def _listed(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
