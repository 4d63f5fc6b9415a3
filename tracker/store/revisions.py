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

    Each as it is now, and as it was read, None where that text is not kept; by arXiv id. One
    question for every five hundred papers; texts are fetched of later versions only.
    """
    found = []
    pairs = sorted(read.items())
    with reading(engine) as connection:
        for place in range(0, len(pairs), CHUNK):
            rows = connection.execute(_later(pairs[place : place + CHUNK]))
            found += [_two(tuple(row)) for row in rows]
    return sorted(found, key=lambda two: two[0].arxiv_id)


def _later(pairs: list[tuple[str, int]]) -> sa.Select[Any]:
    columns = sa.column("name", sa.String()), sa.column("version", sa.Integer())
    asked = sa.values(*columns, name="asked").data(pairs).cte("asked")
    kept = (col(Superseded.arxiv_id) == asked.c.name) & (col(Superseded.version) == asked.c.version)
    later = (col(Paper.arxiv_id) == asked.c.name) & (col(Paper.version) > asked.c.version)
    now = (col(getattr(Paper, name)) for name in _FIELDS)
    old = (col(getattr(Superseded, name)) for name in _OLD)
    chosen = sa.select(*now, *old).select_from(asked).join(Paper, later)
    return chosen.outerjoin(Superseded, kept)


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
        for place in range(0, len(names), CHUNK):
            some = col(Row.arxiv_id).in_(names[place : place + CHUNK])
            rows = connection.execute(
                sa.select(*columns).where(some, asked).order_by(col(Row.label))
            )
            for row in rows:
                one = Suggestion(**_tuples(dict(row._mapping)))
                found[one.arxiv_id].append(one)
    return found


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if k in _TUPLES and v is not None else v for k, v in values.items()}
