"""CSV, for spreadsheets (RFC 4180, UTF-8): a row a work, and in another file a row a result."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import Final

from tracker.decisions import written
from tracker.publish.exports.edition import Edition, Entry
from tracker.publish.exports.measurements import Measurement
from tracker.works import LINK_KINDS

SEPARATOR: Final = "; "
_COLUMNS = (
    "id", "key", "title", "short_name", "authors", "published_on", "journal", "sizes", "base_model",
)  # fmt: skip
_LATER_COLUMNS = (
    "status", "withdrawn_on", "added_at", "changed_at", "curators", "url", "ids",
)  # fmt: skip
# Spreadsheets run a cell that begins with one of these as a formula, full-width forms
# included (OWASP, "CSV Injection"); an apostrophe before it makes it text.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


def sheet(edition: Edition) -> str:
    """The works, a column a dimension; several values in a cell are separated by a semicolon."""
    dimensions = [dimension.key for dimension in edition.dimensions]
    links = [f"link_{kind}" for kind in LINK_KINDS]
    head = [*_COLUMNS, *dimensions, *_LATER_COLUMNS, *links]
    rows = ([harmless(cell) for cell in _cells(entry, dimensions)] for entry in edition.entries)
    return _written(head, rows)


def results_sheet(edition: Edition) -> str:
    """The reported results, a column for each of their fields."""
    head = [field.name for field in fields(Measurement)]
    found = (asdict(one) for one in edition.measurements)
    # A value is a number, so that one below zero may begin as a formula does.
    rows = ([cells[name] if name == "value" else harmless(cells[name]) for name in head]
            for cells in found)  # fmt: skip
    return _written(head, rows)


def _written(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\r\n")
    sheet.writerow(head)
    sheet.writerows(rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    """The cell with an apostrophe before it if a spreadsheet would take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _cells(entry: Entry, dimensions: list[str]) -> list[str]:
    labels = (
        SEPARATOR.join(label.name for label in entry.labels if label.dimension == dimension)
        for dimension in dimensions
    )
    links = (
        SEPARATOR.join(link.url for link in entry.links if link.kind == kind) for kind in LINK_KINDS
    )
    return [
        entry.ids[0],
        entry.key,
        entry.title,
        entry.short_name,
        SEPARATOR.join(entry.authors),
        entry.published_on,
        entry.journal,
        SEPARATOR.join(entry.sizes),
        entry.base_model,
        *labels,
        "verified" if entry.verified else "inferred",
        entry.withdrawn_on,
        written(entry.added_at),
        written(entry.changed_at),
        SEPARATOR.join(entry.curators),
        entry.url,
        SEPARATOR.join(entry.ids),
        *links,
    ]
