"""In how many texts each term occurs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.suggest.passages import FUNCTION_WORDS
from tracker.suggest.words import PerWord, Words, neighbours

if TYPE_CHECKING:
    import numpy as np

_HALF = 32
"""A pair is one number: the first stem's plus one in the upper bits, the second's below."""


def frequencies(read: Sequence[Words], least: float, most: float) -> list[tuple[str, int]]:
    """The terms that occur in so many texts at least and at most, in alphabetical order, and
    in how many. All of ``read`` must be of one lexicon; the terms are those of ``passages``."""
    import numpy as np

    number: dict[str, int] = {}
    numbers = PerWord(
        lambda _, stem: -1 if stem in FUNCTION_WORDS else number.setdefault(stem, len(number))
    )
    counted = [_counted(words, numbers.of(words)) for words in read]
    if not counted:
        return []
    every, texts = (np.concatenate(part) for part in zip(*counted, strict=True))
    keys, place = np.unique(every, return_inverse=True)
    total = np.bincount(place, weights=texts, minlength=len(keys)).astype(int)
    kept = (total >= least) & (total <= most)
    stems = list(number)
    terms = zip(keys[kept].tolist(), total[kept].tolist(), strict=True)
    named = ((_name(key, stems), count) for key, count in terms)
    return sorted((name, count) for name, count in named if len(name) > 1)


def _counted(words: Words, numbers: "np.ndarray") -> tuple["np.ndarray", "np.ndarray"]:
    """The keys of the terms in some texts, and in how many of these texts each occurs."""
    import numpy as np

    known = np.flatnonzero(numbers >= 0)
    first = neighbours(words, known)
    pairs = (numbers[first] + 1 << _HALF) | numbers[first + 1]
    keys, place = np.unique(np.concatenate([numbers[known], pairs]), return_inverse=True)
    texts = np.concatenate([words.texts[known], words.texts[first]])
    cells = np.unique(texts * max(1, len(keys)) + place)
    return keys, np.bincount(cells % max(1, len(keys)), minlength=len(keys))


def _name(key: int, stems: Sequence[str]) -> str:
    first, second = key >> _HALF, key & (1 << _HALF) - 1
    return f"{stems[first - 1]} {stems[second]}" if first else stems[second]
