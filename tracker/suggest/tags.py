"""arxiv-sanity-lite's recipe, the peer in ``benchmarks/speed.py``: terms, and an SVM a tag.

As its repository had it in 2023 (github.com/karpathy/arxiv-sanity-lite, compute.py, serve.py).
"""

from typing import Any


def recipe() -> tuple[Any, Any]:
    """Its vectoriser and its classifier of one tag."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectoriser = TfidfVectorizer(
        strip_accents="unicode",
        stop_words="english",
        token_pattern=r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b",
        ngram_range=(1, 2),
        max_features=20_000,
        sublinear_tf=True,
        max_df=0.1,
        min_df=5,
    )
    return vectoriser, LinearSVC(class_weight="balanced", max_iter=10_000, tol=1e-6, C=0.01)
