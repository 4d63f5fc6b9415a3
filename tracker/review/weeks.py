"""The pace of a survey: what arrived and what was decided, week by week."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from typing import Any

from tracker.decisions import Decision

SHOWN = 8  # weeks, the present one included


@dataclass(frozen=True)
class Week:
    """Seven days from ``monday`` (UTC).

    ``arrived`` are the papers first submitted then that a curator is shown; ``decided`` the
    verdicts that stand, by handle, imports aside.
    """

    monday: date
    arrived: int = 0
    decided: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "monday": self.monday.isoformat(),
            "arrived": self.arrived,
            "decided": sum(self.decided.values()),
            "by": dict(self.decided),
        }


def weeks(today: date, arrivals: Iterable[date], decisions: Iterable[Decision]) -> tuple[Week, ...]:
    """The last SHOWN weeks, the present one last."""
    arrived = Counter(_monday(day) for day in arrivals)
    decided: dict[date, Counter[str]] = defaultdict(Counter)
    for one in decisions:
        if not one.inferred:
            decided[_monday(one.at.astimezone(UTC).date())][one.by] += 1
    mondays = (first_day(today) + timedelta(weeks=number) for number in range(SHOWN))
    return tuple(Week(day, arrived[day], dict(sorted(decided[day].items()))) for day in mondays)


def first_day(today: date) -> date:
    """The Monday of the first of the last SHOWN weeks."""
    return _monday(today) - timedelta(weeks=SHOWN - 1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
