"""TF-IDF rows over the words and word pairs of a review, as scikit-learn's TfidfVectorizer
gives them with ``sublinear_tf``, cut into words once and counted as numbers."""

import re
from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp

WORD = re.compile(r"\b\w\w+\b")
"""What a word is: two letters or digits at least; scikit-learn's own pattern."""


class Counted:
    """The words of some texts, as numbers: ``numbers[i]`` stands in text ``texts[i]``."""

    def __init__(self, texts: Sequence[str]) -> None:
        known: dict[str, int] = {}
        numbers, lengths = array("q"), array("q")
        for text in texts:
            words = WORD.findall(text.lower())
            numbers.extend([known.setdefault(word, len(known)) for word in words])
            lengths.append(len(words))
        self.known, self.count = len(known), len(lengths)
        self.numbers = np.array(numbers)
        self.texts = np.repeat(np.arange(self.count), np.array(lengths))

    def rows(self, most: float) -> Any:
        """Rows of length 1 (or 0) over words and pairs of neighbours that are in at most
        the share ``most`` of the texts."""
        pairs = self.numbers[:-1] * self.known + self.numbers[1:] + self.known
        near = self.texts[:-1] == self.texts[1:]
        terms = np.concatenate([self.numbers, pairs[near]])
        texts = np.concatenate([self.texts, self.texts[:-1][near]])
        every, columns = np.unique(terms, return_inverse=True)
        cells, times = np.unique(texts * max(1, len(every)) + columns, return_counts=True)
        rows, columns = np.divmod(cells, max(1, len(every)))
        spread = np.bincount(columns, minlength=len(every))
        kept = spread <= most * self.count
        new = np.cumsum(kept) - 1
        left = kept[columns]
        rows, columns, times = rows[left], columns[left], times[left]
        rarity = np.log((1 + self.count) / (1 + spread[columns])) + 1
        values = (1 + np.log(times)) * rarity
        length = np.sqrt(np.bincount(rows, weights=values * values, minlength=self.count))
        shape = self.count, int(kept.sum())
        return sp.csr_matrix((values / length[rows], (rows, new[columns])), shape=shape)
