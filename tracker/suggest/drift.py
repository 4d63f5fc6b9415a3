"""Is the stream still what it was? This week's papers against the eight weeks before.

Whole weeks, because arXiv's weekends differ from its Tuesdays. Each measure of this week is
held against the prediction interval for one more week like the past ones (Student's t), at
99 %: with several measures every night, 95 % would cry wolf each week.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import log2, sqrt
from typing import Literal

from tracker.suggest.intervals import Share, difference
from tracker.suggest.passages import FUNCTION_WORDS, read

WEEKS = 8
"""Past weeks compared with."""
DAYS = 7
SAMPLE = 300
"""Papers read of each week, always the same ones; more cost time and tell little more."""
LEAST_PAPERS = 20
"""A week with fewer papers tells nothing."""
LEAST_WEEKS = 4
SURE = 0.99
"""Level of the prediction intervals; acceptance has the 95 % of all shares."""
LEAST_LABELS = 10
"""Suggested labels that curators must have judged in either time."""
WORDS = 5_000
"""The commonest words, whose distribution is compared."""

_PAPERS = f"it takes {LEAST_PAPERS} papers this week and in {LEAST_WEEKS} of the {WEEKS} before"
_JUDGED = f"it takes {LEAST_PAPERS} judged papers in each week"
_LABELS = f"it takes {LEAST_LABELS} judged suggestions this week and as many before"

State = Literal["steady", "moved", "not enough"]


@dataclass(frozen=True)
class Paper:
    """A paper of the stream; ``relevance`` is None until judged."""

    arxiv_id: str
    text: str
    relevance: float | None


@dataclass(frozen=True)
class Moved:
    """One measure now and before, the interval of what was to be expected, and the verdict.

    For acceptance the interval is that of the difference, now less before. Where the measure
    could not be taken ``lacking`` says what that takes.
    """

    measure: str
    state: State
    now: float | None = None
    before: float | None = None
    low: float | None = None
    high: float | None = None
    lacking: str = field(default="", kw_only=True)

    @property
    def moved(self) -> bool:
        return self.state == "moved"

    @property
    def sentence(self) -> str:
        """The measure in words."""
        if self.now is None or self.before is None:
            return f"{self.measure}: {self.state} ({self.lacking})"
        return f"{self.measure} {self.state}: {self.now:.3f}, before {self.before:.3f}"


def sampled(papers: Sequence[Paper]) -> list[Paper]:
    """At most ``SAMPLE`` papers, chosen by a digest of their names."""
    return sorted(papers, key=lambda one: hashlib.sha256(one.arxiv_id.encode()).digest())[:SAMPLE]


def drift(
    weeks: Sequence[Sequence[Paper]],
    known: Collection[str] | None,
    threshold: float,
    accepted: tuple[Share, Share],
) -> tuple[Moved, ...]:
    """The measures of ``weeks``, this week's papers first, then the past ones', newest first.

    ``known`` are the terms of the model's vocabulary (None: no model at hand), ``accepted``
    the suggested labels that curators kept, this week and before.
    """
    usable = [week for week in weeks[1:] if len(week) >= LEAST_PAPERS]
    found = [_acceptance(*accepted)]
    names = ("unknown words", "word distribution", "share shown", "mean relevance")
    if len(usable) < LEAST_WEEKS or len(weeks[0]) < LEAST_PAPERS:
        return (*(Moved(name, "not enough", lacking=_PAPERS) for name in names), *found)
    counts = [_words(week) for week in (weeks[0], *usable)]
    measures = {
        "unknown words": [_unknown(one, known) for one in counts] if known is not None else [],
        "word distribution": _distances(counts),
    }
    moved = [_held_against(name, values, 0.0, True) for name, values in measures.items()]
    return (*moved, *_base_rate(weeks[0], usable, threshold), *found)


def divergence(one: Counter[str], other: Counter[str]) -> float:
    """The Jensen–Shannon divergence of two word distributions in bits, 0 to 1 (Lin, IEEE
    Transactions on Information Theory 37, 1991)."""
    left, right = sum(one.values()), sum(other.values())
    if not left or not right:
        return 0.0 if left == right else 1.0
    total = 0.0
    for word in sorted({*one, *other}):
        p, q = one[word] / left, other[word] / right
        for share in (p, q):
            total += share / 2 * log2(2 * share / (p + q)) if share else 0.0
    return total


def _distances(counts: Sequence[Counter[str]]) -> list[float]:
    """Each week's divergence from all the other weeks together, over the commonest words."""
    every = sum(counts, Counter[str]())
    common = {word for word, _ in sorted(every.items(), key=lambda i: (-i[1], i[0]))[:WORDS]}
    kept = [Counter({w: n for w, n in one.items() if w in common}) for one in counts]
    whole = sum(kept, Counter[str]())
    return [divergence(one, whole - one) for one in kept]


def _words(papers: Sequence[Paper]) -> Counter[str]:
    return Counter(
        word
        for paper in sampled(papers)
        for word in read(paper.text).stems
        if len(word) > 1 and word not in FUNCTION_WORDS
    )


def _unknown(words: Counter[str], known: Collection[str]) -> float:
    total = sum(words.values())
    return sum(n for word, n in words.items() if word not in known) / total if total else 0.0


def _base_rate(
    now: Sequence[Paper], past: Sequence[Sequence[Paper]], threshold: float
) -> list[Moved]:
    judged = [
        [paper.relevance for paper in week if paper.relevance is not None] for week in (now, *past)
    ]
    if min(map(len, judged)) < LEAST_PAPERS:
        names = ("share shown", "mean relevance")
        return [Moved(name, "not enough", lacking=_JUDGED) for name in names]
    above = [sum(chance >= threshold for chance in week) for week in judged]
    shares = [count / len(week) for count, week in zip(above, judged, strict=True)]
    usual = (sum(above) + 1) / (sum(map(len, judged)) + 2)  # Laplace: never quite none or all
    chance = sqrt(usual * (1 - usual) / len(judged[0]))
    means = [sum(week) / len(week) for week in judged]
    return [
        _held_against("share shown", shares, chance, False),
        _held_against("mean relevance", means, 0.0, False),
    ]


def _held_against(measure: str, values: Sequence[float], chance: float, upward: bool) -> Moved:
    """This week's value (the first) against the prediction interval of the others.

    mean ± t s √(1 + 1/n), with n − 1 degrees of freedom; ``chance`` is the least deviation
    that chance alone makes from week to week. Where ``upward`` less is no drift: a week of
    fewer unknown words is only more usual than usual.
    """
    from scipy.special import stdtrit

    if not values:
        return Moved(measure, "not enough", lacking="no model was fitted")
    now, *past = values
    mean = sum(past) / len(past)
    deviation = sqrt(sum((one - mean) ** 2 for one in past) / (len(past) - 1))
    reach = float(stdtrit(len(past) - 1, (1 + SURE) / 2)) * max(deviation, chance)
    reach *= sqrt(1 + 1 / len(past))
    gap = now - mean if upward else abs(now - mean)
    state: State = "steady" if gap <= reach + 1e-12 else "moved"
    figures = (now, mean, mean - reach, mean + reach)
    return Moved(measure, state, *(round(one, 5) for one in figures))


def _acceptance(now: Share, before: Share) -> Moved:
    if min(now.of, before.of) < LEAST_LABELS:
        return Moved("acceptance", "not enough", lacking=_LABELS)
    low, high = difference(now, before)
    state: State = "steady" if low <= 0 <= high else "moved"
    figures = (now.value or 0.0, before.value or 0.0, low, high)
    return Moved("acceptance", state, *(round(one, 5) for one in figures))
