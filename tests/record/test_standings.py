"""Replaying the record: where every work stands after all that was decided."""

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.surveys import DOI, ONE, PMID, THREE, TWO, decided, minute
from tracker.decisions import Decision, Verdict
from tracker.identity import WorkId
from tracker.record import Record, Standing, Status, replay
from tracker.review.decide import undo
from tracker.works import Facts, Work

FILE = Work((ONE, DOI), "One", ("Ada",), "2024-07-17")


def works(record: Record) -> list[tuple[WorkId, ...]]:
    """The identifiers of every work in the record."""
    return [standing.work.ids for standing in record.standings]


def test_an_empty_record_is_empty() -> None:
    assert replay([], []) == Record((), {})


def test_a_work_without_decisions_is_undecided() -> None:
    standing = Standing(FILE, (), listed=True)
    assert replay([FILE], []) == Record((standing,), {ONE: standing, DOI: standing})
    assert (standing.status, standing.labels, standing.decided_at) == ("undecided", (), None)


def test_the_latest_decision_counts_and_all_that_stand_are_kept() -> None:
    first = decided(0, "include", labels=("kind:model",), inferred=True)
    last = decided(1, "include", DOI, "Grace", labels=("kind:dataset", "task:qa"))
    (standing,) = replay([FILE], [last, first]).standings
    assert standing == Standing(FILE, (first, last), listed=True)
    assert (standing.status, standing.labels) == ("included", ("kind:dataset", "task:qa"))
    assert (standing.inferred, standing.decided_at) == (False, minute(1))


def test_an_excluded_paper_needs_no_file() -> None:
    one = decided(0, "exclude", title="Off topic", reason="no language")
    record = replay([], [one])
    assert record.standings == (Standing(Work((ONE,), "Off topic"), (one,)),)
    assert record.of("excluded") == record.standings
    assert record.of("included") == ()


def test_facts_stated_in_decisions_correct_the_file_in_their_order() -> None:
    one = decided(0, "include", facts=Facts({"title": "First", "sizes": ("1B",)}))
    two = decided(1, "include", DOI, facts=Facts({"title": "Second"}))
    (standing,) = replay([FILE], [two, one]).standings
    assert standing.work == Work((ONE, DOI), "Second", ("Ada",), "2024-07-17", sizes=("1B",))


def test_undoing_a_decision_takes_its_facts_back_too() -> None:
    one = decided(0, "include", facts=Facts({"title": "Wrong"}))
    assert replay([FILE], [one, decided(1, "undo", undoes=one.key)]).standings == (
        Standing(FILE, (), listed=True),
    )


def test_joined_records_are_one_work_with_the_history_of_both() -> None:
    other = Work((PMID,), "The same", sizes=("7B",))
    history = (decided(0, "include", labels=("task:qa",)), decided(1, "exclude", PMID))
    join = decided(2, "join", PMID, other=DOI)
    record = replay([other, FILE], [*history, join])
    work = Work((ONE, DOI, PMID), "One", ("Ada",), "2024-07-17", sizes=("7B",))
    assert record.standings == (Standing(work, history, listed=True),)
    assert {record.by_id[one].status for one in (ONE, DOI, PMID)} == {"excluded"}


def test_a_join_reaches_an_identifier_that_stands_nowhere_else() -> None:
    exclude = decided(0, "exclude", title="T")
    record = replay([], [exclude, decided(1, "join", ONE, other=DOI)])
    assert works(record) == [(ONE, DOI)]
    assert record.by_id[DOI].status == "excluded"


JOIN = decided(1, "join", ONE, other=TWO)
SPLIT = decided(2, "split", ONE, other=TWO)
AGAIN = decided(3, "join", ONE, other=TWO)
TOGETHER = [(ONE, TWO)]
APART = [(ONE,), (TWO,)]


@pytest.mark.parametrize(
    ("history", "found"),
    [
        ([], APART),
        ([JOIN], TOGETHER),
        ([JOIN, SPLIT], APART),
        ([JOIN, SPLIT, AGAIN], TOGETHER),
        ([JOIN, decided(2, "undo", undoes=JOIN.key)], APART),
        ([JOIN, SPLIT, decided(3, "undo", undoes=SPLIT.key)], TOGETHER),
        ([JOIN, SPLIT, AGAIN, decided(4, "undo", undoes=AGAIN.key)], APART),
        ([JOIN, SPLIT, AGAIN, decided(4, "split", ONE, other=TWO)], APART),
    ],
    ids=["never", "joined", "split", "again", "unjoined", "unsplit", "again undone", "split again"],
)
def test_a_join_can_be_split_and_joined_again_and_each_undone(
    history: list[Decision], found: list[tuple[WorkId, ...]]
) -> None:
    files = [Work((ONE,), "One"), Work((TWO,), "Two")]
    for order in permutations(history):
        assert works(replay(files, order)) == found


def test_works_split_again_have_their_own_facts_and_history() -> None:
    files = [Work((ONE,), "One"), Work((TWO,), "Two")]
    mine, theirs = decided(0, "include"), decided(0, "exclude", TWO)
    assert replay(files, [mine, theirs, JOIN, SPLIT]).standings == (
        Standing(files[0], (mine,), listed=True),
        Standing(files[1], (theirs,), listed=True),
    )


def test_a_wrong_identifier_is_split_off_the_file_that_holds_it() -> None:
    work = Work((ONE, DOI, PMID), "One", ("Ada",))
    split = decided(0, "split", ONE, other=DOI)
    record = replay([work], [split])
    assert record.standings == (
        Standing(Work((ONE, PMID), "One", ("Ada",)), (), listed=True),
        Standing(Work((DOI,), ""), ()),
    )
    own = Work((DOI,), "The other")
    assert replay([work, own], [split]).by_id[DOI] == Standing(own, (), listed=True)
    undone = decided(1, "undo", undoes=split.key)
    assert works(replay([work], [split, undone])) == [(ONE, DOI, PMID)]
    joined = decided(1, "join", PMID, other=DOI)
    assert works(replay([work], [split, joined])) == [(ONE, DOI, PMID)]


def test_what_is_decided_on_a_split_identifier_is_its_own() -> None:
    work = Work((ONE, DOI), "One")
    history = [
        decided(0, "split", ONE, other=DOI),
        decided(1, "include"),
        decided(2, "exclude", DOI),
    ]
    assert [(s.work.id, s.status) for s in replay([work], history).standings] == [
        (ONE, "included"),
        (DOI, "excluded"),
    ]


def test_joins_reach_through_any_number_of_records() -> None:
    files = [Work((ONE,), "One"), Work((TWO,), "Two"), Work((THREE,), "Three")]
    joins = [decided(1, "join", THREE, other=TWO), decided(2, "join", TWO, other=ONE)]
    assert works(replay(files, joins)) == [(ONE, TWO, THREE)]


def test_joining_a_work_with_itself_changes_nothing() -> None:
    assert works(replay([FILE], [decided(1, "join", ONE, other=ONE)])) == [(ONE, DOI)]


ids = st.sampled_from([ONE, TWO, THREE, DOI, PMID])
files = st.lists(
    st.builds(
        Work,
        st.lists(ids, min_size=1, max_size=3, unique=True).map(tuple),
        st.sampled_from(["A", "B"]),
    ),
    max_size=3,
)
plain = st.builds(
    decided,
    st.integers(0, 3),
    st.sampled_from(["include", "exclude", "defer"]),
    ids,
    title=st.sampled_from(["", "C", "D"]),
)
ties = st.builds(decided, st.integers(0, 3), st.sampled_from(["join", "split"]), ids, other=ids)


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    """Decisions of all kinds, undos of any of them included."""
    found = draw(st.lists(plain | ties, max_size=6))
    for minutes in range(4, 4 + draw(st.integers(0, 3))):
        if found:
            target = draw(st.sampled_from(found))
            found.append(decided(minutes, "undo", target.work, undoes=target.key))
    return found


@given(files, histories(), st.randoms(use_true_random=False))
def test_a_record_does_not_depend_on_the_order_of_what_it_is_made_of(
    files: list[Work], history: list[Decision], random: st.DataObject
) -> None:
    shuffled = [list(files), [*history, *history[:2]]]
    for part in shuffled:
        random.shuffle(part)  # type: ignore[attr-defined]
    assert replay(shuffled[0], shuffled[1]) == replay(files, history)  # type: ignore[arg-type]


@given(files, histories())
def test_every_identifier_belongs_to_one_work(files: list[Work], history: list[Decision]) -> None:
    record = replay(files, history)
    listed = [one for standing in record.standings for one in standing.work.ids]
    assert len(listed) == len(set(listed)) == len(record.by_id)
    assert {one for work in files for one in work.ids} <= set(listed)
    assert {d.work for s in record.standings for d in s.history} <= set(listed)


_PLAIN: dict[Verdict, Status] = {
    "include": "included",
    "exclude": "excluded",
    "defer": "deferred",
}


def obvious(history: Sequence[Decision], work: WorkId) -> Status:
    """Where a work stands by the rule as people say it, one recursive sentence."""

    def stands(decision: Decision) -> bool:
        return not any(d.undoes == decision.key and stands(d) for d in history)

    counted = [d for d in history if d.work == work and d.verdict in _PLAIN and stands(d)]
    return _PLAIN[counted[-1].verdict] if counted else "undecided"


steps = st.tuples(
    st.sampled_from(["include", "exclude", "defer", "undo", "undo", "undo one"]),
    st.sampled_from([ONE, TWO]),
    st.sampled_from(["ada", "Grace"]),
    st.integers(0, 30),
)


@given(st.lists(steps, max_size=14))
def test_any_sequence_of_deciding_undoing_and_redoing_comes_out_as_people_expect(
    sequence: list[tuple[str, WorkId, str, int]],
) -> None:
    history: list[Decision] = []
    for minutes, (what, work, by, which) in enumerate(sequence):
        if not what.startswith("undo"):
            history.append(Decision(minute(minutes), by, what, work))  # type: ignore[arg-type]
        elif history:
            # an undo of an undo, by its key, is a redo
            target = history[-1 if what == "undo" else which % len(history)]
            history.append(undo(history, by, minute(minutes), target.key)[0])
    record = replay([], history)
    for work in (ONE, TWO):
        found = record.by_id.get(work)
        assert (found.status if found else "undecided") == obvious(history, work)


def test_undoing_again_and_again_goes_back_step_by_step() -> None:
    history = [decided(0, "include"), decided(1, "exclude"), decided(2, "defer")]
    seen: list[Status] = []
    for minutes in range(3, 6):
        history.append(undo(history, "ada", minute(minutes))[0])
        found = replay([], history).by_id.get(ONE)
        seen.append(found.status if found else "undecided")
    assert seen == ["excluded", "included", "undecided"]
