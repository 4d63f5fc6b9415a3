"""What is shown beside a paper: labels and their reasons, facts, and the help."""

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.review import typed
from tracker.review.keys import EVERY, GROUND, GROUPS, Key
from tracker.review.page import Line, Piece, Role
from tracker.review.session import Session
from tracker.suggestions import Suggestion
from tracker.visible import on_one_line

_TIERS = {"suggested": ", suggested", "likely": ", likely", "ask": ", an open question", "": ""}


def labels(session: Session) -> Iterator[Line]:
    """A line for each label listed: where the reviewer is, its tick, code, chance and name."""
    said = _by_label(session)
    for key in session.rows:
        yield _row(session, key, said, session.taxonomy.by_key[key].name)


def every_label(session: Session, short: bool = False) -> Iterator[Line]:
    """All labels under their dimensions; ``short`` for three columns on a narrow screen."""
    said = _by_label(session)
    for dimension in session.taxonomy.dimensions:
        letter = session.codes.letter.get(dimension.key, "")
        one = " (one)" if dimension.choose == "one" else ""
        yield ((_cut(f"{letter} · {dimension.name}{one}", 23 if short else 60), "strong"),)
        for label in (label for label in dimension.labels if not label.retired):
            name = _cut(label.short, 11) if short else label.name
            yield _row(session, label.key, said, name)


def _row(session: Session, key: str, said: Mapping[str, Suggestion], name: str) -> Line:
    at = ">" if key == session.cursor else " "
    ticked = "x" if key in session.choices.labels else " "
    one = said.get(key)
    chance = f"{one.probability:4.0%} " if one else "     " if said else ""
    code = session.codes.code.get(key, "")
    role: Role = "cursor" if at == ">" else "strong" if ticked == "x" else ""
    return ((f"{at}[{ticked}] {code:2} {chance}{on_one_line(name)}", role),)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _by_label(session: Session) -> Mapping[str, Suggestion]:
    suggested = session.sheet.suggested if session.sheet and not session.blind else ()
    return {one.label: one for one in suggested}


def reasons_of(session: Session, full: bool = False) -> Iterator[Line]:
    """Why the label under the cursor is suggested, and what spoke against it."""
    if not session.cursor:
        none = "" if session.blind else "No label is suggested; e lists all of them."
        yield ((none, "quiet"),)
        return
    label = session.taxonomy.by_key[session.cursor]
    dimension = next(d for d in session.taxonomy.dimensions if d.key == label.dimension)
    yield ((label.name, "strong"), (f" · {dimension.name} ({label.key})", "quiet"))
    one = _by_label(session).get(session.cursor)
    if one:
        yield ((f"{one.probability:.0%}{_TIERS[one.tier]}", ""),)
        few = 9 if full else 3
        yield (("for: ", "quiet"), (_words(one.evidence[:few]) or "nothing in the words", ""))
        if (against := _words(one.against[:few])) or full:
            yield (("against: ", "quiet"), (against or "nothing in the words", ""))
    if full:
        yield (("means: ", "quiet"), (on_one_line(label.meaning), ""))


def _words(pieces: tuple[dict[str, Any], ...]) -> str:
    return ", ".join(f"{on_one_line(one['words'])} ({one['weight']:+.2g})" for one in pieces)


def nearest(session: Session, most: int = 5) -> Iterator[Line]:
    """The confirmed works most like this paper, each with its labels."""
    near = session.sheet.near[:most] if session.sheet and not session.blind else ()
    if near:
        yield (("Confirmed works most like it", "strong"),)
    for one in near:
        names = [session.taxonomy.by_key[k].short for k in one.labels if _known(session, k)]
        yield (
            (f"{one.likeness:.0%} ", ""),
            (on_one_line(one.title), ""),
            (f" · {', '.join(names) or 'no labels'}", "quiet"),
        )


def _known(session: Session, key: str) -> bool:
    return key in session.taxonomy.by_key


def facts(session: Session, all_of_them: bool = False) -> Iterator[Line]:
    """The facts an inclusion will state, each with the words it was found in."""
    if session.sheet is None:
        return
    found = {one.field: one for one in session.sheet.found}
    listed = session.sheet.case.standing
    for field, name in typed.ROW.items():
        value = typed.written(session.choices.facts, field)
        origin = found.get("links" if field in ("code", "model", "data", "page") else field)
        if value:
            source = f" ← {origin.where}: “{on_one_line(origin.words)}”" if origin else ""
            yield ((f"{name}: ", "quiet"), (on_one_line(value), ""), (source, "quiet"))
        elif listed and (kept := typed.written(vars(listed.work), field)):
            yield ((f"{name}: ", "quiet"), (on_one_line(kept), ""), (" (in its file)", "quiet"))
        elif all_of_them:
            yield ((f"{name}: ", "quiet"), ("—", "quiet"))
    if session.choices.note:
        yield (("note: ", "quiet"), (on_one_line(session.choices.note), ""))


def reasons(session: Session) -> Iterator[Line]:
    """The short list of reasons to exclude."""
    for number, reason in enumerate(session.reasons, 1):
        yield ((f"{number} ", "strong"), (on_one_line(reason), ""))


def shown_key(key: str) -> str:
    """A key as people write it."""
    return {
        "enter": "Enter", "space": "Space", "down": "↓", "up": "↑", "left": "←", "right": "→",
        "pagedown": "PgDn", "pageup": "PgUp", "ctrl+d": "Ctrl-D", "ctrl+u": "Ctrl-U",
    }.get(key, key)  # fmt: skip


def help_page(skip: frozenset[str] = frozenset()) -> Iterator[Line]:
    """Everything a new reviewer needs; ``skip`` leaves out actions a face does not have."""
    for name, group in GROUPS:
        yield ((name, "strong"),)
        yield from (_help(one) for one in group if one.action not in skip)
    for paragraph in GROUND:
        yield ((" ", ""),)
        yield ((paragraph, ""),)


def _help(one: Key) -> Line:
    keys = " ".join(map(shown_key, one.keys))
    return ((f"  {keys:12}", "strong"), (one.help, ""))


def foot_line(actions: tuple[str, ...]) -> Line:
    """The keys of some actions in one line."""
    pieces: list[Piece] = []
    known = {one.action: one for one in EVERY}
    for action in actions:
        one = known[action]
        pieces += [(shown_key(one.keys[0]), "strong"), (f" {one.short}  ", "")]
    return tuple(pieces)
