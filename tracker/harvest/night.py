"""One harvest as it happens: what it works with, and everything it counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tracker.coverage import CoverageCell, Position
from tracker.harvest.shelf import Shelf
from tracker.papers import Door, PaperVersion, Saved
from tracker.progress import Say, silent
from tracker.queries import Query


@dataclass
class Night:
    """The shelf, the questions and the instant of one harvest, and its running counts.

    ``seen`` holds the ids of all papers arXiv described, ``unreadable`` what it sent that
    could not be read (by id where it had one), ``shut`` the doors that closed and why.
    ``confirmed`` counts cells that arXiv's own totals bore out during this harvest.
    """

    shelf: Shelf
    queries: tuple[Query, ...]
    now: datetime
    say: Say = silent
    seen: set[str] = field(default_factory=set)
    saved: Saved = field(default_factory=Saved)
    unreadable: Counter[str] = field(default_factory=Counter)
    shut: dict[Door, str] = field(default_factory=dict)
    confirmed: int = 0
    remarks: list[str] = field(default_factory=list)

    def keep(
        self,
        papers: Sequence[PaperVersion],
        door: Door,
        found_by: str = "",
        position: Position | None = None,
        cell: CoverageCell | None = None,
    ) -> None:
        """Put one page on the shelf, with how far its listing got, and count it."""
        self.seen.update(paper.arxiv_id for paper in papers)
        self.saved += self.shelf.save_page(
            papers, door, self.queries, self.now, found_by, position, cell
        )


@dataclass(frozen=True)
class PullReport:
    """What one harvest saw, stored, dropped and proved, and why.

    ``faults`` are answers that had to be asked for again, by kind; ``open_cells`` those of
    the whole ledger that are not proven.
    """

    seen: int
    saved: Saved
    unreadable: tuple[str, ...]
    confirmed: int
    cells: tuple[CoverageCell, ...]
    open_cells: tuple[CoverageCell, ...]
    requests: int
    faults: dict[str, int]
    shut: dict[Door, str]
    remarks: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the run proved anything at all; zero is never success unless proven."""
        return self.confirmed > 0

    @property
    def summary(self) -> str:
        saved = self.saved
        line = (
            f"{self.seen} papers seen, {saved.new} new, {saved.revised} revised, "
            f"{saved.withdrawn} withdrawn, {len(self.unreadable)} unreadable; "
            f"{self.confirmed} days proven, {len(self.open_cells)} open"
        )
        for door, why in self.shut.items():
            line += f"; the {door} door is shut ({why})"
        return line if self.ok else f"nothing was proven: {line}"

    def as_json(self) -> dict[str, Any]:
        return {
            "seen": self.seen,
            "new": self.saved.new,
            "revised": self.saved.revised,
            "changed": self.saved.changed,
            "withdrawn": self.saved.withdrawn,
            "unreadable": len(self.unreadable),
            "unreadable_ids": list(self.unreadable),
            "cells_proven": self.confirmed,
            "cells_open": len(self.open_cells),
            "requests": self.requests,
            "faults": self.faults,
            "shut": dict(self.shut),
            "remarks": list(self.remarks),
        }
