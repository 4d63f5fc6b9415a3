"""The questions to arXiv as they are read, and which papers answer them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.record.surveys import FILES
from tracker.curation.canonical import load
from tracker.papers import PaperVersion
from tracker.queries import Query, read_queries

PAPER = PaperVersion(
    arxiv_id="2407.12341",
    version=1,
    title="A Small-Language\nModel for C++",
    abstract="It answers questions.",
    authors=("A. Author",),
    categories=("cs.CL", "stat.ML"),
    primary_category="cs.CL",
    submitted_at=datetime(2024, 7, 17, 12, tzinfo=UTC),
    updated_at=datetime(2024, 7, 17, 12, tzinfo=UTC),
)


def told(*queries: Any) -> list[str]:
    return [str(problem) for problem in read_queries({"queries": list(queries)}, "q.yaml")[1]]


def test_queries_are_read_whole() -> None:
    assert read_queries(load(FILES["queries.yaml"]), "q.yaml") == (
        (
            Query(
                "slm",
                ("cs.CL", "cs.LG"),
                any_of=("small language model",),
                since=date(2024, 1, 31),
            ),
        ),
        [],
    )


@pytest.mark.parametrize("since", ["2024-01-31", date(2024, 1, 31)])
def test_a_first_day_may_be_quoted_or_not(since: object) -> None:
    data = {"queries": [{"key": "a", "categories": ["cs.CL"], "since": since}]}
    assert read_queries(data, "q.yaml") == ((Query("a", ("cs.CL",), since=date(2024, 1, 31)),), [])


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ({}, True),
        ({"categories": ("stat.ML",)}, True),
        ({"categories": ("cs.LG",)}, False),
        ({"any_of": ("absent", "SMALL language model")}, True),
        ({"any_of": ("small language models",)}, False),
        ({"any_of": ("mall language",)}, False),
        ({"any_of": ("c++",)}, True),
        ({"any_of": ("model",), "all_of": ("questions", "answers")}, True),
        ({"all_of": ("questions", "absent")}, False),
        ({"all_of": ("questions",), "none_of": ("C++",)}, False),
        ({"none_of": ("absent",)}, True),
    ],
)
def test_a_paper_answers_by_its_categories_and_whole_phrases(
    fields: dict[str, Any], answers: bool
) -> None:
    assert replace(Query("a", ("cs.CL",)), **fields).matches(PAPER) is answers


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("cs.CL", ["q.yaml:queries[0]: must be a mapping of fields, not text"]),
        (
            {"key": "a"},
            ["q.yaml:queries[0].categories: names no arXiv category, such as cs.CL"],
        ),
        ({"categories": ["cs.CL"]}, ["q.yaml:queries[0].key: is missing"]),
        (
            {"key": "A b", "categories": ["cs.CL"]},
            [
                "q.yaml:queries[0].key: 'A b' must be lower-case letters, digits and underscores",
            ],
        ),
        (
            {"key": "a", "categories": ["cs.CL", "CS"]},
            ["q.yaml:queries[0].categories: 'CS' is not an arXiv category such as cs.CL"],
        ),
        (
            {"key": "a", "categories": "cs.CL"},
            ["q.yaml:queries[0].categories: must be a list, not text"],
        ),
        (
            {"key": "a", "categories": ["cs.CL"], "any_of": ['a "b"', "…"]},
            [
                "q.yaml:queries[0].any_of: 'a \"b\"' is not a phrase of plain words",
                "q.yaml:queries[0].any_of: '…' is not a phrase of plain words",
            ],
        ),
        (
            {"key": "a", "categories": ["cs.CL"], "since": "31 January"},
            ["q.yaml:queries[0].since: '31 January' is not a day such as '2025-01-31'"],
        ),
        (
            {"key": "a", "categories": ["cs.CL"], "anyof": ["x"]},
            [
                (
                    "q.yaml:queries[0].anyof: is not a field here; "
                    "known are key, categories, any_of, all_of, none_of, since"
                )
            ],
        ),
    ],
)
def test_each_fault_is_one_sentence_with_its_place(query: Any, sentences: list[str]) -> None:
    assert told(query) == sentences


def test_a_key_used_twice_keeps_the_first_query() -> None:
    one, two = ({"key": "a", "categories": [category]} for category in ("cs.CL", "cs.LG"))
    queries, faults = read_queries({"queries": [one, two]}, "q.yaml")
    assert queries == (Query("a", ("cs.CL",)),)
    assert [str(fault) for fault in faults] == ["q.yaml:queries[1].key: 'a' is used twice"]
