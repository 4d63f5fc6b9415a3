"""Bounds beyond which a label is as good as certain: label-wise conformal prediction.

Vovk, Gammerman & Shafer, "Algorithmic Learning in a Random World", 2005, section 4.5: cut at
a quantile of a label's own held-out probabilities, and a share 1 - alpha of new works lies on
the right side, whatever the model. That takes works. A label with few of them is cut where
its probabilities, taken at their word, put that share, and the labels together say how far
probabilities here can be taken at their word.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

ALONE = 20
"""Labels with fewer works than this do not rest on those alone."""


def bounds(
    held_out: "np.ndarray", truth: "np.ndarray", every: "np.ndarray", alpha: float
) -> "np.ndarray":
    """For each label the probability that all but a share ``alpha`` of its works reach.

    ``held_out`` and ``truth`` are works x labels; ``every`` holds more probabilities of those
    labels, of judged and unjudged papers. From ALONE works on the promise is the conformal
    one; with fewer the label moves, work by work, from the share that all labels' works
    prove towards its own.
    """
    import numpy as np

    chosen = truth == 1
    shares = [_Shares(column) for column in every.T]
    columns = range(truth.shape[1])
    ranks = [shares[j].below(held_out[chosen[:, j], j]) for j in columns]
    together = _between(np.concatenate([*ranks, np.zeros(0)]), alpha)
    found = np.zeros(truth.shape[1])
    for j in columns:
        count = len(ranks[j])
        if count >= ALONE:
            found[j] = max(lowest_kept(held_out[chosen[:, j], j], alpha), 0.0)
            continue
        own, trust = _between(ranks[j], alpha), count / ALONE
        found[j] = shares[j].reaching(trust * own + (1 - trust) * together)
    return found


class _Shares:
    """A label's probabilities as the distribution that they claim for its works: each paper
    is one of them with its own probability."""

    def __init__(self, probabilities: "np.ndarray") -> None:
        import numpy as np

        self._ranked = np.sort(probabilities)
        total = max(float(self._ranked.sum()), 1e-12)
        self._below = np.cumsum(self._ranked) / total

    def below(self, probabilities: "np.ndarray") -> "np.ndarray":
        """The share of the label's works that should not exceed these."""
        import numpy as np

        place = np.searchsorted(self._ranked, probabilities, side="right")
        return np.concatenate([[0.0], self._below])[place]

    def reaching(self, share: float) -> float:
        """The least probability at or below which that share of the label's works should
        lie; 0 for none."""
        import numpy as np

        if share <= 0 or not len(self._ranked):
            return 0.0
        place = int(np.searchsorted(self._below, share))
        return float(self._ranked[min(place, len(self._ranked) - 1)])


def _between(ranks: "np.ndarray", alpha: float) -> float:
    """The place of ``lowest_kept`` among evenly spread ranks, between two of them where it
    falls there; a new rank lies below it with chance alpha. 0 where there are none."""
    import numpy as np

    steps = np.concatenate([[0.0], np.sort(ranks)])
    return float(np.interp(alpha * (len(ranks) + 1), np.arange(len(steps)), steps))


def lowest_kept(scores: "np.ndarray", alpha: float) -> float:
    """The score a new one exceeds or equals with chance 1 - alpha at least: the
    floor(alpha (n + 1))-th smallest of n, and -1 (keep everything) where n is too small."""
    import numpy as np

    place = int(np.floor(alpha * (len(scores) + 1) + 1e-9))
    return float(np.sort(scores)[place - 1]) if place else -1.0
