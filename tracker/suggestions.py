"""What a model proposes for a paper, with how sure it is and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

RELEVANT = "relevant"
Tier = Literal["suggested", "likely", "ask", ""]
"""How a label is put to a curator: *suggested* ones are ticked before she looks, *likely* ones
named, *ask* is an open question; the empty tier is no proposal."""


@dataclass(frozen=True)
class Suggestion:
    """A label (or RELEVANT) proposed for one version of one paper.

    ``probability`` is from 0 to 1; ``evidence`` are the words that carried it and ``against``
    those that spoke against it, heaviest first, as plain data: ``words``, ``weight`` and
    their place in the text; ``model`` is the fingerprint of the model that said so. With
    RELEVANT, ``nearest`` are the confirmed works most like the paper, as plain data:
    ``work`` and ``likeness`` (0 to 1).
    """

    arxiv_id: str
    label: str
    version: int
    probability: float
    evidence: tuple[dict[str, Any], ...]
    model: str
    tier: Tier = ""
    against: tuple[dict[str, Any], ...] = ()
    nearest: tuple[dict[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "probability": round(self.probability, 4),
            "tier": self.tier,
            "evidence": list(self.evidence),
            "against": list(self.against),
            "model": self.model,
        }


@dataclass(frozen=True)
class Candidate:
    """A stored paper that answers a query, as the queue sees it.

    ``relevance`` is the probability that it belongs in the survey, None until judged.
    """

    arxiv_id: str
    version: int
    title: str
    submitted_on: date
    withdrawn: bool
    relevance: float | None
