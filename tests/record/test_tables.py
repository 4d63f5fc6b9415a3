"""The published tables as they are read, and which works they show."""

from dataclasses import replace
from typing import Any

import pytest

from tests.record.surveys import FILES, TAXONOMY
from tracker.charts import Axis, Matrix, Timeline
from tracker.curation.canonical import load
from tracker.tables import More, Pages, Table, read_tables
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


def test_charts_and_more_pages_are_read_with_their_defaults() -> None:
    top = {"more": {"newest": 5}, "timeline": {}, "matrix": {}}
    pages, problems = read_tables(top, "t.yaml", TAXONOMY)
    assert problems == []
    assert pages == Pages(
        more=More("pages", ("kind", "task"), 5),
        timeline=Timeline("timeline.svg", "timeline.md", ("kind",), ""),
        matrix=Matrix("matrix.md", (Axis("Kind", ("kind",)), Axis("task", ("task",)))),
    )


def test_charts_are_read_whole() -> None:
    top = {
        "more": {"folder": "docs/tables", "dimensions": ["task"]},
        "timeline": {
            "picture": "a/t.svg",
            "page": "a/t.md",
            "techniques": ["task"],
            "size": "kind",
        },
        "matrix": {
            "page": "m.md",
            "about": ["LLM"],
            "axes": [{"dimensions": ["kind"]}, {"name": "Work", "dimensions": ["task"]}],
        },
    }
    axes = (Axis("Kind", ("kind",)), Axis("Work", ("task",)))
    assert read_tables(top, "t.yaml", TAXONOMY) == (
        Pages(
            more=More("docs/tables", ("task",)),
            timeline=Timeline("a/t.svg", "a/t.md", ("task",), "kind"),
            matrix=Matrix("m.md", axes, ("LLM",)),
        ),
        [],
    )


@pytest.mark.parametrize(
    ("top", "sentence"),
    [
        ({"more": 7}, "more: must be a mapping of fields, not the int 7"),
        ({"more": {"folder": "../x"}},
         "more.folder: '../x' must be a folder inside the survey, not in curation/"),
        ({"more": {"folder": "curation"}},
         "more.folder: 'curation' must be a folder inside the survey, not in curation/"),
        ({"more": {"newest": -1}}, "more.newest: is -1; write 0 to 1000"),
        ({"more": {"dimensions": ["size"]}},
         "more.dimensions: no dimension 'size' in the taxonomy"),
        ({"more": {"x": 1}},
         "more.x: is not a field here; known are folder, dimensions, newest"),
        ({"timeline": {"picture": "t.png"}},
         "timeline.picture: 't.png' must be a .svg file inside the survey, not in curation/"),
        ({"timeline": {"page": ".github/t.md"}},
         "timeline.page: '.github/t.md' must be a .md file inside the survey, not in curation/"),
        ({"timeline": {"techniques": ["x"]}},
         "timeline.techniques: no dimension 'x' in the taxonomy"),
        ({"timeline": {"size": "x"}}, "timeline.size: no dimension 'x' in the taxonomy"),
        ({"timeline": {"page": "README.md"}},
         "timeline: 'README.md' is also the file of page; choose another"),
        ({"timeline": {}, "matrix": {"page": "timeline.md"}},
         "matrix: 'timeline.md' is also the file of timeline; choose another"),
        ({"tables": [{"key": "t", "title": "T"}], "matrix": {"page": "pages/t.md"}},
         "matrix: 'pages/t.md' is also the file of table 't'; choose another"),
        ({"matrix": {"page": "pages/by-kind.md"}},
         "matrix: 'pages/by-kind.md' is a name for a dimension's page; choose another"),
        ({"matrix": {"page": "pages/by.md"}},
         "matrix: 'pages/by.md' is a name for a dimension's page; choose another"),
        ({"matrix": {"page": "m.md"}, "timeline": {"page": "m-x.md"}},
         "matrix: 'm-x.md', the file of timeline, is a name for one of its pages; choose another"),
        ({"matrix": {"axes": [{"dimensions": ["kind"]}]}},
         "matrix.axes: names one axis; a matrix needs two or more"),
        ({"matrix": {"axes": [{"name": "A"}, {"dimensions": ["kind"]}]}},
         "matrix.axes[0].dimensions: is missing"),
        ({"matrix": {"axes": [{"dimensions": ["kind"]}, {"dimensions": ["task", "kind"]}]}},
         "matrix.axes[1].dimensions: 'kind' is on the axis 'Kind' already; write it on one axis"),
    ],
)  # fmt: skip
def test_each_fault_of_a_chart_is_one_sentence_with_its_place(
    top: dict[str, Any], sentence: str
) -> None:
    _, problems = read_tables(top, "t.yaml", TAXONOMY)
    assert [str(problem) for problem in problems] == [f"t.yaml:{sentence}"]
