"""The methods box: how the survey came about, in numbers, each with how it is computed.

The flow's rows have the names of the PRISMA 2020 diagram (Page et al., BMJ 372:n71, 2021).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.figures import Figures, Interval
from tracker.publish.markdown import cell

PRISMA: Final = "https://doi.org/10.1136/bmj.n71"
NOTHING: Final = "Nothing was harvested yet, so coverage and the papers seen are not known."
UNKNOWN: Final = "not known yet"
_REASONS = 10  # named; the rest are counted together

Agreed = Sequence[tuple[str, str]]
_Line = tuple[str, str, str]
_FLOW: _Line = (f"[PRISMA 2020]({PRISMA})", "Number", "How it is counted")
_QUALITY: _Line = ("How good it is", "Figure", "How it is computed")


@dataclass(frozen=True)
class Flow:
    """How the works of the record stand.

    ``included`` are listed, ``unconfirmed`` of them only by an import; ``imported`` came from
    an older list. People ``screened`` the works that they included or ``excluded`` (for these
    ``reasons``, the commonest first). ``conflicts`` are second reads that differ, ``unread``
    those still wanted, ``problems`` faults in the files.
    """

    included: int = 0
    unconfirmed: int = 0
    imported: int = 0
    screened: int = 0
    excluded: int = 0
    deferred: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    curators: int = 0
    conflicts: int = 0
    unread: int = 0
    problems: int = 0


def region(flow: Flow, agreed: Agreed, figures: Figures | None) -> str:
    """The box as Markdown; ``agreed`` are questions and how far curators agree on them."""
    flows, qualities = _flow(flow, figures), _quality(flow, agreed, figures)
    return "\n\n".join(
        [_coverage(figures), _table(_FLOW, flows, "---:"), _table(_QUALITY, qualities)]
    )


def _coverage(figures: Figures | None) -> str:
    if figures is None:
        return NOTHING
    if figures.as_of is None:
        return "No day is proven complete yet."
    later = f"; {figures.open:,} days are not proven" if figures.open != 1 else "; 1 day is not"
    rest = later if figures.open else ""
    return (
        f"Complete up to **{figures.as_of}**, the last day up to which the number of papers that "
        f"arXiv reports for every query is the number seen{rest}."
    )


def _flow(flow: Flow, figures: Figures | None) -> Iterator[_Line]:
    if figures is not None:
        unasked = (
            f"below {figures.threshold:.0%} by the model; a random sample is read all the same"
        )
        yield "Records identified from arXiv", _n(figures.seen), "papers stored"
        aside = _n(figures.seen - figures.considered)
        yield "Records removed before screening for other reasons", aside, "answer no query"
        yield "Records marked as ineligible by automation tools", _n(figures.below), unasked
        yield "Records awaiting screening", _n(figures.waiting), "in the curators' queue"
    yield "Records identified from websites", _n(flow.imported), "entries of an imported list"
    yield "Records screened", _n(flow.screened), "works a person has included or excluded"
    yield "Records excluded", _n(flow.excluded), "by a person, for the reason given"
    for reason, count in flow.reasons[:_REASONS]:
        yield f"… {cell(reason, 100)}", _n(count), ""
    if rest := sum(count for _, count in flow.reasons[_REASONS:]):
        yield "… other reasons", _n(rest), ""
    unconfirmed = f"; {_n(flow.unconfirmed)} imported and not confirmed" if flow.unconfirmed else ""
    yield "Studies included in review", _n(flow.included), f"works listed here{unconfirmed}"


def _quality(flow: Flow, agreed: Agreed, figures: Figures | None) -> Iterator[_Line]:
    yield "Curators", _n(flow.curators), "people who decided on at least one work"
    twice = "works that two read independently; interval by bootstrap over works"
    for name, figure in agreed:
        yield f"Agreement on {cell(name)}", figure, twice
    yield from _model(figures)
    how = "included works, of these and those missed below the threshold, by random draws"
    if figures is not None:
        how += f" (exact hypergeometric interval); {_n(figures.audit_draws)} draws so far"
        how += "" if figures.recall else f" of about {_n(figures.audit_needed)}"
    yield "Estimated recall", _share(figures.recall if figures else None), how
    yield "Open questions", _open(flow, figures), "what waits for a person to settle it"


def _model(figures: Figures | None) -> Iterator[_Line]:
    held = "held out: said by models fitted without the work"
    if figures is None or not figures.model:
        yield "Model", UNKNOWN, held
        return
    on = f"{held}; {_n(figures.tested)} works, all labels, each at its own threshold"
    yield f"Model {cell(figures.model)}: F1 of labels", _share(figures.f1), on
    if figures.f1:
        yield "… precision of labels", _share(figures.precision), "right, of what it proposed"
        yield "… recall of labels", _share(figures.label_recall), "proposed, of what is right"
    auc = UNKNOWN if figures.auc is None else f"{figures.auc:.2f}"
    how = f"AUC: how often one that belongs comes first; {_n(figures.ranked)} works held out"
    yield "… ranking of papers", auc, how


def _open(flow: Flow, figures: Figures | None) -> str:
    counts = [
        (flow.conflicts, "conflict between curators", "conflicts between curators"),
        (flow.unread, "second read wanted", "second reads wanted"),
        (flow.deferred, "work put off", "works put off"),
        (flow.problems, "problem in the files", "problems in the files"),
    ]
    if figures is not None:
        counts += [
            (figures.links_unclear, "unclear link", "unclear links"),
            (figures.links_gone, "link gone", "links gone"),
        ]
    said = [f"{_n(count)} {one if count == 1 else many}" for count, one, many in counts if count]
    return ", ".join(said) or "none"


def _share(one: Interval | None) -> str:
    if one is None:
        return UNKNOWN
    value, low, high = one
    span = "" if low is None or high is None else f" (95 % interval {low:.0%} to {high:.0%})"
    return f"{value:.0%}{span}"


def _n(count: int) -> str:
    return f"{count:,}"


def _table(heads: _Line, lines: Iterator[_Line], side: str = "---") -> str:
    rows = ["| " + " | ".join(row) + " |" for row in lines]
    return "\n".join(["| " + " | ".join(heads) + " |", f"| --- | {side} | --- |", *rows])
