"""Strangers' text as Markdown that shows exactly that text, on GitHub and elsewhere.

Two layers must be kept from acting. Markdown itself (CommonMark 0.31, GFM 0.29) honours
backslash escapes. GitHub then goes over the rendered text for mentions, issue numbers,
commit names, e-mail addresses, emoji names and ``$`` math, and there an escape or an
entity is already undone (github/cmark-gfm#181); only an element boundary stops it, so one
character of each such pattern stands in ``<span>``, as GitHub's manual does for ``$``.
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

LIMIT: Final = 300  # characters of one text; arXiv's longest titles are shorter
LONGEST_ADDRESS: Final = 2_000

# Nothing to see: controls, soft hyphen, zero-width marks, tag characters, noncharacters,
# and every bidi control (a stray one would turn round the rest of its row). The two
# joiners U+200C and U+200D stay: Persian, Indic scripts and emoji are spelt with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
# The blocks whose characters run right to left (Unicode, DerivedBidiClass.txt, defaults).
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff"
                            "\U0001e800-\U0001efff]")  # fmt: skip
_LIVE = re.compile(
    r"""(?P<escape> [\\`*_{\[\]<|~] | \#(?!\d) | &(?=\#?\w+;) )
      | (?P<span> \$
        | @(?=\S)                                    # a mention, or an e-mail address
        | \#(?=\d) | (?<=GH)-(?=\d)                # an issue
        | :(?=//) | (?<=www)\.                     # an address
        | :(?=[\w+-]+:) )                            # an emoji's name
      | (?P<commit> \b[0-9a-f]{7,40}\b )""",
    re.VERBOSE | re.IGNORECASE,
)
_BLOCK_START = re.compile(r"(?P<number>\d{1,9})?(?(number)(?=[.)])|(?=[-+=>]))")
_ADDRESS = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_KEPT_IN_ADDRESS: Final = "-._~:/?#[]@!&+,;=%"


def plain(text: str, limit: int = LIMIT) -> str:
    """The text that is shown: one line, nothing invisible, at most ``limit`` characters.

    White space of any kind becomes one space; a text cut short ends in an ellipsis.
    """
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    text = " ".join(_UNSEEN.sub("", text).split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def cell(text: str, limit: int = LIMIT) -> str:
    """Markdown for ``plain(text)`` inside a table cell or a line that has begun.

    Text with right-to-left letters is isolated (``dir="auto"``), so that it cannot
    reorder what stands beside it.
    """
    text = plain(text, limit)
    safe = _LIVE.sub(_disarmed, text)
    if not text.isascii() and _RIGHT_TO_LEFT.search(text):
        return f'<span dir="auto">{safe}</span>'
    return safe


def inline(text: str, limit: int = LIMIT) -> str:
    """Markdown for ``plain(text)`` where a block could begin: a list item, a paragraph."""
    safe = cell(text, limit)
    begins = _BLOCK_START.match(safe)
    return f"{begins[0]}\\{safe[begins.end() :]}" if begins else safe


def alternative(text: str, limit: int = LIMIT) -> str:
    """Markdown for an image's text alternative, where GitHub acts on nothing.

    No element may stand there: renderers would show its tags (cmark) or drop them.
    """
    return re.sub(r"[\\`*_\[\]<|&~]", r"\\\g<0>", plain(text, limit))


def address(url: str) -> str:
    """The URL as a Markdown link destination; empty if it is not plainly a web address.

    Only http and https, without a user name. What breaks Markdown, and everything beyond
    ASCII, is percent-encoded (RFC 3986 §2.1).
    """
    url = url.strip()
    if len(url) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(url):
        return ""
    try:
        safe = quote(url, safe=_KEPT_IN_ADDRESS)
    except UnicodeEncodeError:
        return ""
    safe = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", safe)
    return re.sub(r"&(?=#?\w+;)", "&amp;", safe)


def link(text: str, url: str, limit: int = LIMIT) -> str:
    """A Markdown link; only the text if ``url`` is no web address or there is no text."""
    target = address(url)
    shown = cell(text, limit)
    return f"[{shown}]({target})" if target and shown else inline(text, limit)


def row(cells: Iterable[str]) -> str:
    """One line of a table, of cells that are Markdown already."""
    return f"| {' | '.join(cells)} |"


def _disarmed(found: re.Match[str]) -> str:
    text = found[0]
    if found.lastgroup == "escape":
        return f"\\{text}"
    if found.lastgroup == "span":
        return f"<span>{text}</span>"
    # GitHub takes seven hexadecimal digits or more for a commit: leave six in a piece.
    pieces = (text[at : at + 6] for at in range(6, len(text), 6))
    return text[:6] + "".join(f"<span>{piece}</span>" for piece in pieces)
