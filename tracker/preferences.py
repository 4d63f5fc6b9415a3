"""What a survey may choose about suggestions and second reads: ``tracker.yaml`` at its root."""

from dataclasses import dataclass
from typing import Any

from tracker.problems import Problem
from tracker.shapes import Shape

FILE = "tracker.yaml"


@dataclass(frozen=True)
class Preferences:
    """How much doubt people accept, and how much they are shown.

    ``doubt`` is the share of a label's works in which its suggestion may wrongly be called
    impossible (the conformal level, alpha); ``precision`` what pre-ticked labels must reach;
    of the papers that a curator sees, one in ``audit`` is drawn at random; new papers less
    probable than ``threshold`` are not shown. At .05 about one paper in twenty of the survey's
    categories is, and nine in ten of those other lists of medical language models name.
    ``second_reads`` is the share of the decided works that a second curator is to read.
    """

    doubt: float = 0.1
    precision: float = 0.9
    audit: int = 6
    threshold: float = 0.05
    second_reads: float = 0.1


def read_preferences(data: Any, file: str) -> tuple[Preferences, list[Problem]]:
    """The preferences in ``tracker.yaml``, and everything wrong with them; all are optional."""
    top, usual = Shape(data, file), Preferences()
    found = Preferences(
        doubt=top.fraction("doubt", usual.doubt, 0.01, 0.5),
        precision=top.fraction("precision", usual.precision, 0.5, 0.99),
        audit=top.number("audit", usual.audit),
        threshold=top.fraction("threshold", usual.threshold, 0.0, 1.0),
        second_reads=top.fraction("second_reads", usual.second_reads, 0.0, 1.0),
    )
    if found.audit < 2:
        top.problem("audit", f"is {found.audit}; one paper in how many? 2 or more")
    top.only("doubt", "precision", "audit", "threshold", "second_reads")
    return (found if not top.problems else usual), top.problems
