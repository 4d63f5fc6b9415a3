"""Many texts at once as numbers of words: what ``passages`` reads, without places and faster."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

from tracker.suggest.passages import WORD, stem

if TYPE_CHECKING:
    import numpy as np

BLOCK = 1000
"""Texts that are worked on together."""
REMEMBERED = 2**19
"""Chunks (words with their punctuation) that a lexicon should hold at most."""
HEAVIEST = 2**25
"""Characters that they should have together at most."""

_BARE = "".join(sign if sign.isalnum() or sign in "._" else " " for sign in map(chr, range(128)))
"""ASCII without the signs that stand in no word: fewer chunks to tell apart, the same words."""


class Lexicon:
    """Words as they were written, and their stems, numbered in the order they were met.

    No word reaches over white space, so a text is split there, and only a chunk that was
    not met before is cut into words. The numbers depend on what was read before and mean nothing
    outside this lexicon.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.stems: list[str] = []
        self._numbers: dict[str, int] = {}
        self._chunks = _Chunks(self._cut)
        # Of each chunk where its words' numbers begin in the third, and how many they are.
        self._firsts, self._counts, self._contents = array("q"), array("q"), array("q")
        self._weight = 0
        self._lock = Lock()

    @property
    def full(self) -> bool:
        return len(self._chunks) > REMEMBERED or self._weight > HEAVIEST

    def read(self, texts: Iterable[str]) -> "Words":
        """The words of some texts."""
        import numpy as np

        chunks: list[str] = []
        ends = [0]
        for text in texts:
            chunks += (text.translate(_BARE) if text.isascii() else text).split()
            ends.append(len(chunks))
        with self._lock:
            met = np.fromiter(map(self._chunks.__getitem__, chunks), np.int64, len(chunks))
            firsts, counts, contents = map(np.array, (self._firsts, self._counts, self._contents))
        counts = counts[met]
        lengths = np.diff(np.concatenate([[0], np.cumsum(counts)])[ends])
        numbers = contents[stretches(firsts[met], counts)]
        return Words(self, numbers, np.repeat(np.arange(len(lengths)), lengths), lengths)

    def _cut(self, chunk: str) -> int:
        """Remember the words of a new chunk; the chunk's number."""
        words, numbers = WORD.findall(chunk), self._numbers
        self._firsts.append(len(self._contents))
        self._counts.append(len(words))
        for word in words:
            number = numbers.get(word)
            if number is None:
                numbers[word] = number = len(self.words)
                self.stems.append(stem(word))
                self.words.append(word)
            self._contents.append(number)
        self._weight += len(chunk)
        return len(self._chunks)


class _Chunks(dict[str, int]):
    """The numbers of chunks, made as they are asked for."""

    def __init__(self, number: Callable[[str], int]) -> None:
        self._number = number

    def __missing__(self, chunk: str) -> int:
        self[chunk] = number = self._number(chunk)
        return number


@dataclass(frozen=True, eq=False)
class Words:
    """The words of some texts, in reading order: their ``numbers`` in the lexicon, and of each
    which of the ``texts`` it stands in; ``lengths`` are the texts', in words."""

    lexicon: Lexicon
    numbers: "np.ndarray"
    texts: "np.ndarray"
    lengths: "np.ndarray"


class PerWord:
    """What a function says of a word (as written) and its stem, asked once for each word."""

    def __init__(self, say: Callable[[str, str], int]) -> None:
        self._say = say
        self._known: tuple[Lexicon, np.ndarray] | None = None

    def of(self, words: Words) -> "np.ndarray":
        """What it says of each of the words."""
        import numpy as np

        lexicon, known = words.lexicon, np.zeros(0, dtype=np.int64)
        if self._known is not None and self._known[0] is lexicon:
            known = self._known[1]
        new = zip(
            islice(lexicon.words, len(known), None),
            islice(lexicon.stems, len(known), None),
            strict=False,  # another thread may be reading into the lexicon
        )
        said = np.array([self._say(word, root) for word, root in new], dtype=np.int64)
        known = np.concatenate([known, said]) if len(said) else known
        self._known = lexicon, known
        return np.asarray(known[words.numbers])


def stretches(firsts: "np.ndarray", counts: "np.ndarray") -> "np.ndarray":
    """The numbers from each first on, so many of them, one stretch after the other."""
    import numpy as np

    before = np.cumsum(counts) - counts
    return np.repeat(firsts - before, counts) + np.arange(counts.sum())


def neighbours(words: Words, some: "np.ndarray") -> "np.ndarray":
    """Those of some places (rising) after which the next place, in the same text, is one too."""
    import numpy as np

    first = some[:-1][np.diff(some) == 1]
    return np.asarray(first[words.texts[first] == words.texts[first + 1]])


def blocks(texts: Sequence[str]) -> Iterator[Words]:
    """The words of many texts, ``BLOCK`` texts at a time."""
    for start in range(0, len(texts), BLOCK):
        if _shared().full:
            _shared.cache_clear()
        yield _shared().read(texts[start : start + BLOCK])


@lru_cache(maxsize=1)
def _shared() -> Lexicon:
    """The lexicon of this process: most words of a new paper were met in older ones."""
    return Lexicon()
