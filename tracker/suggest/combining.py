"""Several views of each label merged into one log-odds: shared coefficients, then shifts.

Coefficients shared by all labels are learnt from (works x labels) cells, which is what few
works can carry. Then each dimension, and in it each label, may move them a little: the
keywords of some labels are more reliable than those of others, and ridge regression says
how much of that the works prove.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

STIFF = 10.0
"""Penalty on a shift's square, in units of a standardised view: about so many works must
speak for a shift before it is half of what they say."""
UPRIGHT = 1.0
"""The same for the line that all log-odds are put on last."""
FOLDS = 5
MANY = 50_000
"""From so many cells on, what a cell adds to the shared coefficients is nothing to leave out."""
STEPS = 25
CLOSE = 1e-7


@dataclass(frozen=True, eq=False)
class Combiner:
    """``coefficients`` (views x labels) on views in their own units, and an offset a label."""

    coefficients: "np.ndarray"
    offset: "np.ndarray"


def combine(
    views: "np.ndarray", truth: "np.ndarray", groups: Sequence["np.ndarray"], seed: int
) -> tuple[Combiner, "np.ndarray"]:
    """The combiner of works x labels x views, and the log-odds of each cell, held out.

    A view that would count against the labels as a whole is left out. ``groups`` are the
    columns of the labels that belong together. The log-odds come from works in other folds;
    from MANY cells on the shared coefficients, a handful for all of them, do not.
    """
    import numpy as np
    from sklearn.model_selection import KFold

    start = _shared(views, truth)
    held_out = np.zeros(truth.shape)
    for seen, unseen in KFold(FOLDS, shuffle=True, random_state=seed).split(truth):
        part = start if truth.size >= MANY else _shared(views[seen], truth[seen])
        found = _fitted(views[seen], truth[seen], part, groups)
        held_out[unseen] = np.einsum("nlv,vl->nl", views[unseen], found.coefficients) + found.offset
    return _fitted(views, truth, start, groups), held_out


def straightened(
    combiner: Combiner, held_out: "np.ndarray", truth: "np.ndarray"
) -> tuple[Combiner, "np.ndarray"]:
    """Combiner and held-out log-odds on the line that fits these best to the truth: Platt
    scaling (Advances in Large Margin Classifiers, 2000) by all labels together."""
    import numpy as np

    cells = np.stack([np.ones(truth.size), held_out.ravel()], axis=1)
    rise, slope = np.array([0.0, 1.0]) + _shift(cells, truth.ravel(), np.array([0.0, 1.0]), UPRIGHT)
    if slope <= 0:
        return combiner, held_out
    straight = Combiner(combiner.coefficients * slope, combiner.offset * slope + rise)
    return straight, held_out * slope + rise


def _fitted(
    views: "np.ndarray",
    truth: "np.ndarray",
    shared: tuple["np.ndarray", float],
    groups: Sequence["np.ndarray"],
) -> Combiner:
    """The combiner that starts from shared coefficients and shifts them by these works."""
    import numpy as np

    coefficients, offset = shared
    used = np.flatnonzero(coefficients > 0)
    width = np.maximum(views.std(axis=(0, 1)), 1e-9)[used]
    middle = views.mean(axis=(0, 1))[used]
    standard = np.concatenate(
        [np.ones((*truth.shape, 1)), (views[:, :, used] - middle) / width], axis=2
    )
    start = np.append(offset + middle @ coefficients[used], coefficients[used] * width)
    moved = _shifted(standard, truth, start, groups)
    found = np.zeros((views.shape[2], truth.shape[1]))
    found[used] = moved[1:] / width[:, None]
    return Combiner(found, moved[0] - middle @ found[used])


def _shared(views: "np.ndarray", truth: "np.ndarray") -> tuple["np.ndarray", float]:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    cells = views.reshape(-1, views.shape[2])
    width = np.maximum(cells.std(axis=0), 1e-9)
    used = cells.std(axis=0) > 0
    coefficients = np.zeros(len(used))
    offset = float(np.log((truth.sum() + 0.5) / (truth.size - truth.sum() + 0.5)))
    while used.any():
        fitted = LogisticRegression(C=1.0).fit(cells[:, used] / width[used], truth.ravel())
        coefficients[:] = 0.0
        coefficients[used], offset = fitted.coef_[0] / width[used], float(fitted.intercept_[0])
        if (coefficients >= 0).all():
            break
        used &= coefficients > 0
    return np.maximum(coefficients, 0.0), offset


def _shifted(
    views: "np.ndarray", truth: "np.ndarray", start: "np.ndarray", groups: Sequence["np.ndarray"]
) -> "np.ndarray":
    """Coefficients (views x labels) after the shifts of groups and of labels; none below 0
    but the first, the offset."""
    import numpy as np

    moved = np.repeat(start[:, None], truth.shape[1], axis=1)
    for group in groups if len(groups) > 1 else ():
        cells = views[:, group].reshape(-1, len(start))
        moved[:, group] += _shift(cells, truth[:, group].ravel(), start)[:, None]
    for label in range(truth.shape[1]):
        moved[:, label] += _shift(views[:, label], truth[:, label], moved[:, label])
    moved[1:] = np.maximum(moved[1:], 0.0)
    return moved


def _shift(
    cells: "np.ndarray", truth: "np.ndarray", start: "np.ndarray", stiff: float = STIFF
) -> "np.ndarray":
    """The shift of some coefficients that is likeliest under a normal prior around 0: ridge
    logistic regression by Newton's method."""
    import numpy as np
    from scipy.special import expit

    shift, ridge = np.zeros(len(start)), stiff * np.eye(len(start))
    for _ in range(STEPS):
        chance = expit(cells @ (start + shift))
        slope = cells.T @ (truth - chance) - stiff * shift
        bend = (cells * (chance * (1 - chance))[:, None]).T @ cells + ridge
        step = np.linalg.solve(bend, slope)
        shift += step
        if np.abs(step).max() < CLOSE:
            break
    return shift
