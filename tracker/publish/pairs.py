"""How many works carry each pair of labels: a grid for every two axes, and it as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from tracker.charts import Axis
from tracker.publish.cross import NO_LABEL, Cross, Tally
from tracker.publish.markdown import cell, row
from tracker.publish.questions import question
from tracker.publish.render import shown_label
from tracker.taxonomy import Label


@dataclass(frozen=True)
class Grid:
    """Two axes crossed: ``tallies`` by row and column label, NO_LABEL standing for none.

    The longer axis makes the rows. ``across`` and ``down`` are the margins; ``empty`` of
    ``size`` combinations of labels in use have no work.
    """

    rows: Axis
    columns: Axis
    row_labels: tuple[Label, ...]
    column_labels: tuple[Label, ...]
    tallies: dict[tuple[str, str], Tally]
    across: dict[str, Tally]
    down: dict[str, Tally]
    empty: int
    size: int

    @property
    def anchor(self) -> str:
        """Made of permanent keys, so that links to it last."""
        return f"{'-'.join(self.rows.dimensions)}-by-{'-'.join(self.columns.dimensions)}"

    @property
    def title(self) -> str:
        return f"{self.rows.name} × {self.columns.name}"

    def missing(self, row_label: Label, column_label: Label) -> bool:
        """Whether no work carries the two, and one could: nobody gets a retired label any more."""
        retired = row_label.retired or column_label.retired
        return not retired and (row_label.key, column_label.key) not in self.tallies


def grids(cross: Cross) -> tuple[Grid, ...]:
    """Every pair of the cross's axes."""
    pairs = combinations(range(len(cross.sides)), 2)
    return tuple(
        _grid(cross.of(sorted(pair, key=lambda place: -len(cross.sides[place].labels))))
        for pair in pairs
    )


def _grid(pair: Cross) -> Grid:
    rows, columns = pair.sides
    tallies = {(one, two): tally for (one, two), tally in pair.tallies().items()}
    across = {key: tally for (key,), tally in pair.of([0]).tallies().items()}
    down = {key: tally for (key,), tally in pair.of([1]).tallies().items()}
    return Grid(rows.axis, columns.axis, rows.labels, columns.labels, tallies, across, down,
                pair.empty, pair.size)  # fmt: skip


def pair_table(grid: Grid, works: int, about: Sequence[str]) -> list[str]:
    """The lines of one pair's table: labels by labels, then those with no label, and all."""
    columns = grid.column_labels
    heads = ["", *(cell(shown_label(label)) for label in columns), "no label", "**All**"]
    lines = [row(heads), row(["---", *("--:" for _ in heads[1:])])]
    for label in grid.row_labels:
        cells = [
            f"[none]({question([label, column], about)})"
            if grid.missing(label, column)
            else str(grid.tallies.get((label.key, column.key), Tally()))
            for column in columns
        ]
        lines.append(row([cell(shown_label(label)), *cells, *_margin(grid, label.key)]))
    last = [str(grid.tallies.get((NO_LABEL, column.key), Tally())) for column in columns]
    lines.append(row(["no label", *last, *_margin(grid, NO_LABEL)]))
    totals = [str(grid.down.get(key, Tally())) for key in (*(c.key for c in columns), NO_LABEL)]
    return [*lines, row(["**All**", *totals, f"{works:,}"])]


def _margin(grid: Grid, key: str) -> list[str]:
    return [str(grid.tallies.get((key, NO_LABEL), Tally())), str(grid.across.get(key, Tally()))]
