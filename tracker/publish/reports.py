"""What a request changes in the pages of reported results: which rows come, change or go.

Pages are compared with pages: a result may have been on file before any page showed it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Final

from tracker.curation.reader import Curation
from tracker.publish.markdown import cell, inline
from tracker.publish.proofreading import cells_of
from tracker.publish.results import HEAD, STATUS, result_row
from tracker.publish.statements import shown
from tracker.results import ReportedResult, standing

GROUPS: Final = ("added", "confirmed", "marked", "changed", "removed")
_GROUP: Final = {"confirmed": "confirmed", "stale": "marked"}  # by the status a row comes to have
_WIDTH: Final = len(cells_of(HEAD[0]))
_SAME: Final = (0, 1, 2, 5)  # model, precision, value, quote: what makes two rows one result
_STATUS: Final = 4
_LONGEST: Final = 160  # characters of a row that no result explains


@dataclass(frozen=True)
class Reports:
    """How many results come, are confirmed, are marked to be checked, change otherwise, or go;
    and a line of Markdown on each, but for those that the request lists elsewhere."""

    counts: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def title(self) -> tuple[str, ...]:
        """For instance ``3 results added`` and ``1 result confirmed``."""
        return tuple(f"{count:,} result{'' if count == 1 else 's'} {name}"
                     for name, count in self.counts.items())  # fmt: skip


def reports(
    before: Iterable[bytes],
    after: Iterable[bytes],
    was: Curation,
    curation: Curation,
    listed: Collection[ReportedResult] = (),
) -> Reports:
    """What becomes of the rows of the pages ``before``; ``was`` is the curation behind those.

    Results that are ``listed`` elsewhere in the request are counted here, and have no line.
    """
    old, new = Counter(_rows(before)), Counter(_rows(after))
    gone = defaultdict[tuple[str, ...], list[str]](list)
    for row in (old - new).elements():
        gone[_same(row)].append(row)
    known = {result_row(one, kept.record): one
             for kept in (was, curation) for one in standing(kept.results)}  # fmt: skip
    found: dict[str, list[str]] = {name: [] for name in GROUPS}
    for row in (new - old).elements():
        former = gone[_same(row)].pop(0) if gone[_same(row)] else None
        found[_group(former, row)].append(row)
    found["removed"] = [row for rows in gone.values() for row in rows]
    told = {name: tuple(_line(row, known.get(row), curation) for row in rows
                        if known.get(row) not in listed)
            for name, rows in found.items()}  # fmt: skip
    return Reports(
        {name: len(rows) for name, rows in found.items() if rows},
        {name: lines for name, lines in told.items() if lines},
    )


def _group(former: str | None, row: str) -> str:
    if former is None:
        return "added"
    return _GROUP.get(_status(row), "changed") if _status(former) != _status(row) else "changed"


def _rows(pages: Iterable[bytes]) -> Iterator[str]:
    for page in pages:
        for line in page.decode("utf-8", "replace").splitlines():
            if line.startswith("|") and line not in HEAD and len(cells_of(line)) == _WIDTH:
                yield line


def _same(row: str) -> tuple[str, ...]:
    """What two rows of one result share: all but status, and the name that its source has."""
    found = cells_of(row)
    source = found[3].rpartition("](")[2]
    return (*(found[place] for place in _SAME), source)


def _status(row: str) -> str:
    said = cells_of(row)[_STATUS]
    return next((name for name, words in STATUS.items() if said.startswith(words)), "")


def _line(row: str, one: ReportedResult | None, curation: Curation) -> str:
    if one is None:
        return f"- {inline(row, _LONGEST)}"
    day = f" on {one.at.astimezone(UTC).date().isoformat()}" if one.at else ""
    return f"{shown(one, curation.benchmarks)} · by {cell(one.by)}{day}"
