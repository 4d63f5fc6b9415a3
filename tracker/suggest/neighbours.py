"""The confirmed works most like a text: what a curator compares it with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

NEAREST = 4
"""Works named for each text: three, and one more in case the text is itself among them."""
LIKE = 0.05
"""A work less like a text than this is no help."""
TOPICAL = 0.5
"""Share of the likeness in topics in the whole, the rest is the likeness in terms."""


@dataclass(frozen=True)
class Neighbour:
    """A confirmed work by its key; ``likeness`` is from 0 to 1, 1 for the same words."""

    work: str
    likeness: float


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Confirmed works as TF-IDF ``rows`` (works x terms) and ``shadows`` (works x topics)."""

    keys: tuple[str, ...]
    rows: Any
    shadows: "np.ndarray"

    def nearest(self, rows: Any, shadows: "np.ndarray") -> list[tuple[Neighbour, ...]]:
        """For each text the works most like it, most alike first.

        Likeness is the cosine in terms, averaged with that in topics where there are any.
        """
        import numpy as np

        if not self.keys:
            return [()] * rows.shape[0]
        alike = np.asarray((rows @ self.rows.T).todense(), dtype=float)
        if self.shadows.shape[1]:
            alike = (1 - TOPICAL) * alike + TOPICAL * (shadows @ self.shadows.T)
        order = np.argsort(-alike, axis=1, kind="stable")[:, :NEAREST]
        return [
            self._named(places, values[places]) for places, values in zip(order, alike, strict=True)
        ]

    def _named(self, places: Sequence[int], values: "np.ndarray") -> tuple[Neighbour, ...]:
        pairs = zip(places, values.tolist(), strict=True)
        return tuple(Neighbour(self.keys[i], round(v, 3)) for i, v in pairs if v >= LIKE)
