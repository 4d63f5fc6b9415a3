"""The stamp of a region, or of a stretch of a page: digests of its lines as they were rendered.

It is one HTML comment at the end. A line whose digest is not in it was written by a
person; a digest whose line is gone is a line a person took out. Nothing else is remembered of
what was rendered last (docs/adr/0012).
"""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from tracker.publish.markers import lines

STAMP: Final = re.compile(r"<!-- rendered:((?: [0-9a-f]{8})*) -->")


@lru_cache(maxsize=65_536)  # a work's line stands on many pages
def digest(line: str) -> str:
    """Eight hexadecimal digits that stand for a line, white space at its ends aside."""
    return hashlib.sha256(line.strip().encode("utf-8", "replace")).hexdigest()[:8]


def telling(body: str) -> list[str]:
    """The lines of a body that say anything, without their ends and without the stamp."""
    stripped = (line.strip() for line in lines(body))
    return [line for line in stripped if line and not STAMP.fullmatch(line)]


def as_rendered(body: str) -> bool:
    """Whether a body says just what its stamp says was rendered; one without either is new."""
    told, stamp = telling(body), stamp_of(body)
    return stamp == frozenset(digests(told)) if told else not stamp


def stamped(body: str) -> str:
    """A rendered body with its stamp."""
    return f"{body}\n\n<!-- rendered:{''.join(f' {one}' for one in digests(telling(body)))} -->"


def stamp_of(body: str) -> frozenset[str] | None:
    """The digests in a region's stamp; None where it has none."""
    found = [one for line in lines(body) if (one := STAMP.fullmatch(line.strip()))]
    return frozenset(" ".join(one[1] for one in found).split()) if found else None


def digests(told: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(digest(line) for line in told))
