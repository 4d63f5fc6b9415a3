"""A copy of a survey: every file that what it publishes depends on, by its path from the root.

That is all of ``curation/``, the files beside it that the tracker reads, and the pages, which
hold people's prose. Hidden files are no part of a survey.
"""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from tracker.curation import FOLDER, Curation
from tracker.errors import MarkerError, SettingsError
from tracker.figures import FILE as FIGURES
from tracker.folders import below, held, listed, usable
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
    """The copy of the checkout at ``root``, whose curation this is.

    Raises SettingsError or MarkerError for what cannot be read.
    """
    try:
        listing = {FIGURES, PREFERENCES, *places(curation), *beside(root, curation)}
        wanted = sorted({*sources([*_below(root), *listing]), *pages(curation, listing)})
        found = [(path, held(root / path)) for path in wanted]
    except OSError as fault:
        raise SettingsError(f"{fault.filename} cannot be read: {fault.strerror}") from None
    return {path: data for path, data in found if data is not None}


def beside(root: Path, curation: Curation) -> list[str]:
    """Every page here, also of an earlier printing, by its path from the survey's root.

    Raises MarkerError for a folder of them that cannot be listed.
    """
    folders = sorted({PurePosixPath(path).parent for path in places(curation)})
    try:
        return sorted((folder / entry.name).as_posix()
                      for folder in folders for entry in listed(root / folder)
                      if entry.name.endswith(".md") and not entry.is_dir())  # fmt: skip
    except OSError as fault:
        raise MarkerError(f"{fault.filename} cannot be read: {fault.strerror}") from None


def _curated(path: str) -> bool:
    """Whether a file is part of the curation; a name of dots alone hides nothing, it misleads."""
    top, *rest = path.split("/")
    return top == FOLDER and not any(part.startswith(".") and part.strip(".") for part in rest)


def _below(root: Path) -> list[str]:
    """Every file of ``curation/``. Raises SettingsError for what a copy cannot hold."""
    found = []
    for path, inside in below(root / FOLDER):
        name = f"{FOLDER}/{inside}"
        if _curated(name) and (not usable(name) or (path.is_symlink() and path.is_dir())):
            raise SettingsError(f"{name!r} is a link or no name that a copy can hold; mend it")
        if path.is_file():
            found.append(name)
    return found
