"""A curator's desk: the queue, one paper at a time, and decisions put on disk at once.

The desk reads the curation once and then keeps it up to date itself, so that the next
paper does not wait for thousands of files; before every decision it looks whether anybody
else changed them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import curation as files
from tracker.curation import watch
from tracker.curation.journal import journal_path
from tracker.decisions import Decision, in_order, written
from tracker.errors import CurationError, SettingsError
from tracker.identity import WorkId
from tracker.readings import is_reading
from tracker.record import Record
from tracker.review import decide as review
from tracker.review import second
from tracker.review.queue import queue
from tracker.review.session import PAST, Write
from tracker.review.sheet import AGAIN, Sheet
from tracker.review.standings import Standings
from tracker.review.strategies import next_hand
from tracker.review.trail import trail
from tracker.review.typed import REASONS
from tracker.review.waiting import Waiting
from tracker.settings import Settings
from tracker.steps import queues, rechecks, reviews
from tracker.steps.sheets import sheet_of
from tracker.works import Work

if TYPE_CHECKING:
    import sqlalchemy as sa

PATIENCE = 1.0  # seconds to wait for a locked database while somebody looks at the screen
SHORT = 9  # reasons listed: one digit each
_FIRST = ("withdrawn", "revised", "conflict", "second")  # of the queue, whatever the model says
_PEOPLES = ("curation/taxonomy.yaml", "curation/curators.yaml")


class Desk:
    """One sitting of one curator over one survey.

    ``by`` is the curator's handle as its file spells it, ``sitting`` the keys of what was
    written at this desk, ``news`` a sentence about changes by others that nobody was told
    yet. Raises SettingsError for a handle
    that may not decide, CurationError where there is no curation.
    """

    def __init__(
        self,
        settings: Settings,
        handle: str,
        threshold: float | None = None,
        blind: bool = False,
    ) -> None:
        self._settings, self.blind = settings, blind
        self._marks = watch.marks(settings.root)
        self.curation = files.load(settings.root)
        self.by = self.curation.curator(handle).handle
        chosen = self.curation.preferences.threshold
        self._threshold = chosen if threshold is None else threshold
        self._standings = Standings(self.curation.works, self.curation.decisions)
        self.sitting: set[str] = set()
        self.news = ""
        self._drawn: frozenset[str] | None = None  # for the audit; from the first need on

    @cached_property
    def _database(self) -> "sa.Engine":
        from tracker.store.engine import open_engine
        from tracker.store.schema import prepare

        engine = open_engine(self._settings.database_url, PATIENCE)
        prepare(engine)
        return engine

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """The reasons to choose from: those given most often so far, then the usual ones."""
        given = Counter(one.reason for one in self._standings.decisions if one.verdict == "exclude")
        usual = [reason for reason, _ in given.most_common(SHORT) if reason]
        return tuple(dict.fromkeys([*usual, *REASONS]))[:SHORT]

    @property
    def invitation(self) -> str:
        """A sentence about results that wait to be checked again; empty if none do."""
        count = rechecks.waiting(self.curation, self._database) if self.curation.results else 0
        return "".join(f"{line}." for line in rechecks.invitation(count, self.by))

    def head(self) -> tuple[Waiting, ...]:
        """The beginning of the queue, quickly; empty where only the whole of it can tell."""
        from tracker.store.ledger import Ledger
        from tracker.store.waiting import head

        record, chosen = self.record(), self.curation.preferences
        dealt = next_hand(chosen.strategy, record)
        if dealt is None:
            return ()
        hand, places = dealt
        included = [one.work.ids for one in record.of("included")]
        listed = [i.value for ids in included for i in ids if i.scheme == "arxiv"]
        since = queues.begins(self.curation, Ledger(self._database).cells())
        decided = [one.work.ids for one in record.standings if one.status != "undecided"]
        known = {i.value for ids in decided for i in ids if i.scheme == "arxiv"}
        found = head(self._database, self._threshold, listed, since, known, hand)
        again, _ = queues.again_for(self.curation, record, self._database, self._threshold, self.by)
        first = queue(found, (), record, self._threshold, again, strategy=hand).waiting
        certain = bool(first) and (first[0].relevance is not None or first[0].why in _FIRST)
        ahead = sum(one.why in _FIRST for one in first)
        return first[: None if places is None else ahead + places] if certain else ()

    def whole(self) -> tuple[Waiting, ...]:
        """Everything that waits, in its order."""
        present = self._present()
        self._drawn = queues.drawn(present, self._database)
        return queues.waits(present, self._database, self._threshold, self.by).waiting

    def _present(self) -> files.Curation:
        """The curation with the decisions of this sitting."""
        decisions = in_order(self._standings.decisions)
        return replace(self.curation, works=self._standings.works, decisions=decisions)

    def record(self) -> Record:
        """Where every work stands, decisions of this sitting included."""
        standings = {id(one): one for one in list(self._standings.by_id.values())}
        return Record(tuple(standings.values()), dict(self._standings.by_id))

    def waits(self, one: Waiting) -> bool:
        """Whether nothing was decided on this work since it was put in the queue.

        What was put off at this desk waits for another evening.
        """
        standing = self._standings.by_id.get(one.work)
        history = standing.history if standing else ()
        if one.asked or any(decision.key in self.sitting for decision in history):
            return False
        if one.why in AGAIN:
            return one.since == max((d.at for d in history if is_reading(d)), default=None)
        return one.since == (standing.decided_at if standing else None)

    def gone(self, waiting: Iterable[Waiting]) -> frozenset[WorkId]:
        """Those works that wait no longer."""
        return frozenset(one.work for one in waiting if not self.waits(one))

    def sheet(self, waiting: Waiting) -> Sheet:
        """A paper with all that is known about it; see `tracker.steps.sheets`."""
        return sheet_of(lambda: self._database, self.curation, self._standings.by_id, waiting)

    def moved(self, sheet: Sheet) -> str:
        """A sentence if somebody decided on this paper since it was laid out; else empty."""
        self.refresh()
        standing = self._standings.by_id.get(sheet.case.work)
        now = standing.history if standing else ()
        if now == sheet.seen:
            return ""
        last = now[-1] if now else None
        if last is None:
            return "Its decision was taken back a moment ago. Decide again, or go on with l."
        said = f"{last.by} {PAST[last.verdict].lower()} it at {written(last.at)[11:16]} UTC"
        return f"{said}. Yours is not written: decide again to replace it, or go on with l."

    def decide(self, sheet: Sheet, chosen: Write) -> Decision:
        """Put a decision on disk and return it; raises TrackerErrors, and nothing is changed."""
        work, root = sheet.waiting.work, self._settings
        decision, listed = review.decide(
            replace(sheet.case, audit=self._is_drawn(sheet)),
            chosen.verdict,
            self.by,
            root.clock(),
            self.curation.taxonomy,
            chosen.labels,
            chosen.note,
            chosen.reason,
            chosen.facts,
            self.blind,
        )
        if sheet.again:
            decision = second.vote(decision, self._standings.by_id.get(sheet.case.work))
        if self.curation.scope.precedents:
            reviews.require_accord(self._present(), sheet.case, decision, listed)
        appended = reviews.put(root, sheet.case, work, decision, listed)
        self._took(appended, listed)
        return appended[-1]

    def _is_drawn(self, sheet: Sheet) -> bool:
        """Whether the paper was drawn for the audit, however the curator came to it."""
        if sheet.case.paper is None:
            return False
        if self._drawn is None:
            self._drawn = queues.drawn(self.curation, self._database)
        return sheet.case.paper.arxiv_id in self._drawn

    def take_back(self, again: bool = False) -> tuple[Decision, Decision]:
        """Undo (or redo) the last decision: of this sitting, else of this curator.

        Returns the line that was written and the decision it is about. Raises SettingsError
        if there is none.
        """
        self.refresh()
        every = self._standings.decisions
        for some in ([one for one in every if one.key in self.sitting], every):
            way = trail(some, self.by)
            key = way.undone[-1][0].key if again and way.undone else ""
            if not again and way.done:
                key = way.done[-1].key
            if key:
                break
        else:
            raise SettingsError("There is nothing to put back." if again else "Nothing to undo.")
        taken, target = review.undo(every, self.by, self._settings.clock(), key)
        taken = files.append(self._settings.root, taken)
        self._took([taken])
        about = way.undone[-1][1] if again else target
        return taken, about

    def waiting_again(self, work: WorkId, title: str = "") -> Waiting:
        """A work of any standing as one that waits, for showing it once more.

        One that a person's verdict stands on is asked for, and does not wait.
        """
        standing = self._standings.by_id.get(work)
        known = standing.work.title if standing else ""
        since = standing.decided_at if standing else None
        asked = bool(standing and standing.decided and is_reading(standing.decided))
        return Waiting(work, "new", known or title, since=since, asked=asked)

    def refresh(self) -> None:
        """Read the curation again if its files changed; ``news`` then says so.

        A vocabulary or list of curators that cannot be read any more (a file half edited)
        is kept as it was.
        """
        try:
            seen = watch.marks(self._settings.root)
            if seen == self._marks:
                return
            curation = files.load(self._settings.root)
        except CurationError as fault:
            self.news = f"{fault}; what was read before goes on being used."
            return
        faults = [one.file for one in curation.problems if one.file in _PEOPLES]
        self.news = "The curation changed on disk and was read again."
        if faults:
            self.news = f"{faults[0]} cannot be read as it is now; it is used as it was before."
            before = self.curation
            curation = replace(curation, taxonomy=before.taxonomy, curators=before.curators)
        self._marks, self.curation = seen, curation
        sitting = [one for one in self._standings.decisions if one.key in self.sitting]
        self._standings = Standings(curation.works, in_order([*curation.decisions, *sitting]))

    def _took(self, appended: list[Decision], listed: Work | None = None) -> None:
        """Add what was just written to the record in memory, unless others wrote there too."""
        root = self._settings.root
        self.sitting.update(one.key for one in appended)
        self._standings.add(appended, listed)
        if listed is not None:
            self._own(str(root / "curation" / "works" / f"{listed.id.slug}.yaml"))
        for one in appended:
            path = str(journal_path(root, one))
            before = self._marks.get(path, (0, 0, 0))[1]
            self._own(path, before + len(one.line.encode()) + 1)

    def _own(self, path: str, size: int | None = None) -> None:
        """Take a file's mark for ours; not if it is longer than what we wrote makes it."""
        seen = watch.mark(Path(path))
        if seen is not None and size in (None, seen[1]):
            self._marks[path] = seen
