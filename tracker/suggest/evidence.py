"""The words that carried a suggestion, where they stand and how much they weigh."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np

    Spans: TypeAlias = tuple[np.ndarray, np.ndarray, np.ndarray]
    """First characters, last characters and weights of some places."""


WORTH_SAYING = 0.1
"""Labels less probable than this are not suggested; relevance always is."""
WORTH_EXPLAINING = 0.2
"""Labels less probable than this carry no evidence; relevance always does."""
SHOWN = 5
"""No suggestion shows more evidence than this."""


@dataclass(frozen=True)
class Evidence:
    """``words`` are ``text[start:end]``; ``weight`` is what they add to the log-odds.

    The model is linear in its terms and keywords, so the weights of all places and the
    suggestion's offset sum to its log-odds exactly. For model sizes, which a rule finds,
    the weight is how sure the rule is.
    """

    words: str
    weight: float
    start: int
    end: int


def opposing(text: str, spans: "Spans") -> tuple[Evidence, ...]:
    """The places that speak most against a suggestion, strongest first; their weights are
    below 0."""
    starts, ends, weights = spans
    found = strongest(text, (starts, ends, -weights))
    return tuple(replace(one, weight=-one.weight) for one in found)


def strongest(text: str, spans: "Spans") -> tuple[Evidence, ...]:
    """The places that speak most for a suggestion, strongest first.

    Places that overlap ("language", "language model") are shown as one with their sum, and
    of places with the same words only the one that weighs most, the first if several do.
    """
    starts, ends, weights = spans
    leading = (-weights).argsort(kind="stable")[: 3 * SHOWN]
    leading = leading[weights[leading] > 0]
    merged: list[tuple[int, int, float]] = []
    table = starts[leading].tolist(), ends[leading].tolist(), weights[leading].tolist()
    for start, end, weight in sorted(zip(*table, strict=True)):
        if merged and start < merged[-1][1]:
            first, last, total = merged[-1]
            merged[-1] = (first, max(last, end), total + weight)
        else:
            merged.append((start, end, weight))
    best: dict[str, Evidence] = {}
    for start, end, weight in sorted(merged, key=lambda place: (-place[2], place[0])):
        words = text[start:end]
        if words.lower() not in best:
            best[words.lower()] = Evidence(words, round(weight, 4), start, end)
        if len(best) == SHOWN:
            break
    return tuple(best.values())
