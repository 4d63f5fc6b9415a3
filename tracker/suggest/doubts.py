"""Bounds beyond which a label is as good as certain: label-wise conformal prediction.

Vovk, Gammerman & Shafer, "Algorithmic Learning in a Random World", 2005, section 4.5: cut at
a quantile of a label's own held-out probabilities, and a share 1 - alpha of new works lies on
the right side, whatever the model. That takes works. A label with few of them is cut where
its probabilities, taken at their word, put that share; the more works, the more the conformal
quantile counts.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

TRUSTED = 100.0
"""The conformal quantile of n works counts n / (n + this), what probabilities claim the rest."""
ODD = 2.0
"""Standard errors by which held-out works may miss the claim before it is corrected."""


def bounds(
    held_out: "np.ndarray",
    truth: "np.ndarray",
    every: tuple["np.ndarray", "np.ndarray"],
    alpha: float,
) -> "np.ndarray":
    """For each label the probability that all but a share ``alpha`` of its works reach.

    ``held_out`` and ``truth`` are works x labels; ``every`` holds probabilities of those
    labels for judged and unjudged papers, and what each paper counts. The conformal promise
    holds for many works; for few it rests on calibration, which the works of all labels
    together must not contradict.
    """
    import numpy as np

    shares = [_Shares(column, every[1]) for column in every[0].T]
    chosen = [column[own == 1] for column, own in zip(held_out.T, truth.T, strict=True)]
    ranks = [known.below(own) for known, own in zip(shares, chosen, strict=True)]
    claimed = _claimed(np.concatenate([*ranks, np.zeros(0)]), alpha)
    found = []
    for known, own in zip(shares, ranks, strict=True):
        trust = len(own) / (len(own) + TRUSTED)
        found.append(known.reaching(trust * conformal(own, alpha) + (1 - trust) * claimed))
    return np.array(found)


def conformal(scores: "np.ndarray", alpha: float) -> float:
    """The score below which a new one falls with chance alpha: the alpha (n + 1)-th smallest
    of n, between two of them where that is no whole number, and 0 before the first."""
    import numpy as np

    steps = np.concatenate([[0.0], np.sort(scores)])
    return float(np.interp(alpha * (len(scores) + 1), np.arange(len(steps)), steps))


def _claimed(ranks: "np.ndarray", alpha: float) -> float:
    """Alpha, or the conformal quantile of all ranks where too many lie below alpha."""
    allowed = alpha + ODD * (alpha * (1 - alpha) / max(len(ranks), 1)) ** 0.5
    missed = float((ranks < alpha).mean()) if len(ranks) else 0.0
    return alpha if missed <= allowed else conformal(ranks, alpha)


class _Shares:
    """A label's probabilities as the distribution that they claim for its works: each paper
    is one of them with its own probability, times what it counts."""

    def __init__(self, probabilities: "np.ndarray", counts: "np.ndarray") -> None:
        import numpy as np

        order = np.argsort(probabilities, kind="stable")
        self._ranked = probabilities[order]
        mass = np.cumsum(self._ranked * counts[order])
        self._below = mass / max(float(mass[-1]) if len(mass) else 0.0, 1e-12)

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
