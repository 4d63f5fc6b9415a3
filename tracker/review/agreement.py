"""How far the curators agree, for the verdict and for each dimension of the taxonomy."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from tracker.decisions import Decision
from tracker.readings import independent, reader
from tracker.record import Record
from tracker.review.coefficients import Pattern, alpha, interval, kappa, mean, observed
from tracker.taxonomy import Dimension, Taxonomy

LEAST = 20  # works read twice; of fewer no interval is worth printing
VERDICT = "verdict"


@dataclass(frozen=True)
class Agreement:
    """How far the readers of the same works gave the same answer to one question.

    ``question`` is the verdict or a dimension's key, ``works`` how many were read twice (for
    a dimension: included twice). ``value`` is Cohen's kappa where there are two curators,
    else Krippendorff's alpha, and ``low`` to ``high`` its 95 % interval. Where a work may have
    several labels, it is the mean over those ``labels`` that tell works apart, each given or not.
    None is *not known yet*: fewer than LEAST works, or always the same answer. ``observed`` is
    the plain share of equal answers.
    """

    question: str
    curators: int
    works: int
    coefficient: Literal["kappa", "alpha"]
    observed: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    labels: int = 0

    def as_json(self) -> dict[str, Any]:
        figures = asdict(self)
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in figures.items()}


def read_twice(record: Record, blind: bool = False) -> tuple[tuple[Decision, ...], ...]:
    """The independent readings of every work that has two; ``blind``: only unaided ones."""
    found = []
    for standing in record.standings:
        readings = independent(standing.history)
        if blind:
            readings = tuple(one for one in readings if one.shown.get("blind") is True)
        if len(readings) > 1:
            found.append(readings)
    return tuple(found)


def agreements(works: Iterable[Sequence[Decision]], taxonomy: Taxonomy) -> tuple[Agreement, ...]:
    """The agreement on the verdict, then on each dimension, over the readings of works."""
    read = [sorted(readings, key=reader) for readings in works]
    two = len({reader(one) for readings in read for one in readings}) == 2
    verdicts: list[Pattern] = [tuple(one.verdict for one in readings) for readings in read]
    found = [_agreement(VERDICT, [verdicts], read, two, 0)]
    included = [[one for one in readings if one.verdict == "include"] for readings in read]
    included = [readings for readings in included if len(readings) > 1]
    for dimension in taxonomy.dimensions:
        answers = _answers(dimension, included)
        several = len(answers) if dimension.choose == "any" else 0
        found.append(_agreement(dimension.key, answers, included, two, several))
    return tuple(found)


def _answers(
    dimension: Dimension, included: Sequence[Sequence[Decision]]
) -> list[Sequence[Pattern]]:
    """The questions that a dimension puts: which label, or for each label whether it is given."""
    keys = [label.key for label in dimension.labels]
    if dimension.choose == "one":
        own = frozenset(keys)
        return [[tuple(_only(one, own) for one in readings) for readings in included]]
    given = [
        [tuple("yes" if key in one.labels else "no" for one in readings) for readings in included]
        for key in keys
    ]
    return [patterns for patterns in given if len({answer for p in patterns for answer in p}) > 1]


def _only(reading: Decision, keys: frozenset[str]) -> str:
    return " ".join(label for label in reading.labels if label in keys)


def _agreement(
    question: str,
    answers: Sequence[Sequence[Pattern]],
    read: Sequence[Sequence[Decision]],
    two: bool,
    labels: int,
) -> Agreement:
    curators = len({reader(one) for readings in read for one in readings})
    coefficient = kappa if two else alpha
    name: Literal["kappa", "alpha"] = "kappa" if two else "alpha"
    if len(read) < LEAST:
        return Agreement(question, curators, len(read), name)
    tables = [Counter(patterns) for patterns in answers]
    value = mean([coefficient(table) for table in tables])
    low, high = (value is not None and interval(answers, coefficient)) or (None, None)
    equal = mean([observed(table) for table in tables])
    return Agreement(question, curators, len(read), name, equal, value, low, high, labels)
