"""What needs no model, to be beaten by one: keywords, the most frequent labels, the neighbour."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracker.suggest.keywords import Keywords
from tracker.suggest.passages import read
from tracker.suggest.sizes import size_label
from tracker.taxonomy import Label

if TYPE_CHECKING:
    import numpy as np


def keyword_hits(labels: Sequence[Label], texts: Sequence[str]) -> "np.ndarray":
    """Texts x labels: how often a label's keywords stand in a text."""
    import numpy as np

    keywords = Keywords(labels)
    counts = np.zeros((len(texts), len(labels)))
    for row, text in enumerate(texts):
        for hit in keywords.find(read(text)):
            counts[row, hit.column] += 1
    return counts


def usual_labels(labels: Sequence[Label], truth: "np.ndarray") -> tuple["np.ndarray", "np.ndarray"]:
    """Which labels always to say, and the share of works that has each; one row for all.

    ``truth`` is works x labels of the works known. Of each dimension its most frequent label,
    the first of equals, and every other that most works have.
    """
    import numpy as np

    share = truth.mean(axis=0) if len(truth) else np.zeros(len(labels))
    said = share > 0.5
    dimensions = np.array([label.dimension for label in labels])
    for name in set(dimensions):
        own = np.flatnonzero(dimensions == name)
        if share[own].max() > 0:
            said[own[share[own].argmax()]] = True
    return said, share


def neighbour_labels(known: Any, truth: "np.ndarray", asked: Any) -> "np.ndarray":
    """The labels of the known work most alike each asked one (TF-IDF rows of length 1).

    The first of equals; none where no known work shares a term.
    """
    import numpy as np

    if not known.shape[0]:
        return np.zeros((asked.shape[0], truth.shape[1]), dtype=bool)
    alike = (asked @ known.T).toarray()
    nearest = alike.argmax(axis=1)
    return np.asarray((truth[nearest] > 0) & (alike.max(axis=1) > 0)[:, None])


def likeness(known: Any, asked: Any) -> "np.ndarray":
    """The cosine of each asked work with the known one most alike; 0 where none is known."""
    import numpy as np

    if not known.shape[0]:
        return np.zeros(asked.shape[0])
    return np.asarray((asked @ known.T).max(axis=1).toarray().ravel())


def stated_sizes(labels: Sequence[Label], texts: Sequence[str]) -> "np.ndarray":
    """Texts x labels: how sure the rules are of the size a text states, 0 for all else."""
    import numpy as np

    column = {label.key: place for place, label in enumerate(labels)}
    sure = np.zeros((len(texts), len(labels)))
    for row, text in enumerate(texts):
        found = size_label(text)
        if found and found[0] in column:
            sure[row, column[found[0]]] = found[1].sure
    return sure
