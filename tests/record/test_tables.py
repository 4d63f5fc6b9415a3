"""The published tables as they are read, and which works they show."""

from dataclasses import replace
from typing import Any

import pytest

from tests.record.surveys import FILES, TAXONOMY
from tracker.curation.canonical import load
from tracker.tables import Pages, Table, read_tables
from tracker.taxonomy import Taxonomy


def told(*tables: Any, **top: Any) -> list[str]:
    _, problems = read_tables(top | {"tables": list(tables)}, "t.yaml", TAXONOMY)
    return [str(problem) for problem in problems]


def test_tables_are_read_whole() -> None:
    models = Table("models", "Models", all_of=("kind:model",), heading="Models")
    assert read_tables(load(FILES["tables.yaml"]), "t.yaml", TAXONOMY) == (
        Pages("README.md", (models,)),
        [],
    )


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, True),
        ({"all_of": ("a", "b")}, True),
        ({"all_of": ("a", "c")}, False),
        ({"any_of": ("c", "a")}, True),
        ({"any_of": ("c",)}, False),
        ({"none_of": ("c",)}, True),
        ({"none_of": ("a",)}, False),
        ({"section": "Methods > Pruning"}, True),
        ({"section": "Methods"}, False),
        ({"section": "Methods > Pruning", "all_of": ("c",)}, False),
    ],
)
def test_a_table_shows_works_by_their_labels_and_sections(
    fields: dict[str, Any], shown: bool
) -> None:
    table = replace(Table("t", "T"), **fields)
    assert table.selects(("a", "b"), ("Methods > Pruning",)) is shown


@pytest.mark.parametrize("page", ["/etc/x.md", "../x.md", "a/../../x.md", "README", "x.html"])
def test_a_page_outside_the_survey_is_refused(page: str) -> None:
    pages, problems = read_tables({"page": page}, "t.yaml", TAXONOMY)
    assert pages == Pages()
    assert [str(problem) for problem in problems] == [
        f"t.yaml:page: {page!r} must be a Markdown file inside the survey"
    ]


@pytest.mark.parametrize(
    ("table", "sentences"),
    [
        (7, ["t.yaml:tables[0]: must be a mapping of fields, not the int 7"]),
        ({"title": "T"}, ["t.yaml:tables[0].key: is missing"]),
        ({"key": "t"}, ["t.yaml:tables[0].title: is missing"]),
        (
            {"key": "T 1", "title": "T"},
            ["t.yaml:tables[0].key: 'T 1' must be lower-case letters, digits and underscores"],
        ),
        (
            {"key": "t", "title": "T", "style": "grid"},
            ["t.yaml:tables[0].style: is 'grid'; write table or list"],
        ),
        (
            {"key": "t", "title": "T", "columns": ["title", "task", "stars"]},
            ["t.yaml:tables[0].columns: 'stars' is neither a column nor a dimension"],
        ),
        (
            {"key": "t", "title": "T", "any_of": ["kind:modle"]},
            ["t.yaml:tables[0].any_of: no label 'kind:modle' in the taxonomy"],
        ),
        (
            {"key": "t", "title": "T", "where": "x"},
            [
                (
                    "t.yaml:tables[0].where: is not a field here; known are key, title, style, "
                    "all_of, any_of, none_of, section, heading, adopts, columns"
                )
            ],
        ),
    ],
)
def test_each_fault_is_one_sentence_with_its_place(table: Any, sentences: list[str]) -> None:
    assert told(table) == sentences


def test_a_key_used_twice_keeps_the_first_table() -> None:
    one, two = {"key": "t", "title": "One"}, {"key": "t", "title": "Two"}
    pages, problems = read_tables({"tables": [one, two]}, "t.yaml", TAXONOMY)
    assert pages.tables == (Table("t", "One", heading="One"),)
    assert [str(problem) for problem in problems] == ["t.yaml:tables[1].key: 't' is used twice"]


def test_an_unreadable_taxonomy_does_not_make_every_table_a_problem() -> None:
    table = {"key": "t", "title": "T", "any_of": ["kind:modle"]}
    assert read_tables({"tables": [table]}, "t.yaml", Taxonomy())[1] == []
