"""What arrived when, with the model's word on it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from sqlmodel import col

from tracker.store.engine import reading
from tracker.store.papers import CHUNK
from tracker.store.tables import Match, Paper, Suggestion
from tracker.suggestions import RELEVANT


def arrivals(engine: sa.Engine, since: date) -> list[tuple[date, float | None]]:
    """Day of first submission and relevance (None until judged) of each paper since a day that
    answers a query and is not withdrawn, oldest first."""
    judged = (col(Suggestion.arxiv_id) == col(Paper.arxiv_id)) & (col(Suggestion.label) == RELEVANT)
    chosen = (
        sa.select(col(Paper.submitted_at), col(Suggestion.probability))
        .outerjoin_from(Paper, Suggestion, judged)
        .where(col(Paper.submitted_at) >= datetime.combine(since, time(), UTC))
        .where(col(Paper.arxiv_id).in_(sa.select(col(Match.arxiv_id))))
        .where(~col(Paper.withdrawn))
        .order_by(col(Paper.submitted_at))
    )
    with reading(engine) as connection:
        return [(at.date(), chance) for at, chance in connection.execute(chosen)]


def relevances(engine: sa.Engine) -> dict[str, float]:
    """The relevance of every judged paper that answers a query and is not withdrawn."""
    judged = (col(Suggestion.arxiv_id) == col(Paper.arxiv_id)) & (col(Suggestion.label) == RELEVANT)
    chosen = (
        sa.select(col(Paper.arxiv_id), col(Suggestion.probability))
        .join_from(Paper, Suggestion, judged)
        .where(col(Paper.arxiv_id).in_(sa.select(col(Match.arxiv_id))))
        .where(~col(Paper.withdrawn))
    )
    with reading(engine) as connection:
        return {str(name): float(chance) for name, chance in connection.execute(chosen)}


def submitted(engine: sa.Engine, names: Sequence[str]) -> dict[str, date]:
    """The day of first submission of these papers, as far as they are stored."""
    found: dict[str, date] = {}
    with reading(engine) as connection:
        for start in range(0, len(names), CHUNK):
            some = names[start : start + CHUNK]
            chosen = sa.select(col(Paper.arxiv_id), col(Paper.submitted_at))
            rows = connection.execute(chosen.where(col(Paper.arxiv_id).in_(some)))
            found |= {name: at.date() for name, at in rows}
    return found
