"""What a paper must speak of to belong, found among the terms of its row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.scope import Facet
from tracker.suggest.passages import WORD, stem

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, eq=False)
class Facets:
    """``members`` is terms x facets: 1 where a term of the vocabulary speaks of a facet.

    A text that is silent on one facet scores 0 however much it says on the others, so the
    score is no sum of terms; but each text's score can be shared out among its places.
    """

    members: "np.ndarray"

    def __bool__(self) -> bool:
        return bool(self.members.any(axis=0).all()) and self.members.shape[1] > 0

    def spoken(self, rows: Any) -> "np.ndarray":
        """For each row the product over the facets of log(1 + its different terms)."""
        import numpy as np
        import scipy.sparse as sp

        if not self:
            return np.zeros(rows.shape[0])
        present = sp.csr_matrix((np.ones(len(rows.data)), rows.indices, rows.indptr), rows.shape)
        return np.asarray(np.log1p(present @ self.members).prod(axis=1))

    def shares(self, columns: "np.ndarray") -> "np.ndarray":
        """What each place of a text adds to its ``spoken``: every facet gets an equal part,
        divided among its different terms, and each term's among the places where it stands."""
        import numpy as np

        found, at, repeats = np.unique(columns, return_inverse=True, return_counts=True)
        if not self or not len(found):
            return np.zeros(len(columns))
        own = self.members[found]
        different = own.sum(axis=0)
        whole = float(np.log1p(different).prod())
        each = (own / np.maximum(different, 1)).sum(axis=1) * whole / own.shape[1]
        return np.asarray((each / repeats)[at])


def find_facets(facets: Sequence[Facet], columns: Mapping[str, int]) -> Facets:
    """The facets over a vocabulary, given as its terms' columns."""
    import numpy as np

    members = np.zeros((len(columns), len(facets)))
    for place, facet in enumerate(facets):
        members[sorted(_columns(facet.phrases, columns)), place] = 1.0
    return Facets(members)


def _columns(phrases: Iterable[str], columns: Mapping[str, int]) -> set[int]:
    found: set[int] = set()
    for phrase in phrases:
        whole = phrase.removesuffix("*")
        words = WORD.findall(whole)
        if whole == phrase:
            term = " ".join(map(stem, words))
            found.update({columns[term]} if term in columns else ())
        elif words:  # a beginning is no word, so its "plural" stays
            begin = " ".join((*map(stem, words[:-1]), words[-1].lower()))
            parts = len(words) - 1
            found.update(
                column
                for term, column in columns.items()
                if term.startswith(begin) and term.count(" ") == parts
            )
    return found
