"""A copy of a survey: every file that what it publishes depends on, by its path from the root.

That is all of ``curation/``, the files beside it that the tracker reads, and the pages, which
hold people's prose. Hidden files are no part of a survey.
"""

from collections.abc import Iterable
from pathlib import Path

from tracker.curation import FOLDER, Curation
from tracker.errors import SettingsError
from tracker.figures import FILE as FIGURES
from tracker.folders import usable
from tracker.preferences import FILE as PREFERENCES
from tracker.publish.printing import former, places


def sources(paths: Iterable[str]) -> list[str]:
    """Those of a survey's files that the tracker reads to know what to publish."""
    return [path for path in paths if path in (FIGURES, PREFERENCES) or _curated(path)]


def pages(curation: Curation, paths: Iterable[str]) -> list[str]:
    """Those of a survey's files that are pages and pictures, of this or an earlier printing."""
    listed = [path for path in paths if not _curated(path)]
    wanted = {*places(curation), *former(listed, curation, ())}
    return [path for path in listed if path in wanted]


def copy(root: Path, curation: Curation) -> dict[str, bytes]:
    """The copy of the checkout at ``root``, whose curation this is. Raises SettingsError."""
    listed = {FIGURES, PREFERENCES, *places(curation), *beside(root, curation)}
    there = [path for path in listed if (root / path).is_file()]
    wanted = [*sources([*_below(root), *there]), *pages(curation, there)]
    try:
        return {path: (root / path).read_bytes() for path in sorted(wanted)}
    except OSError as fault:
        raise SettingsError(f"{fault.filename} cannot be read: {fault.strerror}") from None


def beside(root: Path, curation: Curation) -> list[str]:
    """Every page here, also of an earlier printing, by its path from the survey's root."""
    folders = {(root / path).parent for path in places(curation)}
    return sorted(path.relative_to(root).as_posix()
                  for folder in folders for path in folder.glob("*.md"))  # fmt: skip


def _curated(path: str) -> bool:
    """Whether a file is part of the curation; a name of dots alone hides nothing, it misleads."""
    top, *rest = path.split("/")
    return top == FOLDER and not any(part.startswith(".") and part.strip(".") for part in rest)


def _below(root: Path) -> list[str]:
    """Every file of ``curation/``. Raises SettingsError for what a copy cannot hold."""
    found = []
    for path in (root / FOLDER).rglob("*"):
        name = path.relative_to(root).as_posix()
        if _curated(name) and (not usable(name) or (path.is_symlink() and path.is_dir())):
            raise SettingsError(f"{name!r} is a link or no name that a copy can hold; mend it")
        if path.is_file():
            found.append(name)
    return found
