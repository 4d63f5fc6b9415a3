"""One work that waits for a curator."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from tracker.identity import WorkId

Why = Literal["withdrawn", "revised", "conflict", "second", "new", "inferred", "deferred"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One work that waits, and why.

    *withdrawn*: listed, but its authors took it back; *revised*: decided, but words that this
    rests on changed since (`tracker.review.revised`); *new*: undecided; *inferred*: adopted
    from an older list and confirmed by nobody; *deferred*: somebody put it off; *second* and
    *conflict*: to be read again (`tracker.review.second`). ``relevance`` is the model's
    probability, None where it has not been asked. ``audit`` marks a paper drawn at random,
    whatever the model says of it. One that was ``asked`` for is looked at and does not wait.
    """

    work: WorkId
    why: Why
    title: str
    submitted_on: date | None = None
    relevance: float | None = None
    since: datetime | None = None
    audit: bool = False
    asked: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "id": str(self.work),
            "why": self.why,
            "title": self.title,
            "submitted_on": self.submitted_on.isoformat() if self.submitted_on else None,
            "relevance": None if self.relevance is None else round(self.relevance, 4),
            "audit": self.audit,
        }
