"""What a request changes: the works that come, change, are corrected, withdrawn, or go."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from tracker.curation.reader import Curation
from tracker.errors import MarkerError
from tracker.publish.markdown import address
from tracker.publish.proofreading import cells_of
from tracker.publish.render import (
    COLUMN_NAMES,
    Row,
    included,
    page_rows,
    row_key,
    row_texts,
    selected,
    with_every_column,
    withdrawn,
)
from tracker.record import Record
from tracker.tables import Table
from tracker.works import Work

_FACTS = frozenset(("name", "title", "date", "size", "base_model", "links"))

Lines = dict[str, dict[str, str]]  # a work's identifier → the table's key → its line there


@dataclass(frozen=True)
class Changes:
    """The works by what becomes of their rows, each group in the order of the tables.

    ``changed`` rows have other labels or stand in other tables; ``corrected`` ones only other
    facts; ``withdrawn`` ones are newly marked so. ``what`` names the columns or tables that
    differ. ``before`` and ``after`` are the rows themselves. ``completed`` are the corrected ones
    that differ in nothing but what arXiv's record filled: perhaps in no row at all.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    what: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    after: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    completed: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The groups that are not empty, by name."""
        groups = ("added", "changed", "corrected", "withdrawn", "removed")
        return {name: many for name in groups if (many := len(getattr(self, name)))}


def changes(old_page: str, curation: Curation, own: Iterable[str] = ()) -> Changes:
    """What brings ``old_page`` (the base branch's; empty if none) up to date.

    ``own`` are the base branch's pages of single tables: those tables are compared there,
    where they have every row and every column.

    Of the old page only its text is needed: the rows in its regions, each known by its key
    (see ``page_rows``). A row is a work's if that key is an address of the work, so rows
    that an older version rendered, or a person edited, are still told apart. A row without
    any address that changed counts as removed and added. Raises MarkerError.
    """
    tables = {table.key: table for table in curation.pages.tables}
    old = [row for text in own for row in _unspoilt(text)]
    whole = {region for (region, _), _ in old}
    old += [row for row in page_rows(old_page, curation.pages.page).items()
            if row[0][0] in tables and row[0][0] not in whole]  # fmt: skip
    after, owners, shown = _after(curation, whole)
    before: Lines = {}
    for (region, key), line in old:
        before.setdefault(owners.get(key, key), {})[region] = line
    views = {key: with_every_column(one) if key in whole else one for key, one in tables.items()}
    kinds: dict[str, tuple[str, str]] = {}
    for work in after:
        if work in before and before[work] != after[work]:
            kinds[work] = _kind(shown[work].work, before[work], after[work], views)
    return Changes(
        added=tuple(work for work in after if work not in before),
        changed=tuple(work for work, (kind, _) in kinds.items() if kind == "changed"),
        corrected=tuple(work for work, (kind, _) in kinds.items() if kind == "corrected"),
        withdrawn=tuple(work for work, (kind, _) in kinds.items() if kind == "withdrawn"),
        removed=tuple(work for work in before if work not in after),
        what={work: what for work, (_, what) in kinds.items() if what},
        before=before,
        after=after,
    )


def with_completed(found: Changes, filled: Mapping[str, Mapping[str, str]]) -> Changes:
    """The changes with the works whose files arXiv's record completed, told among the corrected.

    ``filled`` says what was filled, by work and field. Of a work that is new here it is not news.
    """
    apart = {*found.added, *found.changed, *found.withdrawn, *found.removed}
    only, what = set[str](), dict(found.what)
    for work, words in filled.items():
        # The day is the one thing of these that a row shows.
        explained = COLUMN_NAMES["date"] if "published_on" in words else ""
        own = "" if found.what.get(work) == explained else found.what.get(work, "")
        if work not in apart and not own:
            only.add(work)
        if work not in found.added:
            said = f"from arXiv: {', '.join(words.values())}"
            what[work] = f"{own}; {said}" if own else said
    corrected = {*found.corrected, *only}
    order = dict.fromkeys([*found.after, *filled])
    return replace(
        found,
        corrected=tuple(work for work in order if work in corrected),
        completed=tuple(work for work in order if work in only),
        what=what,
    )


def _kind(
    work: Work, before: Mapping[str, str], after: Mapping[str, str], views: Mapping[str, Table]
) -> tuple[str, str]:
    """Which group a row that differs belongs to, and what differs in it, in words."""
    mark = withdrawn(work)
    if mark and not any(mark in line for line in before.values()):
        return "withdrawn", ""
    moved = [f"now in {views[key].title}" for key in after if key not in before]
    moved += [f"no longer in {views[key].title}" for key in before if key not in after]
    columns = dict.fromkeys(
        column
        for key, line in after.items()
        if key in before
        for column in _differing(views[key], before[key], line)
    )
    named = [COLUMN_NAMES.get(column, column) for column in columns]
    only_facts = not moved and columns and _FACTS.issuperset(columns)
    return "corrected" if only_facts else "changed", ", ".join([*moved, *filter(None, named)])


def _differing(table: Table, before: str, after: str) -> list[str]:
    """The columns in which two lines of a table differ; an unnamed one if nobody can tell."""
    if before == after:
        return []
    if table.style == "list":
        return ["title"]  # an entry of a list shows facts and no label
    old, new = cells_of(before), cells_of(after)
    if not len(old) == len(new) == len(table.columns):
        return [""]
    triples = zip(table.columns, old, new, strict=True)
    return [column for column, one, other in triples if one != other]


def _unspoilt(text: str) -> Iterable[tuple[tuple[str, str], str]]:
    """The rows of a page of our own; none if somebody broke its markers: it is made anew."""
    try:
        return page_rows(text).items()
    except MarkerError:
        return ()


def _after(
    curation: Curation, whole: Collection[str]
) -> tuple[Lines, dict[str, str], dict[str, Row]]:
    """The works in their tables as they now render, whose each row key is, and their rows.

    Rows of tables in ``whole`` have every column.
    """
    lines: Lines = {}
    owners: dict[str, str] = {}
    found: dict[str, Row] = {}
    among = included(curation.record, curation.taxonomy)
    for table in curation.pages.tables:
        shown = selected(table, among)
        view = with_every_column(table) if table.key in whole else table
        for row, line in zip(shown, row_texts(view, shown, curation.taxonomy), strict=True):
            lines.setdefault(str(row.work.id), {})[table.key] = line
            owners.setdefault(row_key(line), str(row.work.id))
            found[str(row.work.id)] = row
    for key, owner in _addresses(curation.record):
        owners.setdefault(key, owner)
    return lines, owners, found


def _addresses(record: Record) -> list[tuple[str, str]]:
    """Every address of every work, the papers' before the other links."""
    works = [standing.work for standing in record.standings]
    papers = [(url, work) for work in works for url in (work.url, *_named(work))]
    others = [(one.url, work) for work in works for one in work.links]
    return [(target, str(work.id)) for url, work in papers + others if (target := address(url))]


def _named(work: Work) -> list[str]:
    return [url for work_id in work.ids if (url := work_id.url)]
