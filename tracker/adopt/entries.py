"""A hand-written awesome list (GitHub Flavored Markdown), read into the works it lists.

Works stand in bulleted or numbered lists, in tables, in paragraphs of one work each, in
headings that are linked to a paper, and in the same things written in HTML. Code blocks,
front matter and comments list nothing. What holds links and is not taken for a work is in
``Page.passed_over``; ``lists``, ``tables`` and ``paragraphs`` say what is taken for one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from markdown_it.token import Token

from tracker.adopt import html
from tracker.adopt.draft import Draft, plain_words
from tracker.adopt.inline import MARKDOWN, Run, inline_runs
from tracker.adopt.links import is_label, is_web
from tracker.adopt.lists import Item, read_items
from tracker.adopt.page import Block, Entry, Link, Page, PassedOver, replace_blocks, split_lines
from tracker.adopt.paragraphs import read_paragraph
from tracker.adopt.sections import GROUP, SUMMARY
from tracker.adopt.tables import Grid, Row, read_grid
from tracker.adopt.titles import links_of, read
from tracker.adopt.words import has_words
from tracker.problems import Problem

__all__ = [
    "Block",
    "Entry",
    "Link",
    "Page",
    "PassedOver",
    "read_page",
    "replace_blocks",
    "split_lines",
]

LARGEST: Final = 4_000_000  # characters; the longest awesome lists hold about a million


@dataclass
class _Node:
    """One block of the page: its token type, its lines (from 1), its runs, what is inside."""

    type: str
    tag: str
    first: int
    last: int
    content: str = ""
    runs: tuple[Run, ...] = ()
    inside: list["_Node"] = field(default_factory=list)


def read_page(text: str, file: str) -> Page:
    """The works a page lists; ``file`` is the name its problems carry. Never raises."""
    if len(text) > LARGEST:
        what = f"the page has more than {LARGEST} characters: split it, nothing was read"
        return Page(problems=(Problem(file, "", what),))
    lines = split_lines(text)
    nodes = _tree(MARKDOWN.parse("".join(_without_front_matter(lines))))
    draft = Draft(lines, file, sum(_titles(node) for node in nodes) == 1)
    _walk(nodes, draft, html.closings(lines))
    return draft.page()


def read_grids(text: str) -> list[Grid]:
    """The tables written in pipes that stand by themselves in a page, in their order."""
    return [_grid(node) for node in _tree(MARKDOWN.parse(text)) if node.type == "table"]


def _without_front_matter(lines: Sequence[str]) -> Sequence[str]:
    """The lines with a YAML or TOML head emptied, so that every line keeps its number."""
    fence = lines[0].strip() if lines else ""
    if fence not in ("---", "+++"):
        return lines
    ends = [at for at, line in enumerate(lines[1:], 1) if line.strip() == fence]
    if not ends or not any(re.match(r"[\w-]+\s*[:=]", line) for line in lines[1 : ends[0]]):
        return lines
    return [*("\n" for _ in lines[: ends[0] + 1]), *lines[ends[0] + 1 :]]


def _titles(node: _Node) -> int:
    """How many H1 headings a node is or holds."""
    if node.type == "html_block":
        return len(re.findall(r"<h1\b", node.content, re.IGNORECASE))
    return int(node.tag == "h1")


def _tree(tokens: Sequence[Token]) -> list[_Node]:
    root = _Node("root", "", 1, 1)
    open_nodes = [root]
    for token in tokens:
        if token.nesting < 0:
            open_nodes.pop()
            continue
        first, end = token.map or (open_nodes[-1].first - 1, open_nodes[-1].last)
        if token.type == "inline":
            open_nodes[-1].runs += inline_runs(token.children or [], first + 1)
            continue
        kind = token.type.removesuffix("_open")
        node = _Node(kind, token.tag, first + 1, end, token.content)
        open_nodes[-1].inside.append(node)
        if token.nesting > 0:
            open_nodes.append(node)
    return root.inside


def _walk(nodes: Sequence[_Node], draft: Draft, ends: Mapping[tuple[str, int], int]) -> None:
    read_to = 0
    for at, node in enumerate(nodes):
        after = nodes[at + 1] if at + 1 < len(nodes) else None
        if node.first <= read_to:
            continue
        if node.type == "heading":
            _heading(node, after, draft)
        elif node.type in ("bullet_list", "ordered_list"):
            read_items([_item(item) for item in node.inside], draft)
        elif node.type == "table":
            read_grid(_grid(node), draft)
        elif node.type == "paragraph":
            before = nodes[at - 1] if at else None
            _paragraph(node, before, after, draft)
        elif node.type == "html_block":
            read_to = html.region_end(draft.lines, node.first, node.last, ends)
            _html("".join(draft.lines[node.first - 1 : read_to]), node.first, read_to, draft)
        elif node.type == "blockquote":
            _quotation(node, draft)
            _walk([inner for inner in node.inside if inner.type != "paragraph"], draft, ends)
        elif node.type in ("fence", "code_block") and re.search(r"https?://", node.content):
            draft.pass_over(node.first, "inside a code block")


def _quotation(node: _Node, draft: Draft) -> None:
    """Lists may stand in a quotation; a quoted paragraph is a remark."""
    for inner in node.inside:
        if inner.type == "paragraph" and any(is_web(link) for link in links_of(inner.runs)):
            draft.pass_over(inner.first, "a quotation", inner.runs)


def _heading(node: _Node, after: _Node | None, draft: Draft) -> None:
    """A heading opens a section, or is itself an entry when it is linked to a paper."""
    level = int(node.tag[1])
    reading = read(node.runs)
    lists = after is not None and after.type in ("bullet_list", "ordered_list", "table", "heading")
    deeper = lists and after is not None and after.tag > node.tag
    lists = lists and (after is None or after.type != "heading" or deeper)
    if level > 1 and reading.has_paper and reading.title and not lists:
        draft.outline.close(level)
        draft.entry(reading, node.first, node.last, "")
        draft.faults(node.runs)
        return
    if name := plain_words(node.runs):
        draft.outline.open(level, name)
    if any(is_web(link) for link in reading.links):
        draft.pass_over(node.first, "a heading", node.runs)


def _paragraph(node: _Node, before: _Node | None, after: _Node | None, draft: Draft) -> None:
    runs = node.runs
    follows = after.type if after else ""
    if _is_bold_line(runs) and follows in ("bullet_list", "ordered_list", "table", "html_block"):
        draft.outline.open(GROUP, plain_words(runs).rstrip(":"))
    elif before and before.type in ("heading", "paragraph") and _is_tail(runs):
        _titled_above(node, before, draft)
    else:
        read_paragraph(runs, node.first, node.last, draft, "paragraph")


def _is_bold_line(runs: Sequence[Run]) -> bool:
    """Whether a paragraph is one short line in bold, which authors use as a heading."""
    words = [run for run in runs if has_words(run.text)]
    short = sum(len(run.text.split()) for run in words) <= 12
    bold = all(run.mark == "strong" and not run.url for run in words)
    return bool(words) and bold and short and all(run.text != "\n" for run in runs)


def _is_tail(runs: Sequence[Run]) -> bool:
    """Whether a paragraph holds nothing but links named like resources, one to a paper."""
    words = [run for run in runs if has_words(run.text)]
    return bool(words) and all(run.is_resource for run in words) and read(runs).has_paper


def _titled_above(node: _Node, before: _Node, draft: Draft) -> None:
    """Links alone below a heading or a bold line: that line is their title."""
    level = int(before.tag[1]) if before.type == "heading" else GROUP
    title = read([Run(plain_words(before.runs), mark="strong")])
    plain = not is_label(title.title) and not any(run.url for run in before.runs)
    if not plain or level == 1 or not (before.type == "heading" or _is_bold_line(before.runs)):
        read_paragraph(node.runs, node.first, node.last, draft, "paragraph")
        return
    draft.outline.close(level)
    reading = replace(read(node.runs), title=title.title, shape="strong")
    draft.entry(reading, before.first, node.last, "paragraph")
    draft.faults(node.runs)


def _item(node: _Node) -> Item:
    """A list item: its words, and the bullets of every list inside it."""
    runs: tuple[Run, ...] = ()
    children: tuple[Item, ...] = ()
    for inner in node.inside:
        words: tuple[Run, ...] = ()
        if inner.type in ("bullet_list", "ordered_list"):
            children += tuple(_item(item) for item in inner.inside)
        elif inner.type == "heading":
            words = tuple(replace(run, mark=run.mark or "strong") for run in inner.runs)
        elif inner.type == "html_block":
            words = html.words(inner.content, inner.first)
        else:
            words = tuple(_runs_within(inner))
        runs += (Run("\n", line=inner.first), *words) if runs and words else words
    return Item(runs, node.first, node.last, children)


def _runs_within(node: _Node) -> Iterator[Run]:
    yield from node.runs
    for inner in node.inside:
        yield from _runs_within(inner)


def _grid(node: _Node) -> Grid:
    rows = [row for part in node.inside for row in part.inside]
    cells = [tuple(cell.runs for cell in row.inside) for row in rows]
    listed = [Row(c, row.first, row.last) for c, row in zip(cells[1:], rows[1:], strict=True)]
    return Grid(cells[0] if cells else (), tuple(listed), node.first, node.last)


def _html(source: str, first: int, last: int, draft: Draft) -> None:
    for part in html.parts(source, first):
        if isinstance(part, html.Heading):
            if name := plain_words(part.runs):
                draft.outline.open(part.level, name)
            if any(is_web(link) for link in links_of(part.runs)):
                draft.pass_over(part.runs[0].line, "a heading", part.runs)
        elif isinstance(part, html.Words):
            read_paragraph(part.runs, part.first, min(part.last, last), draft, "")
        else:
            _html_block(part, draft)
    if source.lower().rfind("</details") > source.lower().rfind("<details"):
        draft.outline.close(SUMMARY)


def _html_block(part: html.Bullets | Grid, draft: Draft) -> None:
    """A list or table in tags is a block when its lines hold nothing else."""
    if isinstance(part, Grid):
        whole = read_grid(part, draft, "")
    else:
        whole = read_items(part.items, draft, "")
    lines = "".join(draft.lines[part.first - 1 : part.last]).strip()
    closed = re.fullmatch(r"(?is)<(table|ul|ol)\b.*</\1\s*>", lines)
    if whole and closed:
        draft.span(part.first, part.last, "html")
