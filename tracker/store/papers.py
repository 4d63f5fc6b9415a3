"""Papers: saving what arXiv said, and reading it back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from tracker.papers import Door, PaperVersion, Saved
from tracker.store.engine import reading
from tracker.store.tables import Match, Paper, Superseded

CHUNK = 500  # bound variables in one statement: SQLite allows 32,766
_FIELDS = tuple(field.name for field in fields(PaperVersion))
_COLUMNS = [col(getattr(Paper, name)) for name in _FIELDS]
# The search API is the better witness for these, OAI-PMH for the rest of a version.
_TEXTS = ("title", "abstract", "authors")


def save(
    connection: sa.Connection, papers: Sequence[PaperVersion], door: Door, now: datetime
) -> tuple[Saved, list[PaperVersion]]:
    """Keep these papers; return what changed, and the papers as they now stand in the store.

    The same papers again change nothing. An older version than the stored one is ignored,
    a newer one moves the stored text to ``superseded``.
    """
    latest: dict[str, PaperVersion] = {}
    for paper in papers:  # pages repeat papers, and PostgreSQL refuses a key twice in a batch
        if paper.arxiv_id not in latest or paper.version >= latest[paper.arxiv_id].version:
            latest[paper.arxiv_id] = paper
    stored = _stored(connection, list(latest))
    insert: list[dict[str, Any]] = []
    update: list[dict[str, Any]] = []
    old: list[dict[str, Any]] = []
    saved, standing = Saved(), []
    for name, paper in latest.items():
        if name not in stored:
            insert.append(_row(paper, door, now) | {"stored_at": now})
            saved += Saved(new=1, withdrawn=int(paper.withdrawn))
            standing.append(paper)
            continue
        before, seen_by = stored[name]
        after, witness = _merged(before, seen_by, paper, door)
        standing.append(after)
        if after == before:
            continue
        update.append(_row(after, witness, now) | {"key": name})
        saved += _change(before, after)
        if after.version > before.version:
            old.append({field: _row(before, "", now)[field] for field in _SUPERSEDED})
    if insert:
        connection.execute(sa.insert(Paper), insert)
    if update:
        values: dict[str, Any] = {name: sa.bindparam(name) for name in update[0] if name != "key"}
        statement = sa.update(Paper).where(col(Paper.arxiv_id) == sa.bindparam("key"))
        connection.execute(statement.values(values), update)
    if old:
        connection.execute(insert_into(connection, Superseded).on_conflict_do_nothing(), old)
    return saved, standing


_SUPERSEDED = tuple(Superseded.model_fields)


def _row(paper: PaperVersion, door: str, now: datetime) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(paper, name) for name in _FIELDS}
    row |= {"authors": list(paper.authors), "categories": list(paper.categories)}
    return row | {"door": door, "changed_at": now}


def _change(before: PaperVersion, after: PaperVersion) -> Saved:
    gone = int(after.withdrawn and not before.withdrawn)
    if after.version > before.version:
        return Saved(revised=1, withdrawn=gone)
    return Saved(changed=1, withdrawn=gone)


def _merged(
    before: PaperVersion, seen_by: str, paper: PaperVersion, door: Door
) -> tuple[PaperVersion, str]:
    """What to keep of two reports on one paper, and which doors it then rests on."""
    if paper.version < before.version:
        return before, seen_by
    if paper.version > before.version or seen_by == door:
        return paper, door
    search, oai = (paper, before) if door == "search" else (before, paper)
    return replace(oai, **{name: getattr(search, name) for name in _TEXTS}), "both"


def _stored(connection: sa.Connection, ids: Sequence[str]) -> dict[str, tuple[PaperVersion, str]]:
    found: dict[str, tuple[PaperVersion, str]] = {}
    for place in range(0, len(ids), CHUNK):
        chosen = sa.select(*_COLUMNS, col(Paper.door)).where(
            col(Paper.arxiv_id).in_(ids[place : place + CHUNK])
        )
        for *row, door in connection.execute(chosen):
            paper = _paper(row)
            found[paper.arxiv_id] = paper, door
    return found


def _paper(row: Sequence[Any]) -> PaperVersion:
    values = dict(zip(_FIELDS, row, strict=True))
    values["authors"], values["categories"] = tuple(values["authors"]), tuple(values["categories"])
    return PaperVersion(**values)


def match(connection: sa.Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Note that papers answer queries: (query, arXiv id) pairs; known pairs are left alone."""
    rows = [{"query": query, "arxiv_id": arxiv_id} for query, arxiv_id in pairs]
    if rows:
        connection.execute(insert_into(connection, Match).on_conflict_do_nothing(), rows)


def unmatch(connection: sa.Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Forget that papers answer queries: their categories were changed."""
    for query, arxiv_id in pairs:
        connection.execute(
            sa.delete(Match).where(col(Match.query) == query, col(Match.arxiv_id) == arxiv_id)
        )


def insert_into(connection: sa.Connection, table: type) -> Any:
    """An INSERT that knows ON CONFLICT, which each dialect has for itself."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def papers(
    engine: sa.Engine,
    since: datetime | None = None,
    until: datetime | None = None,
    where: Callable[[Any], Any] | None = None,
) -> Iterator[PaperVersion]:
    """The stored papers first submitted from ``since`` up to (not on) ``until``, oldest first."""
    chosen = sa.select(*_COLUMNS).order_by(col(Paper.submitted_at), col(Paper.arxiv_id))
    if since is not None:
        chosen = chosen.where(col(Paper.submitted_at) >= since)
    if until is not None:
        chosen = chosen.where(col(Paper.submitted_at) < until)
    if where is not None:
        chosen = chosen.where(where(Paper))
    with reading(engine) as connection:
        for row in connection.execute(chosen):
            yield _paper(row)


def by_ids(engine: sa.Engine, ids: Sequence[str]) -> dict[str, PaperVersion]:
    """Those of these papers that are stored, by arXiv id."""
    with reading(engine) as connection:
        return {name: paper for name, (paper, _) in _stored(connection, ids).items()}


def versions(engine: sa.Engine, arxiv_id: str) -> list[Superseded]:
    """The superseded versions of a paper, oldest first."""
    chosen = sa.select(Superseded.__table__).where(  # type: ignore[attr-defined]
        col(Superseded.arxiv_id) == arxiv_id
    )
    with reading(engine) as connection:
        rows = connection.execute(chosen.order_by(col(Superseded.version)))
        return [Superseded(**row._mapping) for row in rows]
