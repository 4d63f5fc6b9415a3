"""Decisions as journal lines, and what undoing them comes to."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.surveys import DOI, ONE, TWO, decided, line, minute
from tracker.decisions import (
    MAX_LINE,
    Decision,
    Verdict,
    active,
    in_order,
    read_decision,
    written,
)
from tracker.identity import WorkId
from tracker.works import Facts, Link, journal_reference

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
word = text.filter(lambda value: bool(value.strip()))
works = st.one_of(
    st.integers(10000, 99999).map(lambda number: WorkId("arxiv", f"2407.{number}")),
    st.integers(1, 10**8).map(lambda number: WorkId("pmid", str(number))),
)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000, tzinfo=UTC)
)
links = st.builds(Link, st.sampled_from(["paper", "code"]), st.just("https://a.org/b"))
stated = st.fixed_dictionaries(
    {},
    optional={
        "title": word,
        "short_name": text,
        "journal": text.map(journal_reference),
        "sizes": st.lists(st.just("2.7B"), max_size=2).map(tuple),
        "links": st.lists(links, max_size=2).map(tuple),
    },
).filter(bool)
decisions = st.builds(
    Decision,
    at=instants,
    by=word,
    verdict=st.sampled_from(["include", "exclude", "defer"]),
    work=works,
    version=st.none() | st.integers(1, 20),
    title=text,
    labels=st.lists(word, max_size=3).map(tuple),
    facts=st.none() | st.builds(Facts, stated),
    reason=text,
    note=text,
    inferred=st.booleans(),
    shown=st.dictionaries(text, st.none() | st.booleans() | st.integers() | text, max_size=3),
)
ties = st.builds(
    Decision,
    at=instants,
    by=word,
    verdict=st.sampled_from(["join", "split"]),
    work=works,
    other=works,
)
undos = st.builds(Decision, at=instants, by=word, verdict=st.just("undo"), work=works, undoes=word)


@given(decisions | ties | undos)
def test_a_decision_reads_back_from_its_line_whole(decision: Decision) -> None:
    assert read_decision(decision.line, "j", "line 1") == (decision, [])


@given(decisions | ties | undos)
def test_a_decision_is_one_line_of_json(decision: Decision) -> None:
    assert "\n" not in decision.line
    assert set(json.loads(decision.line)) >= {"at", "by", "verdict", "work"}


def test_an_exclusion_is_compact() -> None:
    assert decided(0, "exclude", reason="not about language").line == (
        '{"at": "2026-11-21T19:00:00.000Z", "by": "ada", "verdict": "exclude", '
        '"work": "arxiv:2407.12341", "reason": "not about language"}'
    )


def test_an_instant_is_written_in_utc_to_the_millisecond() -> None:
    local = datetime(2026, 11, 21, 20, 4, 5, 120999, timezone(timedelta(hours=1)))
    assert written(local) == "2026-11-21T19:04:05.120Z"


def test_every_verdict_has_its_line() -> None:
    lines = {
        verdict: line(verdict=verdict, **extra)
        for verdict, extra in {
            "include": {},
            "exclude": {},
            "defer": {},
            "join": {"other": "pmid:7"},
            "split": {"other": "pmid:7"},
            "undo": {"undoes": "ab"},
        }.items()
    }
    assert tuple(lines) == get_args(Verdict)
    assert [read_decision(one, "j", "line 1")[1] for one in lines.values()] == [[]] * 6


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({"at": None}, ["at: is missing"]),
        (
            {"at": "yesterday"},
            ["at: 'yesterday' is not an instant such as 2026-11-21T19:04:05.120Z"],
        ),
        (
            {"at": "2026-11-21T19:04:05"},  # of which zone?
            ["at: '2026-11-21T19:04:05' is not an instant such as 2026-11-21T19:04:05.120Z"],
        ),
        (
            {"at": "0001-01-01T00:00:00+14:00"},
            ["at: '0001-01-01T00:00:00+14:00' is not an instant such as 2026-11-21T19:04:05.120Z"],
        ),
        (
            {"at": "9999-12-31T23:59:59.999Z"},
            ["at: '9999-12-31T23:59:59.999Z' is not an instant such as 2026-11-21T19:04:05.120Z"],
        ),
        ({"at": 1795287845}, ["at: must be text in quotes, not the int 1795287845"]),
        ({"by": None}, ["by: is missing"]),
        ({"by": ""}, ["by: is empty"]),
        ({"verdict": None}, ["verdict: is missing"]),
        (
            {"verdict": "accept"},
            ["verdict: 'accept' is none of include, exclude, defer, join, split, undo"],
        ),
        ({"work": None}, ["work: is missing"]),
        ({"work": 2407.12340}, ["work: must be text in quotes, not the float 2407.1234"]),
        (
            {"work": "2407.1234"},
            ["work: '2407.1234' names no work; write arxiv:…, doi:…, pmid:…, url:… or title:…"],
        ),
        ({"verdict": "join"}, ["other: is missing"]),
        ({"verdict": "undo"}, ["undoes: is missing"]),
        ({"version": "2"}, ["version: must be a whole number, not text"]),
        ({"version": 2.0}, ["version: must be a whole number, not the float 2.0"]),
        ({"inferred": 1}, ["inferred: must be true or false, not the int 1"]),
        ({"labels": "kind:model"}, ["labels: must be a list, not text"]),
        ({"labels": ["a", 1]}, ["labels[1]: must be text in quotes, not the int 1"]),
        ({"shown": [1]}, ["shown: must be a mapping of fields, not a list"]),
        ({"facts": "x"}, ["facts: must be a mapping of fields, not text"]),
        ({"facts": {"title": ""}}, ["facts.title: is empty"]),
        (
            {"facts": {"journal": "J.\n1"}},
            ["facts.journal: must be one line of at most 500 characters, with nothing unseen"],
        ),
        (
            {"facts": {"ids": []}},
            [
                (
                    "facts.ids: is not a field here; known are title, authors, published_on, "
                    "journal, short_name, sizes, base_model, links, category, withdrawn_on"
                )
            ],
        ),
        (
            {"stars": 5},
            [
                (
                    "stars: is not a field here; known are at, by, verdict, work, other, undoes, "
                    "version, title, labels, facts, reason, note, inferred, shown"
                )
            ],
        ),
    ],
)
def test_each_fault_in_a_line_is_one_sentence_with_its_place(
    fields: dict[str, Any], sentences: list[str]
) -> None:
    decision, problems = read_decision(line(**fields), "j", "line 1")
    assert decision is None
    assert [str(one) for one in problems] == [f"j:line 1.{sentence}" for sentence in sentences]


GARBAGE = "is not a JSON line; restore it from git or delete it"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", GARBAGE),
        ("<<<<<<< HEAD", GARBAGE),
        (line()[:-9], GARBAGE),
        (line() + line(), GARBAGE),
        ("\x00" * 40, GARBAGE),
        ("[" * 15_000, GARBAGE),
        ("9" * 15_000, GARBAGE),
        ("[]", "must be a mapping of fields, not a list"),
        ("null null", GARBAGE),
        ('"include"', "must be a mapping of fields, not text"),
        (line(note="x" * MAX_LINE), "is longer than 20,000 characters"),
        (
            line(note="\ud83d"),
            "holds half a character or nests too deeply; restore it from git",
        ),
    ],
)
def test_a_line_that_is_no_decision_is_one_problem(written: str, sentence: str) -> None:
    decision, problems = read_decision(written, "j", "line 7")
    assert decision is None
    assert [str(one) for one in problems] == [f"j:line 7: {sentence}"]


@pytest.mark.parametrize("depth", range(900, 1000))
def test_a_line_nested_to_the_brink_is_read_or_is_a_problem(depth: int) -> None:
    """Around the interpreter's limit, reading can succeed where writing again fails."""
    nested = line()[:-1] + ', "shown": {"a": ' + "[" * depth + "]" * depth + "}}"
    decision, problems = read_decision(nested, "j", "line 1")
    assert (decision is None) == (len(problems) == 1)
    assert decision is None or decision.line == nested


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
fields = ["at", "by", "verdict", "work", "other", "undoes", "version", "labels", "facts", "shown"]


@given(st.dictionaries(st.sampled_from(fields), anything, max_size=4))
def test_whatever_a_field_holds_the_line_is_read_or_is_a_problem(given_: dict[str, Any]) -> None:
    decision, problems = read_decision(json.dumps(json.loads(line()) | given_), "j", "line 1")
    assert (decision is None) == bool(problems)


FIRST = decided(0, "include", labels=("kind:model",))
SECOND = decided(1, "exclude")
UNDO = decided(2, "undo", undoes=SECOND.key)
REDO = decided(3, "undo", by="Grace", undoes=UNDO.key)


@pytest.mark.parametrize(
    ("history", "standing"),
    [
        ([], ()),
        ([FIRST, SECOND], (FIRST, SECOND)),
        ([FIRST, SECOND, UNDO], (FIRST,)),
        ([FIRST, SECOND, UNDO, REDO], (FIRST, SECOND)),
        ([FIRST, SECOND, UNDO, REDO, decided(4, "undo", undoes=REDO.key)], (FIRST,)),
        ([FIRST, SECOND, UNDO, decided(3, "undo", undoes=FIRST.key)], ()),
        ([FIRST, decided(1, "undo", undoes="unheard of")], (FIRST,)),
    ],
)
def test_an_undo_takes_back_one_decision_and_can_itself_be_undone(
    history: list[Decision], standing: tuple[Decision, ...]
) -> None:
    assert active(history) == standing
    assert active(reversed(history)) == standing


def test_a_decision_that_came_twice_counts_once() -> None:
    assert in_order([SECOND, FIRST, SECOND]) == (FIRST, SECOND)


def test_decisions_of_one_instant_have_one_order() -> None:
    both = [decided(0, "include", TWO), decided(0, "exclude", DOI)]
    assert in_order(both) == in_order(reversed(both))


journals = st.lists(decisions | ties | undos, max_size=4)


@given(journals, journals, journals)
def test_joining_journals_is_a_union(
    one: list[Decision], two: list[Decision], three: list[Decision]
) -> None:
    assert in_order(one + two) == in_order(two + one)
    assert in_order([*in_order(one + two), *three]) == in_order([*one, *in_order(two + three)])
    assert in_order([*one, *one]) == in_order(one) == in_order(in_order(one))


def test_the_key_is_of_the_line_alone() -> None:
    read, _ = read_decision(FIRST.line, "j", "line 1")
    assert read is not None
    assert (read.key, len(read.key)) == (FIRST.key, 16)
    assert FIRST.key != decided(0, "include", labels=("kind:dataset",)).key
    assert minute(0) == FIRST.at and FIRST.work == ONE
