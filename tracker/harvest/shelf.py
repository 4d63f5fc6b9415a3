"""What the harvest needs from wherever its papers are kept; `tracker.store.ledger` has it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from tracker.coverage import CoverageCell, Position
from tracker.papers import Door, PaperVersion, Saved
from tracker.queries import Query


class Shelf(Protocol):
    """Papers, the coverage ledger and listing positions; each ``save`` is one transaction."""

    def save_page(
        self,
        papers: Sequence[PaperVersion],
        door: Door,
        queries: Iterable[Query],
        now: datetime,
        found_by: str = "",
        position: Position | None = None,
        cell: CoverageCell | None = None,
    ) -> Saved: ...

    def save_cells(self, cells: Sequence[CoverageCell]) -> None: ...

    def cells(
        self, query: str | None = None, first: date | None = None, last: date | None = None
    ) -> list[CoverageCell]: ...

    def position(self, category: str) -> Position | None: ...

    def stored(self, query: str, first: date, last: date) -> Counter[date]: ...

    def known(self, arxiv_ids: Collection[str]) -> set[str]: ...
