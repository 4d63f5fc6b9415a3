"""A curator's evening: the pure session, carried out at the desk.

Both faces drive it with `do` and draw its ``session``. It never raises for anything that
can go wrong while reviewing: the session says it in a sentence, and stays where it was.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from tracker.decisions import Decision
from tracker.errors import TrackerError
from tracker.identity import WorkId
from tracker.review.actions import act
from tracker.review.codes import codes_of
from tracker.review.session import (
    PAST,
    Effect,
    Leave,
    Open,
    Session,
    TakeBack,
    Write,
    begin,
    decided,
    filled,
    laid,
    onward,
    returned,
)
from tracker.review.sheet import Sheet
from tracker.review.waiting import Waiting
from tracker.steps.reviewing import Desk
from tracker.visible import on_one_line

Clock = Callable[[], float]
DONE = "Nothing waits any more. u takes your last decision back, q leaves."


class Evening:
    """``over`` once the reviewer left; ``opened`` tells how an address was shown."""

    def __init__(
        self, desk: Desk, opened: Callable[[str], str], clock: Clock = time.monotonic
    ) -> None:
        self.desk, self._opened, self._clock = desk, opened, clock
        self.over = False
        head = desk.head()
        queue = head or desk.whole()
        self.session: Session = begin(
            desk.by, desk.curation.taxonomy, queue, not head, desk.reasons, desk.blind
        )
        if queue:
            self._lay(desk.invitation)

    @property
    def empty(self) -> bool:
        """Whether nothing waited when it began."""
        return not self.session.queue

    def whole(self) -> tuple[tuple[Waiting, ...], frozenset[WorkId]]:
        """The whole queue, and what of it is gone; slow, so a face may ask in a thread."""
        queue = self.desk.whole()
        return queue, self.desk.gone(queue)

    def fill(self, queue: tuple[Waiting, ...], gone: frozenset[WorkId]) -> None:
        """Take the whole queue in place of its head; the paper on screen stays."""
        self.session = filled(self.session, queue, gone | self.desk.gone(queue))

    def do(self, action: str, text: str = "") -> None:
        """Carry out one action."""
        before = self.session
        self.session, effects = act(before, action, text)
        for effect in effects:
            try:
                self._carry(effect)
            except TrackerError as fault:
                self.session = replace(self.session, said=f"{fault}")

    def _carry(self, effect: Effect) -> None:
        match effect:
            case Write():
                self._write(effect)
            case TakeBack():
                self._take_back(effect.again)
            case Open():
                self.session = replace(self.session, said=self._opened(effect.url))
            case Leave():
                self.over = True
            case _ if effect.work is not None:
                self._find(effect.work)
            case _:
                self._lay()

    def _write(self, chosen: Write) -> None:
        sheet = self.session.sheet
        assert sheet is not None
        if said := self.desk.moved(sheet):
            kept = self.session.choices
            self._show(self.desk.sheet(sheet.waiting), said)
            self.session = replace(self.session, choices=kept)
            return
        decision = self.desk.decide(sheet, chosen)
        self.session = decided(self.session, decision, self._clock())
        self._lay()

    def _take_back(self, again: bool) -> None:
        _, target = self.desk.take_back(again)
        title = on_one_line(target.title)[:60] or str(target.work)
        what = "Put back" if again else "Taken back"
        said = f"{what}: {PAST[target.verdict].lower()} {title}."
        if target.key in self.desk.sitting:
            tally = self.session.tally
            tally = replace(tally, decided=tally.decided + (1 if again else -1))
            self.session = replace(self.session, tally=tally)
        if again:
            shown = self.session.sheet.case.work if self.session.sheet else None
            gone = self.session.gone | self.desk.gone(self.session.queue)
            self.session = replace(self.session, gone=gone)
            if shown == target.work:
                self.session = onward(self.session)
                self._lay(said)
            else:
                self.session = replace(self.session, said=said)
            return
        self._return(target)
        self._show(self.desk.sheet(self.session.queue[self.session.place]), said)
        if target.labels or target.facts or target.note:
            stated = dict(target.facts.stated) if target.facts else {}
            before = self.session.choices
            choices = replace(
                before,
                labels=target.labels or before.labels,
                facts=stated or before.facts,
                note=target.note or before.note,
            )
            self.session = replace(self.session, choices=choices)

    def _return(self, target: Decision) -> None:
        """Go back to the work of a decision taken back, which waits only if it did before it."""
        queue = self.session.queue
        waiting = next((one for one in queue if one.work == target.work), None)
        if waiting is None or target.key not in self.desk.sitting:
            waiting = self.desk.waiting_again(target.work, target.title)
            queue = tuple(waiting if one.work == target.work else one for one in queue)
        session = replace(self.session, queue=queue)
        self.session = returned(session, waiting, self.desk.waits(waiting))

    def _find(self, work: WorkId) -> None:
        sheet = self.desk.sheet(replace(self.desk.waiting_again(work), asked=True))
        if sheet.case.paper is None and sheet.case.standing is None:
            said = sheet.said or f"Nothing is known about {work}."
            self.session = replace(self.session, said=said)
            return
        waiting = replace(sheet.waiting, title=sheet.case.title)
        self.session = returned(self.session, waiting, waits=False)
        self._show(sheet)

    def _lay(self, said: str = "") -> None:
        """Lay the paper at the session's place, passing over what others have decided."""
        self.desk.refresh()
        said = f"{said} {self._news()}".strip()
        queue = self.session.queue
        if self.session.place < len(queue) and queue[self.session.place].work in self.session.gone:
            self.session = onward(self.session)
        if self.session.place >= len(queue) and not self.session.whole:
            self.session = replace(self.session, sheet=None)  # decided: it is not to stay
            self.fill(*self.whole())
            queue = self.session.queue
        if self.session.place >= len(queue):
            said = " ".join(filter(None, (self.session.said, said, DONE, self.desk.invitation)))
            self.session = replace(laid(self.session, None, self._clock()), said=said)
            return
        self._show(self.desk.sheet(queue[self.session.place]), said)

    def _news(self) -> str:
        """What others changed, taken into the session; empty if they changed nothing."""
        news, self.desk.news = self.desk.news, ""
        if news:
            taxonomy, gone = self.desk.curation.taxonomy, self.desk.gone(self.session.queue)
            self.session = replace(
                self.session, gone=gone, taxonomy=taxonomy, codes=codes_of(taxonomy)
            )
        return news

    def _show(self, sheet: Sheet, said: str = "") -> None:
        said = " ".join(filter(None, (self.session.said, said)))
        self.session = replace(self.session, said=said)
        self.session = laid(self.session, sheet, self._clock())
