"""What arrives, what is decided, and when the queue is empty."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.record.surveys import ONE, TWO
from tracker.decisions import Decision
from tracker.review.pace import Pace, closing, pace
from tracker.review.waiting import Waiting
from tracker.review.weeks import Week

TODAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 16)


def week(back: int, arrived: int, decided: int) -> Week:
    return Week(MONDAY - timedelta(weeks=back), arrived, {"ada": decided} if decided else {})


def test_the_pace_is_the_mean_of_the_last_whole_weeks() -> None:
    weeks = [week(5, 0, 99), week(4, 30, 40), week(3, 30, 50), week(2, 0, 0), week(1, 20, 30)]
    waiting = [Waiting(ONE, "new", "T", date(2026, 11, 11)), Waiting(TWO, "new", "T")]
    found = pace(TODAY, waiting, [*weeks, week(0, 500, 500)])
    assert found == Pace(TODAY, 2, 4, 20.0, 30.0, 10, 10)
    assert (found.grows, found.empties_on) == (-10.0, date(2026, 11, 23))
    assert str(found) == (
        "20 arrive and 30 are decided a week (mean of 4 weeks); at this pace the queue is empty "
        "on 2026-11-23"
    )


def test_a_young_survey_is_not_slowed_down_by_the_weeks_before_it() -> None:
    assert pace(TODAY, [], [week(2, 0, 0), week(1, 7, 3), week(0, 9, 9)]) == Pace(
        TODAY, 0, 1, 7.0, 3.0
    )
    assert pace(TODAY, [], [week(1, 0, 0), week(0, 9, 9)]) == Pace(TODAY, 0)


@pytest.mark.parametrize(
    ("found", "day", "words"),
    [
        (Pace(TODAY, 0, 1, 9.0, 1.0), TODAY, "the queue is empty"),
        (Pace(TODAY, 5, 1, 9.0, 1.0), None, "at this pace it is never empty: it grows by 8.0 a w"),
        (Pace(TODAY, 5, 1, 9.0, 9.0), None, "at this pace it is never empty: it stays as it is"),
        (Pace(TODAY, 9, 1, 1.0, 2.0), date(2027, 1, 23), "at this pace the queue is empty on 2027"),
    ],
)
def test_the_day_it_is_empty_is_given_or_never(found: Pace, day: date | None, words: str) -> None:
    assert (found.empties_on, found.forecast[: len(words)]) == (day, words)


def test_what_puts_off_or_answers_an_audit_draw_closes_nothing() -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    told = [
        Decision(at, "ada", "include", ONE),
        Decision(at, "ada", "defer", ONE),
        Decision(at, "ada", "exclude", ONE, shown={"audit": True}),
        Decision(at, "bo", "exclude", ONE, shown={"second": True}),
    ]
    assert list(closing(told)) == told[:1]
