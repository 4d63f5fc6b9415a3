"""Releasing, composed: the survey, its site and every export as files to cite and to check.

A release is a flat folder, as a GitHub release is, so that what somebody downloads from there
can be checked as it lies. ``survey.zip`` is the whole survey, rendered; everything else is made
from it alone, and can be made from it again.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tracker import __version__, folders
from tracker import curation as files
from tracker.archives import packed, unpacked
from tracker.curation import FOLDER, Curation
from tracker.curators import IMPORT
from tracker.errors import CurationError, MarkerError, SettingsError
from tracker.folders import held
from tracker.manifests import MANIFEST, SUMS, Pinned, damaged, read_manifest, with_manifest
from tracker.publish.citation import citation
from tracker.publish.exports import FORMATS
from tracker.publish.printing import places
from tracker.settings import Settings
from tracker.steps import exports, sites
from tracker.steps.copies import copy
from tracker.steps.renderings import to_publish
from tracker.steps.snapshots import DECISIONS, WORKING_TREE, Snapshot

SURVEY, SITE, CITATION = "survey.zip", "site.zip", "CITATION.cff"
_SHOWN = 20  # differing files named for people
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}")


@dataclass(frozen=True)
class ReleaseReport:
    """What became of a release: its folder, its files, and those that are not as they must be.

    ``intact`` is whether all files are as they were released; ``tracker`` wrote them.
    ``waiting`` are edits in the page of an earlier day that nobody had taken over then.
    """

    folder: str
    action: str
    files: int
    differing: tuple[str, ...] = ()
    intact: bool = True
    tracker: str = __version__
    waiting: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.differing

    @property
    def lines(self) -> Iterator[str]:
        yield f"{self.folder}: {self.files} files {self.action}"
        how = "differs from what the data say" if self.intact else "is not what was released"
        yield from (f"{name} {how}" for name in self.differing[:_SHOWN])
        if len(self.differing) > _SHOWN:
            yield f"and {len(self.differing) - _SHOWN:,} more; --json names them all"
        if self.differing and self.intact and self.tracker != __version__:
            yield (
                f"every file is as tracker {self.tracker} released it, and this is "
                f"{__version__}: check it with that version"
            )

    def as_json(self) -> dict[str, Any]:
        return {"folder": self.folder, "action": self.action, "files": self.files,
                "differing": list(self.differing), "intact": self.intact,
                "tracker": self.tracker}  # fmt: skip


def folder_of(settings: Settings, version: str, output: Path | None = None) -> Path:
    """Where a release lies; raises SettingsError for what is no version."""
    if not _VERSION.fullmatch(version):
        raise SettingsError(f"{version!r} is no version; write letters, digits, dots, hyphens")
    return output or settings.root / "releases" / version


def release(then: Snapshot, version: str, folder: Path, with_site: bool = True) -> ReleaseReport:
    """Write the release's folder. One that holds anything else, or belongs to the survey
    itself, is refused, not changed.

    Raises SettingsError, also for the present page where edits wait; MarkerError.
    """
    settings, basis = then.settings, then.basis
    otherwise = _held_by(folder)
    title, address = exports.title(settings, then.curation), exports.address(settings)
    day = "" if basis.day is None or basis.name == WORKING_TREE else basis.day.isoformat()
    pinned = Pinned(version, title, address, day, basis.name)
    built, waiting = build(copy(settings.root, then.curation), pinned, with_site)
    if waiting and basis.name == WORKING_TREE:
        raise SettingsError(f"{waiting[0]}; a release pins no page in which edits wait")
    fresh = folders.fill(folder, built, otherwise)
    action = "written" if fresh else "were there already"
    return ReleaseReport(str(folder), action, len(built), waiting=waiting)


def require_apart(settings: Settings, curation: Curation, folder: Path) -> None:
    """Raise SettingsError for a folder in which a release would be taken for part of the survey."""
    root, place = settings.root, folder.resolve()
    pages = {(root / path).parent for path in places(curation)} - {root}
    for home in (root / FOLDER, *sorted(pages)):
        if place.is_relative_to(home.resolve()):
            inside = home.relative_to(root).as_posix()
            raise SettingsError(
                f"{folder} is in {inside}/, which belongs to the survey itself; name a folder "
                "elsewhere with --output, or leave it out for releases/VERSION"
            )
    if place == root:
        raise SettingsError(f"{folder} is the survey itself; name another folder with --output")


def _held_by(folder: Path) -> str:
    """What is to be said of a folder that holds something else than the release to write."""
    try:
        there = held(folder / MANIFEST)
        version = read_manifest(there, str(folder)).version if there is not None else ""
    except (OSError, SettingsError):
        version = ""
    if not version:
        return "holds other files, and no release; name a new or empty folder with --output"
    return (
        f"holds release {version[:64]!r} with other content; what was released stays, so choose "
        "a new version"
    )


def check(version: str, folder: Path) -> ReleaseReport:
    """Build a release again from the survey in its folder, and name the files that differ."""
    if not (folder / MANIFEST).is_file():
        raise SettingsError(f"{folder} holds no release: {MANIFEST} cannot be read")
    there = folders.contents(folder)
    pinned = read_manifest(there[MANIFEST], str(folder))
    if pinned.version != version:
        raise SettingsError(f"{folder} holds release {pinned.version[:64]!r}, not {version!r}")
    found = damaged(there)
    differing = found or tuple(_differing(there, folder, pinned))
    return ReleaseReport(str(folder), "compared", len(there), differing, not found, pinned.program)


def build(
    survey: Mapping[str, bytes],
    pinned: Pinned,
    with_site: bool = True,
    formats: Collection[str] = tuple(FORMATS),
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Every file of a release by its path, and the edits that wait in the survey's page.

    No clock: the same survey gives the same bytes.
    """
    with TemporaryDirectory(prefix="tracker-") as name:
        root = Path(name).resolve()
        folders.lay_out(survey, root)
        curation = _read(root, pinned)
        edition = exports.edition_of(curation, pinned.title, pinned.address)
        built, waiting = dict(survey), tuple[str, ...]()
        if pinned.form > 1:
            here = Settings(root, database_url="")
            pages, waiting = to_publish(here, curation, discard=pinned.basis == DECISIONS)
            built = {SURVEY: packed({**survey, **pages})}
            if with_site:
                built[SITE] = packed(sites.built(edition, curation, root))
    built |= {FORMATS[name].file: FORMATS[name].write(edition).encode() for name in formats}
    built[CITATION] = _citation(curation, pinned)
    return with_manifest(built, pinned, curation, len(edition.entries)), waiting


def _differing(there: Mapping[str, bytes], folder: Path, pinned: Pinned) -> Iterator[str]:
    """What the release's own survey makes otherwise.

    Manifest and checksums hold the digests of the rest: they are named only if nothing else is.
    """
    if pinned.form == 1:
        survey = {name: data for name, data in there.items() if name.startswith(f"{FOLDER}/")}
    else:
        survey = unpacked(there.get(SURVEY, b""), f"{folder / SURVEY}")
    try:
        # Of the formats of today, those that there were.
        formats = [name for name, one in FORMATS.items() if one.file in there]
        built, _ = build(survey, pinned, SITE in there, formats)
    except (CurationError, MarkerError) as fault:
        problems = fault.problems if isinstance(fault, CurationError) else ()
        raise CurationError(
            f"{folder} was written by tracker {pinned.program} and cannot be built again by "
            f"tracker {__version__}: {fault}",
            problems,
        ) from None
    differing = [name for name in sorted(built.keys() | there.keys())
                 if built.get(name) != there.get(name)]  # fmt: skip
    for name in [name for name in differing if name not in (MANIFEST, SUMS)] or differing:
        yield from _inside(name, built.get(name), there.get(name))


def _inside(name: str, ours: bytes | None, theirs: bytes | None) -> Iterator[str]:
    """What to call the difference between two files: of two archives, their files that differ."""
    if ours is None or theirs is None or not name.endswith(".zip"):
        yield name
        return
    one, other = unpacked(ours, name), unpacked(theirs, name)
    paths = sorted(one.keys() | other.keys())
    yield from (f"{name}/{path}" for path in paths if one.get(path) != other.get(path))


def _read(root: Path, pinned: Pinned) -> Curation:
    """The curation of a release; one cut down to a day may contradict itself."""
    curation = files.load(root)
    if pinned.basis == DECISIONS:
        return replace(curation, problems=())
    return files.require(curation)


def _citation(curation: Curation, pinned: Pinned) -> bytes:
    last = curation.decisions[-1].at.astimezone(UTC).date() if curation.decisions else None
    people = [one.name for one in curation.curators if one.handle.lower() != IMPORT]
    told = citation(pinned.title, pinned.version, last, people, pinned.address)
    return told.encode()
