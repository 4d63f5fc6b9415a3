"""Papers that are stored in a newer version than the one somebody read, with both texts."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from tracker.papers import PaperVersion
from tracker.store.engine import reading
from tracker.store.papers import CHUNK
from tracker.store.tables import Paper, Superseded
from tracker.store.tables import Suggestion as Row
from tracker.suggestions import RELEVANT, Suggestion

_FIELDS = tuple(field.name for field in fields(PaperVersion))
_OLD = ("version", "title", "abstract", "authors", "comment", "updated_at", "withdrawn")
_SAID = tuple(Suggestion.__dataclass_fields__)
_TUPLES = ("authors", "categories", "evidence", "against", "nearest")


def newer(
    engine: sa.Engine, read: Mapping[str, int]
) -> list[tuple[PaperVersion, PaperVersion | None]]:
    """Of papers by arXiv id, those stored in a later version than the one ``read``.

    Each as it is now, and as it was read, None where that text is not kept; by arXiv id. Of
    every five hundred papers first the versions alone are asked for, which says of nearly all
    that there is nothing to compare.
    """
    names = sorted(read)
    later: list[str] = []
    found: dict[str, tuple[PaperVersion, PaperVersion | None]] = {}
    with reading(engine) as connection:
        for some in _chunks(names):
            rows = connection.execute(_VERSIONS, {"ids": some})
            later += (name for name, version in rows if version > read[name])
        for some in _chunks(later):
            for row in connection.execute(_TEXTS, {"ids": some}):
                now, old = _two(tuple(row))
                name = now.arxiv_id
                is_read = old is not None and old.version == read[name]
                if is_read or name not in found:
                    found[name] = now, old if is_read else None
    return [found[name] for name in sorted(found)]


_AMONG = col(Paper.arxiv_id).in_(sa.bindparam("ids", expanding=True))
_VERSIONS = sa.select(col(Paper.arxiv_id), col(Paper.version)).where(_AMONG)
_TEXTS = (
    sa.select(
        *(col(getattr(Paper, name)) for name in _FIELDS),
        *(col(getattr(Superseded, name)) for name in _OLD),
    )
    .select_from(Paper)
    .outerjoin(Superseded, col(Superseded.arxiv_id) == col(Paper.arxiv_id))
    .where(_AMONG)
)


def _chunks(names: list[str]) -> list[list[str]]:
    return [names[place : place + CHUNK] for place in range(0, len(names), CHUNK)]


def _two(row: tuple[Any, ...]) -> tuple[PaperVersion, PaperVersion | None]:
    now = PaperVersion(**_tuples(dict(zip(_FIELDS, row[: len(_FIELDS)], strict=True))))
    old = dict(zip(_OLD, row[len(_FIELDS) :], strict=True))
    return now, None if old["version"] is None else replace(now, **_tuples(old))


def said(engine: sa.Engine, names: list[str], labels: set[str]) -> dict[str, list[Suggestion]]:
    """What is suggested for these papers about relevance and these labels, by arXiv id."""
    found: dict[str, list[Suggestion]] = {name: [] for name in names}
    columns = [col(getattr(Row, name)) for name in _SAID]
    asked = col(Row.label).in_([RELEVANT, *sorted(labels)])
    with reading(engine) as connection:
        for some in _chunks(names):
            chosen = sa.select(*columns).where(col(Row.arxiv_id).in_(some), asked)
            for row in connection.execute(chosen.order_by(col(Row.label))):
                one = Suggestion(**_tuples(dict(row._mapping)))
                found[one.arxiv_id].append(one)
    return found


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if k in _TUPLES and v is not None else v for k, v in values.items()}
