"""What came of checking links: one row an address, the latest check and how many failed."""

import sqlalchemy as sa
from sqlmodel import col

from tracker.links import CheckedLink
from tracker.store.engine import reading, writing
from tracker.store.tables import Link

_COLUMNS = [col(getattr(Link, name)) for name in CheckedLink.__dataclass_fields__]


def save(engine: sa.Engine, link: CheckedLink) -> None:
    """Keep a check in place of the one before it."""
    with writing(engine) as connection:
        connection.execute(sa.delete(Link).where(col(Link.url) == link.url))
        connection.execute(sa.insert(Link).values(**vars(link)))


def checked(engine: sa.Engine) -> dict[str, CheckedLink]:
    """Every link that was ever checked, by its address."""
    with reading(engine) as connection:
        rows = connection.execute(sa.select(*_COLUMNS))
        return {row.url: CheckedLink(**row._mapping) for row in rows}
