"""Suggestions: the newest model's word on every paper it was asked about."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from tracker.papers import text_of
from tracker.store.engine import reading, writing
from tracker.store.papers import CHUNK
from tracker.store.tables import Match, Paper
from tracker.store.tables import Suggestion as Row
from tracker.suggestions import RELEVANT, Candidate, Suggestion

_COLUMNS = [col(getattr(Row, name)) for name in Suggestion.__dataclass_fields__]


def replace_all(
    engine: sa.Engine, papers: Sequence[str], found: Iterable[Suggestion], now: datetime
) -> int:
    """Put these suggestions in place of all earlier ones for these papers; return how many."""
    rows = [_row(one) | {"suggested_at": now} for one in found]
    with writing(engine) as connection:
        for place in range(0, len(papers), CHUNK):
            some = papers[place : place + CHUNK]
            connection.execute(sa.delete(Row).where(col(Row.arxiv_id).in_(some)))
        if rows:
            connection.execute(sa.insert(Row), rows)
    return len(rows)


def stale(engine: sa.Engine, model: str | None) -> list[str]:
    """Papers answering a query that this model (None: any) has not judged as they now are."""
    judged = sa.select(col(Row.arxiv_id)).where(
        col(Row.label) == RELEVANT,
        col(Row.arxiv_id) == col(Paper.arxiv_id),
        col(Row.version) == col(Paper.version),
    )
    if model is not None:
        judged = judged.where(col(Row.model) == model)
    chosen = sa.select(col(Paper.arxiv_id)).where(
        col(Paper.arxiv_id).in_(sa.select(col(Match.arxiv_id))), ~judged.exists()
    )
    with reading(engine) as connection:
        return list(connection.execute(chosen.order_by(col(Paper.arxiv_id))).scalars())


def stream(
    engine: sa.Engine, since: datetime, until: datetime
) -> list[tuple[str, str, float | None]]:
    """Id, text and relevance (None until judged) of papers answering a query that were first
    submitted from ``since`` up to (not on) ``until``."""
    judged = (col(Row.arxiv_id) == col(Paper.arxiv_id)) & (col(Row.label) == RELEVANT)
    chosen = (
        sa.select(*map(col, (Paper.arxiv_id, Paper.title, Paper.abstract, Row.probability)))
        .outerjoin_from(Paper, Row, judged)
        .where(col(Paper.arxiv_id).in_(sa.select(col(Match.arxiv_id))))
        .where(col(Paper.submitted_at) >= since, col(Paper.submitted_at) < until)
        .order_by(col(Paper.arxiv_id))
    )
    with reading(engine) as connection:
        rows = connection.execute(chosen).all()
    return [(name, text_of(title, abstract), chance) for name, title, abstract, chance in rows]


def considered(engine: sa.Engine) -> list[str]:
    """Every paper that answers a query."""
    with reading(engine) as connection:
        chosen = sa.select(col(Match.arxiv_id)).distinct().order_by(col(Match.arxiv_id))
        return list(connection.execute(chosen).scalars())


def of(engine: sa.Engine, arxiv_id: str) -> list[Suggestion]:
    """The suggestions for one paper, surest first."""
    chosen = sa.select(*_COLUMNS).where(col(Row.arxiv_id) == arxiv_id)
    with reading(engine) as connection:
        rows = connection.execute(chosen.order_by(col(Row.probability).desc(), col(Row.label)))
        return [_suggestion(row._mapping) for row in rows]


def candidates(
    engine: sa.Engine, threshold: float, since: datetime | None = None
) -> tuple[list[Candidate], set[str]]:
    """Papers to consider, and the ids of those the model put below the threshold.

    ``since`` leaves out papers first submitted earlier; withdrawn papers are always in.
    """
    chance = col(Row.probability)
    judged = (col(Row.arxiv_id) == col(Paper.arxiv_id)) & (col(Row.label) == RELEVANT)
    fields = (Paper.arxiv_id, Paper.version, Paper.title, Paper.submitted_at, Paper.withdrawn)
    chosen = (
        sa.select(*map(col, fields), chance)
        .outerjoin_from(Paper, Row, judged)
        .where(col(Paper.arxiv_id).in_(sa.select(col(Match.arxiv_id))))
        .order_by(col(Paper.submitted_at), col(Paper.arxiv_id))
    )
    if since is not None:
        chosen = chosen.where((col(Paper.submitted_at) >= since) | col(Paper.withdrawn))
    found: list[Candidate] = []
    below: set[str] = set()
    with reading(engine) as connection:
        for arxiv_id, version, title, submitted_at, withdrawn, probability in connection.execute(
            chosen
        ):
            if probability is not None and probability < threshold and not withdrawn:
                below.add(arxiv_id)
                continue
            found.append(
                Candidate(arxiv_id, version, title, submitted_at.date(), withdrawn, probability)
            )
    return found, below


_LISTS = ("evidence", "against", "nearest")


def _row(one: Suggestion) -> dict[str, Any]:
    return vars(one) | {name: list(getattr(one, name)) for name in _LISTS}


def _suggestion(row: Any) -> Suggestion:
    return Suggestion(**{**row, **{name: tuple(row[name]) for name in _LISTS}})
