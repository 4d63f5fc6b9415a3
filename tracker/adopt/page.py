"""The values a hand-written list is read into: links, entries, blocks, and what was passed over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.problems import Problem


@dataclass(frozen=True)
class Link:
    """One link of an entry: the words a reader sees, and where it leads."""

    label: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One listed work as the page prints it.

    ``section`` is the heading path, outermost first, without the page's only H1.
    ``first_line`` and ``last_line`` count from 1 and are both inside the entry; ``text``
    is the Markdown of those lines. ``note`` holds the words that are neither title nor
    link, and ``year`` the year they (or a year column) state.
    """

    title: str
    links: tuple[Link, ...]
    section: tuple[str, ...]
    first_line: int
    last_line: int
    text: str
    note: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Block:
    """Lines that hold nothing but entries of one section, so a generated table may replace them.

    ``kind`` is "list", "table", "paragraph" or "html"; a table's lines include its header.
    """

    section: tuple[str, ...]
    first_line: int
    last_line: int
    kind: str


@dataclass(frozen=True)
class PassedOver:
    """A place that holds links and was not taken for an entry, and why."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class Page:
    """What one awesome list says: its entries, where they stand, and what was left out."""

    entries: tuple[Entry, ...] = ()
    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


def split_lines(text: str) -> list[str]:
    """The lines of a text with their endings, split where CommonMark splits (§2.1): LF, CRLF, CR.

    ``str.splitlines`` also splits at form feeds and U+2028 and would count other lines.
    """
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def replace_blocks(text: str, blocks: Sequence[Block], texts: Sequence[str]) -> str:
    """The text with each block's lines exchanged for the given text, every other byte kept."""
    lines = split_lines(text)
    kept: list[str] = []
    at = 0
    for block, new in sorted(zip(blocks, texts, strict=True), key=lambda pair: pair[0].first_line):
        kept += [*lines[at : block.first_line - 1], new]
        at = block.last_line
    return "".join([*kept, *lines[at:]])
