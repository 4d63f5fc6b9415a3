"""The queue, composed: what waits in a survey, with its audit draws and second reads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from tracker import curation as files
from tracker.coverage import CoverageCell
from tracker.curation import Curation
from tracker.identity import WorkId
from tracker.preferences import Strategy
from tracker.record import Record
from tracker.review import audit, second
from tracker.review.queue import Queue, queue
from tracker.review.revised import joined
from tracker.review.waiting import Waiting
from tracker.settings import Settings
from tracker.steps.revisions import revisions
from tracker.suggestions import RELEVANT, Candidate

if TYPE_CHECKING:
    import sqlalchemy as sa

DRAWS = 25  # audit draws in one queue at most: nobody reads further before the next look
EVERY = 2.0  # a threshold that every paper is below


def waiting(
    settings: Settings,
    threshold: float | None = None,
    handle: str = "",
    strategy: Strategy | None = None,
) -> Queue:
    """What waits in a survey; see `waits`."""
    from tracker.store import open_store

    database = open_store(settings.database_url)
    return waits(files.load(settings.root), database, threshold, handle, strategy)


def waits(
    curation: Curation,
    database: "sa.Engine",
    threshold: float | None = None,
    handle: str = "",
    strategy: Strategy | None = None,
) -> Queue:
    """What waits; ``threshold`` and ``strategy`` go before the survey's own.

    For the curator of ``handle`` also what she is to read after somebody else. Raises
    SettingsError if there is no such curator.
    """
    from tracker.store.ledger import Ledger
    from tracker.store.suggestions import candidates, of

    threshold = curation.preferences.threshold if threshold is None else threshold
    found, below = candidates(database, threshold, begins(curation, Ledger(database).cells()))
    again, unknown = again_for(curation, curation.record, database, threshold, handle)
    names = below | {one.arxiv_id for one in found if not one.withdrawn}
    drawn = _candidates(database, audit.draws(names, curation.record, DRAWS))
    one_in = curation.preferences.audit
    order = strategy or curation.preferences.strategy
    made = queue(found, below, curation.record, threshold, again, drawn, one_in, order)
    model = next((s.model for one in drawn for s in of(database, one.arxiv_id)), None)
    recall = audit.estimate(names, below, curation.record, threshold, model)
    return replace(made, recall=recall, unknown=unknown)


def again_for(
    curation: Curation, record: Record, database: "sa.Engine", threshold: float, handle: str
) -> tuple[tuple[Waiting, ...], int]:
    """What is to be read again, by the curator of ``handle`` also after somebody else; and how
    many decided works could not be compared with their newer version."""
    again: tuple[Waiting, ...] = ()
    if handle:
        share, by = curation.preferences.second_reads, curation.curator(handle).handle
        again = second.due(record, share, by)
    found = revisions(database, record, curation.taxonomy, threshold, curation.results)
    return joined(found, again, record), found.unknown


def is_drawn(curation: Curation, database: "sa.Engine", work: WorkId) -> bool:
    """Whether a paper is among the audit's next draws, however the curator came to it."""
    return work.value in drawn(curation, database)


def drawn(curation: Curation, database: "sa.Engine") -> frozenset[str]:
    """The arXiv ids of the audit's next draws."""
    return frozenset(audit.draws(considered(curation, database), curation.record, DRAWS))


def considered(curation: Curation, database: "sa.Engine") -> set[str]:
    """The arXiv ids of all papers that the survey asks for, withdrawn ones aside."""
    from tracker.store.ledger import Ledger
    from tracker.store.suggestions import candidates

    since = begins(curation, Ledger(database).cells())
    unjudged, names = candidates(database, EVERY, since)
    return names | {one.arxiv_id for one in unjudged if not one.withdrawn}


def begins(curation: Curation, cells: Sequence[CoverageCell]) -> datetime | None:
    """From when on papers are considered: the survey's first day, or the first one harvested.

    Older papers come to the store with a new version; they are not what the survey asks for.
    """
    days = [query.since for query in curation.queries if query.since]
    if not days or len(days) < len(curation.queries):
        return None
    first = min([*days, *(cell.day for cell in cells)])
    return datetime.combine(first, time(), UTC)


def _candidates(database: "sa.Engine", names: Sequence[str]) -> list[Candidate]:
    """Papers by name, as the queue sees them, in the order given."""
    from tracker.store.papers import by_ids
    from tracker.store.suggestions import of

    papers = by_ids(database, names)
    found = []
    for name in names:
        chances = [one.probability for one in of(database, name) if one.label == RELEVANT]
        if paper := papers.get(name):
            day, chance = paper.submitted_on, chances[0] if chances else None
            found.append(Candidate(name, paper.version, paper.title, day, paper.withdrawn, chance))
    return found
