"""Strangers' text as a terminal may show it: nothing in it steers, hides or reorders."""

import unicodedata

# Emoji sequences and ligature hints: without them the same characters show, each in a
# width that every terminal agrees on.
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")
_STACKED = 4  # combining marks on one character; more would cover the lines above


def visible(text: str) -> str:
    """The text with controls, bidi overrides and halves of characters as ``\ufffd``.

    Right-to-left letters stay: only the invisible characters that reorder others go
    (Unicode TR 36, 2.5 "Bidirectional text spoofing"). Tabs stay.
    """
    if text.isascii() and text.isprintable():
        return text
    found: list[str] = []
    stacked = 0
    for character in text:
        if character in _DROPPED:
            continue
        stacked = stacked + 1 if unicodedata.combining(character) else 0
        if stacked <= _STACKED:
            shown = character.isprintable() or character == "\t"
            found.append(character if shown else "\ufffd")
    return "".join(found)


def on_one_line(text: str) -> str:
    """The text as one line: every run of white space is a single blank."""
    return visible(" ".join(text.split()))
