"""What others would rank papers by, for comparison: TF-IDF and a linear SVM, or one line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


class Recipe:
    """Texts as TF-IDF rows of their words, all of them known to the vectoriser."""

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._terms = TfidfVectorizer(
            sublinear_tf=True, min_df=3, max_df=0.5, token_pattern=r"(?u)\b\w[\w-]+\b"
        )
        self.rows: Any = self._terms.fit_transform(texts)

    def likeness(self, line: str) -> "np.ndarray":
        """The cosine of each text and a line."""
        import numpy as np

        return np.asarray((self.rows @ self._terms.transform([line]).T).toarray().ravel())

    def margins(self, read: "np.ndarray", truth: "np.ndarray") -> "np.ndarray":
        """Distances from the boundary of an SVM trained on the texts at these places; weights
        and softness as ASReview 3's default ("ELAS u4") has them."""
        import numpy as np
        from sklearn.svm import LinearSVC

        weight = np.where(truth, 1.0, truth.sum() / (9.8 * (~truth).sum()))
        model = LinearSVC(C=0.11, random_state=0)
        model.fit(self.rows[read], truth, sample_weight=weight * len(truth) / weight.sum())
        return np.asarray(model.decision_function(self.rows))
