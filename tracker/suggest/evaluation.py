"""How good suggestions are against given labels: works x labels of numbers in, figures out.

``truth`` holds 0 and 1, ``said`` what was suggested (0 and 1), ``probabilities`` lie in 0..1.
A measure that has nothing to look at is None.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from tracker.suggest.cuts import Cuts

BINS = 10
TOP = 3


@dataclass(frozen=True)
class LabelRow:
    """One label: precision, recall and F1 at its threshold, its average precision, Brier score
    and calibration error, and in how many works it stands. ``learnt`` is false where it
    follows from description and keywords alone, ``borrowed`` true where its bounds rest on
    other labels' works, too."""

    label: str
    precision: float
    recall: float
    f1: float
    average_precision: float | None
    brier: float
    ece: float
    support: int
    threshold: float
    learnt: bool
    borrowed: bool


@dataclass(frozen=True)
class Evaluation:
    """All figures of one model on one set of works; see the functions for each formula."""

    macro_f1: float
    micro_f1: float
    instance_f1: float
    map: float | None
    recall_at_3: float | None
    brier: float
    ece: float
    coverage: float | None
    coverage_false: float | None
    decided: float
    labels: tuple[LabelRow, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"labels": [asdict(row) for row in self.labels]}


def evaluate(
    names: Sequence[str],
    truth: "np.ndarray",
    probabilities: "np.ndarray",
    cuts: "Cuts",
    learnt: Sequence[bool] = (),
) -> Evaluation:
    """Every figure, a label counting as suggested from its threshold on, rounded to 4 digits.

    ``learnt`` says, by label, whether works taught it; all are if not given.
    """
    said = probabilities >= cuts.threshold
    known = list(learnt) or [True] * len(names)
    grounds = zip(cuts.threshold.tolist(), known, cuts.borrowed.tolist(), strict=True)
    table = zip(names, truth.T, said.T, probabilities.T, grounds, strict=True)
    rows = tuple(_row(*each) for each in table)
    columns = zip(truth.T, probabilities.T, strict=True)
    return Evaluation(
        round(sum(row.f1 for row in rows) / len(rows), 4),
        round(f1(truth.ravel(), said.ravel()), 4),
        round(instance_f1(truth, said), 4),
        _rounded(_mean([average_precision(*each) for each in columns])),
        _rounded(recall_at(truth, probabilities, TOP)),
        round(brier(truth, probabilities), 4),
        round(calibration_error(truth, probabilities), 4),
        _rounded(coverage(truth, probabilities, cuts.possible)),
        _rounded(coverage(1 - truth, -probabilities, -cuts.sure)),
        round(decided(probabilities, cuts), 4),
        rows,
    )


def f1(truth: "np.ndarray", said: "np.ndarray") -> float:
    """2 TP / (2 TP + FP + FN), over all cells given (van Rijsbergen, Information Retrieval,
    1979); 0 where nothing is true and nothing said, as scikit-learn's zero_division=0.

    Of all cells it is the micro-F1; the mean over labels is the macro-F1.
    """
    both = float((truth * said).sum())
    total = float(truth.sum() + said.sum())
    return 2 * both / total if total else 0.0


def instance_f1(truth: "np.ndarray", said: "np.ndarray") -> float:
    """The harmonic mean of mean precision and mean recall over works; a work without labels
    said (or true) has precision (or recall) 0.

    As in the BioCreative VII LitCovid track (Chen et al., Database 2022, baac069).
    """
    import numpy as np

    both = (truth * said).sum(axis=1)
    precision = float(np.mean(both / np.maximum(said.sum(axis=1), 1)))
    recall = float(np.mean(both / np.maximum(truth.sum(axis=1), 1)))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def average_precision(truth: "np.ndarray", scores: "np.ndarray") -> float | None:
    """The sum over thresholds of (recall gained) x precision, without interpolation
    (Manning, Raghavan & Schütze, Introduction to Information Retrieval, 2008, section 8.4).

    Equal scores are one threshold. None without a true cell. The mean over labels is mAP.
    """
    import numpy as np

    if not truth.any():
        return None
    order = np.argsort(-scores, kind="stable")
    ranked, found = scores[order], np.cumsum(truth[order])
    last = np.flatnonzero(np.append(ranked[1:] < ranked[:-1], True))
    gained = np.diff(found[last], prepend=0.0) / found[-1]
    return float((gained * found[last] / (last + 1)).sum())


def recall_at(truth: "np.ndarray", scores: "np.ndarray", top: int) -> float | None:
    """The mean, over works with labels, of the share of them among the ``top`` likeliest."""
    import numpy as np

    having = truth[truth.any(axis=1)]
    if not len(having):
        return None
    order = np.argsort(-scores[truth.any(axis=1)], axis=1, kind="stable")[:, :top]
    return float(np.mean(np.take_along_axis(having, order, axis=1).sum(axis=1) / having.sum(1)))


def brier(truth: "np.ndarray", probabilities: "np.ndarray") -> float:
    """The mean squared difference of probability and truth over all cells (Brier, Monthly
    Weather Review 78(1), 1950, for two outcomes, counted once)."""
    return float(((probabilities - truth) ** 2).mean())


def calibration_error(truth: "np.ndarray", probabilities: "np.ndarray", bins: int = BINS) -> float:
    """ECE: over bins of equal width, |share true - mean probability| weighed by the share of
    cells (Naeini, Cooper & Hauskrecht, AAAI 2015)."""
    import numpy as np

    place = np.minimum((probabilities.ravel() * bins).astype(int), bins - 1)
    gaps = np.bincount(place, truth.ravel() - probabilities.ravel(), minlength=bins)
    return float(np.abs(gaps).sum() / truth.size)


def coverage(
    truth: "np.ndarray", probabilities: "np.ndarray", possible: "np.ndarray"
) -> float | None:
    """The share of true labels that conformal prediction, label by label, keeps possible;
    at least 1 - alpha is promised on average over exchangeable works (Cauchois, Gupta & Duchi,
    JMLR 22(81), 2021, discuss the multi-label case)."""
    kept = (probabilities >= possible)[truth == 1]
    return float(kept.mean()) if kept.size else None


def decided(probabilities: "np.ndarray", cuts: "Cuts") -> float:
    """The share of works each of whose labels is surely there or surely not."""
    yes, no = probabilities > cuts.sure, probabilities < cuts.possible
    return float((yes | no).all(axis=1).mean())


def _row(
    name: str,
    truth: "np.ndarray",
    said: "np.ndarray",
    scores: "np.ndarray",
    grounds: tuple[float, bool, bool],
) -> LabelRow:
    threshold, learnt, borrowed = grounds
    both = float((truth * said).sum())
    return LabelRow(
        name,
        round(both / max(float(said.sum()), 1.0), 4),
        round(both / max(float(truth.sum()), 1.0), 4),
        round(f1(truth, said), 4),
        _rounded(average_precision(truth, scores)),
        round(brier(truth, scores), 4),
        round(calibration_error(truth, scores), 4),
        int(truth.sum()),
        round(threshold, 4),
        learnt,
        borrowed,
    )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
