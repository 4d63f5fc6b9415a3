"""When a backlog is done: a stop rule for screening, with a stated recall.

The test is Callaghan & Müller-Hansen, "Statistical stopping criteria for automated screening
in systematic reviews", Systematic Reviews 9:273 (2020), doi:10.1186/s13643-020-01521-4. Of N
papers n were drawn at random and k of those belonged; r works were found before. Were recall
below the target, at least K = floor((r + k) / target - r) + 1 of the N belonged, and the chance
of k or fewer among the draws is hypergeometric. If that is small, recall is not below.

They test after every draw, and each find gives the test another chance to be wrong. So that
the confidence holds over all those looks, the test with k finds is made at the level
``doubt / 2**(k + 1)``: the levels sum to the doubt, and for each k only its first passing can
be the stop.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from tracker.record import Record
from tracker.review.audit import at_most, drawn_by, place

TARGET = 0.95
DOUBT = 0.05


@dataclass(frozen=True)
class Stop:
    """Whether a backlog is done.

    Of ``papers`` (undecided now, or drawn), ``draws`` were drawn at random, of which
    ``relevant`` belonged; ``found`` works were known otherwise. ``more`` draws in which nothing
    belongs would show that recall is at least ``target``; 0 if that is shown.
    """

    papers: int
    draws: int
    relevant: int
    found: int
    more: int
    target: float = TARGET
    doubt: float = DOUBT

    @property
    def done(self) -> bool:
        return self.more == 0

    def as_json(self) -> dict[str, Any]:
        return {
            "done": self.done,
            "target_recall": self.target,
            "confidence": round(1 - self.doubt, 4),
            "papers": self.papers,
            "draws": self.draws,
            "relevant_draws": self.relevant,
            "found_otherwise": self.found,
            "draws_to_go": self.more,
        }

    def __str__(self) -> str:
        aim = f"recall ≥ {self.target:.0%} with {1 - self.doubt:.0%} confidence"
        left = self.papers - self.draws
        drawn = f"{self.draws:,} of {self.papers:,} drawn at random, {self.relevant:,} belonged"
        if not self.papers:
            return "nothing undecided"
        if self.done:
            return f"done: {aim} ({drawn})"
        if self.more == left:
            return f"{aim} takes all of the {left:,} papers left ({drawn})"
        return f"{aim} takes {self.more:,} more random draws in which nothing belongs ({drawn})"


def stop(
    papers: int,
    draws: int,
    relevant: int,
    found: int,
    target: float = TARGET,
    doubt: float = DOUBT,
) -> Stop:
    """Whether to stop now, and if not after how many more draws without a find."""
    level = doubt / 2 ** (relevant + 1)
    low, high = draws, papers  # when everything was drawn nothing can be missed
    while low < high:
        middle = (low + high) // 2
        if p_value(papers, middle, relevant, found, target) < level:
            high = middle
        else:
            low = middle + 1
    return Stop(papers, draws, relevant, found, low - draws, target, doubt)


def p_value(papers: int, draws: int, relevant: int, found: int, target: float) -> float:
    """The chance of so few relevant draws, were recall below the target."""
    least = floor((relevant + found) / Fraction(str(target)) - found) + 1
    if least > papers:
        return 0.0  # recall cannot be below: there are not enough papers left for it
    return at_most(relevant, papers, least, draws)


def standing(undecided: Iterable[str], names: Iterable[str], record: Record) -> Stop:
    """The rule applied to a survey: ``undecided`` of the harvested papers ``names``.

    Draws come in the order of their `place`. Those before the first undecided paper's are all
    papers of that beginning, whenever they arrived: a random sample of what was not decided
    otherwise. Later ones do not count until the gap is closed.
    """
    left, harvested = list(undecided), set(names)
    frontier = min(map(place, left), default=None)
    draws, relevant, found = 0, 0, 0
    for one in record.standings:
        known = [i.value for i in one.work.ids if i.scheme == "arxiv" and i.value in harvested]
        if not known:
            continue
        belongs = one.status == "included"
        drawn = drawn_by(one) is not None
        if drawn and (frontier is None or place(known[0]) < frontier):
            draws, relevant = draws + 1, relevant + belongs
        else:
            found += belongs
    return stop(len(left) + draws, draws, relevant, found)
