"""Labels of which a work has at most one: what the likeliest leaves to the others."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.taxonomy import Label, Taxonomy

if TYPE_CHECKING:
    import numpy as np


def exclusive(
    probabilities: "np.ndarray", taxonomy: Taxonomy, labels: Sequence[Label]
) -> "np.ndarray":
    """Probabilities (changed in place) in which labels that exclude each other do."""
    for dimension in taxonomy.dimensions:
        if dimension.choose == "one":
            own = [j for j, label in enumerate(labels) if label.dimension == dimension.key]
            probabilities[:, own] = choose_one(probabilities[:, own])
    return probabilities


def choose_one(probabilities: "np.ndarray") -> "np.ndarray":
    """Rows whose labels exclude each other: the best keeps its probability, the others are
    scaled down where they would claim more than it leaves."""
    import numpy as np

    if probabilities.shape[1] < 2:
        return probabilities
    rows = np.arange(len(probabilities))
    top = probabilities.argmax(axis=1)
    best = probabilities[rows, top]
    others = probabilities.sum(axis=1) - best
    scaled = probabilities * np.minimum(1.0, (1 - best) / np.maximum(others, 1e-12))[:, None]
    scaled[rows, top] = best
    return np.asarray(scaled)
