"""Which records to read next: pure functions from what the model thinks to a choice.

Each takes the records not yet read, how many to choose and dice, and returns that many
different places in the order in which to read them; all of them if there are fewer. Ties go
to the earlier record, so a choice depends on nothing but its arguments.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import floor
from typing import Any

import numpy as np

from tracker.errors import SettingsError

AUDIT = 1 / 6
"""Share of the records that ``random-share`` draws evenly, as the survey's audit draws are."""
WIDE = 4
"""How many times more candidates than wanted ``diverse`` chooses among."""


@dataclass(frozen=True)
class Unread:
    """The records not yet read: ``places`` in the review, and what the model thinks of each.

    ``scores`` rank them, higher first; ``margins`` are signed distances from the classifier's
    boundary. ``rows`` are the vectors of the whole review by place, sparse and of length 1.
    """

    places: np.ndarray
    scores: np.ndarray
    margins: np.ndarray
    rows: Any


Strategy = Callable[[Unread, int, np.random.Generator], tuple[int, ...]]


def most_likely(unread: Unread, count: int, _dice: np.random.Generator) -> tuple[int, ...]:
    """The records with the highest scores: what a reader wants, and ASReview's default."""
    return _chosen(unread, _ranked(-unread.scores)[:count])


def uncertain(unread: Unread, count: int, _dice: np.random.Generator) -> tuple[int, ...]:
    """The records nearest to the classifier's boundary (Lewis & Gale, SIGIR 1994)."""
    return _chosen(unread, _ranked(abs(unread.margins))[:count])


def diverse(unread: Unread, count: int, _dice: np.random.Generator) -> tuple[int, ...]:
    """Likely records unlike one another.

    Of four times as many candidates as wanted the likeliest comes first, then always the
    one whose nearest chosen neighbour is the farthest away, by cosine.
    """
    candidates = _ranked(-unread.scores)[: WIDE * count]
    rows = unread.rows[unread.places[candidates]]
    nearest = np.full(len(candidates), -np.inf)
    taken: list[int] = []
    while len(taken) < min(count, len(candidates)):
        taken.append(int(np.argmin(nearest)))
        likeness = np.asarray((rows @ rows[taken[-1]].T).todense()).ravel()
        nearest = np.maximum(nearest, likeness)
        nearest[taken] = np.inf
    return _chosen(unread, candidates[taken])


def at_random(unread: Unread, count: int, dice: np.random.Generator) -> tuple[int, ...]:
    """Records drawn evenly: what an unbiased estimate of recall needs."""
    return _chosen(unread, dice.permutation(len(unread.places))[:count])


def mixed(main: Strategy, other: Strategy, share: float) -> Strategy:
    """``main``, but on average this share (0 to 1) of the records by ``other``.

    A share of a record is a chance of one, so that a share holds for choices of one record
    too. What both would choose counts as the other's, and ``main`` goes on to its next.
    """

    def choose(unread: Unread, count: int, dice: np.random.Generator) -> tuple[int, ...]:
        count = min(count, len(unread.places))
        part = floor(count * share + dice.random())
        first = other(unread, part, dice) if part else ()
        rest = (place for place in main(unread, count, dice) if place not in first)
        return (*first, *rest)[:count]

    return choose


NAMED: dict[str, Strategy] = {
    "most-likely": most_likely,
    "uncertain": uncertain,
    "diverse": diverse,
    "random-share": mixed(most_likely, at_random, AUDIT),
    "random": at_random,
}


def strategy(name: str) -> Strategy:
    """The strategy of a name; raises SettingsError where there is none."""
    if name not in NAMED:
        *most, last = NAMED
        said = f"there are {', '.join(most)} and {last}"
        raise SettingsError(f"there is no strategy {name[:40]!r}; {said}")
    return NAMED[name]


def _ranked(keys: np.ndarray) -> np.ndarray:
    return np.argsort(keys, kind="stable")


def _chosen(unread: Unread, order: np.ndarray) -> tuple[int, ...]:
    return tuple(int(place) for place in unread.places[order])
