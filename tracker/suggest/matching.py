"""How often keywords stand in many texts: what ``Keywords.find`` finds, counted, not placed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracker.suggest.phrases import Phrase
from tracker.suggest.words import PerWord, Words, stretches

if TYPE_CHECKING:
    import numpy as np


class Matching:
    """The phrases by what a single word settles: which of them it is, which it may begin,
    and which it may continue. Only where one word may begin and the next continue a phrase
    are the words looked at one by one."""

    def __init__(self, phrases: Iterable[Phrase], columns: int) -> None:
        self._width = columns
        every = tuple(phrases)
        self._short: dict[str, list[Phrase]] = {}
        self._open = [phrase for phrase in every if phrase.open and len(phrase.stems) == 1]
        self._long: dict[str, list[Phrase]] = {}
        for phrase in every:
            if phrase not in self._open:
                group = self._long if len(phrase.stems) > 1 else self._short
                group.setdefault(phrase.stems[0], []).append(phrase)
        self._longest = max((len(phrase.stems) for phrase in every), default=0)
        seconds = [phrase for group in self._long.values() for phrase in group]
        self._second = {phrase.stems[1] for phrase in seconds}
        self._opening = tuple(p.stems[1] for p in seconds if p.open and len(p.stems) == 2)
        self._sets: dict[tuple[int, ...], int] = {(): 0}
        self._alone = PerWord(self._set)
        self._begins = PerWord(lambda _, stem: int(stem in self._long))
        self._continues = PerWord(
            lambda _, stem: int(stem in self._second or stem.startswith(self._opening))
        )

    def counts(self, words: Words) -> "np.ndarray":
        """Texts x columns: the places at which phrases of each column stand."""
        import numpy as np

        cells = np.concatenate([self._single(words), self._several(words)])
        shape = len(words.lengths), self._width
        return np.asarray(np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape))

    def _single(self, words: Words) -> "np.ndarray":
        """The cells of ``counts`` that words on their own add one to."""
        import numpy as np

        sets = self._alone.of(words)
        places = np.flatnonzero(sets)
        known = list(self._sets)
        flat = np.array([column for columns in known for column in columns], dtype=np.int64)
        sizes = np.array([len(columns) for columns in known])
        firsts, counts = (np.cumsum(sizes) - sizes)[sets[places]], sizes[sets[places]]
        columns = flat[stretches(firsts, counts)]
        return np.asarray(np.repeat(words.texts[places], counts) * self._width + columns)

    def _several(self, words: Words) -> "np.ndarray":
        """The cells that phrases of several words add one to."""
        import numpy as np

        near = self._begins.of(words)[:-1] & self._continues.of(words)[1:]
        places = np.flatnonzero(near & (words.texts[:-1] == words.texts[1:]))
        ends = np.cumsum(words.lengths)[words.texts[places]]
        last = np.minimum(places + self._longest, ends)
        stems, numbers = words.lexicon.stems, words.numbers
        cells = []
        table = zip(places.tolist(), last.tolist(), words.texts[places].tolist(), strict=True)
        for first, end, text in table:
            window = tuple([stems[number] for number in numbers[first:end].tolist()])
            for phrase in self._long[window[0]]:
                if phrase.stands_at(0, window):
                    cells.append(text * self._width + phrase.column)
        return np.array(cells, dtype=np.int64)

    def _set(self, word: str, stem: str) -> int:
        """The number of the set of columns that have this word as a phrase."""
        found = [phrase.column for phrase in self._short.get(stem, ()) if phrase.written(word)]
        found += [phrase.column for phrase in self._open if phrase.stands_at(0, (stem,))]
        return self._sets.setdefault(tuple(found), len(self._sets))
