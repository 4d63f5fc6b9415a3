"""Our own Markdown read back, by another's parser: does every row still read as one row?

GFM fills a short row up and drops what a long one has too much, so a parsed table always looks
whole (GFM 0.29 §4.10). Each row is therefore read a second time as the head of a table of its
own: a head of another width than the rule below it makes no table.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from tracker.publish.markers import find
from tracker.publish.sheets import is_ours

_BLOCKS = MarkdownIt("commonmark").enable("table")
_BLOCKS.core.ruler.enableOnly(["normalize", "block"])
_CELL = re.compile(r"(?:\\.|[^|\\])*")
_ROW = re.compile(r"\||\d+\. ")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+ *")


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a table's line as written, without the space around them."""
    inside = line.strip().removeprefix("|").removesuffix("|")
    found, at = [], 0
    while True:
        cell = _CELL.match(inside, at)
        end = cell.end() if cell else at
        found.append(inside[at:end].strip())
        if end >= len(inside) or inside[end] != "|":
            return tuple(found)
        at = end + 1


def misread(text: str, file: str) -> Iterator[str]:
    """Rows of ours in a page that do not read as the row they are, one sentence each.

    Ours are the rows between markers and, on pages written whole, every row. Raises MarkerError.
    """
    lines = text.split("\n")
    rows, items = _read(text)
    ours = range(len(lines)) if is_ours(text.encode()) else _within(text)
    width = 0
    for place in ours:
        line = lines[place].rstrip("\r")
        if not _ROW.match(line):
            width = 0
        elif not line.startswith("|"):
            if place not in items:
                yield f"{file}:{place + 1}: an entry that does not read as one"
        elif _RULE.fullmatch(line):
            continue
        else:
            width = width or len(cells_of(line))
            if place not in rows or not _as_wide(line, width):
                yield f"{file}:{place + 1}: a row that does not read as {width} cells"


def _read(text: str) -> tuple[set[int], set[int]]:
    """The lines (from 0) that are rows of tables, and those that begin entries of lists."""
    rows, items = set(), set()
    for token in _BLOCKS.parse(text):
        if token.map and token.type == "tr_open":
            rows.add(token.map[0])
        elif token.map and token.type == "list_item_open":
            items.add(token.map[0])
    return rows, items


def _within(text: str) -> list[int]:
    """The lines (from 0) between the markers of the page."""
    found: list[int] = []
    for region in find(text):
        first = text.count("\n", 0, region.begin)
        found += range(first, first + text.count("\n", region.begin, region.end) + 1)
    return found


def _as_wide(line: str, width: int) -> bool:
    """Whether a parser finds that many cells in the line."""
    rule = "|" + " --- |" * width
    return any(token.type == "table_open" for token in _BLOCKS.parse(f"{line}\n{rule}\n"))
