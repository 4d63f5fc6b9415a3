"""What a join or a split does to the works it names. Pure: two records in, the changes out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.decisions import Decision, written
from tracker.identity import WorkId
from tracker.readings import reader
from tracker.record import Record, Standing
from tracker.review.decide import MOMENT


@dataclass(frozen=True)
class Turn:
    """A work for which another verdict, or other labels, count than did before."""

    work: WorkId
    before: Standing
    after: Standing

    def told(self, by: str) -> str:
        """A sentence for ``by``, whose own decisions are "you"."""
        decided, who = self.after.decided, ""
        if decided:
            name = "you" if reader(decided) == by.lower() else decided.by
            who = f" ({name}, {written(decided.at)[:10]})"
        return f"{self.work} is now {_how(self.after)}{who}; it was {_how(self.before)}"

    def as_json(self) -> dict[str, Any]:
        decided = self.after.decided
        return {
            "id": str(self.work),
            **_plain(self.after),
            "by": decided.by if decided else None,
            "at": written(decided.at) if decided else None,
            "was": _plain(self.before),
        }


def instant(decisions: Sequence[Decision], ids: Collection[WorkId], at: datetime) -> datetime:
    """When a tie of these identifiers is made: now, or just after the last one that names them."""
    # That may come from a machine whose clock is ahead; this is to count all the same.
    before = [one.at for one in decisions if one.other and {one.work, one.other} & set(ids)]
    return max([at, *(one + MOMENT for one in before)])


def turns(before: Record, after: Record, *works: WorkId) -> Iterator[Turn]:
    """Those of the works, decided before, on which something else counts after."""
    for work in works:
        old, new = before.by_id.get(work), after.by_id.get(work)
        if old and new and old.decided and _counts(old) != _counts(new):
            yield Turn(work, old, new)


def _counts(standing: Standing) -> tuple[str, frozenset[str]]:
    return standing.status, frozenset(standing.labels)


def _how(standing: Standing) -> str:
    if standing.status != "included":
        return standing.status
    labels = ", ".join(standing.labels)
    return f"included with {labels}" if labels else "included without labels"


def _plain(standing: Standing) -> dict[str, Any]:
    return {"status": standing.status, "labels": list(standing.labels)}
