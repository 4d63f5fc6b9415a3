"""How good the suggestions are, on works the model did not see."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tracker.suggest.examples import Example, Training
from tracker.suggest.keywords import Keywords
from tracker.suggest.model import fit
from tracker.suggest.passages import read
from tracker.taxonomy import Taxonomy

if TYPE_CHECKING:
    import numpy as np


def measure(
    taxonomy: Taxonomy,
    examples: Iterable[Example],
    background: Iterable[str],
    folds: int = 5,
    seed: int = 0,
) -> dict[str, Any]:
    """Held-out figures from ``folds`` models, each fitted without the works it is asked about.

    ``relevance`` holds the average precision of included works among excluded works and
    background, whose unlisted relevant papers count as mistakes; ``dimensions`` holds
    F1 of labels from their thresholds (``Model.cuts``) on, beside the micro-F1 of
    suggesting every label with a keyword in the text. None where nothing can be measured.
    """
    from sklearn.model_selection import KFold

    training = Training.of(examples, background)
    works = sorted({*training.included, *training.excluded, *training.labelled}, key=_name)
    report: dict[str, Any] = {
        "included": len(training.included),
        "excluded": len(training.excluded),
        "labelled": len(training.labelled),
        "background": len(training.background),
    }
    if min(len(works), folds) < 2:
        return {**report, "relevance": None, "dimensions": {}}
    papers = list(training.background)
    cells = _Cells()
    parts = KFold(min(folds, len(works)), shuffle=True, random_state=seed)
    for turn, (seen, unseen) in enumerate(parts.split(works)):
        rest = [text for i, text in enumerate(papers) if i % parts.n_splits != turn]
        aside = papers[turn :: parts.n_splits]
        model = fit(taxonomy, [works[i] for i in seen], rest, seed)
        asked = [works[i] for i in unseen]
        relevant, labels = model.probabilities([work.text for work in asked] + aside)
        said = labels[: len(asked)] >= model.cuts.threshold
        cells.judge(asked, relevant, said, [x.key for x in model.labels])
        cells.keywords(asked, Keywords(model.labels))
    return {**report, "relevance": cells.relevance(), "dimensions": cells.dimensions(taxonomy)}


class _Cells:
    """Held-out answers gathered fold by fold: (label, true, suggested, has a keyword)."""

    def __init__(self) -> None:
        self._relevant: list[tuple[float, bool]] = []
        self._labels: list[tuple[str, bool, bool]] = []
        self._keywords: list[bool] = []

    def judge(
        self,
        asked: Sequence[Example],
        relevant: "np.ndarray",
        suggested: "np.ndarray",
        keys: Sequence[str],
    ) -> None:
        known: list[bool | None] = [work.relevant for work in asked]
        known += [False] * (len(relevant) - len(asked))
        pairs = zip(relevant.tolist(), known, strict=True)
        self._relevant += [(score, truth) for score, truth in pairs if truth is not None]
        for work, row in zip(asked, suggested, strict=True):
            if work.labels is not None:
                self._labels += [
                    (key, key in work.labels, bool(said))
                    for key, said in zip(keys, row, strict=True)
                ]

    def keywords(self, asked: Sequence[Example], keywords: Keywords) -> None:
        for work in asked:
            if work.labels is not None:
                hit = {found.column for found in keywords.find(read(work.text))}
                self._keywords += [column in hit for column in range(keywords.labels)]

    def relevance(self) -> dict[str, Any] | None:
        from sklearn.metrics import average_precision_score, roc_auc_score

        truth = [known for _, known in self._relevant]
        if len(set(truth)) < 2:
            return None
        scores = [score for score, _ in self._relevant]
        return {
            "positives": sum(truth),
            "negatives": len(truth) - sum(truth),
            "average_precision": round(float(average_precision_score(truth, scores)), 4),
            "auc": round(float(roc_auc_score(truth, scores)), 4),
        }

    def dimensions(self, taxonomy: Taxonomy) -> dict[str, dict[str, Any]]:
        rows = [(*cell, hit) for cell, hit in zip(self._labels, self._keywords, strict=True)]
        names = [dimension.key for dimension in taxonomy.dimensions]
        parts = {name: [row for row in rows if row[0].partition(":")[0] == name] for name in names}
        return {name: _figures(part) for name, part in {"all": rows, **parts}.items() if part}


def _figures(rows: Sequence[tuple[str, bool, bool, bool]]) -> dict[str, Any]:
    true, said = [row[1] for row in rows], [row[2] for row in rows]
    labels = sorted({row[0] for row in rows if row[1]})
    each = [
        _f1([r[1] for r in rows if r[0] == x], [r[2] for r in rows if r[0] == x]) for x in labels
    ]
    right = sum(t and s for t, s in zip(true, said, strict=True))
    return {
        "labels": len(labels),
        "true": sum(true),
        "suggested": sum(said),
        "right": right,
        "micro_f1": round(_f1(true, said), 4),
        "macro_f1": round(sum(each) / len(each), 4) if each else 0.0,
        "keyword_micro_f1": round(_f1(true, [row[3] for row in rows]), 4),
    }


def _f1(true: Sequence[bool], said: Sequence[bool]) -> float:
    right = sum(t and s for t, s in zip(true, said, strict=True))
    return 2 * right / (sum(true) + sum(said)) if any(true) or any(said) else 0.0


def _name(work: Example) -> tuple[str, str]:
    return work.key, work.text
