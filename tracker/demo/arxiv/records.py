"""Papers as JSON lines, read as the announcements that would have made them public.

    {"arxiv_id": "2501.01540", "version": 2, "title": "…", "abstract": "…", "authors": ["…"],
     "categories": ["cs.LG", "cs.AI"], "published": "2025-01-02T21:15:57Z", "updated": "2025-10-14"}

Also understood: ``primary_category``, ``comment``, ``journal_ref``, ``doi``, ``withdrawn``
(true or false) and ``announced`` (an instant). Only ``arxiv_id``, ``title``, ``categories`` and
one of ``published`` and ``updated`` are required; a day stands for its midnight, UTC.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker.demo.arxiv.announcements import Announcement
from tracker.errors import SettingsError
from tracker.identity import parse_arxiv
from tracker.papers import PaperVersion


def read_records(lines: Iterable[str]) -> Iterator[Announcement]:
    """The announcement of each line, in the lines' order; empty lines are passed over.

    A record without ``announced`` is public from the midnight (UTC) after the day of
    ``updated``: arXiv announces in the evening, US Eastern time. Raises SettingsError for a
    line that is no such record.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield announcement(json.loads(line))
            except (ValueError, TypeError, LookupError, AttributeError) as wrong:
                raise SettingsError(
                    f"line {number} of the records is no paper ({_why(wrong)}); mend or remove it"
                ) from wrong


def announcement(record: Mapping[str, Any]) -> Announcement:
    """One record as an announcement; ValueError, TypeError or LookupError if it is none."""
    paper = paper_version(record)
    announced = record.get("announced")
    return Announcement(moment(announced) if announced else next_midnight(paper.updated_at), paper)


def paper_version(record: Mapping[str, Any]) -> PaperVersion:
    """What a record says about its paper; ValueError, TypeError or LookupError if it is none."""
    published = record.get("published") or record["updated"]
    categories = tuple(record["categories"])
    if not categories:
        raise ValueError("it has no categories")
    primary = record.get("primary_category") or categories[0]
    return PaperVersion(
        arxiv_id=parse_arxiv(record["arxiv_id"])[0],
        version=int(record.get("version") or 1),
        title=_line(record["title"]),
        abstract=_line(record.get("abstract") or ""),
        authors=tuple(map(_line, record.get("authors") or ())),
        categories=tuple(dict.fromkeys((primary, *categories))),
        primary_category=primary,
        submitted_at=moment(published),
        updated_at=moment(record.get("updated") or published),
        comment=_line(record.get("comment") or "") or None,
        journal_ref=_line(record.get("journal_ref") or "") or None,
        doi=record.get("doi") or None,
        withdrawn=bool(record.get("withdrawn")),
    )


def moment(text: str) -> datetime:
    """A day or an instant as an instant in UTC; ValueError for anything else."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def next_midnight(instant: datetime) -> datetime:
    """The first midnight, UTC, after the instant's day."""
    day = instant.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def _line(text: str) -> str:
    return " ".join(text.split())


def _why(wrong: Exception) -> str:
    return f"{wrong} is missing" if isinstance(wrong, KeyError) else str(wrong)
