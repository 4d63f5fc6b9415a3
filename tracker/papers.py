"""What arXiv said about a paper at one version."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

Door = Literal["oai", "search"]  # arXiv's two interfaces: OAI-PMH and the search API


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

    @property
    def text(self) -> str:
        """What a model reads of the paper; places in evidence count its characters."""
        return text_of(self.title, self.abstract)


def text_of(title: str, abstract: str) -> str:
    """A title, and on a new line the abstract if there is one."""
    return f"{title}\n{abstract}" if abstract else title


@dataclass(frozen=True)
class Saved:
    """What saving some papers changed, in papers."""

    new: int = 0
    revised: int = 0
    changed: int = 0
    withdrawn: int = 0

    def __add__(self, other: "Saved") -> "Saved":
        mine, theirs = asdict(self), asdict(other)
        return Saved(**{name: mine[name] + theirs[name] for name in mine})
