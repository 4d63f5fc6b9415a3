"""Where a label's probability starts to count: cuts learnt from held-out probabilities."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.suggestions import Tier

if TYPE_CHECKING:
    import numpy as np

EVEN = 0.5
"""The threshold where there is nothing to learn one from."""
BORROWED = 20.0
"""A label's own threshold has the share positives / (positives + this), the pooled one the
rest."""
ALONE = 20
"""Labels with fewer positives (or negatives) than this take the bounds of all labels together."""
ALPHA = 0.1
"""Share of the true labels that may fall below ``possible``, and of the false above ``sure``."""


@dataclass(frozen=True, eq=False)
class Cuts:
    """For each label: ``threshold`` to suggest it from, and the bounds of its doubtful range.

    Below ``possible`` a label is surely not there, above ``sure`` surely there, each but for
    a share ``ALPHA`` of the works where that is wrong (label-wise split conformal sets: Vovk,
    Gammerman & Shafer, "Algorithmic Learning in a Random World", 2005, section 4.5).
    """

    threshold: "np.ndarray"
    possible: "np.ndarray"
    sure: "np.ndarray"
    tick: "np.ndarray"

    def tier(self, column: int, probability: float) -> Tier:
        """How a label of that probability is put to a curator."""
        if probability >= self.tick[column]:
            return "suggested"
        if probability >= self.threshold[column]:
            return "likely"
        return "ask" if probability >= self.possible[column] else ""


def even(labels: int) -> Cuts:
    """The cuts of labels nobody has used yet: one half, and everything is in doubt."""
    import numpy as np

    return Cuts(np.full(labels, EVEN), np.zeros(labels), np.ones(labels), np.full(labels, np.inf))


def learn_cuts(held_out: "np.ndarray", truth: "np.ndarray") -> Cuts:
    """Cuts from works x labels of held-out probabilities and of ``truth`` (0 or 1).

    Per-label thresholds that maximise F1 overfit rare labels (Lewis et al., RCV1, JMLR 5,
    2004), hence the pull towards the one threshold that is best for all cells together.
    """
    import numpy as np

    pooled = best_threshold(held_out.ravel(), truth.ravel())
    positives = truth.sum(axis=0)
    own = np.array([best_threshold(p, t) for p, t in zip(held_out.T, truth.T, strict=True)])
    share = np.where(positives >= 2, positives / (positives + BORROWED), 0.0)
    there = [_scores(held_out, truth == 1, j) for j in range(truth.shape[1])]
    absent = [_scores(held_out, truth == 0, j) for j in range(truth.shape[1])]
    return Cuts(
        share * own + (1 - share) * pooled,
        np.array([lowest_kept(scores, ALPHA) for scores in there]),
        np.array([-lowest_kept(-scores, ALPHA) for scores in absent]).clip(0.0, 1.0),
        np.full(truth.shape[1], np.inf),
    )


def best_threshold(probabilities: "np.ndarray", truth: "np.ndarray") -> float:
    """The cut with the greatest F1, midway between the cells it parts; EVEN without a true one."""
    import numpy as np

    if truth.sum() == 0:
        return EVEN
    order = np.argsort(-probabilities, kind="stable")
    ranked = probabilities[order]
    f1 = 2 * np.cumsum(truth[order]) / (np.arange(1, len(truth) + 1) + truth.sum())
    last = np.append(ranked[1:] < ranked[:-1], True)  # equal probabilities cannot be parted
    best = int(np.argmax(np.where(last, f1, -1.0)))
    return float((ranked[best] + ranked[min(best + 1, len(ranked) - 1)]) / 2)


def lowest_kept(scores: "np.ndarray", alpha: float) -> float:
    """The score a new one exceeds or equals with chance 1 - alpha at least: the
    floor(alpha (n + 1))-th smallest of n, and -1 (keep everything) where n is too small."""
    import numpy as np

    place = int(np.floor(alpha * (len(scores) + 1) + 1e-9))
    return float(np.sort(scores)[place - 1]) if place else -1.0


def _scores(held_out: "np.ndarray", chosen: "np.ndarray", column: int) -> "np.ndarray":
    import numpy as np

    own = held_out[chosen[:, column], column]
    return np.asarray(own if len(own) >= ALONE else held_out[chosen])
