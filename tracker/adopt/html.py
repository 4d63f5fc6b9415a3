"""HTML inside a page: lists, tables, headings and paragraphs written as tags.

libxml2 reads the pieces, because it closes what authors leave open and never raises for
bad markup. Markdown inside a tag is read too, which is what its author meant.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from tracker.adopt.inline import Reader, Run, text_runs
from tracker.adopt.lists import Item, all_runs
from tracker.adopt.page import split_lines
from tracker.adopt.tables import Grid, Row

_LISTS: Final = ("ul", "ol")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_HOLDERS: Final = ("ul", "ol", "table", "summary", *_HEADINGS)
_BREAKING: Final = ("p", "div", "li", "tr", "dd", "dt", "summary")
_DEPTH: Final = 6  # bullets nested deeper than this are read as words of their parent
_HOLDER: Final = re.compile(r"<(/?)(table|ul|ol)\b", re.IGNORECASE)
_UNREADABLE: Final = re.compile(r"[^\t\n\x20-\U0010ffff]|[\ud800-\udfff]")
_AUTOLINK: Final = re.compile(r"<(https?://[^\s<>]+)>")  # a tag to an HTML parser
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Heading:
    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Bullets:
    """An HTML list and its lines."""

    items: tuple[Item, ...]
    first: int
    last: int


@dataclass(frozen=True)
class Words:
    """Any other HTML that holds words or links."""

    runs: tuple[Run, ...]
    first: int
    last: int


Part = Heading | Bullets | Grid | Words


def closings(lines: Sequence[str]) -> dict[tuple[str, int], int]:
    """The line on which each table or list closes, by its tag and the line it opens on.

    Markdown ends an HTML block at a blank line (CommonMark §4.6), a table does not.
    """
    ends: dict[tuple[str, int], int] = {}
    open_lines: dict[str, list[int]] = {}
    for number, line in enumerate(lines, 1):
        for found in _HOLDER.finditer(line):
            tag = found[2].lower()
            if not found[1]:
                open_lines.setdefault(tag, []).append(number)
            elif open_lines.get(tag):
                ends[tag, open_lines[tag].pop()] = number
    return ends


def region_end(
    lines: Sequence[str], first: int, last: int, ends: Mapping[tuple[str, int], int]
) -> int:
    """Where the HTML block on lines first..last really ends, seeing the ``closings``."""
    blank = _COMMENT.sub(_newlines, "".join(lines[first - 1 : last]))
    for number, line in enumerate(split_lines(blank), first):
        for found in _HOLDER.finditer(line):
            last = max(last, ends.get((found[2].lower(), number), 0))
    return last


def _newlines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def parts(source: str, line: int) -> tuple[Part, ...]:
    """The parts of a piece of HTML in their order; ``line`` is its first line, from 1."""
    plain = _AUTOLINK.sub(r" \1 ", source.replace("\r\n", "\n").replace("\r", "\n"))
    clean = _UNREADABLE.sub("\ufffd", _COMMENT.sub(_newlines, plain))
    parser = etree.HTMLParser(encoding="utf-8", recover=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(clean.encode("utf-8"), parser)
    except etree.XMLSyntaxError:  # no element at all
        return ()
    return tuple(_walk(root, line)) if root is not None else ()


def words(source: str, line: int) -> tuple[Run, ...]:
    """Every run of a piece of HTML, whatever it stands in, one part a line."""
    runs: list[Run] = []
    for part in parts(source, line):
        runs.append(Run("\n"))
        if isinstance(part, Bullets):
            runs += [run for item in part.items for run in all_runs(item)]
        elif isinstance(part, Grid):
            runs += [run for row in part.rows for cell in row.cells for run in cell]
        else:
            runs += part.runs
    return tuple(runs)


def _walk(element: etree._Element, line: int) -> Iterator[Part]:
    tag = _tag(element)
    first, last = _lines(element, line)
    if tag in _HEADINGS or tag == "summary":
        yield Heading(7 if tag == "summary" else int(tag[1]), _runs(element, line))
    elif tag in _LISTS:
        yield Bullets(tuple(_items(element, line, 0)), first, last)
    elif tag == "table":
        yield _grid(element, line, first, last)
    elif tag in ("html", "body") or any(_tag(one) in _HOLDERS for one in element.iterdescendants()):
        reader = Reader(first)
        for text in (element.text, *(child.tail for child in element)):
            _say(text, reader)
        yield Words(reader.finish(), first, last)
        for child in element:
            yield from _walk(child, line)
    elif runs := _runs(element, line):
        yield Words(runs, first, last)


def _tag(element: etree._Element) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def _lines(element: etree._Element, line: int) -> tuple[int, int]:
    first = line + (element.sourceline or 1) - 1
    inside = etree.tostring(element, encoding="unicode", with_tail=False, method="html")
    return first, first + inside.rstrip().count("\n")


def _items(element: etree._Element, line: int, depth: int) -> Iterator[Item]:
    for child in element:
        if _tag(child) in _LISTS:  # a list directly inside a list, without its <li>
            yield from _items(child, line, depth + 1)
        elif _tag(child):
            first, last = _lines(child, line)
            below = _nested(child) if depth < _DEPTH else ()
            children = tuple(item for one in below for item in _items(one, line, depth + 1))
            yield Item(_runs(child, line, lists=depth >= _DEPTH), first, last, children)


def _nested(element: etree._Element) -> Iterator[etree._Element]:
    """The outermost lists inside an element."""
    for child in element:
        if _tag(child) in _LISTS:
            yield child
        else:
            yield from _nested(child)


def _grid(table: etree._Element, line: int, first: int, last: int) -> Grid:
    header: tuple[tuple[Run, ...], ...] = ()
    rows: list[Row] = []
    spans: dict[int, tuple[int, tuple[Run, ...]]] = {}
    for tr in table.iter("tr"):
        cells = _cells(tr, line, spans)
        if not rows and not header and any(_tag(cell) == "th" for cell in tr):
            header = cells
        elif cells:
            rows.append(Row(cells, *_lines(tr, line)))
    return Grid(header, tuple(rows), first, last)


def _cells(
    tr: etree._Element, line: int, spans: dict[int, tuple[int, tuple[Run, ...]]]
) -> tuple[tuple[Run, ...], ...]:
    """A row's cells, with those that reach down from the rows above (rowspan)."""
    cells: list[tuple[Run, ...]] = []
    for cell in [child for child in tr if _tag(child) in ("td", "th")]:
        _fill(cells, spans)
        runs = _runs(cell, line, lists=True)
        rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
        if rows > 1:
            spans[len(cells)] = (rows - 1, runs)
        cells += [runs, *((),) * (columns - 1)]
    _fill(cells, spans)
    return tuple(cells)


def _fill(cells: list[tuple[Run, ...]], spans: dict[int, tuple[int, tuple[Run, ...]]]) -> None:
    while (at := len(cells)) in spans:
        left, runs = spans.pop(at)
        cells.append(tuple(run for run in runs if not run.url))
        if left > 1:
            spans[at] = (left - 1, runs)
            if len(cells) <= at:
                return


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name) or "1"
    return min(int(value), 60) if re.fullmatch(r"[1-9]\d{0,3}", value) else 1


def _runs(element: etree._Element, line: int, lists: bool = False) -> tuple[Run, ...]:
    """The runs of everything in an element, nested lists only on demand."""
    reader = Reader(line + (element.sourceline or 1) - 1)
    _feed(element, reader, line, lists)
    return tuple(run for run in reader.finish() if run.text or run.url)


def _feed(element: etree._Element, reader: Reader, line: int, lists: bool) -> None:
    _say(element.text, reader)
    for child in element:
        tag = _tag(child)
        if tag and (lists or tag not in _LISTS):
            reader.line = line + (child.sourceline or 1) - 1
            if tag in _BREAKING:
                reader.add("\n")
            reader.element(tag, False, {str(k): str(v) for k, v in child.attrib.items()})
            _feed(child, reader, line, lists)
            if tag != "br":
                reader.element(tag, True, {})
        _say(child.tail, reader)


def _say(text: str | None, reader: Reader) -> None:
    if not text:
        return
    words = re.sub(r"\s+", " ", text)
    if reader.link is None and re.search(r"\]\(|\*\*|\]\[|`|<http", words):
        reader.runs += text_runs(words, reader.line)
    else:
        reader.add(words)
