"""What the model learns from: works that people judged, and papers that nobody did."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """One judged work.

    ``key`` names it; ``text`` is its title, then on a new line its abstract if it has one.
    ``labels`` is None where nobody chose labels (an empty set says that none applies);
    ``relevant`` is None where nobody decided whether the work belongs in the survey.
    """

    key: str
    text: str
    labels: frozenset[str] | None = None
    relevant: bool | None = None


@dataclass(frozen=True)
class Training:
    """The texts to learn from, in an order that does not depend on how they came.

    ``labelled`` overlaps with ``included`` and ``excluded``. ``background`` is a sample of
    papers without a decision: most are beside the point, some are not.
    """

    included: tuple[Example, ...]
    excluded: tuple[Example, ...]
    labelled: tuple[Example, ...]
    background: tuple[str, ...]

    @classmethod
    def of(cls, examples: Iterable[Example], background: Iterable[str]) -> "Training":
        """Works with a text, by key; a background text that is also a work's is left out."""
        known = sorted((e for e in examples if e.text.strip()), key=lambda e: (e.key, e.text))
        own = {example.text for example in known}
        return cls(
            included=tuple(e for e in known if e.relevant is True),
            excluded=tuple(e for e in known if e.relevant is False),
            labelled=tuple(e for e in known if e.labels is not None),
            background=tuple(sorted({text for text in background if text.strip()} - own)),
        )

    @property
    def judged(self) -> tuple[Example, ...]:
        """All works with a decision or labels, once each, by key."""
        every = {*self.included, *self.excluded, *self.labelled}
        return tuple(sorted(every, key=lambda work: (work.key, work.text)))
