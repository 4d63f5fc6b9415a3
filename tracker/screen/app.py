"""The review as a full screen. It draws the session and passes keys on; it decides nothing.

Colours are the terminal's own sixteen, so that dark and light ones are both right; what a
colour says, a sign says too.
"""

import asyncio
import signal
from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual._cells import cell_len
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.css.query import NoMatches
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from tracker.errors import TrackerError
from tracker.review import page, panel, typed
from tracker.review.keys import BY_ACTION, BY_KEY, FOOT, Key
from tracker.review.page import Line, Role, plain
from tracker.screen.evening import Evening

WIDE = 110  # columns from which labels stand beside the paper, not below it
LEAST = (40, 12)  # columns and rows below which nothing useful fits
_STYLE: dict[Role, str] = {
    "title": "bold", "quiet": "dim", "strong": "bold", "mark": "underline",
    "pointed": "bold underline", "removed": "strike", "added": "bold underline",
    "cursor": "reverse",
}  # fmt: skip
_ASKED = {"exclude", "type", "note", "search", "jump"}


def content(lines: Iterable[Line], width: int = 0) -> Content:
    """Lines of pieces as Textual draws them; with a width, in as many columns as fit."""
    found = list(lines)
    if width:
        found = _columns(found, width)
    parts: list[Content] = []
    for line in found:
        parts.append(Content.assemble(*((text, _STYLE.get(role, "")) for text, role in line)))
    return Content("\n").join(parts)


def _columns(lines: list[Line], width: int) -> list[Line]:
    """Lines side by side, read down and then right."""
    widest = max((cell_len(plain(line)) for line in lines), default=0) + 2
    beside = max(1, width // widest)
    rows = -(-len(lines) // beside)
    found: list[Line] = []
    for row in range(rows):
        joined: Line = ()
        for line in lines[row::rows]:
            joined += (*line, (" " * (widest - cell_len(plain(line))), ""))
        found.append(joined)
    return found


class Entry(Input):
    """A line to type in; Tab takes the completion."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "cursor_right", show=False)]


class Review(App[None]):
    """One evening on the whole screen."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None  # only a line to type in ever has the focus
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True)
    ]
    CSS = """
    Screen { layout: vertical; }
    #status, #foot { height: 1; text-style: reverse; }
    #said { height: auto; max-height: 3; text-style: bold; }
    #small { display: none; }
    #body { height: 1fr; layout: vertical; }
    #paper { height: 1fr; scrollbar-size-vertical: 1; }
    #side { height: 8; layout: horizontal; border-top: solid ansi_default; }
    #labels { width: 45%; height: 1fr; scrollbar-size-vertical: 1; }
    #rows { text-wrap: nowrap; text-overflow: ellipsis; }
    #about { width: 1fr; height: 1fr; padding-left: 1; scrollbar-size-vertical: 1; }
    .wide #body { layout: horizontal; }
    .wide #paper { width: 60%; padding-right: 1; }
    .wide #side {
        width: 1fr; height: 1fr; layout: vertical;
        border-top: none; border-left: solid ansi_default; padding-left: 1;
    }
    .wide #labels { width: 1fr; height: auto; max-height: 50%; }
    .wide.listing #labels { max-height: 80%; }
    .wide #about { padding: 1 0 0 0; }
    .tiny #status, .tiny #body, .tiny #said, .tiny #foot, .tiny #entry { display: none; }
    .tiny #small { display: block; }
    .alone #side { display: none; }
    #entry { display: none; height: 1; border: none; padding: 0; background: ansi_default; }
    """

    def __init__(self, evening: Evening) -> None:
        super().__init__()
        self.theme = "ansi-dark"
        self.evening = evening
        self._asking = ""
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
        yield Entry(id="entry", select_on_focus=False)
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
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def action_leave(self) -> None:
        self.exit()

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Everything that no line to type in has taken."""
        event.prevent_default()
        key = event.character if event.character and event.is_printable else event.key
        key = "space" if key == " " else key
        if self._asking:
            if key == "escape":
                self._ask_no_more()
        elif self._is_tiny():
            if key == "q":
                self.exit()
        else:
            self._press(key)
        self._draw()

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
        self._asking = action
        entry = self.query_one("#entry", Entry)
        entry.suggester = SuggestFromList(names, case_sensitive=False) if names else None
        entry.value = value
        entry.cursor_position = len(value)
        entry.display = True
        entry.focus()

    def _ask_no_more(self) -> None:
        self._asking, self._ahead = "", []
        entry = self.query_one("#entry", Entry)
        entry.display = False
        self.set_focus(None)

    def _next_fact(self) -> None:
        if not self._ahead:
            self._ask_no_more()
            return
        field = self._ahead.pop(0)
        self._ask(f"fact {field}", typed.written(self.evening.session.choices.facts, field))

    def on_input_changed(self, event: Input.Changed) -> None:
        """One digit is a whole answer where reasons are listed."""
        value = event.value
        count = len(self.evening.session.reasons)
        if self._asking == "exclude" and value.isdigit() and 1 <= int(value) <= count:
            self._answered(value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._answered(event.value)

    def _answered(self, value: str) -> None:
        asking, ahead = self._asking, self._ahead
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
        self._put("status", content([page.status(session)]))
        self._put("text", self._text())
        lines = list(panel.every_label(session) if listing else panel.labels(session))
        self._put("rows", content(lines))
        self._put("facts", self._about())
        self._put("said", self._said())
        self._put("foot", content([self._foot()]))
        at = next((n for n, line in enumerate(lines) if plain(line).startswith(">")), 0)
        self.query_one("#labels").scroll_to(y=max(0, at - 2), animate=False)

    def _put(self, name: str, what: Content | str) -> None:
        self.query_one(f"#{name}", Static).update(what)

    def _text(self) -> Content:
        session = self.evening.session
        match session.view:
            case "help":
                return content(panel.help_page())
            case "versions":
                return content(page.versions(session))
            case "labels":
                if self.size.width < WIDE:
                    listed = panel.every_label(session, short=True)
                    about = content([((" ", ""),), *panel.reasons_of(session)])
                    return Content("\n").join([content(listed, self.size.width - 1), about])
            case "why":
                return content([*panel.reasons_of(session, True), ((" ", ""),),
                                *panel.nearest(session)])  # fmt: skip
        return content([*page.heading(session), ((" ", ""),), *page.abstract(session)])

    def _about(self) -> Content:
        session = self.evening.session
        if self._asking == "exclude":
            return content(panel.reasons(session))
        if self._asking.startswith("fact "):
            return content(panel.facts(session, all_of_them=True))
        lines = [*panel.reasons_of(session), *panel.facts(session)]
        if self.size.width >= WIDE:
            lines += [((" ", ""),), *panel.nearest(session, 3)]
        return content(lines)

    def _said(self) -> str:
        said = self.evening.session.said
        if self._asking.startswith("fact "):
            name = typed.ROW[self._asking.removeprefix("fact ")]
            asks = f"{name} (Enter keeps, empty drops, Esc stops):"
        elif self._asking:
            asks = f"{BY_ACTION[self._asking].asks} (Esc goes back):"
        else:
            return said
        return f"{said}\n{asks}" if said else asks

    def _foot(self) -> Line:
        if self.evening.session.view == "help":
            return ((" PgDn PgUp scroll · any other key leaves the help", ""),)
        if self.evening.session.view == "labels":
            return ((" two letters tick · / by name · ↑ ↓ Space · Enter include · Esc back", ""),)
        line: Line = ((" ?", "strong"), (" help  ", ""))
        for action in FOOT:
            more = panel.foot_line((action,))
            if cell_len(plain((*line, *more))) > self.size.width:
                break
            line += more
        return line
