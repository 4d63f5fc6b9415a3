"""Whether the queue is solvent: what arrives and what is decided a week, and when it empties."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median
from typing import Any

from tracker.decisions import Decision
from tracker.review.strategies import begun
from tracker.review.waiting import Waiting
from tracker.review.weeks import Week

LATELY = 4  # whole weeks that the present pace is the mean of, at most
_FAR = 52 * 100  # weeks; a later day would say nothing


@dataclass(frozen=True)
class Pace:
    """The queue's pace on a day.

    ``waiting`` wait; ``arrived`` and ``decided`` are means a week over the last ``weeks`` whole
    weeks, of which there may be none. Ages are in days since a paper began to wait.
    """

    today: date
    waiting: int
    weeks: int = 0
    arrived: float = 0.0
    decided: float = 0.0
    median_age: int | None = None
    oldest_age: int | None = None

    @property
    def grows(self) -> float:
        """Papers a week; negative where the queue shrinks."""
        return self.arrived - self.decided

    @property
    def empties_on(self) -> date | None:
        """The day the queue is empty at this pace; None if it never is, or nothing is known."""
        if not self.waiting:
            return self.today
        if not self.weeks or self.grows >= 0 or self.waiting / -self.grows > _FAR:
            return None
        return self.today + timedelta(days=ceil(7 * self.waiting / -self.grows))

    def as_json(self) -> dict[str, Any]:
        day = self.empties_on
        return {
            "waiting": self.waiting,
            "weeks": self.weeks,
            "arrived_a_week": round(self.arrived, 1),
            "decided_a_week": round(self.decided, 1),
            "grows_by_a_week": round(self.grows, 1),
            "empties_on": day.isoformat() if day else None,
            "median_age_days": self.median_age,
            "oldest_age_days": self.oldest_age,
        }

    def __str__(self) -> str:
        if not self.weeks:
            return "not known before the first whole week"
        over = "last week" if self.weeks == 1 else f"mean of {self.weeks} weeks"
        return (
            f"{self.arrived:,.0f} arrive and {self.decided:,.0f} are decided a week ({over}); "
            + (self.forecast)
        )

    @property
    def forecast(self) -> str:
        """When it is empty, in words."""
        if not self.waiting:
            return "the queue is empty"
        if day := self.empties_on:
            return f"at this pace the queue is empty on {day}"
        if self.grows > 0:
            return f"at this pace it is never empty: it grows by {self.grows:,.1f} a week"
        return "at this pace it is never empty: it stays as it is"


def pace(today: date, waiting: Iterable[Waiting], weeks: Sequence[Week]) -> Pace:
    """The pace of the last whole weeks before ``today``, from the first in which anything was.

    ``weeks`` hold the decisions that close a case (`closing`), the present week last.
    """
    every = list(waiting)
    ages = [(today - day).days for one in every if (day := begun(one)) != date.min]
    whole = list(weeks[:-1])
    while whole and not (whole[0].arrived or whole[0].decided):
        whole.pop(0)
    lately = whole[-LATELY:]
    if not lately:
        return Pace(today, len(every), **_ages(ages))
    arrived = sum(week.arrived for week in lately) / len(lately)
    decided = sum(sum(week.decided.values()) for week in lately) / len(lately)
    return Pace(today, len(every), len(lately), arrived, decided, **_ages(ages))


def closing(decisions: Iterable[Decision]) -> Iterable[Decision]:
    """The decisions after which a paper waits no more, audit draws aside: most of those were
    not shown for their relevance, and are no part of what arrived."""
    return (
        one
        for one in decisions
        if one.verdict in ("include", "exclude")
        and not one.shown.get("audit")
        and not one.shown.get("second")
    )


def _ages(days: Sequence[int]) -> dict[str, int]:
    return {"median_age": int(median(days)), "oldest_age": max(days)} if days else {}
