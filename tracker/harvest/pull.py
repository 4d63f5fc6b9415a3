"""A harvest from beginning to end: both of arXiv's doors, then the proof."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.coverage import CoverageCell
from tracker.errors import SourceUnavailable
from tracker.harvest.changes import follow
from tracker.harvest.latest import catch_up
from tracker.harvest.night import Night, PullReport
from tracker.harvest.oai import OaiDoor
from tracker.harvest.proof import Prover
from tracker.harvest.search import SearchDoor
from tracker.queries import Query

# Days a night looks back by default. Papers held in moderation come by announcement, and
# few are held longer; the recount would show them whenever they come.
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Window:
    """The days of first submission a harvest asks for, first and last included (UTC)."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        length = (self.last - self.first).days + 1
        return [self.first + timedelta(days=number) for number in range(length)]


def nightly_window(queries: Sequence[Query], now: datetime) -> Window:
    """What a night asks for: the days that are over, back to LOOK_BACK or the survey's start."""
    yesterday = now.date() - timedelta(days=1)
    starts = [query.since for query in queries if query.since]
    first = max(yesterday - LOOK_BACK, min(starts) if len(starts) == len(queries) else date.min)
    return Window(min(first, yesterday), yesterday)


def pull(
    night: Night, oai: OaiDoor, search: SearchDoor, window: Window, wanted: Collection[str] = ()
) -> PullReport:
    """Harvest a window of days and report.

    ``wanted`` are papers to have whatever their day: those that curators decided on.
    """
    follow(night, oai, window.first)
    prover = Prover(night, search)
    try:
        _wanted(night, prover, wanted)
        if "oai" in night.shut:
            catch_up(night, prover)
    except SourceUnavailable as fault:
        night.remarks.append(f"single papers or new versions are missing: {fault}")
        prover.no_answer(fault)
    for query in night.queries:
        days = [day for day in window.days if query.since is None or day >= query.since]
        left_open = [cell.day for cell in night.shelf.cells(query.key) if not cell.closed]
        prover.prove(query, sorted({*days, *left_open}), days)
    return _report(night, oai, search, window)


def _wanted(night: Night, prover: Prover, wanted: Collection[str]) -> None:
    unread = {name for name in night.unreadable if "(" not in name}
    missing = sorted((set(wanted) - night.shelf.known(wanted)) | unread)
    unknown = prover.by_id(missing) if missing else set()
    if unknown:
        some = ", ".join(sorted(unknown)[:5]) + (" and others" if len(unknown) > 5 else "")
        night.remarks.append(f"arXiv has no readable record of {len(unknown)} papers: {some}")


def _report(night: Night, oai: OaiDoor, search: SearchDoor, window: Window) -> PullReport:
    transports = {id(door.transport): door.transport for door in (oai, search)}.values()
    faults = sum((transport.faults for transport in transports), start=type(night.unreadable)())
    cells: list[CoverageCell] = []
    for query in night.queries:
        cells += night.shelf.cells(query.key)
    return PullReport(
        seen=len(night.seen),
        saved=night.saved,
        unreadable=tuple(sorted(night.unreadable.keys() - night.seen)),
        confirmed=night.confirmed,
        cells=tuple(cell for cell in cells if window.first <= cell.day <= window.last),
        open_cells=tuple(cell for cell in cells if not cell.closed),
        requests=sum(transport.asked for transport in transports),
        faults=dict(sorted(faults.items())),
        shut=dict(night.shut),
        remarks=tuple(night.remarks),
    )
