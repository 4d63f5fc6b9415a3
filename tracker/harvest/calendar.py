"""When arXiv announces what was submitted on a day.

Announcements are made Sunday to Thursday at 20:00 US Eastern time. What arrived by 14:00
is announced the same evening, Friday's and the weekend's on Sunday and Monday
(https://info.arxiv.org/help/availability.html). Holidays only ever delay this.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_EASTERN = ZoneInfo("America/New_York")
_DEADLINE, _ANNOUNCEMENT = time(14), time(20)
_SATURDAY, _SUNDAY = 5, 6


def announced_by(day: date) -> datetime:
    """The instant (UTC) by which everything submitted on a UTC day is normally announced."""
    last = datetime.combine(day, time(23, 59, 59), UTC).astimezone(_EASTERN)
    evening = last.date() if last.time() <= _DEADLINE else last.date() + timedelta(days=1)
    # A deadline on a working day only, and its announcement: Friday's comes on Sunday.
    while evening.weekday() in (_SATURDAY, _SUNDAY):
        evening += timedelta(days=1)
    if evening.weekday() == _SATURDAY - 1:
        evening += timedelta(days=2)
    return datetime.combine(evening, _ANNOUNCEMENT, _EASTERN).astimezone(UTC)


def settled(day: date, asked_at: datetime | None) -> bool:
    """Whether a day was asked for after its last announcement, so that it should not grow."""
    return asked_at is not None and asked_at >= announced_by(day)


def is_weekend(day: date) -> bool:
    """Saturdays and Sundays: few submit, and a small category may well have none."""
    return day.weekday() in (_SATURDAY, _SUNDAY)
