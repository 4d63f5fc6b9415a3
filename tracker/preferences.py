"""What a survey may choose about suggestions and second reads: ``tracker.yaml`` at its root."""

from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from tracker.problems import Problem
from tracker.shapes import Shape

FILE = "tracker.yaml"
Strategy = Literal["value", "likely", "uncertain", "oldest", "newest"]
"""The order of the queue; `tracker.review.strategies` says what each means."""


@dataclass(frozen=True)
class Preferences:
    """How much doubt people accept, and how much they are shown.

    ``doubt`` is the share of a label's works in which its suggestion may wrongly be called
    impossible (the conformal level, alpha); ``precision`` what pre-ticked labels must reach;
    of the papers that a curator sees, one in ``audit`` is drawn at random; new papers less
    probable than ``threshold`` are not shown. At .05 about one paper in twenty of the survey's
    categories is, and nine in ten of those other lists of medical language models name.
    ``second_reads`` is the share of the decided works that a second curator is to read.
    ``strategy`` is the order of the queue, ``budget`` how many decisions a week there are time
    for (0: nobody has said).
    """

    doubt: float = 0.1
    precision: float = 0.9
    audit: int = 6
    threshold: float = 0.05
    second_reads: float = 0.1
    strategy: Strategy = "value"
    budget: int = 0


def read_preferences(data: Any, file: str) -> tuple[Preferences, list[Problem]]:
    """The preferences in ``tracker.yaml``, and everything wrong with them; all are optional."""
    top, usual = Shape(data, file), Preferences()
    found = Preferences(
        doubt=top.fraction("doubt", usual.doubt, 0.01, 0.5),
        precision=top.fraction("precision", usual.precision, 0.5, 0.99),
        audit=top.number("audit", usual.audit),
        threshold=top.fraction("threshold", usual.threshold, 0.0, 1.0),
        second_reads=top.fraction("second_reads", usual.second_reads, 0.0, 1.0),
        strategy=cast(Strategy, top.text("strategy", usual.strategy)),
        budget=top.number("budget", usual.budget),
    )
    if found.audit < 2:
        top.problem("audit", f"is {found.audit}; one paper in how many? 2 or more")
    if found.strategy not in (names := get_args(Strategy)):
        top.problem("strategy", f"{found.strategy[:40]!r} is none of {', '.join(names)}")
    if found.budget < 0:
        top.problem("budget", f"is {found.budget}; how many decisions a week? 0 if it is not known")
    top.only("doubt", "precision", "audit", "threshold", "second_reads", "strategy", "budget")
    return (found if not top.problems else usual), top.problems
