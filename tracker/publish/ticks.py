"""Who ticked what in a pull request's text, told from the history of its edits.

GitHub says who edited a text, not who ticked a box: each edit holds the whole text as it was
then, so a box belongs to whoever's edit it is first ticked in. An edit of the tracker's that
gives the text a new mark ends a round: the ticks that stand then count, and nobody takes them
back by what comes after.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tracker.publish.markdown import plain
from tracker.publish.proposal import mark_of
from tracker.publish.tasks import Kind, read_tasks


@dataclass(frozen=True)
class Edit:
    """One edit: when, by whom (empty if GitHub does not know), and the whole text after it,
    None where somebody deleted that revision."""

    at: datetime
    editor: str
    body: str | None


@dataclass(frozen=True)
class History:
    """The edits of one text, oldest first; ``whole`` if they begin with its creation.

    ``trackers`` are the logins the tracker writes under.
    """

    number: int
    edits: tuple[Edit, ...]
    whole: bool
    trackers: frozenset[str]


@dataclass(frozen=True)
class Tick:
    """A box somebody ticked: what was offered, which box, who and when."""

    facts: Mapping[str, Any] = field(hash=False)
    kind: Kind
    by: str
    at: datetime
    number: int

    @property
    def work(self) -> str:
        return str(self.facts["work"])


@dataclass(frozen=True)
class Round:
    """What stood ticked when a round ended, and what of it cannot count."""

    ticks: tuple[Tick, ...]
    remarks: tuple[str, ...]


_Box = tuple[str, Kind]  # a task's words, and which of its boxes


def rounds(history: History) -> list[Round]:
    """The rounds of a text, oldest first; the last one is not over yet."""
    offered = _offered(history)
    standing: dict[_Box, tuple[str, datetime]] = {}
    found: list[Round] = []
    before, mark, certain = frozenset[_Box](), None, history.whole
    for edit in history.edits:
        if edit.body is None:
            certain = False
            continue
        tasks = list(read_tasks(edit.body))
        now = frozenset((task.words, kind) for task in tasks for kind in task.ticked)
        written = mark_of(edit.body)
        if edit.editor in history.trackers and written not in (None, mark):
            found.append(_round(standing, offered, history.number))
            standing = {}
        else:
            standing = {box: who for box, who in standing.items() if box in now}
            who = edit.editor if certain else ""
            standing |= dict.fromkeys(now - before, (who, edit.at))
        before, mark, certain = now, written, True
    return [*found, _round(standing, offered, history.number)]


def _offered(history: History) -> dict[str, Mapping[str, Any]]:
    """What the tracker itself offered, by its exact words: nothing else can be ticked."""
    bodies = (edit.body for edit in history.edits if edit.editor in history.trackers)
    return {task.words: task.facts for body in bodies if body for task in read_tasks(body)}


def _round(
    standing: Mapping[_Box, tuple[str, datetime]],
    offered: Mapping[str, Mapping[str, Any]],
    number: int,
) -> Round:
    ticks: list[Tick] = []
    remarks: list[str] = []
    for (words, kind), (editor, at) in standing.items():
        facts = offered.get(words)
        both = len([box for box in standing if box[0] == words]) > 1
        fault = _fault(editor, both, facts is not None)
        if facts is not None and not fault:
            ticks.append(Tick(facts, kind, editor, at, number))
        elif not both or kind == "include":
            work = str(facts["work"]) if facts else plain(words.partition(" <!--")[0], 80)
            remarks.append(remark(kind, work, editor, number, fault))
    return Round(tuple(sorted(ticks, key=lambda one: (one.at, one.work))), tuple(sorted(remarks)))


def _fault(editor: str, both: bool, is_offered: bool) -> str:
    if not is_offered:
        return "the tracker did not offer this, in these words"
    if both:
        return "both boxes are ticked"
    return "" if editor else "GitHub does not say who ticked it"


def remark(kind: str, work: str, editor: str, number: int, fault: str) -> str:
    """Why a tick is no decision, with its words."""
    by = f" by {plain(editor, 40)!r}" if editor else ""
    return f"#{number}: {kind} {plain(work, 80)!r}{by} is no decision: {fault}"
