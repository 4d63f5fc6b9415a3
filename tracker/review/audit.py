"""The audit: papers shown at random, and what they tell of those that are never shown.

A paper's place in the audit follows from its identifier alone, so nobody and no model chooses.
The draws are the undecided papers in that order, over everything harvested. Of the papers below
the threshold they are a simple random sample, and the relevant ones among all of them are
hypergeometric in it: bounds by inverting the exact test (Clopper & Pearson, Biometrika 26(4),
1934, for the hypergeometric as in Buonaccorsi, Technometrics 29(2), 1987; for screening,
Callaghan & Müller-Hansen, Systematic Reviews 9:273, 2020).
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nsmallest
from itertools import count
from math import exp, lgamma
from typing import Any, TypeVar

from tracker.decisions import Decision
from tracker.record import Record, Standing

T = TypeVar("T")
DOUBT = 0.05
"""The interval covers the truth in all but this share of surveys."""
TELLING = 0.5
"""The estimate is given once finding nothing in the draws would mean at least this recall."""
ENOUGH = 200
"""Audit draws from which on they, and no assumption, say how many papers belong."""


@dataclass(frozen=True)
class Recall:
    """How much of what belongs the survey has at the present threshold.

    ``found`` works belong and are known; ``below`` papers are under the threshold, of which
    ``draws`` were decided as audit draws and ``relevant`` of those belonged. The estimate lies
    between ``low`` and ``high``, which hold with 95 % confidence; all three are None until
    there are about ``needed`` draws. ``missed`` are the estimated works not found.
    """

    found: int
    below: int
    draws: int
    relevant: int
    needed: int
    point: float | None = None
    low: float | None = None
    high: float | None = None
    missed: tuple[int, int] | None = None

    def as_json(self) -> dict[str, Any]:
        shares = {"point": self.point, "low": self.low, "high": self.high}
        return {
            **{name: None if one is None else round(one, 4) for name, one in shares.items()},
            "missed": list(self.missed) if self.missed else None,
            "found": self.found,
            "below_threshold": self.below,
            "draws": self.draws,
            "relevant_draws": self.relevant,
            "draws_needed": self.needed,
        }

    def __str__(self) -> str:
        if self.point is None or self.low is None or self.high is None or not self.missed:
            return f"recall is not known yet: {self.draws:,} audit draws of about {self.needed:,}"
        return (
            f"recall about {self.point:.0%} (95 % interval {self.low:.0%} to {self.high:.0%}): "
            f"{self.missed[0]:,} to {self.missed[1]:,} works missed below the threshold, by "
            f"{self.draws:,} audit draws of which {self.relevant:,} belonged"
        )


def recall(
    found: int, below: int, draws: int, relevant: int, latest: tuple[int, int] | None = None
) -> Recall:
    """The estimate from ``relevant`` works among ``draws`` of ``below`` papers.

    ``found`` counts everything known to belong, relevant draws included. ``latest`` are the
    draws, and the relevant of them, that the present model put below; None means all. What
    earlier models let pass a later one may have found: so all draws together bound what is
    missed from above, and only the latest from below.
    """
    needed = _needed(found, below)
    bare = Recall(found, below, draws, relevant, needed)
    if not found or draws < needed:
        return bare
    most = bounds(below, draws, relevant)[1] - relevant
    since, since_relevant = (draws, relevant) if latest is None else latest
    least = bounds(below - draws + since, since, since_relevant)[0] - since_relevant
    missed = min(least, most), most
    likely = max((below - draws) * relevant / draws if draws else 0.0, missed[0])
    point, low, high = (found / (found + unseen) for unseen in (likely, missed[1], missed[0]))
    return replace(bare, point=point, low=low, high=high, missed=missed)


def bounds(papers: int, draws: int, relevant: int, doubt: float = DOUBT) -> tuple[int, int]:
    """The fewest and the most relevant among ``papers`` that ``draws`` at random, of which
    ``relevant`` were, leave possible: no less likely than half the doubt at either end."""

    def too_few(count: int) -> bool:
        return 1 - at_most(relevant - 1, papers, count, draws) < doubt / 2

    def not_too_many(count: int) -> bool:
        return at_most(relevant, papers, count, draws) >= doubt / 2

    least, most = relevant, papers - draws + relevant
    low = _first(least, most, lambda count: not too_few(count))
    high = _first(least, most + 1, lambda count: not not_too_many(count)) - 1
    return low, max(low, high)


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first number from ``low`` on for which it holds, ``high`` if there is none before."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def at_most(found: int, papers: int, relevant: int, draws: int) -> float:
    """The chance that draws without replacement find at most so many of the relevant
    (the hypergeometric distribution's)."""
    least = max(0, draws - (papers - relevant))
    ways = _ways(papers, draws)
    return min(
        1.0,
        sum(
            exp(_ways(relevant, hits) + _ways(papers - relevant, draws - hits) - ways)
            for hits in range(least, min(found, relevant, draws) + 1)
        ),
    )


def _ways(whole: int, part: int) -> float:
    """The logarithm of the binomial coefficient."""
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)


@lru_cache(maxsize=1024)
def _needed(found: int, below: int) -> int:
    """Draws after which finding nothing would mean a recall of at least ``TELLING``."""
    allowed = found * (1 - TELLING) / TELLING
    return _first(0, below, lambda draws: bounds(below, draws, 0)[1] <= allowed)


def place(arxiv_id: str) -> bytes:
    """A paper's place in the audit: random, the same for ever, and nobody's choice."""
    return hashlib.sha256(arxiv_id.encode("utf-8", "surrogatepass")).digest()


def draws(names: Iterable[str], record: Record, count: int) -> list[str]:
    """The next audit draws: the first undecided of these papers (arXiv ids)."""
    decided = _decided(record)
    return nsmallest(count, (name for name in names if name not in decided), key=place)


def _decided(record: Record) -> set[str]:
    """The arXiv ids of works that are included or excluded."""
    settled = [one for one in record.standings if one.status in ("included", "excluded")]
    return {name.value for one in settled for name in one.work.ids if name.scheme == "arxiv"}


def estimate(
    names: Collection[str],
    below: Collection[str],
    record: Record,
    threshold: float,
    model: str | None = None,
) -> Recall:
    """The survey's recall over the papers ``names``, of which ``below`` are under the threshold.

    A draw counts by the relevance that was shown with it: the model has learnt from its answer
    since. ``model`` is the present one's fingerprint; None takes all draws for its own.
    """
    found = 0
    counted: list[tuple[bool, bool]] = []  # of each draw whether it belongs, and is the model's
    for standing in record.standings:
        if not any(one.scheme == "arxiv" and one.value in names for one in standing.work.ids):
            continue
        belongs = standing.status == "included"
        found += belongs
        shown = drawn.shown if (drawn := drawn_by(standing)) else {}
        relevance = shown.get("relevant")
        if isinstance(relevance, int | float) and relevance < threshold:
            counted.append((belongs, model in (None, shown.get("model"))))
    undecided = len(set(below) - _decided(record))
    relevant = sum(belongs for belongs, _ in counted)
    latest = [belongs for belongs, own in counted if own]
    drawn_now = len(latest), sum(latest)
    return recall(found, undecided + len(counted), len(counted), relevant, drawn_now)


def drawn_by(standing: Standing) -> Decision | None:
    """The decision that answered an audit draw, if the work is decided and one did."""
    if standing.status not in ("included", "excluded"):
        return None
    return next((one for one in standing.history if one.shown.get("audit") is True), None)


def prevalence(population: int, record: Record) -> float | None:
    """The share of harvested papers that belong, None before there are ``ENOUGH`` draws.

    What is decided otherwise than by draws is known; the rest are taken to be as the draws.
    """
    decided, included, taken, relevant = 0, 0, 0, 0
    for standing in record.standings:
        if standing.status not in ("included", "excluded") or not _harvested(standing):
            continue
        belongs = standing.status == "included"
        if drawn_by(standing):
            taken, relevant = taken + 1, relevant + belongs
        else:
            decided, included = decided + 1, included + belongs
    if taken < ENOUGH or population <= decided:
        return None
    rest = (relevant + 0.5) / (taken + 1)  # half a paper: a share of none cannot be learnt from
    return round((included + (population - decided) * rest) / population, 4)


def _harvested(standing: Standing) -> bool:
    return any(one.version for one in standing.history)


def interleaved(valued: Sequence[T], drawn: Sequence[T], one_in: int, start: int = 0) -> list[T]:
    """The queue with a draw in every ``one_in``-th place, those left over at its end.

    ``start`` places were taken on earlier evenings. What stands in both comes once, where it
    comes first.
    """
    mixed: dict[T, None] = {}
    rest, others = iter(drawn), iter(valued)
    for place in count(start):
        due, after = (rest, others) if place % one_in == one_in - 1 else (others, rest)
        one = next((one for one in due if one not in mixed), None)
        if one is None and due is others:
            break
        if one is None:  # no draw is left for its place
            one = next((one for one in after if one not in mixed), None)
        if one is None:
            break
        mixed[one] = None
    return list(mixed | dict.fromkeys(rest))
