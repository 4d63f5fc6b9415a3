"""What curators decided: events that are only ever appended, one JSON line each."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal, cast, get_args

from tracker import identity
from tracker.identity import WorkId
from tracker.problems import Problem
from tracker.shapes import Shape
from tracker.works import Facts, read_facts

Verdict = Literal["include", "exclude", "defer", "join", "split", "undo"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
MAX_LINE = 20_000  # characters; a longer line is no decision a person wrote
_FIELDS = (
    "at", "by", "verdict", "work", "other", "undoes", "version", "title",
    "labels", "facts", "reason", "note", "inferred", "shown",
)  # fmt: skip


_encode = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Decision:
    """One thing one curator decided, or took back, at one instant (UTC, to the millisecond).

    ``include`` states all labels of the work at once; ``join`` says ``work`` and ``other``
    are one work, ``split`` that ``other`` is not part of ``work``; ``undo`` cancels the
    decision whose key is ``undoes``, another undo included. ``version`` is the arXiv
    version that was read, ``shown`` what was on the screen when deciding, ``inferred``
    marks an import that no person has confirmed yet.
    """

    at: datetime
    by: str
    verdict: Verdict
    work: WorkId
    other: WorkId | None = None
    undoes: str = ""
    version: int | None = None
    title: str = ""
    labels: tuple[str, ...] = ()
    facts: Facts | None = None
    reason: str = ""
    note: str = ""
    inferred: bool = False
    shown: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def line(self) -> str:
        """The canonical JSON line, without its newline."""
        values: dict[str, Any] = {
            **{name: getattr(self, name) for name in _FIELDS},
            "at": written(self.at),
            "work": str(self.work),
            "other": str(self.other or ""),
            "labels": list(self.labels),
            "facts": self.facts.as_json() if self.facts else None,
            "shown": dict(self.shown),
        }
        return _encode({k: v for k, v in values.items() if v})

    @cached_property
    def key(self) -> str:
        """The decision's name: a digest of its canonical line."""
        return hashlib.sha256(self.line.encode()).hexdigest()[:16]


def written(instant: datetime) -> str:
    """An instant as the journal writes it: ``2026-11-21T19:04:05.120Z``."""
    utc = instant.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions of any number of journals as one history, repeats joined: a pure union."""
    return tuple(sorted({d.key: d for d in decisions}.values(), key=lambda d: (d.at, d.key)))


def active(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that stand, oldest first: neither undone nor themselves undos."""
    cancelled: set[str] = set()
    standing: list[Decision] = []
    for decision in reversed(in_order(decisions)):
        if decision.key in cancelled:
            continue
        if decision.verdict == "undo":
            cancelled.add(decision.undoes)
        else:
            standing.append(decision)
    return tuple(reversed(standing))


def read_decision(line: str, file: str, place: str) -> tuple[Decision | None, list[Problem]]:
    """The decision in one journal line, and everything wrong with it."""
    if len(line) > MAX_LINE:
        return None, [Problem(file, place, f"is longer than {MAX_LINE:,} characters")]
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None, [Problem(file, place, "is not a JSON line; restore it from git or delete it")]
    part = Shape(data, file, place)
    at, work, other = _instant(part), _work(part, "work"), None
    verdict = part.text("verdict")
    if verdict and verdict not in VERDICTS:
        part.problem("verdict", f"{verdict!r} is none of {', '.join(VERDICTS)}")
    if verdict in ("join", "split"):
        other = _work(part, "other")
    if verdict == "undo":
        part.text("undoes")
    if verdict == "include" and "labels" not in part.data:
        part.data["labels"] = []
    facts = None
    if "facts" in part.data:
        facts = read_facts(part.data["facts"], file, f"{place}.facts", part.problems)
    part.only(*_FIELDS)
    by = part.text("by")
    version = part.number("version", default=0) or None
    if part.problems or at is None or work is None:
        return None, part.problems
    decision = Decision(
        at=at,
        by=by,
        verdict=cast(Verdict, verdict),
        work=work,
        other=other,
        undoes=part.text("undoes", default=""),
        version=version,
        title=part.text("title", default=""),
        labels=part.texts("labels"),
        facts=facts,
        reason=part.text("reason", default=""),
        note=part.text("note", default=""),
        inferred=part.flag("inferred"),
        shown=part.shape("shown").data,
    )
    if not part.problems and not _is_writable(decision):
        part.problem("", "holds half a character or nests too deeply; restore it from git")
    return (None if part.problems else decision), part.problems


def _is_writable(decision: Decision) -> bool:
    try:
        return bool(decision.key)
    except (UnicodeEncodeError, RecursionError):  # JSON escapes half a pair, UTF-8 cannot
        return False


def _instant(part: Shape) -> datetime | None:
    text = part.text("at")
    try:
        instant = datetime.fromisoformat(text) if text else None
    except ValueError:
        instant = None
    # Years near either end of the calendar cannot be moved to UTC, or on by a millisecond.
    if instant is None or instant.tzinfo is None or not 1900 < instant.year < 9000:
        if text:
            part.problem("at", f"{text!r} is not an instant such as 2026-11-21T19:04:05.120Z")
        return None
    return instant


def _work(part: Shape, name: str) -> WorkId | None:
    text = part.text(name)
    try:
        return identity.parse(text) if text else None
    except ValueError as fault:
        part.problem(name, str(fault))
        return None
