"""The coverage ledger: for each query and day, arXiv's own total against what is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args

State = Literal["proven", "partial", "failed", "empty"]
STATES: tuple[str, ...] = get_args(State)


@dataclass(frozen=True)
class CoverageCell:
    """One query and one UTC day of first submission.

    ``expected`` is arXiv's total when last asked (None: it never answered), ``stored``
    how many of those papers are in the store. *proven*: all of them; *empty*: arXiv says
    none, on a day when none is due; *partial*: some are missing or not announced yet;
    *failed*: no usable answer. ``fetched`` is how far an interrupted listing got.
    """

    query: str
    day: date
    state: State
    expected: int | None = None
    stored: int = 0
    attempts: int = 0
    fetched: int = 0
    note: str = ""
    asked_at: datetime | None = None

    @property
    def closed(self) -> bool:
        return self.state in ("proven", "empty")

    def as_json(self) -> dict[str, Any]:
        return {
            "query": self.query,
            "day": self.day.isoformat(),
            "state": self.state,
            "expected": self.expected,
            "stored": self.stored,
            "attempts": self.attempts,
            "note": self.note,
            "asked_at": self.asked_at.isoformat() if self.asked_at else None,
        }


@dataclass(frozen=True)
class Position:
    """How far the OAI-PMH listing of a category got; a token leads to its next page."""

    category: str
    since: date
    token: str = ""
    last_day: date | None = None
    saved_at: datetime | None = None


def last_proven(cells: Iterable[CoverageCell]) -> date | None:
    """The last day up to which the ledger has no open cell; None if it proves nothing."""
    last: date | None = None
    days: dict[date, bool] = {}
    for cell in cells:
        days[cell.day] = days.get(cell.day, True) and cell.closed
    for day in sorted(days):
        if not days[day]:
            break
        last = day
    return last
