"""What a page calls itself: its heading above the first region, as readers see it.

The page is read by a Markdown parser, so that a comment in a code block is no heading, and its
HTML by an HTML parser, so that ``<h1>`` is one (CommonMark 0.31 §4.2, §4.3, §4.6).
"""

from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt

from tracker.errors import MarkerError
from tracker.publish.markdown import plain
from tracker.publish.markers import find

_MARKDOWN = MarkdownIt("commonmark")
_BLOCKS = MarkdownIt("commonmark")
_BLOCKS.core.ruler.enableOnly(["normalize", "block"])


def heading(text: str) -> str:
    """The last heading of level 1 above the first region as plain text; empty without one.

    Pictures, and so badges, count only where a heading is nothing else: then their text does.
    """
    text = text.removeprefix("\ufeff")
    links: dict[str, Any] = {}
    _BLOCKS.parse(text, links)  # a link may be explained further down
    reader = _Headings()
    reader.feed(_MARKDOWN.render(text[: _first_region(text)], links))
    reader.close()
    return next((found for found in reversed(reader.found) if found), "")


def _first_region(text: str) -> int:
    """Where the first region begins, the end of the page if it has none that can be read."""
    try:
        return next((region.begin for region in find(text)), len(text))
    except MarkerError:
        at = text.find("<!-- tracker:")
        return at if at >= 0 else len(text)


class _Headings(HTMLParser):
    """The text of every heading of level 1, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._text: list[str] | None = None
        self._pictures: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "h1":
            self._text, self._pictures = [], []
        elif self._text is not None and tag == "img":
            self._pictures.append(dict(attrs).get("alt") or "")
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1" and self._text is not None:
            self.found.append(plain("".join(self._text)) or plain(" ".join(self._pictures)))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
