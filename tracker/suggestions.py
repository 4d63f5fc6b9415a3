"""What a model proposes for a paper, with how sure it is and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any

RELEVANT = "relevant"


@dataclass(frozen=True)
class Suggestion:
    """A label (or RELEVANT) proposed for one version of one paper.

    ``probability`` is from 0 to 1; ``evidence`` are the words that carried it, heaviest
    first, as plain data: ``words``, ``weight`` and their place in the text; ``model`` is
    the fingerprint of the model that said so.
    """

    arxiv_id: str
    label: str
    version: int
    probability: float
    evidence: tuple[dict[str, Any], ...]
    model: str

    def as_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "probability": round(self.probability, 4),
            "evidence": list(self.evidence),
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
