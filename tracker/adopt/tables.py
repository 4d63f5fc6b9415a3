"""Which rows of a table are entries, and which column holds their titles.

The title column is the one whose header says so (title, then paper, then name, model,
method or dataset) and whose cells hold words of their own in at least half of the rows;
without such a header the column with the most words, authors and descriptions left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tracker.adopt.draft import Draft, plain_words
from tracker.adopt.inline import Run
from tracker.adopt.links import is_label, is_prefix, is_web, word_set
from tracker.adopt.page import Link
from tracker.adopt.sections import holds_no_works
from tracker.adopt.titles import Reading, links_of, read
from tracker.adopt.words import has_words, tidy_note, year_in

Cell = tuple[Run, ...]

_ASIDE: Final = word_set(
    "author authors venue year date time link links url code github pdf description abstract notes "
    "note comment comments license licence size params parameters institution institutions journal "
    "conference language stars doi keywords tldr id no modality metric summary website published "
    "publication_date pub affiliation backbone base score"
)
_IDLE: Final = ("", "link", "links", "here", "url", "urls")
_RANKS: Final = (
    (4, word_set("title titles 标题")),
    (3, word_set("paper papers publication article work study survey reference 论文")),
    (
        2,
        word_set(
            "name model models method methods dataset datasets data benchmark system approach "
            "framework tool project resource corpus algorithm llm"
        ),
    ),
)


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    first: int
    last: int


@dataclass(frozen=True)
class Grid:
    """A table: its header's cells, its rows, and the lines it stands on."""

    header: tuple[Cell, ...]
    rows: tuple[Row, ...]
    first: int
    last: int


def read_grid(grid: Grid, draft: Draft, kind: str = "table") -> bool:
    """Enters a table's rows into the draft; False if the table was passed over."""
    linked = [row for row in grid.rows if any(is_web(link) for link in _links(row))]
    if not linked:
        return not any(_links(row) for row in grid.rows)
    heading = holds_no_works(draft.outline.path)
    column = None if heading else _title_column(grid)
    titled = [] if column is None else [row for row in linked if _title(row, column)]
    if column is None or len(titled) * 2 < len([row for row in grid.rows if not _group(row)]):
        reason = f"the section {heading!r} lists no works" if heading else "a table without titles"
        for row in linked:
            draft.pass_over(row.first, reason, [run for cell in row.cells for run in cell])
        return False
    _enter(grid, column, draft)
    if kind:
        draft.span(grid.first, grid.last, kind)
    return True


def _enter(grid: Grid, column: int, draft: Draft) -> None:
    header = [plain_words(cell) for cell in grid.header]
    group: tuple[str, ...] = ()
    for row in grid.rows:
        runs = [run for cell in row.cells for run in cell]
        if name := _group(row):
            group = (name,)
        elif any(has_words(run.text) or run.url for run in runs):
            reading = _row_reading(row, header, column)
            if not reading.title:
                draft.problem(row.first, "a row without a title: fill in its title cell")
                reading = replace(reading, title=_stand_in(row))
            draft.entry(reading, row.first, row.last, "", group)
            draft.faults(runs)


def _row_reading(row: Row, header: Sequence[str], column: int) -> Reading:
    cells = [*row.cells, *((),) * (len(header) - len(row.cells))]
    own = read(cells[column])
    links: dict[Link, None] = {}
    words: list[str] = []
    years: list[int | None] = []
    for at, cell in enumerate(cells):
        name = header[at] if at < len(header) else ""
        named = cell if at == column else tuple(_labelled(run, name) for run in cell)
        links |= dict.fromkeys(links_of(named))
        text = own.note if at == column else tidy_note("".join(r.text for r in cell if not r.url))
        words += [text] if has_words(text) else []
        if re.search(r"(?i)\b(?:year|date|time|published|venue|conference)\b", name):
            years.append(year_in("".join(run.text for run in cell)))
    note = "; ".join(words)
    year = next((year for year in years if year), None) or year_in(note)
    return replace(own, links=tuple(links), note=note, year=year)


def _labelled(run: Run, header: str) -> Run:
    """A link whose own words say nothing takes the header's word for its label."""
    words = run.text.strip("[]() ").lower()
    idle = run.bare or words in _IDLE or not has_words(words)
    says = has_words(header) and header.lower() not in _IDLE
    return replace(run, text=header) if run.url and says and idle else run


def _title_column(grid: Grid) -> int | None:
    width = max((len(row.cells) for row in grid.rows), default=0)
    names = [plain_words(cell) for cell in grid.header]
    best: tuple[int, float, int] | None = None
    for at in range(width):
        titles = [title for row in grid.rows if not _group(row) and (title := _title(row, at))]
        rows = sum(1 for row in grid.rows if not _group(row))
        if not titles or len(titles) * 2 < rows:
            continue
        length = sum(min(len(title.split()), 12) for title in titles) / len(titles)
        score = (_rank(names[at] if at < len(names) else ""), length, -at)
        best = score if best is None or score > best else best
    return -best[2] if best else None


def _rank(header: str) -> int:
    words = set(re.findall(r"[^\W_]+", header.lower()))
    if words & _RANKS[0][1]:
        return _RANKS[0][0]
    if words & _ASIDE:
        return 0
    return next((rank for rank, known in _RANKS if words & known), 1)


def _title(row: Row, column: int) -> str:
    """The cell's words where they can be a title: not a label, a date or "Name et al."."""
    if column >= len(row.cells):
        return ""
    title = read(row.cells[column]).title
    cited = re.fullmatch(r"[^,]{2,40}\bet al\b.{0,12}", title)
    return "" if cited or is_label(title) or is_prefix(title) else title


def _group(row: Row) -> str:
    """The words of a row that only names a group: one filled cell, no link."""
    filled = {plain_words(cell) for cell in row.cells if has_words(plain_words(cell))}
    linked = any(run.url for cell in row.cells for run in cell)
    return filled.pop() if len(filled) == 1 and len(row.cells) > 1 and not linked else ""


def _links(row: Row) -> tuple[Link, ...]:
    return tuple(link for cell in row.cells for link in links_of(cell))


def _stand_in(row: Row) -> str:
    """The words a row without a title is known by."""
    words = [plain_words(cell) for cell in row.cells]
    links = [link.url for link in _links(row)]
    return next((text for text in [*words, *links] if has_words(text)), "?")
