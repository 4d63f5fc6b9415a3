"""Which labels fit a paper: three views of each label, merged by one shared combiner.

The views are a classifier over terms, the label's keywords, and the likeness of the text
to the label's meaning. One logistic regression, its coefficients shared by all labels,
merges the views' held-out scores and calibrates them in the same step: a handful of
parameters learnt from (works x labels) cells, which is what few works can carry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

FEW = 3
"""Labels with fewer works than this have no classifier: keywords and meaning only."""
SOFTNESS = 10.0
"""C of each label's logistic regression."""
ENOUGH = 10
"""With fewer labels chosen in all, the combiner is not learnt but ``COLD``."""
COLD = (1.2, 0.4, -2.5)
"""Before that: coefficients of keywords and likeness, and the offset, of the log-odds."""
USUAL_LIKENESS = (0.02, 0.03)
"""Mean and deviation of a likeness where there are no papers to measure them on."""


@dataclass(frozen=True)
class Views:
    """What texts show before anyone judges them, one row each: their TF-IDF ``rows``, and
    by label log(1 + keyword ``hits``)."""

    rows: Any
    hits: "np.ndarray"


@dataclass(frozen=True)
class Labelling:
    """Each label's log-odds are ``rows @ weights + hits * keyword + offset``."""

    weights: "np.ndarray"
    keyword: "np.ndarray"
    offset: "np.ndarray"

    def scores(self, rows: Any, hits: "np.ndarray") -> "np.ndarray":
        import numpy as np

        return np.asarray(rows @ self.weights + hits * self.keyword + self.offset)


@dataclass(frozen=True)
class Combiner:
    """Coefficients shared by all labels, on scores in their own units."""

    classifier: float
    keyword: float
    likeness: float
    prior: float
    offset: float


def fit_labelling(
    views: Views, usual: Views, meanings: "np.ndarray", truth: "np.ndarray", seed: int
) -> Labelling:
    """The labelling learnt from works: ``views`` of them and ``truth``, works x labels of 0, 1.

    ``usual`` views are those of papers at large: keywords and likeness count by how far
    they exceed the usual. ``meanings`` are the rows of the labels' wordings, transposed.
    """
    import numpy as np

    hit_mean, like_mean, like_width = _usual(usual, meanings)
    hits, likeness = views.hits - hit_mean, (views.rows @ meanings - like_mean) / like_width
    count, positive = truth.shape[0], truth.sum(axis=0)
    prior = np.log((positive + 0.5) / (count - positive + 0.5))
    weights, bias = np.zeros(meanings.shape), np.zeros(truth.shape[1])
    plain = full = Combiner(0.0, COLD[0], COLD[1], 0.0, COLD[2])
    enough = min(positive.sum(), count, truth.size - positive.sum()) >= ENOUGH
    learnt = enough & (positive >= FEW) & (positive < count)
    if enough:
        plain = _combiner([hits, likeness, prior * np.ones(truth.shape)], truth)
    if learnt.any():
        held_out = _held_out(views.rows, truth[:, learnt], seed)
        priors = prior[learnt] * np.ones(held_out.shape)
        full = _combiner([hits[:, learnt], likeness[:, learnt], priors, held_out], truth[:, learnt])
        weights[:, learnt], bias[learnt] = _train(views.rows, truth[:, learnt], seed)
    return _joined(
        plain, full, learnt, (weights, bias, prior), (hit_mean, like_mean, like_width), meanings
    )


def _joined(
    plain: Combiner,
    full: Combiner,
    learnt: "np.ndarray",
    trained: tuple["np.ndarray", "np.ndarray", "np.ndarray"],
    spread: tuple["np.ndarray", "np.ndarray", "np.ndarray"],
    meanings: "np.ndarray",
) -> Labelling:
    """Combiner and views as one linear score a label: ``full`` where a classifier was learnt."""
    import numpy as np

    def each(name: str) -> "np.ndarray":
        return np.asarray(np.where(learnt, getattr(full, name), getattr(plain, name)))

    weights, bias, prior = trained
    hit_mean, like_mean, like_width = spread
    by_likeness = each("likeness") / like_width
    fixed = each("offset") + each("classifier") * bias + each("prior") * prior
    return Labelling(
        np.asfortranarray(weights * each("classifier") + meanings * by_likeness),
        each("keyword"),
        fixed - each("keyword") * hit_mean - by_likeness * like_mean,
    )


def _usual(views: Views, meanings: "np.ndarray") -> tuple["np.ndarray", "np.ndarray", "np.ndarray"]:
    """Mean hits, mean likeness and the likeness's deviation, for each label."""
    import numpy as np

    labels = views.hits.shape[1]
    if views.hits.shape[0] < 2:
        mean, width = USUAL_LIKENESS
        return np.zeros(labels), np.full(labels, mean), np.full(labels, width)
    likeness = views.rows @ meanings
    width = np.maximum(likeness.std(axis=0), 0.2 * USUAL_LIKENESS[1])
    return views.hits.mean(axis=0), likeness.mean(axis=0), width


def _combiner(views: Sequence["np.ndarray"], truth: "np.ndarray") -> Combiner:
    """What best explains the chosen labels by hits, likeness, prior and, if there is one, the
    classifier's score; a view that would count against a label is left out."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    cells = np.stack([view.ravel() for view in views], axis=1)
    width = np.maximum(cells.std(axis=0), 1e-9)
    used = np.ones(len(views), dtype=bool)
    coefficients = np.zeros(len(views))
    while used.any():
        fitted = LogisticRegression(C=1.0).fit(cells[:, used] / width[used], truth.ravel())
        coefficients[:] = 0.0
        coefficients[used] = fitted.coef_[0] / width[used]
        if (coefficients >= 0).all():
            break
        used &= coefficients > 0
    of_hits, of_likeness, of_prior, *rest = (max(float(value), 0.0) for value in coefficients)
    offset = float(fitted.intercept_[0])
    return Combiner(rest[0] if rest else 0.0, of_hits, of_likeness, of_prior, offset)


def _train(rows: Any, truth: "np.ndarray", seed: int) -> tuple["np.ndarray", "np.ndarray"]:
    """One balanced logistic regression a label: weights by column, and biases."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    present = np.unique(rows.indices)  # the works hold few of the terms; the rest weigh 0
    narrow = rows[:, present]
    weights, bias = np.zeros((rows.shape[1], truth.shape[1])), np.full(truth.shape[1], np.nan)
    for column, chosen in enumerate(truth.T):
        if 0 < chosen.sum() < len(chosen):
            model = LogisticRegression(
                C=SOFTNESS, class_weight="balanced", solver="liblinear", random_state=seed
            ).fit(narrow, chosen)
            weights[present, column], bias[column] = model.coef_[0], model.intercept_[0]
    return weights, bias


def _held_out(rows: Any, truth: "np.ndarray", seed: int) -> "np.ndarray":
    """Each cell's score from a classifier that did not see the work; the lowest where none."""
    import numpy as np
    from sklearn.model_selection import KFold

    scores = np.full(truth.shape, np.nan)
    for seen, unseen in KFold(5, shuffle=True, random_state=seed).split(truth):
        weights, bias = _train(rows[seen], truth[seen], seed)
        scores[unseen] = rows[unseen] @ weights + bias
    return np.where(np.isnan(scores), np.nanmin(np.append(scores, 0.0)), scores)
