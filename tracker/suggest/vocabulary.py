"""The terms a model knows, and texts as TF-IDF rows over them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.suggest.frequencies import frequencies
from tracker.suggest.passages import Passage, places, terms
from tracker.suggest.words import BLOCK, Lexicon, PerWord, Words, blocks, neighbours
from tracker.taxonomy import Label

if TYPE_CHECKING:
    import numpy as np

    from tracker.suggest.evidence import Spans

MANY = 500
"""From this many texts on, a term must occur in two of them and in at most half."""


class Vocabulary:
    """Words and word pairs, weighted by sublinear TF-IDF, rows of length 1.

    ``columns`` are the terms' places in a row and ``rarity`` is what each weighs (smoothed
    idf, ln((1 + texts) / (1 + texts with the term)) + 1).
    """

    def __init__(self, columns: dict[str, int], rarity: "np.ndarray") -> None:
        import numpy as np
        import scipy.sparse as sp

        self.columns, self._rarity = columns, rarity
        split = {column: term.split(" ") for term, column in columns.items()}
        words = sorted({word for parts in split.values() for word in parts})
        number = {word: n for n, word in enumerate(words)}
        self._numbers = PerWord(lambda _, root: number.get(root, -1))
        self._single = np.full(len(words), -1, dtype=np.int64)
        for column, parts in split.items():
            if len(parts) == 1:
                self._single[number[parts[0]]] = column
        pairs = [(number[p[0]], number[p[1]], c + 1) for c, p in split.items() if len(p) == 2]
        first, second, after = np.array(pairs, dtype=np.int64).reshape(-1, 3).T
        # By first and second word the pair's column plus one, for 0 stands where there is none.
        self._pairs = sp.csr_matrix((after, (first, second)), shape=(len(words), len(words)))

    @classmethod
    def learn(cls, passages: Sequence[Passage]) -> tuple["Vocabulary", Any]:
        """The vocabulary of some passages, and their rows."""
        import numpy as np

        lexicon = Lexicon()  # one of its own, so that a term keeps its number to the end
        starts = range(0, len(passages), BLOCK)
        read = [lexicon.read(p.text for p in passages[at : at + BLOCK]) for at in starts]
        count, many = len(passages), len(passages) >= MANY
        found = frequencies(read, *((2, 0.5 * count) if many else (1, count)))
        rarity = np.log((1 + count) / (1 + np.array([texts for _, texts in found]))) + 1
        made = cls({term: column for column, (term, _) in enumerate(found)}, rarity)
        return made, made.weigh(read)

    def __len__(self) -> int:
        return len(self.columns)

    def rows(self, passages: Sequence[Passage]) -> Any:
        """One sparse row for each passage."""
        return self.weigh(blocks([passage.text for passage in passages]))

    def weigh(self, read: Iterable[Words]) -> Any:
        """One sparse row for each text."""
        import scipy.sparse as sp

        made = [self._weighed(words) for words in read]
        return sp.vstack(made, format="csr") if made else sp.csr_matrix((0, len(self)))

    def _weighed(self, words: Words) -> Any:
        import numpy as np
        import scipy.sparse as sp

        texts, columns = self._found(words)
        cells = np.sort(texts * len(self) + columns)
        firsts = np.flatnonzero(np.diff(cells, prepend=-1))
        times = np.diff(firsts, append=len(cells))
        rows, columns = np.divmod(cells[firsts], max(1, len(self)))
        values = (1 + np.log(times)) * self._rarity[columns]
        count = len(words.lengths)
        length = np.sqrt(np.bincount(rows, weights=values * values, minlength=count))
        upto = np.searchsorted(rows, np.arange(count + 1))
        shape = (count, len(self))
        return sp.csr_matrix((values / length[rows], columns, upto), shape=shape)

    def _found(self, words: Words) -> tuple["np.ndarray", "np.ndarray"]:
        """For each known term, wherever it stands: the text and the column."""
        import numpy as np

        numbers = self._numbers.of(words)
        known = np.flatnonzero(numbers >= 0)
        columns = self._single[numbers[known]]
        first = neighbours(words, known)
        if len(first):  # scipy answers no question with another kind of matrix
            pairs = self._pairs[numbers[first], numbers[first + 1]]
            columns = np.concatenate([columns, np.asarray(pairs).ravel() - 1])
        texts = np.concatenate([words.texts[known], words.texts[first]])
        return texts[columns >= 0], columns[columns >= 0]

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
