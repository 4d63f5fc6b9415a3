"""Which works teach and which are asked: by balanced folds, and by time."""

import random
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil

from tracker.suggest.examples import Example

CUTS = (0.4, 0.6, 0.8)
"""Shares of the works, oldest first, after which a day of asking begins."""


def strata(work: Example) -> frozenset[str]:
    """What is to be spread evenly over folds: the labels of a work and whether it belongs."""
    return (work.labels or frozenset()) | {f"relevant {work.relevant}"}


@dataclass(frozen=True)
class Part:
    """Places of the works to learn from and of those to be asked about.

    ``day`` is the first day of the works asked (ISO 8601) where the parts follow time.
    """

    seen: tuple[int, ...]
    unseen: tuple[int, ...]
    day: str = ""


def stratified(having: Sequence[Collection[str]], folds: int, seed: int) -> tuple[int, ...]:
    """The fold of each work, such that every label's works are spread evenly over them.

    Iterative stratification (Sechidis, Tsoumakas & Vlahavas, "On the stratification of
    multi-label data", ECML PKDD 2011): the rarest label that is left is dealt out first, each
    work to the fold that lacks most of it, then to the one that lacks most works, then by lot.
    """
    lot = random.Random(seed)
    totals = Counter(label for own in having for label in set(own))
    lacks = {label: [count / folds] * folds for label, count in totals.items()}
    room = [len(having) / folds] * folds
    fold = [0] * len(having)
    left = dict.fromkeys(range(len(having)))
    while left:
        counts = Counter(label for work in left for label in set(having[work]))
        rarest = min(counts, key=lambda label: (counts[label], label), default=None)
        wanted = room if rarest is None else lacks[rarest]
        for work in [one for one in left if rarest is None or rarest in having[one]]:
            most = max((wanted[k], room[k]) for k in range(folds))
            fold[work] = lot.choice([k for k in range(folds) if (wanted[k], room[k]) == most])
            for label in set(having[work]):
                lacks[label][fold[work]] -= 1
            room[fold[work]] -= 1
            del left[work]
    return tuple(fold)


def balanced(having: Sequence[Collection[str]], folds: int, seed: int) -> tuple[Part, ...]:
    """Each fold of ``stratified`` asked about in turn; none where there are too few works."""
    folds = min(folds, len(having))
    if folds < 2:
        return ()
    fold = stratified(having, folds, seed)
    places = range(len(having))
    return tuple(
        Part(tuple(i for i in places if fold[i] != k), tuple(i for i in places if fold[i] == k))
        for k in range(folds)
    )


def in_time(days: Sequence[str]) -> tuple[Part, ...]:
    """Works asked about from a day on, up to the next such day, learning from all before it.

    ``days`` are ISO 8601, a month or a year standing for its beginning. Works of one day stay
    together, so there are at most as many parts as ``CUTS``, and none if all are of one day.
    """
    order = sorted(days)
    cuts = {order[min(ceil(share * len(order)), len(order) - 1)] for share in CUTS if order}
    starts = sorted(cuts - set(order[:1]))
    parts = []
    for start, end in zip(starts, [*starts, ""][1:], strict=True):
        seen = tuple(i for i, day in enumerate(days) if day < start)
        unseen = tuple(i for i, day in enumerate(days) if start <= day and (not end or day < end))
        parts.append(Part(seen, unseen, start))
    return tuple(parts)
