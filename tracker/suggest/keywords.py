"""The taxonomy's keywords, all found in one walk along a passage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.suggest.passages import WORD, Passage, stem
from tracker.taxonomy import Label

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Phrase:
    """One keyword of the label in ``column``; an acronym must be written in capitals."""

    column: int
    stems: tuple[str, ...]
    acronym: bool


@dataclass(frozen=True)
class Hit:
    """A keyword of the label in ``column``, as characters of the text."""

    column: int
    start: int
    end: int


class Keywords:
    """Every keyword of some labels, looked up by its first word.

    Case, plurals and hyphens do not matter ("Fine-Tuning" is "fine tuning"), except that
    a keyword in capitals of at most four letters ("NER") is only found in capitals.
    """

    def __init__(self, labels: Sequence[Label]) -> None:
        self.labels = len(labels)
        self._by_first: dict[str, list[Phrase]] = {}
        for column, label in enumerate(labels):
            for phrase in sorted({_phrase(column, k) for k in label.keywords}, key=repr):
                if phrase.stems:
                    self._by_first.setdefault(phrase.stems[0], []).append(phrase)

    def find(self, passage: Passage) -> list[Hit]:
        """Each place where a keyword stands, in reading order."""
        stems, by_first = passage.stems, self._by_first
        return [
            Hit(phrase.column, passage.starts[i], passage.ends[i + len(phrase.stems) - 1])
            for i, word in enumerate(stems)
            if word in by_first
            for phrase in by_first[word]
            if stems[i : i + len(phrase.stems)] == phrase.stems and _as_written(phrase, passage, i)
        ]

    def weights(self, found: Iterable[Sequence[Hit]]) -> "np.ndarray":
        """log(1 + hits) for each text and label: the tenth mention says less than the first."""
        import numpy as np

        rows = [np.bincount([h.column for h in hits], minlength=self.labels) for hits in found]
        counts = np.array(rows, dtype=float).reshape(len(rows), self.labels)
        return np.asarray(np.log1p(counts))


def _phrase(column: int, keyword: str) -> Phrase:
    stems = tuple(stem(word) for word in WORD.findall(keyword))
    return Phrase(column, stems, keyword.isalpha() and keyword.isupper() and len(keyword) <= 4)


def _as_written(phrase: Phrase, passage: Passage, place: int) -> bool:
    start = passage.starts[place]
    written = passage.text[start : start + len(phrase.stems[0])]
    return not phrase.acronym or written.isupper()
