"""How the full screen looks: its parts as Textual draws them, and its style sheet.

Styles only repeat what signs say already, so that nothing is lost without them.
"""

import textwrap
from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content

from tracker.review import page, panel, typed
from tracker.review.keys import BY_ACTION, FOOT
from tracker.review.page import Line, Role, plain
from tracker.review.session import Session
from tracker.visible import on_one_line

_LEAST = 8  # columns of anything: before the first drawing a terminal has none
SAID = 3  # rows for what is said and asked: what its style below has room for
WIDE = 110  # columns from which labels stand beside the paper, not below it
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
_STYLE: dict[Role, str] = {
    "title": "bold", "quiet": "dim", "strong": "bold", "mark": "underline",
    "pointed": "bold underline", "removed": "strike", "added": "bold underline",
    "cursor": "reverse",
}  # fmt: skip


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


def bar(line: Line, width: int) -> Content:
    """A line as wide as the screen."""
    return content([(*line, (" " * max(0, width - cell_len(plain(line))), ""))])


def text(session: Session, width: int) -> Content:
    """The large part: the paper, or what was asked to be seen in its place."""
    match session.view:
        case "help":
            return content(panel.help_page())
        case "versions":
            return content(page.versions(session))
        case "labels":
            if width < WIDE:
                listed = panel.every_label(session, short=True)
                about = content([((" ", ""),), *panel.reasons_of(session)])
                return Content("\n").join([content(listed, width - 1), about])
        case "why":
            return content([*panel.reasons_of(session, True), ((" ", ""),),
                            *panel.nearest(session)])  # fmt: skip
    return content([*page.heading(session), ((" ", ""),), *page.abstract(session)])


def about(session: Session, asking: str, width: int) -> Content:
    """The small part: the label under the cursor and the facts, or what is being asked for."""
    if asking == "exclude":
        return content(panel.reasons(session))
    if asking.startswith("fact "):
        return content(panel.facts(session, all_of_them=True))
    lines = [*panel.reasons_of(session), *panel.facts(session)]
    if width >= WIDE:
        lines += [((" ", ""),), *panel.nearest(session, 3)]
    return content(lines)


def said(session: Session, asking: str, width: int) -> str:
    """The last sentence, cut where it must be, and the question that waits for an answer."""
    if asking.startswith("fact "):
        name = typed.ROW[asking.removeprefix("fact ")]
        asks = f"{name} (Enter keeps, empty drops, Esc stops):"
    elif asking:
        asks = f"{BY_ACTION[asking].asks} (Esc goes back):"
    else:
        asks = ""
    question = _rows(asks, width)
    room = max(1, SAID - len(question))
    return "\n".join([*_rows(on_one_line(session.said), width, room), *question])


def _rows(text: str, width: int, most: int | None = None) -> list[str]:
    """A text in rows of so many columns, the last of at most so many ending in "…"."""
    columns = max(_LEAST, width if cell_len(text) == len(text) else width // 2)
    return textwrap.wrap(text, columns, max_lines=most, placeholder=" …")


def foot(session: Session, width: int) -> Line:
    """The keys that the bottom line has room for."""
    if session.view == "help":
        return ((" PgDn PgUp scroll · any other key leaves the help", ""),)
    if session.view == "labels":
        return ((" two letters tick · / by name · ↑ ↓ Space · Enter include · Esc back", ""),)
    line: Line = ((" ?", "strong"), (" help  ", ""))
    for action in FOOT:
        more = panel.foot_line((action,))
        if cell_len(plain((*line, *more))) > width:
            break
        line += more
    return line
