"""The review as a full screen. It draws the session and passes keys on; it decides nothing.

Colours are the terminal's own sixteen, so that dark and light ones are both right; what a
colour says, a sign says too.
"""

import asyncio
import gc
import signal
from collections.abc import Iterable

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.css.query import NoMatches
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from tracker.errors import TrackerError
from tracker.review import page, panel, typed
from tracker.review.keys import BY_KEY, Key
from tracker.review.page import plain
from tracker.screen import drawing
from tracker.screen.drawing import CSS, WIDE, content
from tracker.screen.evening import Evening

LEAST = (40, 12)  # columns and rows below which nothing useful fits
_ASKED = {"exclude", "type", "note", "search", "jump"}


# What edits the line to type in, as in a shell; printable keys are inserted.
_EDITS = {
    "backspace": "delete_left", "delete": "delete_right", "ctrl+w": "delete_left_word",
    "ctrl+u": "delete_left_all", "ctrl+k": "delete_right_all", "left": "cursor_left",
    "right": "cursor_right", "tab": "cursor_right", "home": "home", "ctrl+a": "home",
    "end": "end", "ctrl+e": "end",
}  # fmt: skip


class Review(App[None]):
    """One evening on the whole screen."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None  # only a line to type in ever has the focus
    CSS = CSS

    def __init__(self, evening: Evening) -> None:
        super().__init__()
        self.theme = "ansi-dark"
        self.evening = evening
        self.asking = ""  # the action, or fact, whose text is being typed
        self._ahead: list[str] = []  # facts still to be asked for
        self._code = ""  # the first letter of a label's code

    def compose(self) -> ComposeResult:
        yield Static(id="small", markup=False)
        yield Static(id="status", markup=False)
        with Container(id="body"):
            with VerticalScroll(id="paper", can_focus=False):
                yield Static(id="text", markup=False)
            with Container(id="side"):
                with VerticalScroll(id="labels", can_focus=False):
                    yield Static(id="rows", markup=False)
                with VerticalScroll(id="about", can_focus=False):
                    yield Static(id="facts", markup=False)
        yield Static(id="said", markup=False)
        yield Input(id="entry", select_on_focus=False)
        yield Static(id="foot", markup=False)

    def on_mount(self) -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self.exit)
        self._draw()
        if not self.evening.session.whole:
            self.run_worker(self._fill, thread=True)

    def _fill(self) -> None:
        """Read the whole queue in a thread, while the first paper is being read."""
        try:
            found = self.evening.whole()
        except TrackerError:
            return  # asked again when the head is done, and said then
        self.call_from_thread(self._filled, found)

    def _filled(self, found: tuple[tuple, frozenset]) -> None:  # type: ignore[type-arg]
        self.evening.fill(*found)
        gc.freeze()  # a hundred thousand records that stay: looking at them is a pause at the keys
        self._draw()

    def on_resize(self) -> None:
        self.call_later(self._draw)  # Textual takes the new size after this

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Keys are taken here, one by one as they come.

        Textual would send them on to whatever has the focus and, if that lets them pass,
        receive them again: keys typed ahead of a line to type in would arrive before it.
        """
        if isinstance(event, events.Key):
            self._key(event)
        else:
            await super().on_event(event)

    def _key(self, event: events.Key) -> None:
        typed_in = event.character if event.character and event.is_printable else ""
        if event.key in ("ctrl+c", "ctrl+q"):
            self.exit()
        elif self._is_tiny():
            if typed_in == "q" and not self.asking:
                self.exit()
        elif self.asking:
            self._edit(event.key, typed_in)
        else:
            self._press("space" if typed_in == " " else typed_in or event.key)
        self._draw()

    def _edit(self, key: str, typed_in: str) -> None:
        """A key for the line to type in."""
        entry = self.query_one("#entry", Input)
        if key == "escape":
            self._ask_no_more()
        elif key == "enter":
            self._answered(entry.value)
        elif typed_in and self._is_reason(entry.value, typed_in):
            self._answered(typed_in)
        elif typed_in:
            entry.insert_text_at_cursor(typed_in)
        elif key in _EDITS:
            getattr(entry, f"action_{_EDITS[key]}")()

    def _is_reason(self, before: str, typed_in: str) -> bool:
        """Whether a digit is a whole answer: one of the reasons listed."""
        count = len(self.evening.session.reasons)
        listed = {str(number) for number in range(1, count + 1)}
        return self.asking == "exclude" and not before and typed_in in listed

    def _press(self, key: str) -> None:
        view = self.evening.session.view
        known = BY_KEY.get(key)
        scrolls = known is not None and known.action.startswith("scroll")
        if scrolls and known:
            self._scroll(known.action)
        elif view == "help" or key == "escape":
            self._do("paper")
        elif view == "labels" and self._label_key(key):
            pass
        elif known is not None:
            self._start(known)

    def _label_key(self, key: str) -> bool:
        """A key while all labels are listed: letters are codes, / types a name."""
        if key == "/":
            self._start(BY_KEY["t"])
        elif len(key) == 1:
            self._code += key.lower()
            if len(self._code) == 2:
                code, self._code = self._code, ""
                self._do("type", code)
        else:
            self._code = ""
            return False
        return True

    def _start(self, key: Key) -> None:
        if key.action == "facts" and self.evening.session.sheet is not None:
            self._ahead = list(typed.ROW)
            self._next_fact()
        elif key.action in _ASKED:
            value = self.evening.session.choices.note if key.action == "note" else ""
            names = self._names() if key.action == "type" else ()
            self._ask(key.action, value, names)
        else:
            self._do(key.action)

    def _do(self, action: str, text: str = "") -> None:
        before = self.evening.session.sheet
        self.evening.do(action, text)
        if self.evening.over:
            self.exit()
        if self.evening.session.sheet is not before or action in ("paper", "help", "versions"):
            self.query_one("#paper").scroll_home(animate=False)

    def _scroll(self, action: str) -> None:
        paper = self.query_one("#paper")
        step = max(1, paper.size.height - 2) * (1 if action == "scroll_down" else -1)
        paper.scroll_relative(y=step, animate=False)

    # Lines to type in

    def _names(self) -> Iterable[str]:
        taxonomy = self.evening.session.taxonomy
        present = [label for label in taxonomy if not label.retired]
        return [*(label.name for label in present), *(label.key for label in present)]

    def _ask(self, action: str, value: str = "", names: Iterable[str] = ()) -> None:
        self.asking = action
        entry = self.query_one("#entry", Input)
        entry.suggester = SuggestFromList(names, case_sensitive=False) if names else None
        entry.value = value
        entry.cursor_position = len(value)
        entry.display = True
        self.set_focus(entry)

    def _ask_no_more(self) -> None:
        self.asking, self._ahead = "", []
        entry = self.query_one("#entry", Input)
        entry.display = False
        self.set_focus(None)

    def _next_fact(self) -> None:
        if not self._ahead:
            self._ask_no_more()
            return
        field = self._ahead.pop(0)
        self._ask(f"fact {field}", typed.written(self.evening.session.choices.facts, field))

    def _answered(self, value: str) -> None:
        """Carry out what was asked for with the text that was typed."""
        asking, ahead = self.asking, self._ahead
        if asking.startswith("fact "):
            self._do(asking, value or "-")
            if not self.evening.session.said:
                self._ahead = ahead
                self._next_fact()
        else:
            self._ask_no_more()
            self._do(asking, value)
        self._draw()

    # Drawing

    def _is_tiny(self) -> bool:
        return self.size.width < LEAST[0] or self.size.height < LEAST[1]

    def _draw(self) -> None:
        try:
            self._draw_all()
        except NoMatches:
            return  # resized before everything is mounted, or on the way out

    def _draw_all(self) -> None:
        session = self.evening.session
        self.screen.set_class(self._is_tiny(), "tiny")
        wide, listing = self.size.width >= WIDE, session.view == "labels"
        alone = session.view == "help" or session.sheet is None or (listing and not wide)
        self.screen.set_class(wide, "wide")
        self.screen.set_class(alone, "alone")
        self.screen.set_class(listing, "listing")
        if self._is_tiny():
            size = f"{self.size.width}×{self.size.height}"
            least = f"{LEAST[0]}×{LEAST[1]}"
            self._put("small", f"{size} is too small: {least} at least. Nothing is lost.")
            return
        self._put("status", drawing.bar(page.status(session), self.size.width))
        self._put("text", drawing.text(session, self.size.width))
        lines = list(panel.every_label(session) if listing else panel.labels(session))
        self._put("rows", content(lines))
        self._put("facts", drawing.about(session, self.asking, self.size.width))
        self._put("said", drawing.said(session, self.asking, self.size.width))
        self._put("foot", drawing.bar(drawing.foot(session, self.size.width), self.size.width))
        at = next((n for n, line in enumerate(lines) if plain(line).startswith(">")), 0)
        self.query_one("#labels").scroll_to(y=max(0, at - 2), animate=False)

    def _put(self, name: str, what: Content | str) -> None:
        self.query_one(f"#{name}", Static).update(what)
