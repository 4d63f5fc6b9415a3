"""Replays: a labelled review read again in the order a model and a strategy would choose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev
from time import process_time
from typing import Protocol

import numpy as np

from tracker.suggest import metrics
from tracker.suggest.metrics import Figures
from tracker.suggest.strategies import Strategy, Unread, most_likely
from tracker.suggest.threads import alone

PRIORS = 2
"""Records known before the reading starts: one relevant, one irrelevant."""
GROWTH = 20
"""The model is trained again each time the labels have grown by one in so many, that is 5 %:
the figures stay those of training after every record, at less than a tenth of the time."""


class Screener(Protocol):
    """A model of one review's records that can be trained on some of them."""

    def unread(self, read: Sequence[int], relevant: Sequence[bool]) -> Unread:
        """What it thinks of the others, trained on the records at these places."""


LEVEL = 0.95
"""Of an interval: how often such intervals hold the mean over all draws of priors."""


@dataclass(frozen=True)
class Run:
    """One replay; ``cpu`` are seconds of this process, reading of the texts included."""

    seed: int
    figures: Figures
    cpu: float


def priors(relevant: Sequence[bool], seed: int) -> tuple[int, int]:
    """The places of one relevant and one irrelevant record, drawn by the seed."""
    dice, truth = np.random.default_rng(seed), np.asarray(relevant)
    return int(dice.choice(np.flatnonzero(truth))), int(dice.choice(np.flatnonzero(~truth)))


def read_through(
    screener: Screener, relevant: Sequence[bool], seed: int, strategy: Strategy = most_likely
) -> tuple[int, ...]:
    """The places in the order of reading: two priors, then what the strategy chose.

    It ends with the last relevant record; the records never read follow in their own order.
    """
    dice = np.random.default_rng((seed, 1))
    read = list(priors(relevant, seed))
    left = sum(relevant) - 1
    while left:
        unread = screener.unread(read, [relevant[place] for place in read])
        chosen = strategy(unread, max(1, len(read) // GROWTH), dice)
        left -= sum(relevant[place] for place in chosen)
        read.extend(chosen)
    never = sorted(set(range(len(relevant))).difference(read))
    return (*read, *never)


@alone
def replays(
    make: Callable[[], Screener],
    relevant: Sequence[bool],
    seeds: Sequence[int],
    strategy: Strategy = most_likely,
) -> tuple[Run, ...]:
    """One run a seed; the priors count in no figure, as ASReview leaves them out.

    The screener is made once, and what that took is part of every run's time.
    """
    started = process_time()
    screener = make()
    making = process_time() - started
    runs = []
    for seed in seeds:
        started = process_time()
        order = read_through(screener, relevant, seed, strategy)
        took = making + process_time() - started
        found = [relevant[place] for place in order[PRIORS:]]
        runs.append(Run(seed, metrics.figures(found), took))
    return tuple(runs)


def interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Student's interval for the mean of one figure over seeds; None from a single one.

    It says how far the draw of the priors moves the mean of this review, and nothing about
    other reviews (Student, Biometrika 6(1), 1908).
    """
    from scipy.special import stdtrit

    if len(values) < 2:
        return None
    reach = float(stdtrit(len(values) - 1, (1 + LEVEL) / 2)) * stdev(values) / sqrt(len(values))
    return fmean(values) - reach, fmean(values) + reach
