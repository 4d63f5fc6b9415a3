"""The database: what machines found or guessed. Delete it, and a run makes it again.

`engine` opens it, `schema` brings it up to date, the other modules each keep one thing.
The tables are explained in ``db/README.md``, their history is ``db/versions/``.
"""

from pathlib import Path

import sqlalchemy as sa

from tracker.store.engine import open_engine
from tracker.store.schema import prepare


def open_store(url: str) -> sa.Engine:
    """The database at an address, with current tables; raises StoreError if it cannot be used."""
    engine = open_engine(url)
    prepare(engine)
    return engine


def open_existing(url: str) -> sa.Engine | None:
    """The database at an address if there is one: what only reads makes none."""
    kind, _, file = url.partition(":///")
    if not url or (kind == "sqlite" and not Path(file).exists()):
        return None
    return open_store(url)
