"""Snapshots, composed: the survey as it was at the end of a day, in a folder of its own.

Whatever can be made of a survey can so be made of an earlier day's, by the same functions. Git
says what the survey was (docs/adr/0016); where it cannot, decisions are replayed up to the day.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date
from pathlib import Path
from typing import Any

from tracker import __version__
from tracker import curation as files
from tracker.curation import FOLDER, Curation
from tracker.curation.history import Commit, Untold, at_end_of
from tracker.errors import CurationError, MarkerError
from tracker.figures import FILE as FIGURES
from tracker.figures import read_figures
from tracker.folders import lay_out
from tracker.preferences import FILE as PREFERENCES
from tracker.problems import summary
from tracker.settings import Settings
from tracker.steps import copies

WORKING_TREE, DECISIONS = "working tree", "decisions"


@dataclass(frozen=True)
class Basis:
    """What an answer about a day rests on.

    ``name`` is the id of a commit, WORKING_TREE or DECISIONS; ``notice`` a sentence for the
    reader where that is less than the survey of that day. ``day`` is None for the present.
    """

    day: date | None
    name: str = WORKING_TREE
    notice: str = ""

    @property
    def truncated(self) -> bool:
        """Whether the rest of the survey is younger than its decisions."""
        return self.name == DECISIONS

    def as_json(self) -> dict[str, Any]:
        return {"as_of": self.day.isoformat(), "basis": self.name} if self.day else {}


@dataclass(frozen=True)
class Snapshot:
    """The survey at one time: the settings whose ``root`` holds it, and what stands there."""

    settings: Settings
    curation: Curation
    basis: Basis


@contextmanager
def snapshot(settings: Settings, day: date | None) -> Iterator[Snapshot]:
    """The survey at the end of a day (UTC); as it stands here for today, a later day, or None.

    The folder is gone when the context ends. Raises CurationError for a curation with
    problems; what is raised about an earlier survey's files says which survey it was.
    """
    if day is None or day >= settings.clock().astimezone(UTC).date():
        yield Snapshot(settings, files.require(files.load(settings.root)), Basis(day))
        return
    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        then = _earlier(settings, day, Path(folder).resolve())
        with _named(day, then.basis.name):
            yield then


def untaken(waiting: Sequence[str]) -> str:
    """What to say of edits in pages of an earlier day, which nobody can take over any more."""
    if not waiting:
        return ""
    what = "an edit" if len(waiting) == 1 else f"{len(waiting):,} edits"
    return f"{what} waited in the pages to be taken over then; what people wrote stays"


def _earlier(settings: Settings, day: date, folder: Path) -> Snapshot:
    """The survey at the end of a day that is over, laid out below a folder."""
    try:
        commit = at_end_of(settings.root, day)
        root = folder / "commit"
        with _named(day, commit.id):
            curation = _committed(commit, root)
        basis = Basis(day, commit.id, _doubt(day, commit))
    except Untold as reason:
        root = folder / "decisions"
        curation = _replayed(settings, day, root)
        told = "is told by the decisions up to then, with today's facts, taxonomy and prose"
        basis = Basis(day, DECISIONS, f"{day} {told}, because {reason}")
    return Snapshot(replace(settings, root=root), curation, basis)


def _committed(commit: Commit, root: Path) -> Curation:
    """Lay out the survey of a commit; raises Untold if there is none, CurationError."""
    listed = [*commit.files, *commit.odd]
    wanted = copies.sources(listed)
    if not any(path.startswith(f"{FOLDER}/") for path in wanted):
        raise Untold(f"commit {commit.id[:12]} has no {FOLDER}/ here")
    lay_out(commit.read(wanted), root)
    curation = files.load(root)
    if curation.problems:
        count = len(curation.problems)
        raise CurationError(
            f"tracker {__version__} finds {count} problem{'s' * (count > 1)} in it "
            f"({summary(curation.problems)}); a tracker of that time may read it",
            curation.problems,
        )
    lay_out(commit.read(copies.pages(curation, listed)), root)
    return curation


def _replayed(settings: Settings, day: date, root: Path) -> Curation:
    """Lay out today's survey with the decisions up to a day.

    What contradicts only because the rest is left out, such as a precedent that names a later
    work, is no problem of the survey's. Raises CurationError for those it has today.
    """
    whole = files.require(files.load(settings.root))
    lay_out(_up_to(day, whole, copies.copy(settings.root, whole)), root)
    return replace(files.load(root), problems=())


def _up_to(day: date, whole: Curation, copy: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a copy as far as they belong to an earlier day; newer figures do not."""
    then, pages = whole.as_of(day), whole.pages
    lines = {one.line.encode() for one in then.decisions}
    record = {f"{FOLDER}/works/{work.id.slug}.yaml" for work in then.works}
    record |= {f"{FOLDER}/{result.path}" for result in then.results}
    shown = {pages.page, pages.timeline.picture if pages.timeline else ""}
    found: dict[str, bytes] = {}
    for path, data in copy.items():
        if path.startswith(f"{FOLDER}/decisions/"):
            data = b"".join(line for line in data.splitlines(keepends=True) if line[:-1] in lines)
            keep = bool(data)
        elif path.startswith((f"{FOLDER}/works/", f"{FOLDER}/results/")):
            keep = path in record
        elif path == FIGURES:
            figures = read_figures(data)
            keep = figures is not None and (figures.as_of is None or figures.as_of <= day)
        else:
            keep = path in shown or path == PREFERENCES or path.startswith(f"{FOLDER}/")
        if keep:
            found[path] = data
    return found


@contextmanager
def _named(day: date, basis: str) -> Iterator[None]:
    """What is raised inside about a survey's files says which survey's they are."""
    what = f"the survey of {day} ({basis if basis == DECISIONS else f'commit {basis[:12]}'})"
    try:
        yield
    except CurationError as fault:
        raise CurationError(f"{what}: {fault}", fault.problems) from None
    except MarkerError as fault:
        raise MarkerError(f"{what}: {fault}") from None


def _doubt(day: date, commit: Commit) -> str:
    """What to say where clocks disagree about the end of the day."""
    if not commit.astray:
        return ""
    dated = "1 commit is" if commit.astray == 1 else f"{commit.astray:,} commits are"
    return f"{dated} dated out of order; the end of {day} is taken to be commit {commit.id[:12]}"
