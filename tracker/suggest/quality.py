"""A model's quality in a few figures, from what it said of works it was fitted without."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.suggest.cuts import EVEN
from tracker.suggest.examples import Example
from tracker.suggest.intervals import Figure, resamples, spread
from tracker.suggest.measure import area_under_curve
from tracker.suggest.promotion import Guess

LEAST = 20
"""On fewer works than this a figure is not given."""


UNKNOWN = Figure(None)


@dataclass(frozen=True)
class Quality:
    """Micro-averaged figures over all labels of ``works``, each label at its threshold, with 95 %
    bootstrap intervals over works; ``auc`` over the ``ranked`` works that people included or
    excluded, None where they did only one of the two."""

    works: int = 0
    precision: Figure = UNKNOWN
    recall: Figure = UNKNOWN
    f1: Figure = UNKNOWN
    ranked: int = 0
    auc: float | None = None


def quality(
    works: Iterable[Example],
    guesses: Mapping[str, Guess],
    thresholds: Mapping[str, float],
    seed: int = 0,
) -> Quality:
    """The quality of guesses by the works' keys; labels without a threshold are left out."""
    import numpy as np

    rows, chances, belongs = [], [], []
    for work in sorted(works, key=lambda work: work.key):
        guess = guesses.get(work.key, Guess())
        if work.labels is not None and guess.labels is not None:
            true = set(work.labels) & thresholds.keys()
            said = {key for key, chance in guess.labels.items()
                    if key in thresholds and chance >= thresholds.get(key, EVEN)}  # fmt: skip
            rows.append((len(true & said), len(said), len(true)))
        if work.relevant is not None and guess.relevant is not None:
            chances.append(guess.relevant)
            belongs.append(float(work.relevant))
    auc = None
    if len(belongs) >= LEAST:
        found = area_under_curve(np.array(belongs), np.array(chances))
        auc = None if found is None else round(float(found), 4)
    if len(rows) < LEAST:
        return Quality(len(rows), ranked=len(belongs), auc=auc)
    counts = np.concatenate([block @ np.array(rows, float) for block in resamples(len(rows), seed)])
    both, said_of, true_of = counts.T

    def figure(part: "np.ndarray", whole: "np.ndarray") -> Figure:
        share = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
        return spread(share, len(rows))

    return Quality(
        len(rows),
        figure(both, said_of),
        figure(both, true_of),
        figure(2 * both, said_of + true_of),
        len(belongs),
        auc,
    )
