"""The threshold that so many decisions a week can keep up with, and the recall it costs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import exp, floor, lgamma, log
from typing import Any, Literal

from tracker.record import Record
from tracker.review.audit import bounds, drawn_by, recall

SLACK = 0.95
"""Share of the places that arrivals may take: a queue with none to spare grows with chance."""
DOUBT = 0.05
_FINE = 10_000  # thresholds have four decimals


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval."""

    point: float
    low: float
    high: float

    def as_json(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in vars(self).items()}

    def __str__(self) -> str:
        return f"{self.point:.0%} (95 % interval {self.low:.0%} to {self.high:.0%})"


@dataclass(frozen=True)
class Audited:
    """Recall at a threshold as audit draws prove it; ``share`` is None before ``needed`` draws."""

    draws: int
    needed: int
    share: Share | None = None


@dataclass(frozen=True)
class Plan:
    """What ``budget`` decisions a week can keep up with.

    ``room`` of them are left beside audit draws. Of ``arrived`` papers a week (mean of
    ``weeks``), ``shown`` are at ``threshold`` or above, or unjudged. ``modelled`` is the share
    of the arrived relevant papers that is shown, if the probabilities are right; ``audited``
    the same by audit draws, which assume nothing. ``enough`` is False where even the highest
    threshold shows too many, which happens only to unjudged papers.
    """

    budget: int
    room: float
    weeks: int
    arrived: float
    threshold: float
    shown: float
    enough: bool
    modelled: Share | None = None
    audited: Audited | None = None

    def as_json(self) -> dict[str, Any]:
        audited = self.audited
        return {
            "decisions_a_week": self.budget,
            "for_new_papers": round(self.room, 1),
            "weeks": self.weeks,
            "arrived_a_week": round(self.arrived, 1),
            "threshold": self.threshold,
            "shown_a_week": round(self.shown, 1),
            "solvent": self.enough,
            "recall_by_model": self.modelled.as_json() if self.modelled else None,
            "recall_by_audit": audited.share.as_json() if audited and audited.share else None,
            "draws": audited.draws if audited else 0,
            "draws_needed": audited.needed if audited else None,
        }


def plan(
    arrivals: Sequence[float | None], weeks: int, budget: int, one_in: int, doubt: float = DOUBT
) -> Plan | None:
    """The least threshold at which ``budget`` decisions a week keep up with arrivals.

    ``arrivals`` are the probabilities of all papers that came in ``weeks`` weeks, None for
    those not judged, which are always shown. None where no whole week has passed.
    """
    if not weeks:
        return None
    room = budget * (1 - 1 / one_in)
    judged = sorted((one for one in arrivals if one is not None), reverse=True)
    unjudged = len(arrivals) - len(judged)
    fits = floor(room * SLACK * weeks) - unjudged
    threshold = 0.0
    if fits < len(judged):
        threshold = (floor(judged[max(0, fits)] * _FINE) + 1) / _FINE
    shown = [one for one in judged if one >= threshold]
    hidden = judged[len(shown) :]
    return Plan(
        budget,
        room,
        weeks,
        len(arrivals) / weeks,
        threshold,
        (len(shown) + unjudged) / weeks,
        fits >= 0,
        modelled(sum(shown), sum(hidden), doubt),
    )


def modelled(shown: float, hidden: float, doubt: float = DOUBT) -> Share | None:
    """The share shown of the relevant, of whom so many are expected shown and hidden.

    Either number is a sum of independent yes or no; that is less spread out than a Poisson
    number of its mean (Hoeffding, Annals of Mathematical Statistics 27(3), 1956), so Poisson
    quantiles, each for half of the doubt, bound the share. They know of chance alone: that the
    probabilities are right is assumed.
    """
    if shown + hidden <= 0:
        return None
    few, many = (quantile(shown, tail) for tail in (doubt / 4, 1 - doubt / 4))
    least, most = (quantile(hidden, tail) for tail in (doubt / 4, 1 - doubt / 4))
    low = few / (few + most) if few + most else 0.0
    high = many / (many + least) if many + least else 1.0
    return Share(shown / (shown + hidden), low, high)


def quantile(mean: float, share: float) -> int:
    """The least number that a Poisson variable of this mean reaches or stays below in at least
    this share of cases."""
    if mean <= 0:
        return 0
    number, reached = 0, 0.0
    while (reached := reached + exp(number * log(mean) - mean - lgamma(number + 1))) < share:
        number += 1
        if number > mean + 40 * (mean + 1) ** 0.5:
            break  # rounding keeps the sum below the share
    return number


def audited(
    names: Collection[str],
    relevance: Mapping[str, float],
    record: Record,
    threshold: float,
) -> Audited:
    """Recall at a threshold by audit draws: what they found below it, beside what was above.

    ``names`` are the harvested papers and ``relevance`` the present model's word on them. What
    was decided counts by the relevance that was shown with it: the model has learnt from it
    since. Papers at or above that still wait count for nothing, so the share errs low.
    """
    above, draws, relevant, decided = 0, 0, 0, set()
    for one in record.standings:
        known = [i.value for i in one.work.ids if i.scheme == "arxiv" and i.value in names]
        if not known or one.status not in ("included", "excluded"):
            continue
        decided.update(known)
        side = _side(one.history[0].shown.get("relevant"), threshold)
        belongs = one.status == "included"
        if side == "above":
            above += belongs
        elif side == "below" and drawn_by(one):
            draws, relevant = draws + 1, relevant + belongs
    undecided = sum(
        value < threshold and name not in decided
        for name, value in relevance.items()
        if name in names
    )
    below = undecided + draws
    needed = recall(above, below, draws, relevant).needed
    if not above or draws < needed:
        return Audited(draws, needed)
    least, most = bounds(below, draws, relevant)
    likely = below * relevant / draws if draws else 0.0
    point, low, high = (above / (above + missed) for missed in (likely, most, least))
    return Audited(draws, needed, Share(point, low, high))


def _side(relevance: Any, threshold: float) -> Literal["above", "below", ""]:
    if not isinstance(relevance, int | float) or isinstance(relevance, bool):
        return ""
    return "above" if relevance >= threshold else "below"
