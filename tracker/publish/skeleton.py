"""A page before it has tables: a new survey's, or a hand-written list about to be adopted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.errors import MarkerError
from tracker.publish.front import MATRIX, METHODS, SUMMARY, TIMELINE
from tracker.publish.markdown import inline
from tracker.publish.markers import find, lines, marker
from tracker.tables import Pages


@dataclass(frozen=True, order=True)
class Block:
    """Lines of an adopted list that a region takes the place of, from 1, both included."""

    first: int
    last: int
    region: str


def new_page(title: str, pages: Pages) -> str:
    """A README with one empty region for each table, and for each chart, under its heading."""
    taken = {table.key for table in pages.tables}
    parts = [f"# {inline(title)}"]
    if SUMMARY not in taken:
        parts.append(_region(SUMMARY))
    if pages.timeline and TIMELINE not in taken:
        parts.append(_region(TIMELINE))
    for table in pages.tables:
        parts += [f"## {inline(table.title)}", _region(table.key)]
    if pages.matrix and MATRIX not in taken:
        parts += ["## What is missing", _region(MATRIX)]
    if METHODS not in taken:
        parts += ["## Methods", _region(METHODS)]
    return "\n\n".join(parts) + "\n"


def insert_regions(text: str, blocks: Iterable[Block], file: str = "the page") -> str:
    """The page with each region's first block replaced by its markers, its others removed.

    Every byte outside the blocks is kept. Raises MarkerError for blocks that overlap or
    lie outside the page, and where markers would stand inside code or beside their like.
    """
    page = lines(text)
    done, placed, pieces = 0, list[str](), list[str]()
    for block in sorted(blocks):
        if not done < block.first <= block.last <= len(page):
            raise MarkerError(
                f"{file}:{block.first}: the lines {block.first} to {block.last} for region "
                f"{block.region!r} overlap other lines or are not in the page; correct them"
            )
        pieces += page[done : block.first - 1]
        if block.region not in placed:
            placed.append(block.region)
            pieces.append(_in_place(block, page))
        done = block.last
    result = "".join([*pieces, *page[done:]])
    found = {region.name for region in find(result, file)}
    if hidden := [name for name in placed if name not in found]:
        raise MarkerError(
            f"{file}: the lines for region {hidden[0]!r} are inside a code block or raw HTML, "
            "where markers do not count; choose other lines"
        )
    return result


def _region(name: str, newline: str = "\n") -> str:
    return marker(name, "start") + newline + marker(name, "end")


def _in_place(block: Block, page: Sequence[str]) -> str:
    """A region that ends as the block's last line ended, in the page's own line endings."""
    endings = [line[len(line.rstrip("\r\n")) :] for line in (page[0], page[block.last - 1])]
    return _region(block.region, endings[0] or "\n") + endings[1]
