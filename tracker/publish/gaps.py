"""How many works carry each pair of labels, and how that changed within two years."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeVar

from tracker.charts import Axis, Matrix
from tracker.publish.render import Row
from tracker.taxonomy import Label, Taxonomy

K = TypeVar("K")
NO_LABEL: Final = ""  # stands for the works without any label of an axis


@dataclass(frozen=True)
class Tally:
    """Works in all, in the last twelve months, and in the twelve before."""

    count: int = 0
    last: int = 0
    before: int = 0

    def __str__(self) -> str:
        if not self.last and not self.before:
            return f"{self.count:,}"
        sign = "↑" if self.last > self.before else "↓" if self.last < self.before else "="
        return f"{self.count:,} ({self.last:,}{sign}{self.before:,})"


@dataclass(frozen=True)
class Grid:
    """Two axes crossed: ``tallies`` by row and column label, NO_LABEL standing for none.

    The longer axis makes the rows. ``across`` and ``down`` are the margins.
    """

    rows: Axis
    columns: Axis
    row_labels: tuple[Label, ...]
    column_labels: tuple[Label, ...]
    tallies: dict[tuple[str, str], Tally]
    across: dict[str, Tally]
    down: dict[str, Tally]

    @property
    def anchor(self) -> str:
        """Made of permanent keys, so that links to it last."""
        return f"{'-'.join(self.rows.dimensions)}-by-{'-'.join(self.columns.dimensions)}"

    @property
    def title(self) -> str:
        return f"{self.rows.name} × {self.columns.name}"

    @property
    def empty(self) -> int:
        pairs = ((one.key, two.key) for one in self.row_labels for two in self.column_labels)
        return sum(pair not in self.tallies for pair in pairs)

    @property
    def size(self) -> int:
        return len(self.row_labels) * len(self.column_labels)


def newest_month(among: Iterable[Row]) -> str:
    """The month of the newest work, such as ``2025-04``; empty if no work has one."""
    return max((row.work.published_on[:7] for row in among if len(row.work.published_on) > 4),
               default="")  # fmt: skip


def grids(matrix: Matrix, among: Sequence[Row], taxonomy: Taxonomy, until: str) -> tuple[Grid, ...]:
    """Every pair of axes, counted; the trend ends with the month ``until``."""
    end = _month(until)
    windows = [_window(row, end) for row in among]
    axes = [axis for axis in matrix.axes if axis.dimensions]
    carried = {axis: [_carried(row, axis) for row in among] for axis in axes}
    used = {key for row in among for key in row.labels}
    labels = {axis: tuple(label for label in taxonomy if label.dimension in axis.dimensions
                          and (label.key in used or not label.retired))
              for axis in axes}  # fmt: skip
    found = []
    for pair in combinations(axes, 2):
        one, two = sorted(pair, key=lambda axis: -len(labels[axis]))
        counts = _counted(zip(carried[one], carried[two], windows, strict=True))
        found.append(Grid(one, two, labels[one], labels[two], *counts))
    return tuple(found)


def _counted(
    works: Iterable[tuple[Sequence[str], Sequence[str], int]],
) -> tuple[dict[tuple[str, str], Tally], dict[str, Tally], dict[str, Tally]]:
    """Tallies of pairs, of the first side and of the second."""
    pairs: Counter[tuple[tuple[str, str], int]] = Counter()
    ones: Counter[tuple[str, int]] = Counter()
    twos: Counter[tuple[str, int]] = Counter()
    for one, two, window in works:
        pairs.update(((a, b), window) for a in one for b in two)
        ones.update((a, window) for a in one)
        twos.update((b, window) for b in two)
    return _tallied(pairs), _tallied(ones), _tallied(twos)


def _tallied(counts: Counter[tuple[K, int]]) -> dict[K, Tally]:
    found: dict[K, Tally] = {}
    for key, _ in counts:
        spread = [counts[key, window] for window in (0, 1, 2)]
        found[key] = Tally(sum(spread), spread[1], spread[2])
    return found


def _carried(row: Row, axis: Axis) -> tuple[str, ...]:
    keys = tuple(key for key in row.labels if key.partition(":")[0] in axis.dimensions)
    return keys or (NO_LABEL,)


def _month(text: str) -> int:
    """Months since year 0; 0 for a text that names none."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1 if len(text) > 4 else 0


def _window(row: Row, end: int) -> int:
    """1 for the twelve months up to ``end``, 2 for the twelve before, else 0."""
    month = _month(row.work.published_on)
    age = end - month if month else -1
    return 1 if 0 <= age < 12 else 2 if 12 <= age < 24 else 0
