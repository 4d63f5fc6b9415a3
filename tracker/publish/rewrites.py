"""What people changed in the published pages since they were rendered."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.curation.reader import Curation
from tracker.problems import Problem
from tracker.publish.parts import Part
from tracker.publish.readings import Edit, PartReading
from tracker.publish.recall import Recall


@dataclass(frozen=True)
class Edits:
    """Everything in the pages that rendering would take away unread.

    ``held`` are the files and names of the parts in which that is. Each problem quotes what
    cannot become a change of the record by itself.
    """

    found: tuple[Edit, ...] = ()
    problems: tuple[Problem, ...] = ()
    held: frozenset[tuple[str, str]] = frozenset()


def edits(parts: Iterable[Part], curation: Curation) -> Edits:
    """The edits in parts of pages that are not as they were rendered."""
    found: list[Edit] = []
    problems: list[Problem] = []
    held: set[tuple[str, str]] = set()
    recall = Recall(curation)
    readings = [PartReading(part, recall) for part in parts]
    for reading in readings:
        reading.read()
    for reading in readings:
        reading.settle(readings)
    for reading in readings:
        reading.ask()
        found += sorted(reading.found, key=lambda one: one.line)
        problems += reading.problems
        if reading.holds:
            held.add((reading.part.file, reading.part.name))
    return Edits(tuple(found), tuple(problems), frozenset(held))
