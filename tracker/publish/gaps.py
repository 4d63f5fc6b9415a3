"""Minimal gaps: labels that no work carries together, though works carry every fewer of them.

They are the roots of all that is missing: a combination of labels is empty exactly if it holds
a minimal gap. How surprising one is, is how many works would be expected if two of its labels
were independent among the works that carry the others. Of labels S and two of them, i and j,

    expected = n(S − i) · n(S − j) / n(S − i − j)

where n counts the works that carry all of some labels, and of no label all works. For a pair
that is independence, N · (n_i / N) · (n_j / N); for more it is conditional independence, whose
fitted counts have this closed form (Agresti, Categorical Data Analysis, 3rd ed. 2013, ch. 9;
Lauritzen, Graphical Models, 1996, ch. 4). Of all i and j those count that leave the fewest.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from heapq import nsmallest
from itertools import combinations
from operator import and_

from tracker.publish.cross import MOST_AXES, Cross, Tally
from tracker.taxonomy import Label

_Places = tuple[int, ...]  # of labels among all of the cross, each from a later side


@dataclass(frozen=True)
class Part:
    """Some labels of a gap, and the works that carry all of them; of none, all works."""

    labels: tuple[Label, ...]
    tally: Tally


@dataclass(frozen=True)
class Gap:
    """Labels that no work carries together, in the order of the axes.

    ``parts`` are all labels but one, all but another, and all but both: the first count times
    the second by the third is how many works are ``expected``.
    """

    labels: tuple[Label, ...]
    expected: float
    parts: tuple[Part, Part, Part]


@dataclass(frozen=True)
class Gaps:
    """Labels that no work carries, and minimal gaps: how many of so many labels, and the first.

    The first are those of which most is expected, then those of fewer labels, then in the
    order of axes and taxonomy.
    """

    bare: tuple[Label, ...]
    counts: Mapping[int, int]
    first: tuple[Gap, ...]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def minimal_gaps(cross: Cross, first: int) -> Gaps:
    """The minimal gaps of labels in use: nobody can fill one of a retired label."""
    search = _Search(cross)
    empty = search.empty()
    bare = tuple(search.labels[places[0]] for places in empty if len(places) == 1)
    gaps = [places for places in empty if len(places) > 1]
    ranked = nsmallest(first, ((-search.expected(one), len(one), one) for one in gaps))
    counts = Counter(len(places) for places in gaps)
    return Gaps(bare, counts, tuple(search.gap(places) for *_, places in ranked))


class _Search:
    """The labels of all sides, numbered, and what has been counted of them so far."""

    def __init__(self, cross: Cross) -> None:
        present = [(place, label) for place, side in enumerate(cross.sides)
                   for label in side.labels if not label.retired]  # fmt: skip
        self.cross = cross
        self.labels = [label for _, label in present]
        self.side = [place for place, _ in present]
        self.works = [cross.carried[place][label.key] for place, label in present]
        self.counts: dict[_Places, int] = {(): cross.all.bit_count()}

    def empty(self) -> list[_Places]:
        """What no work carries though works carry every part of it, shorter ones first."""
        found: list[_Places] = []
        level: list[_Places] = [()]
        for _ in range(MOST_AXES):
            known = [
                wider
                for places in level
                for wider in self._wider(places)
                if all(part in self.counts for part in combinations(wider, len(places)))
            ]
            counts = {places: self._held(places).bit_count() for places in known}
            found += [places for places in known if not counts[places]]
            level = [places for places in known if counts[places]]
            self.counts |= {places: counts[places] for places in level}
        return found

    def expected(self, places: _Places) -> float:
        return self._least(places)[0]

    def gap(self, places: _Places) -> Gap:
        expected, one, two = self._least(places)
        parts = (self._part(places, two), self._part(places, one), self._part(places, one, two))
        return Gap(self._named(places), expected, parts)

    def _least(self, places: _Places) -> tuple[float, int, int]:
        """The fewest that two labels, independent given the others, let expect; and which two."""
        without = {one: self.counts[_left(places, one)] for one in places}
        return min(
            (without[one] * without[two] / self.counts[_left(places, one, two)], one, two)
            for one, two in combinations(places, 2)
        )

    def _wider(self, places: _Places) -> Iterator[_Places]:
        """With one more label, of a later side."""
        for place in range(places[-1] + 1 if places else 0, len(self.labels)):
            if not places or self.side[place] != self.side[places[-1]]:
                yield (*places, place)

    def _held(self, places: _Places) -> int:
        return reduce(and_, (self.works[place] for place in places), self.cross.all)

    def _part(self, places: _Places, *out: int) -> Part:
        rest = _left(places, *out)
        return Part(self._named(rest), self.cross.counted(self._held(rest)))

    def _named(self, places: _Places) -> tuple[Label, ...]:
        return tuple(self.labels[place] for place in places)


def _left(places: _Places, *out: int) -> _Places:
    return tuple(place for place in places if place not in out)
