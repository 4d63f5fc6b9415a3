"""The year 2025 as announcements, from the data that stays outside the repository."""

import json
import lzma
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tracker.demo.arxiv.announcements import Announcement
from tracker.demo.arxiv.records import announcement, next_midnight, paper_version
from tracker.papers import PaperVersion

_SHARED = Path(__file__).resolve().parents[2] / "shared"
# A replacement that a listing repeats over a weekend is still one replacement.
_SAME_NEWS = timedelta(days=4)


def shared(name: str) -> Path:
    """A file of the shared data; the test is skipped without it, but not where CI runs."""
    return shared_folder(f"data/{name}")


def shared_folder(name: str) -> Path:
    """A file or folder of what is shared beside the repository; skips or fails like `shared`."""
    path = _SHARED / name
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"shared/{name} is missing beside the repository")
        pytest.skip(f"needs shared/{name} beside the repository")
    return path


def stream(
    first: date,
    last: date,
    categories: frozenset[str] | None = None,
    name: str = "arxiv/stream-2025.jsonl.xz",
) -> Iterator[Announcement]:
    """What was announced on the UTC days ``first`` to ``last`` in any of the categories."""
    with lzma.open(shared(name), "rt", encoding="utf-8") as lines:
        for line in lines:
            if categories and not any(f'"{name}"' in line for name in categories):
                continue  # reading every record as JSON would take most of the time
            record = json.loads(line)
            if categories is None or categories.intersection(record["categories"]):
                yield from (
                    each for each in events(record) if first <= each.announced_at.date() <= last
                )


def events(record: Mapping[str, Any]) -> list[Announcement]:
    """A record's ``seen`` days as announcements: a paper, its versions, and plain repeats.

    The record describes one version only, so all versions share its words; but a comment
    that tells of a withdrawal belongs to the last.
    """
    versions = _versions(record.get("seen", ()))
    if not versions:
        return [announcement(record)]
    paper = paper_version(record)
    found: list[Announcement] = []
    for day, version in versions:
        midnight = datetime.combine(day, time(), UTC)
        if found and found[-1].paper.version == version:
            again = max(midnight, found[-1].announced_at)
            found.append(Announcement(again, found[-1].paper))
            continue
        shown = _at_version(paper, version, midnight, last=version == versions[-1][1])
        # Most days are known without their hour: what was submitted that day follows at midnight.
        found.append(Announcement(max(midnight, next_midnight(shown.updated_at)), shown))
    return found


def _versions(seen: Iterable[tuple[str, str, int | None]]) -> list[tuple[date, int]]:
    """Each day on which a paper was seen, and the version it had by then."""
    replaced: dict[date, int] = {}
    for text, kind, number in seen:
        day = date.fromisoformat(text)
        news = (number or 0) if kind == "replaced" else -1
        replaced[day] = max(news, replaced.get(day, -1))
    found: list[tuple[date, int]] = []
    latest = date.min
    for day, news in sorted(replaced.items()):
        before = found[-1][1] if found else max(1, news)
        unnamed = news == 0 and found and day - latest > _SAME_NEWS
        version = before + 1 if unnamed else max(before, news)
        if version > before:
            latest = day
        found.append((day, version))
    return found


def _at_version(
    paper: PaperVersion, version: int, midnight: datetime, *, last: bool
) -> PaperVersion:
    updated = paper.submitted_at if version == 1 else max(paper.submitted_at, midnight)
    if version == paper.version and paper.submitted_at < paper.updated_at < midnight:
        updated = paper.updated_at
    taken_back = "withdrawn" in (paper.comment or "").lower()
    return replace(
        paper,
        version=version,
        updated_at=updated,
        withdrawn=taken_back and last and version > 1,
        comment=paper.comment if last or not taken_back else None,
    )
