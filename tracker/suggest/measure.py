"""Figures of what was said of works held out: per label, per dimension, and for relevance."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tracker.suggest.evaluation import average_precision, brier, calibration_error
from tracker.suggest.heldout import MODEL, Answers, HeldOut, Ranked
from tracker.suggest.intervals import Figure, resamples, spread, wilson
from tracker.suggest.reliability import bins

if TYPE_CHECKING:
    import numpy as np

CHANCES = (MODEL, "last_model")
"""Answerers whose word on relevance is a probability."""
SURE = 5
"""Labels in at least so many works are counted apart: of rarer ones no figure says much."""


def labels_report(held: HeldOut, seed: int) -> dict[str, Any]:
    """Each dimension's figures, each answerer's, and each label's, on the same works.

    ``dimensions`` begins with ``all``. F1 over all cells is the micro-F1; a label's is at its
    threshold. ``ahead`` is the model's micro-F1 less each baseline's, paired by work.
    """
    columns = {"all": list(range(len(held.labels)))}
    for place, label in enumerate(held.labels):
        columns.setdefault(label.dimension, []).append(place)
    counts = {name: _Counts(held.truth, one.said, seed) for name, one in held.answers.items()}
    ours = held.answers[MODEL].strength
    return {
        "works": len(held.works),
        "dimensions": {
            name: _dimension(held, own, counts) for name, own in columns.items() if len(own)
        },
        "labels": {
            label.key: _label(held, place, counts) for place, label in enumerate(held.labels)
        },
        "reliability": [one.as_json() for one in bins(held.truth, ours)],
    }


def relevance_report(ranked: Ranked) -> dict[str, Any]:
    """Relevance among what people decided, and against papers nobody judged besides.

    Unjudged papers count as not belonging there, although some belong: those figures are
    too low rather than too high, and their Brier score speaks of that mixture only.
    """
    import numpy as np

    known = np.array([truth is not None for truth in ranked.belongs], dtype=bool)
    belongs = np.array([truth is True for truth in ranked.belongs], dtype=float)
    everything = np.ones(len(known), dtype=bool)
    return {
        name: {
            "relevant": int(belongs[chosen].sum()),
            "not": int(chosen.sum() - belongs[chosen].sum()),
            "answers": {
                answerer: _ranking(belongs[chosen], strength[chosen], answerer in CHANCES)
                for answerer, strength in ranked.by.items()
            },
            "reliability": [
                one.as_json() for one in bins(belongs[chosen], ranked.by[MODEL][chosen])
            ],
        }
        for name, chosen in (("decided", known), ("with_unjudged", everything))
    }


def area_under_curve(truth: "np.ndarray", scores: "np.ndarray") -> float | None:
    """The chance that a true one is scored above a false one, equals counting half (Mann &
    Whitney, 1947); None where there are not both."""
    from scipy.stats import rankdata

    positives = float(truth.sum())
    negatives = len(truth) - positives
    if not positives or not negatives:
        return None
    ranks = float(rankdata(scores)[truth > 0].sum())
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


class _Counts:
    """How many cells were true, said, and both: resamples x labels, the sample itself first."""

    def __init__(self, truth: "np.ndarray", said: "np.ndarray", seed: int) -> None:
        import numpy as np

        blocks = list(resamples(len(truth), seed)) if len(truth) else [np.ones((1, 0))]
        parts = (truth * said, truth, said.astype(float))
        self.both, self.true, self.said = (
            np.concatenate([block @ part for block in blocks]) for part in parts
        )

    def figures(self, columns: Sequence[int]) -> dict[str, Figure]:
        """Precision, recall and F1 over the cells of some labels."""
        both, true, said = (part[:, columns].sum(axis=1) for part in self._all)
        return {
            "precision": _share(both, said),
            "recall": _share(both, true),
            "f1": spread(_ratio(2 * both, true + said), int(true[0])),
        }

    def micro(self, columns: Sequence[int]) -> "np.ndarray":
        both, true, said = (part[:, columns].sum(axis=1) for part in self._all)
        return _ratio(2 * both, true + said)

    def macro(self, columns: Sequence[int]) -> Figure:
        """Mean F1 of the labels that some work has; in a resample, of those it knows of."""
        import numpy as np

        own = [column for column in columns if self.true[0, column]]
        f1 = _ratio(2 * self.both[:, own], self.true[:, own] + self.said[:, own])
        known = (~np.isnan(f1)).sum(axis=1)
        return spread(_ratio(np.nan_to_num(f1).sum(axis=1), known), int(self.true[0, own].sum()))

    @property
    def _all(self) -> tuple["np.ndarray", "np.ndarray", "np.ndarray"]:
        return self.both, self.true, self.said


def _share(part: "np.ndarray", whole: "np.ndarray") -> Figure:
    """A share with its bootstrap interval, or Wilson's where that has nothing to vary: few
    cells, or all of them right, or none."""
    found = spread(_ratio(part, whole), int(whole[0]))
    if found.value in (0.0, 1.0) or (found.value is not None and found.low is None):
        low, high = wilson(int(part[0]), int(whole[0]))
        return Figure(found.value, round(low, 4), round(high, 4))
    return found


def _ratio(part: "np.ndarray", whole: "np.ndarray") -> "np.ndarray":
    import numpy as np

    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))


def _dimension(
    held: HeldOut, columns: Sequence[int], counts: Mapping[str, _Counts]
) -> dict[str, Any]:
    support = held.truth[:, columns].sum(axis=0)
    true = int(support.sum())
    answers = {}
    for name, answer in held.answers.items():
        precisions = [
            found
            for column in columns
            if (found := average_precision(held.truth[:, column], answer.strength[:, column]))
            is not None
        ]
        answers[name] = {
            **_json(counts[name].figures(columns)),
            "macro_f1": counts[name].macro(columns).as_json(),
            "map": _mean(precisions),
            **_calibration(held.truth[:, columns], answer, columns),
        }
    ours = counts[MODEL].micro(columns)
    return {
        "labels": len(columns),
        "labels_supported": int((support >= SURE).sum()),
        "support": true,
        "answers": answers,
        "ahead": {
            name: spread(ours - own.micro(columns), true).as_json()
            for name, own in counts.items()
            if name != MODEL
        },
    }


def _label(held: HeldOut, column: int, counts: Mapping[str, _Counts]) -> dict[str, Any]:
    truth = held.truth[:, column]
    return {
        "support": int(truth.sum()),
        "threshold": round(float(held.thresholds[column]), 4),
        "answers": {
            name: {
                "said": int(answer.said[:, column].sum()),
                **_json(counts[name].figures([column])),
                "average_precision": _rounded(average_precision(truth, answer.strength[:, column])),
                **_calibration(truth[:, None], answer, [column]),
            }
            for name, answer in held.answers.items()
        },
    }


def _calibration(
    truth: "np.ndarray", answer: Answers, columns: Sequence[int]
) -> dict[str, float | None]:
    if not answer.chances or not truth.size:
        return {"brier": None, "ece": None}
    chances = answer.strength[:, columns]
    return {
        "brier": _rounded(brier(truth, chances)),
        "ece": _rounded(calibration_error(truth, chances)),
    }


def _ranking(truth: "np.ndarray", strength: "np.ndarray", chances: bool) -> dict[str, Any]:
    both = bool(truth.any()) and not bool(truth.all())
    calibrated = chances and both
    return {
        "auc": _rounded(area_under_curve(truth, strength)),
        "average_precision": _rounded(average_precision(truth, strength) if both else None),
        "brier": _rounded(brier(truth, strength) if calibrated else None),
        "ece": _rounded(calibration_error(truth, strength) if calibrated else None),
    }


def _json(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {name: figure.as_json() for name, figure in figures.items()}


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
