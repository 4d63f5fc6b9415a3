"""CSV, for spreadsheets (RFC 4180, UTF-8): one row a work, one column a dimension."""

import csv
import io
import re
from typing import Final

from tracker.decisions import written
from tracker.publish.exports.edition import Edition, Entry
from tracker.works import LINK_KINDS

SEPARATOR: Final = "; "
_COLUMNS = (
    "id", "key", "title", "short_name", "authors", "published_on", "journal", "sizes", "base_model",
)  # fmt: skip
_LATER_COLUMNS = ("status", "added_at", "changed_at", "curators", "url", "ids")
# Spreadsheets run a cell that begins with one of these as a formula, full-width forms
# included (OWASP, "CSV Injection"); an apostrophe before it makes it text.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


def sheet(edition: Edition) -> str:
    """The rows under a head; several values in a cell are separated by a semicolon."""
    dimensions = [dimension.key for dimension in edition.dimensions]
    links = [f"link_{kind}" for kind in LINK_KINDS]
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow([*_COLUMNS, *dimensions, *_LATER_COLUMNS, *links])
    for entry in edition.entries:
        rows.writerow([harmless(cell) for cell in _cells(entry, dimensions)])
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
        written(entry.added_at),
        written(entry.changed_at),
        SEPARATOR.join(entry.curators),
        entry.url,
        SEPARATOR.join(entry.ids),
        *links,
    ]
