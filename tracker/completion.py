"""What arXiv's own record adds to a work: only what is not there, never in place of it."""

import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from tracker.works import Work

FIELDS: Final = ("authors", "published_on", "journal", "category")
"""What is filled, besides identifiers. The title stays as the list or the curator gave it."""


def additions(work: Work, told: Work, stated: Collection[str] = ()) -> dict[str, Any]:
    """The fields of ``work`` that ``told``, arXiv's word on it, fills, with their new values.

    A month or year becomes the exact day only if that lies in it. Fields in ``stated`` are
    a curator's, empty ones too.
    """
    found = {name: getattr(told, name) for name in FIELDS if name not in stated}
    return {name: value for name, value in found.items() if value and _lacks(work, name, value)}


def differences(work: Work, told: Work, stated: Collection[str] = ()) -> Iterator[str]:
    """Where day or journal are not arXiv's, in words; the work's own stay."""
    for name, differs in (
        ("published_on", not _lies_in(told.published_on, work.published_on)),
        ("journal", told.journal != work.journal),
    ):
        mine, theirs = getattr(work, name), getattr(told, name)
        if differs and mine and theirs and name not in stated:
            yield f"{name} is {mine!r}, and {theirs!r} at arXiv"


def is_titled_alike(one: str, other: str) -> bool:
    """Whether two titles share half of the words, of more than three letters, of the one that
    has fewer: retitled papers mostly do, and other papers hardly ever."""
    mine, theirs = _words(one), _words(other)
    return 2 * len(mine & theirs) >= min(len(mine), len(theirs))


def is_whole(work: Work) -> bool:
    """Whether a citation of the work has authors and an exact day."""
    return bool(work.authors) and len(work.published_on) == len("2022-10-19")


def _words(title: str) -> set[str]:
    every = set(re.findall(r"\w+", title.casefold()))
    return {word for word in every if len(word) > 3} or every


def _lacks(work: Work, name: str, value: Any) -> bool:
    mine = getattr(work, name)
    return not mine or (name == "published_on" and mine != value and _lies_in(value, mine))


def _lies_in(day: str, span: str) -> bool:
    """Whether a day (ISO 8601) lies in a day, month or year: ``2022-10-19`` in ``2022-10``."""
    return f"{day}-".startswith(f"{span}-")
