"""Second reads: which works are drawn, for whom, and what a vote looks like."""

from datetime import timedelta
from math import nan
from typing import Any

import pytest

from tests.record.surveys import ONE, THREE, TWO, decided, minute
from tracker.decisions import Decision
from tracker.errors import SettingsError
from tracker.identity import WorkId
from tracker.record import Record, Standing, replay
from tracker.review.queue import queue
from tracker.review.second import Reread, conflicts, due, surprise, unseen, vote, wanted
from tracker.review.waiting import Waiting
from tracker.suggestions import Candidate
from tracker.works import Work

SECOND = {"second": True}


def many(number: int, **fields: Any) -> list[Decision]:
    """Exclusions of so many papers by Ada."""
    works = (WorkId("arxiv", f"2407.{place:05d}") for place in range(number))
    return [decided(place, "exclude", work, **fields) for place, work in enumerate(works)]


def drawn(record: Record, share: float) -> set[WorkId]:
    return {one.work for one in wanted(record, share)}


@pytest.mark.parametrize(
    ("share", "number"), [(0.0, 0), (0.001, 0), (0.1, 50), (0.5, 250), (1.0, 500)]
)
def test_the_share_that_was_asked_for_is_drawn(share: float, number: int) -> None:
    assert len(wanted(replay([], many(500)), share)) == number


def test_everybody_draws_the_same_works_and_a_larger_share_holds_the_smaller() -> None:
    record = replay([], many(500))
    assert wanted(record, 0.1) == wanted(replay([], reversed(many(500))), 0.1)
    assert drawn(record, 0.1) < drawn(record, 0.2)


def test_half_of_the_share_goes_where_model_and_curator_differed_most() -> None:
    sure = {"relevant": 0.02, "labels": {}}
    history = many(500, shown=sure)
    plain = drawn(replay([], history), 0.1)
    by_chance = sorted(plain & drawn(replay([], many(500)), 0.05), key=str)
    unlikely = [one for one in history if one.work not in plain][:10]
    struck = {one.work for one in unlikely}
    history = [
        decided(n, "exclude", one.work, shown={"relevant": 0.9}) if one.work in struck else one
        for n, one in enumerate(history)
    ]
    found = drawn(replay([], history), 0.1)
    assert struck < found
    assert len(found) == len(plain) == 50
    assert set(by_chance) < found


def test_a_second_read_is_for_anybody_who_has_not_read_the_work() -> None:
    record = replay([], [decided(0, "include", title="One")])
    assert wanted(record, 1.0) == (Reread(ONE, "second", "One", frozenset({"ada"}), minute(0)),)
    assert due(record, 1.0, "ADA") == ()
    assert due(record, 1.0, "Grace") == (Waiting(ONE, "second", "One", since=minute(0)),)


@pytest.mark.parametrize(
    "history",
    [
        [decided(0, "include", inferred=True)],
        [decided(0, "defer")],
        [decided(0, "include"), decided(1, "undo", undoes=decided(0, "include").key)],
        [decided(0, "include"), decided(1, "include", by="Grace", shown=SECOND)],
    ],
    ids=["imported", "deferred", "undone", "read twice"],
)
def test_what_nobody_has_read_or_two_have_is_not_wanted(history: list[Decision]) -> None:
    assert wanted(replay([Work((ONE,), "One")], history), 1.0) == ()


def test_a_conflict_waits_for_a_third_curator_and_no_longer_for_a_second() -> None:
    history = [decided(0, "include"), decided(1, "exclude", by="Grace", shown=SECOND)]
    record = replay([], history)
    both = frozenset({"ada", "grace"})
    assert conflicts(record) == (Reread(ONE, "conflict", "", both, minute(1)),)
    assert wanted(record, 1.0) == ()
    assert [due(record, 1.0, handle) for handle in ("ada", "grace")] == [(), ()]
    assert due(record, 1.0, "carl") == (Waiting(ONE, "conflict", "", since=minute(1)),)


def test_whoever_corrected_a_decision_has_read_the_work_too() -> None:
    record = replay([], [decided(0, "include"), decided(1, "exclude", by="Grace")])
    assert [len(due(record, 1.0, handle)) for handle in ("ada", "Grace", "carl")] == [0, 0, 1]


def test_what_is_to_be_read_again_goes_between_withdrawals_and_new_papers() -> None:
    four = WorkId("arxiv", "2407.12344")
    history = [
        decided(0, "include", ONE),
        decided(0, "include", TWO),
        decided(1, "exclude", TWO, "Grace", shown=SECOND),
        decided(0, "include", THREE, version=1),
    ]
    record = replay([], history)
    day = minute(0).date()
    papers = [
        Candidate(four.value, 1, "New", day, False, 0.9),
        Candidate(THREE.value, 2, "Gone", day, True, 0.9),
    ]
    found = queue(papers, [], record, 0.05, due(record, 1.0, "carl")).waiting
    assert [(one.work, one.why) for one in found] == [
        (THREE, "withdrawn"),
        (TWO, "conflict"),
        (ONE, "second"),
        (four, "new"),
    ]


@pytest.mark.parametrize(
    ("verdict", "labels", "shown", "found"),
    [
        ("include", (), {}, 0.0),
        ("include", (), {"blind": True}, 0.0),
        ("include", (), {"relevant": 0.75}, 0.25),
        ("exclude", (), {"relevant": 0.75}, 0.75),
        ("exclude", (), {"relevant": 0.75, "labels": {"task:qa": 0.9}}, 0.75),
        ("include", (), {"relevant": 0.75, "labels": {"task:qa": 0.5}}, 0.5),
        ("include", ("task:qa",), {"relevant": 0.75, "labels": {"task:qa": 0.5}}, 0.5),
        ("include", ("task:qa",), {"relevant": 0.75, "labels": {"task:qa": 1}}, 0.25),
        ("include", ("kind:model",), {"relevant": 0.75, "labels": {"task:qa": 0.125}}, 1.0),
        ("include", ("kind:model",), {"relevant": 0.75, "labels": {}}, 0.25),
        ("include", (), {"relevant": "high", "labels": ["task:qa"]}, 0.0),
        ("exclude", (), {"relevant": nan}, 0.0),
        ("exclude", (), {"relevant": True}, 0.0),
        ("exclude", (), {"relevant": 7}, 0.0),
    ],
)
def test_surprise_is_the_largest_step_from_what_the_model_said(
    verdict: Any, labels: tuple[str, ...], shown: dict[str, Any], found: float
) -> None:
    assert surprise(decided(0, verdict, labels=labels, shown=shown)) == found


def test_a_vote_is_marked_and_keeps_what_was_shown() -> None:
    first, blind = decided(0, "include"), {"blind": True}
    plain = decided(1, "exclude", by="Grace", shown=blind)
    found = vote(plain, replay([], [first]).by_id[ONE])
    assert found == decided(1, "exclude", by="Grace", shown=blind | SECOND)
    third = vote(decided(2, "exclude", by="carl"), replay([], [first, found]).by_id[ONE])
    assert third == decided(2, "exclude", by="carl", shown=SECOND | {"conflict": True})
    again = decided(2, "include", by="Grace")
    assert vote(again, replay([], [first, found]).by_id[ONE]).shown["second"] is True


def test_a_vote_is_later_than_what_it_is_beside_even_if_clocks_disagree() -> None:
    first = decided(60, "include")
    found = vote(decided(0, "exclude", by="Grace"), replay([], [first]).by_id[ONE])
    assert found.at == minute(60) + timedelta(milliseconds=1)
    assert replay([], [first, found]).by_id[ONE].decided == first


def test_nobody_votes_on_what_nobody_read_or_on_her_own_decision() -> None:
    mine = decided(1, "exclude", by="ADA")
    imported = replay([], [decided(0, "include", inferred=True)]).by_id[ONE]
    for standing in (None, imported):
        with pytest.raises(SettingsError) as fault:
            vote(mine, standing)
        assert str(fault.value) == (
            "nobody has read arxiv:2407.12341 yet; decide without --second to read it first"
        )
    with pytest.raises(SettingsError) as fault:
        vote(mine, replay([], [decided(0, "include")]).by_id[ONE])
    assert str(fault.value) == (
        "ADA has decided on arxiv:2407.12341, and cannot read it a second time; "
        "decide without --second to correct that"
    )


def test_a_second_reader_sees_the_work_and_not_what_was_decided() -> None:
    work = Work((ONE,), "One")
    (standing,) = replay([work], [decided(0, "include", labels=("task:qa",))]).standings
    assert unseen(standing) == Standing(work, (), listed=True)
