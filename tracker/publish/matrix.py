"""The page of what is missing: the matrix as tables, its empty cells leading to arXiv's search.

The trend ends with the newest work's month, never today's, so that the same works give the
same page.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote, urlencode

from tracker.charts import Matrix
from tracker.publish.gaps import NO_LABEL, Grid, Tally, grids, newest_month
from tracker.publish.markdown import address, cell, inline
from tracker.publish.render import Row, shown_label
from tracker.publish.sheets import WALL, Sheet, divided, part_path, relative, written
from tracker.taxonomy import Label, Taxonomy

# arXiv's advanced search joins its rows by AND; inside a row, OR joins quoted phrases
# (github.com/arXiv/arxiv-search, search/services/index/prepare.py).
SEARCH: Final = "https://arxiv.org/search/advanced"
_PHRASES, _LONGEST_PHRASE = 6, 60  # of one label in a question; characters of each
_HOW = (
    "Each number counts included works that carry both labels. In brackets: how many of them "
    "appeared in the twelve months up to {until}, the newest month of any work, and whether "
    "that is more (↑), fewer (↓) or as many (=) as in the twelve months before; works known "
    "only by their year, or not even that, are in no bracket. **All** counts works, so a row of "
    "labels that occur together adds up to more."
)
_EMPTY = (
    "*None* leads to arXiv's own search for the combination, made of the labels' keywords: "
    "whether the gap is the field's or only this survey's is the reader's check."
)


def question(one: Label, two: Label, about: Sequence[str] = ()) -> str:
    """The address of arXiv's search for abstracts that speak of both labels, newest first."""
    sides = [_phrases(one), _phrases(two), [_phrase(text) for text in about]]
    most = _PHRASES
    while True:
        fields = {"advanced": "1"}
        for number, side in enumerate(filter(None, sides)):
            fields |= {
                f"terms-{number}-operator": "AND",
                f"terms-{number}-term": " OR ".join(side[:most]),
                f"terms-{number}-field": "abstract",
            }
        fields |= {"abstracts": "show", "size": "50", "order": "-announced_date_first"}
        url = address(f"{SEARCH}?{urlencode(fields, quote_via=quote)}")
        if url or most == 1:
            return url
        most -= 1


def matrix_pages(
    matrix: Matrix, among: Sequence[Row], taxonomy: Taxonomy, front: str
) -> dict[str, bytes]:
    """The page of all pairs; where it would pass the wall, a page for each pair."""
    until = newest_month(among)
    found = grids(matrix, among, taxonomy, until)
    home = f"[Front page]({relative(front, matrix.page)})"
    how = f"{_HOW.format(until=until or 'the newest month')}\n\n{_EMPTY}"
    tables = [_table(grid, among, matrix.about) for grid in found]
    contents = "\n".join(f"- {line}" for line in _lines(found, ""))
    sections = [
        f'## <a id="{grid.anchor}"></a>{inline(grid.title)}\n\n' + "\n".join(table)
        for grid, table in zip(found, tables, strict=True)
    ]
    whole = written("# What is missing", home, how, contents, *sections)
    if len(whole) <= WALL:
        return {matrix.page: whole}
    files: dict[str, bytes] = {}
    links = []
    for number, (grid, table) in enumerate(zip(found, tables, strict=True), start=1):
        path = part_path(matrix.page, f"pair-{number}")
        sheet = Sheet(path, grid.title, table[2:], table[:2], counted=False)
        files |= divided(sheet, matrix.page)
        links.append(f'- <a id="{grid.anchor}"></a>'
                     f"[{cell(grid.title)}]({relative(path, matrix.page)})")  # fmt: skip
    return files | {matrix.page: written("# What is missing", home, how, "\n".join(links))}


def region(matrix: Matrix, among: Sequence[Row], taxonomy: Taxonomy, front: str) -> str:
    """What the front page says of the matrix: how many combinations of each pair are empty."""
    page = relative(matrix.page, front)
    found = grids(matrix, among, taxonomy, newest_month(among))
    return "\n".join(f"- {line}" for line in _lines(found, page))


def _lines(found: Iterable[Grid], page: str) -> list[str]:
    return [
        f"[{cell(grid.title)}]({page}#{grid.anchor}): {grid.empty:,} of {grid.size:,} "
        "combinations have no work"
        for grid in found
    ]


def _table(grid: Grid, among: Sequence[Row], about: Sequence[str]) -> list[str]:
    """The lines of one pair's table: labels by labels, then those with no label, and all."""
    columns = grid.column_labels
    heads = ["", *(cell(shown_label(label)) for label in columns), "no label", "**All**"]
    lines = [_line(heads), _line(["---", *("--:" for _ in heads[1:])])]
    for label in grid.row_labels:
        cells = [
            str(tally)
            if (tally := grid.tallies.get((label.key, column.key)))
            else f"[none]({question(label, column, about)})"
            for column in columns
        ]
        lines.append(_line([cell(shown_label(label)), *cells, *_margin(grid, label.key)]))
    last = [str(grid.tallies.get((NO_LABEL, column.key), Tally())) for column in columns]
    lines.append(_line(["no label", *last, *_margin(grid, NO_LABEL)]))
    totals = [str(grid.down.get(key, Tally())) for key in (*(c.key for c in columns), NO_LABEL)]
    return [*lines, _line(["**All**", *totals, f"{len(among):,}"])]


def _margin(grid: Grid, key: str) -> list[str]:
    return [str(grid.tallies.get((key, NO_LABEL), Tally())), str(grid.across.get(key, Tally()))]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _phrases(label: Label) -> list[str]:
    return [_phrase(text) for text in (label.keywords or (label.name,))]


def _phrase(text: str) -> str:
    """Quoted, so that the search takes it as it stands; what would end the quotes is left out."""
    words = re.sub(r'["\\$\s]+', " ", text)[:_LONGEST_PHRASE].strip()
    return f'"{words}"'
