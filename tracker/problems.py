"""A problem: something a person must mend. Checks return all of them; they never raise."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """Where something is wrong, and what: one sentence that says what to do about it.

    ``file`` is relative to the survey's root; ``place`` is a path inside the file
    (a key, a line number), empty for the file as a whole.
    """

    file: str
    place: str
    what: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.place}" if self.place else self.file
        return f"{where}: {self.what}"

    def as_json(self) -> dict[str, str]:
        return {"file": self.file, "place": self.place, "what": self.what}


def summary(problems: Iterable[Problem], limit: int = 3) -> str:
    """The first few problems in one line, and how many more there are."""
    found = list(problems)
    shown = "; ".join(str(problem) for problem in found[:limit])
    return shown if len(found) <= limit else f"{shown}; and {len(found) - limit} more"
