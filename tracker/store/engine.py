"""Opening the database, and its failures said in one sentence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from tracker.errors import StoreError

_PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL")
_WRITERS = 2_082_411  # the number of our lock among a PostgreSQL database's advisory locks


def open_engine(url: str, patience: float = 10.0) -> sa.Engine:
    """An engine for SQLite or PostgreSQL; the SQLite file's folder is made if missing.

    A writer waits up to ``patience`` seconds for another to finish. Raises StoreError for
    an address of another kind.
    """
    url = re.sub(r"^postgres(?:ql)?(?:\+psycopg)?:", "postgresql+psycopg:", url)
    try:
        engine = sa.create_engine(url)
    except (sa.exc.ArgumentError, ModuleNotFoundError, ValueError) as fault:
        raise StoreError(
            "TRACKER_DATABASE_URL cannot be used; write sqlite:///FILE or postgresql://… "
            f"(with the postgres extra installed): {type(fault).__name__}"
        ) from None
    name = engine.dialect.name
    if engine.dialect.is_async or name not in ("sqlite", "postgresql"):
        raise StoreError(
            f"{engine.url.drivername} databases are not supported: write sqlite:///FILE or "
            "postgresql://… in TRACKER_DATABASE_URL"
        )
    if name == "sqlite":
        file = engine.url.database or ":memory:"
        if file != ":memory:" and not file.startswith("file:"):
            _make_folder(Path(file).parent)
        event.listen(engine, "connect", lambda connection, _: _configure(connection, patience))
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "begin", lambda connection: _queue(connection, patience))
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreError(
            f"the database's folder {folder} cannot be made: {fault.strerror}"
        ) from None


def _configure(connection: Any, patience: float) -> None:
    connection.isolation_level = None  # transactions begin where we say, DDL included
    connection.execute(f"PRAGMA busy_timeout={round(patience * 1000)}")
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    # A writer says so at once: a read lock that turns into a write lock can deadlock.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _queue(connection: sa.Connection, patience: float) -> None:
    # One writer at a time, as in SQLite: two that store the same new paper would collide.
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(patience * 1000)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


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
    ("lock timeout", "is locked by another run; wait for it to end and try again"),
    ("busy", "is locked by another run; wait for it to end and try again"),
    ("readonly", "cannot be written; fix the permissions of the file and its folder"),
    ("read-only", "cannot be written; fix the permissions of the file and its folder"),
    ("disk is full", "cannot grow: the disk is full; free some space and run again"),
    ("no space left", "cannot grow: the disk is full; free some space and run again"),
    ("disk i/o", "could not be read or written by the disk; check the disk and run again"),
    ("unable to open", "cannot be opened; fix the permissions of the file and its folder"),
    ("not a database", "is not a database; move the file away and run again"),
    ("malformed", "is damaged; delete it, tracker backfill makes it again"),
    ("no such table", "has tables missing; delete it, tracker backfill makes it again"),
    ("connection refused", "does not answer; start PostgreSQL or fix TRACKER_DATABASE_URL"),
    ("resolve host", "does not answer; start PostgreSQL or fix TRACKER_DATABASE_URL"),
    ("terminating connection", "closed the connection; wait until PostgreSQL runs and try again"),
    ("server closed", "closed the connection; wait until PostgreSQL runs and try again"),
    ("invalid connection option", "has an option in TRACKER_DATABASE_URL that PostgreSQL lacks"),
    ("permission denied", "may not be written by this user; make the user its owner"),
    ("fatal: role", "refused the user or password in TRACKER_DATABASE_URL"),
    ("password", "refused the user or password in TRACKER_DATABASE_URL"),
    ("does not exist", "does not exist on that server; create it or fix TRACKER_DATABASE_URL"),
)


# Mostly faults of ours, not of the operator's database; so these are only explained if
# their text is one of PostgreSQL's complaints about how it was set up.
_OURS = (sa.exc.IntegrityError, sa.exc.DataError, sa.exc.ProgrammingError)
_SETUP = ("invalid connection option", "permission denied")


@contextmanager
def explained(engine: sa.Engine) -> Iterator[None]:
    """Database failures as StoreError: which database, what is wrong, what to do."""
    try:
        yield
    except sa.exc.DBAPIError as fault:
        said = " ".join(str(fault.orig).split())
        if isinstance(fault, _OURS) and not said.lower().startswith(_SETUP):
            raise
        why = next((text for sign, text in _REASONS if sign in said.lower()), None)
        raise StoreError(
            f"the database {_address(engine.url)} {why or 'failed: ' + said[:200]}"
        ) from None


def _address(url: sa.URL) -> str:
    """Where a database is, without anything that may hold a password.

    An @ in a password that was not written as %40 leaves the password's end in the host.
    """
    host = url.host and url.host.rpartition("@")[2]
    name = url.get_backend_name()
    return str(sa.URL.create(name, host=host, port=url.port, database=url.database))
