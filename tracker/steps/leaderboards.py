"""Importing a leaderboard, composed: a table's rows become second-hand results, all or none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tracker import curation as files
from tracker.adopt.boards import Stated, read_board
from tracker.curation import Curation
from tracker.curation.reported import result_faults
from tracker.errors import SettingsError
from tracker.identity import canonical_url
from tracker.problems import Problem
from tracker.results import (
    ReportedResult,
    read_result,
    result_fields,
    same_words,
    signed,
    spoken,
)
from tracker.settings import Settings
from tracker.steps.vouching import at_once, put


@dataclass(frozen=True)
class Taken:
    """What became of a table: ``results`` were written, or would be; ``known`` cells say what
    is on file already, or what was rejected; ``empty`` ones hold no value. With ``problems``
    nothing is written."""

    results: tuple[ReportedResult, ...] = ()
    problems: tuple[Problem, ...] = ()
    known: int = 0
    empty: int = 0

    def as_json(self) -> dict[str, Any]:
        told = [problem.as_json() for problem in self.problems]
        results = [{"key": one.key, **result_fields(one)} for one in self.results]
        return {"results": results, "problems": told, "known": self.known, "empty": self.empty}


def take(settings: Settings, file: Path, handle: str, stated: Stated, write: bool = True) -> Taken:
    """Read a table and put its values on file as second-hand results.

    Raises SettingsError if the file cannot be read, the handle is unknown, or the page that it
    was read at has no address.
    """
    _require_address(stated.url)
    curation = files.load(settings.root)
    by, now = curation.curator(handle).handle, settings.clock()
    board = read_board(_text(file), file.name, _known(stated, curation), curation.benchmarks)
    said = _said(curation)
    new = {place: one for place, one in board.results.items() if not _is_known(one, said)}
    made = [signed(one, "second-hand", by, now, curation.results) for one in new.values()]
    made = list(at_once(made, curation.results, by))
    found = dict(zip(new, made, strict=True))
    wrong = {one.place for one in board.problems}
    faults = [one for one in _faults(found, file.name, curation) if one.place not in wrong]
    problems = (*board.problems, *faults)
    known = len(board.results) - len(new)
    if problems:
        return Taken((), problems, known, board.empty)
    if write:
        put(settings, made)
    return Taken(tuple(made), (), known, board.empty)


def _require_address(url: str) -> None:
    try:
        if url:
            canonical_url(url)
    except ValueError as fault:
        raise SettingsError(f"--url: {fault}") from None


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except OSError as fault:
        raise SettingsError(f"{file} cannot be read: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is not UTF-8 text") from None


def _known(stated: Stated, curation: Curation) -> Stated:
    """A metric by its key, where the vocabulary has it."""
    metric = curation.benchmarks.metric(stated.metric)
    return replace(stated, metric=metric.key) if metric else stated


def _said(curation: Curation) -> dict[tuple[str, ...], list[ReportedResult]]:
    found: dict[tuple[str, ...], list[ReportedResult]] = {}
    for one in spoken(curation.results):
        found.setdefault(one.claim, []).append(one)
    return found


def _is_known(
    one: ReportedResult, said: Mapping[tuple[str, ...], Sequence[ReportedResult]]
) -> bool:
    """Whether this is on file, however it stands, or was rejected in these very words."""
    last = said[one.claim][-1] if one.claim in said else None
    return last is not None and (last.status != "rejected" or same_words(last.quote, one.quote))


def _faults(
    found: Mapping[str, ReportedResult], file: str, curation: Curation
) -> Iterator[Problem]:
    """What would be wrong with the curation once these were in it, by their place in the table."""
    places = {f"{files.FOLDER}/{one.path}": place for place, one in found.items()}
    for place, one in found.items():
        _, faults = read_result(dict(result_fields(one)), file)
        yield from (Problem(file, place, f"{fault.place}: {fault.what}") for fault in faults)
    people = curation.curators, curation.works, curation.decisions
    before = {(one.file, one.what) for one in result_faults(curation.results, *people)}
    told = set[str]()  # one source for all, so what is wrong with it is wrong everywhere
    for fault in result_faults((*curation.results, *found.values()), *people):
        if (fault.file, fault.what) in before or fault.what in told:
            continue
        if fault.place == "source":
            told.add(fault.what)
        yield Problem(file, places.get(fault.file, fault.file), f"{fault.place}: {fault.what}")
