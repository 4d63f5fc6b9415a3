"""What people tell a model beside the works they judged."""

from dataclasses import dataclass

from tracker.scope import UNWRITTEN, Scope
from tracker.suggest.relevance import PREVALENCE


@dataclass(frozen=True)
class Guidance:
    """The written scope, and ``prevalence``: the share of all papers that belong."""

    scope: Scope = UNWRITTEN
    prevalence: float = PREVALENCE


UNGUIDED = Guidance()
