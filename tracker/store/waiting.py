"""The head of the queue, and why a paper is in it: quick looks while the rest is read."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import col

from tracker.store.engine import reading
from tracker.store.papers import CHUNK
from tracker.store.tables import Match, Paper, Suggestion
from tracker.suggestions import RELEVANT, Candidate

Hand = Literal["likely", "uncertain", "oldest"]
_FIELDS = (Paper.arxiv_id, Paper.version, Paper.title, Paper.submitted_at, Paper.withdrawn)


def head(
    engine: sa.Engine,
    threshold: float,
    listed: Sequence[str] = (),
    since: datetime | None = None,
    known: Collection[str] = (),
    hand: Hand = "likely",
    count: int = 50,
) -> list[Candidate]:
    """The candidates that go before all others: withdrawn ones among ``listed``, and those that
    a ``hand`` of the queue's order deals first.

    Of the whole store but ``known``, which the record has, so that a queue made of them begins
    as the whole one does.
    """
    chance, at = col(Suggestion.probability), col(Paper.submitted_at)
    key: Any = {"likely": -chance, "uncertain": sa.func.abs(chance - 0.5), "oldest": at}[hand]
    judged = (
        sa.select(col(Suggestion.arxiv_id), chance, key)
        .where(col(Suggestion.label) == RELEVANT, chance >= threshold)
        .order_by(key)
        .limit(count + len(known))
    )
    if hand == "oldest":
        judged = judged.join(Paper, col(Paper.arxiv_id) == col(Suggestion.arxiv_id))
        judged = judged if since is None else judged.where(at >= since)
    with reading(engine) as connection:
        rows = list(connection.execute(judged))
        chances = {name: float(chance) for name, chance, _ in rows}
        first = list(islice(((name, key) for name, _, key in rows if name not in known), count))
        if len(first) == count and first[0][1] != first[-1][1]:
            last = first[-1][1]  # more may stand just as far: they come with the rest
            first = [(name, key) for name, key in first if key != last]
        found = []
        for place in range(0, len(listed), CHUNK):
            found += _candidates(
                connection, listed[place : place + CHUNK], chances, col(Paper.withdrawn)
            )
        withdrawn = {one.arxiv_id for one in found}
        names = [name for name, _ in first if name not in withdrawn]
        wanted = sa.true() if since is None else at >= since
        return [*found, *_candidates(connection, names, chances, wanted)]


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
