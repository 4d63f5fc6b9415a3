"""What a reader sees of Markdown, by another parser's account: markdown-it with GFM tables."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

# What GitHub, or a linkifier, makes of text after Markdown is done; matched inside one
# text node, because an element boundary is what stops it.
LIVE = re.compile(
    r"""@\w | [\w.+-]+@[\w.-] | \#\d | \bGH-\d | \b[0-9a-f]{7,40}\b
      | :// | www\. | :[\w+-]+: | \$.*\$""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Shown:
    """One cell or item: its visible text, its text nodes, and its links' texts and targets."""

    text: str
    nodes: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    bold: tuple[str, ...] = ()

    @property
    def live(self) -> tuple[str, ...]:
        """Everything that would still act on GitHub."""
        return tuple(found[0] for node in self.nodes for found in LIVE.finditer(node))


def cells(markdown: str) -> list[list[Shown]]:
    """The rows of the only table in the text, its head first; nothing may stand beside it."""
    tokens = PARSER.parse(markdown)
    assert tokens[0].type == "table_open", "no table"
    assert [one.type for one in tokens if one.level == 0] == ["table_open", "table_close"]
    rows: list[list[Shown]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_shown(token))
    return rows


def items(markdown: str) -> list[Shown]:
    """The items of the only list in the text, each one plain paragraph."""
    tokens = PARSER.parse(markdown)
    kinds = [token.type for token in tokens if token.level < 2 or token.type == "inline"]
    found = [_shown(token) for token in tokens if token.type == "inline"]
    one = ["list_item_open", "inline", "list_item_close"]
    lists = (["ordered_list_open", *one * len(found), "ordered_list_close"],
             ["bullet_list_open", *one * len(found), "bullet_list_close"])  # fmt: skip
    assert kinds in lists, kinds
    return found


def _shown(token: Token) -> Shown:
    nodes, links, bold = [""], list[tuple[str, str]](), list[str]()
    for child in token.children or []:
        if child.type in ("text", "text_special"):
            nodes[-1] += child.content
            continue
        if child.type == "html_inline":
            assert child.content in ("<span>", '<span dir="auto">', "</span>"), child.content
        elif child.type == "link_open":
            links.append((str(len(nodes)), str(child.attrs["href"])))
        elif child.type == "link_close":
            links[-1] = ("".join(nodes[int(links[-1][0]) :]), links[-1][1])
        elif child.type == "strong_open":
            bold.append(str(len(nodes)))
        elif child.type == "strong_close":
            bold[-1] = "".join(nodes[int(bold[-1]) :])
        else:
            raise AssertionError(f"{child.type} in {token.content!r}")
        nodes.append("")
    return Shown("".join(nodes), tuple(filter(None, nodes)), tuple(links), tuple(bold))


def tables(page: str) -> list[list[list[Shown]]]:
    """Every table of a whole page, as rows of cells, heads first."""
    found: list[list[list[Shown]]] = []
    inside = False
    for token in PARSER.parse(page):
        if token.type in ("table_open", "table_close"):
            inside = token.type == "table_open"
            found += [[]] if inside else []
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and inside:
            found[-1][-1].append(_shown(token))
    return found
