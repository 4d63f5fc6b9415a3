"""How the survey came to say what it says: works added, changed and removed, by decision."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from tracker.decisions import Decision, active
from tracker.identity import WorkId
from tracker.publish.exports.text import clean, web_address
from tracker.readings import count
from tracker.record import Record, components
from tracker.works import sorted_ids

What = Literal["added", "changed", "removed"]
_TIES = ("join", "split")


@dataclass(frozen=True)
class Change:
    """One decision that changed what readers see of a work, and what it changed.

    ``work`` is the best identifier that the work has today, ``named`` the one it had then:
    works joined since were told apart before. ``key`` is the decision's own; ``labels`` are
    those the work had afterwards; ``parts`` say in words what became different, ``reason`` why
    it was taken out. ``since`` is when the work was added that readers see now; nothing if they
    see none.
    """

    at: datetime
    by: str
    what: What
    work: str
    named: str
    title: str
    url: str
    key: str
    labels: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    reason: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class _Shown:
    """What readers see of a work because of decisions."""

    included: bool = False
    labels: tuple[str, ...] = ()
    verified: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Group:
    """What was one work at one moment."""

    ids: frozenset[WorkId]
    shown: _Shown
    since: datetime | None = None


def changes(
    record: Record, decisions: Sequence[Decision], names: Mapping[str, str]
) -> tuple[Change, ...]:
    """Every visible change, oldest first; ``decisions`` are a whole history, in order.

    ``names`` are those of labels, by their keys.

    Unlike the record, which forgets what was undone, this tells it as it happened: taking
    back an inclusion removes the work, taking that back adds it again, and what was joined
    has a history of its own until then.
    """
    # Whatever was ever tied shares a history, so that a join or split is seen from both sides.
    tied = components(record.files, (one for one in decisions if one.verdict == "join"))
    files: dict[WorkId, list[tuple[WorkId, ...]]] = defaultdict(list)
    for ids in record.files:
        files[tied.get(ids[0], ids[0])].append(ids)
    histories: dict[WorkId, list[Decision]] = defaultdict(list)
    owners: dict[str, WorkId] = {}  # of each decision, by its key
    for decision in decisions:
        owner = tied.get(decision.work, decision.work)
        if decision.verdict == "undo":
            if decision.undoes not in owners:
                continue
            owner = owners[decision.undoes]
        owners[decision.key] = owner
        histories[owner].append(decision)
    found = [
        change
        for owner, history in histories.items()
        for change in _changes(record, files[owner], history, names)
    ]
    return tuple(sorted(found, key=lambda change: (change.at, change.key, change.named)))


def _changes(
    record: Record,
    files: Sequence[Sequence[WorkId]],
    history: Sequence[Decision],
    names: Mapping[str, str],
) -> Iterator[Change]:
    before: dict[WorkId, _Group] = {}
    for decision, after in zip(history, _states(files, history), strict=True):
        for name, group in after.items():
            was = _former(name, group, before)
            since = (was.since or decision.at) if group.shown.included else None
            after[name] = group = replace(group, since=since)
            what = _what(was, group)
            standing = record.by_id.get(name)
            if what and standing:
                yield Change(
                    at=decision.at,
                    by=decision.by,
                    what=what,
                    work=str(standing.work.id),
                    named=str(name),
                    title=clean(standing.work.title) or clean(str(standing.work.id)),
                    url=web_address(standing.work.url),
                    key=decision.key,
                    labels=group.shown.labels,
                    parts=tuple(_parts(was, group, names)) if what == "changed" else (),
                    reason=clean(decision.reason) if what == "removed" else "",
                    since=since,
                )
        before = after


def _states(
    files: Sequence[Sequence[WorkId]], history: Sequence[Decision]
) -> Iterator[dict[WorkId, _Group]]:
    """The works, by their best identifiers, after each decision of one history."""
    standing: tuple[Decision, ...] = ()
    root = components(files, ())
    for place, decision in enumerate(history, start=1):
        if decision.verdict == "undo":
            standing = tuple(one for one in active(history[:place]) if one.verdict != "undo")
        else:
            standing = (*standing, decision)
        if decision.verdict in ("undo", *_TIES):
            root = components(files, standing)
        yield _groups(root, standing)


def _groups(root: Mapping[WorkId, WorkId], standing: Iterable[Decision]) -> dict[WorkId, _Group]:
    ids: dict[WorkId, set[WorkId]] = defaultdict(set)
    verdicts: dict[WorkId, list[Decision]] = defaultdict(list)
    for work_id, name in root.items():
        ids[name].add(work_id)
    for decision in standing:
        if decision.verdict not in _TIES:
            name = root.get(decision.work, decision.work)
            ids[name].add(decision.work)
            verdicts[name].append(decision)
    return {name: _Group(frozenset(ids[name]), _shown(verdicts[name])) for name in ids}


def _former(name: WorkId, group: _Group, before: Mapping[WorkId, _Group]) -> _Group:
    """What a work was one decision ago.

    Of works that were joined it is the one that readers saw, and of two of those the one whose
    name is kept. What was split off under another name is new.
    """
    held = [name, *(one for one in before if one in group.ids and one != name)]
    were = [before[one] for one in held if one in before]
    seen = [one for one in were if one.shown.included]
    if not seen:
        return were[0] if were else _Group(group.ids, _Shown())
    return replace(seen[0], since=min(one.since for one in seen if one.since))


def _shown(standing: Sequence[Decision]) -> _Shown:
    found = count(standing)
    last = found.decided
    if last is None or last.verdict != "include":
        return _Shown()
    facts: dict[str, Any] = {}
    for decision in found.counted:
        facts |= decision.facts.stated if decision.facts else {}
    return _Shown(True, tuple(dict.fromkeys(last.labels)), not last.inferred, facts)


def _what(was: _Group, group: _Group) -> What | None:
    before, after = was.shown, group.shown
    if before.included != after.included:
        return "added" if after.included else "removed"
    same = (set(before.labels), before.verified, before.facts) == (
        set(after.labels), after.verified, after.facts,
    )  # fmt: skip
    return None if same and (not after.included or was.ids == group.ids) else "changed"


def _parts(was: _Group, group: _Group, names: Mapping[str, str]) -> Iterator[str]:
    """What differs between two states of an included work, in words."""
    before, after = was.shown, group.shown
    if joined := sorted_ids(group.ids - was.ids):
        yield f"joined with {clean(str(joined[0]))}"
    if cut := sorted_ids(was.ids - group.ids):
        yield f"split from {clean(str(cut[0]))}"
    if gained := _less(after.labels, before.labels):
        yield f"labels added: {', '.join(_named(gained, names))}"
    if lost := _less(before.labels, after.labels):
        yield f"labels removed: {', '.join(_named(lost, names))}"
    facts = sorted(before.facts.keys() | after.facts.keys())
    if differ := [name for name in facts if before.facts.get(name) != after.facts.get(name)]:
        yield f"corrected: {', '.join(name.replace('_', ' ') for name in differ)}"
    if before.verified != after.verified:
        yield "confirmed by a curator" if after.verified else "no longer confirmed by a curator"


def _less(some: Iterable[str], others: Iterable[str]) -> list[str]:
    gone = set(others)
    return [label for label in some if label not in gone]


def _named(labels: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [clean(names.get(label, label)) for label in labels]
