"""The record kept up to date while decisions are added, without replaying all of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.record import Standing, replay
from tracker.works import Work


class Standings:
    """Where every work stands, by any identifier it has: `replay`, in instalments.

    A decision can only move the works that it, the decisions tied to it or the files tied
    to it name; those are replayed, everything else is left as it is.
    """

    def __init__(self, works: Iterable[Work], decisions: Iterable[Decision]) -> None:
        self._works: dict[WorkId, list[Work]] = defaultdict(list)
        self._decisions: dict[WorkId, list[Decision]] = defaultdict(list)
        self._known: dict[str, Decision] = {}
        files = tuple(works)
        for work in files:
            self._keep_work(work)
        for decision in decisions:
            self._keep(decision)
        self.by_id: dict[WorkId, Standing] = dict(replay(files, self.decisions).by_id)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision, undone ones and undos included."""
        return tuple(self._known.values())

    @property
    def works(self) -> tuple[Work, ...]:
        """The works that have a file."""
        return tuple({work.id: work for some in self._works.values() for work in some}.values())

    def add(self, decisions: Iterable[Decision], work: Work | None = None) -> None:
        """Take in decisions and, if an inclusion made one, a work's file."""
        touched: set[WorkId] = set()
        if work is not None:
            self._keep_work(work)
            touched.update(work.ids)
        for decision in decisions:
            self._keep(decision)
            touched.update(_named(decision))
        files, tied, ids = self._tied(touched)
        for work_id in ids:
            self.by_id.pop(work_id, None)
        self.by_id.update(replay(files, tied).by_id)

    def _tied(self, start: set[WorkId]) -> tuple[list[Work], list[Decision], set[WorkId]]:
        """All files and decisions that ties, cut ones too, connect with these identifiers."""
        files: dict[Work, None] = {}
        tied: dict[str, Decision] = {}
        ids: set[WorkId] = set()
        ahead = list(start)
        while ahead:
            work_id = ahead.pop()
            if work_id in ids:
                continue
            ids.add(work_id)
            for work in self._works.get(work_id, ()):
                files[work] = None
                ahead += work.ids
            for decision in self._decisions.get(work_id, ()):
                tied[decision.key] = decision
                ahead += _named(decision)
        return list(files), list(tied.values()), ids

    def _keep(self, decision: Decision) -> None:
        if decision.key not in self._known:
            self._known[decision.key] = decision
            for work_id in _named(decision):
                self._decisions[work_id].append(decision)

    def _keep_work(self, work: Work) -> None:
        for work_id in work.ids:
            self._works[work_id] = [one for one in self._works[work_id] if one.id != work.id]
            self._works[work_id].append(work)


def _named(decision: Decision) -> Iterator[WorkId]:
    yield decision.work
    if decision.other is not None:
        yield decision.other
