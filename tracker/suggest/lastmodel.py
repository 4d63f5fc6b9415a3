"""The last fitted model as a baseline: its word on works it had not seen, beside a new one's."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tracker.suggest.cuts import EVEN
from tracker.suggest.heldout import MODEL, Answers, HeldOut, Ranked
from tracker.suggest.measure import labels_report, relevance_report
from tracker.suggest.promotion import Guess

if TYPE_CHECKING:
    pass

LAST = "last_model"


def beside(
    held: HeldOut, said: Mapping[str, Guess], thresholds: Mapping[str, float], seed: int
) -> dict[str, Any]:
    """Both models' figures on the works that the last one was asked about; empty if there
    are none. A label that it did not name has probability 0, one it did not know is left out."""
    import numpy as np

    known = [j for j, label in enumerate(held.labels) if not thresholds or label.key in thresholds]
    rows = [
        (i, guess.labels)
        for i, work in enumerate(held.works)
        if (guess := said.get(work.key)) and guess.labels is not None
    ]
    ranked = _ranked(held, said)
    if not rows and not ranked.belongs:
        return {}
    labels = tuple(held.labels[j] for j in known)
    chances = np.array([[of.get(label.key, 0.0) for label in labels] for _, of in rows])
    chances = chances.reshape(len(rows), len(labels))
    cut = np.array([thresholds.get(label.key, EVEN) for label in labels])
    cells = np.ix_([i for i, _ in rows], known)
    ours = held.answers[MODEL]
    both = {
        MODEL: Answers(ours.said[cells], ours.strength[cells], True),
        LAST: Answers(chances >= cut, chances, True),
    }
    works = tuple(held.works[i] for i, _ in rows)
    asked = HeldOut(
        labels, works, held.truth[cells], both, held.thresholds[known], held.judged, ranked
    )
    return {
        "labels": labels_report(asked, seed) if rows else None,
        "relevance": relevance_report(ranked)["decided"] if ranked.belongs else None,
    }


def _ranked(held: HeldOut, said: Mapping[str, Guess]) -> Ranked:
    import numpy as np

    found: list[tuple[int, float]] = []
    for i, work in enumerate(held.judged):
        chance = said.get(work.key, Guess()).relevant
        if chance is not None:
            found.append((i, chance))
    rows = [i for i, _ in found]
    by: dict[str, np.ndarray] = {
        MODEL: held.relevance.by[MODEL][rows],
        LAST: np.array([chance for _, chance in found]),
    }
    return replace(held.relevance, belongs=tuple(held.relevance.belongs[i] for i in rows), by=by)
