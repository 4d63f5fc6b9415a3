"""Strangers' text as every export carries it."""

import json
from collections.abc import Iterable
from typing import Any, Final

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


def json_list(items: Iterable[Any]) -> str:
    """A JSON list with a line for each item, so that a change of one shows as one."""
    # Indented JSON is written by Python's slow encoder, three times as long.
    lines = [json.dumps(item, ensure_ascii=False) for item in items]
    return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
