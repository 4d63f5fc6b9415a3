"""Does a paper belong in the survey? One linear score over its terms, and its probability."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

ENOUGH = 5
"""Included works from which on a classifier is trained; before, only the scope ranks."""
SCOPE_FADES = 20.0
"""The scope's share of the score is this over this plus the works included: it fades."""
DOUBTFUL = 0.1
"""Share of the background, most like the scope, that is not trained on: the belonging
papers hide there ("reliable negatives", Liu, Lee, Yu & Li, ICML 2002)."""
SOFTNESS = 0.11
"""C of the linear SVM, as ASReview's default for screening titles and abstracts."""
MANY = 50
"""Smaller backgrounds are too small to leave any of it out."""
DECIDED = 10.0
"""A work that curators excluded trains like so many background papers."""
PREVALENCE = 0.02
"""Share of harvested papers taken to belong. An assumption: it moves all probabilities
together and never their order."""
CERTAIN = 0.99
"""No probability above this: a curator decides."""
COLD = (0.9, -5.0)
"""Slope and offset of the cold start's log-odds on the standardised scope similarity."""
UNKNOWN_SPREAD = (0.05, 0.05)
"""Mean and deviation of the scope similarity where no papers are at hand to measure them."""


@dataclass(frozen=True)
class Relevance:
    """``weights`` and ``offset`` give a paper's score, the log-odds of being labelled.

    A work can belong and not be listed yet, so the probability of belonging is that of
    being labelled over ``found``, the share of belonging works the score recognises
    (Elkan & Noto, "Learning classifiers from only positive and unlabeled data", KDD 2008).
    """

    weights: "np.ndarray"
    offset: float
    found: float = 1.0

    def scores(self, rows: Any) -> "np.ndarray":
        import numpy as np

        return np.asarray(rows @ self.weights + self.offset)

    def probabilities(self, rows: Any) -> "np.ndarray":
        import numpy as np
        from scipy.special import expit

        return np.asarray(np.minimum(expit(self.scores(rows)) / self.found, CERTAIN))


def fit_relevance(
    included: Any, excluded: Any, background: Any, scope: Any, seed: int
) -> Relevance:
    """The relevance model from TF-IDF rows; ``scope`` is the row of the taxonomy's wording.

    Background papers count as weak negatives: all of them together weigh in calibration
    what ``PREVALENCE`` says, and the few that belong are answered for by ``found``.
    """
    import numpy as np
    import scipy.sparse as sp
    from scipy.special import expit

    direction = scope.toarray().ravel()
    centre, spread = _spread(background @ direction, UNKNOWN_SPREAD)
    counts = included.shape[0], excluded.shape[0], background.shape[0]
    cold = Relevance(COLD[0] * direction / spread, COLD[1] - COLD[0] * centre / spread)
    if counts[0] < ENOUGH or counts[1] + counts[2] < 2:
        return cold
    rows = sp.vstack([included, excluded, background]).tocsr()
    truth = np.r_[np.ones(counts[0]), np.zeros(counts[1] + counts[2])]
    trust = _trust(counts, background @ direction)
    held_out = _held_out(rows, truth, trust, seed)
    middle, width = _spread(held_out[counts[0] :], (0.0, 1.0))
    share = SCOPE_FADES / (SCOPE_FADES + counts[0])
    similar = (rows @ direction - centre) / spread
    mixed = (1 - share) * (held_out - middle) / width + share * similar
    slope, offset = _calibrate(mixed, truth, _weights(*counts))
    if slope <= 0:  # too few works to tell belonging from not: their order says nothing yet
        return cold
    labelled = expit(slope * mixed[: counts[0]] + offset)
    trained, bias = _train(rows, truth, trust, seed)
    by_class, by_scope = slope * (1 - share) / width, slope * share / spread
    return Relevance(
        by_class * trained + by_scope * direction,
        float(offset + by_class * (bias - middle) - by_scope * centre),
        float(labelled.mean()) if counts[2] else 1.0,
    )


def _trust(counts: tuple[int, int, int], similar: "np.ndarray") -> "np.ndarray":
    """How much each row counts in training: decided works most, doubtful background nothing."""
    import numpy as np

    included, excluded, background = counts
    trust = np.r_[np.ones(included), np.full(excluded, DECIDED), np.ones(background)]
    if background >= MANY:
        trust[included + excluded :] = similar <= np.quantile(similar, 1 - DOUBTFUL)
    return np.asarray(trust)


def _train(
    rows: Any, truth: "np.ndarray", trust: "np.ndarray", seed: int
) -> tuple["np.ndarray", float]:
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=SOFTNESS, class_weight="balanced", max_iter=20_000, random_state=seed)
    model.fit(rows[trust > 0], truth[trust > 0], sample_weight=trust[trust > 0])
    return model.coef_[0], float(model.intercept_[0])


def _held_out(rows: Any, truth: "np.ndarray", trust: "np.ndarray", seed: int) -> "np.ndarray":
    """Each row's score from a model that did not see it."""
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    folds = StratifiedKFold(
        min(5, int(truth.sum()), int((1 - truth).sum())), shuffle=True, random_state=seed
    )
    scores = np.zeros(len(truth))
    for seen, unseen in folds.split(rows, truth):
        weights, bias = _train(rows[seen], truth[seen], trust[seen], seed)
        scores[unseen] = rows[unseen] @ weights + bias
    return scores


def _weights(included: int, excluded: int, background: int) -> "np.ndarray":
    """Decided works weigh 1; the background as a whole what the prevalence asks for."""
    import numpy as np

    each = included * (1 - PREVALENCE) / PREVALENCE / max(background, 1)
    return np.asarray(np.r_[np.ones(included + excluded), np.full(background, each)])


def _calibrate(
    scores: "np.ndarray", truth: "np.ndarray", weight: "np.ndarray"
) -> tuple[float, float]:
    """Slope and offset of the log-odds (Platt, 1999) on held-out scores."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1.0).fit(scores[:, None], truth, sample_weight=weight)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _spread(values: "np.ndarray", unknown: tuple[float, float]) -> tuple[float, float]:
    if len(values) < 2 or float(values.std()) == 0.0:
        return unknown
    return float(values.mean()), float(values.std())
