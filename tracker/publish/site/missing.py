"""The page of what is missing: any axes crossed by the script, minimal gaps, and all pairs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tracker.charts import Axis, Matrix
from tracker.publish.cross import NO_LABEL, Tally, crossed, newest_month, whole
from tracker.publish.exports.text import clean
from tracker.publish.gaps import Gap, Gaps, Part, minimal_gaps
from tracker.publish.pairs import Grid as Pair
from tracker.publish.pairs import grids
from tracker.publish.questions import question
from tracker.publish.render import Row, shown_label
from tracker.publish.site.crossing import choices, crossing
from tracker.publish.site.facets import filtered, label_name
from tracker.publish.site.pages import Cell, Grid, Page
from tracker.publish.surprises import (
    ANCHOR,
    HEADS,
    SHOWN,
    TITLE,
    decimal,
    expectation,
    together,
    what,
)
from tracker.taxonomy import Taxonomy

_NUMBERS: Final = (
    "Each number counts included works that carry all the labels named, and leads to them."
)
_TREND: Final = (
    " In brackets: how many of them appeared in the twelve months up to {until}, and whether that "
    "is more (↑), fewer (↓) or as many (=) as in the twelve months before."
)
_EMPTY: Final = (
    "“None” leads to arXiv’s own search for the combination, made of the labels’ keywords: "
    "whether the gap is the field’s or only this survey’s is the reader’s check."
)


def matrix_page(matrix: Matrix, among: Sequence[Row], taxonomy: Taxonomy) -> Page:
    """What is missing; a number leads to its works, none to arXiv's search."""
    until = newest_month(among)
    lead = (_NUMBERS + (_TREND.format(until=until) if until else ""), _EMPTY)
    cross = crossed(matrix, among, taxonomy, until)
    pairs = [_table(one, matrix, len(among)) for one in grids(cross)]
    gaps = _gaps(minimal_gaps(whole(cross), SHOWN), matrix.about)
    page = Page("gaps.html", "Gaps", "What is missing", lead, (gaps, *pairs))
    if not pairs:
        return page
    files = {"axes.js": crossing(cross, matrix.about, until)}
    scripts = ("data.js", *files, "gaps.js")
    return replace(page, choices=choices(cross), scripts=scripts, files=files)


def _gaps(gaps: Gaps, about: Sequence[str]) -> Grid:
    """Each gap leads to arXiv's search, each of its parts to the works that have it."""
    lead = [what(gaps)]
    if gaps.bare:
        lead.append(f"No work at all carries {clean(', '.join(map(shown_label, gaps.bare)))}.")
    if gaps.first:
        lead.append(expectation(gaps))
    rows = tuple(_gap(gap, about) for gap in gaps.first)
    return Grid(ANCHOR, TITLE, HEADS, rows, f"{gaps.total:,}", words=True, lead=tuple(lead))


def _gap(gap: Gap, about: Sequence[str]) -> tuple[Cell, ...]:
    name = Cell(clean(together(gap.labels)), question(gap.labels, about))
    return (name, Cell(decimal(gap)), *map(_part, gap.parts))


def _part(part: Part) -> Cell:
    text = f"{clean(together(part.labels))}: {part.tally}"
    return Cell(text, filtered(*(label.key for label in part.labels)))


def _table(grid: Pair, matrix: Matrix, works: int) -> Grid:
    columns = [label.key for label in grid.column_labels]
    rows = []
    for label in grid.row_labels:
        cells = []
        for column in grid.column_labels:
            if grid.missing(label, column):
                cells.append(Cell("none", question([label, column], matrix.about), faint=True))
            else:
                tally = grid.tallies.get((label.key, column.key))
                cells.append(_held(tally, (label.key, column.key)))
        name = Cell(clean(label_name(label)), filtered(label.key))
        rows.append((name, *cells, *_margin(grid, label.key)))
    last = [_held(grid.tallies.get((NO_LABEL, key)), (key,), grid.rows) for key in columns]
    rows.append((Cell("no label"), *last, *_margin(grid, NO_LABEL)))
    totals = [_held(grid.down.get(key), (key,)) for key in columns]
    bare = _held(grid.down.get(NO_LABEL), (), grid.columns)
    rows.append((Cell("All"), *totals, bare, Cell(f"{works:,}", filtered())))
    head = ("", *(clean(shown_label(label)) for label in grid.column_labels), "no label", "All")
    note = f"{grid.empty:,} of {grid.size:,} combinations empty"
    return Grid(grid.anchor, clean(grid.title), head, tuple(rows), note)


def _margin(grid: Pair, key: str) -> tuple[Cell, Cell]:
    """The row's works without a label of the columns, and all of them."""
    labels, axes = ((key,), ()) if key else ((), (grid.rows,))
    return (
        _held(grid.tallies.get((key, NO_LABEL)), labels, *axes, grid.columns),
        _held(grid.across.get(key), labels, *axes),
    )


def _held(tally: Tally | None, labels: tuple[str, ...], *axes: Axis) -> Cell:
    """A count that leads to its works: those with the labels and with none of the axes'."""
    if not tally:
        return Cell("0", faint=True)
    without = [dimension for axis in axes for dimension in axis.dimensions]
    return Cell(str(tally), filtered(*labels, without=without))
