"""Papers: saving what arXiv said, and reading it back."""

from collections import Counter
from collections.abc import Iterator, Sequence
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
_AMONG = col(Paper.arxiv_id).in_(sa.bindparam("ids", expanding=True))
# The search API is the better witness for these, OAI-PMH for the rest of a version.
_TEXTS = ("title", "abstract", "authors")
_STRINGS = ("title", "abstract", "comment", "journal_ref", "doi")


def save(
    connection: sa.Connection, papers: Sequence[PaperVersion], door: Door, now: datetime
) -> tuple[Saved, list[PaperVersion]]:
    """Keep these papers; return what changed, and the papers as they now stand in the store.

    The same papers again change nothing. An older version than the stored one is ignored,
    a newer one moves the stored text to ``superseded``.
    """
    latest: dict[str, PaperVersion] = {}
    for paper in map(_storable, papers):  # pages repeat papers; the last word counts
        if paper.arxiv_id not in latest or paper.version >= latest[paper.arxiv_id].version:
            latest[paper.arxiv_id] = paper
    stored = _stored(connection, list(latest))
    insert: list[dict[str, Any]] = []
    update: list[dict[str, Any]] = []
    old: list[dict[str, Any]] = []
    changes: Counter[str] = Counter()
    standing: list[PaperVersion] = []
    for name, paper in latest.items():
        if name not in stored:
            insert.append(_row(paper, door, now) | {"stored_at": now})
            changes["new"] += 1
            changes["withdrawn"] += paper.withdrawn
            standing.append(paper)
            continue
        before, seen_by = stored[name]
        after, witness = _merged(before, seen_by, paper, door)
        standing.append(after)
        if after == before:
            continue
        update.append(_row(after, witness, now) | {"key": name})
        revised = after.version > before.version
        changes["revised" if revised else "changed"] += 1
        changes["withdrawn"] += after.withdrawn and not before.withdrawn
        if revised:
            old.append({field: _row(before, "", now)[field] for field in _SUPERSEDED})
    if insert:
        connection.execute(sa.insert(Paper), insert)
    if update:
        values: dict[str, Any] = {name: sa.bindparam(name) for name in update[0] if name != "key"}
        statement = sa.update(Paper).where(col(Paper.arxiv_id) == sa.bindparam("key"))
        connection.execute(statement.values(values), update)
    if old:
        connection.execute(insert_into(connection, Superseded).on_conflict_do_nothing(), old)
    return Saved(**changes), standing


def _storable(paper: PaperVersion) -> PaperVersion:
    """The paper without NUL, which PostgreSQL refuses, or half surrogate pairs, which both do.

    Done before papers are compared: else the same paper would be a change every night.
    """
    texts = (paper.title, paper.abstract, paper.comment, paper.journal_ref, paper.doi)
    whole = "".join(filter(None, (*texts, *paper.authors)))
    if _storable_text(whole) == whole:
        return paper
    strings: dict[str, Any] = {
        name: text and _storable_text(text)
        for name, text in vars(paper).items()
        if name in _STRINGS
    }
    return replace(paper, authors=tuple(map(_storable_text, paper.authors)), **strings)


def _storable_text(text: str) -> str:
    return text.replace("\0", "").encode(errors="replace").decode()


_SUPERSEDED = tuple(Superseded.model_fields)


def _row(paper: PaperVersion, door: str, now: datetime) -> dict[str, Any]:
    return vars(paper) | {"door": door, "changed_at": now}


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
    chosen = sa.select(*_COLUMNS, col(Paper.door)).where(_AMONG)
    for place in range(0, len(ids), CHUNK):
        some = {"ids": ids[place : place + CHUNK]}
        for *row, door in connection.execute(chosen, some):
            paper = _paper(row)
            found[paper.arxiv_id] = paper, door
    return found


def _paper(row: Sequence[Any]) -> PaperVersion:
    values = dict(zip(_FIELDS, row, strict=True))
    values["authors"], values["categories"] = tuple(values["authors"]), tuple(values["categories"])
    return PaperVersion(**values)


def match(connection: sa.Connection, query: str, ids: Sequence[str]) -> None:
    """Note that papers answer a query; what is noted already is left alone."""
    chosen = sa.select(sa.literal(query), col(Paper.arxiv_id)).where(_AMONG)
    rows = insert_into(connection, Match).from_select(["query", "arxiv_id"], chosen)
    for place in range(0, len(ids), CHUNK):  # a row for each would cost more than the papers
        some = {"ids": ids[place : place + CHUNK]}
        connection.execute(rows.on_conflict_do_nothing(), some)


def unmatch(connection: sa.Connection, query: str, ids: Sequence[str]) -> None:
    """Forget that papers answer a query: they left its categories."""
    among = col(Match.arxiv_id).in_(sa.bindparam("ids", expanding=True))
    for place in range(0, len(ids), CHUNK):
        some = {"ids": ids[place : place + CHUNK]}
        connection.execute(sa.delete(Match).where(col(Match.query) == query, among), some)


def insert_into(connection: sa.Connection, table: type) -> Any:
    """An INSERT that knows ON CONFLICT, which each dialect has for itself."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def papers(
    engine: sa.Engine,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[PaperVersion]:
    """The stored papers first submitted from ``since`` up to (not on) ``until``, oldest first."""
    chosen = sa.select(*_COLUMNS).order_by(col(Paper.submitted_at), col(Paper.arxiv_id))
    if since is not None:
        chosen = chosen.where(col(Paper.submitted_at) >= since)
    if until is not None:
        chosen = chosen.where(col(Paper.submitted_at) < until)
    with reading(engine) as connection:
        for row in connection.execute(chosen):
            yield _paper(row)


def by_ids(engine: sa.Engine, ids: Sequence[str]) -> dict[str, PaperVersion]:
    """Those of these papers that are stored, by arXiv id."""
    with reading(engine) as connection:
        return {name: paper for name, (paper, _) in _stored(connection, ids).items()}


def known(engine: sa.Engine, ids: Sequence[str]) -> set[str]:
    """Those of these ids whose papers are stored."""
    chosen, found = sa.select(col(Paper.arxiv_id)).where(_AMONG), set[str]()
    with reading(engine) as connection:
        for place in range(0, len(ids), CHUNK):
            found.update(connection.execute(chosen, {"ids": ids[place : place + CHUNK]}).scalars())
    return found


def versions(engine: sa.Engine, arxiv_id: str) -> list[Superseded]:
    """The superseded versions of a paper, oldest first."""
    chosen = sa.select(Superseded.__table__).where(  # type: ignore[attr-defined]
        col(Superseded.arxiv_id) == arxiv_id
    )
    with reading(engine) as connection:
        rows = connection.execute(chosen.order_by(col(Superseded.version)))
        return [Superseded(**row._mapping) for row in rows]
