"""The front page: people's own prose, with every marked region in it filled anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.curation.reader import Curation
from tracker.errors import MarkerError
from tracker.publish import matrix, results, timeline
from tracker.publish.entries import Entries
from tracker.publish.markers import fill, find
from tracker.publish.methods import NOTHING
from tracker.publish.render import EMPTY, Row, render_table, summary
from tracker.publish.sheets import WALL, relative
from tracker.publish.stamp import stamped
from tracker.tables import More, Pages, Table

# Regions a page may have or not; a table's key of the same name comes first.
SUMMARY, TIMELINE, MATRIX = "summary", "timeline", "matrix"
RESULTS, METHODS = "results", "methods"


@dataclass(frozen=True)
class Front:
    """The front page's text, and the tables of which it cannot show every work."""

    text: str
    cut: frozenset[str]


def render_page(text: str, curation: Curation, methods: str = NOTHING) -> str:
    """The front page with every region filled anew.

    Raises MarkerError naming all regions without a table and all tables without a region.
    """
    return render_front(text, Entries(curation), methods).text


def render_front(text: str, entries: Entries, methods: str = NOTHING) -> Front:
    """The front page of these works, with fewer works a table until it is below the wall.

    ``methods`` is the methods box. Raises MarkerError; also if the prose alone is more than
    GitHub shows.
    """
    curation, picked = entries.curation, entries.tables
    pages = curation.pages
    bodies = {METHODS: methods}
    bodies |= _charts(entries, {region.name for region in find(text, pages.page)})
    optional = {SUMMARY, TIMELINE, MATRIX, RESULTS, METHODS} - picked.keys()
    most = pages.more.newest if pages.more else len(entries.rows)
    while True:
        tables = {
            table.key: _region(table, picked[table.key], most, curation) for table in pages.tables
        }
        inside = {name: stamped(body) for name, body in (bodies | tables).items()}
        filled = fill(text, inside, pages.page, optional)
        if len(filled.encode()) <= WALL:
            cut = frozenset(key for key, rows in picked.items() if len(rows) > most)
            return Front(filled, cut)
        if not most:
            raise MarkerError(
                f"{pages.page} holds {len(filled.encode()):,} bytes without a single work, and "
                f"GitHub shows {WALL:,}; move text to another page"
            )
        most = min(most // 2, More.newest)


def with_methods(text: str, methods: str, pages: Pages) -> str:
    """The front page with another methods box, if it has one; raises MarkerError."""
    if METHODS in {table.key for table in pages.tables}:
        return text
    for region in find(text, pages.page):
        if region.name == METHODS:
            lines = ["", *stamped(methods).split("\n"), ""]
            inside = "".join(line + region.newline for line in lines)
            return text[: region.begin] + inside + text[region.end :]
    return text


def section_page(pages: Pages, key: str) -> str:
    """The page of one table, from the survey's root."""
    return f"{(pages.more or More()).folder}/{key}.md"


def region_anchor(key: str) -> str:
    """Where links to a table's region lead; its first line begins so."""
    return f'<a id="{key}"></a>'


def _charts(entries: Entries, there: set[str]) -> dict[str, str]:
    """The regions that are no tables; nothing is counted for one the page does not have."""
    curation = entries.curation
    pages, found = curation.pages, {SUMMARY: summary(curation.record)}
    if pages.timeline and TIMELINE in there:
        found[TIMELINE] = timeline.region(pages.timeline, entries.plan, pages.page)
    if pages.matrix and MATRIX in there:
        found[MATRIX] = matrix.region(pages.matrix, entries.rows, curation.taxonomy, pages.page)
    if RESULTS in there:
        folder = results.results_folder((pages.more or More()).folder)
        place = relative(f"{folder}/{results.INDEX}", pages.page)
        found[RESULTS] = results.region(curation.results, curation.benchmarks, place)
    return found


def _region(table: Table, rows: Sequence[Row], most: int, curation: Curation) -> str:
    """A table below its anchor, its count and the way to its own page."""
    anchor = region_anchor(table.key)
    if not rows:
        return anchor + EMPTY
    pages = curation.pages
    count = f"{len(rows):,} work{'' if len(rows) == 1 else 's'}"
    where = relative(section_page(pages, table.key), pages.page)
    if len(rows) > most:
        count += f", the newest {most:,} of them here: [all, with every column]({where})"
    elif pages.more:
        count += f", newest first ([with every column]({where}))"
    else:
        count += ", newest first"
    shown = render_table(table, rows[:most], curation.taxonomy) if most else ""
    return f"{anchor}{count}.\n\n{shown}".rstrip()
