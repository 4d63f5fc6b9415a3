"""Drift, composed: the stored papers of nine weeks, and what curators accepted in them."""

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from tracker.curation import Curation

if TYPE_CHECKING:
    from collections.abc import Collection

    import sqlalchemy as sa

    from tracker.suggest.drift import Moved


def drift_of(
    database: "sa.Engine",
    curation: Curation,
    known: "Collection[str] | None",
    now: datetime,
) -> tuple["Moved", ...]:
    """This week's stream against the eight weeks before, by the day of first submission.

    Not by the day of harvest: a database made anew would have but one. ``known`` are the
    terms of the model's vocabulary, None where no model was fitted.
    """
    from tracker.store.suggestions import stream
    from tracker.suggest.acceptance import kept, shown
    from tracker.suggest.drift import DAYS, WEEKS, Paper, drift

    end = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    starts = [end - timedelta(days=DAYS * (week + 1)) for week in range(WEEKS + 1)]
    weeks = [
        [Paper(*row) for row in stream(database, start, start + timedelta(days=DAYS))]
        for start in starts
    ]
    seen = shown(curation.record.standings, curation.taxonomy.by_key)
    recent = [one for one in seen if starts[0] <= one.decision.at < end]
    earlier = [one for one in seen if starts[-1] <= one.decision.at < starts[0]]
    accepted = kept(recent), kept(earlier)
    return drift(weeks, known, curation.preferences.threshold, accepted)
