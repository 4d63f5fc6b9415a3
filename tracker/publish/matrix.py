"""The page of what is missing: minimal gaps, each two axes as a table, and the way to the whole.

Whatever is empty leads to arXiv's search. The trend ends with the newest work's month, never
today's, so that the same works give the same page.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from tracker.charts import Matrix
from tracker.publish.contingency import contents, contingency_pages, laid_out
from tracker.publish.cross import Cross, crossed, newest_month, whole
from tracker.publish.gaps import Gaps, minimal_gaps
from tracker.publish.markdown import cell, inline
from tracker.publish.pairs import Grid, grids, pair_table
from tracker.publish.render import Row
from tracker.publish.sheets import WALL, Sheet, divided, part_path, relative, stretch, written
from tracker.publish.surprises import ANCHOR, SHOWN, gaps_section, missing, surprise
from tracker.taxonomy import Taxonomy

_HOW: Final = (
    "Each number counts included works that carry all the labels named, each work once, whatever "
    "else it carries. {trend}**All** counts works, so a row of labels that occur together adds up "
    "to more."
)
_TREND: Final = (
    "In brackets: how many of them appeared in the twelve months up to {until}, the newest month "
    "of any work, and whether that is more (↑), fewer (↓) or as many (=) as in the twelve months "
    "before; works known only by their year, or not even that, are in no bracket. "
)
_EMPTY: Final = (
    "*None* leads to arXiv's own search for the combination, made of the labels' keywords: "
    "whether the gap is the field's or only this survey's is the reader's check."
)


def matrix_pages(
    matrix: Matrix, among: Sequence[Row], taxonomy: Taxonomy, front: str
) -> dict[str, bytes]:
    """The page of what is missing, and pages of the whole cross, of three axes or more.

    Where the pairs' tables would take the page past the wall, they too have pages of their own.
    """
    until = newest_month(among)
    cross = crossed(matrix, among, taxonomy, until)
    once, found = whole(cross), grids(cross)
    gaps = minimal_gaps(once, SHOWN)
    top = [
        "# What is missing",
        f"[Front page]({relative(front, matrix.page)})",
        f"{_HOW.format(trend=_TREND.format(until=until) if until else '')}\n\n{_EMPTY}",
        "\n".join(f"- {line}" for line in _lines(found, once, gaps, "")),
        *gaps_section(gaps, matrix.about),
    ]
    laid = laid_out(once)
    files = contingency_pages(laid, matrix.about, matrix.page, front) if laid else {}
    below = _whole(cross, once, laid, matrix) if len(once.sides) > 2 else []
    tables = [pair_table(grid, len(among), matrix.about) for grid in found]
    page = written(stretch(*top, *_sections(found, tables), *below))
    if len(page) <= WALL:
        return {matrix.page: page, **files}
    links, apart = _apart(matrix.page, found, tables)
    return {matrix.page: written(stretch(*top, links, *below)), **apart, **files}


def region(matrix: Matrix, among: Sequence[Row], taxonomy: Taxonomy, front: str) -> str:
    """What the front page says of the matrix: how much of it is empty, and what surprises most."""
    page = relative(matrix.page, front)
    cross = crossed(matrix, among, taxonomy, newest_month(among))
    once = whole(cross)
    gaps = minimal_gaps(once, SHOWN)
    lines = _lines(grids(cross), once, gaps, page)
    if not lines:  # a single axis crosses nothing
        lines = [f"[{missing(gaps)}]({page}#{ANCHOR})"]
    return "\n".join(f"- {line}" for line in lines)


def _lines(found: Iterable[Grid], once: Cross, gaps: Gaps, page: str) -> list[str]:
    """Each pair, the whole and the gaps, with how many combinations no work has."""
    counts = [(grid.title, grid.anchor, grid.empty, grid.size) for grid in found]
    if len(once.sides) > 2:
        counts.append((_title(once), "whole-cross", once.empty, once.size))
    lines = [
        f"[{cell(title)}]({page}#{anchor}): {empty:,} of {size:,} combinations have no work"
        for title, anchor, empty, size in counts
    ]
    return [*lines, surprise(gaps, f"{page}#{ANCHOR}")] if gaps.total else lines


def _whole(cross: Cross, once: Cross, laid: Cross | None, matrix: Matrix) -> list[str]:
    """The section of the whole cross: how much of it is empty, and a line for each of its pages."""
    told = f"{once.empty:,} of {once.size:,} combinations have no work."
    if len(cross.sides) > len(once.sides):
        told += f" These are the first {len(once.sides)} of {len(cross.sides)} axes."
    if not laid:
        told += " Too many for pages; the site crosses any axes."
    elif laid != once:
        told += f" Too many for pages: these cross {cell(_title(laid))}, and the site any axes."
    pages = contents(laid, matrix.about, matrix.page) if laid else []
    heading = f'## <a id="whole-cross"></a>{inline(_title(once))}'
    return [heading, told, "\n".join(f"- {line}" for line in pages)]


def _title(once: Cross) -> str:
    return " × ".join(side.axis.name for side in once.sides)


def _sections(found: Iterable[Grid], tables: Iterable[list[str]]) -> list[str]:
    return [
        f'## <a id="{grid.anchor}"></a>{inline(grid.title)}\n\n' + "\n".join(table)
        for grid, table in zip(found, tables, strict=True)
    ]


def _apart(
    page: str, found: Iterable[Grid], tables: Iterable[list[str]]
) -> tuple[str, dict[str, bytes]]:
    """A page for each pair, and the links to them."""
    files: dict[str, bytes] = {}
    links = []
    for number, (grid, table) in enumerate(zip(found, tables, strict=True), start=1):
        path = part_path(page, f"pair-{number}")
        sheet = Sheet(path, grid.title, table[2:], table[:2], counted=False, dated=False)
        files |= divided(sheet, page)
        links.append(f'- <a id="{grid.anchor}"></a>[{cell(grid.title)}]({relative(path, page)})')
    return "\n".join(links), files
