"""A text cut into words that remember where they stood."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

WORD = re.compile(r"\d+\.\d+\w*|[^\W_]+")
"""A decimal with its unit ("2.7B"), or letters and digits; hyphens part words."""

_FUNCTION = """
a about above across after against al all also although among an and any are as at be
because been before being between both but by can could did do does during e each eg either
et etc for from further g had has have how however i ie if in into is it its itself may
might more most much must no nor not of on only onto or other our over own per same should
since so some such than that the their them then there these they this those through thus to
too under until up upon us very via was we were what when where whether which while who
whose why will with within without would yet you your
"""
FUNCTION_WORDS = frozenset(_FUNCTION.split())
"""Words that say how a sentence is built rather than what it is about."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and its words, stemmed; word ``i`` is ``text[starts[i]:ends[i]]``."""

    text: str
    stems: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def read(text: str) -> Passage:
    """The passage of a text, its words in lower case and singular."""
    found = [(stem(m.group()), *m.span()) for m in WORD.finditer(text)]
    if not found:
        return Passage(text, (), (), ())
    stems, starts, ends = zip(*found, strict=True)
    return Passage(text, stems, starts, ends)


def terms(passage: Passage) -> list[str]:
    """Single words, then pairs of neighbours; function words stand in neither."""
    stems = passage.stems
    single = [word for word in stems if len(word) > 1 and word not in FUNCTION_WORDS]
    pairs = [
        f"{first} {second}"
        for first, second in pairwise(stems)
        if first not in FUNCTION_WORDS and second not in FUNCTION_WORDS
    ]
    return single + pairs


def places(passage: Passage) -> tuple[list[int], list[int]]:
    """First and last character of each of ``terms``, in the same order."""
    stems, starts, ends = passage.stems, passage.starts, passage.ends
    content = [i for i, word in enumerate(stems) if word not in FUNCTION_WORDS]
    single = [i for i in content if len(stems[i]) > 1]
    pairs = [i for i, j in pairwise(content) if j == i + 1]
    first = [starts[i] for i in single] + [starts[i] for i in pairs]
    return first, [ends[i] for i in single] + [ends[i + 1] for i in pairs]


_NO_PLURAL = ("us", "ss", "aes", "ees", "oes")


@lru_cache(maxsize=2**17)
def stem(word: str) -> str:
    """A word in lower case without its plural ending, British -isation as -ization.

    The plural rules are Harman's S stemmer ("How effective is suffixing?", JASIS 42(1),
    1991): strong enough to join "clinicians" with "clinician", too weak to join what differs.
    """
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():
        return word[:-1].lower()  # "GPUs"
    word = word.lower()
    if len(word) < 4 or word in FUNCTION_WORDS:
        return word
    if word.endswith("ies") and word[-4] not in "ae":
        word = word[:-3] + "y"
    elif word.endswith("s") and word[-2:] not in _NO_PLURAL and word[-3:] not in _NO_PLURAL:
        word = word[:-1]
    return word[:-7] + "ization" if word.endswith("isation") else word
