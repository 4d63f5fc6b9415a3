"""What citations call a work: ``lovelace2024analytical``, for good."""

import re
import unicodedata
from collections.abc import Sequence

from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.publish.exports.names import parse
from tracker.record import Record
from tracker.works import Work

_SMALL_WORDS = (
    "a about an and are as at be by can do does for from how in into is it its of on or our "
    "over the their this to toward towards under using via what when where which why with"
)
_SMALL = frozenset(_SMALL_WORDS.split())
# Letters that Unicode does not decompose into a Latin one and a mark.
_LATIN = str.maketrans(
    {"æ": "ae", "ð": "d", "đ": "d", "ø": "o", "œ": "oe", "ł": "l", "ß": "ss", "þ": "th", "ı": "i"}
)


def citation_keys(record: Record, decisions: Sequence[Decision]) -> dict[WorkId, str]:
    """A key for each work that was ever included, by its best identifier.

    Works take their keys in the order in which they were first included, and one that
    comes to a taken key gets its own identifier behind it. So a work that is added, or
    taken out again, changes no key but its own; ``decisions`` are the whole history.
    """
    taken: set[str] = set()
    keys: dict[WorkId, str] = {}
    for decision in decisions:
        standing = record.by_id.get(decision.work)
        if decision.verdict != "include" or standing is None or standing.work.id in keys:
            continue
        key = base(standing.work)
        if not key or key in taken:
            key = f"{key}-{standing.work.id.slug}".lstrip("-")
        taken.add(key)
        keys[standing.work.id] = key
    return keys


def base(work: Work) -> str:
    """First author, year and first telling word of the title, in letters of a to z.

    A work of unknown authors has its short name, or one more word of its title, instead.
    """
    words = [word for word in map(_ascii, re.split(r"[^\w'’]+", work.title)) if word]
    telling = [word for word in words if word not in _SMALL and not word.isdigit()] or words
    who = ""
    if work.authors:
        name = parse(work.authors[0])
        who = _ascii(name.filed_under) or _ascii(name.given)
    elif work.short_name:
        who = _ascii(work.short_name)
    who = who or (telling.pop(0) if telling else "")
    word = next((one for one in telling if one != who), "")
    return f"{who[:30]}{work.published_on[:4]}{word[:30]}"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LATIN))
    return re.sub(r"[^a-z0-9]", "", plain)
