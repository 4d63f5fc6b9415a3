"""The timeline and the matrix as pages of the site."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from tracker.charts import Axis, Matrix, Timeline
from tracker.publish.exports.text import clean
from tracker.publish.gaps import NO_LABEL, Tally, grids, newest_month
from tracker.publish.gaps import Grid as Counted
from tracker.publish.matrix import question
from tracker.publish.render import Row, shown_label
from tracker.publish.site.facets import filtered, label_name, within
from tracker.publish.site.pages import Cell, Grid, Page
from tracker.publish.timeline import Plan, plan
from tracker.taxonomy import Taxonomy

_PICTURE: Final = "timeline.svg"
_PLACES: Final = (
    "A work stands at its largest stated model; where no number of parameters is stated, at its "
    "size class, marked by an asterisk."
)
_NUMBERS: Final = (
    "Each number counts included works that carry both labels, and leads to them. In brackets: "
    "how many of them appeared in the twelve months up to {until}, and whether that is more (↑), "
    "fewer (↓) or as many (=) as in the twelve months before."
)
_EMPTY: Final = (
    "“None” leads to arXiv’s own search for the combination, made of the labels’ keywords: "
    "whether the gap is the field’s or only this survey’s is the reader’s check."
)


def timeline_page(
    timeline: Timeline, among: Sequence[Row], taxonomy: Taxonomy, picture: bytes
) -> Page:
    """The picture, and the same as two tables: by time and by size, each by technique."""
    seen = plan(timeline, among, taxonomy)
    lead = [_PLACES]
    if seen.undated:
        lead.append(f"{seen.undated:,} more without a known month are only in the list of works.")
    tables = tuple(
        Grid(anchor, title, ("", *seen.groups, "All"), rows)
        for anchor, title, rows in (
            ("by-time", f"By {seen.step} and technique", _over(seen, seen.columns, 0)[::-1]),
            ("by-size", "By size and technique", _over(seen, seen.lanes, 1)),
        )
        if rows
    )
    return Page(
        "timeline.html", "Timeline", "Timeline", tuple(lead), tables, _PICTURE, seen.description,
        {_PICTURE: picture},
    )  # fmt: skip


def _over(seen: Plan, names: Sequence[str], side: int) -> tuple[tuple[Cell, ...], ...]:
    """A row for each of the names; ``side`` is their place in a cell of the plan."""
    counts: Counter[tuple[int, int]] = Counter()
    for one in seen.cells:
        for group, number in enumerate(one[2]):
            counts[one[:2][side], group] += number
    rows = []
    for place, name in enumerate(names):
        numbers = [counts[place, group] for group in range(len(seen.groups))]
        url = within(name[:4]) if side == 0 and "before" not in name else ""
        rows.append((Cell(name, url), *map(_number, numbers), _number(sum(numbers))))
    return tuple(rows)


def _number(count: int) -> Cell:
    return Cell(f"{count:,}", faint=not count)


def matrix_page(matrix: Matrix, among: Sequence[Row], taxonomy: Taxonomy) -> Page:
    """How many works carry each pair of labels; a number leads to them, none to arXiv's search."""
    until = newest_month(among)
    lead = (_NUMBERS.format(until=until or "the newest month"), _EMPTY)
    tables = tuple(_table(one, matrix, len(among)) for one in grids(matrix, among, taxonomy, until))
    return Page("gaps.html", "Gaps", "What is missing", lead, tables)


def _table(grid: Counted, matrix: Matrix, works: int) -> Grid:
    columns = [label.key for label in grid.column_labels]
    rows = []
    for label in grid.row_labels:
        cells = []
        for column in grid.column_labels:
            tally = grid.tallies.get((label.key, column.key))
            if tally:
                url = filtered(*dict.fromkeys((label.key, column.key)))
                cells.append(Cell(str(tally), url))
            else:
                cells.append(Cell("none", question(label, column, matrix.about), faint=True))
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


def _margin(grid: Counted, key: str) -> tuple[Cell, Cell]:
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
