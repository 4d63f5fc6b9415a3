"""What rendering and publishing did, as they report it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.decisions import Decision
from tracker.results import ReportedResult, result_fields

BRANCH = "tracker/update"


@dataclass(frozen=True)
class Rendering:
    """The pages after rendering: whether any was out of date, and whether those were written.

    ``page`` is the front page and ``changed`` are the files that were out of date.
    ``untabled`` are listed works that no table selects, so that the page does not show them.
    ``waiting`` are edits of people, whose regions and pages were therefore left as they are;
    ``discarded`` are those that were to be written over, and are if it was ``written``.
    """

    page: str
    stale: bool
    written: bool
    untabled: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    discarded: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.waiting


@dataclass(frozen=True)
class PublishReport:
    """What publishing did: the request's words, the files it changes, and what became of it.

    A request that the gate refused (``action`` is "refused") was not made. ``ticked`` are
    decisions that ticked boxes made, ``remarks`` the ticks that made none, and without a request
    what else only a curator can settle; ``marked`` are results whose quote a newer version lacks.
    """

    action: str
    summary: str
    title: str = ""
    body: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    number: int | None = None
    url: str | None = None
    ticked: tuple[Decision, ...] = ()
    remarks: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    marked: tuple[ReportedResult, ...] = ()

    @property
    def ok(self) -> bool:
        return self.action != "refused" and not self.waiting

    def as_json(self) -> dict[str, Any]:
        return {
            "action": self.action,
            "summary": self.summary,
            "number": self.number,
            "url": self.url,
            "branch": BRANCH,
            "title": self.title,
            "body": self.body,
            "ticked": [{"key": one.key, **json.loads(one.line)} for one in self.ticked],
            "remarks": list(self.remarks),
            "marked": [result_fields(one) for one in self.marked],
            "waiting": list(self.waiting),
            "files": {path: data.decode("utf-8") for path, data in self.files.items()},
        }
