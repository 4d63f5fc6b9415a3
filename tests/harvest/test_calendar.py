"""When arXiv announces what was submitted on a UTC day."""

from datetime import UTC, date, datetime

import pytest

from tracker.harvest.calendar import announced_by, is_weekend


@pytest.mark.parametrize(
    ("day", "announced"),
    [
        # In summer the UTC day ends at 19:59 in New York, after that day's deadline.
        (date(2025, 5, 5), datetime(2025, 5, 7, 0, tzinfo=UTC)),  # Monday → Tuesday evening
        (date(2025, 5, 6), datetime(2025, 5, 8, 0, tzinfo=UTC)),
        (date(2025, 5, 7), datetime(2025, 5, 9, 0, tzinfo=UTC)),  # Wednesday → Thursday evening
        (date(2025, 5, 8), datetime(2025, 5, 12, 0, tzinfo=UTC)),  # Thursday → Sunday evening
        (date(2025, 5, 9), datetime(2025, 5, 13, 0, tzinfo=UTC)),  # Friday → Monday evening
        (date(2025, 5, 10), datetime(2025, 5, 13, 0, tzinfo=UTC)),  # Saturday → Monday evening
        (date(2025, 5, 11), datetime(2025, 5, 13, 0, tzinfo=UTC)),  # Sunday → Monday evening
        # In winter New York is five hours behind, and 20:00 there is 01:00 UTC.
        (date(2025, 1, 6), datetime(2025, 1, 8, 1, tzinfo=UTC)),
        (date(2025, 1, 10), datetime(2025, 1, 14, 1, tzinfo=UTC)),
    ],
)
def test_a_day_is_announced_once_its_last_hour_is(day: date, announced: datetime) -> None:
    assert announced_by(day) == announced


def test_the_clocks_change_does_not_move_an_announcement_to_another_day() -> None:
    # New York changed its clocks on Sunday, 9 March 2025.
    assert announced_by(date(2025, 3, 7)) == datetime(2025, 3, 11, 0, tzinfo=UTC)
    assert announced_by(date(2025, 3, 5)) == datetime(2025, 3, 7, 1, tzinfo=UTC)


def test_saturday_and_sunday_are_the_weekend() -> None:
    week = [is_weekend(date(2025, 5, day)) for day in range(5, 12)]
    assert week == [False] * 5 + [True] * 2
