"""Who read a work, and which decision counts when a second curator reads it too.

A *reading* is an inclusion or exclusion by a person. A reading marked ``second`` in what was
shown is a *vote*: it was taken to be compared with the first, and changes nothing unless it
settles a conflict (docs/adr/0010). Every other decision counts from the moment it is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.decisions import Decision

SETTLED_BY = 3  # readers; with two there is no majority


@dataclass(frozen=True)
class Count:
    """What the verdicts on one work amount to.

    ``decided`` is the decision that counts and ``counted`` all that ever did, oldest first.
    ``readings`` are those that stand side by side, one a curator, ``decided`` among them;
    ``open`` says that they differ and that nobody's vote has settled it.
    """

    decided: Decision | None = None
    counted: tuple[Decision, ...] = ()
    readings: tuple[Decision, ...] = ()
    open: bool = False


def is_reading(decision: Decision) -> bool:
    """Whether a person judged the work: an import is nobody's reading, nor is putting off."""
    return decision.verdict in ("include", "exclude") and not decision.inferred


def is_vote(decision: Decision) -> bool:
    return decision.shown.get("second") is True


def reader(decision: Decision) -> str:
    """The curator's handle as it is compared: handles have no case."""
    return decision.by.lower()


def count(history: Sequence[Decision]) -> Count:
    """What the verdicts that stand on a work, oldest first, amount to."""
    if not any(map(is_vote, history)):  # nearly every work: the latest counts
        last = history[-1] if history else None
        return Count(last, tuple(history), (last,) if last and is_reading(last) else ())
    found = Count()
    for decision in history:
        found = _after(found, decision)
    return found


def _after(before: Count, decision: Decision) -> Count:
    own = before.decided is not None and reader(before.decided) == reader(decision)
    if not is_vote(decision) or own or before.decided is None or not before.readings:
        return _decided(before, decision, own)
    return _voted(before, before.decided, decision) if is_reading(decision) else before


def _decided(before: Count, decision: Decision, own: bool) -> Count:
    """After a decision that counts at once.

    Correcting oneself leaves the votes of others where they are; whoever corrects somebody
    else has seen what stood there, and ends the matter.
    """
    readings: tuple[Decision, ...] = ()
    if is_reading(decision):
        readings = _with(before.readings if own else (), decision)
    still = own and before.open and not _unanimous(readings)
    return Count(decision, (*before.counted, decision), readings, still)


def _voted(before: Count, decided: Decision, vote: Decision) -> Count:
    """After a vote: the third reader's settles the matter if most readers share its verdict."""
    readings = _with(before.readings, vote)
    if _unanimous(readings):
        return Count(decided, before.counted, readings)
    unsettled = before.open or not _is_majority(decided, readings)
    if len(readings) >= SETTLED_BY and unsettled and _is_majority(vote, readings):
        return Count(vote, (*before.counted, vote), readings)
    return Count(decided, before.counted, readings, unsettled or len(readings) < SETTLED_BY)


def _with(readings: Sequence[Decision], decision: Decision) -> tuple[Decision, ...]:
    return (*(one for one in readings if reader(one) != reader(decision)), decision)


def _unanimous(readings: Sequence[Decision]) -> bool:
    answers = {
        (one.verdict, frozenset(one.labels) if one.verdict == "include" else frozenset())
        for one in readings
    }
    return len(answers) < 2


def _is_majority(decision: Decision, readings: Sequence[Decision]) -> bool:
    return 2 * sum(one.verdict == decision.verdict for one in readings) > len(readings)


def independent(history: Sequence[Decision]) -> tuple[Decision, ...]:
    """The readings taken without knowing one another, one a curator, the first one first.

    The first is the last one before anybody voted. Of those who voted it is their first vote,
    unless they were called because of a conflict: only works that are hard come to them.
    """
    first: Decision | None = None
    votes: dict[str, Decision] = {}
    for one in history:
        if not is_reading(one):
            continue
        own = first is None or reader(one) == reader(first)
        if not votes and (own or not is_vote(one)):
            first = one
        elif not own and is_vote(one) and one.shown.get("conflict") is not True:
            votes.setdefault(reader(one), one)
    return (first, *votes.values()) if first else ()
