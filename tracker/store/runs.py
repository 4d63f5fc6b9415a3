"""The run history: what each harvest did and how it ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from tracker.store.engine import reading, writing
from tracker.store.tables import Run


@dataclass(frozen=True)
class PastRun:
    """One run of one step; ``outcome`` is ``ok`` or ``problems``."""

    step: str
    started_at: datetime
    finished_at: datetime
    outcome: str
    report: dict[str, Any]


def record(engine: sa.Engine, run: PastRun) -> None:
    with writing(engine) as connection:
        connection.execute(sa.insert(Run).values(**vars(run)))


def latest(engine: sa.Engine, step: str) -> PastRun | None:
    """The last run of a step, however it ended."""
    columns = [col(getattr(Run, name)) for name in PastRun.__dataclass_fields__]
    chosen = sa.select(*columns).where(col(Run.step) == step).order_by(col(Run.id).desc())
    with reading(engine) as connection:
        row = connection.execute(chosen.limit(1)).first()
        return PastRun(**row._mapping) if row else None
