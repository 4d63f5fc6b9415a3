"""The words of an entry: which are dates, emoji or brackets, and what is left without them."""

import re
import unicodedata
from typing import Final

_BEFORE: Final = " \t\n|:;,-–—•·>*_~#."
_AFTER: Final = " \t\n|:;,-–—•·.[({【"
_ARROW: Final = re.compile(r"\s[-=–—]*>+$")  # "words -> [link]"; "of <tag>" ends in no arrow
_SIGNS: Final = ("So", "Sk", "Mn", "Cf", "Me")  # emoji and what joins them
_SHORTCODE: Final = re.compile(r":[a-z][a-z0-9_+-]{1,40}:\s*")
_YEAR: Final = re.compile(r"(?<![\d.])(19[5-9]\d|20[0-4]\d)(?!\d|\.\d{4})|['’`]\s?(\d\d)(?!\d)")
_EMPTY: Final = re.compile(r"[\[({][|,/;.\s]*[\])}]")
_STRAY: Final = re.compile(r"(?:(?<=\s)|^)[\[\](){}|/.,;:•·+–—-]+(?=\s|$)")


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit, which every title needs."""
    return any(char.isalnum() for char in text)


def year_in(text: str) -> int | None:
    """The first year the words state, ``'24`` counting as 2024."""
    found = _YEAR.search(text)
    if not found:
        return None
    return int(found[1]) if found[1] else 2000 + int(found[2])


def tidy(text: str) -> str:
    """Words on one line without the separators, quotes and brackets around them."""
    text = " ".join(text.split())
    for _ in range(12):  # emoji, bar, quotes: each round takes one layer off
        before = text
        text = unbracketed(_ARROW.sub("", without_lead(text).rstrip(_AFTER)))
        for first, last in ("“”", '""', "«»", "``"):
            if len(text) > 1 and text[0] == first and text[-1] == last and first not in text[1:-1]:
                text = text[1:-1]
        if text == before:
            break
    return text


def tidy_note(text: str) -> str:
    """Remaining words without the brackets and bars that held the links."""
    text = _STRAY.sub(" ", _EMPTY.sub(" ", " ".join(text.split())))
    return " ".join(text.split()).lstrip(" |,;:–—-").rstrip(" |,;:–—-[")


def without_lead(text: str) -> str:
    """The text from its first character that is no separator, emoji or shortcode (:fire:)."""
    at = 0
    while at < len(text):
        found = _SHORTCODE.match(text, at)
        if not found and text[at] not in _BEFORE and unicodedata.category(text[at]) not in _SIGNS:
            break
        at = found.end() if found else at + 1
    return text[at:]


def unbracketed(text: str) -> str:
    """The text inside square brackets that enclose all of it."""
    if len(text) > 1 and (text[0] + text[-1]) in ("[]", "【】") and text[0] not in text[1:-1]:
        return text[1:-1].strip()
    return text
