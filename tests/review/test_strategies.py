"""The named orders of the queue, and the bound on how long *value* lets a paper wait."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.record.surveys import decided, minute
from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.preferences import Strategy
from tracker.record import replay
from tracker.review.audit import place
from tracker.review.queue import queue
from tracker.review.strategies import MEANINGS, begun, latest_place, next_hand, ordered, turns
from tracker.review.waiting import Waiting, Why
from tracker.suggestions import Candidate

DAY = date(2026, 1, 1)
CHANCES = st.one_of(st.none(), st.floats(0.05, 1.0))


def waits(number: int, relevance: float | None, day: int, why: Why = "new") -> Waiting:
    work = WorkId("arxiv", f"2601.{number:05}")
    return Waiting(work, why, "T", DAY + timedelta(days=day), relevance)


def numbers(waiting: Sequence[Waiting]) -> list[int]:
    return [int(one.work.value[5:]) for one in waiting]


FIVE = [waits(1, 0.9, 4), waits(2, 0.5, 3), waits(3, None, 2), waits(4, 0.1, 0), waits(5, 0.7, 1)]


@pytest.mark.parametrize(
    ("strategy", "order"),
    [
        ("likely", [1, 5, 2, 4, 3]),
        ("uncertain", [2, 5, 4, 1, 3]),
        ("oldest", [4, 5, 3, 2, 1]),
        ("newest", [1, 2, 3, 5, 4]),
        ("value", [1, 5, 2, 4, 3]),
    ],
)
def test_each_strategy_has_its_order(strategy: Strategy, order: list[int]) -> None:
    assert numbers(ordered(FIVE, strategy)) == order


def test_value_goes_on_where_the_last_evening_stopped() -> None:
    assert [numbers(ordered(FIVE, "value", turn))[0] for turn in range(6)] == [1, 1, 2, 1, 4, 1]


def test_withdrawals_conflicts_and_second_reads_are_first_in_every_strategy() -> None:
    whys: tuple[Why, ...] = ("second", "withdrawn", "conflict")
    first = [waits(10 + n, None, 9, why) for n, why in enumerate(whys)]
    for strategy in MEANINGS:
        assert numbers(ordered([*FIVE, *first], strategy))[:3] == [11, 12, 10]


def test_the_wheel_moves_on_by_what_came_from_it() -> None:
    marks: list[dict[str, object]] = [
        {},
        {"audit": True},
        {"second": True},
        {"pile": "pile:survey@2026-01-01"},
    ]
    history = [
        Decision(minute(n), "ada", "exclude", WorkId("arxiv", f"2601.{n:05}"), shown=mark)
        for n, mark in enumerate(marks)
    ]
    assert turns(replay([], history)) == (1, 1)
    assert turns(replay([], [decided(0, "include", inferred=True)])) == (0, 0)


def test_the_wheel_says_which_hand_deals_the_next_places_and_how_many() -> None:
    history: list[Decision] = []
    hands = []
    for n in range(6):
        hands.append(next_hand("value", replay([], history)))
        history.append(decided(n, "exclude", WorkId("arxiv", f"2601.{n:05}")))
    assert hands == [
        ("likely", 2), ("likely", 1), ("uncertain", 1), ("likely", 1), ("oldest", 1), ("likely", 2),
    ]  # fmt: skip
    others = [next_hand(one, replay([], [])) for one in ("likely", "oldest", "newest")]
    assert others == [("likely", None), ("oldest", None), None]


@given(st.lists(st.tuples(CHANCES, st.integers(0, 90)), max_size=40), st.integers(0, 9))
def test_in_value_every_paper_has_a_place_by_how_many_wait_longer(
    papers: list[tuple[float | None, int]], turn: int
) -> None:
    waiting = [waits(n, *paper) for n, paper in enumerate(papers)]
    found = ordered(waiting, "value", turn)
    assert sorted(numbers(found)) == list(range(len(papers)))
    for number, one in enumerate(found, start=1):
        longer = sum(begun(other) <= begun(one) for other in waiting) - 1
        assert number <= latest_place(longer)


@settings(max_examples=60)
@given(st.data())
def test_whatever_arrives_and_however_short_the_evenings_nobody_waits_beyond_the_bound(
    data: st.DataObject,
) -> None:
    """The whole queue with its audit draws, rebuilt from the record every evening."""
    papers: list[Candidate] = []
    history: list[Decision] = []
    due: dict[WorkId, int] = {}  # valued decisions by which each must have been decided
    for night in range(data.draw(st.integers(1, 12))):
        day = DAY + timedelta(days=night)
        record = replay([], history)
        new = [
            Candidate(f"2601.{len(papers) + n:05}", 1, "T", day, False, chance)
            for n, chance in enumerate(data.draw(st.lists(CHANCES, max_size=5)))
        ]
        papers += new
        as_long = len(papers) - len(record.by_id) - 1
        by = turns(record)[0] + latest_place(as_long)
        due |= {WorkId("arxiv", one.arxiv_id): by for one in new}
        drawn = [one for one in papers if WorkId("arxiv", one.arxiv_id) not in record.by_id]
        drawn = sorted(drawn, key=lambda one: place(one.arxiv_id))[:3]
        evening = queue(papers, (), record, 0.05, (), drawn, 3, "value").waiting
        for one in evening[: data.draw(st.integers(0, 4))]:
            shown = {"audit": True} if one.audit else {}
            at = minute(len(history))
            history.append(Decision(at, "ada", "exclude", one.work, title="T", shown=shown))
            assert turns(replay([], history))[0] <= due[one.work]
    record = replay([], history)
    late = [work for work, by in due.items() if work not in record.by_id and by < turns(record)[0]]
    assert late == []
