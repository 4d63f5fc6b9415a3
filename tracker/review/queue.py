"""What waits for a curator, and in what order."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from tracker.identity import WorkId
from tracker.preferences import Preferences, Strategy
from tracker.record import Record, Standing
from tracker.review.audit import Recall, interleaved
from tracker.review.strategies import ordered, turns
from tracker.review.waiting import Waiting, Why
from tracker.suggestions import Candidate


@dataclass(frozen=True)
class Queue:
    """Everything that waits, the most valuable first; ``below`` counts papers not shown but for
    audit draws, ``recall`` says what they may hide. ``strategy`` names the order; ``unknown``
    counts decided works that could not be compared with their newer version
    (`tracker.review.revised`)."""

    waiting: tuple[Waiting, ...]
    below: int
    threshold: float
    recall: Recall | None = None
    strategy: Strategy = "likely"
    unknown: int = 0


def queue(
    candidates: Iterable[Candidate],
    below: Collection[str],
    record: Record,
    threshold: float = Preferences.threshold,
    again: Iterable[Waiting] = (),
    drawn: Sequence[Candidate] = (),
    one_in: int = Preferences.audit,
    strategy: Strategy = "likely",
) -> Queue:
    """The queue: withdrawals first, then in the strategy's order (`tracker.review.strategies`).

    ``below`` are papers the model put under the threshold; deferred ones come back all the same.
    ``again`` is what is to be read again, which goes before what is new.
    Every ``one_in``-th place belongs to the next of the audit's draws.
    """
    waiting = [one for candidate in candidates if (one := _waiting(candidate, record))]
    taken = {one.work for one in waiting}
    for standing in record.standings:
        if taken.isdisjoint(standing.work.ids) and (why := _kept(standing)):
            work = standing.work
            waiting.append(Waiting(work.id, why, work.title, since=standing.decided_at))
    taken = {one.work for one in waiting}
    waiting += (one for one in again if one.work not in taken)
    draws = [one for paper in drawn if (one := _waiting(paper, record)) is not None]
    audits = [replace(one, audit=True) for one in draws[: -(-len(waiting) // (one_in - 1))]]
    marked = {one.work: one for one in audits}
    wheel, answered = turns(record)
    valued = ordered((marked.get(one.work, one) for one in waiting), strategy, wheel)
    undecided = sum(WorkId("arxiv", name) not in record.by_id for name in below)
    places = tuple(interleaved(valued, audits, one_in, wheel + answered))
    return Queue(places, undecided, threshold, strategy=strategy)


def _waiting(paper: Candidate, record: Record) -> Waiting | None:
    name = WorkId("arxiv", paper.arxiv_id)
    standing = record.by_id.get(name)
    status = standing.status if standing else "undecided"
    why: Why = "deferred" if status == "deferred" else "new"
    if status == "included" and standing:
        # A decision on this version has already seen the withdrawal.
        read = max((one.version or 0 for one in standing.history), default=0)
        if not paper.withdrawn or read >= paper.version:
            return None
        why = "withdrawn"
    elif status == "excluded" or paper.withdrawn:
        return None
    since = standing.decided_at if standing else None
    return Waiting(name, why, paper.title, paper.submitted_on, paper.relevance, since)


def _kept(standing: Standing) -> Why | None:
    """Why a work of the record waits whatever arXiv and the model say of it."""
    if standing.status == "undecided":
        return "new"  # its decision was taken back, or somebody added the file by hand
    if standing.status == "deferred":
        return "deferred"
    return "inferred" if standing.inferred else None
