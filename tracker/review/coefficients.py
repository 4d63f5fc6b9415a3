"""How far readers agree beyond chance: two coefficients for nominal data, and an interval.

A *pattern* is what the readers of one work answered; a table counts the works of each.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

Pattern = tuple[str, ...]
Table = Mapping[Pattern, int]
Coefficient = Callable[[Table], float | None]

RESAMPLES = 1_000
SEED = 1960  # always the same, so that the same readings give the same interval


def kappa(table: Table) -> float | None:
    """Cohen's kappa for two readers; patterns are (the one's answer, the other's).

    (p_o - p_e) / (1 - p_e), where p_e is what two readers of these habits share by chance.
    None where that is everything: both gave one and the same answer throughout.
    J. Cohen (1960), "A coefficient of agreement for nominal scales", Educational and
    Psychological Measurement 20(1), 37-46.
    """
    total, same = sum(table.values()), 0
    one: Counter[str] = Counter()
    two: Counter[str] = Counter()
    for (first, second), count in table.items():
        one[first] += count
        two[second] += count
        same += count if first == second else 0
    by_chance = sum(count * two[answer] for answer, count in one.items())
    if by_chance == total * total:
        return None
    return (same * total - by_chance) / (total * total - by_chance)


def alpha(table: Table) -> float | None:
    """Krippendorff's alpha for any number of readers, of whom any may be missing.

    Patterns are the answers given, in any order; those of fewer than two say nothing.
    1 - D_o / D_e over the coincidences of answers, nominal metric. None where all answers
    are the same. K. Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability",
    University of Pennsylvania, section C.
    """
    pairable: Counter[str] = Counter()
    differing = 0.0
    for answers, count in table.items():
        size = len(answers)
        if size < 2:
            continue
        own = Counter(answers)
        for answer, times in own.items():
            pairable[answer] += times * count
        differing += count * (size * size - sum(n * n for n in own.values())) / (size - 1)
    total = sum(pairable.values())
    expected = total * total - sum(count * count for count in pairable.values())
    return 1 - (total - 1) * differing / expected if expected else None


def observed(table: Table) -> float | None:
    """The share of pairs of readers who gave the same answer, averaged over works."""
    found, works = 0.0, 0
    for answers, count in table.items():
        if pairs := list(combinations(answers, 2)):
            found += count * sum(one == two for one, two in pairs) / len(pairs)
            works += count
    return found / works if works else None


def interval(
    questions: Sequence[Sequence[Pattern]], coefficient: Coefficient
) -> tuple[float, float] | None:
    """The 95 % interval of a coefficient averaged over questions, by drawing works anew.

    ``questions`` hold each the patterns of the same works in the same order. The percentile
    bootstrap (B. Efron and R. Tibshirani, 1993, An Introduction to the Bootstrap, chapter
    13). None where most draws have no coefficient.
    """
    works = len(questions[0]) if questions else 0
    grouped = [_grouped(patterns) for patterns in questions]
    draws = random.Random(SEED)
    found = []
    for _ in range(RESAMPLES if works else 0):
        times = [0] * works
        for place in draws.choices(range(works), k=works):
            times[place] += 1
        if (value := mean([coefficient(_drawn(groups, times)) for groups in grouped])) is not None:
            found.append(value)
    if 2 * len(found) <= RESAMPLES:
        return None
    found.sort()
    tail = len(found) // 40
    return found[tail], found[-1 - tail]


def mean(values: Sequence[float | None]) -> float | None:
    """The mean of those that are known; None if none is."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _grouped(patterns: Sequence[Pattern]) -> list[tuple[Pattern, list[int]]]:
    """Which works have which pattern, the commonest last."""
    places: dict[Pattern, list[int]] = defaultdict(list)
    for place, pattern in enumerate(patterns):
        places[pattern].append(place)
    return sorted(places.items(), key=lambda group: (len(group[1]), group[0]))


def _drawn(groups: Sequence[tuple[Pattern, list[int]]], times: Sequence[int]) -> Table:
    """The table of the works drawn. Most works lack most labels: what is left has them all."""
    *few, (commonest, _) = groups
    table = {pattern: sum(times[place] for place in places) for pattern, places in few}
    table[commonest] = len(times) - sum(table.values())
    return table
