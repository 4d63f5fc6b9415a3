"""The terms a model knows, and texts as TF-IDF rows over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.suggest.passages import Passage, places, terms
from tracker.taxonomy import Label

if TYPE_CHECKING:
    import numpy as np

    from tracker.suggest.evidence import Spans

MANY = 500
"""From this many texts on, a term must occur in two of them and in at most half."""


class Vocabulary:
    """Words and word pairs, weighted by sublinear TF-IDF, rows of length 1."""

    def __init__(self, vectoriser: Any) -> None:
        self._vectoriser = vectoriser
        self.columns: dict[str, int] = vectoriser.vocabulary_

    @classmethod
    def learn(cls, passages: Sequence[Passage]) -> tuple["Vocabulary", Any]:
        """The vocabulary of some passages, and their rows."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        many = len(passages) >= MANY
        vectoriser = TfidfVectorizer(
            analyzer=terms,
            sublinear_tf=True,
            min_df=2 if many else 1,
            max_df=0.5 if many else 1.0,
        )
        rows = vectoriser.fit_transform(passages)
        return cls(vectoriser), rows

    def __len__(self) -> int:
        return len(self.columns)

    def rows(self, passages: Sequence[Passage]) -> Any:
        """One sparse row for each passage."""
        import scipy.sparse as sp

        if not passages:
            return sp.csr_matrix((0, len(self)))
        return self._vectoriser.transform(passages)

    def places(self, passage: Passage, row: Any) -> "Places":
        """Where the known terms of a passage stand; ``row`` is its row."""
        import numpy as np

        columns = np.array([self.columns.get(term, -1) for term in terms(passage)], dtype=np.intp)
        starts, ends = places(passage)
        table = np.array([columns, starts, ends], dtype=np.intp)[:, columns >= 0]
        order = np.argsort(row.indices)
        at = np.searchsorted(row.indices[order], table[0])
        shares = row.data[order] / np.bincount(at, minlength=len(order))
        return Places(table[0], table[1], table[2], shares[at])


@dataclass(frozen=True)
class Places:
    """The places of a passage's known terms: column, first and last character, and each
    place's share of the term's value in the row."""

    columns: "np.ndarray"
    starts: "np.ndarray"
    ends: "np.ndarray"
    values: "np.ndarray"

    def weighed(self, weights: "np.ndarray") -> "Spans":
        """Start, end and what each place adds to a score with these weights."""
        return self.starts, self.ends, self.values * weights[self.columns]


def wording(label: Label) -> str:
    """What the taxonomy says about a label, as one text."""
    return "\n".join((label.name, label.meaning, *label.keywords))
