"""A rendered row read back: what its cells say, in the terms of the record.

The inverse of ``render.row_texts`` for rows that a person may have changed. What cannot be
read without guessing raises Unreadable, so that nobody's words are dropped.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tracker.publish.markdown import LIMIT, plain
from tracker.publish.render import shown_label
from tracker.tables import Table
from tracker.taxonomy import Taxonomy

Value = str | tuple[str, ...] | tuple[tuple[str, str], ...]
ITEM: Final = "item"  # the one cell of a list's row
_BULLET = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"\|?(?: *:?-+:? *\|)*(?: *:?-+:? *)\|?")
_BETWEEN = re.compile(r"[\s|·.,;]*")
_WITHDRAWN = re.compile(r"\(withdrawn ([\d-]{4,10})\)")
_KIND = re.compile(r"([a-z]+)(?: \d+)?")
_KINDS: Final = {
    **{kind: kind for kind in ("paper", "model", "code", "data", "page")},
    "pdf": "paper", "arxiv": "paper", "weights": "model", "github": "code",
    "dataset": "data", "project": "page", "website": "page", "demo": "page",
}  # fmt: skip
_PLAIN_HTML: Final = ("<span>", '<span dir="auto">', "</span>")


class Unreadable(ValueError):
    """A cell that says something the record has no place for; the message says what."""


class _Markdown(MarkdownIt):
    """GitHub's tables; addresses stay as they are written."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's own name
        return url


_PARSER: Final = _Markdown("commonmark").enable(["table", "strikethrough"])


@dataclass(frozen=True)
class Piece:
    """Words with one marking: linked to ``url``, bold, or neither."""

    text: str
    url: str = ""
    bold: bool = False


Cell = tuple[Piece, ...]


def is_rule(line: str) -> bool:
    """Whether this is the line below a table's head."""
    return "-" in line and bool(_RULE.fullmatch(line))


def is_row(line: str) -> bool:
    """Whether a line has the shape of a row: a table's, or an item of a list."""
    return line.startswith("|") or bool(_BULLET.match(line))


def cells(line: str, table: Table) -> dict[str, Cell] | None:
    """The cells of a row by column; None if it has not the shape of this table's rows.

    Raises Unreadable for pictures and tags, which no cell of ours holds.
    """
    if table.style == "list":
        bullet = _BULLET.match(line)
        return {ITEM: _inline(line[bullet.end() :])} if bullet else None
    if not line.startswith("|"):
        return None
    found = row_cells(line)
    return (
        dict(zip(table.columns, found, strict=True)) if len(found) == len(table.columns) else None
    )


def row_cells(line: str) -> tuple[Cell, ...]:
    """The cells of one line of a table, as GitHub would divide it."""
    inside = re.sub(r"\A\||(?<!\\)\|\Z", "", line.strip())
    count = len(re.split(r"(?<!\\)\|", inside))
    tokens = _PARSER.parse(f"{line.strip()}\n{'|---' * count}|\n")
    return tuple(_pieces(token) for token in tokens if token.type == "inline")


def _inline(text: str) -> Cell:
    tokens = _PARSER.parseInline(text)
    return _pieces(tokens[0]) if tokens else ()


def _pieces(token: Token) -> Cell:
    found: list[Piece] = []
    url, bold = "", 0
    for child in token.children or ():
        if child.type == "link_open":
            url = str(child.attrs["href"])
        elif child.type == "link_close":
            url = ""
        elif child.type in ("strong_open", "strong_close"):
            bold += child.nesting
        elif child.type == "html_inline" and child.content in _PLAIN_HTML:
            continue  # what keeps a sign from acting, or letters in their order, says nothing
        elif child.type in ("image", "html_inline"):
            raise Unreadable("holds a picture or a tag")
        else:
            text = " " if child.type in ("softbreak", "hardbreak") else child.content
            if found and (found[-1].url, found[-1].bold) == (url, bool(bold)):
                text = found.pop().text + text
            found.append(Piece(text, url, bool(bold)))
    return tuple(piece for piece in found if piece.text)


def said(column: str, cell: Cell, taxonomy: Taxonomy) -> dict[str, Value]:
    """What a cell says, field by field; raises Unreadable."""
    match column:
        case "title":
            return _title(cell)
        case "links":
            return {"links": _links(cell)}
        case "item":
            return _item(cell)
        case "size":
            parts = re.sub(r"\s+", "", _text(cell)).upper().split(",")
            return {"size": tuple(part for part in parts if part)}
        case "name" | "date" | "base_model":
            return {column: _text(cell)}
    prefix = "" if column == "labels" else f"{column}:"
    return {f"labels {prefix}".rstrip(": "): _labels(_text(cell), taxonomy, prefix)}


def _text(cell: Cell) -> str:
    if any(piece.url for piece in cell):
        raise Unreadable("holds a link where none stands; move it to the links")
    return _whole("".join(piece.text for piece in cell))


def _whole(text: str) -> str:
    """The text that is shown; what a cell would cut off cannot be told from what it has cut."""
    found = plain(text, len(text))
    if len(found) > LIMIT:
        raise Unreadable(f"has {len(found)} characters in a cell, which shows {LIMIT} of them")
    return found


def _title(cell: Cell) -> dict[str, Value]:
    rest, withdrawn = _without_mark(cell)
    linked = [piece for piece in rest if piece.url]
    beside = "".join(piece.text for piece in rest if not piece.url).strip()
    if linked and (beside or len({piece.url for piece in linked}) > 1):
        raise Unreadable("has words or a link beside the title's own")
    title = _whole("".join(piece.text for piece in rest))
    return {"title": title, "paper": linked[0].url if linked else "", "withdrawn": withdrawn}


def _without_mark(cell: Cell) -> tuple[Cell, str]:
    """A cell without the mark of a withdrawn work, and the day in that mark."""
    for place, piece in enumerate(cell):
        found = _WITHDRAWN.fullmatch(piece.text.strip()) if piece.bold else None
        if found and not piece.url:
            return (*cell[:place], *cell[place + 1 :]), found[1]
    return cell, ""


def _links(pieces: Sequence[Piece]) -> tuple[tuple[str, str], ...]:
    found: dict[tuple[str, str], None] = {}
    for piece in pieces:
        if piece.url:
            word = _KIND.fullmatch(piece.text.strip("[]() ").casefold())
            if not word or word[1] not in _KINDS:
                raise Unreadable("has a link called neither Paper, Model, Code, Data nor Page")
            found[_KINDS[word[1]], piece.url] = None
        elif not _BETWEEN.fullmatch(piece.text):
            raise Unreadable("has words among the links")
    return tuple(found)


def _item(cell: Cell) -> dict[str, Value]:
    """``**Name**: Title. [Paper](…) | [Model](…)``; the title may itself be the paper's link."""
    rest, withdrawn = _without_mark(cell)
    name = ""
    if len(rest) > 1 and rest[0].bold and rest[1].text.lstrip().startswith(":"):
        name = _whole(rest[0].text)
        rest = (Piece(rest[1].text.lstrip()[1:], rest[1].url), *rest[2:])
    start = next((n for n, piece in enumerate(rest) if piece.url), len(rest))
    text, links = "".join(piece.text for piece in rest[:start]), rest[start:]
    paper = ""
    if not text.strip() and links:
        text, paper, links = links[0].text, links[0].url, links[1:]
    given = _links(links)
    papers = [url for kind, url in given if kind == "paper"]
    others = tuple(pair for pair in given if pair[0] != "paper")
    others += tuple(("paper", url) for url in (papers if paper else papers[1:]))
    return {
        "name": name,
        "title": _whole(text.strip().removesuffix(".")),
        "paper": paper or next(iter(papers), ""),
        "withdrawn": withdrawn,
        "links": others,
    }


def _labels(text: str, taxonomy: Taxonomy, prefix: str) -> tuple[str, ...]:
    """The labels a cell names; their names may hold commas."""
    forms, parts, found = _forms(taxonomy, prefix), [part.strip() for part in text.split(",")], []
    at = 0
    while at < len(parts):
        if not parts[at]:
            at += 1
            continue
        for end in range(len(parts), at, -1):
            if key := forms.get(", ".join(parts[at:end]).casefold()):
                found.append(key)
                at = end
                break
        else:
            raise Unreadable(f"names no one label with {plain(parts[at], 60)!r}")
    return taxonomy.sort(found)


def _forms(taxonomy: Taxonomy, prefix: str) -> Mapping[str, str]:
    """Every way to write a label that means exactly one → its key, in one dimension or all."""
    found: dict[str, set[str]] = {}
    for label in taxonomy:
        if label.key.startswith(prefix):
            bare = label.key.partition(":")[2]
            shown = plain(shown_label(label))
            for form in (shown, label.key, bare, label.name, label.abbreviation, *label.aliases):
                found.setdefault(plain(form).casefold(), set()).add(label.key)
    return {form: keys.pop() for form, keys in found.items() if form and len(keys) == 1}
