"""The pace of a survey: what arrived and what was decided, week by week."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from statistics import median
from typing import Any

from tracker.decisions import Decision
from tracker.identity import WorkId

SHOWN = 8  # weeks, the present one included


@dataclass(frozen=True)
class Week:
    """Seven days from ``monday`` (UTC).

    ``arrived`` are the papers first submitted then that a curator is shown; ``decided`` the
    verdicts that stand, by handle, imports aside. ``waited`` is the median of the days from
    first submission to verdict, None where no paper decided then has a known day.
    """

    monday: date
    arrived: int = 0
    decided: Mapping[str, int] = field(default_factory=dict)
    waited: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "monday": self.monday.isoformat(),
            "arrived": self.arrived,
            "decided": sum(self.decided.values()),
            "by": dict(self.decided),
            "waited_days": self.waited,
        }


def weeks(
    today: date,
    arrivals: Iterable[date],
    decisions: Iterable[Decision],
    submitted: Mapping[WorkId, date] | None = None,
) -> tuple[Week, ...]:
    """The last SHOWN weeks, the present one last; ``submitted`` are days of first submission."""
    arrived = Counter(_monday(day) for day in arrivals)
    decided: dict[date, Counter[str]] = defaultdict(Counter)
    ages: dict[date, list[int]] = defaultdict(list)
    for one in decisions:
        if not one.inferred:
            on = one.at.astimezone(UTC).date()
            decided[_monday(on)][one.by] += 1
            if begun := (submitted or {}).get(one.work):
                ages[_monday(on)].append((on - begun).days)
    mondays = (first_day(today) + timedelta(weeks=number) for number in range(SHOWN))
    return tuple(
        Week(
            day,
            arrived[day],
            dict(sorted(decided[day].items())),
            int(median(ages[day])) if ages[day] else None,
        )
        for day in mondays
    )


def first_day(today: date) -> date:
    """The Monday of the first of the last SHOWN weeks."""
    return _monday(today) - timedelta(weeks=SHOWN - 1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
