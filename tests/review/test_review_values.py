"""The pure middle of the review: codes, trails, standings, marks, and what is typed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.surveys import DOI, ONE, TAXONOMY, THREE, TWO, WORK, decided, minute
from tracker.decisions import Decision
from tracker.errors import SettingsError
from tracker.identity import WorkId
from tracker.record import replay
from tracker.review import typed
from tracker.review.actions import act
from tracker.review.codes import codes_of, label_of
from tracker.review.keys import BY_KEY, EVERY
from tracker.review.session import begin, onward
from tracker.review.sheet import toggled
from tracker.review.standings import Standings
from tracker.review.trail import trail
from tracker.review.waiting import Waiting
from tracker.taxonomy import Dimension, Label, Taxonomy
from tracker.works import Work

CODES = codes_of(TAXONOMY)


def test_every_present_label_has_two_letters_of_its_own() -> None:
    assert (CODES.letter, CODES.code) == (
        {"kind": "k", "task": "t"},
        {"kind:model": "km", "kind:dataset": "kd", "task:qa": "tq"},
    )


def test_codes_stay_apart_where_names_begin_alike() -> None:
    labels = tuple(Label(f"d:l{n}", "same name", "") for n in range(40))
    codes = codes_of(Taxonomy(1, (Dimension("d", "D", "any", labels),)))
    assert len(codes.code) == len(set(codes.code.values())) == 36


@pytest.mark.parametrize("text", ["tq", "TQ", "task:qa", "qa", "question  answering", "answering"])
def test_a_label_is_named_by_code_key_name_or_a_part_of_it(text: str) -> None:
    assert label_of(TAXONOMY, CODES, text).key == "task:qa"


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "no label ''"), ("zz", "no label 'zz'"), ("task:old", "is retired"), ("d", "several")],
)
def test_what_names_no_present_label_is_refused(text: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        label_of(TAXONOMY, CODES, text)


def test_ticking_replaces_where_a_dimension_takes_one() -> None:
    assert toggled(("kind:model", "task:qa"), "kind:dataset", TAXONOMY) == (
        "kind:dataset",
        "task:qa",
    )
    assert toggled(("kind:model",), "kind:model", TAXONOMY) == ()


def test_no_two_actions_share_a_key_and_each_has_its_help() -> None:
    assert sum(len(one.keys) for one in EVERY) == len(BY_KEY)
    assert all(one.help.endswith(".") and one.short for one in EVERY)


def test_a_trail_forgets_what_was_undone_once_something_new_is_decided() -> None:
    one, two = decided(0, "include"), decided(2, "exclude", TWO)
    back = Decision(minute(1), "ada", "undo", ONE, undoes=one.key)
    assert trail([one, back], "ADA").undone == ((back, one),)
    assert trail([one, back, two], "ada") == trail([two], "ada")
    assert trail([one, back], "grace") == trail([], "grace")


def test_what_somebody_else_took_back_is_not_taken_back_again() -> None:
    one = decided(0, "include")
    back = Decision(minute(1), "Grace", "undo", ONE, undoes=one.key)
    assert trail([one, back], "ada") == trail([], "ada")


IDS = (ONE, TWO, THREE, DOI)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["include", "exclude", "defer", "join", "split", "undo"]),
        st.sampled_from(IDS),
        st.sampled_from(IDS),
        st.integers(0, 20),
    ),
    max_size=14,
)


@given(EVENTS, st.booleans())
def test_standings_in_instalments_are_the_whole_replay(
    events: list[tuple[str, WorkId, WorkId, int]], listed: bool
) -> None:
    files = [WORK] if listed else []
    standings = Standings(files, [])
    history: list[Decision] = []
    for count, (verdict, work, other, which) in enumerate(events):
        if verdict == "undo":
            if not history:
                continue
            target = history[which % len(history)]
            one = Decision(minute(count), "ada", "undo", target.work, undoes=target.key)
        elif verdict in ("join", "split"):
            if work == other:
                continue
            one = decided(count, verdict, work, other=other)  # type: ignore[arg-type]
        else:
            one = decided(count, verdict, work, title="T")  # type: ignore[arg-type]
        history.append(one)
        standings.add([one])
        assert standings.by_id == replay(files, history).by_id


def test_a_file_made_while_reviewing_is_taken_in() -> None:
    standings = Standings([], [])
    one = decided(0, "include")
    standings.add([one], WORK)
    assert standings.by_id == replay([WORK], [one]).by_id


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("short_name", " BioLite ", {"short_name": "BioLite"}),
        ("sizes", "2.7B, 7B", {"sizes": ("2.7B", "7B")}),
        ("base_model", "-", {}),
        ("journal", "J. Med. 5 (2024) 1-9", {"journal": "J. Med. 5 (2024) 1-9"}),
        ("code", "", {}),
    ],
)
def test_facts_are_typed_as_they_are_written(
    field: str, text: str, expected: dict[str, object]
) -> None:
    assert typed.stated({}, field, text) == expected
    assert typed.written(expected, field) == ("" if not expected else text.strip())


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("sizes", "big", "not a parameter count"),
        ("code", "ftp://x", "not a web address"),
        ("colour", "red", "is no fact"),
        ("journal", "J.\u202e1", "with nothing unseen"),
        ("short_name", "A\x1b[2J", "one line with nothing unseen"),
        ("short_name", "x" * 501, "longer than 500"),
    ],
)
def test_facts_that_the_record_would_refuse_are_refused_at_once(
    field: str, text: str, why: str
) -> None:
    with pytest.raises(SettingsError, match=why):
        typed.stated({}, field, text)


@pytest.mark.parametrize(
    ("text", "expected"), [("2", "b"), ("own words", "own words"), ("2nd edition", "2nd edition")]
)
def test_a_reason_is_a_number_or_words(text: str, expected: str) -> None:
    assert typed.reason(text, ("a", "b")) == expected


@pytest.mark.parametrize("text", ["", "0", "3", "x" * 201])
def test_a_reason_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        typed.reason(text, ("a", "b"))


def test_going_on_passes_over_what_is_gone_and_comes_round() -> None:
    queue = tuple(Waiting(work, "new", str(work)) for work in (ONE, TWO, THREE))
    session = replace(begin("ada", TAXONOMY, queue), gone=frozenset({TWO}))
    places = [session.place]
    for _ in range(3):
        session = onward(session)
        places.append(session.place)
    assert places == [0, 2, 0, 2]
    assert onward(session, -1).place == 0
    assert onward(replace(session, gone=frozenset({ONE, TWO, THREE}))).place == 3
    assert onward(replace(session, place=3), -1).place == 2


@given(st.sampled_from([one.action for one in EVERY if not one.action.startswith("scroll")]
                       + ["paper"]), st.text(max_size=20))  # fmt: skip
def test_no_action_on_an_empty_desk_ever_raises(action: str, text: str) -> None:
    if action == "facts":
        return
    session, effects = act(begin("ada", TAXONOMY, ()), action, text)
    assert session.said or effects or session.view == "help" or action == "paper"
    assert session.sheet is None


def test_a_work_without_an_address_opens_nothing() -> None:
    from tracker.record import Standing
    from tracker.review.decide import Case
    from tracker.review.sheet import Sheet

    work = Work((WorkId("title", "one"),), "One")
    sheet = Sheet(Waiting(work.id, "inferred", "One"), Case(work.id, Standing(work)))
    session, effects = act(replace(begin("ada", TAXONOMY, ()), sheet=sheet), "open")
    assert (session.said, effects) == ("no address of this work is known", ())
