"""How much the store holds, what arrived lately, and which model spoke last."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from sqlmodel import col

from tracker.store.engine import reading
from tracker.store.tables import Match, Paper, Suggestion
from tracker.suggestions import RELEVANT


@dataclass(frozen=True)
class Totals:
    """``papers`` are stored, ``considered`` of them answer a query.

    ``model`` is the fingerprint of the one that suggested last, at ``suggested_at``, and whose
    word on ``judged`` papers stands; empty, None and 0 before the first.
    """

    papers: int
    considered: int
    model: str = ""
    judged: int = 0
    suggested_at: datetime | None = None


def totals(engine: sa.Engine) -> Totals:
    last = sa.func.max(col(Suggestion.suggested_at))
    chosen = (
        sa.select(col(Suggestion.model), sa.func.count(), last)
        .where(col(Suggestion.label) == RELEVANT)
        .group_by(col(Suggestion.model))
        .order_by(last.desc(), col(Suggestion.model))
    )
    with reading(engine) as connection:
        papers = connection.execute(sa.select(sa.func.count()).select_from(Paper)).scalar_one()
        matched = sa.func.count(sa.distinct(col(Match.arxiv_id)))
        considered = connection.execute(sa.select(matched)).scalar_one()
        row = connection.execute(chosen.limit(1)).first()
    return Totals(papers, considered, *row) if row else Totals(papers, considered)


def arrived(engine: sa.Engine, threshold: float, since: date) -> list[date]:
    """The day of first submission of each paper since a day that the model did not put below."""
    judged = (col(Suggestion.arxiv_id) == col(Paper.arxiv_id)) & (col(Suggestion.label) == RELEVANT)
    chance = col(Suggestion.probability)
    chosen = (
        sa.select(col(Paper.submitted_at))
        .outerjoin_from(Paper, Suggestion, judged)
        .where(col(Paper.submitted_at) >= datetime.combine(since, time(), UTC))
        .where(col(Paper.arxiv_id).in_(sa.select(col(Match.arxiv_id))))
        .where(~col(Paper.withdrawn), chance.is_(None) | (chance >= threshold))
        .order_by(col(Paper.submitted_at))
    )
    with reading(engine) as connection:
        return [instant.date() for (instant,) in connection.execute(chosen)]
