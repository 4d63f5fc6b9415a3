"""Methods, composed: the figures of the database, and the methods box of the front page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.coverage import last_proven
from tracker.curation import Curation
from tracker.curators import IMPORT
from tracker.errors import StoreError
from tracker.figures import Figures, Interval, first_days, read_figures
from tracker.publish import methods
from tracker.publish.methods import Flow
from tracker.record import Standing
from tracker.review import second
from tracker.review.agreement import LEAST, Agreement, agreements, read_twice
from tracker.settings import Settings
from tracker.steps.status import works

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tracker.suggest.intervals import Figure

_EVIDENCE_FROM = 0.2  # labels less probable than this were carried by nothing much


def measured(settings: Settings, curation: Curation) -> Figures | None:
    """The figures as the database has them; None where it holds no paper, or cannot be read."""
    from tracker.steps.queues import waits
    from tracker.store import links
    from tracker.store.ledger import Ledger
    from tracker.store.totals import totals

    database = _opened(settings)
    if database is None:
        return None
    held = totals(database)
    if not held.papers:
        return None
    cells = Ledger(database).cells()
    open_days = sorted({cell.day for cell in cells if not cell.closed})
    queue = waits(curation, database)
    states = [one.state for one in links.checked(database).values()]
    found = Figures(
        as_of=last_proven(cells),
        open_days=first_days(open_days),
        open=len(open_days),
        answered=not any(cell.state == "failed" for cell in cells),
        seen=held.papers,
        considered=held.considered,
        below=queue.below,
        threshold=queue.threshold,
        waiting=len(queue.waiting),
        links_unclear=states.count("unclear"),
        links_gone=states.count("gone"),
    )
    if queue.recall:
        one = queue.recall
        shares = None if one.point is None else (one.point, one.low, one.high)
        rounded = _rounded(shares) if shares else None
        found = replace(found, audit_draws=one.draws, audit_needed=one.needed, recall=rounded)
    return _with_model(found, curation, database)


def _with_model(figures: Figures, curation: Curation, database: "sa.Engine") -> Figures:
    """The figures with the promoted model's, on works held out when it was fitted."""
    from tracker.steps.learning import examples_of
    from tracker.steps.promotions import guesses_then
    from tracker.store import models
    from tracker.suggest.quality import quality

    present = models.present(database)
    if present is None:
        return figures
    said, thresholds = guesses_then(present), present.figures.get("thresholds", {})
    found = quality(examples_of(curation, database), said, thresholds)
    return replace(
        figures,
        model=present.fingerprint,
        tested=found.works,
        precision=_interval(found.precision),
        label_recall=_interval(found.recall),
        f1=_interval(found.f1),
        ranked=found.ranked,
        auc=found.auc,
    )


def box(curation: Curation, content: bytes | None) -> str:
    """The methods region: what the record says, and the figures in a file's content.

    Raises CurationError if those cannot be read.
    """
    record = curation.record
    counted = works(record)
    people = {past.by.lower() for one in record.standings for past in one.history} - {IMPORT}
    shown = Flow(
        included=len(record.of("included")),
        unconfirmed=sum(one.inferred for one in record.of("included")),
        imported=sum(any(past.inferred for past in one.history) for one in record.standings),
        screened=counted.included + counted.excluded,
        excluded=counted.excluded,
        deferred=counted.deferred,
        reasons=tuple(counted.reasons.items()),
        curators=len(people),
        conflicts=len(second.conflicts(record)),
        unread=len(second.wanted(record, curation.preferences.second_reads)),
        problems=len(curation.problems),
    )
    names = {one.key: one.name for one in curation.taxonomy.dimensions}
    found = agreements(read_twice(record), curation.taxonomy)
    told = tuple((names.get(one.question, "the verdict"), _agreed(one)) for one in _worth(found))
    return methods.region(shown, told, read_figures(content))


def _worth(found: Sequence[Agreement]) -> Sequence[Agreement]:
    """The questions to answer; while too little was read twice, only the first."""
    return found if found[0].works >= LEAST else found[:1]


def _agreed(one: Agreement) -> str:
    works = f"{one.works:,} works, {one.curators} curators"
    if one.works < LEAST:
        return f"not known yet: {one.works} of the {LEAST} works it takes were read twice"
    if one.value is None:
        return f"not known yet: always the same answer ({works})"
    name = "Cohen's κ" if one.coefficient == "kappa" else "Krippendorff's α"
    span = "" if one.low is None else f" (95 % interval {one.low:.2f} to {one.high:.2f})"
    return f"{name} {one.value:.2f}{span}; {works}"


def evidence(settings: Settings) -> Callable[[Standing], tuple[str, ...]]:
    """What gives the words that carried a work's labels, the heaviest first; none without a
    suggestion."""
    database = _opened(settings)

    def carried(standing: Standing) -> tuple[str, ...]:
        names = [one.value for one in standing.work.ids if one.scheme == "arxiv"]
        return tuple(dict.fromkeys(_carried(database, names, standing))) if database else ()

    return carried


def _carried(database: "sa.Engine", names: Sequence[str], standing: Standing) -> Iterator[str]:
    from tracker.store.suggestions import of

    found = []
    for name in names:
        for one in of(database, name):
            if one.label in standing.labels and one.probability >= _EVIDENCE_FROM:
                found += [(-piece["weight"], piece["words"].lower()) for piece in one.evidence]
    yield from (words for _, words in sorted(found))


def _opened(settings: Settings) -> "sa.Engine | None":
    """The database, if there is one already that can be read: publishing needs none."""
    from tracker.store import open_existing

    try:
        return open_existing(settings.database_url)
    except StoreError:
        return None


def _interval(one: "Figure") -> Interval | None:
    return None if one.value is None else (one.value, one.low, one.high)


def _rounded(shares: tuple[float, float | None, float | None]) -> Interval:
    point, low, high = (None if one is None else round(one, 4) for one in shares)
    return point or 0.0, low, high
