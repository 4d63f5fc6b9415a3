"""The pace, week by week."""

from datetime import UTC, date, datetime, timedelta, timezone

from tests.record.surveys import ONE
from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.review.weeks import Week, first_day, weeks


def at(day: int, by: str = "ada", hour: int = 12, inferred: bool = False) -> Decision:
    return Decision(
        datetime(2026, 11, day, hour, tzinfo=UTC), by, "exclude", ONE, inferred=inferred
    )


def test_eight_weeks_are_shown_of_which_the_last_is_the_present_one() -> None:
    found = weeks(date(2026, 11, 21), [], [])
    assert [week.monday for week in found] == [
        date(2026, 9, 28) + timedelta(weeks=number) for number in range(8)
    ]
    assert found[0].monday == first_day(date(2026, 11, 21)) == first_day(date(2026, 11, 16))
    assert found[0] == Week(date(2026, 9, 28))


def test_arrivals_and_decisions_are_counted_in_their_week_imports_aside() -> None:
    arrivals = [date(2026, 11, 15), date(2026, 11, 16), date(2026, 11, 22), date(2026, 1, 1)]
    tokyo = datetime(2026, 11, 16, 8, tzinfo=timezone(timedelta(hours=9)))  # still Sunday in UTC
    decisions = [
        at(16, "Grace", hour=0),
        at(21),
        at(22, hour=23),
        at(20, "import", inferred=True),
        Decision(tokyo, "ada", "defer", ONE),
    ]
    before, present = weeks(date(2026, 11, 22), arrivals, decisions)[-2:]
    assert before == Week(date(2026, 11, 9), 1, {"ada": 1})
    assert present == Week(date(2026, 11, 16), 2, {"Grace": 1, "ada": 2})
    assert present.as_json() == {
        "monday": "2026-11-16",
        "arrived": 2,
        "decided": 3,
        "by": {"Grace": 1, "ada": 2},
        "waited_days": None,
    }


def test_how_long_papers_had_waited_is_the_median_of_those_whose_day_is_known() -> None:
    two = WorkId("arxiv", "2611.00002")
    late = Decision(datetime(2026, 11, 20, 23, tzinfo=UTC), "ada", "include", two)
    decisions = [at(16), at(17), late, Decision(late.at, "ada", "exclude", WorkId("title", "t"))]
    days = {ONE: date(2026, 11, 10), two: date(2026, 11, 20)}
    assert [week.waited for week in weeks(date(2026, 11, 22), [], decisions, days)][-2:] == [
        None,
        6,
    ]
