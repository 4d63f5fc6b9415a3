"""The record's folders: the files in them that count, or why nobody can tell."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tracker.errors import CurationError
from tracker.folders import listed
from tracker.problems import Problem, summary

SHELVES: Final[Mapping[str, str]] = {
    "works": "*.yaml",
    "decisions": "*/*.jsonl",
    "results": "*.yaml",
}
"""Each folder of the record, and which files in it are read."""


@dataclass(frozen=True)
class Shelf:
    """One folder of the record.

    ``files`` are read, in the order of their names; ``strays`` are not, though somebody may
    believe that they count; ``problems`` are folders that cannot be listed.
    """

    files: tuple[Path, ...]
    strays: tuple[Path, ...]
    problems: tuple[Problem, ...]


def shelf(root: Path, name: str) -> Shelf:
    """A folder of the record as it stands here; one that is not there is empty."""
    pattern = SHELVES[name]
    depth, ending = pattern.count("/"), pattern.rpartition("*")[2]
    files, strays, problems = list[Path](), list[Path](), list[Problem]()
    places = [(root / "curation" / name, depth)]
    while places:
        folder, levels = places.pop()
        try:
            entries = listed(folder)
        except OSError as fault:
            file = folder.relative_to(root).as_posix()
            problems.append(Problem(file, "", f"cannot be read: {fault.strerror}"))
            continue
        for entry in entries:
            path = Path(entry.path)
            if levels == 0 and entry.name.endswith(ending):
                files.append(path)
            elif _is_folder(entry, links=levels > 0):
                places.append((path, levels - 1))
            elif not entry.name.startswith("."):
                strays.append(path)
    return Shelf(tuple(sorted(files, key=str)), tuple(sorted(strays)), tuple(sorted(problems)))


def record_files(root: Path, *names: str) -> tuple[Path, ...]:
    """The files that count in these folders of the record, or in all of them.

    Raises CurationError if one cannot be listed: half a record is none.
    """
    shelves = [shelf(root, name) for name in names or SHELVES]
    if problems := [problem for one in shelves for problem in one.problems]:
        raise CurationError(summary(problems), problems)
    return tuple(path for one in shelves for path in one.files)


def _is_folder(entry: "os.DirEntry[str]", links: bool) -> bool:
    """Whether this is a folder to look into; ``links`` to one are followed only by name."""
    try:
        return entry.is_dir(follow_symlinks=links)
    except OSError:
        return False
