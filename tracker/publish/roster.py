"""A roster: the rows of works, by work and table, as pages hold them or the record gives them.

Beside the tables it has one of no region, ANYWHERE, in which every included work has a row with
every column: so a work that no table shows is known too.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tracker.curation.reader import Curation
from tracker.errors import MarkerError
from tracker.publish.entries import Entries
from tracker.publish.markdown import address
from tracker.publish.render import (
    page_rows,
    row_key,
    row_lines,
    row_texts,
    with_every_column,
)
from tracker.record import Record
from tracker.tables import Table
from tracker.works import Work

ANYWHERE: Final = ""

Lines = dict[str, dict[str, str]]  # a work's identifier → the table's key → its line there
Found = list[tuple[tuple[str, str], str]]  # a table's key and a row's key, and the row


@dataclass(frozen=True)
class Shown:
    """The base branch as far as rows are compared with it.

    ``curation`` is its own, ``front`` its front page; ``own`` are its pages of single tables,
    where they have every row and every column, and ``all_works`` those of a dimension, where
    every work stands. Where edits wait, a page says what people wrote and stays as it is: of
    the tables in ``edited`` the rows are those of its record, and so is every work if no page
    lists them all.
    """

    curation: Curation
    front: str = ""
    own: Sequence[str] = ()
    all_works: Sequence[str] = ()
    edited: Collection[str] = ()


@dataclass(frozen=True)
class Roster:
    """The rows of a record: whose each row key is, and the works themselves.

    ``views`` are the tables with the columns in which the rows stand.
    """

    lines: Lines = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    works: Mapping[str, Work] = field(default_factory=dict)
    views: Mapping[str, Table] = field(default_factory=dict)


def recorded(curation: Curation, whole: Collection[str]) -> Roster:
    """The roster that a record gives; rows of tables in ``whole`` have every column."""
    entries, tables = Entries(curation), curation.pages.tables
    views = {table.key: with_every_column(table) if table.key in whole else table
             for table in tables} | {ANYWHERE: replace(entries.every, key=ANYWHERE)}  # fmt: skip
    lines: Lines = {}
    owners: dict[str, str] = {}
    for key, view in views.items():
        rows = entries.tables[key] if key else entries.rows
        for row, line in zip(rows, row_texts(view, rows, curation.taxonomy), strict=True):
            lines.setdefault(str(row.work.id), {})[key] = line
            owners.setdefault(row_key(line), str(row.work.id))
    for key, owner in _addresses(curation.record):
        owners.setdefault(key, owner)
    return Roster(lines, owners, {str(row.work.id): row.work for row in entries.rows}, views)


def compared(shown: Shown, curation: Curation) -> tuple[Lines, Roster]:
    """The rows that the base branch shows and those of the curation, fit to be compared.

    A page's row is a work's if its key (see ``page_rows``) is an address of the work, so rows
    that an older version rendered, or a person edited, are still told apart; a row without
    any address must be the record's. Raises MarkerError for the front page.
    """
    own = [row for text in shown.own for row in _unspoilt(text)]
    whole = {region for (region, _), _ in own}
    now = recorded(curation, whole)
    then = _renamed(recorded(shown.curation, whole), shown.curation.record, curation.record)
    front = page_rows(shown.front, curation.pages.page).items()
    pages = [*own, *(row for row in front if row[0][0] in now.views and row[0][0] not in whole)]
    listed = [row for text in shown.all_works for row in _listed(text)]
    before: Lines = {}
    for (region, key), line in [*pages, *listed]:
        if region not in shown.edited:
            owner = now.owners.get(key) or then.owners.get(key, key)
            before.setdefault(owner, {})[region] = line
    _recall(before, then, set(shown.edited) - {ANYWHERE})
    if shown.all_works and ANYWHERE not in shown.edited:
        return before, now
    return before, replace(now, lines=_by_record(before, then, now.lines))


def _renamed(then: Roster, old: Record, new: Record) -> Roster:
    """The former roster under the names that its works have now: one may have got a better."""
    names = {}
    for standing in old.standings:
        known = (new.by_id[name] for name in standing.work.ids if name in new.by_id)
        if (now := next(known, None)) and now.work.id != standing.work.id:
            names[str(standing.work.id)] = str(now.work.id)
    lines: Lines = {}
    for work, rows in then.lines.items():
        lines[names.get(work, work)] = lines.get(names.get(work, work), {}) | rows
    owners = {key: names.get(work, work) for key, work in then.owners.items()}
    return replace(then, lines=lines, owners=owners)


def _recall(before: Lines, then: Roster, regions: Collection[str]) -> None:
    """Add the rows that these tables would have, were it not for the edits in them."""
    for work, rows in then.lines.items():
        for region in regions & rows.keys():
            before.setdefault(work, {})[region] = rows[region]


def _by_record(before: Lines, then: Roster, after: Lines) -> Lines:
    """Tell of works anywhere by the record, which may be ahead of the pages and of the tables.

    A work that comes into a table comes, for readers, whatever the record had of it. Adds
    to ``before``, and returns what is left of ``after``.
    """
    kept: Lines = {}
    for work, rows in after.items():
        tables = {key: line for key, line in rows.items() if key != ANYWHERE}
        old = then.lines.get(work, {}).get(ANYWHERE)
        if tables and (old is None or work not in before):
            kept[work] = tables
            continue
        kept[work] = rows
        if old is not None:
            before.setdefault(work, {})[ANYWHERE] = old
    for work, rows in then.lines.items():
        if work not in after:
            before.setdefault(work, {ANYWHERE: rows[ANYWHERE]})
    return kept


def _unspoilt(text: str) -> Iterable[tuple[tuple[str, str], str]]:
    """The rows of a page of our own; none if somebody broke its markers: it is made anew."""
    try:
        return page_rows(text).items()
    except MarkerError:
        return ()


def _listed(text: str) -> Found:
    """The rows of a dimension's page, of which each section has a head of its own."""
    found: dict[str, str] = {}
    for section in text.split("\n## "):
        for line in row_lines(section):
            key = row_key(line)
            found[line if found.get(key, line) != line else key] = line
    return [((ANYWHERE, key), line) for key, line in found.items()]


def _addresses(record: Record) -> list[tuple[str, str]]:
    """Every address of every work, the papers' before the other links."""
    works = [standing.work for standing in record.standings]
    papers = [(url, work) for work in works for url in (work.url, *_named(work))]
    others = [(one.url, work) for work in works for one in work.links]
    return [(target, str(work.id)) for url, work in papers + others if (target := address(url))]


def _named(work: Work) -> list[str]:
    return [url for work_id in work.ids if (url := work_id.url)]
