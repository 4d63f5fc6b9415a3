"""One paper as it lies before the reviewer: all that is known, and nothing decided yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.decisions import Decision
from tracker.review.decide import Case
from tracker.review.facts import Found
from tracker.review.waiting import Waiting
from tracker.suggestions import RELEVANT, Suggestion
from tracker.taxonomy import Taxonomy

AGAIN = ("second", "conflict")


@dataclass(frozen=True)
class Earlier:
    """A version that a newer one took the place of."""

    version: int
    title: str
    abstract: str
    comment: str
    on: date


@dataclass(frozen=True)
class Near:
    """A confirmed work that reads like this paper, and how it was labelled."""

    name: str
    title: str
    labels: tuple[str, ...]
    likeness: float


@dataclass(frozen=True)
class Sheet:
    """A waiting paper with its case, the queries it answers, its past and its likes.

    ``seen`` is what stood on it when it was laid out, other readers' decisions included
    (which the case of a second read hides). ``to_check`` and ``reported`` count the results of
    a listed work that wait to be checked again, and those its abstract seems to report that
    nobody settled. ``said`` tells what could not be read, or what in the record contradicts
    itself; empty if nothing does.
    """

    waiting: Waiting
    case: Case
    queries: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    found: tuple[Found, ...] = ()
    near: tuple[Near, ...] = ()
    seen: tuple[Decision, ...] = ()
    to_check: int = 0
    reported: int = 0
    said: str = ""

    @property
    def again(self) -> bool:
        """Whether this is a second read, or a vote where two readers differ."""
        return self.waiting.why in AGAIN

    @property
    def relevance(self) -> Suggestion | None:
        return next((one for one in self.case.suggestions if one.label == RELEVANT), None)

    @property
    def suggested(self) -> tuple[Suggestion, ...]:
        """The suggestions of labels, surest first."""
        every = [one for one in self.case.suggestions if one.label != RELEVANT]
        return tuple(sorted(every, key=lambda one: (-one.probability, one.label)))


@dataclass(frozen=True)
class Choices:
    """What the reviewer has ticked and written so far.

    ``facts`` are fields of Work with the values that an inclusion will state.
    """

    labels: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


def first_choices(sheet: Sheet, taxonomy: Taxonomy, blind: bool = False) -> Choices:
    """What is ticked before the reviewer touches anything.

    The labels that the work has already (an import to confirm, a deferral with labels),
    else those that the model is sure of, at most one where a dimension takes one; and the
    facts found in the text, where the work's file says nothing yet. Blind, no label is.
    """
    standing = sheet.case.standing
    if standing and standing.labels:
        labels = standing.labels
    else:
        labels = () if blind else _sure(sheet, taxonomy)
    known = standing.work if standing else None
    facts = {one.field: one.value for one in sheet.found if not getattr(known, one.field, None)}
    return Choices(taxonomy.sort(labels), facts)


def _sure(sheet: Sheet, taxonomy: Taxonomy) -> tuple[str, ...]:
    """The labels of the tier *suggested*, the surest where several cannot stand together."""
    labels: list[str] = []
    for one in sheet.suggested:
        if one.tier == "suggested" and not list(taxonomy.faults([*labels, one.label])):
            labels.append(one.label)
    return tuple(labels)


def toggled(labels: tuple[str, ...], key: str, taxonomy: Taxonomy) -> tuple[str, ...]:
    """These labels with one ticked or unticked; where a dimension takes one, it replaces."""
    if key in labels:
        return tuple(label for label in labels if label != key)
    own = key.partition(":")[0]
    single = any(one.key == own and one.choose == "one" for one in taxonomy.dimensions)
    kept = [label for label in labels if not (single and label.partition(":")[0] == own)]
    return taxonomy.sort([*kept, key])
