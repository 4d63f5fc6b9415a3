"""What people tell a model beside the works they judged."""

from dataclasses import dataclass

from tracker.scope import UNWRITTEN, Scope
from tracker.suggest.cuts import USUAL, Aims
from tracker.suggest.relevance import PREVALENCE


@dataclass(frozen=True)
class Guidance:
    """The written scope, ``prevalence`` (the share of all papers that belong), and what the
    labels' cuts are to reach."""

    scope: Scope = UNWRITTEN
    prevalence: float = PREVALENCE
    aims: Aims = USUAL


UNGUIDED = Guidance()
