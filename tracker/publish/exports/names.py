"""Authors' names in the parts that reference managers ask for.

arXiv gives a name as it is written on the paper, given name first. The parts are those of
BibTeX (Patashnik, "BibTeXing", 1988, §4) and of CSL (CSL 1.0.2, "Names").
"""

import re
from dataclasses import dataclass
from functools import lru_cache

# Words before a family name that are part of it but not what it is filed under. Only where
# they are in lower case: "Van" is a Vietnamese middle name far more often than a particle.
_PARTICLE_WORDS = (
    "af al av bin bint da das de degli dei del della den der des di do dos du el ibn la le "
    "los ten ter te van vom von zu zum zur 't"
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_BEFORE_PARTICLE = frozenset({"De", "Van", "Von"})  # "Peter Van der Berg"
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV")
_ORGANISATION = re.compile(
    r"\b(?:academy|alliance|association|centers?|centres?|collaborations?|committee|community|"
    r"company|consortium|corporation|department|foundation|group|hospital|inc|initiative|"
    r"institutes?|laboratory|labs?|network|organi[sz]ation|project|research|society|team|"
    r"university|workshop)\b|^the\b|^on behalf\b|\band\b|&|[\d:;()/]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Name:
    """A person's name in parts, or in ``literal`` the whole name of anybody else.

    One-word names and names of organisations are literal: no part of them may be moved.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def filed_under(self) -> str:
        """The word by which a list of references is sorted."""
        return self.family or self.literal


@lru_cache(maxsize=65_536)  # every format asks for the same people
def parse(author: str) -> Name:
    """The parts of a name such as ``Ludwig van Beethoven`` or ``John Smith Jr.``."""
    author = " ".join(author.split())
    if _ORGANISATION.search(author):
        return Name(literal=author)
    before, comma, after = author.partition(",")
    after = after.strip()
    if comma and not _SUFFIX.fullmatch(after):
        return _turned(before.strip(), after, author)
    words = before.split()
    suffix = after if comma else ""
    if not comma and len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    if len(words) < 2:
        return Name(literal=author)
    begin, end = _particle(words)
    return Name(
        family=" ".join(words[end:]),
        given=" ".join(words[:begin]),
        particle=" ".join(words[begin:end]),
        suffix=suffix,
    )


def _turned(family: str, given: str, author: str) -> Name:
    """The parts of ``van der Berg, Jan``; the whole of what has more commas than that."""
    if not family or not given or "," in given:
        return Name(literal=author)
    words = family.split()
    begin, end = _particle(["", *words])
    # A particle inside a family name, as in "García de la Torre", is a part of it.
    cut = end - 1 if begin == 1 and begin < end else 0
    return Name(" ".join(words[cut:]), given, " ".join(words[:cut]))


def _particle(words: list[str]) -> tuple[int, int]:
    """Where the particle begins and ends; just before the last word if there is none."""
    last = len(words) - 1
    begin = next((at for at in range(last) if words[at] in _PARTICLES), last)
    end = begin
    while end < last and words[end] in _PARTICLES:
        end += 1
    if begin < end and begin > 1 and words[begin - 1] in _BEFORE_PARTICLE:
        begin -= 1
    return (begin, end) if begin < end else (last, last)
