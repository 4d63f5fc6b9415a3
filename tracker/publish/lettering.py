"""Names as a picture shows them: how broad they are, and cut so that no two become one.

Breadth is counted in narrow letters. Those of East Asian scripts are twice as broad (Unicode
Standard Annex #11), and marks that combine with the letter before them take no room.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from unicodedata import combining, east_asian_width

from tracker.publish.markdown import plain


def breadth(text: str) -> int:
    """How much room the text takes, in narrow letters."""
    return sum(_breadth(letter) for letter in text)


def distinct(names: Mapping[str, str], limit: int, taken: Iterable[str] = ()) -> dict[str, str]:
    """What is shown for each key: its name within ``limit``, unlike all others and ``taken``.

    Names that are alike as far as they are shown are cut in front of where they differ; what
    is alike to its end, or taken, is numbered.
    """
    whole = {key: plain(name) for key, name in names.items()}
    alike: dict[str, list[str]] = defaultdict(list)
    for key, name in whole.items():
        alike[_cut(name, limit)].append(key)
    cut: dict[str, str] = {}
    for shown, keys in alike.items():
        common = _common({whole[key] for key in keys})
        cut |= {key: _inner(whole[key], common, limit) if common else shown for key in keys}
    used = set(taken)
    found = {}
    for key in names:
        found[key] = _unused(cut[key], used, limit)
        used.add(found[key])
    return found


def _breadth(letter: str) -> int:
    if combining(letter):
        return 0
    return 2 if east_asian_width(letter) in ("W", "F") else 1


def _start(text: str, limit: int) -> str:
    """As much of the text as there is room for."""
    room = limit
    for place, letter in enumerate(text):
        room -= _breadth(letter)
        if room < 0:
            return text[:place]
    return text


def _cut(text: str, limit: int) -> str:
    return text if breadth(text) <= limit else f"{_start(text, limit - 1).rstrip()}…"


def _common(names: set[str]) -> int:
    """How many letters several names begin with; 0 for a single one."""
    differ = (place for place, found in enumerate(zip(*names, strict=False)) if len(set(found)) > 1)
    return next(differ, min(map(len, names))) if len(names) > 1 else 0


def _inner(name: str, common: int, limit: int) -> str:
    """The name from the word on in which it differs, behind as much of its start as fits."""
    if breadth(name) <= limit:
        return name
    word = name.rfind(" ", 0, common) + 1
    rest = _cut(name[word or common :], limit - 1)
    room = limit - 1 - breadth(rest)
    return f"{_start(name, room).rstrip() if room >= limit // 4 else ''}…{rest}"


def _unused(name: str, used: set[str], limit: int) -> str:
    number, shown = 1, name
    while shown in used:
        number += 1
        mark = f" ({number})"
        shown = _cut(name, limit - len(mark)) + mark
    return shown
