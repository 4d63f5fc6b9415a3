"""What anybody would try first, for comparison: TF-IDF, one logistic regression a label."""

from typing import Any


def one_versus_rest() -> Any:
    """A scikit-learn pipeline from texts to each label's probability, with usual settings."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline

    terms = TfidfVectorizer(sublinear_tf=True, min_df=2, max_df=0.5)
    model = LogisticRegression(C=10.0, class_weight="balanced", solver="liblinear")
    return make_pipeline(terms, OneVsRestClassifier(model))
