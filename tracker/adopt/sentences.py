"""The title among plain words: quoted, after a citation's year, or the first sentence."""

import re
from typing import Final

from tracker.adopt.links import is_prefix
from tracker.adopt.words import has_words, tidy

_QUOTED: Final = re.compile(r"[“\"«]([^“”\"«»]{8,300})[”\"»]")
_APA: Final = re.compile(r"^[^\n]{3,300}?\((?:19|20)\d\d[a-z]?\)[.:]\s+(?=\S)")
_SENTENCE: Final = re.compile(r"(?<=[\w)\]”’\"'])\.\s+(?=[A-Z(“\"*_\[]|(?:19|20)\d\d\b)")
_ABBREVIATION: Final = re.compile(
    r"\b(?:vs|etc|al|cf|dr|mr|ms|st|no|vol|fig|inc|ltd|i\.e|e\.g|[a-z])$", re.IGNORECASE
)
_NAME: Final = r"[A-Z][\w.'-]{0,30}(?: [A-Z][\w.'-]{0,30}){0,2}"
_ET_AL: Final = re.compile(
    rf"(?:,|\s[-–—])\s*(?:{_NAME}\s*,\s*){{0,8}}[^,]{{2,40}}?,?\s+et al\b.*$", re.DOTALL
)
_INITIALS: Final = re.compile(r",\s*(?:[A-Z]\.[\s-]*){1,3}[A-Z][\w-]+.*$", re.DOTALL)
_VENUE_AT_END: Final = re.compile(r"\s*[\[(]([^()\[\]]{1,40})[\])]$")


def title_in(words: str) -> tuple[str, str, str]:
    """The title, "quoted" or "plain", and the words around it."""
    quoted = _QUOTED.search(words)
    if quoted and len(quoted[1].split()) >= 3:
        around = f"{words[: quoted.start()]} {words[quoted.end() :]}"
        return quoted[1].rstrip(","), "quoted", around
    cited = _APA.match(words)
    start = cited.end() if cited else 0
    end = start + _sentence_end(words[start:])
    authors = _ET_AL.search(words, start, end) or _INITIALS.search(words, start, end)
    if authors and len(words[start : authors.start()].split()) >= 3:
        end = authors.start()
    return words[start:end], "plain", f"{words[:start]} {words[end:]}"


def without_venue(title: str) -> tuple[str, list[str]]:
    """The title without a date or venue in brackets at its end, and that date or venue."""
    found = _VENUE_AT_END.search(title)
    if found and is_prefix(found[1]) and has_words(title[: found.start()]):
        return tidy(title[: found.start()]), [found[1]]
    return title, []


def _sentence_end(words: str) -> int:
    """Where the first sentence of three words or more ends."""
    for found in _SENTENCE.finditer(words):
        before = words[: found.start()]
        if len(before.split()) >= 3 and not _ABBREVIATION.search(before):
            return found.start()
    return len(words)
