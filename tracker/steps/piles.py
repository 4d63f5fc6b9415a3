"""Piles, composed: found in a survey's queue, cleared and taken back in its journal."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING, Literal

from tracker import curation as files
from tracker.curation import Curation
from tracker.decisions import Decision
from tracker.errors import SettingsError
from tracker.papers import PaperVersion
from tracker.review import decide as review
from tracker.review import piles as review_piles
from tracker.review.piles import Pile
from tracker.review.waiting import Waiting
from tracker.settings import Settings
from tracker.steps.queues import waits
from tracker.steps.reviews import case_from, put, require_accord

if TYPE_CHECKING:
    import sqlalchemy as sa

_CHUNK = 500  # papers read at once: abstracts of a long queue would fill the memory


def piles(settings: Settings, least: int = review_piles.LEAST) -> tuple[Pile, ...]:
    """The piles of the survey's queue, of at least so many papers."""
    from tracker.store import open_store

    curation, database = files.load(settings.root), open_store(settings.database_url)
    waiting = waits(curation, database).waiting
    return review_piles.piles(_read(database, curation, waiting), curation.scope, least)


def pile(settings: Settings, key: str) -> Pile:
    """The pile of a key; raises SettingsError if the queue holds none."""
    every = piles(settings, least=1)  # one paper may be all that a killed clearing left
    for one in every:
        if one.key == key:
            return one
    known = ", ".join(one.key for one in every) or "none"
    raise SettingsError(f"the queue holds no {key[:80]}; its piles are: {known}")


def clear(
    settings: Settings,
    found: Pile,
    verdict: Literal["exclude", "defer"],
    handle: str,
    reason: str = "",
    note: str = "",
) -> list[Decision]:
    """Decide on every paper of a pile, in its order; each decision is on disk before the next.

    What was decided since the pile was looked at is left alone. After a kill the same command
    decides what is left, under the same marker if it is the same day (UTC).
    """
    from tracker.store import open_store

    curation = files.load(settings.root)
    by, now = curation.curator(handle).handle, settings.clock()
    mark = review_piles.marker(found.key, now.astimezone(UTC).date())
    by_id = curation.record.by_id
    for one in found.waiting:  # all of the pile or nothing
        case = review.Case(one.work, by_id.get(one.work))
        require_accord(curation, case, Decision(now, by, verdict, one.work))
    written: list[Decision] = []
    for one in found.waiting:
        case = case_from(partial(open_store, settings.database_url), by_id, one.work)
        if (case.standing.decided_at if case.standing else None) != one.since:
            continue
        decision, listed = review.decide(
            case, verdict, by, settings.clock(), curation.taxonomy, None, note, reason
        )
        decision = review_piles.marked(decision, mark)
        written.append(put(settings, case, one.work, decision, listed)[-1])
    return written


def take_back(
    settings: Settings, key: str, handle: str, again: bool = False
) -> tuple[str, list[Decision]]:
    """Take a curator's clearing of a pile back, or ``again`` put it back; by its key or marker.

    Returns the marker and what was written, which is nothing where nothing was left to do.
    """
    curation = files.load(settings.root)
    by = curation.curator(handle).handle
    mark = review_piles.latest(curation.decisions, key, by)
    lines: Callable[..., Sequence[Decision]]
    lines = review_piles.redos if again else review_piles.undos
    found = lines(curation.decisions, mark, by, settings.clock())
    return mark, [files.append(settings.root, one) for one in found]


def _read(
    database: "sa.Engine", curation: Curation, waiting: Sequence[Waiting]
) -> Iterator[tuple[Waiting, PaperVersion]]:
    """Those that wait, with their papers, a chunk at a time."""
    from tracker.store.papers import by_ids

    named = [(one, name) for one in waiting if (name := _arxiv_id(curation, one))]
    for place in range(0, len(named), _CHUNK):
        some = named[place : place + _CHUNK]
        papers = by_ids(database, [name for _, name in some])
        yield from ((one, papers[name]) for one, name in some if name in papers)


def _arxiv_id(curation: Curation, one: Waiting) -> str:
    standing = curation.record.by_id.get(one.work)
    ids = standing.work.ids if standing else (one.work,)
    return next((i.value for i in ids if i.scheme == "arxiv"), "")
