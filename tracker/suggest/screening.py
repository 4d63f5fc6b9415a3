"""The model that screens a review: a linear SVM over terms, and the written scope."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from tracker.errors import SettingsError
from tracker.suggest.counting import Counted
from tracker.suggest.reviews_csv import Review
from tracker.suggest.strategies import Unread

SOFTNESS = 0.11
"""C of the SVM. This, ``BALANCE`` and the terms are the "ELAS u4" default of ASReview 3."""
BALANCE = 9.8
"""How many times more the relevant records weigh than the irrelevant ones, all together."""
COMMON = 0.95
"""Terms in more than this share of the records say nothing."""
TITLE = 0.5
"""What the title's own terms weigh beside those of title and abstract together."""
TOPICS = 200
"""Dimensions of the latent topics; at most a third of the records."""
STEPS = 2
"""Power iterations that sharpen the topics. Over nine reviews and eight draws of priors the
loss was .108; with scikit-learn's five, which take longer, .110."""
TOPIC_SOFTNESS = 0.5
"""C of the SVM over topics, whose rows are dense and short."""
TOPIC_SHARE = 0.3
"""Share of the topics' SVM in the trained score."""
SCOPE_FADES = 2.0
"""The scope's share of the score is this over this plus the relevant records found."""
MANY = 100
"""From this many records on, a topic's term must occur in two of them and in at most 60 %."""
TINY = 1e-9
"""Smaller deviations are rounding: the scores are all the same."""
CLOSE = 1e-3
"""How near to the best an SVM must be; from 1e-4 scores differed by 3 % of their spread at most."""
WORD = r"(?u)\b\w\w+\b"
"""What a word is: two letters or digits at least."""


class Plain:
    """ASReview's default recipe, the baseline: words and word pairs, and the SVM.

    Raises SettingsError if no word tells the records apart.
    """

    def __init__(self, review: Review) -> None:
        self.rows = _telling(_terms(review.texts))

    def unread(self, read: Sequence[int], relevant: Sequence[bool]) -> Unread:
        """What it thinks of the others, trained on the records at these places."""
        margins = _margins(self.rows, read, relevant)
        return _unread(self.rows, read, margins, margins)


class Screening:
    """The model for a review with a written scope: one line on what it is about.

    Two SVMs, one over the terms of the text and, once more, of the title, one over latent
    topics (LSA, Deerwester et al. 1990); both scores are standardised and added by shares.
    The scope adds its likeness to each record, with a weight that fades as relevant records
    are found. Raises SettingsError as ``Plain``.
    """

    def __init__(self, review: Review, scope: str) -> None:
        together = (_terms(review.texts), TITLE * _terms(review.titles))
        self.rows = normalize(_telling(sp.hstack(together, format="csr")), copy=False)
        self.rows.sort_indices()  # once: else every training sorts its copy
        space = Topics(review)
        self.topics = space.rows
        self.likeness = space.likeness(scope)

    def unread(self, read: Sequence[int], relevant: Sequence[bool]) -> Unread:
        """What it thinks of the others, trained on the records at these places."""
        margins = _margins(self.rows, read, relevant)
        topical = _margins(self.topics, read, relevant, TOPIC_SOFTNESS)
        scores = (1 - TOPIC_SHARE) * _standard(margins) + TOPIC_SHARE * _standard(topical)
        share = SCOPE_FADES / (SCOPE_FADES + sum(relevant))
        scores = (1 - share) * _standard(scores) + share * self.likeness
        return _unread(self.rows, read, scores, margins)


def screener(review: Review, scope: str) -> Plain | Screening:
    """The model of ``tracker simulate``.

    Without a scope it is the plain recipe: over nine reviews and eight draws of priors, titles
    and topics alone left its loss where it was and found fewer records early.
    """
    return Screening(review, scope) if scope.strip() else Plain(review)


class Topics:
    """Latent topics of a review's records, learnt from all of them, read or not."""

    def __init__(self, review: Review) -> None:
        self._vectoriser, self._terms = _topical(review.texts)
        self._titles = self._vectoriser.transform(review.titles)
        size = max(1, min(TOPICS, len(review.titles) // 3, self._terms.shape[1] - 1))
        self._reduction = TruncatedSVD(size, n_iter=STEPS, random_state=0)
        self.rows = normalize(self._reduction.fit_transform(self._terms))

    def likeness(self, scope: str) -> np.ndarray:
        """How like the scope each record is: by topics, by terms, and by terms of the title."""
        line = self._vectoriser.transform([scope])
        views = [self.rows @ normalize(self._reduction.transform(line))[0]]
        views += [(rows @ line.T).toarray().ravel() for rows in (self._terms, self._titles)]
        return _standard(np.sum([_standard(view) for view in views], axis=0))


def _vectoriser(**options: Any) -> Any:
    return TfidfVectorizer(sublinear_tf=True, token_pattern=WORD, dtype=np.float32, **options)


def _topical(texts: Sequence[str]) -> tuple[Any, Any]:
    """The words that may make a topic, and the texts' rows over them."""
    if len(texts) >= MANY:
        try:
            picky = _vectoriser(min_df=2, max_df=0.6, stop_words="english")
            return picky, picky.fit_transform(texts)
        except ValueError:  # its way to say that no word is left
            pass
    every = _vectoriser()
    return every, every.fit_transform(texts)


def _terms(texts: Sequence[str]) -> Any:
    """Words and word pairs, no column at all where no term tells the texts apart."""
    return Counted(texts).rows(COMMON)


def _telling(rows: Any) -> Any:
    if not rows.shape[1]:
        raise SettingsError("no word tells the review's records apart; are they all the same?")
    return rows


def _standard(scores: np.ndarray) -> np.ndarray:
    """Mean 0, deviation 1; all 0 where every record scores the same."""
    spread = scores.std()
    return np.asarray((scores - scores.mean()) / (spread if spread > TINY else 1.0))


def _margins(
    rows: Any, read: Sequence[int], relevant: Sequence[bool], softness: float = SOFTNESS
) -> np.ndarray:
    """Signed distances from the boundary of an SVM trained on the records read."""
    truth = np.asarray(relevant)
    weights = np.where(truth, 1.0, truth.sum() / (BALANCE * (~truth).sum()))
    weights *= len(truth) / weights.sum()
    model = LinearSVC(C=softness, tol=CLOSE, random_state=0)
    model.fit(rows[list(read)], truth, sample_weight=weights)
    return np.asarray(rows @ model.coef_[0] + model.intercept_[0])


def _unread(rows: Any, read: Sequence[int], scores: np.ndarray, margins: np.ndarray) -> Unread:

    waits = np.ones(len(scores), dtype=bool)
    waits[list(read)] = False
    places = np.flatnonzero(waits)
    return Unread(places, scores[places], margins[places], rows)
