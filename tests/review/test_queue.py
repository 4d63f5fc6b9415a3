"""What waits for a curator, and in what order."""

from datetime import date

import pytest

from tests.record.surveys import DOI, ONE, PMID, THREE, TWO, decided, minute
from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.record import replay
from tracker.review.queue import Queue, queue
from tracker.review.waiting import Waiting, Why
from tracker.suggestions import Candidate
from tracker.works import Work

DAY = date(2024, 7, 17)


def paper(work: WorkId, relevance: float | None = 0.5, **fields: object) -> Candidate:
    fine = {"version": 1, "title": "T", "submitted_on": DAY, "withdrawn": False}
    return Candidate(arxiv_id=work.value, relevance=relevance, **fine | fields)  # type: ignore[arg-type]


def waits(
    *papers: Candidate, files: tuple[Work, ...] = (), history: tuple[Decision, ...] = ()
) -> list[tuple[WorkId, Why]]:
    found = queue(papers, (), replay(files, history))
    return [(one.work, one.why) for one in found.waiting]


def test_an_empty_survey_has_nothing_waiting() -> None:
    assert queue([], [], replay([], []), 0.2) == Queue((), 0, 0.2)


def test_a_new_paper_waits_with_what_is_known_of_it() -> None:
    (one,) = queue([paper(ONE, 0.51234)], [], replay([], [])).waiting
    assert one == Waiting(ONE, "new", "T", DAY, 0.51234)
    assert one.as_json() == {
        "id": "arxiv:2407.12341",
        "why": "new",
        "title": "T",
        "submitted_on": "2024-07-17",
        "relevance": 0.5123,
        "audit": False,
    }


def test_the_likeliest_papers_come_first_and_the_unjudged_last_oldest_before_newer() -> None:
    four = WorkId("arxiv", "2407.12344")
    papers = [
        paper(ONE, None),
        paper(TWO, 0.4),
        paper(THREE, 0.9),
        paper(four, None, submitted_on=date(2024, 1, 1)),
    ]
    assert [work for work, _ in waits(*papers)] == [THREE, TWO, four, ONE]


def test_withdrawals_come_before_new_papers_imports_and_what_was_put_off() -> None:
    files = (Work((ONE,), "Listed"), Work((DOI,), "Adopted"))
    history = (
        decided(0, "include", version=1),
        decided(1, "include", DOI, inferred=True),
        decided(2, "defer", TWO, title="Later"),
    )
    papers = [paper(TWO, 0.99), paper(THREE, 0.4), paper(ONE, 0.1, version=2, withdrawn=True)]
    assert queue(papers, [], replay(files, history)).waiting == (
        Waiting(ONE, "withdrawn", "T", DAY, 0.1, minute(0)),
        Waiting(THREE, "new", "T", DAY, 0.4),
        Waiting(DOI, "inferred", "Adopted", since=minute(1)),
        Waiting(TWO, "deferred", "T", DAY, 0.99, minute(2)),
    )


@pytest.mark.parametrize(
    ("history", "withdrawn", "why"),
    [
        ((), False, "new"),
        ((), True, None),
        ((decided(0, "exclude"),), False, None),
        ((decided(0, "exclude"),), True, None),
        ((decided(0, "include", version=2),), False, None),
        ((decided(0, "include", version=1),), True, "withdrawn"),
        ((decided(0, "include"),), True, "withdrawn"),
        ((decided(0, "include", version=2),), True, None),
        ((decided(0, "include", version=1), decided(1, "include", version=2)), True, None),
        ((decided(0, "defer"),), False, "deferred"),
        ((decided(0, "defer"),), True, "deferred"),
        ((decided(0, "include", inferred=True),), False, "inferred"),
        ((decided(0, "include", inferred=True), decided(1, "include")), False, None),
    ],
)
def test_why_a_paper_waits_follows_from_what_was_decided(
    history: tuple[Decision, ...], withdrawn: bool, why: Why | None
) -> None:
    found = waits(paper(ONE, version=2, withdrawn=withdrawn), history=history)
    assert found == ([(ONE, why)] if why else [])


def test_a_decision_taken_back_puts_its_work_back_in_the_queue() -> None:
    files = (Work((ONE,), "One"), Work((PMID,), "Two"))
    history = [decided(0, "include"), decided(1, "include", PMID)]
    undone = tuple(decided(n, "undo", one.work, undoes=one.key) for n, one in enumerate(history, 2))
    assert waits(paper(ONE), files=files, history=tuple(history)) == []
    assert waits(paper(ONE), files=files, history=(*history, *undone)) == [
        (ONE, "new"),
        (PMID, "new"),  # no arXiv paper, but a work of the record
    ]


def test_a_joined_work_waits_once_under_either_identifier() -> None:
    files = (Work((DOI,), "Published"),)
    history = (
        decided(0, "include", DOI, inferred=True),
        decided(1, "join", DOI, other=ONE),
    )
    assert waits(paper(ONE), files=files, history=history) == [(ONE, "inferred")]


def test_what_was_put_off_waits_though_the_model_thinks_little_of_it() -> None:
    record = replay([], [decided(0, "defer", title="Later")])
    assert queue([], [ONE.value], record, 0.3) == Queue(
        (Waiting(ONE, "deferred", "Later", since=minute(0)),), 0, 0.3
    )


def test_papers_below_the_threshold_are_counted_unless_decided() -> None:
    record = replay([Work((TWO,), "Two")], [decided(0, "exclude"), decided(1, "include", TWO)])
    below = [ONE.value, TWO.value, THREE.value]
    assert queue([], below, record, 0.7) == Queue((), 1, 0.7)


def test_every_sixth_place_is_a_draw_whatever_the_model_says_of_it() -> None:
    names = [WorkId("arxiv", f"2407.{number:05}") for number in range(1, 13)]
    valued = [paper(name, 0.9 - place / 100) for place, name in enumerate(names[:7])]
    drawn = [paper(names[8], 0.01), valued[2], paper(names[9], 0.02)]
    found = queue(valued, [names[8].value, names[9].value], replay([], []), drawn=drawn).waiting
    assert [(names.index(one.work), one.audit) for one in found] == [
        *((0, False), (1, False), (3, False), (4, False), (5, False), (8, True)),
        *((6, False), (2, True)),
    ]


def test_a_draw_that_is_withdrawn_or_decided_waits_no_more() -> None:
    record = replay([], [decided(0, "exclude", TWO)])
    drawn = [paper(THREE, withdrawn=True), paper(TWO)]
    assert queue([paper(ONE)], [], record, drawn=drawn).waiting == (
        Waiting(ONE, "new", "T", DAY, 0.5),
    )


def test_nothing_is_drawn_where_nothing_waits() -> None:
    assert queue([], [ONE.value], replay([], []), 0.2, drawn=[paper(ONE)]) == Queue((), 1, 0.2)
