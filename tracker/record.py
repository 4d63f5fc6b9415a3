"""The record: every work and where it stands, from the files and the decisions alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import combinations
from typing import Literal

from tracker.decisions import Decision, active
from tracker.identity import WorkId
from tracker.readings import Count, count
from tracker.works import Work, sorted_ids

Status = Literal["included", "excluded", "deferred", "undecided"]
_STATUS: Mapping[str, Status] = {
    "include": "included",
    "exclude": "excluded",
    "defer": "deferred",
}


@dataclass(frozen=True)
class Standing:
    """One work as the curators left it.

    ``history`` holds the verdicts that stand, oldest first; ``decided`` is the one that
    counts: the latest, second reads aside (`tracker.readings`). An ``inferred`` standing
    waits for a person to confirm. ``listed`` works have a file; of others only the title in
    their decisions is known.
    """

    work: Work
    history: tuple[Decision, ...] = ()
    listed: bool = False

    @cached_property
    def count(self) -> Count:
        return count(self.history)

    @property
    def decided(self) -> Decision | None:
        return self.count.decided

    @property
    def status(self) -> Status:
        return _STATUS[self.decided.verdict] if self.decided else "undecided"

    @property
    def labels(self) -> tuple[str, ...]:
        return self.decided.labels if self.decided else ()

    @property
    def inferred(self) -> bool:
        return bool(self.decided and self.decided.inferred)

    @property
    def decided_at(self) -> datetime | None:
        return self.decided.at if self.decided else None


@dataclass(frozen=True)
class Record:
    """All standings, by the best identifier; ``by_id`` finds one by any identifier it has.

    ``files`` are the identifiers that stand in one file, joined by nobody's decision.
    """

    standings: tuple[Standing, ...]
    by_id: Mapping[WorkId, Standing]
    files: tuple[tuple[WorkId, ...], ...] = field(default=(), compare=False, repr=False)

    def of(self, status: Status) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.standings if standing.status == status)


def replay(files: Sequence[Work], decisions: Iterable[Decision]) -> Record:
    """The record that these work files and decisions amount to, in whatever order they come."""
    standing = active(decisions)
    listed_ids = tuple(work.ids for work in files)
    root = components(listed_ids, standing)
    facts: dict[WorkId, Work] = {}
    for work in sorted(files, key=lambda work: (work.ids, repr(work))):
        for owner, ids in _by_root(work.ids, root).items():
            # What a split cut loose keeps its identifiers; the facts stay with the work's name.
            rest = Work(ids=sorted_ids(ids), title="")
            part = replace(work, ids=rest.ids) if work.id in ids else rest
            facts[owner] = facts[owner].joined(part) if owner in facts else part
    listed = {owner for owner, work in facts.items() if work.title}
    histories: dict[WorkId, list[Decision]] = defaultdict(list)
    for decision in standing:
        if decision.verdict in _STATUS:
            owner = root.get(decision.work, decision.work)
            histories[owner].append(decision)
            facts.setdefault(owner, Work(ids=(decision.work,), title=""))
    # A join may name an identifier that stands in no file and no other decision.
    for owner, ids in _by_root(root, root).items():
        if owner in facts:
            facts[owner] = replace(facts[owner], ids=sorted_ids(ids))
    found = [_standing(facts[owner], histories[owner], owner in listed) for owner in facts]
    found.sort(key=lambda standing: (standing.work.id.rank, standing.work.id.value))
    by_id = {work_id: one for one in found for work_id in one.work.ids}
    return Record(tuple(found), by_id, listed_ids)


def _standing(work: Work, history: Sequence[Decision], listed: bool) -> Standing:
    for decision in history:
        if not work.title and decision.title:
            work = replace(work, title=decision.title)
    if any(decision.facts for decision in history):
        for decision in count(history).counted:  # what a vote states waits until it counts
            work = work.corrected(decision.facts) if decision.facts else work
    return Standing(work, tuple(history), listed)


def components(
    files: Iterable[Sequence[WorkId]], decisions: Iterable[Decision]
) -> dict[WorkId, WorkId]:
    """For each identifier that is tied to another, the best one of its work.

    Identifiers in one file, and both sides of a join, are one work; a split cuts every
    tie of ``other`` made before it, a later join may tie it again.
    """
    ties = {frozenset(pair) for ids in files for pair in combinations(ids, 2)}
    for decision in decisions:
        if decision.other is None:
            continue
        if decision.verdict == "join":
            ties.add(frozenset((decision.work, decision.other)))
        elif decision.verdict == "split":
            ties = {tie for tie in ties if decision.other not in tie}
    parent: dict[WorkId, WorkId] = {}

    def find(work_id: WorkId) -> WorkId:
        while (up := parent.setdefault(work_id, work_id)) != work_id:
            parent[work_id] = parent[up]
            work_id = up
        return work_id

    for tie in ties:
        first, *rest = (find(work_id) for work_id in tie)
        for other in rest:
            best, worse = sorted_ids((first, other)) if first != other else (first, first)
            parent[worse] = best
    return {work_id: find(work_id) for work_id in list(parent)}


def _by_root(ids: Iterable[WorkId], root: Mapping[WorkId, WorkId]) -> dict[WorkId, list[WorkId]]:
    parts: dict[WorkId, list[WorkId]] = defaultdict(list)
    for work_id in ids:
        parts[root.get(work_id, work_id)].append(work_id)
    return parts
