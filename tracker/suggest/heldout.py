"""What models say of works they did not see, beside what baselines say of the same works."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.suggest.baselines import (
    keyword_hits,
    likeness,
    neighbour_labels,
    stated_sizes,
    usual_labels,
)
from tracker.suggest.examples import Example
from tracker.suggest.fitting import fit, truth_of
from tracker.suggest.folds import Part
from tracker.suggest.guidance import UNGUIDED, Guidance
from tracker.suggest.model import SIZE, Model
from tracker.taxonomy import Label, Taxonomy

if TYPE_CHECKING:
    import numpy as np

MODEL = "model"
SIZES_FROM = 0.5
"""From this sureness on a size found by rules counts as suggested."""


@dataclass(frozen=True, eq=False)
class Answers:
    """Works x labels of what was said and how strongly; ``chances`` says whether the strength
    is a probability, so that calibration means something."""

    said: "np.ndarray"
    strength: "np.ndarray"
    chances: bool


@dataclass(frozen=True, eq=False)
class Ranked:
    """How strongly each answerer holds that works belong; True, False and None (nobody
    judged: a background paper) is what people said."""

    belongs: tuple[bool | None, ...]
    by: Mapping[str, "np.ndarray"]


@dataclass(frozen=True, eq=False)
class HeldOut:
    """The asked works with labels, what is true of them, each answerer's ``Answers``, and
    the relevance of all asked works and background papers.

    ``thresholds`` are the labels' own, averaged over the models. ``judged`` are the works
    asked whose relevance people decided, in the order of ``relevance``.
    """

    labels: tuple[Label, ...]
    works: tuple[Example, ...]
    truth: "np.ndarray"
    answers: Mapping[str, Answers]
    thresholds: "np.ndarray"
    judged: tuple[Example, ...]
    relevance: Ranked


def held_out(
    taxonomy: Taxonomy,
    works: Sequence[Example],
    background: Sequence[str],
    parts: Sequence[Part],
    seed: int,
    guidance: Guidance = UNGUIDED,
    say: Callable[[str], None] = lambda _: None,
) -> HeldOut:
    """One model for each part, fitted without the works it is asked about.

    Each is also asked about a share of the background that it was not given. Vocabulary,
    topics, thresholds and calibration come from the works seen alone. ``parts`` must not be
    empty; works must be in an order of their own, not that in which they came.
    """
    labels = tuple(label for label in taxonomy if not label.retired)
    turns = []
    for turn, part in enumerate(parts):
        say(f"asking part {turn + 1} of {len(parts)}")
        seen = [works[i] for i in part.seen]
        rest = [text for i, text in enumerate(background) if i % len(parts) != turn]
        aside = list(background[turn :: len(parts)])
        model = fit(taxonomy, seen, rest, seed, guidance)
        turns.append(_turn(model, labels, seen, [works[i] for i in part.unseen], aside))
    return _joined(labels, turns)


@dataclass(frozen=True, eq=False)
class _Turn:
    works: list[Example]
    judged: list[Example]
    answers: dict[str, Answers]
    thresholds: "np.ndarray"
    belongs: tuple[bool | None, ...]
    ranked: dict[str, "np.ndarray"]


def _turn(
    model: Model,
    labels: Sequence[Label],
    seen: Sequence[Example],
    asked: Sequence[Example],
    aside: Sequence[str],
) -> _Turn:
    import numpy as np

    texts = [work.text for work in asked] + list(aside)
    relevant, chances = model.probabilities(texts)
    rows = model.look(texts).rows
    hits = keyword_hits(labels, texts)
    included = model.look([work.text for work in seen if work.relevant is True]).rows
    strengths = {
        MODEL: relevant,
        "keywords": np.log1p(hits).sum(axis=1),
        "nearest": likeness(included, rows),
    }
    ours = [i for i, work in enumerate(asked) if work.labels is not None]
    known = [work for work in seen if work.labels is not None]
    thresholds, every = _whole(model, labels, chances[ours], [texts[i] for i in ours])
    said, share = usual_labels(labels, truth_of(known, labels))
    seen_rows = model.look([work.text for work in known]).rows
    near = neighbour_labels(seen_rows, truth_of(known, labels), rows[ours])
    answers = {
        MODEL: Answers(every >= thresholds, every, True),
        "keywords": Answers(hits[ours] > 0, hits[ours], False),
        "most_frequent": Answers(
            np.tile(said, (len(ours), 1)), np.tile(share, (len(ours), 1)), True
        ),
        "nearest": Answers(near, near.astype(float), False),
    }
    kept = [i for i, work in enumerate(asked) if work.relevant is not None]
    kept += range(len(asked), len(texts))
    return _Turn(
        [asked[i] for i in ours],
        [work for work in asked if work.relevant is not None],
        answers,
        thresholds,
        tuple(asked[i].relevant if i < len(asked) else None for i in kept),
        {name: strength[kept] for name, strength in strengths.items()},
    )


def _whole(
    model: Model, labels: Sequence[Label], chances: "np.ndarray", texts: Sequence[str]
) -> tuple["np.ndarray", "np.ndarray"]:
    """Thresholds and probabilities of all labels: the model's, and the sizes by their rules."""
    import numpy as np

    own = {label.key: place for place, label in enumerate(model.labels)}
    every = stated_sizes(labels, texts)
    thresholds = np.full(len(labels), SIZES_FROM)
    for column, label in enumerate(labels):
        if label.dimension != SIZE:
            every[:, column] = chances[:, own[label.key]]
            thresholds[column] = model.cuts.threshold[own[label.key]]
    return thresholds, every


def _joined(labels: tuple[Label, ...], turns: Sequence[_Turn]) -> HeldOut:
    import numpy as np

    answers = {
        name: Answers(
            np.concatenate([turn.answers[name].said for turn in turns]),
            np.concatenate([turn.answers[name].strength for turn in turns]),
            first.chances,
        )
        for name, first in turns[0].answers.items()
    }
    works = tuple(work for turn in turns for work in turn.works)
    # Decided works first, then the background: works stay beside their place in ``judged``.
    belongs = [truth for turn in turns for truth in turn.belongs]
    order = sorted(range(len(belongs)), key=lambda i: belongs[i] is None)
    ranked = {
        name: np.concatenate([turn.ranked[name] for turn in turns])[order]
        for name in turns[0].ranked
    }
    return HeldOut(
        labels,
        works,
        truth_of(works, labels),
        answers,
        np.mean([turn.thresholds for turn in turns], axis=0),
        tuple(work for turn in turns for work in turn.judged),
        Ranked(tuple(belongs[i] for i in order), ranked),
    )
