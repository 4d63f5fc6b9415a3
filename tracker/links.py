"""Whether a link still leads somewhere, judged over several checks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

from tracker import identity
from tracker.problems import Problem
from tracker.shapes import Shape

State = Literal["fine", "gone", "unclear"]
LINK_STATES: tuple[str, ...] = get_args(State)
GONE_AFTER: Final = 2  # checks in a row that say so; a server's slip is not a loss


@dataclass(frozen=True)
class Answer:
    """What came of asking for an address: a status, or in ``why`` the reason there is none.

    ``etag`` and ``modified`` are the validators to ask with the next time (RFC 9110 §8.8),
    empty unless the address itself answered.
    """

    status: int = 0
    why: str = ""
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class CheckedLink:
    """A link after its latest check; ``failures`` counts the checks in a row that failed."""

    url: str
    state: State
    status: int
    why: str
    failures: int
    etag: str
    modified: str
    checked_at: datetime


def judge(url: str, answer: Answer, at: datetime, before: CheckedLink | None) -> CheckedLink:
    """The link's state after an answer.

    *Fine* is an answer of the 200s, or "not modified". *Gone* is what the server itself calls
    so: 410 at once, 404 from the second check in a row. All else (refusals, overload, time
    outs, unknown hosts) is *unclear*: people still reach much of what refuses programs.
    """
    if 200 <= answer.status < 300 or (answer.status == 304 and before):
        kept = before if answer.status == 304 and before else answer
        etag, modified = answer.etag or kept.etag, answer.modified or kept.modified
        return CheckedLink(url, "fine", answer.status, "", 0, etag, modified, at)
    failures = before.failures + 1 if before else 1
    gone = answer.status == 410 or (answer.status == 404 and failures >= GONE_AFTER)
    why = answer.why or f"answered {answer.status}"
    return CheckedLink(url, "gone" if gone else "unclear", answer.status, why, failures, "", "", at)


def read_exceptions(data: Any, file: str) -> tuple[dict[str, str], list[Problem]]:
    """The links that are not checked, and why, in ``links.yaml``: reasons by address."""
    top = Shape(data, file)
    found: dict[str, str] = {}
    for part in top.shapes("exceptions"):
        url, reason = part.text("url"), part.text("reason")
        part.only("url", "reason")
        try:
            if url and reason:
                found[identity.canonical_url(url)] = reason
        except ValueError as fault:
            part.problem("url", str(fault))
    top.only("exceptions")
    return found, top.problems
