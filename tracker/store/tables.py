"""The tables, as SQLModel classes; every change here needs a migration in ``db/versions/``."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Field, SQLModel

from tracker.coverage import STATES
from tracker.links import LINK_STATES

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(sa.types.TypeDecorator[datetime]):
    """An instant in UTC. SQLite forgets time zones, so naive values are refused going in."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: sa.Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"an instant without a time zone: {value}")
        return value.astimezone(UTC) if value is not None else None

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[Any], Any] | None:
        if dialect.name != "sqlite":
            return super().bind_processor(dialect)

        def text(value: datetime | None) -> str | None:
            # What SQLAlchemy writes too, but it takes a quarter of the time to store a paper.
            instant = self.process_bind_param(value, dialect)
            return instant.replace(tzinfo=None).isoformat(" ", "microseconds") if instant else None

        return text

    def process_result_value(self, value: datetime | None, _: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _json() -> Any:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


class Paper(SQLModel, table=True):
    """The newest version of each paper seen, as arXiv described it."""

    arxiv_id: str = Field(primary_key=True, max_length=32)
    version: int
    title: str = Field(sa_type=sa.Text)
    abstract: str = Field(sa_type=sa.Text)
    authors: list[str] = Field(sa_type=_json())
    categories: list[str] = Field(sa_type=_json())
    primary_category: str = Field(max_length=32)
    submitted_at: datetime = Field(sa_type=Instant, index=True)
    updated_at: datetime = Field(sa_type=Instant)
    comment: str | None = Field(default=None, sa_type=sa.Text)
    journal_ref: str | None = Field(default=None, sa_type=sa.Text)
    doi: str | None = Field(default=None, sa_type=sa.Text)
    withdrawn: bool = False
    door: str = Field(max_length=8)
    stored_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant, index=True)


class Superseded(SQLModel, table=True):
    """What an older version said: kept when a newer one takes its place in ``paper``."""

    arxiv_id: str = Field(primary_key=True, max_length=32, foreign_key="paper.arxiv_id")
    version: int = Field(primary_key=True)
    title: str = Field(sa_type=sa.Text)
    abstract: str = Field(sa_type=sa.Text)
    authors: list[str] = Field(sa_type=_json())
    comment: str | None = Field(default=None, sa_type=sa.Text)
    updated_at: datetime = Field(sa_type=Instant)
    withdrawn: bool = False


class Match(SQLModel, table=True):
    """Which papers answer which query."""

    query: str = Field(primary_key=True, max_length=40)
    arxiv_id: str = Field(
        primary_key=True, max_length=32, foreign_key="paper.arxiv_id", ondelete="CASCADE"
    )


class Cell(SQLModel, table=True):
    """The coverage ledger; see `tracker.coverage.CoverageCell`."""

    __table_args__ = (
        sa.CheckConstraint(f"state IN ({', '.join(repr(s) for s in STATES)})", name="state"),
    )

    query: str = Field(primary_key=True, max_length=40)
    day: date = Field(primary_key=True)
    state: str = Field(max_length=8)
    expected: int | None = None
    stored: int = 0
    attempts: int = 0
    fetched: int = 0
    note: str = ""
    asked_at: datetime | None = Field(default=None, sa_type=Instant)


class Cursor(SQLModel, table=True):
    """How far the OAI-PMH listing of a category got: the next page, or the day to go on from."""

    category: str = Field(primary_key=True, max_length=32)
    since: date
    token: str = Field(default="", sa_type=sa.Text)
    last_day: date | None = None
    saved_at: datetime = Field(sa_type=Instant)


class Suggestion(SQLModel, table=True):
    """What the model proposes for a paper: ``relevant`` or a label's key, and why."""

    arxiv_id: str = Field(
        primary_key=True, max_length=32, foreign_key="paper.arxiv_id", ondelete="CASCADE"
    )
    label: str = Field(primary_key=True, max_length=81)
    version: int
    probability: float
    evidence: list[Any] = Field(sa_type=_json())
    model: str = Field(max_length=64)
    suggested_at: datetime = Field(sa_type=Instant)
    tier: str = Field(default="", max_length=10)
    against: list[Any] = Field(default_factory=list, sa_type=_json())
    nearest: list[Any] = Field(default_factory=list, sa_type=_json())


class Model(SQLModel, table=True):
    """A model that was fitted, and whether its suggestions stand: the register of promotion."""

    fingerprint: str = Field(primary_key=True, max_length=64)
    fitted_at: datetime = Field(sa_type=Instant)
    promoted_at: datetime | None = Field(default=None, sa_type=Instant)
    retired_at: datetime | None = Field(default=None, sa_type=Instant)
    figures: dict[str, Any] = Field(sa_type=_json())


class Run(SQLModel, table=True):
    """One run of one step: when, how it ended, what it counted. Only harvests are kept."""

    id: int | None = Field(default=None, primary_key=True)
    step: str = Field(max_length=16)
    started_at: datetime = Field(sa_type=Instant, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str = Field(max_length=16)
    report: dict[str, Any] = Field(sa_type=_json())


class Link(SQLModel, table=True):
    """A link of a listed work as last checked; see `tracker.links.CheckedLink`."""

    __table_args__ = (
        sa.CheckConstraint(f"state IN ({', '.join(repr(s) for s in LINK_STATES)})", name="state"),
    )

    url: str = Field(primary_key=True, sa_type=sa.Text)
    state: str = Field(max_length=8)
    status: int
    why: str = Field(sa_type=sa.Text)
    failures: int
    etag: str = Field(sa_type=sa.Text)
    modified: str = Field(sa_type=sa.Text)
    checked_at: datetime = Field(sa_type=Instant)
