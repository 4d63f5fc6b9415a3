"""What the harvest keeps beside papers: the coverage ledger, cursors, and which paper is whose."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from tracker.coverage import CoverageCell, Position
from tracker.papers import Door, PaperVersion, Saved
from tracker.queries import Query
from tracker.store import papers as shelf
from tracker.store.engine import reading, writing
from tracker.store.tables import Cell, Cursor, Match, Paper

_CELL = [col(getattr(Cell, name)) for name in CoverageCell.__dataclass_fields__]


class Ledger:
    """The harvest's side of the database. Each ``save_*`` call is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def save_page(
        self,
        papers: Sequence[PaperVersion],
        door: Door,
        queries: Iterable[Query],
        now: datetime,
        found_by: str = "",
        position: Position | None = None,
        cell: CoverageCell | None = None,
    ) -> Saved:
        """Keep one page of papers together with how far the listing got, or nothing of it.

        ``found_by`` is the query whose answer arXiv says these papers are; which other
        queries they answer is worked out here.
        """
        with writing(self.engine) as connection:
            saved, standing = shelf.save(connection, papers, door, now)
            if found_by:
                shelf.match(connection, found_by, [paper.arxiv_id for paper in standing])
            for query in queries:
                if query.key != found_by:
                    _sort(connection, standing, query)
            if position is not None:
                _put(connection, Cursor, asdict(position) | {"saved_at": now})
            if cell is not None:
                _put(connection, Cell, asdict(cell))
        return saved

    def save_cells(self, cells: Sequence[CoverageCell]) -> None:
        with writing(self.engine) as connection:
            for cell in cells:
                _put(connection, Cell, asdict(cell))

    def cells(
        self, query: str | None = None, first: date | None = None, last: date | None = None
    ) -> list[CoverageCell]:
        """The ledger's cells, by query and day."""
        chosen = sa.select(*_CELL).order_by(col(Cell.query), col(Cell.day))
        if query is not None:
            chosen = chosen.where(col(Cell.query) == query)
        if first is not None:
            chosen = chosen.where(col(Cell.day) >= first)
        if last is not None:
            chosen = chosen.where(col(Cell.day) <= last)
        with reading(self.engine) as connection:
            return [CoverageCell(**row._mapping) for row in connection.execute(chosen)]

    def position(self, category: str) -> Position | None:
        chosen = sa.select(*(col(getattr(Cursor, name)) for name in Position.__dataclass_fields__))
        with reading(self.engine) as connection:
            row = connection.execute(chosen.where(col(Cursor.category) == category)).first()
            return Position(**row._mapping) if row else None

    def stored(self, query: str, first: date, last: date) -> Counter[date]:
        """How many papers that answer a query are stored, by day of first submission."""
        since = datetime.combine(first, time(), UTC)
        until = datetime.combine(last, time(), UTC) + timedelta(days=1)
        chosen = (
            sa.select(col(Paper.submitted_at))
            .join(Match, col(Match.arxiv_id) == col(Paper.arxiv_id))
            .where(col(Match.query) == query)
            .where(col(Paper.submitted_at) >= since, col(Paper.submitted_at) < until)
        )
        with reading(self.engine) as connection:
            return Counter(instant.date() for (instant,) in connection.execute(chosen))

    def known(self, arxiv_ids: Collection[str]) -> set[str]:
        """Those of these papers that are stored."""
        return shelf.known(self.engine, list(arxiv_ids))


def _sort(connection: sa.Connection, papers: Iterable[PaperVersion], query: Query) -> None:
    """Match a query with the papers that answer it, not with those outside its categories.

    Between them are papers that lack its phrases by our reading: arXiv's may differ.
    """
    inside: list[str] = []
    outside: list[str] = []
    for paper in papers:
        if query.matches(paper):
            inside.append(paper.arxiv_id)
        elif not set(query.categories) & set(paper.categories):
            outside.append(paper.arxiv_id)
    shelf.match(connection, query.key, inside)
    shelf.unmatch(connection, query.key, outside)


def _put(connection: sa.Connection, table: type[Cell] | type[Cursor], row: dict[str, Any]) -> None:
    """Insert a row, or replace the one with its key."""
    statement = shelf.insert_into(connection, table).values(**row)
    keys = [column.name for column in sa.inspect(table, raiseerr=True).primary_key]
    changes = {name: statement.excluded[name] for name in row if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes))
