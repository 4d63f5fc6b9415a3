"""Reported results as a page of the site: a table for each thing that was measured one way."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tracker.benchmarks import Benchmarks
from tracker.publish.exports.text import clean, web_address
from tracker.publish.render import shown_title
from tracker.publish.results import STATUS, UNITS, shown_value
from tracker.publish.site.pages import Cell, Grid, Page
from tracker.record import Record
from tracker.results import UNKNOWN, ReportedResult, standing

_PATH: Final = "results.html"
_HEAD: Final = ("Model", "Value", "Source", "Status", "Quote")
_LEAD: Final = (
    "Numbers that sources report, each with its quote. A table holds one dataset, split, metric, "
    "unit and setting; nothing is converted or averaged. Numbers of different tables cannot be "
    "compared."
)


@dataclass(frozen=True)
class Reported:
    """One result on the page of the work that reports it, and the table that compares it."""

    test: str
    url: str
    model: str
    value: str
    status: str


def reported_by(
    results: Iterable[ReportedResult], record: Record, benchmarks: Benchmarks
) -> dict[str, list[Reported]]:
    """The results that stand, by the best identifier of the work that reports them."""
    found: dict[str, list[Reported]] = {}
    for one in sorted(standing(results), key=lambda one: _place(one, benchmarks)):
        if known := record.by_id.get(one.source):
            title = _title(one, benchmarks)
            shown = Reported(title, f"{_PATH}#{_anchor(title)}", clean(one.model),
                             shown_value(one), _status(one))  # fmt: skip
            found.setdefault(str(known.work.id), []).append(shown)
    return found


def results_page(
    results: Iterable[ReportedResult], record: Record, benchmarks: Benchmarks
) -> Page | None:
    """The page of all results that stand; None where nothing is reported."""
    tables: dict[str, list[ReportedResult]] = {}
    for one in sorted(standing(results), key=lambda one: _place(one, benchmarks)):
        tables.setdefault(_title(one, benchmarks), []).append(one)
    if not tables:
        return None
    grids = tuple(
        Grid(_anchor(title), title, _HEAD, tuple(_row(one, record) for one in found),
             f"{len(found):,} result{'' if len(found) == 1 else 's'}", words=True)
        for title, found in tables.items()
    )  # fmt: skip
    return Page(_PATH, "Results", "Reported results", (_LEAD,), grids)


def _place(one: ReportedResult, benchmarks: Benchmarks) -> tuple[object, ...]:
    """Tables by their titles, those of no dataset last; in each the highest value first."""
    title = _title(one, benchmarks)
    return (not one.dataset, title.casefold(), title, -Decimal(one.value), one.claim)


def _title(one: ReportedResult, benchmarks: Benchmarks) -> str:
    """Everything that must agree for two numbers to be comparable."""
    parts = (
        benchmarks.dataset_name(one.dataset) if one.dataset else "No dataset named",
        f"{one.split} split" if one.split else "split not stated",
        benchmarks.metric_name(one.metric) if one.metric else "metric not stated",
        UNITS[one.unit],
        "setting not stated" if one.setting == UNKNOWN else one.setting,
    )
    return clean(" · ".join(parts))


def _anchor(title: str) -> str:
    """Made of what the table measures, so that links to it last whatever is added before it."""
    return f"table-{hashlib.sha256(title.encode()).hexdigest()[:12]}"


def _row(one: ReportedResult, record: Record) -> tuple[Cell, ...]:
    known = record.by_id.get(one.source)
    if known and known.status == "included":
        source = Cell(_name(known.work.short_name or shown_title(known.work)),
                      f"w/{known.work.id.slug}.html")  # fmt: skip
    else:
        source = Cell(_name(str(one.source)), web_address(one.source.url or ""))
    model = clean(one.model) or "not named"
    precision = f" ({clean(one.precision)})" if one.precision else ""
    return (
        Cell(f"{model}{precision}"), Cell(shown_value(one)), source, Cell(_status(one)),
        Cell(clean(one.quote), web_address(one.url)),
    )  # fmt: skip


def _status(one: ReportedResult) -> str:
    return f"{STATUS[one.status]}{f' ({clean(one.note)})' if one.note else ''}"


def _name(text: str) -> str:
    text = clean(text)
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"
