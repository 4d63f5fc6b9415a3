"""How far a figure may be off: intervals at the 95 % level for shares and for any figure."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from math import isnan, sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

LEVEL = 0.95
Z = 1.959963984540054
"""The normal quantile of (1 + LEVEL) / 2."""
DRAWS = 1000
"""Bootstrap samples."""
LEAST = 5
"""A bootstrap interval of fewer works than this is not given: it would be far too narrow."""
_BLOCK = 50


@dataclass(frozen=True)
class Figure:
    """A figure with its interval; None where it is not defined, or rests on too little."""

    value: float | None
    low: float | None = None
    high: float | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Share:
    """``count`` of ``of``, with the Wilson interval."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.count, self.of)

    def as_json(self) -> dict[str, Any]:
        low, high = self.interval
        share = None if self.value is None else round(self.value, 4)
        return {
            "count": self.count,
            "of": self.of,
            "share": share,
            "low": round(low, 4),
            "high": round(high, 4),
        }


def wilson(count: int, of: int) -> tuple[float, float]:
    """The score interval of a share (Wilson, JASA 22, 1927); 0 to 1 of nothing."""
    if not of:
        return 0.0, 1.0
    share, square = count / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(one: Share, other: Share) -> tuple[float, float]:
    """The interval of ``one - other``, two independent shares (Newcombe, Statistics in
    Medicine 17, 1998, method 10); neither may be of nothing."""
    gap = (one.value or 0.0) - (other.value or 0.0)
    (low, high), (other_low, other_high) = one.interval, other.interval
    p, q = one.value or 0.0, other.value or 0.0
    return (
        gap - sqrt((p - low) ** 2 + (other_high - q) ** 2),
        gap + sqrt((high - p) ** 2 + (q - other_low) ** 2),
    )


def resamples(works: int, seed: int) -> Iterator["np.ndarray"]:
    """How often each work stands in each bootstrap sample, in blocks of rows.

    The first row of the first block is the sample itself, every work once.
    """
    import numpy as np

    yield np.ones((1, works))
    draws = np.random.default_rng(seed)
    for start in range(0, DRAWS, _BLOCK):
        size = min(_BLOCK, DRAWS - start)
        yield draws.multinomial(works, np.full(works, 1 / works), size=size).astype(float)


def spread(values: "np.ndarray", works: int) -> Figure:
    """A figure from its value in the sample itself, then in each resample (NaN: undefined).

    The percentile interval (Efron & Tibshirani, "An Introduction to the Bootstrap", 1993,
    chapter 13) of the resamples in which it is defined; ``works`` is how many it rests on.
    """
    import numpy as np

    value = float(values[0])
    if isnan(value):
        return Figure(None)
    defined = values[1:][~np.isnan(values[1:])]
    if works < LEAST or not len(defined):
        return Figure(round(value, 4))
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Figure(round(value, 4), round(float(low), 4), round(float(high), 4))


def mean_interval(values: Sequence[float], seed: int) -> Figure:
    """The mean of some numbers, one a work, with its bootstrap interval."""
    import numpy as np

    if not values:
        return Figure(None)
    column = np.asarray(values, dtype=float)
    means = np.concatenate([block @ column for block in resamples(len(values), seed)])
    return spread(means / len(values), len(values))
