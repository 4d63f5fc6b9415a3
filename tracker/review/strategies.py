"""In what order papers wait: named strategies, of which a survey chooses one.

Whatever the strategy, withdrawals come first, then revised works, conflicts and second reads.
*value* deals places from a wheel, so that likely papers come soon and none waits for ever: if k
others wait at least as long as a paper, it is among the next ``latest_place(k)`` from the wheel,
whatever arrives later, as long as papers are decided in the order shown. The others serve one
purpose only, and may let a paper wait for ever.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Literal

from tracker.preferences import Strategy
from tracker.readings import is_vote
from tracker.record import Record
from tracker.review.waiting import Waiting

MEANINGS: dict[Strategy, str] = {
    "value": "three in five the likeliest, one the most uncertain, one the longest waiting",
    "likely": "the likeliest first",
    "uncertain": "those first of which the model is least sure",
    "oldest": "the longest waiting first",
    "newest": "the latest first",
}
FIRST = ("withdrawn", "revised", "conflict", "second")
"""Whatever waits for these reasons goes before all else, in this order: what a revised work is
published with may be untrue by now, and two readings of it can be compared only once somebody
has read the present text."""
_KINDS = (*FIRST, "new", "inferred", "deferred")
Hand = Literal["likely", "uncertain", "oldest"]
WHEEL: tuple[Hand, ...] = (
    "likely",
    "likely",
    "uncertain",
    "likely",
    "oldest",
)
"""Whose turn it is in *value*, over and over."""


def ordered(
    waiting: Iterable[Waiting], strategy: Strategy = "likely", turn: int = 0
) -> list[Waiting]:
    """What waits, in the strategy's order; ``turn`` is the wheel's position at the first place.

    Audit draws have places of their own, so they are left out, but for those of the longest
    waiting: chance alone would bound no paper's time.
    """
    every = list(waiting)
    first = sorted((one for one in every if one.why in FIRST), key=_likely)
    rest = [one for one in every if one.why not in FIRST]
    if strategy == "value":
        return [*first, *_dealt(rest, turn)]
    return [*first, *sorted((one for one in rest if not one.audit), key=_KEYS[strategy])]


def latest_place(as_long: int) -> int:
    """The place (from 1) by which *value* has a paper, where so many wait at least as long.

    Each turn of the wheel serves the longest waiting, and what arrives later waits less long.
    Audit draws in between come on top, and a whole turn for every withdrawal or conflict.
    """
    return len(WHEEL) * (as_long + 1)


def turns(record: Record) -> tuple[int, int]:
    """How many decisions came from the wheel, and how many answered audit draws.

    Votes, imports and cleared piles are neither. Counted from the record, the wheel is the
    same for everybody and goes on where the last evening stopped.
    """
    own = [
        one.shown.get("audit") is True
        for standing in record.standings
        for one in standing.history
        if not (one.inferred or is_vote(one) or one.shown.get("pile"))
    ]
    return len(own) - sum(own), sum(own)


def next_hand(strategy: Strategy, record: Record) -> tuple[Hand, int | None] | None:
    """Which hand deals the next places, and how many of them (None: all); None for an order
    that has no hand."""
    if strategy != "value":
        return None if strategy == "newest" else (strategy, None)
    wheel = turns(record)[0] % len(WHEEL)
    ahead = (*WHEEL[wheel:], *WHEEL[:wheel])
    return ahead[0], next(place for place, hand in enumerate(ahead) if hand != ahead[0])


def begun(one: Waiting) -> date:
    """The day since when it waits: first submitted, or put off or imported after that."""
    if one.since:
        return one.since.date()
    return one.submitted_on or date.min


def _dealt(waiting: Sequence[Waiting], turn: int) -> Iterator[Waiting]:
    plain = [one for one in waiting if not one.audit]
    hands = {
        name: iter(sorted(waiting if name == "oldest" else plain, key=_KEYS[name]))
        for name in dict.fromkeys(WHEEL)
    }
    dealt = set()
    for place in range(turn, turn + len(waiting)):
        for one in hands[WHEEL[place % len(WHEEL)]]:
            if one.work not in dealt:
                dealt.add(one.work)
                yield one
                break


def _likely(one: Waiting) -> tuple[int, float, date, str, str]:
    work = one.work  # no new text for each: a hundred thousand of them are sorted at once
    day = one.submitted_on or date.min
    return _KINDS.index(one.why), -(one.relevance or 0.0), day, work.scheme, work.value


def _uncertain(one: Waiting) -> tuple[int, float, date, str, str]:
    kind, _, day, scheme, value = _likely(one)
    doubt = 1.0 if one.relevance is None else abs(one.relevance - 0.5)
    return kind, doubt, day, scheme, value


def _oldest(one: Waiting) -> tuple[int, float, str, str]:
    return begun(one).toordinal(), -(one.relevance or 0.0), one.work.scheme, one.work.value


def _newest(one: Waiting) -> tuple[int, float, str, str]:
    day, chance, scheme, value = _oldest(one)
    return -day, chance, scheme, value


_KEYS: dict[str, Callable[[Waiting], Any]] = {
    "likely": _likely,
    "uncertain": _uncertain,
    "oldest": _oldest,
    "newest": _newest,
}
