"""The taxonomy's keywords, all found in one walk along a passage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.suggest.matching import Matching
from tracker.suggest.passages import WORD, Passage, stem
from tracker.suggest.phrases import Phrase
from tracker.suggest.words import Words
from tracker.taxonomy import Label

if TYPE_CHECKING:
    import numpy as np


REMEMBERED = 2**17
"""Words whose phrases are kept at hand."""


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
        phrases: list[Phrase] = []
        for column, label in enumerate(labels):
            own = {_phrase(column, keyword) for keyword in label.keywords}
            phrases += sorted((phrase for phrase in own if phrase.stems), key=repr)
        for phrase in phrases:
            if phrase.open and len(phrase.stems) == 1:
                self._beginnings.append(phrase)
            else:
                self._by_first.setdefault(phrase.stems[0], []).append(phrase)
        self._matching = Matching(phrases, self.labels)
        self._starting = lru_cache(maxsize=REMEMBERED)(self._phrases)

    def find(self, passage: Passage) -> list[Hit]:
        """Each place where a keyword stands, in reading order."""
        stems, starting = passage.stems, self._starting
        return [
            Hit(phrase.column, passage.starts[i], passage.ends[i + len(phrase.stems) - 1])
            for i, word in enumerate(stems)
            for phrase in starting(word)
            if phrase.stands_at(i, stems)
            and phrase.written(passage.text[passage.starts[i] : passage.ends[i]])
        ]

    def _phrases(self, word: str) -> tuple[Phrase, ...]:
        """The phrases that a word can begin."""
        begun = [phrase for phrase in self._beginnings if word.startswith(phrase.stems[0])]
        return *self._by_first.get(word, ()), *begun

    def counts(self, words: Words) -> "np.ndarray":
        """How many keywords of each label stand in each text, texts x labels: as many as
        ``find`` finds."""
        return self._matching.counts(words)

    def weights(self, found: Iterable[Sequence[Hit]]) -> "np.ndarray":
        """``emphasis`` of the hits of some texts, texts x labels."""
        import numpy as np

        rows = [np.bincount([h.column for h in hits], minlength=self.labels) for hits in found]
        return emphasis(np.array(rows).reshape(len(rows), self.labels))


def emphasis(hits: "np.ndarray") -> "np.ndarray":
    """log(1 + hits): the tenth mention says less than the first."""
    import numpy as np

    return np.asarray(np.log1p(hits))


def _phrase(column: int, keyword: str) -> Phrase:
    whole = keyword.removesuffix("*")
    words = WORD.findall(whole)
    if whole != keyword and words:  # a beginning is no word, so its "plural" stays
        return Phrase(column, (*map(stem, words[:-1]), words[-1].lower()), False, True)
    acronym = whole.isalpha() and whole.isupper() and len(whole) <= 4
    return Phrase(column, tuple(map(stem, words)), acronym)
