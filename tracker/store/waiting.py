"""The head of the queue, and why a paper is in it: quick looks while the rest is read."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from tracker.store.engine import reading
from tracker.store.papers import CHUNK
from tracker.store.tables import Match, Paper, Suggestion
from tracker.suggestions import RELEVANT, Candidate

_FIELDS = (Paper.arxiv_id, Paper.version, Paper.title, Paper.submitted_at, Paper.withdrawn)


def head(
    engine: sa.Engine,
    threshold: float,
    listed: Sequence[str] = (),
    since: datetime | None = None,
    known: Collection[str] = (),
    count: int = 50,
) -> list[Candidate]:
    """The candidates that go before all others: withdrawn ones among ``listed``, the likeliest.

    Of the whole store but ``known``, which the record has, so that a queue made of them begins
    as the whole one does.
    """
    chance = col(Suggestion.probability)
    judged = (
        sa.select(col(Suggestion.arxiv_id), chance)
        .where(col(Suggestion.label) == RELEVANT, chance >= threshold)
        .order_by(chance.desc())
        .limit(count + len(known))
    )
    with reading(engine) as connection:
        chances = {name: float(chance) for name, chance in connection.execute(judged)}
        unknown = ((name, chance) for name, chance in chances.items() if name not in known)
        likely = dict(islice(unknown, count))
        if len(likely) == count and min(likely.values()) < max(likely.values()):
            least = min(likely.values())  # more may be just as likely: they come with the rest
            likely = {name: chance for name, chance in likely.items() if chance > least}
        found = []
        for place in range(0, len(listed), CHUNK):
            found += _candidates(
                connection, listed[place : place + CHUNK], chances, col(Paper.withdrawn)
            )
        withdrawn = {one.arxiv_id for one in found}
        names = [name for name in likely if name not in withdrawn]
        wanted = sa.true() if since is None else col(Paper.submitted_at) >= since
        return [*found, *_candidates(connection, names, likely, wanted)]


def _candidates(
    connection: sa.Connection,
    names: Sequence[str],
    chance: dict[str, float],
    wanted: Any,
) -> list[Candidate]:
    matched = col(Paper.arxiv_id).in_(sa.select(col(Match.arxiv_id)))
    chosen = sa.select(*map(col, _FIELDS)).where(col(Paper.arxiv_id).in_(names), matched, wanted)
    return [
        Candidate(name, version, title, at.date(), withdrawn, chance.get(name))
        for name, version, title, at, withdrawn in connection.execute(chosen)
    ]


def queries_of(engine: sa.Engine, arxiv_id: str, queries: Sequence[str]) -> tuple[str, ...]:
    """Those of these queries, by key, that a paper answers."""
    among = col(Match.query).in_(queries)  # the table's key begins with the query
    chosen = sa.select(col(Match.query)).where(among, col(Match.arxiv_id) == arxiv_id)
    with reading(engine) as connection:
        return tuple(connection.execute(chosen.order_by(col(Match.query))).scalars())
