"""A review session as values: where it is, what is chosen, and what each action leads to.

Pure: `tracker.review.actions.act` takes a session and an action and returns the next
session with the effects that the desk must carry out (a decision to write, an address to
open). The full screen and the line mode share it, so what holds for one holds for both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from tracker.decisions import Decision, Verdict
from tracker.identity import WorkId
from tracker.review.codes import Codes, codes_of
from tracker.review.sheet import Choices, Sheet, first_choices
from tracker.review.waiting import Waiting
from tracker.taxonomy import Taxonomy
from tracker.visible import on_one_line
from tracker.works import Facts

View = Literal["paper", "labels", "why", "versions", "help"]
PAST = {"include": "Included", "exclude": "Excluded", "defer": "Put off"}


@dataclass(frozen=True)
class Tally:
    """How the session goes: ``decided`` stand, ``timed`` took ``seconds`` together."""

    decided: int = 0
    timed: int = 0
    seconds: float = 0.0
    shown_at: float = 0.0

    @property
    def pace(self) -> float | None:
        """Seconds a decision; None before the first."""
        return self.seconds / self.timed if self.timed else None


@dataclass(frozen=True)
class Write:
    """Effect: put a decision on the paper shown on disk."""

    verdict: Verdict
    labels: tuple[str, ...] | None = None
    facts: Facts | None = None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class TakeBack:
    """Effect: undo; with ``again`` redo."""

    again: bool = False


@dataclass(frozen=True)
class Show:
    """Effect: lay the paper at the session's place on the desk, or ``work`` from outside."""

    work: WorkId | None = None


@dataclass(frozen=True)
class Open:
    """Effect: open a web address."""

    url: str


@dataclass(frozen=True)
class Leave:
    """Effect: end the session."""


Effect = Write | TakeBack | Show | Open | Leave


@dataclass(frozen=True)
class Session:
    """One sitting. ``place`` is the queue's index of the paper shown, its length at the end.

    ``gone`` are the works of the queue that wait no longer; ``whole`` says that the queue
    is complete, not only its head. ``cursor`` is the key of the label the reviewer is at.
    ``notes`` are those written on papers that were left undecided.
    """

    by: str
    taxonomy: Taxonomy
    codes: Codes
    reasons: tuple[str, ...] = ()
    blind: bool = False
    queue: tuple[Waiting, ...] = ()
    whole: bool = False
    place: int = 0
    gone: frozenset[WorkId] = frozenset()
    sheet: Sheet | None = None
    choices: Choices = field(default_factory=Choices)
    notes: Mapping[WorkId, str] = field(default_factory=dict)
    cursor: str = ""
    view: View = "paper"
    said: str = ""
    tally: Tally = field(default_factory=Tally)

    @property
    def left(self) -> int:
        return len(self.queue) - len(self.gone)

    @property
    def rows(self) -> tuple[str, ...]:
        """The labels that the panel lists, in order: all, or the ticked and suggested ones."""
        present = [label.key for label in self.taxonomy if not label.retired]
        if self.view == "labels" or self.sheet is None:
            return tuple(present)
        suggested = () if self.blind else self.sheet.suggested
        listed = {*self.choices.labels, *(one.label for one in suggested)}
        return tuple(key for key in present if key in listed)


def begin(
    by: str,
    taxonomy: Taxonomy,
    queue: tuple[Waiting, ...],
    whole: bool = True,
    reasons: tuple[str, ...] = (),
    blind: bool = False,
) -> Session:
    """A session that has not shown a paper yet."""
    return Session(by, taxonomy, codes_of(taxonomy), reasons, blind, queue, whole)


def laid(session: Session, sheet: Sheet | None, now: float) -> Session:
    """The session with a paper before the reviewer, as it first looks; ``now`` in seconds."""
    tally, left = replace(session.tally, shown_at=now), session.sheet
    notes = {**session.notes, **({left.waiting.work: session.choices.note} if left else {})}
    session = replace(session, sheet=sheet, view="paper", cursor="", tally=tally, notes=notes)
    if sheet is None:
        return replace(session, choices=Choices())
    note = notes.get(sheet.waiting.work, "")
    choices = replace(first_choices(sheet, session.taxonomy, session.blind), note=note)
    said = " ".join(filter(None, (session.said, sheet.said)))
    session = replace(session, choices=choices, said=said)
    return replace(session, cursor=next(iter(session.rows), ""))


def decided(session: Session, decision: Decision, now: float) -> Session:
    """The session after a decision on the paper shown went to disk: at the next paper."""
    if session.sheet is None:
        return session
    spent = max(0.0, now - session.tally.shown_at)
    before = session.tally
    tally = Tally(before.decided + 1, before.timed + 1, before.seconds + spent, now)
    gone = session.gone | {session.sheet.waiting.work}
    title = on_one_line(session.sheet.case.title)[:60]
    said = f"{PAST.get(decision.verdict, decision.verdict)}: {title} (u takes it back)"
    return onward(replace(session, tally=tally, gone=gone, said=said, choices=Choices()))


def onward(session: Session, step: int = 1) -> Session:
    """At the next waiting paper, from the end round to the start; at the end if none waits."""
    count = len(session.queue)
    for move in range(1, count + 1):
        place = (session.place + step * move) % count
        if session.place >= count:  # the end: forwards begins at the top, backwards at the bottom
            place = (move - 1) % count if step > 0 else count - move
        if session.queue[place].work not in session.gone:
            return replace(session, place=place)
    return replace(session, place=count)


def returned(session: Session, waiting: Waiting, waits: bool = True) -> Session:
    """At a paper that waits again (its decision was taken back), or was asked for by name.

    With ``waits`` false it is looked at once more, but not counted among what is left.
    """
    work = waiting.work
    gone = session.gone - {work} if waits else session.gone | {work}
    found = next((n for n, one in enumerate(session.queue) if one.work == work), None)
    if found is not None:
        return replace(session, place=found, gone=gone)
    place = min(session.place, len(session.queue))
    queue = (*session.queue[:place], waiting, *session.queue[place:])
    return replace(session, queue=queue, place=place, gone=gone)


def filled(session: Session, queue: tuple[Waiting, ...], gone: frozenset[WorkId]) -> Session:
    """The session with the whole queue in place of its head; the paper shown stays."""
    session = replace(session, queue=queue, gone=gone, whole=True)
    if session.sheet is None:
        return onward(replace(session, place=len(queue)))
    sheet = session.sheet
    work = sheet.waiting.work
    waits = not sheet.waiting.asked or any(one.work == work for one in queue)
    session = returned(session, sheet.waiting, waits and work not in gone)
    # The whole queue knows more of it than the head: that it was drawn for the audit.
    return replace(session, sheet=replace(sheet, waiting=session.queue[session.place]))
