"""What each action of the review does to a session. Pure; see `tracker.review.session`."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from tracker import identity
from tracker.errors import SettingsError
from tracker.review import typed
from tracker.review.session import (
    Effect,
    Leave,
    Open,
    Session,
    Show,
    TakeBack,
    View,
    Write,
    onward,
)
from tracker.review.sheet import toggled
from tracker.works import Facts

Next = tuple[Session, tuple[Effect, ...]]


def act(session: Session, action: str, text: str = "") -> Next:
    """The session after an action, and what must be done for it.

    ``action`` is one of `tracker.review.keys`, or ``"paper"`` (back to the paper), or
    ``"fact FIELD"``. Never raises: what cannot be done is said in a sentence, and nothing
    else changes.
    """
    session = replace(session, said="")
    name, _, detail = action.partition(" ")
    if session.sheet is None and name not in _WITHOUT_PAPER:
        return replace(session, said="No paper is shown; u takes back, q leaves."), ()
    try:
        if name == "fact":
            return _fact(session, detail, text.strip()), ()
        return _ACTIONS[name](session, text.strip())
    except SettingsError as fault:
        return replace(session, said=str(fault)), ()


def _fact(session: Session, field: str, text: str) -> Session:
    facts = typed.stated(session.choices.facts, field, text)
    return replace(session, choices=replace(session.choices, facts=facts))


def _accept(session: Session, _: str) -> Next:
    if not session.choices.labels and session.view != "labels":
        shown, effects = _view("labels")(session, "")
        why = "nothing is ticked: give labels, or Enter again to include without any"
        return replace(shown, said=why), effects
    facts = Facts(dict(session.choices.facts)) if session.choices.facts else None
    chosen = session.choices
    return session, (Write("include", chosen.labels, facts, note=chosen.note),)


def _exclude(session: Session, text: str) -> Next:
    why = typed.reason(text, session.reasons)
    return session, (Write("exclude", reason=why, note=session.choices.note),)


def _defer(session: Session, _: str) -> Next:
    return session, (Write("defer", note=session.choices.note),)


def _note(session: Session, text: str) -> Next:
    note = typed.bounded(text)
    said = "The note is kept with your decision." if note else "No note."
    return replace(session, choices=replace(session.choices, note=note), said=said), ()


def _type(session: Session, text: str) -> Next:
    if not text:
        return session, ()
    found = typed.labels(text, session.taxonomy, session.codes)
    for label in found:
        session = _ticked(session, label.key)
    said = [f"{_is(session, one.key)} {one.name} ({one.key})" for one in found]
    return replace(session, said="; ".join(said)), ()


def _is(session: Session, key: str) -> str:
    return "ticked" if key in session.choices.labels else "unticked"


def _tick(session: Session, _: str) -> Next:
    if not session.cursor:
        raise SettingsError("no label is listed here; e lists them all")
    name = session.taxonomy.by_key[session.cursor].name
    session = _ticked(session, session.cursor)
    return replace(session, said=f"{_is(session, session.cursor)} {name}"), ()


def _likely(session: Session, _: str) -> Next:
    """Every label at one half or more; where a dimension takes one, the surest."""
    assert session.sheet is not None
    labels = session.choices.labels
    for one in () if session.blind else session.sheet.suggested:
        known = one.label in session.taxonomy.by_key and one.label not in labels
        if known and one.probability >= 0.5:
            more = session.taxonomy.sort([*labels, one.label])
            labels = labels if list(session.taxonomy.faults(more)) else more
    if labels == session.choices.labels:
        raise SettingsError("no other label is likelier than not")
    said = f"{len(labels)} labels are ticked; Enter includes the paper with them."
    choices = replace(session.choices, labels=labels)
    return replace(session, choices=choices, said=said), ()


def _ticked(session: Session, key: str) -> Session:
    labels = toggled(session.choices.labels, key, session.taxonomy)
    return replace(session, choices=replace(session.choices, labels=labels), cursor=key)


def _step(by: int) -> Callable[[Session, str], Next]:
    def step(session: Session, _: str) -> Next:
        rows = session.rows
        if not rows:
            return session, ()
        place = rows.index(session.cursor) + by if session.cursor in rows else 0
        return replace(session, cursor=rows[place % len(rows)]), ()

    return step


def _view(view: View) -> Callable[[Session, str], Next]:
    def show(session: Session, _: str) -> Next:
        shown = replace(session, view="paper" if session.view == view else view)
        if shown.cursor not in shown.rows:
            shown = replace(shown, cursor=next(iter(shown.rows), ""))
        return shown, ()

    return show


def _paper(session: Session, _: str) -> Next:
    return _view("paper")(replace(session, view="help"), "")


def _versions(session: Session, text: str) -> Next:
    if session.sheet is None or not session.sheet.earlier:
        raise SettingsError("no earlier version of this paper is in the store")
    return _view("versions")(session, text)


def _open(session: Session, _: str) -> Next:
    assert session.sheet is not None
    case = session.sheet.case
    if case.paper:
        url = identity.WorkId("arxiv", case.paper.arxiv_id).url
    else:
        url = case.standing.work.url if case.standing else case.work.url
    if not url:
        raise SettingsError("no address of this work is known")
    return session, (Open(url),)


def _move(step: int) -> Callable[[Session, str], Next]:
    return lambda session, _: (onward(session, step), (Show(),))


def _search(session: Session, text: str) -> Next:
    words = text.lower().split()
    if not words:
        raise SettingsError("search for what? Words of a title, or a part of an identifier")
    count = len(session.queue)
    for move in range(1, count + 1):
        one = session.queue[(session.place + move) % count]
        title, named = one.title.lower(), text.lower() in str(one.work)
        if one.work not in session.gone and (named or all(word in title for word in words)):
            return replace(session, place=(session.place + move) % count), (Show(),)
    more = "" if session.whole else "; the queue is still being read, try again in a second"
    raise SettingsError(f"no waiting title has {text[:60]!r}{more}")


def _jump(session: Session, text: str) -> Next:
    if text.isdigit():
        if not 1 <= int(text) <= len(session.queue):
            raise SettingsError(f"the queue's places are 1 to {len(session.queue):,}")
        return replace(session, place=int(text) - 1), (Show(),)
    try:
        work = identity.parse(text)
    except ValueError as fault:
        raise SettingsError(str(fault)) from None
    for place, one in enumerate(session.queue):
        if one.work == work and work not in session.gone:
            return replace(session, place=place), (Show(),)
    return session, (Show(work),)


_ACTIONS: Mapping[str, Callable[[Session, str], Next]] = {
    "accept": _accept,
    "labels": _view("labels"),
    "exclude": _exclude,
    "defer": _defer,
    "undo": lambda session, _: (session, (TakeBack(),)),
    "redo": lambda session, _: (session, (TakeBack(again=True),)),
    "down": _step(1),
    "up": _step(-1),
    "tick": _tick,
    "likely": _likely,
    "type": _type,
    "note": _note,
    "why": _view("why"),
    "versions": _versions,
    "open": _open,
    "next": _move(1),
    "previous": _move(-1),
    "search": _search,
    "jump": _jump,
    "help": _view("help"),
    "paper": _paper,
    "leave": lambda session, _: (session, (Leave(),)),
}
_WITHOUT_PAPER = frozenset(
    {"undo", "redo", "next", "previous", "search", "jump", "help", "paper", "leave"}
)
