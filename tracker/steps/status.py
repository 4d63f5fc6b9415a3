"""Where a survey stands, composed from its record and its store: the numbers of one page."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tracker import curation as files
from tracker.coverage import CoverageCell, last_proven
from tracker.curation import Curation
from tracker.curators import IMPORT
from tracker.record import Record
from tracker.results import standing
from tracker.review import second
from tracker.review.agreement import Agreement, agreements, read_twice
from tracker.review.pace import Pace, pace
from tracker.review.queue import Queue
from tracker.review.stopping import Stop
from tracker.review.weeks import Week, first_day, weeks
from tracker.settings import Settings
from tracker.steps import rechecks

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tracker.store.runs import PastRun
    from tracker.store.totals import Totals

UNSAID = "no reason given"


@dataclass(frozen=True)
class Coverage:
    """Up to which day nothing is missing, and which days are still open."""

    last_proven: date | None
    open_days: tuple[date, ...]


@dataclass(frozen=True)
class Works:
    """How the works of the record stand, as a PRISMA flow counts them.

    ``inferred`` are those that an import found and nobody has confirmed; they are counted
    nowhere else. ``reasons`` are the excluded ones by reason, the commonest first.
    """

    included: int
    excluded: int
    deferred: int
    inferred: int
    undecided: int
    reasons: Mapping[str, int]


@dataclass(frozen=True)
class Waits:
    """The queue in numbers: works by why they wait, and the day of the oldest paper.

    ``below`` papers are less likely than ``threshold`` and not shown.
    """

    by_why: Mapping[str, int]
    oldest: date | None
    below: int
    threshold: float


@dataclass(frozen=True)
class Rereads:
    """Second reads: the ``share`` of decided works asked for, and how far they are.

    ``read`` works were read twice, ``blind`` of them without suggestions; ``wanted`` are yet
    to be. Of the ``conflicts``, ``stuck`` have no curator left who has not read them.
    """

    share: float
    read: int
    blind: int
    wanted: int
    conflicts: int
    stuck: int


@dataclass(frozen=True)
class Missized:
    """An included work with ``labels`` for its size that none of its stated ``sizes`` bears out.

    No problem of the curation: the label may be a list's own filing, and a person must decide.
    """

    work: str
    labels: tuple[str, ...]
    sizes: tuple[str, ...]


@dataclass(frozen=True)
class Results:
    """Reported results that stand, and how many of them wait to be checked again."""

    on_file: int
    confirmed: int
    to_check: int


@dataclass(frozen=True)
class Status:
    """Where the survey stands at an instant.

    ``agreement`` is over all works read twice, ``blind_agreement`` over those read without
    suggestions. ``last_run`` is the last harvest, None before the first.
    """

    at: datetime
    coverage: Coverage
    last_run: "PastRun | None"
    store: "Totals"
    works: Works
    queue: Waits
    weeks: tuple[Week, ...]
    pace: Pace
    stop: Stop
    rereads: Rereads
    agreement: tuple[Agreement, ...]
    blind_agreement: tuple[Agreement, ...]
    results: Results
    problems: int
    missized: tuple[Missized, ...]

    def as_json(self) -> dict[str, Any]:
        run = self.last_run
        last = {name: vars(run)[name] for name in _OF_RUN} if run else None
        found: dict[str, Any] = _plain(
            {
                "at": self.at,
                "coverage": asdict(self.coverage),
                "last_run": last,
                "store": asdict(self.store),
                "works": asdict(self.works),
                "queue": asdict(self.queue),
                "weeks": [week.as_json() for week in self.weeks],
                "pace": self.pace.as_json(),
                "stop": self.stop.as_json(),
                "second_reads": asdict(self.rereads),
                "agreement": [one.as_json() for one in self.agreement],
                "blind_agreement": [one.as_json() for one in self.blind_agreement],
                "results": asdict(self.results),
                "problems": self.problems,
                "missized": [asdict(one) for one in self.missized],
            }
        )
        return found


_OF_RUN = ("step", "started_at", "finished_at", "outcome")


def status(settings: Settings) -> Status:
    """Read the record and the store, and count. A curation with problems is counted as it is."""
    from tracker.steps.queues import waits as queued
    from tracker.steps.solvency import closed, stop_of
    from tracker.store import open_store
    from tracker.store.arrivals import submitted
    from tracker.store.ledger import Ledger
    from tracker.store.runs import latest
    from tracker.store.totals import arrived, totals

    now = settings.clock()
    curation = files.load(settings.root)
    record, taxonomy = curation.record, curation.taxonomy
    database = open_store(settings.database_url)
    queue = queued(curation, database)
    arrivals = arrived(database, queue.threshold, first_day(now.date()))
    verdicts = [decision for one in record.standings for decision in one.history]
    arxiv = {one.work for one in verdicts if one.work.scheme == "arxiv"}
    days = submitted(database, sorted(work.value for work in arxiv))
    begun = {work: days[work.value] for work in arxiv if work.value in days}
    people = {one.handle.lower() for one in curation.curators} - {IMPORT}
    return Status(
        at=now,
        coverage=covered(Ledger(database).cells()),
        last_run=latest(database, "pull"),
        store=totals(database),
        works=works(record),
        queue=waits(queue),
        weeks=weeks(now.date(), arrivals, verdicts, begun),
        pace=pace(
            now.date(), queue.waiting, closed(curation, database, queue.threshold, now.date())
        ),
        stop=stop_of(curation, database),
        rereads=rereads(record, curation.preferences.second_reads, people),
        agreement=agreements(read_twice(record), taxonomy),
        blind_agreement=agreements(read_twice(record, blind=True), taxonomy),
        results=results(curation, database),
        problems=len(curation.problems),
        missized=missized(record),
    )


def covered(cells: Iterable[CoverageCell]) -> Coverage:
    cells = list(cells)
    return Coverage(last_proven(cells), tuple(sorted({c.day for c in cells if not c.closed})))


def works(record: Record) -> Works:
    counted = Counter("inferred" if one.inferred else one.status for one in record.standings)
    excluded = [one.decided for one in record.of("excluded") if not one.inferred]
    reasons = Counter((one.reason.strip() if one else "") or UNSAID for one in excluded)
    return Works(
        counted["included"],
        counted["excluded"],
        counted["deferred"],
        counted["inferred"],
        counted["undecided"],
        dict(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def missized(record: Record) -> tuple[Missized, ...]:
    from tracker.suggest.sizes import outside

    return tuple(
        Missized(str(one.work.id), labels, one.work.sizes)
        for one in record.of("included")
        if (labels := outside(one.labels, one.work.sizes))
    )


def waits(queue: Queue) -> Waits:
    days = [one.submitted_on for one in queue.waiting if one.submitted_on]
    by_why = Counter[str](one.why for one in queue.waiting)
    return Waits(dict(by_why), min(days, default=None), queue.below, queue.threshold)


def rereads(record: Record, share: float, people: set[str]) -> Rereads:
    """Second reads as far as there are ``people`` (handles in lower case) to do them."""
    open_ = second.conflicts(record)
    return Rereads(
        share,
        len(read_twice(record)),
        len(read_twice(record, blind=True)),
        sum(not people <= one.readers for one in second.wanted(record, share)),
        len(open_),
        sum(people <= one.readers for one in open_),
    )


def results(curation: Curation, database: "sa.Engine") -> Results:
    stands = standing(curation.results)
    confirmed = sum(one.status == "confirmed" for one in stands)
    return Results(len(stands), confirmed, rechecks.waiting(curation, database))


def _plain(value: Any) -> Any:
    """Days and instants as text, tuples as lists, all the way down."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
