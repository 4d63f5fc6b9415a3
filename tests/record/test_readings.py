"""Second reads in the record: votes that change nothing until a third settles a conflict."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.surveys import ONE, TWO, decided, minute
from tests.record.test_two_checkouts import team
from tracker.curation import append
from tracker.decisions import Decision, Verdict
from tracker.identity import WorkId
from tracker.readings import Count, count, independent
from tracker.record import Standing, replay
from tracker.review.decide import undo
from tracker.review.second import conflicts, wanted
from tracker.works import Facts, Work

QA, MODEL = ("task:qa",), ("kind:model",)


def vote(
    count: int, verdict: Verdict, by: str = "Grace", work: WorkId = ONE, **fields: Any
) -> Decision:
    """A second read, so many minutes into the tests' history."""
    return decided(count, verdict, work, by, shown={"second": True}, **fields)


FIRST = decided(0, "include", labels=QA)


def test_without_votes_the_latest_decision_counts_whoever_took_it() -> None:
    last = decided(1, "exclude", by="Grace")
    assert count([]) == Count()
    assert count([FIRST, last]) == Count(last, (FIRST, last), (last,))
    put_off = decided(1, "defer")
    assert count([FIRST, put_off]) == Count(put_off, (FIRST, put_off))


def test_a_second_read_that_agrees_leaves_the_first_decision_in_place() -> None:
    same = vote(1, "include", labels=QA)
    assert count([FIRST, same]) == Count(FIRST, (FIRST,), (FIRST, same))


@pytest.mark.parametrize("second", [vote(1, "exclude"), vote(1, "include", labels=MODEL)])
def test_a_second_read_that_differs_opens_a_conflict_and_changes_nothing(second: Decision) -> None:
    assert count([FIRST, second]) == Count(FIRST, (FIRST,), (FIRST, second), open=True)
    (standing,) = replay([], [second, FIRST]).standings
    assert (standing.status, standing.labels, standing.decided) == ("included", QA, FIRST)


@pytest.mark.parametrize(
    "third", [vote(2, "exclude", "carl"), vote(2, "include", "carl", labels=QA)]
)
def test_the_third_vote_decides(third: Decision) -> None:
    history = (FIRST, vote(1, "exclude"), third)
    assert count(history) == Count(third, (FIRST, third), history)


def test_a_third_vote_for_what_neither_said_waits_for_a_majority() -> None:
    history = (FIRST, vote(1, "include", labels=MODEL), vote(2, "exclude", "carl"))
    assert count(history) == Count(FIRST, (FIRST,), history, open=True)
    last = vote(3, "include", "dora", labels=(*MODEL, *QA))
    assert count((*history, last)) == Count(last, (FIRST, last), (*history, last))


def test_a_vote_that_comes_after_a_conflict_was_settled_changes_it_only_by_a_majority() -> None:
    settled = (FIRST, vote(1, "exclude"), vote(2, "exclude", "carl"))
    late = vote(3, "include", "dora", labels=QA)
    assert count((*settled, late)).decided == settled[2]
    assert count((*settled, late)).open is True  # two against two
    fifth = vote(4, "include", "eve", labels=QA)
    assert count((*settled, late, fifth)).decided == fifth
    assert count((*settled, late, fifth)).open is False


def test_whoever_corrects_her_own_reading_may_end_the_conflict_but_does_not_open_one() -> None:
    differs, agrees = vote(1, "exclude"), vote(1, "include", labels=QA)
    mine = decided(2, "exclude")
    assert count([FIRST, differs, mine]) == Count(mine, (FIRST, mine), (differs, mine))
    again = decided(2, "include", labels=MODEL)
    assert count([FIRST, differs, again]).open is True
    assert count([FIRST, agrees, again]) == Count(again, (FIRST, again), (agrees, again))


def test_a_second_reader_may_change_her_vote() -> None:
    changed = vote(2, "include", labels=QA)
    history = [FIRST, vote(1, "exclude"), changed]
    assert count(history) == Count(FIRST, (FIRST,), (FIRST, changed))


def test_a_deliberate_correction_by_somebody_else_counts_at_once_and_ends_the_matter() -> None:
    correction = decided(2, "exclude", by="Grace")
    for before in ([FIRST], [FIRST, vote(1, "exclude")], [FIRST, vote(1, "include", labels=QA)]):
        found = count([*before, correction])
        assert found == Count(correction, (FIRST, correction), (correction,))


def test_a_vote_where_nobody_has_read_is_the_first_reading() -> None:
    lone = vote(2, "exclude")
    for before in ([], [decided(0, "include", inferred=True)], [decided(0, "defer")]):
        assert count([*before, lone]) == Count(lone, (*before, lone), (lone,))


def test_putting_a_second_read_off_is_no_vote() -> None:
    assert count([FIRST, vote(1, "defer")]) == Count(FIRST, (FIRST,), (FIRST,))


def test_handles_have_no_case_so_nobody_votes_beside_herself() -> None:
    mine = vote(1, "exclude", "ADA")
    assert count([FIRST, mine]) == Count(mine, (FIRST, mine), (mine,))


def test_what_only_looks_like_the_mark_is_no_vote() -> None:
    for shown in ({"second": "true"}, {"second": 1}, {"Second": True}):
        other = decided(1, "exclude", by="Grace", shown=shown)
        assert count([FIRST, other]).decided == other


def test_facts_of_a_vote_wait_until_it_counts() -> None:
    second = vote(1, "include", labels=MODEL, facts=Facts({"short_name": "Second"}))
    third = vote(2, "include", "carl", labels=MODEL, facts=Facts({"short_name": "Third"}))
    names = [
        replay([Work((ONE,), "One")], history).standings[0].work.short_name
        for history in ([FIRST, second], [FIRST, second, third], [second])
    ]
    assert names == ["", "Third", "Second"]


def test_undoing_a_vote_undoes_what_it_did_and_redoing_brings_it_back() -> None:
    history = [FIRST, vote(1, "exclude"), vote(2, "exclude", "carl")]
    taken, _ = undo(history, "carl", minute(3))
    assert replay([], [*history, taken]) == replay([], history[:2])
    redone, _ = undo([*history, taken], "carl", minute(4), taken.key)
    assert replay([], [*history, taken, redone]) == replay([], history)


def test_the_first_decision_taken_back_leaves_the_second_reading_as_the_first() -> None:
    second = vote(1, "exclude")
    taken, _ = undo([FIRST, second], "ada", minute(2))
    assert replay([], [FIRST, second, taken]).by_id[ONE].count == Count(
        second, (second,), (second,)
    )


@pytest.mark.parametrize(
    ("history", "found"),
    [
        ([], []),
        ([decided(0, "include", inferred=True)], []),
        ([FIRST], [0]),
        ([FIRST, decided(1, "exclude")], [1]),  # her own correction
        ([FIRST, decided(1, "exclude", by="Grace")], [1]),  # knew of the first: in its place
        ([FIRST, vote(1, "exclude")], [0, 1]),
        ([FIRST, vote(1, "exclude"), decided(2, "exclude")], [0, 1]),  # after the talk
        ([FIRST, vote(1, "exclude"), vote(2, "include")], [0, 1]),
        ([FIRST, vote(1, "defer"), vote(2, "exclude")], [0, 2]),
        ([FIRST, vote(1, "exclude"), vote(2, "exclude", "carl")], [0, 1, 2]),
    ],
)
def test_independent_readings_are_those_taken_without_knowing_one_another(
    history: list[Decision], found: list[int]
) -> None:
    assert independent(history) == tuple(history[place] for place in found)


def test_who_is_called_because_of_a_conflict_is_no_independent_reader() -> None:
    called = decided(2, "exclude", by="carl", shown={"second": True, "conflict": True})
    history = [FIRST, vote(1, "exclude"), called]
    assert independent(history) == tuple(history[:2])
    assert count(history).decided == called


acts = st.builds(
    lambda at, verdict, work, by, labels, second: decided(
        at, verdict, work, by, labels=labels, shown={"second": True} if second else {}
    ),
    st.integers(0, 5),
    st.sampled_from(["include", "exclude", "defer"]),
    st.sampled_from([ONE, TWO]),
    st.sampled_from(["ada", "Grace", "carl", "dora"]),
    st.sampled_from([(), QA, MODEL]),
    st.booleans(),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    """First decisions, votes, corrections, and undos of any of them."""
    found = draw(st.lists(acts, max_size=8))
    for minutes in range(6, 6 + draw(st.integers(0, 3))):
        if found:
            target = draw(st.sampled_from(found))
            found.append(decided(minutes, "undo", target.work, undoes=target.key))
    return found


@given(histories(), st.data())
def test_two_checkouts_come_to_the_same_state_in_whatever_order_they_are_merged(
    history: list[Decision], data: st.DataObject
) -> None:
    sides = [data.draw(st.sampled_from(["mine", "theirs", "both"])) for _ in history]
    mine = [one for one, side in zip(history, sides, strict=True) if side != "theirs"]
    theirs = [one for one, side in zip(history, sides, strict=True) if side != "mine"]
    merged = [replay([], [*mine, *theirs]), replay([], [*theirs, *mine])]
    merged.append(replay([], data.draw(st.permutations(history))))
    for record in merged:
        assert record == merged[0]
        assert [one.count for one in record.standings] == [one.count for one in merged[0].standings]
        assert conflicts(record) == conflicts(merged[0])
        assert wanted(record, 0.5) == wanted(merged[0], 0.5)


@given(st.lists(acts, max_size=8))
def test_a_work_without_second_reads_stands_exactly_as_before(history: list[Decision]) -> None:
    plain = [one for one in history if not one.shown]
    for standing in replay([], plain).standings:
        assert standing.decided == standing.history[-1]
        assert standing.count.counted == standing.history
        assert standing.count.open is False


@given(st.lists(acts, max_size=6), st.sampled_from(["include", "exclude"]))
def test_one_second_read_never_changes_what_is_published(
    history: list[Decision], verdict: Verdict
) -> None:
    plain = [one for one in history if not one.shown]
    before = replay([], plain).by_id.get(ONE, Standing(Work((ONE,), "")))
    second = vote(9, verdict, "eve", facts=Facts({"short_name": "Eve's"}))
    after = replay([], [*plain, second]).by_id[ONE]
    if before.status in ("included", "excluded"):
        assert (after.decided, after.work) == (before.decided, before.work)
    else:
        assert after.decided == second


@given(st.lists(acts, min_size=1, max_size=8))
def test_a_conflict_is_between_different_curators_of_whom_one_counts(
    history: Sequence[Decision],
) -> None:
    for standing in replay([], history).standings:
        found = standing.count
        handles = [one.by.lower() for one in found.readings]
        assert len(handles) == len(set(handles))
        assert not found.open or (len(handles) > 1 and found.decided in found.readings)


@pytest.mark.parametrize("how", ["--no-rebase", "--rebase"])
def test_two_checkouts_of_git_meet_in_conflicts_that_corrections_end(
    tmp_path: Path, how: str
) -> None:
    both = team(tmp_path)
    made = [both.ada.decide("include", ONE), both.grace.decide("exclude", TWO)]
    both.meet(how)
    made.append(append(both.ada.root, vote(30, "include", "ada", TWO)))
    made.append(append(both.grace.root, vote(31, "exclude", "Grace", ONE)))
    both.meet(how)
    record = both.agreed(*made)
    assert [(one.work, one.readers) for one in conflicts(record)] == [
        (ONE, frozenset({"ada", "grace"})),
        (TWO, frozenset({"ada", "grace"})),
    ]
    assert [one.status for one in record.standings] == ["included", "excluded"]
    made.append(append(both.ada.root, decided(32, "exclude", ONE)))
    made.append(append(both.grace.root, decided(33, "include", TWO, "Grace")))
    both.meet(how)
    record = both.agreed(*made)
    assert conflicts(record) == ()
    assert [one.status for one in record.standings] == ["excluded", "included"]
