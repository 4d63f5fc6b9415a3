"""What people tell a model beside the works they judged."""

from dataclasses import dataclass, field

from tracker.scope import UNWRITTEN, Scope
from tracker.suggest.cuts import Aims
from tracker.suggest.relevance import PREVALENCE


@dataclass(frozen=True)
class Guidance:
    """The written scope, ``prevalence``: the share of all papers that belong, and what the
    cuts of labels are to reach."""

    scope: Scope = UNWRITTEN
    prevalence: float = PREVALENCE
    aims: Aims = field(default_factory=Aims)


UNGUIDED = Guidance()
