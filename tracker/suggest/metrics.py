"""How well an order of reading found what was relevant, as ASReview measures it.

All of them take ``found``: for each record in the order in which it was read, whether it was
relevant; the records never read stand at the end, and the priors are left out. N is the
number of records, P that of the relevant ones. Sources of the definitions: ``loss`` and
``ndcg`` are ASReview's own (github.com/asreview/asreview, asreview/metrics.py), ``wss``,
``recall`` and the time to discovery those of github.com/asreview/asreview-insights
(asreviewcontrib/insights/algorithms.py and metrics.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from itertools import accumulate
from math import log2


@dataclass(frozen=True)
class Figures:
    """The five figures of one replay; only of ``loss`` and ``atd`` less is better."""

    loss: float
    ndcg: float
    wss95: float
    rrf10: float
    atd: float


def figures(found: Sequence[bool]) -> Figures:
    """All five; ``found`` must hold a relevant and an irrelevant record."""
    return Figures(loss(found), ndcg(found), wss(found, 0.95), recall(found, 0.10), atd(found))


def mean(many: Iterable[Figures]) -> Figures:
    """The arithmetic mean, figure by figure."""
    rows = [astuple(one) for one in many]
    return Figures(*(sum(column) / len(rows) for column in zip(*rows, strict=True)))


def loss(found: Sequence[bool]) -> float:
    """The area between the best recall curve and this one, 0 for the best, 1 for the worst.

    (P (N − (P − 1) / 2) − Σ_k found up to k) / (P (N − P)); reading at random gives 0.5.
    """
    records, relevant = len(found), sum(found)
    best = relevant * (records - (relevant - 1) / 2)
    return (best - sum(accumulate(map(int, found)))) / (relevant * (records - relevant))


def ndcg(found: Sequence[bool]) -> float:
    """Discounted gain over the best possible: Σ found_k / log2(k + 1) over that of P first."""
    gain = sum(1 / log2(place + 1) for place, hit in enumerate(found, 1) if hit)
    return gain / sum(1 / log2(place + 1) for place in range(1, sum(found) + 1))


def wss(found: Sequence[bool], level: float) -> float:
    """Work saved over sampling: how much earlier than by chance ``level`` recall is reached.

    With i the largest number of relevant records for which i / P ≤ level (at least one):
    (place of the i-th in random order − its place here) / N, where random order has found
    round(P k / (N − 1)) records at place k, counted from 0. Cohen et al. (JAMIA 2006) subtract
    1 − level from the share left unread instead, and round i up; the two differ by little.
    """
    records, relevant = len(found), sum(found)
    wanted = max(1, sum(number / relevant <= level for number in range(1, relevant + 1)))
    here = next(k for k, sofar in enumerate(accumulate(map(int, found))) if sofar >= wanted)
    steps = max(1, records - 1)
    chance = next(k for k in range(records) if round(relevant * k / steps) >= wanted)
    return (chance - here) / records


def recall(found: Sequence[bool], share: float) -> float:
    """Relevant records found (RRF) in the first k, k the largest for which k / N ≤ share."""
    read = sum(place / len(found) <= share for place in range(1, len(found) + 1))
    return sum(found[:read]) / sum(found)


def atd(found: Sequence[bool]) -> float:
    """Average time to discovery: mean place of the relevant records, counted from 1, over N.

    ASReview counts it in records; divided by N, reviews of different sizes can be averaged.
    """
    places = [place for place, hit in enumerate(found, 1) if hit]
    return sum(places) / len(places) / len(found)
