"""What arXiv said about a paper at one version."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class PaperVersion:
    """One version of one arXiv paper, as arXiv described it when it was read.

    ``submitted_at`` is version 1's instant and ``updated_at`` this version's, both UTC.
    Text has single spaces and no TeX accents; formulas stay as the authors wrote them.
    ``withdrawn`` papers keep their record: readers must see that the work was taken back.
    """

    arxiv_id: str
    version: int
    title: str
    abstract: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    primary_category: str
    submitted_at: datetime
    updated_at: datetime
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    withdrawn: bool = False

    @property
    def submitted_on(self) -> date:
        """The UTC day that decides which coverage cell counts this paper."""
        return self.submitted_at.date()
