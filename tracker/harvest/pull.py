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
    """The days of first submission a harvest asks for, first and last included (UTC).

    A window that somebody ``chose`` is asked whole, whatever day a query begins with.
    """

    first: date
    last: date
    chosen: bool = False

    def days(self, query: Query) -> list[date]:
        """The days to ask for a query. One that begins after the window is a replay's."""
        begins = query.since if query.since and query.since <= self.last else None
        first = self.first if self.chosen else max(self.first, begins or self.first)
        length = (self.last - first).days + 1
        return [first + timedelta(days=number) for number in range(length)]


def nightly_window(queries: Sequence[Query], now: datetime) -> Window:
    """What a night asks for: the days that are over, back to LOOK_BACK or the survey's start."""
    yesterday = now.date() - timedelta(days=1)
    begins = min(query.since or date.min for query in queries)
    back = yesterday - LOOK_BACK
    return Window(begins if back < begins <= yesterday else back, yesterday)


def pull(
    night: Night, oai: OaiDoor, search: SearchDoor, window: Window, wanted: Collection[str] = ()
) -> PullReport:
    """Harvest a window of days and report.

    ``wanted`` are papers to have whatever their day: those that curators decided on.
    """
    # OAI-PMH lists by day of change: for older days it would send half of arXiv once more.
    follow(night, oai, max(window.first, night.now.date() - LOOK_BACK - timedelta(days=1)))
    prover = Prover(night, search)
    try:
        _wanted(night, prover, wanted)
        if "oai" in night.shut:
            catch_up(night, prover)
    except SourceUnavailable as fault:
        night.remarks.append(f"single papers or new versions are missing: {fault}")
        prover.no_answer(fault)
    for query in night.queries:
        days = window.days(query)
        left_open = [cell.day for cell in night.shelf.cells(query.key) if not cell.closed]
        prover.prove(query, sorted({*days, *left_open}), days)
        _unasked(night, query)
    return _report(night, oai, search, window)


def _unasked(night: Night, query: Query) -> None:
    """Say which of the days that the survey wants nobody has asked for yet."""
    first = min((cell.day for cell in night.shelf.cells(query.key)), default=None)
    if query.since and first and query.since < first:
        gap = f"from {query.since} to {first - timedelta(days=1)}"
        night.remarks.append(f"{query.key}: days {gap} were never asked for; run tracker backfill")


def _wanted(night: Night, prover: Prover, wanted: Collection[str]) -> None:
    unread = {name for name in night.unreadable if "(" not in name}
    missing = sorted((set(wanted) - night.shelf.known(wanted)) | unread)
    unknown = prover.by_id(missing) if missing else set()
    if unknown:
        some = ", ".join(sorted(unknown)[:5]) + (" and others" if len(unknown) > 5 else "")
        night.remarks.append(f"no readable record at arXiv of {len(unknown)}: {some}")


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
