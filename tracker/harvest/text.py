"""arXiv's text made plain: one line, accents as letters, authors as a list.

OAI-PMH gives titles and names as typed in TeX, the search API mostly in Unicode; both
must come out equal, or every night would see "changes" where there are none.
"""

import re
import unicodedata

_COMBINING = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323",
    "b": "\u0331", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å", "AA": "Å",
    "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "i": "i", "j": "j",
}  # fmt: skip
_ACCENT = re.compile(
    r"""\\(?:(["'`^~=.])\s*|([uvHcdbkr])(?=\s|\{)\s*)(?:\{\\?([A-Za-z])\s*\}|\\?([A-Za-z]))"""
)
_LETTER = re.compile(r"\\(ss|aa|AA|ae|AE|oe|OE|[oOlLij])(?:\{\}|\s+|(?![A-Za-z]))")
_FORMULA = re.compile(r"(\$[^$]*\$)")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def one_line(text: str) -> str:
    """The text with control characters dropped and every run of white space one space."""
    return " ".join(_CONTROL.sub("", text).split())


def plain(text: str) -> str:
    """One line with TeX accents as Unicode letters (NFC); formulas are left alone."""
    parts = _FORMULA.split(one_line(text))
    parts[::2] = [_unaccented(part) for part in parts[::2]]
    return unicodedata.normalize("NFC", "".join(parts)).strip()


def _unaccented(text: str) -> str:
    if "\\" not in text:
        return text
    text = _ACCENT.sub(lambda m: (m[3] or m[4]) + _COMBINING[m[1] or m[2]], text)
    text = _LETTER.sub(lambda m: _LETTERS[m[1]], text)
    return re.sub(r"\{([A-Za-z][\u0300-\u036f]|[ßøØłŁåÅæÆœŒ])\}", r"\1", text)


def split_authors(text: str) -> tuple[str, ...]:
    """The names in arXivRaw's one string, without affiliations in parentheses."""
    names = plain(text)
    previous = ""
    while names != previous:
        previous, names = names, re.sub(r"\s*\([^()]*\)", "", names)
    authors: list[str] = []
    for name in re.split(r",\s*(?:and\s+)?|\s+and\s+", names):
        name = name.strip(" ,;")
        if authors and _SUFFIX.fullmatch(name):
            authors[-1] += f" {name}"
        elif name:
            authors.append(name)
    return tuple(authors)
