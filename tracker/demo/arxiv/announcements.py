"""What arXiv has announced, and what of it can be seen at a given moment."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Final

from tracker.papers import PaperVersion

# arXiv's OAI help, March 2025: all that changed before this day carries this day.
EARLIEST_DATESTAMP: Final = date(2005, 9, 16)


@dataclass(frozen=True)
class Announcement:
    """One paper's record made public at one instant.

    A new paper, a new version, a cross-list (the same version with more categories), a
    correction or a withdrawal (a new version that is ``withdrawn``). The instant must carry
    a time zone; ValueError if it does not.
    """

    announced_at: datetime
    paper: PaperVersion

    def __post_init__(self) -> None:
        aware(self.announced_at)


@dataclass(frozen=True)
class Listed:
    """One paper as it stands at a moment: its latest record and those of its known versions."""

    paper: PaperVersion
    announced_at: datetime
    versions: tuple[PaperVersion, ...]

    @property
    def datestamp(self) -> date:
        """The UTC day of the latest change, as OAI-PMH reports it."""
        return max(EARLIEST_DATESTAMP, self.announced_at.astimezone(UTC).date())

    def version(self, number: int) -> PaperVersion | None:
        """The record of one version, or None if it was never announced."""
        return next((paper for paper in self.versions if paper.version == number), None)


class Catalogue:
    """The papers that arXiv shows at one moment of its history, indexed by day and category.

    Moving the moment forward costs only what was announced in between.
    """

    def __init__(self, announcements: Iterable[Announcement], now: datetime) -> None:
        self._history = sorted(announcements, key=attrgetter("announced_at"))
        self.now = aware(now)
        self._shown = 0
        self._clear()
        self.move(now)

    def move(self, now: datetime) -> None:
        """Show what was announced up to and including ``now``, forwards or backwards."""
        self.now = aware(now)
        due = bisect_right(self._history, now, key=attrgetter("announced_at"))
        if due < self._shown:
            self._clear()
        for announcement in self._history[self._shown : due]:
            self._show(announcement)
        self._shown = due

    def add(self, announcements: Iterable[Announcement]) -> None:
        """Extend the history; what lies in the past is visible at once."""
        added = list(announcements)
        self._history = sorted([*self._history, *added], key=attrgetter("announced_at"))
        if any(announcement.announced_at <= self.now for announcement in added):
            self._clear()
        self.move(self.now)

    def _clear(self) -> None:
        self._shown = 0
        self.papers: dict[str, Listed] = {}
        self.by_submitted: dict[date, set[str]] = defaultdict(set)
        self.by_category: dict[str, set[str]] = defaultdict(set)
        self.by_datestamp: dict[date, set[str]] = defaultdict(set)

    def _show(self, announcement: Announcement) -> None:
        paper = announcement.paper
        before = self.papers.get(paper.arxiv_id)
        versions = {known.version: known for known in before.versions} if before else {}
        versions[paper.version] = paper
        if before:
            for index in self._indexes(before):
                index.discard(paper.arxiv_id)
        ordered = tuple(versions[number] for number in sorted(versions))
        listed = Listed(paper, announcement.announced_at, ordered)
        self.papers[paper.arxiv_id] = listed
        for index in self._indexes(listed):
            index.add(paper.arxiv_id)

    def _indexes(self, listed: Listed) -> list[set[str]]:
        submitted = listed.paper.submitted_at.astimezone(UTC).date()
        return [
            self.by_submitted[submitted],
            self.by_datestamp[listed.datestamp],
            *(self.by_category[category] for category in listed.paper.categories),
        ]


def aware(instant: datetime) -> datetime:
    """The instant itself; ValueError if it has no time zone, so that no clock is guessed."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone; write it in UTC")
    return instant
