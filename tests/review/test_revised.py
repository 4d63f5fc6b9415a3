"""Which decided works a newer version puts before a person again, and which it leaves alone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.record.surveys import DOI, ONE, TWO, decided, minute
from tracker.decisions import Decision
from tracker.papers import PaperVersion
from tracker.record import replay
from tracker.review.revised import (
    Revised,
    Revision,
    compared,
    joined,
    last_read,
    rests_on,
    revised,
    summary,
    versions_read,
)
from tracker.review.waiting import Waiting
from tracker.suggestions import RELEVANT, Suggestion
from tracker.works import Work

AT = datetime(2024, 7, 17, 12, tzinfo=UTC)
DAY = date(2024, 7, 17)
OLD = PaperVersion(
    arxiv_id=ONE.value,
    version=1,
    title="A clinical model",
    abstract="It answers medical questions at the bedside. Accuracy is 81.4% on the exam.",
    authors=("Ada",),
    categories=("cs.CL",),
    primary_category="cs.CL",
    submitted_at=AT,
    updated_at=AT,
)
WORDS = {"words": {"relevant": ["clinical model"], "task:qa": ["medical questions"]}}
QUOTE = "Accuracy is 81.4% on the exam."
READ = decided(0, "include", version=1, title=OLD.title, labels=("task:qa",), shown=WORDS)
AGAIN = Waiting(ONE, "revised", OLD.title, DAY, None, minute(0))


def newer(old: str = "", new: str = "", **fields: Any) -> PaperVersion:
    """Version 2, with some words of the abstract in place of others."""
    return replace(OLD, version=2, abstract=OLD.abstract.replace(old, new), **fields)


def revision(now: PaperVersion, *history: Decision, **fields: Any) -> Revision:
    standing = replay([], history or (READ,)).by_id[ONE]
    return Revision(standing, 1, now, **{"old": OLD, "quotes": [QUOTE], **fields})


def suggestion(label: str, version: int, chance: float, *words: str, against: str = "") -> Any:
    def pieces(some: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
        return tuple({"words": one, "weight": 1.0, "start": 0, "end": 1} for one in some)

    speaks = pieces((against,)) if against else ()
    return Suggestion(ONE.value, label, version, chance, pieces(words), "m1", against=speaks)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ()),
        ("bedside", "beside", ()),  # a typo, and in no word that matters
        ("questions", "quesitons", ()),  # a typo in one that does
        ("It answers", "In short, our model quickly answers", ()),
        ("medical questions", "legal questions", (AGAIN,)),
        ("81.4%", "84.1%", (AGAIN,)),
        ("Accuracy is 81.4% on the exam.", "", (AGAIN,)),
    ],
)
def test_only_a_change_of_words_that_labels_or_results_rest_on_reopens(
    old: str, new: str, expected: tuple[Waiting, ...]
) -> None:
    assert revised([revision(newer(old, new))], 0.05) == Revised(expected)


def test_a_result_that_nobody_reported_may_change() -> None:
    assert revised([revision(newer("81.4%", "84.1%"), quotes=())], 0.05) == Revised()


def test_a_keyword_of_a_label_reopens_when_the_decision_names_no_words() -> None:
    bare = replace(READ, shown={})
    one = revision(newer("medical", "legal"), bare, phrases=["medical questions"])
    assert rests_on(one) == ("medical questions", QUOTE)
    assert revised([one], 0.05) == Revised((AGAIN,))


def test_suggestions_count_only_for_the_version_that_was_read_and_its_labels() -> None:
    said = (
        suggestion("task:qa", 1, 0.9, "bedside"),
        suggestion("task:other", 1, 0.9, "the exam"),
        suggestion(RELEVANT, 2, 0.9, "of version 2", against="against"),
    )
    one = revision(newer(), replace(READ, shown={}), suggestions=said, quotes=())
    assert rests_on(one) == ("bedside",)


def test_a_withdrawal_is_no_mere_revision_and_an_exclusion_needs_none() -> None:
    gone = newer("medical", "legal", withdrawn=True)
    assert revised([revision(gone)], 0.05) == Revised((replace(AGAIN, why="withdrawn"),))
    left_out = decided(0, "exclude", version=1, shown=WORDS)
    assert revised([revision(gone, left_out)], 0.05) == Revised()


OUT = decided(0, "exclude", version=1, shown={"words": {"relevant": ["bedside"]}})


@pytest.mark.parametrize(
    ("now", "said", "waits"),
    [
        (newer("81.4%", "9%"), suggestion(RELEVANT, 2, 0.9, "medical"), False),
        (newer("bedside", "office"), suggestion(RELEVANT, 1, 0.9), True),
        (newer("bedside", "office"), suggestion(RELEVANT, 2, 0.04), False),
        (newer("It", "A small model"), suggestion(RELEVANT, 2, 0.9, "small model"), True),
        (newer("It", "A small model"), suggestion(RELEVANT, 2, 0.01, "small model"), False),
        (newer("It", "A small model"), suggestion(RELEVANT, 1, 0.9, "small model"), False),
        (newer("exam", "exams"), suggestion(RELEVANT, 1, 0.9, against="exam"), False),
        (newer("exam", "ward"), suggestion(RELEVANT, 1, 0.9, against="exam"), True),
    ],
)
def test_an_exclusion_reopens_only_for_what_is_said_of_relevance(
    now: PaperVersion, said: Suggestion, waits: bool
) -> None:
    one = revision(now, OUT, suggestions=[said], phrases=["81.4%"])
    expected = replace(AGAIN, relevance=said.probability)
    assert revised([one], 0.05) == Revised((expected,) if waits else ())


def test_without_the_old_text_the_title_and_the_words_named_are_compared() -> None:
    quiet, lost = newer("at the bedside", "anywhere"), newer("medical", "legal")
    titled = newer(title="A legal model")
    assert revised([revision(one, old=None) for one in (quiet, lost, titled)], 0.05) == Revised(
        (AGAIN, replace(AGAIN, title="A legal model")), unknown=1
    )


@pytest.mark.parametrize("words", ["x", ["x"], {"relevant": "x"}, {"relevant": [1, None]}, None])
def test_whatever_a_journal_says_was_shown_is_borne(words: Any) -> None:
    odd = replace(READ, shown={"words": words})
    assert rests_on(revision(newer(), odd, quotes=())) == ()


def test_the_version_read_is_the_newest_that_anybody_decided_on() -> None:
    history = [
        READ,
        decided(1, "include", by="Grace", version=3, shown={"second": True}),
        decided(2, "exclude", TWO),  # no version: nobody knows what was read
        decided(3, "include", DOI, version=2),
    ]
    record = replay([], history)
    assert versions_read(record) == {ONE.value: (3, record.by_id[ONE])}


@pytest.mark.parametrize("verdict", ["defer", "include"])
def test_what_was_put_off_or_imported_is_not_compared(verdict: Any) -> None:
    last = decided(1, verdict, version=1, inferred=verdict == "include")
    assert versions_read(replay([], [READ, last])) == {}


def test_undoing_what_was_decided_on_the_new_version_opens_it_again() -> None:
    second = decided(1, "exclude", version=2)
    undone = decided(2, "undo", undoes=second.key)
    assert [last_read(replay([], some).by_id[ONE].history) for some in (
        [READ], [READ, second], [READ, second, undone],
    )] == [1, 2, 1]  # fmt: skip


def test_a_work_waits_once_and_for_its_new_text_before_a_second_read() -> None:
    record = replay([Work((ONE, DOI), "One")], [READ])
    reread, other = Waiting(record.by_id[ONE].work.id, "second", "One"), Waiting(TWO, "second", "2")
    assert joined(Revised((AGAIN,)), [reread, other], record) == (AGAIN, other)


def test_the_present_version_is_compared_with_the_one_decided_on() -> None:
    kept = [replace(OLD, version=number) for number in (1, 2, 3)]
    assert [
        compared(kept, [READ], 4),
        compared(kept, [], 4),
        compared(kept, [decided(0, "include", version=4)], 4),
        compared(kept[1:2], [READ], 4),
        compared([], [READ], 4),
    ] == [kept[0], kept[2], kept[2], kept[1], None]


def test_a_summary_says_only_what_changed_since_the_version_decided_on() -> None:
    now = newer("medical questions", "legal questions", title="A clinical one")
    assert summary([OLD], [READ], now) == {
        "since": 1,
        "decided_on": True,
        "difference": (
            "A clinical [-model-] {+one+} It answers [-medical-] {+legal+} questions at the …"
        ),
    }
    assert summary([], [READ], now) is None
    assert summary([OLD], [], newer()) == {"since": 1, "decided_on": False, "difference": ""}
