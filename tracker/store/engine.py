"""Opening the database, and its failures said in one sentence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from tracker.errors import StoreError

_PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000")


def open_engine(url: str) -> sa.Engine:
    """An engine for SQLite or PostgreSQL; the SQLite file's folder is made if missing.

    Raises StoreError for an address of another kind.
    """
    url = re.sub(r"^postgres(?:ql)?(?:\+psycopg)?:", "postgresql+psycopg:", url)
    try:
        engine = sa.create_engine(url)
    except (sa.exc.ArgumentError, ModuleNotFoundError) as fault:
        raise StoreError(
            "TRACKER_DATABASE_URL cannot be used; write sqlite:///FILE or postgresql://… "
            f"(with the postgres extra installed): {type(fault).__name__}"
        ) from None
    if engine.dialect.name == "sqlite":
        if engine.url.database and engine.url.database != ":memory:":
            _make_folder(Path(engine.url.database).parent)
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
    elif engine.dialect.name != "postgresql":
        raise StoreError(f"{engine.dialect.name} databases are not supported: SQLite or PostgreSQL")
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreError(
            f"the database's folder {folder} cannot be made: {fault.strerror}"
        ) from None


def _configure(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say, DDL included
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    # A writer says so at once: a read lock that turns into a write lock can deadlock.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for one consistent look."""
    with explained(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection whose changes are kept all together on leaving, or not at all."""
    with (
        explained(engine),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        yield connection


_REASONS = (
    ("locked", "is locked by another run; wait for it to end and try again"),
    ("busy", "is locked by another run; wait for it to end and try again"),
    ("readonly", "cannot be written; fix the permissions of the file and its folder"),
    ("read-only", "cannot be written; fix the permissions of the file and its folder"),
    ("disk is full", "cannot grow: the disk is full; free some space and run again"),
    ("disk i/o", "could not be read or written by the disk; check the disk and run again"),
    ("unable to open", "cannot be opened; fix the permissions of the file and its folder"),
    ("not a database", "is not a database; move the file away and run again"),
    ("malformed", "is damaged; delete it, tracker backfill makes it again"),
    ("no such table", "has tables missing; delete it, tracker backfill makes it again"),
    ("connection refused", "does not answer; start PostgreSQL or fix TRACKER_DATABASE_URL"),
    ("password", "refused the user or password in TRACKER_DATABASE_URL"),
    ("does not exist", "does not exist on that server; create it or fix TRACKER_DATABASE_URL"),
)


@contextmanager
def explained(engine: sa.Engine) -> Iterator[None]:
    """Database failures as StoreError: which database, what is wrong, what to do."""
    try:
        yield
    except sa.exc.DBAPIError as fault:
        if isinstance(fault, sa.exc.IntegrityError | sa.exc.ProgrammingError | sa.exc.DataError):
            raise  # a fault of ours, not of the operator's database
        said = str(fault.orig).strip()
        why = next((text for sign, text in _REASONS if sign in said.lower()), None)
        name = engine.url.render_as_string(hide_password=True)
        raise StoreError(f"the database {name} {why or 'failed: ' + said[:200]}") from None
