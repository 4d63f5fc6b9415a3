"""The taxonomy's keywords, all found in one walk along a passage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.suggest.passages import WORD, Passage, stem
from tracker.taxonomy import Label

if TYPE_CHECKING:
    import numpy as np


REMEMBERED = 2**17
"""Words whose phrases are kept at hand."""


@dataclass(frozen=True)
class Phrase:
    """One keyword of the label in ``column``; an acronym must be written in capitals, and of
    the last word of an open phrase only the beginning is given."""

    column: int
    stems: tuple[str, ...]
    acronym: bool
    open: bool = False

    def stands_at(self, place: int, stems: tuple[str, ...]) -> bool:
        """Whether the words from ``place`` on are the phrase's."""
        found = stems[place : place + len(self.stems)]
        if found == self.stems or not self.open or len(found) < len(self.stems):
            return found == self.stems
        return found[:-1] == self.stems[:-1] and found[-1].startswith(self.stems[-1])


@dataclass(frozen=True)
class Hit:
    """A keyword of the label in ``column``, as characters of the text."""

    column: int
    start: int
    end: int


class Keywords:
    """Every keyword of some labels, looked up by its first word.

    Case, plurals and hyphens do not matter ("Fine-Tuning" is "fine tuning"), except that
    a keyword in capitals of at most four letters ("NER") is only found in capitals. Of one
    that ends in a star ("metasta*") the last word is found by its beginning.
    """

    def __init__(self, labels: Sequence[Label]) -> None:
        self.labels = len(labels)
        self._by_first: dict[str, list[Phrase]] = {}
        self._beginnings: list[Phrase] = []
        for column, label in enumerate(labels):
            for phrase in sorted({_phrase(column, k) for k in label.keywords}, key=repr):
                if phrase.open and len(phrase.stems) == 1:
                    self._beginnings.append(phrase)
                elif phrase.stems:
                    self._by_first.setdefault(phrase.stems[0], []).append(phrase)
        self._starting = lru_cache(maxsize=REMEMBERED)(self._phrases)

    def find(self, passage: Passage) -> list[Hit]:
        """Each place where a keyword stands, in reading order."""
        stems, starting = passage.stems, self._starting
        return [
            Hit(phrase.column, passage.starts[i], passage.ends[i + len(phrase.stems) - 1])
            for i, word in enumerate(stems)
            for phrase in starting(word)
            if phrase.stands_at(i, stems) and _as_written(phrase, passage, i)
        ]

    def _phrases(self, word: str) -> tuple[Phrase, ...]:
        """The phrases that a word can begin."""
        begun = [phrase for phrase in self._beginnings if word.startswith(phrase.stems[0])]
        return *self._by_first.get(word, ()), *begun

    def weights(self, found: Iterable[Sequence[Hit]]) -> "np.ndarray":
        """log(1 + hits) for each text and label: the tenth mention says less than the first."""
        import numpy as np

        rows = [np.bincount([h.column for h in hits], minlength=self.labels) for hits in found]
        counts = np.array(rows, dtype=float).reshape(len(rows), self.labels)
        return np.asarray(np.log1p(counts))


def _phrase(column: int, keyword: str) -> Phrase:
    whole = keyword.removesuffix("*")
    words = WORD.findall(whole)
    if whole != keyword and words:  # a beginning is no word, so its "plural" stays
        return Phrase(column, (*map(stem, words[:-1]), words[-1].lower()), False, True)
    acronym = whole.isalpha() and whole.isupper() and len(whole) <= 4
    return Phrase(column, tuple(map(stem, words)), acronym)


def _as_written(phrase: Phrase, passage: Passage, place: int) -> bool:
    start = passage.starts[place]
    written = passage.text[start : start + len(phrase.stems[0])]
    return not phrase.acronym or written.isupper()
