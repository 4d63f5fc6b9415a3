"""The review in lines: for screen readers, slow connections and pipes.

Same keys, prompts and guarantees as the full screen. An answer is a line: a key, followed
where the action needs a text by that text; without it the text is asked for.
"""

from collections.abc import Iterator
from typing import TextIO

from tracker.review import page, panel, typed
from tracker.review.keys import BY_KEY, Key
from tracker.review.page import Line
from tracker.screen.evening import Evening
from tracker.screen.talk import Talk
from tracker.visible import visible

NEEDLESS = frozenset({"scroll_up", "scroll_down"})  # a terminal scrolls lines by itself
_PROMPT = "a accept · e labels · x exclude · d defer · u undo · ? help · q quit > "


class Lines:
    """One evening over a stream of answers and a stream of lines."""

    def __init__(self, evening: Evening, answers: TextIO, out: TextIO) -> None:
        self.evening, self._talk = evening, Talk(answers, out)

    def run(self) -> None:
        """Until the reviewer leaves or the answers end."""
        self._talk.tell(filter(None, [self.evening.session.said]))
        self._paper()
        if not self.evening.session.whole:
            self.evening.fill(*self.evening.whole())
        while not self.evening.over:
            answer = self._talk.ask(_PROMPT)
            if answer is None:
                return
            self._answer(answer)

    def _answer(self, answer: str) -> None:
        before = self.evening.session.sheet
        key, text = _split(answer)
        if key is None:
            self._talk.tell([f"{answer[:20]!r} is no key; ? lists them."])
            return
        if text and not key.asks and key.action != "labels":
            bare = f"{answer.split()[0]} takes no text, and nothing was done"
            self._talk.tell([f"{bare}; n takes a note, ? lists the keys."])
            return
        if key.action == "facts":
            self._facts()
        elif key.action in NEEDLESS:
            pass
        elif key.action == "labels" and self.evening.session.sheet is not None:
            self._labels(text)
        elif key.asks and not text:
            self._asked(key)
        else:
            self.evening.do("type" if key.action == "labels" else key.action, text)
        self._after(before)

    def _after(self, before: object) -> None:
        """What changed with the last answer: the next paper, or what was asked to be seen."""
        session = self.evening.session
        if session.said:
            self._talk.tell([session.said])
        if self.evening.over:
            self._talk.tell([page.plain(page.status(session))])
        elif session.sheet is not before:
            self._paper()
        elif session.view == "labels":
            self._labels("")
            self._after(before)
        elif session.view != "paper":
            self._talk.tell(_texts(self._view()))
            self.evening.do("paper")

    def _view(self) -> Iterator[Line]:
        session = self.evening.session
        match session.view:
            case "help":
                yield from panel.help_page(NEEDLESS)
            case "versions":
                yield from page.versions(session)
            case "why":
                yield from panel.reasons_of(session, full=True)
                yield from panel.nearest(session)

    def _paper(self) -> None:
        session = self.evening.session
        self._talk.tell(["", page.plain(page.status(session))])
        if session.sheet is None:
            self._talk.tell([session.said])
            return
        for part in (
            page.heading(session), page.abstract(session), panel.labels(session),
            panel.facts(session),
        ):  # fmt: skip
            self._talk.tell(_texts(part))

    def _labels(self, text: str) -> None:
        """Labels ticked and unticked line by line; an empty line includes the paper."""
        if self.evening.session.view != "labels":
            self.evening.do("labels")
        while True:
            if text:
                self.evening.do("type", text)
            session = self.evening.session
            ticked = ", ".join(session.choices.labels) or "none"
            self._talk.tell(
                [session.said, f"ticked: {ticked}"] if text else _texts(panel.labels(session))
            )
            answer = self._talk.ask("labels (codes or names, empty to include, - to go back) > ")
            if answer is None or answer == "-":
                self.evening.do("paper")
                return
            if not answer:
                self.evening.do("accept")
                return
            text = answer

    def _facts(self) -> None:
        """Each fact of a row in turn, kept with an empty line."""
        if self.evening.session.sheet is None:
            return
        self._talk.tell(_texts(panel.facts(self.evening.session, True)))
        for field, name in typed.ROW.items():
            value = typed.written(self.evening.session.choices.facts, field)
            answer = self._talk.ask(f"{name} [{visible(value)}] (Enter keeps, - drops, . stops) > ")
            if answer is None or answer == ".":
                return
            if answer:
                self.evening.do(f"fact {field}", answer)
                if self.evening.session.said:
                    self._talk.tell([self.evening.session.said])

    def _asked(self, key: Key) -> None:
        if key.action == "exclude":
            self._talk.tell(_texts(panel.reasons(self.evening.session)))
        answer = self._talk.ask(f"{key.asks} > ")
        if answer:
            self.evening.do(key.action, answer)


def _split(answer: str) -> tuple[Key | None, str]:
    """The key an answer begins with, and the text after it; an empty line is Enter."""
    if not answer:
        return BY_KEY["enter"], ""
    first, _, rest = answer.partition(" ")
    if first in BY_KEY:
        return BY_KEY[first], rest.strip()
    if answer[0] == "/":
        return BY_KEY["/"], answer[1:].strip()
    return None, ""


def _texts(lines: Iterator[Line]) -> list[str]:
    return [page.plain(line) for line in lines]
