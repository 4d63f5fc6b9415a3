"""Tables of works as Markdown: which works a table shows, and how a row shows one.

Nothing here depends on the day it runs: the same curation gives the same bytes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.publish.markdown import LIMIT, address, cell, inline, link, plain
from tracker.publish.markers import find, lines
from tracker.record import Record, Status
from tracker.tables import Table
from tracker.taxonomy import Label, Taxonomy
from tracker.works import Link, Work

EMPTY = "No work yet."
EVERY = ("name", "title", "date", "size", "base_model", "labels", "links")
_KIND_NAMES = {"paper": "Paper", "model": "Model", "code": "Code", "data": "Data", "page": "Page"}
COLUMN_NAMES = {
    "name": "Name",
    "title": "Title",
    "date": "Date",
    "size": "Size",
    "base_model": "Base model",
    "labels": "Labels",
    "links": "Links",
}
_MOST_LINKS = 12  # of one row: a work's file may hold any number
_NAME_WORDS, _NAME_LENGTH = 3, 30  # what before a title's colon still reads as a name
_ROW = re.compile(r"\|.*|\d+\. .*")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+ *")
_TARGET = re.compile(r"\]\((https?://[^)\s]+)\)", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One included work as a table shows it; ``labels`` are in the taxonomy's order."""

    work: Work
    labels: tuple[str, ...]

    @property
    def title(self) -> str:
        return shown_title(self.work)

    @property
    def name(self) -> str:
        """The short name, or what stands before the title's colon if that is short."""
        if self.work.short_name:
            return self.work.short_name
        before, colon, _ = plain(self.title).partition(":")
        fits = len(before) <= _NAME_LENGTH and len(before.split()) <= _NAME_WORDS
        return before if colon and fits else ""


def shown_title(work: Work) -> str:
    """The title; the identifier of a work that has none anyone could see."""
    return work.title if plain(work.title) else str(work.id)


def shown_label(label: Label) -> str:
    """The label's short name; a retired one is marked, for works that still carry it."""
    return f"{label.short} (retired)" if label.retired else label.short


def included(record: Record, taxonomy: Taxonomy) -> tuple[Row, ...]:
    """Every included work, newest first, then by title and identifier.

    A day known only by its month or year comes after the full days of that month or year;
    an unknown one comes last.
    """
    found = [Row(one.work, taxonomy.sort(one.labels)) for one in record.of("included")]
    found.sort(key=lambda row: (row.title.casefold(), row.work.id.rank, row.work.id.value))
    found.sort(key=lambda row: row.work.published_on, reverse=True)  # stable, so ties stay
    return tuple(found)


def selected(table: Table, among: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that the table selects, in their order."""
    return tuple(row for row in among if table.selects(row.labels, row.work.sections))


def with_every_column(table: Table) -> Table:
    """The table as it stands on a page of its own."""
    return replace(table, columns=EVERY)


def rows(table: Table, record: Record, taxonomy: Taxonomy) -> tuple[Row, ...]:
    """The included works that the table selects, in the order of `included`."""
    return selected(table, included(record, taxonomy))


def render_table(table: Table, rows: Sequence[Row], taxonomy: Taxonomy) -> str:
    """The rows as Markdown, without a final newline."""
    if not rows:
        return EMPTY
    return "\n".join([*head(table, taxonomy), *row_texts(table, rows, taxonomy)])


def head(table: Table, taxonomy: Taxonomy) -> tuple[str, ...]:
    """The lines that stand above a table's rows; none in the style of a list."""
    if table.style == "list":
        return ()
    names = {dimension.key: dimension.name for dimension in taxonomy.dimensions}
    heads = [
        COLUMN_NAMES.get(column) or cell(names.get(column, column)) for column in table.columns
    ]
    return _line(heads), _line("---" for _ in heads)


def row_texts(table: Table, rows: Iterable[Row], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Each row as its line."""
    if table.style == "list":
        # Every item is numbered 1: Markdown counts, and a new one changes no other line.
        return tuple(f"1. {_item(row)}" for row in rows)
    shows = [_column(column, taxonomy) for column in table.columns]
    return tuple(_line(show(row) for show in shows) for row in rows)


def summary(record: Record) -> str:
    """How many works stand where, in one line: ``12 works included, 3 deferred.``"""
    included = len(record.of("included"))
    parts = [f"{included:,} work{'' if included == 1 else 's'} included"]
    others: tuple[Status, ...] = ("deferred", "excluded", "undecided")
    parts += [f"{count:,} {status}" for status in others if (count := len(record.of(status)))]
    return ", ".join(parts) + "."


def page_rows(text: str, file: str = "the page") -> Mapping[tuple[str, str], str]:
    """The rows that stand in a page: region and the row's key → its line.

    Two rows with one key are one work, on any two pages: also one that an older version
    rendered or that a person edited. Raises MarkerError.
    """
    found: dict[tuple[str, str], str] = {}
    for region in find(text, file):
        for line in row_lines(text[region.begin : region.end]):
            key = (region.name, row_key(line))
            found[(region.name, line) if key in found else key] = line
    return found


def row_lines(body: str) -> list[str]:
    """The lines of a region that are rows: list items, and a table's lines below its head."""
    found: list[str] = []
    for line in (line.rstrip("\r\n") for line in lines(body)):
        if len(found) == 1 and _RULE.fullmatch(line):
            found.clear()  # what stood above the rule was the head
        elif _ROW.fullmatch(line):
            found.append(line)
    return found


def row_key(line: str) -> str:
    """What tells one row from another: its first address, the paper's; failing that, all of it."""
    target = _TARGET.search(line)
    return target[1] if target else line


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _column(column: str, taxonomy: Taxonomy) -> Callable[[Row], str]:
    """How a row fills one column."""
    shorts = {label.key: cell(shown_label(label)) for label in taxonomy}
    match column:
        case "name":
            return lambda row: cell(row.name)
        case "title":
            return lambda row: link(row.title, row.work.url) + withdrawn(row.work)
        case "date":
            return lambda row: cell(row.work.published_on)
        case "size":
            return lambda row: cell(", ".join(row.work.sizes))
        case "base_model":
            return lambda row: cell(row.work.base_model)
        case "links":
            return lambda row: " · ".join(_links(row.work.links, without="paper"))
    prefix = "" if column == "labels" else f"{column}:"
    return lambda row: ", ".join(
        shorts.get(key) or cell(key) for key in row.labels if key.startswith(prefix)
    )


def _item(row: Row) -> str:
    """One entry of an awesome list: ``**Name**: Title. [Paper](…) | [Model](…)``."""
    short, title = row.work.short_name, plain(row.title)
    # One text with its full stop: a title may end in what acts before a stop, such as "@".
    ended = title if title.endswith((".", "?", "!", "…")) else f"{title}."
    if short and not title.casefold().startswith(plain(short).casefold()):
        text = f"**{cell(short)}**: {cell(ended, LIMIT + 1)}"
    else:
        text = inline(ended, LIMIT + 1)
    found = _links((Link("paper", row.work.url), *row.work.links))
    return " ".join([text + withdrawn(row.work), " | ".join(found)]).rstrip()


def withdrawn(work: Work) -> str:
    """What follows the title of a work that its authors took back; else nothing."""
    return f" **(withdrawn {cell(work.withdrawn_on)})**" if work.withdrawn_on else ""


def _links(links: Iterable[Link], without: str = "") -> list[str]:
    """Links named by their kind, the same address once, the second of a kind numbered."""
    found: dict[str, str] = {}
    count: Counter[str] = Counter()
    for one in links:
        target = address(one.url)
        if target and target not in found and one.kind != without and len(found) < _MOST_LINKS:
            count[one.kind] += 1
            number = f" {count[one.kind]}" if count[one.kind] > 1 else ""
            found[target] = f"[{_KIND_NAMES[one.kind]}{number}]({target})"
    return list(found.values())
