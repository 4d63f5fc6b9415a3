"""Bringing the database to the schema this tracker knows."""

import logging
import re
from pathlib import Path

import sqlalchemy as sa

from tracker.assets import asset
from tracker.errors import StoreError
from tracker.store.engine import reading


def prepare(engine: sa.Engine) -> None:
    """Make or upgrade the tables; does nothing, cheaply, when they are current.

    Raises StoreError for a database made by a newer tracker.
    """
    known = revisions()
    current = _revision(engine)
    if current == known[-1]:
        return
    if current is not None and current not in known:
        raise StoreError(
            f"the database has schema {current}, newer than {known[-1]} which this tracker knows; "
            "upgrade the tracker, or delete the database and let tracker backfill make it again"
        )
    upgrade(engine)


def revisions(folder: Path | None = None) -> list[str]:
    """The schema's revisions, oldest first: ``0001``, ``0002``, …"""
    files = ((folder or asset("db")) / "versions").glob("[0-9]*.py")
    return sorted(found[0] for file in files if (found := re.match(r"\d{4}", file.name)))


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    """Run the migrations up to a revision."""
    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(asset("db")))
    config.attributes["engine"] = engine
    command.upgrade(config, revision)


def _revision(engine: sa.Engine) -> str | None:
    with reading(engine) as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version"))
        revision: str | None = found.scalar_one_or_none()
        return revision
