"""Papers for the store's tests, and a look at the rows behind its back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from tracker.papers import PaperVersion
from tracker.queries import Query

DAY = datetime(2026, 3, 3, 12, tzinfo=UTC)
NOW = datetime(2026, 3, 5, 9, 30, 0, 250_000, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
LANGUAGE = Query("language", ("cs.CL",))
IMAGES = Query("images", ("cs.CV", "eess.IV"))


def paper(arxiv_id: str = "2603.00001", version: int = 1, **fields: Any) -> PaperVersion:
    """A paper of the day before yesterday; each version is a day younger."""
    facts: dict[str, Any] = {
        "title": f"Title of version {version}",
        "abstract": "Words, “quoted”, and $a_{b}$ — é, 医学, 𝒜.",
        "authors": ("Ada Ł. Author", "Б. Автор"),
        "categories": ("cs.CL", "cs.LG"),
        "primary_category": "cs.CL",
        "submitted_at": DAY,
        "updated_at": DAY + timedelta(days=version - 1),
        "comment": "12 pages",
        "journal_ref": None,
        "doi": "10.1000/xyz",
    }
    return PaperVersion(arxiv_id, version, **(facts | fields))


def rows(engine: sa.Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of our tables that are there as the driver gives them, not as our types do."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with engine.connect() as connection:
        there = sa.inspect(connection).get_table_names()
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in there:  # it comes with a later migration
                continue
            answer = connection.exec_driver_sql(f"SELECT * FROM {table.name}")
            found[table.name] = sorted((tuple(row) for row in answer), key=repr)
    return found


def matches(engine: sa.Engine) -> list[tuple[str, str]]:
    """Which papers are noted as answers to which queries."""
    return rows(engine)["match"]
