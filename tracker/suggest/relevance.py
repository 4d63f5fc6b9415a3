"""Does a paper belong in the survey? One linear score over its terms, and its probability."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tracker.suggest.facets import Facets

if TYPE_CHECKING:
    import numpy as np

    from tracker.suggest.evidence import Spans
    from tracker.suggest.vocabulary import Places

ENOUGH = 5
"""Included works from which on a classifier is trained; before, only the scope ranks."""
SCOPE_FADES = 20.0
"""The scope's share of the score is this over this plus the works included: it fades."""
FACETS = (0.5, 0.3)
"""The facets' share of the score at the cold start, and the floor that it fades to."""
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
"""Share of harvested papers taken to belong until enough audit draws tell. An assumption: it
moves all probabilities together and never their order."""
CLEAR = 0.9
"""Probabilities up to here are what Elkan & Noto's quotient says."""
CERTAIN = 0.99
"""No probability above this: a curator decides."""
EQUAL = 1e-9
"""Values that deviate less than this are all the same but for rounding."""
COLD = (0.9, -5.0)
"""Slope and offset of the cold start's log-odds on the standardised likeness to the scope."""
UNKNOWN_SPREAD = (0.05, 0.05)
"""Mean and deviation of the scope similarity where no papers are at hand to measure them."""
UNKNOWN_SPOKEN = (0.3, 0.7)
"""The same of the facets."""


@dataclass(frozen=True)
class Relevance:
    """A paper's score, the log-odds of being labelled, is
    ``rows @ weights + facets.spoken(rows) * speaking + offset``.

    A work can belong and not be listed yet, so the probability of belonging is that of
    being labelled over ``found``, the share of belonging works the score recognises
    (Elkan & Noto, "Learning classifiers from only positive and unlabeled data", KDD 2008).
    """

    weights: "np.ndarray"
    offset: float
    found: float = 1.0
    facets: Facets | None = None
    speaking: float = 0.0

    def scores(self, rows: Any) -> "np.ndarray":
        import numpy as np

        linear = rows @ self.weights + self.offset
        spoken = self.speaking * self.facets.spoken(rows) if self.facets else 0.0
        return np.asarray(linear + spoken)

    def weighed(self, places: "Places") -> "Spans":
        """Start, end and weight of each place; the weights and ``offset`` sum to the score."""
        starts, ends, weights = places.weighed(self.weights)
        if self.facets:
            weights = weights + self.speaking * self.facets.shares(places.columns)
        return starts, ends, weights

    def probabilities(self, rows: Any) -> "np.ndarray":
        """Of belonging, in the order of the scores.

        The quotient of Elkan & Noto may pass 1. From ``CLEAR`` on, all that it can reach is
        squeezed below ``CERTAIN``, so that the likeliest papers keep their order.
        """
        import numpy as np
        from scipy.special import expit

        chance = expit(self.scores(rows)) / self.found
        squeezed = CLEAR + (CERTAIN - CLEAR) * (chance - CLEAR) / (1 / self.found - CLEAR)
        return np.asarray(np.where(chance > CLEAR, squeezed, chance))


def fit_relevance(
    included: Any,
    excluded: Any,
    background: Any,
    scope: Any,
    seed: int,
    facets: Facets | None = None,
    prevalence: float = PREVALENCE,
) -> Relevance:
    """The relevance model from TF-IDF rows; ``scope`` are rows of what the survey says of
    itself (the taxonomy's wording, the scope's), which count alike.

    Background papers count as weak negatives: all of them together weigh in calibration
    what ``prevalence`` says, and the few that belong are answered for by ``found``. The
    facets keep a share of the score however many works there are, because words that a
    hundred works happen not to use still speak for a paper.
    """
    import numpy as np
    import scipy.sparse as sp
    from scipy.special import expit

    likeness = _Likeness.of(scope, facets, background)
    counts = included.shape[0], excluded.shape[0], background.shape[0]
    cold = likeness.cold(background)
    if counts[0] < ENOUGH or counts[1] + counts[2] < 2:
        return cold
    rows = sp.vstack([included, excluded, background]).tocsr()
    truth = np.r_[np.ones(counts[0]), np.zeros(counts[1] + counts[2])]
    trust = _trust(counts, background @ likeness.direction)
    held_out = _held_out(rows, truth, trust, seed)
    middle, width = _spread(held_out[counts[0] :], (0.0, 1.0))
    fading = SCOPE_FADES / (SCOPE_FADES + counts[0])
    spoken = FACETS[1] + (FACETS[0] - FACETS[1]) * fading if facets else 0.0
    by_class, by_scope = (1 - spoken) * (1 - fading), (1 - spoken) * fading
    mixed = by_class * (held_out - middle) / width + likeness.mixed(rows, by_scope, spoken)
    slope, offset = _calibrate(mixed, truth, _weights(*counts, prevalence))
    if slope <= 0:  # too few works to tell belonging from not: their order says nothing yet
        return cold
    labelled = expit(slope * mixed[: counts[0]] + offset)
    trained, bias = _train(rows, truth, trust, seed)
    similar = likeness.scaled(slope * by_scope, slope * spoken)
    by_class *= slope / width
    return Relevance(
        by_class * trained + similar.weights,
        float(offset + by_class * (bias - middle) + similar.offset),
        float(labelled.mean()) if counts[2] else 1.0,
        facets,
        similar.speaking,
    )


@dataclass(frozen=True)
class _Likeness:
    """How like the scope a paper is: by its terms (``direction``) and by its facets, each
    standardised by mean and deviation among the background."""

    direction: "np.ndarray"
    facets: Facets | None
    similar: tuple[float, float]
    spoken: tuple[float, float]

    @classmethod
    def of(cls, scope: Any, facets: Facets | None, background: Any) -> "_Likeness":
        import numpy as np

        direction = np.asarray(scope.sum(axis=0)).ravel()
        direction = direction / max(float(np.linalg.norm(direction)), 1e-12)
        spoken = facets.spoken(background) if facets else np.zeros(0)
        similar = _spread(background @ direction, UNKNOWN_SPREAD)
        return cls(direction, facets or None, similar, _spread(spoken, UNKNOWN_SPOKEN))

    def scaled(self, by_scope: float, by_facets: float) -> Relevance:
        """The two standardised likenesses, so weighted, as one score."""
        (centre, spread), (usual, width) = self.similar, self.spoken
        offset = -by_scope * centre / spread - by_facets * usual / width
        weights = by_scope * self.direction / spread
        return Relevance(weights, offset, 1.0, self.facets, by_facets / width)

    def mixed(self, rows: Any, by_scope: float, by_facets: float) -> "np.ndarray":
        return self.scaled(by_scope, by_facets).scores(rows)

    def cold(self, background: Any) -> Relevance:
        """The model without works: log-odds that are a guess, in an order that is none."""
        spoken = FACETS[0] if self.facets else 0.0
        _, width = _spread(self.mixed(background, 1 - spoken, spoken), (0.0, 1.0))
        slope = COLD[0] / width
        scaled = self.scaled(slope * (1 - spoken), slope * spoken)
        return replace(scaled, offset=scaled.offset + COLD[1])


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


def _weights(included: int, excluded: int, background: int, prevalence: float) -> "np.ndarray":
    """Decided works weigh 1; the background as a whole what the prevalence asks for."""
    import numpy as np

    each = included * (1 - prevalence) / prevalence / max(background, 1)
    return np.asarray(np.r_[np.ones(included + excluded), np.full(background, each)])


def _calibrate(
    scores: "np.ndarray", truth: "np.ndarray", weight: "np.ndarray"
) -> tuple[float, float]:
    """Slope and offset of the log-odds (Platt, 1999) on held-out scores."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1.0).fit(scores[:, None], truth, sample_weight=weight)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _spread(values: "np.ndarray", unknown: tuple[float, float]) -> tuple[float, float]:
    if len(values) < 2 or float(values.std()) < EQUAL:
        return unknown
    return float(values.mean()), float(values.std())
