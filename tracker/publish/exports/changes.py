"""How the survey came to say what it says: works added, changed and removed, by decision."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from tracker.decisions import Decision, active
from tracker.publish.exports.text import clean, web_address
from tracker.readings import count
from tracker.record import Record, Standing

What = Literal["added", "changed", "removed"]
_VERDICTS = ("include", "exclude", "defer", "undo")


@dataclass(frozen=True)
class Change:
    """One decision that changed what readers see of a work, and what it changed.

    ``work`` is the work's best identifier, ``key`` the decision's own key; ``labels`` are
    those the work had afterwards; ``parts`` say in words what became different.
    """

    at: datetime
    by: str
    what: What
    work: str
    title: str
    url: str
    key: str
    labels: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Shown:
    """What readers see of a work because of decisions."""

    included: bool = False
    labels: tuple[str, ...] = ()
    verified: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


def changes(record: Record, decisions: Sequence[Decision]) -> tuple[Change, ...]:
    """Every visible change, oldest first; ``decisions`` are a whole history, in order.

    Unlike the record, which forgets what was undone, this tells it as it happened: taking
    back an inclusion removes the work, taking that back adds it again.
    """
    histories: dict[str, list[Decision]] = defaultdict(list)
    owners: dict[str, str] = {}  # of each decision, by its key, the work
    for decision in decisions:
        standing = record.by_id.get(decision.work)
        owner = str(standing.work.id) if standing else ""
        if decision.verdict == "undo":
            owner = owners.get(decision.undoes, "")
        if owner and decision.verdict in _VERDICTS:
            owners[decision.key] = owner
            histories[owner].append(decision)
    found = [
        change
        for standing in record.standings
        for change in _changes(standing, histories[str(standing.work.id)])
    ]
    return tuple(sorted(found, key=lambda change: (change.at, change.key)))


def _changes(standing: Standing, history: Sequence[Decision]) -> Iterator[Change]:
    before = _Shown()
    for decision, after in zip(history, _states(history), strict=True):
        what = _what(before, after)
        if what:
            yield Change(
                at=decision.at,
                by=decision.by,
                what=what,
                work=str(standing.work.id),
                title=clean(standing.work.title) or clean(str(standing.work.id)),
                url=web_address(standing.work.url),
                key=decision.key,
                labels=after.labels,
                parts=tuple(_parts(before, after)) if what == "changed" else (),
            )
        before = after


def _states(history: Sequence[Decision]) -> Iterator[_Shown]:
    """What readers saw after each decision of one work."""
    standing: tuple[Decision, ...] = ()
    for place, decision in enumerate(history, start=1):
        if decision.verdict == "undo":
            standing = tuple(one for one in active(history[:place]) if one.verdict != "undo")
        else:
            standing = (*standing, decision)
        yield _shown(standing)


def _shown(standing: Sequence[Decision]) -> _Shown:
    found = count(standing)
    last = found.decided
    if last is None or last.verdict != "include":
        return _Shown()
    facts: dict[str, Any] = {}
    for decision in found.counted:
        facts |= decision.facts.stated if decision.facts else {}
    return _Shown(True, tuple(dict.fromkeys(last.labels)), not last.inferred, facts)


def _what(before: _Shown, after: _Shown) -> What | None:
    if before.included != after.included:
        return "added" if after.included else "removed"
    same = (set(before.labels), before.verified, before.facts) == (
        set(after.labels), after.verified, after.facts,
    )  # fmt: skip
    return None if same else "changed"


def _parts(before: _Shown, after: _Shown) -> Iterator[str]:
    """What differs between two states of an included work, in words."""
    if gained := _less(after.labels, before.labels):
        yield f"labels added: {', '.join(gained)}"
    if lost := _less(before.labels, after.labels):
        yield f"labels removed: {', '.join(lost)}"
    names = sorted(before.facts.keys() | after.facts.keys())
    if differ := [name for name in names if before.facts.get(name) != after.facts.get(name)]:
        yield f"corrected: {', '.join(name.replace('_', ' ') for name in differ)}"
    if before.verified != after.verified:
        yield "confirmed by a curator" if after.verified else "no longer confirmed by a curator"


def _less(some: Iterable[str], others: Iterable[str]) -> list[str]:
    gone = set(others)
    return [clean(label) for label in some if label not in gone]
