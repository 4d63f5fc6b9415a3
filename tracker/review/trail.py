"""Which of a curator's decisions undo takes back next, and which redo puts back."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.decisions import Decision, active, in_order


@dataclass(frozen=True)
class Trail:
    """``done`` can be taken back, ``undone`` (undos, each with what it undid) put back.

    Both have the one whose turn it is last. As in an editor, a new decision forgets what
    was undone before it.
    """

    done: tuple[Decision, ...] = ()
    undone: tuple[tuple[Decision, Decision], ...] = ()


def trail(decisions: Iterable[Decision], by: str) -> Trail:
    """The trail that the journal's lines amount to: nothing else has to be kept."""
    history = in_order(decisions)
    standing = {decision.key for decision in active(history)}
    done: dict[str, Decision] = {}
    undone: dict[str, tuple[Decision, Decision]] = {}
    for one in history:
        if one.by.lower() != by.lower() or one.verdict in ("join", "split"):
            continue
        if one.verdict != "undo":
            done[one.key] = one
            undone.clear()
        elif one.undoes in done:
            undone[one.key] = one, done.pop(one.undoes)
        elif one.undoes in undone:
            _, target = undone.pop(one.undoes)
            done[target.key] = target
    return Trail(
        tuple(one for one in done.values() if one.key in standing),
        tuple(pair for pair in undone.values() if pair[1].key not in standing),
    )
