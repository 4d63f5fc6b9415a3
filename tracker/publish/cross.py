"""How many works carry each combination of labels, one from every axis, and how that changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from math import prod
from operator import and_, or_
from typing import Final

from tracker.charts import Axis, Matrix
from tracker.publish.render import Row
from tracker.taxonomy import Label, Taxonomy

NO_LABEL: Final = ""  # stands for the works without any label of an axis
ANY: Final = None  # stands for every work, whatever it has on an axis
MOST_AXES: Final = 4  # crossed at once: more labels than that nobody looks for together

# What is asked of each side of a cross, in their order.
Combination = tuple[str | None, ...]


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
class Side:
    """An axis with its labels in the taxonomy's order; a retired one only if a work carries it."""

    axis: Axis
    labels: tuple[Label, ...]

    @property
    def key(self) -> str:
        """Made of permanent keys, so that what is named after it lasts."""
        return "-".join(self.axis.dimensions)

    @property
    def open(self) -> tuple[Label, ...]:
        """The labels that a new work can have, so that a combination of them can be missing."""
        return tuple(label for label in self.labels if not label.retired)

    def label(self, key: str | None) -> Label | None:
        """The label of this key; None for NO_LABEL and ANY."""
        return next((label for label in self.labels if label.key == key), None)


@dataclass(frozen=True)
class Cross:
    """The works by their labels on each side.

    A set of works is a number with a bit for each work: what carries several labels is the
    AND of their sets, so a work counts once in a combination whatever else it carries.
    ``carried`` has a side's labels, and NO_LABEL, with their sets.
    """

    sides: tuple[Side, ...]
    carried: tuple[Mapping[str, int], ...]
    all: int
    last: int
    before: int

    def tally(self, asked: Combination) -> Tally:
        return self.counted(self.held(asked))

    def held(self, asked: Combination) -> int:
        """The set of works that answer a combination."""
        sets = (own[key] for own, key in zip(self.carried, asked, strict=True) if key is not ANY)
        return reduce(and_, sets, self.all)

    def tallies(self) -> dict[tuple[str, ...], Tally]:
        """Every combination of a label, or NO_LABEL, a side that some work has."""
        found: dict[tuple[str, ...], int] = {(): self.all}
        for own in self.carried:
            found = {(*keys, key): both for keys, works in found.items()
                     for key, carry in own.items() if (both := works & carry)}  # fmt: skip
        return {keys: self.counted(works) for keys, works in found.items()}

    def of(self, places: Sequence[int]) -> "Cross":
        """The same works by some of the sides only."""
        return replace(
            self,
            sides=tuple(self.sides[place] for place in places),
            carried=tuple(self.carried[place] for place in places),
        )

    def within(self, place: int, key: str | None) -> "Cross":
        """The works that have this on a side, by the other sides."""
        rest = [other for other in range(len(self.sides)) if other != place]
        works = self.all if key is ANY else self.all & self.carried[place][key]
        return replace(self.of(rest), all=works)

    @property
    def size(self) -> int:
        """How many combinations of a label a side there are, retired ones aside."""
        return prod(len(side.open) for side in self.sides)

    @property
    def empty(self) -> int:
        """How many of them no work has."""
        known = [{label.key for label in side.open} for side in self.sides]
        return self.size - sum(
            all(key in own for key, own in zip(keys, known, strict=True)) for keys in self.tallies()
        )

    def counted(self, works: int) -> Tally:
        """The tally of a set of works."""
        return Tally(works.bit_count(), (works & self.last).bit_count(),
                     (works & self.before).bit_count())  # fmt: skip


def crossed(matrix: Matrix, among: Sequence[Row], taxonomy: Taxonomy, until: str) -> Cross:
    """The works by all axes; the trend ends with the month ``until``."""
    end = _month(until)
    windows = [_window(row, end) for row in among]
    used = {key for row in among for key in row.labels}
    sides, carried = [], []
    for axis in matrix.axes:
        labels = tuple(label for label in taxonomy if label.dimension in axis.dimensions
                       and (label.key in used or not label.retired))  # fmt: skip
        if labels:
            sides.append(Side(axis, labels))
            carried.append(_carried(sides[-1], among))
    return Cross(
        tuple(sides),
        tuple(carried),
        _set(range(len(among))),
        _set(place for place, window in enumerate(windows) if window == 1),
        _set(place for place, window in enumerate(windows) if window == 2),
    )


def whole(cross: Cross) -> Cross:
    """The axes crossed all at once: the first ones of ``tables.yaml``, as many as can be read."""
    return cross.of(range(min(MOST_AXES, len(cross.sides))))


def newest_month(among: Iterable[Row]) -> str:
    """The month of the newest work, such as ``2025-04``; empty if no work has one."""
    return max((row.work.published_on[:7] for row in among if len(row.work.published_on) > 4),
               default="")  # fmt: skip


def _carried(side: Side, among: Sequence[Row]) -> dict[str, int]:
    """The works of each label, and of NO_LABEL: a label the taxonomy lacks is a label too."""
    found: dict[str, list[int]] = {**{label.key: [] for label in side.labels}, NO_LABEL: []}
    for place, row in enumerate(among):
        own = [key for key in row.labels if key.partition(":")[0] in side.axis.dimensions]
        for key in own or [NO_LABEL]:
            if key in found:
                found[key].append(place)
    return {key: _set(places) for key, places in found.items()}


def _set(places: Iterable[int]) -> int:
    return reduce(or_, (1 << place for place in places), 0)


def _month(text: str) -> int:
    """Months since year 0; 0 for a text that names none."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1 if len(text) > 4 else 0


def _window(row: Row, end: int) -> int:
    """1 for the twelve months up to ``end``, 2 for the twelve before, else 0."""
    month = _month(row.work.published_on)
    age = end - month if month else -1
    return 1 if 0 <= age < 12 else 2 if 12 <= age < 24 else 0
