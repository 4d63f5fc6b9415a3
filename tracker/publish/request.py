"""What the pull request says: which works came, changed or went, and who decided so."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from tracker.curation.reader import Curation
from tracker.errors import MarkerError
from tracker.publish.markdown import address, cell, inline, link
from tracker.publish.render import (
    included,
    page_rows,
    row_key,
    row_texts,
    selected,
    shown_title,
    with_every_column,
)
from tracker.record import Record, Standing
from tracker.taxonomy import Taxonomy
from tracker.works import Work

LONGEST_BODY = 60_000  # characters; GitHub refuses a body of more than 65,536
_LONGEST_TITLE = 120
# A link to one of these leaves a "mentioned this" behind on a stranger's page.
_BACKLINK = re.compile(
    r"https?://(?:www\.)?github\.com/[^/]+/[^/]+/(?:issues|pull|discussions|commit)/", re.IGNORECASE
)
_VERBS = {"include": "included", "exclude": "excluded", "defer": "deferred"}

_Lines = dict[str, dict[str, str]]  # a work's identifier → the table's key → its line there


@dataclass(frozen=True)
class Request:
    """The words of one pull request.

    ``title`` and the commit ``message`` hold no stranger's text: GitHub acts on mentions
    and on "fixes #1" there, and nothing can be escaped.
    """

    title: str
    body: str
    message: str


def describe(old_page: str, curation: Curation, own: Iterable[str] = ()) -> Request:
    """The request that brings ``old_page`` (the base branch's; empty if none) up to date.

    ``own`` are the base branch's pages of single tables: those tables are compared there,
    where they have every row and every column.

    Of the old page only its text is needed: the rows in its regions, each known by its key
    (see ``page_rows``). A row is a work's if that key is an address of the work, so rows
    that an older version rendered, or a person edited, are still told apart. A row without
    any address that changed counts as removed and added. Raises MarkerError.
    """
    old = [row for text in own for row in _unspoilt(text)]
    whole = {region for (region, _), _ in old}
    old += [row for row in page_rows(old_page, curation.pages.page).items()
            if row[0][0] not in whole]  # fmt: skip
    after, owners = _after(curation, whole)
    before: _Lines = {}
    for (region, key), line in old:
        before.setdefault(owners.get(key, key), {})[region] = line
    added = [work for work in after if work not in before]
    changed = [work for work in after if work in before and before[work] != after[work]]
    removed = [work for work in before if work not in after]
    title = _title(len(added), len(changed), len(removed))
    standings = {str(one.work.id): one for one in curation.record.standings}
    names = {table.key: table.title for table in curation.pages.tables}

    def told(works: Sequence[str], lines: _Lines) -> list[str]:
        return [
            _entry(standings.get(work), lines[work], names, curation.taxonomy) for work in works
        ]

    groups = {
        "Added": told(added, after),
        "Changed": told(changed, after),
        "Removed": told(removed, before),
    }
    page = inline(curation.pages.page)
    return Request(
        title=title,
        body=_body(page, groups),
        message=f"{title}\n\nRendered from the decisions in curation/ by tracker publish.\n",
    )


def with_picture(request: Request, picture: str, branch: str) -> Request:
    """The request with the timeline as the branch has it.

    The address is relative to the request's own page, so that it holds on any GitHub.
    """
    shown = f"### Timeline\n\n![The timeline as proposed](../raw/refs/heads/{branch}/{picture})\n"
    return replace(request, body=f"{request.body}\n{shown}")


def _unspoilt(text: str) -> Iterable[tuple[tuple[str, str], str]]:
    """The rows of a page of our own; none if somebody broke its markers: it is made anew."""
    try:
        return page_rows(text).items()
    except MarkerError:
        return ()


def _after(curation: Curation, whole: Collection[str]) -> tuple[_Lines, dict[str, str]]:
    """The works in their tables as they now render, and whose each row key is.

    Rows of tables in ``whole`` have every column.
    """
    lines: _Lines = {}
    owners: dict[str, str] = {}
    among = included(curation.record, curation.taxonomy)
    for table in curation.pages.tables:
        shown = selected(table, among)
        view = with_every_column(table) if table.key in whole else table
        for row, line in zip(shown, row_texts(view, shown, curation.taxonomy), strict=True):
            lines.setdefault(str(row.work.id), {})[table.key] = line
            owners.setdefault(row_key(line), str(row.work.id))
    for key, owner in _addresses(curation.record):
        owners.setdefault(key, owner)
    return lines, owners


def _addresses(record: Record) -> list[tuple[str, str]]:
    """Every address of every work, the papers' before the other links."""
    works = [standing.work for standing in record.standings]
    papers = [(url, work) for work in works for url in (work.url, *_named(work))]
    others = [(one.url, work) for work in works for one in work.links]
    return [(target, str(work.id)) for url, work in papers + others if (target := address(url))]


def _named(work: Work) -> list[str]:
    return [url for work_id in work.ids if (url := work_id.url)]


def _title(added: int, changed: int, removed: int) -> str:
    """For instance ``Add 3 works, change 1``."""
    counts = [("add", added), ("change", changed), ("remove", removed)]
    said = [(verb, count) for verb, count in counts if count]
    if not said:
        return "Refresh the page"
    (verb, count), *rest = said
    first = f"{verb.capitalize()} {count:,} work{'' if count == 1 else 's'}"
    return ", ".join([first, *(f"{verb} {count:,}" for verb, count in rest)])


def _body(page: str, groups: dict[str, list[str]]) -> str:
    """All groups, cut at LONGEST_BODY with a count of what is left out."""
    parts = [f"The tables of {page}, rendered from the decisions in `curation/`."]
    if not any(groups.values()):
        parts.append("No row changed, only the text around the rows.")
    room = LONGEST_BODY - 1_000  # for headings and the counts of what is left out
    for name, entries in groups.items():
        shown: list[str] = []
        for entry in entries:
            room -= len(entry) + 1
            if room < 0:
                shown.append(f"- … and {len(entries) - len(shown):,} more")
                break
            shown.append(entry)
        if entries:
            parts.append(f"### {name} ({len(entries):,})\n\n" + "\n".join(shown))
    return "\n\n".join(parts) + "\n"


def _entry(
    standing: Standing | None, lines: dict[str, str], names: dict[str, str], taxonomy: Taxonomy
) -> str:
    """One work in one line: title, labels, tables, who decided and when, and why."""
    if standing is None:
        return f"- {inline(next(iter(lines.values())), _LONGEST_TITLE)} · not in the record"
    shorts = [taxonomy.by_key[key].short if key in taxonomy.by_key else key
              for key in taxonomy.sort(standing.labels)]  # fmt: skip
    tables = [names.get(region, region) for region in lines]
    parts = [cell(", ".join(shorts)), cell("in " + ", ".join(tables)), _decided(standing)]
    return " · ".join([f"- {_linked(standing.work)}", *(part for part in parts if part)])


def _linked(work: Work) -> str:
    url = "" if _BACKLINK.match(work.url) else work.url
    return link(shown_title(work), url, _LONGEST_TITLE)


def _decided(standing: Standing) -> str:
    decision = standing.decided
    if decision is None:
        return "no decision stands"
    day = decision.at.astimezone(UTC).date().isoformat()
    if decision.inferred:
        who = f"imported on {day}, not yet confirmed"
    else:
        who = f"{_VERBS[decision.verdict]} by {cell(decision.by)} on {day}"
    why = [cell(text) for text in (decision.reason, decision.note) if text.strip()]
    return f"{who}: {'; '.join(why)}" if why else who
