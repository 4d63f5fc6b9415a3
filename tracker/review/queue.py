"""What waits for a curator, and in what order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.record import Record

Why = Literal["withdrawn", "new", "inferred", "deferred"]
_ORDER: tuple[Why, ...] = ("withdrawn", "new", "inferred", "deferred")
THRESHOLD = 0.3  # probability of belonging, below which a new paper is not shown


@dataclass(frozen=True)
class Waiting:
    """One work that waits, and why.

    *withdrawn*: listed, but its authors took it back; *new*: undecided; *inferred*: adopted
    from an older list and confirmed by nobody; *deferred*: somebody put it off.
    ``relevance`` is the model's probability, None where it has not been asked.
    """

    work: WorkId
    why: Why
    title: str
    submitted_on: date | None = None
    relevance: float | None = None
    since: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "id": str(self.work),
            "why": self.why,
            "title": self.title,
            "submitted_on": self.submitted_on.isoformat() if self.submitted_on else None,
            "relevance": None if self.relevance is None else round(self.relevance, 4),
        }


@dataclass(frozen=True)
class Queue:
    """Everything that waits, the most valuable first; ``below`` counts papers not shown."""

    waiting: tuple[Waiting, ...]
    below: int
    threshold: float


def queue(
    papers: Iterable[PaperVersion],
    record: Record,
    relevance: Mapping[str, float],
    threshold: float = THRESHOLD,
) -> Queue:
    """The queue: withdrawals first, then the likeliest papers, imports, and what was put off."""
    waiting: list[Waiting] = []
    below = 0
    seen: set[WorkId] = set()
    for paper in papers:
        name = WorkId("arxiv", paper.arxiv_id)
        seen.add(name)
        standing = record.by_id.get(name)
        status = standing.status if standing else "undecided"
        chance = relevance.get(paper.arxiv_id)
        why: Why = "new"
        if standing and status == "included":
            # A decision on this version or a later one has seen the withdrawal.
            read = max((d.version or 0 for d in standing.history), default=0)
            if not paper.withdrawn or read >= paper.version:
                continue
            why = "withdrawn"
        elif status == "excluded" or paper.withdrawn:
            continue
        elif status == "deferred":
            why = "deferred"
        elif chance is not None and chance < threshold:
            below += 1
            continue
        since = standing.decided_at if standing else None
        waiting.append(Waiting(name, why, paper.title, paper.submitted_on, chance, since))
    taken = {one.work for one in waiting}
    for standing in record.standings:
        late = standing.status == "deferred" and not seen.intersection(standing.work.ids)
        if (standing.inferred or late) and not taken.intersection(standing.work.ids):
            why = "deferred" if late else "inferred"
            waiting.append(
                Waiting(standing.work.id, why, standing.work.title, since=standing.decided_at)
            )
    waiting.sort(key=_value)
    return Queue(tuple(waiting), below, threshold)


def _value(one: Waiting) -> tuple[int, float, str, str]:
    day = one.submitted_on.isoformat() if one.submitted_on else ""
    return _ORDER.index(one.why), -(one.relevance or 0.0), day, str(one.work)
