"""What the timeline shows: columns of time, lanes of size, groups of techniques; and its table."""

from dataclasses import replace

import pytest

from tests.publish.shown import tables
from tests.publish.test_render import titled
from tracker.charts import Timeline
from tracker.publish.render import Row
from tracker.publish.timeline import Plan, plan, region, timeline_pages
from tracker.taxonomy import Dimension, Label, Taxonomy


def dimension(key: str, *names: str) -> Dimension:
    labels = (Label(f"{key}:{name.lower()}", name, "Means.") for name in names)
    return Dimension(key, key.capitalize(), "any", tuple(labels))


TAXONOMY = Taxonomy(
    1,
    (
        dimension("adaptation", "Prompts", "Tuning"),
        dimension("compression", "Pruning"),
        dimension("size", "Small", "Large"),
        dimension("many", *"ABCDEFGH"),
    ),
)
TIMELINE = Timeline(techniques=("adaptation", "compression"), size="size")


def row(number: int, day: str, *labels: str, sizes: tuple[str, ...] = ()) -> Row:
    work = replace(titled(number, f"T{number}", day), sizes=sizes)
    return Row(work, TAXONOMY.sort(labels))


ROWS = (
    row(1, "2025-03-02", "adaptation:tuning", sizes=("1.1B", "7B")),
    row(2, "2025-03", "adaptation:tuning", "adaptation:prompts", "size:large"),
    row(3, "2025-01-31", "adaptation:tuning", "compression:pruning", "size:small"),
    row(4, "2025-01", "size:small", sizes=("5B",)),
    row(5, "2024"),
    row(6, ""),
)


def test_works_stand_by_month_by_size_and_by_technique() -> None:
    assert plan(TIMELINE, ROWS, TAXONOMY) == Plan(
        columns=("2025-01", "2025-02", "2025-03"),
        lanes=("5B to 10B", "2B to 5B", "Large*", "Small*"),
        groups=("Adaptation", "several of these", "none of these"),
        cells=(
            (0, 1, (0, 0, 1)),
            (0, 3, (0, 1, 0)),
            (2, 0, (1, 0, 0)),
            (2, 2, (1, 0, 0)),
        ),
        undated=2,
    )


def test_one_dimension_is_told_apart_by_its_labels_the_rare_ones_together() -> None:
    rows = [row(number, "2025-01", f"many:{'abcdefgh'[number % 8]}") for number in range(20)]
    found = plan(Timeline(techniques=("many",)), rows, TAXONOMY)
    assert (found.groups, found.lanes) == (("A", "B", "C", "D", "E", "others"), ("no size known",))
    assert found.cells == ((0, 0, (3, 3, 3, 3, 2, 6)),)


@pytest.mark.parametrize(
    ("first", "last", "columns", "ends"),
    [
        ("2023-01", "2026-04", 40, ("2023-01", "2026-04")),
        ("2022-12", "2026-04", 15, ("2022 Q4", "2026 Q2")),
        ("2010-01", "2026-04", 17, ("2010", "2026")),
        ("1900-01", "2026-04", 40, ("1987 and before", "2026")),
    ],
)
def test_a_column_is_a_month_a_quarter_or_a_year(
    first: str, last: str, columns: int, ends: tuple[str, str]
) -> None:
    found = plan(TIMELINE, (row(1, last), row(2, first)), TAXONOMY)
    assert (len(found.columns), (found.columns[0], found.columns[-1])) == (columns, ends)
    assert [column for column, _, _ in found.cells] == [0, columns - 1]


@pytest.mark.parametrize(
    ("size", "lane"),
    [
        ("7B", "5B to 10B"), ("5B", "2B to 5B"), ("5.1B", "5B to 10B"), ("1B", "500M to 1B"),
        ("110M", "100M to 200M"), ("100M", "50M to 100M"), ("1.8T", "1T to 2T"),
        ("600K", "500K to 1M"), ("0B", "no size known"),
    ],
)  # fmt: skip
def test_a_stated_size_stands_in_the_step_that_holds_it(size: str, lane: str) -> None:
    assert plan(TIMELINE, (row(1, "2025-01", sizes=(size,)),), TAXONOMY).lanes == (lane,)


def test_no_work_makes_an_empty_plan() -> None:
    assert plan(TIMELINE, (), TAXONOMY) == Plan((), (), (), ())


def test_labels_whose_names_begin_alike_stay_apart() -> None:
    long = "Instruction tuning on synthetic clinical notes"
    kinds = dimension("kind", f"{long} A", f"{long} B", "others", "none of these")
    sizes = dimension("size", "From 100M to 5B parameters", "From 100M to 5B tokens")
    rows = [
        Row(titled(number, "T", "2025-01"), (label.key, sizes.labels[number % 2].key))
        for number, label in enumerate(kinds.labels)
    ]
    rows += [Row(titled(8, "T", "2025-01"), ()), Row(titled(9, "T", "2025-01"), ("kind:gone",))]
    found = plan(Timeline(techniques=("kind",), size="size"), rows, Taxonomy(1, (kinds, sizes)))
    assert found.lanes == ("From 100M…tokens*", "From…parameters*", "no size known")
    assert found.groups == (
        "Instruction tuning on synthetic clinic…A", "Instruction tuning on synthetic clinic…B",
        "others (2)", "none of these (2)", "others", "none of these",
    )  # fmt: skip
    assert found.cells == (
        (0, 0, (0, 1, 0, 1, 0, 0)), (0, 1, (1, 0, 1, 0, 0, 0)), (0, 2, (0, 0, 0, 0, 1, 1)),
    )  # fmt: skip


def test_a_label_that_left_the_taxonomy_is_no_technique() -> None:
    gone = Row(titled(1, "T", "2025-01"), ("many:gone",))
    assert plan(Timeline(techniques=("many",)), (gone,), TAXONOMY).groups == ("others",)


def test_the_table_holds_every_work_with_what_the_picture_shows() -> None:
    asked = replace(TIMELINE, page="p/timeline.md")
    files = timeline_pages(asked, ROWS, TAXONOMY, plan(asked, ROWS, TAXONOMY), "README.md")
    (page,) = (data.decode() for data in files.values())
    (table,) = tables(page)
    assert [[cell.text for cell in line] for line in table] == [
        ["Date", "Work", "Size", "Technique"],
        ["2025-03-02", "T1", "1.1B, 7B", "Tuning"],
        ["2025-03", "T2", "Large", "Prompts, Tuning"],
        ["2025-01-31", "T3", "Small", "Tuning, Pruning"],
        ["2025-01", "T4", "5B", ""],
        ["2024", "T5", "", ""],
        ["", "T6", "", ""],
    ]
    assert "# Timeline (6)" in page and "[Front page](../README.md)" in page
    assert "](../timeline.svg)" in page


def test_the_front_page_shows_the_picture_with_its_words() -> None:
    rows = (row(1, "2025-01", "size:large"),)
    asked = replace(TIMELINE, picture="p/t.svg", page="p/t.md")
    assert region(asked, plan(asked, rows, TAXONOMY), "docs/list.md") == (
        "![Timeline of 1 work, 2025-01 to 2025-01. By year: 2025 1. By size: Large\\* 1. "
        "By technique: none of these 1.](../p/t.svg)\n\n[The same as a table](../p/t.md)."
    )
