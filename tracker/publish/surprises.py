"""The minimal gaps as a reader meets them: what they are, how many, the most surprising first."""

from collections.abc import Iterable, Sequence
from typing import Final

from tracker.publish.gaps import Gap, Gaps
from tracker.publish.markdown import cell, row
from tracker.publish.questions import question
from tracker.publish.render import shown_label
from tracker.taxonomy import Label

TITLE: Final = "Minimal gaps"
ANCHOR: Final = "minimal-gaps"
HEADS: Final = ("In no work together", "Expected", "All but one", "All but another", "All but both")
SHOWN: Final = 30  # gaps on a page
_FEW: Final = 5  # of them on the front page
_NUMBERS: Final = {2: "two", 3: "three", 4: "four"}
_WHAT: Final = (
    "A gap is labels of different axes that no work carries together, although works carry every "
    "smaller part of it. Any other combination without a work holds one of these, or a label "
    "without a work, and is answered by its search, which asks for less. Retired labels do not "
    "count here."
)
_EXPECTED: Final = (
    "Expected is how many works would carry all labels of a gap if two of them were independent "
    "among the works that carry the rest: all but one × all but another ÷ all but both, as each "
    "row shows for the two that make it least. With two labels that is plain independence, with "
    "more it is conditional independence in a log-linear model (A. Agresti, Categorical Data "
    "Analysis, 3rd ed., 2013, chapter 9). Every count is of works that carry all the labels named, "
    "each work once, whatever else it carries. Below one, a gap is no surprise."
)


def gaps_section(gaps: Gaps, about: Sequence[str]) -> list[str]:
    """The paragraphs of the page: what is missing at the root, the first of it as a table."""
    paragraphs = [f'## <a id="{ANCHOR}"></a>{TITLE}', what(gaps)]
    if gaps.bare:
        links = (f"[{cell(shown_label(one))}]({question([one], about)})" for one in gaps.bare)
        paragraphs.append(f"No work at all carries {', '.join(links)}.")
    if gaps.first:
        lines = [row(HEADS), row(["---", "--:", "---", "---", "---"])]
        lines += [_line(gap, about) for gap in gaps.first]
        paragraphs += [expectation(gaps), "\n".join(lines)]
    return paragraphs


def missing(gaps: Gaps) -> str:
    """One line for the front page where there is nothing to cross: the labels without a work."""
    if not gaps.bare:
        return "Every label has a work"
    names = ", ".join(cell(shown_label(one)) for one in gaps.bare[:_FEW])
    more = f" and {len(gaps.bare) - _FEW:,} more" if len(gaps.bare) > _FEW else ""
    return f"No work at all carries {names}{more}"


def surprise(gaps: Gaps, where: str) -> str:
    """One line for the front page, with those of which one work or more could be expected."""
    told = ", ".join(f"{cell(together(gap.labels))} ({decimal(gap)})"
                     for gap in gaps.first[:_FEW] if gap.expected >= 1)  # fmt: skip
    them = "it" if gaps.total == 1 else "them"
    line = f"[{_number(gaps)}]({where}), empty though every part of {them} has works"
    return f"{line}; most would be expected of {told}" if told else line


def what(gaps: Gaps) -> str:
    """How many gaps there are, and what they are, as plain text."""
    counts = ", ".join(f"{gaps.counts.get(number, 0):,} of {name}"
                       for number, name in _NUMBERS.items())  # fmt: skip
    return f"{_number(gaps)} ({counts} labels). {_WHAT}"


def expectation(gaps: Gaps) -> str:
    """What is expected of a gap, as plain text; and how many of all are shown."""
    rest = gaps.total > len(gaps.first)
    return f"{_EXPECTED} The {len(gaps.first)} of which most is expected:" if rest else _EXPECTED


def together(labels: Iterable[Label]) -> str:
    return " × ".join(shown_label(label) for label in labels) or "all works"


def decimal(gap: Gap) -> str:
    return f"{float(gap.expected):,.1f}"


def _number(gaps: Gaps) -> str:
    return f"{gaps.total:,} minimal gap{'' if gaps.total == 1 else 's'}"


def _line(gap: Gap, about: Sequence[str]) -> str:
    name = f"[{cell(together(gap.labels))}]({question(gap.labels, about)})"
    parts = (f"{cell(together(part.labels))}: {part.tally}" for part in gap.parts)
    return row([name, decimal(gap), *parts])
