"""Alembic's environment.

Run by `tracker.store.schema`, which hands over the engine, or by the alembic command, which
works on the database in the settings.
"""

from typing import Any

from alembic import context
from sqlmodel import SQLModel

from tracker.settings import from_environment
from tracker.store import tables  # noqa: F401 - declares the tables
from tracker.store.engine import explained, open_engine

engine: Any = context.config.attributes.get("engine")
if engine is None:  # alembic's own command
    engine = open_engine(from_environment().database_url)


def foreign_keys(connection: Any, on: bool) -> None:
    """SQLite heeds this only outside transactions, which SQLAlchemy would begin first."""
    if connection.dialect.name == "sqlite":
        raw = connection.connection.driver_connection
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


with explained(engine), engine.connect().execution_options(writes=True) as connection:
    # Batch mode copies a table and drops the old one: with foreign keys on, ON DELETE
    # CASCADE would empty its children.
    foreign_keys(connection, on=False)
    try:
        # One transaction around the look at the present revision and all that follows from
        # it: of two runs that find an old schema, the second waits and finds it current.
        with connection.begin():
            context.configure(
                connection=connection,
                target_metadata=SQLModel.metadata,
                render_as_batch=True,
                compare_type=True,
            )
            context.run_migrations()
    finally:
        foreign_keys(connection, on=True)
