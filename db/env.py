"""Alembic's environment: run by `tracker.store.schema`, which hands over the engine."""

from typing import Any

from alembic import context
from sqlmodel import SQLModel

from tracker.store import tables  # noqa: F401 - declares the tables
from tracker.store.engine import explained

engine: Any = context.config.attributes["engine"]
with explained(engine), engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        # Batch mode copies a table and drops the old one: with foreign keys on, ON DELETE
        # CASCADE would empty its children. It must be off before the transaction begins.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.commit()
