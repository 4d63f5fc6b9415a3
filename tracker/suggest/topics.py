"""What terms have to do with each other, learnt from papers that nobody judged."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

DEPTH = 100
"""Topics at most."""
COARSE = 50
"""Topics to begin with. The first say most; few labelled works cannot tell what the many
finer ones are worth, so there is one for two of them from twice this many works on."""
TOO_FEW = 200
"""From fewer texts than this no topics are learnt: they would only repeat the texts."""
READ = 6000
"""Texts that topics are learnt from; more cost time and change little."""
SEEN = 3
"""Terms in fewer texts than this say nothing about other terms."""
FINEST = 1e-6
"""A shadow shorter than this is none: its direction would be chance."""


@dataclass(frozen=True, eq=False)
class Topics:
    """Latent semantic analysis (Deerwester et al., JASIS 41(6), 1990): a text's shadow is
    ``row @ directions``, and only where it points counts.

    ``reach`` is one over the shadow's length. A score that is linear in the pointed shadow
    is therefore linear in the row's terms, times ``reach``, which keeps evidence exact.
    """

    directions: "np.ndarray"

    def shadows(self, rows: Any) -> tuple["np.ndarray", "np.ndarray"]:
        """Shadows of length 1 (or 0) and the ``reach`` of each row."""
        import numpy as np

        shadows = np.asarray(rows @ self.directions)
        length = np.linalg.norm(shadows, axis=1)
        reach = np.where(length > FINEST, 1 / np.maximum(length, FINEST), 0.0)
        return shadows * reach[:, None], reach


def learn_topics(rows: Any, seed: int, labelled: int) -> Topics:
    """The topics of TF-IDF rows, as many as that number of labelled works can use; none where
    there are too few rows."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD

    some = rows[:READ] if rows.shape[0] <= READ else rows[_sample(rows.shape[0], seed)]
    seen = np.flatnonzero(np.bincount(some.indices, minlength=rows.shape[1]) >= SEEN)
    depth = min(max(COARSE, min(DEPTH, labelled // 2)), some.shape[0] // 2, len(seen) - 1)
    if some.shape[0] < TOO_FEW or depth < 2:
        return Topics(np.zeros((rows.shape[1], 0)))
    found = TruncatedSVD(depth, n_iter=4, random_state=seed).fit(some[:, seen])
    directions = np.zeros((rows.shape[1], depth))  # of the rows' kind: no copy at every look
    directions[seen] = found.components_.T
    return Topics(directions)


def _sample(count: int, seed: int) -> "np.ndarray":
    import numpy as np

    return np.sort(np.random.default_rng(seed).choice(count, READ, replace=False))
