"""Strangers' text as every export carries it."""

from typing import Final

from tracker.publish.markdown import address, plain

LIMIT: Final = 2_000  # characters of one text; a title longer than that is none


def clean(text: str) -> str:
    """One line without control, zero-width and bidi-control characters or half a pair.

    What is left may stand in XML 1.0 (§2.2) and in UTF-8.
    """
    return plain(text, LIMIT)


def web_address(url: str) -> str:
    """The URL in ASCII, percent-encoded where needed; empty if it is no web address."""
    # The Markdown form guards ampersands against being read as entities; nothing else here does.
    return address(url).replace("&amp;", "&")
