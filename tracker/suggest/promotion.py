"""Whether a new model takes the place of the present one: only if it is no worse.

Each is asked about works it was not fitted on, and both about the same works. The loss of a
guess is its squared difference from what people decided (Brier, 1950), a label not named
counting as 0; a work's loss for labels is the mean over the labels both models know.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from tracker.suggest.examples import Example
from tracker.suggest.heldout import MODEL, HeldOut
from tracker.suggest.intervals import Figure, mean_interval

ENOUGH = 20
"""On fewer works than this no model is refused."""
MARGIN = 0.02
"""A new model is refused if it is surely worse by more than this share of the present loss."""
KEPT_FROM = 0.1
"""Labels less probable than this are not named in a guess."""


@dataclass(frozen=True)
class Guess:
    """What a model said of a work it had not seen; ``labels`` is None where it was not asked."""

    relevant: float | None = None
    labels: Mapping[str, float] | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "relevant": self.relevant,
            "labels": None if self.labels is None else dict(self.labels),
        }


@dataclass(frozen=True)
class Comparison:
    """Mean loss of both models on the same works, and the mean difference (new less present)
    with its 95 % interval by paired bootstrap over works."""

    part: str
    on: str
    works: int
    present: float
    new: float
    difference: Figure
    worse: bool


@dataclass(frozen=True)
class Verdict:
    """Whether the new model is promoted, why in one sentence, and what it rests on."""

    promoted: bool
    reason: str
    present: str = ""
    compared: tuple[Comparison, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"compared": [asdict(one) for one in self.compared]}


def compare(
    present: str,
    works: Collection[Example],
    since: Mapping[str, Guess],
    held_out: Mapping[str, Guess],
    new: Mapping[str, Guess],
    known: Collection[str],
    seed: int = 0,
) -> Verdict:
    """The verdict on a model whose guesses, each made without the work, are ``new``.

    Those of the ``present`` model are what decisions ``since`` were shown, which nothing can
    flatter ("prequential": Dawid, JRSS A 147, 1984), and, where these are too few, what it
    said of works ``held_out`` when it was fitted, too. Guesses go by the works' keys; ``known``
    are the labels both models know. The new model is refused when the lower bound of the mean
    difference of relevance or of labels exceeds ``MARGIN`` times the present mean loss.
    """
    found = []
    for part in ("relevance", "labels"):
        sources = {"decisions since": since, "works held out": {**held_out, **since}}
        for on, old in sources.items():
            pairs = list(_pairs(works, old, new, partial(_loss, part, known=known)))
            if len(pairs) >= ENOUGH:
                found.append(_comparison(part, on, pairs, seed))
                break
    if not found:
        return Verdict(True, f"there are not {ENOUGH} works to compare it on", present)
    worse = [one for one in found if one.worse]
    told = " and ".join(f"{one.part} on {one.works} {one.on}" for one in worse or found)
    how = "worse" if worse else "no worse"
    return Verdict(not worse, f"it is {how} than {present} at {told}", present, tuple(found))


def guesses(held: HeldOut) -> dict[str, Guess]:
    """What models said of works they did not see, by the works' keys."""
    said: dict[str, Guess] = {}
    for work, chance in zip(held.judged, held.relevance.by[MODEL].tolist(), strict=False):
        said[work.key] = Guess(relevant=round(chance, 4))
    for work, row in zip(held.works, held.answers[MODEL].strength.tolist(), strict=True):
        chances = zip(held.labels, row, strict=True)
        named = {label.key: round(p, 4) for label, p in chances if p >= KEPT_FROM}
        said[work.key] = replace(said.get(work.key, Guess()), labels=named)
    return said


def _pairs(
    works: Iterable[Example],
    old: Mapping[str, Guess],
    new: Mapping[str, Guess],
    loss: Callable[[Example, Guess], float | None],
) -> Iterator[tuple[float, float]]:
    """The losses of both on each work that both were asked about, by key."""
    for work in sorted(works, key=lambda work: work.key):
        if work.key in old and work.key in new:
            before, after = loss(work, old[work.key]), loss(work, new[work.key])
            if before is not None and after is not None:
                yield before, after


def _comparison(part: str, on: str, pairs: Sequence[tuple[float, float]], seed: int) -> Comparison:
    old, new = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
    difference = mean_interval([after - before for before, after in pairs], seed)
    worse = difference.low is not None and difference.low > MARGIN * old
    return Comparison(part, on, len(pairs), round(old, 4), round(new, 4), difference, worse)


def _loss(part: str, work: Example, guess: Guess, known: Collection[str]) -> float | None:
    """The loss of one guess; None where people did not decide or the model was not asked."""
    if part == "relevance":
        if work.relevant is None or guess.relevant is None:
            return None
        return (guess.relevant - float(work.relevant)) ** 2
    if work.labels is None or guess.labels is None or not known:
        return None
    each = [
        (_named(guess.labels.get(key, 0.0)) - float(key in work.labels)) ** 2
        for key in sorted(known)
    ]
    return sum(each) / len(each)


def _named(chance: float) -> float:
    return chance if chance >= KEPT_FROM else 0.0
