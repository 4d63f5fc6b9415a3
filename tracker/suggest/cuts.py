"""Where a label's probability starts to count: cuts learnt from held-out probabilities.

Below ``possible`` a label is surely not there and above ``sure`` surely there, by conformal
prediction (``doubts``); from ``threshold`` on it is worth proposing; from ``tick`` on those
proposals were right so often that a curator may find them ticked.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.suggest.doubts import bounds
from tracker.suggestions import Tier

if TYPE_CHECKING:
    import numpy as np

ALONE = 20
"""Labels with fewer works than this are never ticked, and their bounds count as borrowed."""
EVEN = 0.5
"""The threshold where there is nothing to learn one from."""
BORROWED = 100.0
"""A label's own threshold has the share positives / (positives + this), the expected one the
rest."""
DOUBT = 0.1
PRECISION = 0.9
MISSING = 1.0
CONFIDENCE = 0.9
"""Of the lower bound of a precision, one-sided."""
PLAUSIBLE = 0.3
"""Nothing less probable is called likely, however rare the label: it is a question."""
WITNESSES = 5
"""So many of a label's own works must stand above the cut of all labels for it to hold there."""


@dataclass(frozen=True)
class Aims:
    """What cuts are to reach.

    ``doubt`` is the share of a label's works in which it may wrongly be called impossible (or
    sure: of the works without it); ``precision`` what ticked labels must reach; and a label
    that a curator has to add costs as much as ``missing`` that have to be removed.
    """

    doubt: float = DOUBT
    precision: float = PRECISION
    missing: float = MISSING


USUAL = Aims()


@dataclass(frozen=True, eq=False)
class Cuts:
    """An array each, by label. ``borrowed`` says where a label has so few works that its
    bounds rest on what all labels prove about the model, so that it is never ticked."""

    threshold: "np.ndarray"
    possible: "np.ndarray"
    sure: "np.ndarray"
    tick: "np.ndarray"
    borrowed: "np.ndarray"

    def tier(self, column: int, probability: float) -> Tier:
        """How a label of that probability is put to a curator."""
        if probability >= self.tick[column]:
            return "suggested"
        if probability >= max(self.threshold[column], PLAUSIBLE):
            return "likely"
        doubtful = min(self.possible[column], self.threshold[column])
        return "ask" if probability >= doubtful else ""


def even(labels: int) -> Cuts:
    """The cuts of labels nobody has used yet: one half, and everything is in doubt."""
    import numpy as np

    half, none, one = np.full(labels, EVEN), np.zeros(labels), np.ones(labels)
    return Cuts(half, none, one, np.full(labels, np.inf), np.ones(labels, dtype=bool))


def learn_cuts(
    held_out: "np.ndarray",
    truth: "np.ndarray",
    at_large: tuple["np.ndarray", "np.ndarray"],
    aims: Aims = USUAL,
) -> Cuts:
    """Cuts from works x labels of held-out probabilities and of ``truth`` (0 or 1).

    ``at_large`` are papers nobody judged: their probabilities (papers x labels), and how
    probably each is a work like the judged ones.

    The threshold that was best for a label's own works overfits where they are few (Lewis et
    al., RCV1, JMLR 5, 2004). What calibrated probabilities themselves expect to be best
    (Jansche, ACL 2007) does not, so it has the say until a label has works enough.
    """
    import numpy as np

    positives = truth.sum(axis=0)
    pairs = list(zip(held_out.T, truth.T, strict=True))
    own = np.array([best_threshold(p, t, aims.missing) for p, t in pairs])
    expected = np.array([best_threshold(p, p, aims.missing) for p in held_out.T])
    share = np.where(positives >= 2, positives / (positives + BORROWED), 0.0)
    threshold = share * own + (1 - share) * expected
    ticks = _ticks(held_out, truth, aims.precision)
    every = np.concatenate([held_out, at_large[0]])
    weight = np.concatenate([np.ones(len(held_out)), at_large[1]])
    return Cuts(
        threshold,
        bounds(held_out, truth, (every, weight), aims.doubt),
        1.0 - bounds(1.0 - held_out, 1.0 - truth, (1.0 - every, weight), aims.doubt),
        np.maximum(ticks, threshold),
        positives < ALONE,
    )


def best_threshold(
    probabilities: "np.ndarray", truth: "np.ndarray", missing: float = MISSING
) -> float:
    """The cut with the greatest F, midway between the cells it parts; EVEN without a true one.

    F = (1 + m) TP / ((1 + m) TP + m FN + FP), m the cost of a label missing in units of one
    too many; F1 at m = 1. With probabilities in place of ``truth`` it is what they expect.
    """
    import numpy as np

    if truth.sum() == 0:
        return EVEN
    order = np.argsort(-probabilities, kind="stable")
    ranked = probabilities[order]
    cost = np.arange(1, len(truth) + 1) + missing * truth.sum()
    last = _last_of_equals(ranked)
    best = int(np.argmax(np.where(last, np.cumsum(truth[order]) / cost, -1.0)))
    return float((ranked[best] + ranked[min(best + 1, len(ranked) - 1)]) / 2)


def surest(probabilities: "np.ndarray", truth: "np.ndarray", precision: float) -> float:
    """The least probability from which on the lower bound of the precision is ``precision``
    or more (Clopper & Pearson, Biometrika 26(4), 1934); infinite where none is."""
    import numpy as np
    from scipy.special import betaincinv

    order = np.argsort(-probabilities, kind="stable")
    ranked, right = probabilities[order], np.cumsum(truth[order])
    wrong = np.arange(1, len(ranked) + 1) - right
    bound = np.where(right > 0, betaincinv(np.maximum(right, 1), wrong + 1, 1 - CONFIDENCE), 0.0)
    proven = np.flatnonzero((bound >= precision) & _last_of_equals(ranked))
    return float(ranked[proven[-1]]) if len(proven) else float("inf")


def _ticks(held_out: "np.ndarray", truth: "np.ndarray", precision: float) -> "np.ndarray":
    """A label's own cut where its works prove one, or that of all labels where its works do
    not speak against it; none for a label with few works."""
    import numpy as np

    pooled = surest(held_out.ravel(), truth.ravel(), precision)
    ticks = np.full(truth.shape[1], np.inf)
    for column in np.flatnonzero(truth.sum(axis=0) >= ALONE):
        own, chosen = held_out[:, column], truth[:, column]
        ticks[column] = surest(own, chosen, precision)
        above = chosen[own >= pooled]
        if len(above) >= WITNESSES and above.mean() >= precision:
            ticks[column] = min(ticks[column], pooled)
    return ticks


def _last_of_equals(ranked: "np.ndarray") -> "np.ndarray":
    """Where a ranking can be cut: equal probabilities cannot be parted."""
    import numpy as np

    return np.append(ranked[1:] < ranked[:-1], True)
