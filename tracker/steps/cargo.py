"""What a request carries that no checkout holds, composed: ticks, completed works, marks.

All of it is made anew every night from GitHub and the store, and lives in the request until
somebody merges it: files of its own here would stop the next ``git pull`` (docs/adr/0014).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.curation import Curation
from tracker.outcomes import BRANCH
from tracker.settings import Settings
from tracker.steps import rechecks
from tracker.steps.ballots import Ballots, counted
from tracker.steps.completions import Completions, complete
from tracker.steps.rechecks import Marks
from tracker.steps.renderings import held_here

if TYPE_CHECKING:
    from tracker.publish.github import GitHub


@dataclass(frozen=True)
class Cargo:
    """What was ticked, what was completed and what was marked, each upon the one before."""

    ballots: Ballots
    completions: Completions
    marks: Marks

    @property
    def curation(self) -> Curation:
        """The curation with all of it."""
        return self.marks.curation

    @property
    def files(self) -> Mapping[str, bytes]:
        """The record's files that hold it, by their path from the survey's root."""
        return {**self.ballots.files, **self.completions.files, **self.marks.files}

    @property
    def uncompleted(self) -> Curation:
        """The curation with all of it but what arXiv's record fills: what people decide about."""
        return replace(self.curation, works=self.ballots.curation.works)

    @property
    def summary(self) -> Iterator[str]:
        """A few words for the night's report on each that is not empty."""
        for count, one, many in (
            (len(self.ballots.decisions), "decision by a ticked box", "decisions by ticked boxes"),
            (len(self.ballots.remarks), "ticked box is no decision",
             "ticked boxes are no decisions"),
        ):  # fmt: skip
            if count:
                yield f"{count:,} {one if count == 1 else many}"
        if self.completions.filled:
            yield self.completions.summary
        if self.completions.later:
            yield self.completions.announced
        yield from self.marks.summary


def cargo(
    settings: Settings,
    curation: Curation,
    github: "GitHub | None" = None,
    held: Collection[str] = (),
) -> Cargo:
    """What goes with a request of this curation; without GitHub nothing can have been ticked.

    ``held`` are the paths of the base branch. A file that only this checkout has goes as it is:
    merged in another form, it would be in conflict with itself at the next ``git pull``.
    """

    def waits(path: str) -> bool:
        return github is not None and path not in held and held_here(settings, path) is not None

    ballots = counted(settings, curation, github, BRANCH) if github else Ballots(curation)
    completions = complete(settings, ballots.curation, waits)
    return Cargo(ballots, completions, rechecks.marks(settings, completions.curation))
