"""Which labels fit a paper: several views of each label, merged by one combiner.

The views are a classifier over terms, one over topics, the label's keywords (how many, and
whether any), and the likeness of the text to the label's meaning in terms and in topics.
``combining`` merges their held-out scores and calibrates them. Each view is linear in a text's
terms or keywords (topics: times one number for each text), so the merged score is, too.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.suggest.combining import Combiner, combine, straightened

if TYPE_CHECKING:
    import numpy as np

    Train = Callable[[Any, np.ndarray, int], tuple[np.ndarray, np.ndarray]]

FEW = 3
"""Labels with fewer works than this have no classifier: keywords and meaning only."""
SOFTNESS = 10.0
"""C of each label's logistic regression over terms."""
TOPICAL_SOFTNESS = 16.0
"""C of each label's logistic regression over topics."""
ENOUGH = 10
"""With fewer labels chosen in all, the combiner is not learnt but ``COLD``."""
COLD = (1.2, 0.4, 0.0, 0.0, 0.0, 0.0, 0.0)
"""Before that: coefficients of the views, in the order of ``_plain`` and ``_trained``."""
COLD_OFFSET = -2.5
USUAL_LIKENESS = (0.02, 0.03)
"""Mean and deviation of a likeness where there are no papers to measure them on."""


@dataclass(frozen=True)
class Views:
    """What texts show before anyone judges them, one row each: their TF-IDF ``rows``, their
    ``shadows`` on the topics, and by label log(1 + keyword ``hits``)."""

    rows: Any
    shadows: "np.ndarray"
    hits: "np.ndarray"


@dataclass(frozen=True)
class Meanings:
    """The labels' wordings, a column each: as terms and as shadows on the topics."""

    terms: "np.ndarray"
    shadows: "np.ndarray"


@dataclass(frozen=True)
class Labelling:
    """Each label's log-odds are ``rows @ weights + shadows @ topical + hits * keyword
    + (hits > 0) * present + offset``; ``learnt`` says which labels have classifiers, the
    others follow from meaning and keywords alone."""

    weights: "np.ndarray"
    topical: "np.ndarray"
    keyword: "np.ndarray"
    present: "np.ndarray"
    offset: "np.ndarray"
    learnt: "np.ndarray"

    def scores(self, views: Views) -> "np.ndarray":
        import numpy as np

        by_term, by_topic = views.rows @ self.weights, views.shadows @ self.topical
        by_keyword = views.hits * self.keyword + (views.hits > 0) * self.present
        return np.asarray(by_term + by_topic + by_keyword + self.offset)

    def keyword_weight(self, column: int, hits: int) -> float:
        """What so many keywords of the label in ``column`` add to its log-odds."""
        per_hit, once = float(self.keyword[column]), float(self.present[column])
        return per_hit * math.log1p(hits) + once * (hits > 0)


@dataclass(frozen=True)
class _Classifiers:
    """Weights (terms or topics x labels) and biases, 0 where a label has no classifier."""

    weights: "np.ndarray"
    bias: "np.ndarray"


def fit_labelling(
    views: Views,
    usual: Views,
    meanings: Meanings,
    truth: "np.ndarray",
    dimensions: Sequence[str],
    seed: int,
) -> tuple[Labelling, "np.ndarray | None"]:
    """The labelling learnt from works, and each cell's log-odds, held out (None: not learnt).

    ``views`` are those of the works and ``truth`` works x labels of 0 and 1; ``usual`` views
    are those of papers at large: keywords and likeness count by how far they exceed the
    usual. ``dimensions`` names each label's.
    """
    import numpy as np

    spread = _usual(usual, meanings)
    count, positive = truth.shape[0], truth.sum(axis=0)
    prior = np.log((positive + 0.5) / (count - positive + 0.5))
    enough = min(positive.sum(), count, truth.size - positive.sum()) >= ENOUGH
    learnt = np.asarray(enough & (positive >= FEW) & (positive < count))
    combiner = Combiner(
        np.repeat(np.array(COLD)[:, None], truth.shape[1], axis=1),
        np.full(truth.shape[1], COLD_OFFSET),
    )
    trained = [_none(meanings.terms), _none(meanings.shadows)]
    if not enough:
        return _joined(combiner, trained, spread, prior, meanings, learnt), None
    plain = _plain(views, meanings, spread, prior)
    untrained = np.pad(plain, ((0, 0), (0, 0), (0, 2)))
    combiner, held_out = combine(untrained, truth, _groups(dimensions), seed)
    if learnt.any():
        trained, scores = _trained(views, truth, learnt, seed)
        every = np.concatenate([plain[:, learnt], scores], axis=2)
        groups = _groups([d for d, known in zip(dimensions, learnt, strict=True) if known])
        full, held_out[:, learnt] = combine(every, truth[:, learnt], groups, seed)
        combiner.coefficients[:, learnt] = full.coefficients
        combiner.offset[learnt] = full.offset
    combiner, held_out = straightened(combiner, held_out, truth)
    return _joined(combiner, trained, spread, prior, meanings, learnt), held_out


def _joined(
    combiner: Combiner,
    trained: Sequence[_Classifiers],
    spread: "np.ndarray",
    prior: "np.ndarray",
    meanings: Meanings,
    classified: "np.ndarray",
) -> Labelling:
    """Combiner and views as one score a label."""
    import numpy as np

    keyword, likeness, kinship, before, present, by_term, by_topic = combiner.coefficients
    hit_mean, like_mean, like_width, kin_mean, kin_width = spread
    terms, topics = trained
    likeness, kinship = likeness / like_width, kinship / kin_width
    usual = keyword * hit_mean + likeness * like_mean + kinship * kin_mean
    learnt = by_term * terms.bias + by_topic * topics.bias + before * prior
    return Labelling(
        np.ascontiguousarray(terms.weights * by_term + meanings.terms * likeness),
        np.ascontiguousarray(topics.weights * by_topic + meanings.shadows * kinship),
        keyword,
        present,
        combiner.offset + learnt - usual,
        classified,
    )


def _usual(views: Views, meanings: Meanings) -> "np.ndarray":
    """For each label: mean hits, then mean and deviation of its likeness in terms and topics."""
    import numpy as np

    labels = views.hits.shape[1]
    if views.hits.shape[0] < 2:
        unknown = [np.full(labels, value) for value in USUAL_LIKENESS]
        return np.stack([np.zeros(labels), *unknown, np.zeros(labels), np.ones(labels)])
    likeness, kinship = views.rows @ meanings.terms, views.shadows @ meanings.shadows
    narrowest = 0.2 * USUAL_LIKENESS[1]
    parts = [views.hits.mean(axis=0)]
    for cells in (likeness, kinship):
        parts += [cells.mean(axis=0), np.maximum(cells.std(axis=0), narrowest)]
    return np.stack(parts)


def _plain(
    views: Views, meanings: Meanings, spread: "np.ndarray", prior: "np.ndarray"
) -> "np.ndarray":
    """The views that need no classifier: works x labels x 5 (hits,
    likeness in terms and in topics, prior, whether there is a hit)."""
    import numpy as np

    hit_mean, like_mean, like_width, kin_mean, kin_width = spread
    likeness = (views.rows @ meanings.terms - like_mean) / like_width
    kinship = (views.shadows @ meanings.shadows - kin_mean) / kin_width
    priors = np.broadcast_to(prior, likeness.shape)
    parts = [views.hits - hit_mean, likeness, kinship, priors, views.hits > 0]
    return np.stack(parts, axis=2)


def _trained(
    views: Views, truth: "np.ndarray", learnt: "np.ndarray", seed: int
) -> tuple[list[_Classifiers], "np.ndarray"]:
    """The classifiers of the learnt labels, and works x those x 2 of their held-out scores."""
    import numpy as np

    trained, scores = [], []
    for rows, train in ((views.rows, _train), (views.shadows, _train_topics)):
        made = _none(np.zeros((rows.shape[1], truth.shape[1])))
        weights, bias = train(rows, truth[:, learnt], seed)
        made.weights[:, learnt], made.bias[learnt] = weights, bias
        trained.append(made)
        scores.append(_held_out(rows, truth[:, learnt], train, seed))
    return trained, np.stack(scores, axis=2)


def _none(shaped: "np.ndarray") -> _Classifiers:
    import numpy as np

    return _Classifiers(np.zeros(shaped.shape), np.zeros(shaped.shape[1]))


def _groups(dimensions: Sequence[str]) -> list["np.ndarray"]:
    """The columns of each dimension's labels."""
    import numpy as np

    names = np.array(dimensions)
    return [np.flatnonzero(names == name) for name in sorted(set(dimensions))]


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


def _train_topics(
    shadows: "np.ndarray", truth: "np.ndarray", seed: int
) -> tuple["np.ndarray", "np.ndarray"]:
    """One balanced logistic regression a label over topics; all 0 where there are none."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    weights, bias = np.zeros((shadows.shape[1], truth.shape[1])), np.zeros(truth.shape[1])
    for column, chosen in enumerate(truth.T if shadows.shape[1] else ()):
        if 0 < chosen.sum() < len(chosen):
            model = LogisticRegression(
                C=TOPICAL_SOFTNESS, class_weight="balanced", random_state=seed, max_iter=500
            ).fit(shadows, chosen)
            weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
        else:
            bias[column] = np.nan
    return weights, bias


def _held_out(rows: Any, truth: "np.ndarray", train: "Train", seed: int) -> "np.ndarray":
    """Each cell's score from a classifier that did not see the work; the lowest where none."""
    import numpy as np
    from sklearn.model_selection import KFold

    scores = np.full(truth.shape, np.nan)
    for seen, unseen in KFold(5, shuffle=True, random_state=seed).split(truth):
        weights, bias = train(rows[seen], truth[seen], seed)
        scores[unseen] = rows[unseen] @ weights + bias
    return np.where(np.isnan(scores), np.nanmin(np.append(scores, 0.0)), scores)
