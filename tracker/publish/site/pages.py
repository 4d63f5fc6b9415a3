"""What a page of tables holds: the timeline, the matrix, and whatever else is told in tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """One cell: text, and where it leads if anywhere (a page of the site, or a web address)."""

    text: str
    url: str = ""
    faint: bool = False


@dataclass(frozen=True)
class Grid:
    """A table with a heading to link to. The first cell of every row is the row's own heading.

    With ``words`` its cells hold text to read, else numbers to compare. ``lead`` stands above.
    """

    anchor: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    words: bool = False
    lead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """An axis to cross or restrict: its key, its name, its labels by their keys."""

    key: str
    name: str
    labels: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Page:
    """A page of tables at ``path`` in the site's root, called ``name`` in the navigation.

    ``lead`` are its first paragraphs. A picture stands above the tables, with its words as
    the text alternative; ``files`` are what the page needs beside it. Where there are
    ``choices``, the page's ``scripts`` make a table of the axes that are chosen.
    """

    path: str
    name: str
    title: str
    lead: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    picture: str = ""
    alternative: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    scripts: tuple[str, ...] = ()
