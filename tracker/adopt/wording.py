"""How alike two titles of one page are, counted by the words that are rare on it."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from tracker.adopt.links import word_set

# Below this share of the shorter title's weight two titles name different works. On the
# survey's own list the closest two different titles with one link share 0.03, and the most
# different two wordings of one work share 0.9.
ENOUGH: Final = 0.6
_COMMON: Final = word_set(
    "a an and are as at by can for from how in is it of on or the to using via with"
)


def words_of(title: str) -> tuple[str, ...]:
    """A title's words in lower case, compatibility forms folded (NFKC), signs dropped."""
    text = unicodedata.normalize("NFKC", title).casefold().replace("_", " ")
    return tuple(re.findall(r"\w+", text))


class Wording:
    """The words of a page's titles; a word weighs one over the number of works that use it."""

    def __init__(self, titles: Sequence[str], works: Sequence[str]) -> None:
        users: dict[str, set[str]] = {}
        for title, work in zip(titles, works, strict=True):
            for word in words_of(title):
                users.setdefault(word, set()).add(work)
        self._users = {word: len(names) for word, names in users.items()}

    def overlap(self, one: str, other: str) -> float:
        """The weight of the words both titles hold, over the weight of the lighter title."""
        left, right = (self._weights(title) for title in (one, other))
        lighter = min(sum(left.values()), sum(right.values()))
        shared = sum(weight for word, weight in left.items() if word in right)
        return shared / lighter if lighter else float(words_of(one) == words_of(other))

    def alike(self, one: str, other: str) -> bool:
        """Whether two titles can be wordings of one work."""
        return self.overlap(one, other) >= ENOUGH

    def _weights(self, title: str) -> dict[str, float]:
        words = set(words_of(title)) - _COMMON
        return {word: 1 / self._users.get(word, 1) for word in words}
