"""Inline Markdown as a row of runs: words with one marking each, links, line breaks."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from tracker.adopt.links import completed, is_label

# GitHub's inline formulas: no space inside the dollars, no digit after the closing one.
_FORMULA: Final = re.compile(r"\$(?=[^\s$])[^$\n]{0,300}(?<=\S)\$(?!\d)")
_NESTED: Final = re.compile(r"\[(\S*)\]\((\S+?)\)?")
_ADDRESS: Final = re.compile(
    r"\[(?P<label>[^\[\]\n]{1,200})\]\s?\(\s*(?P<broken>https?://[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)?)"
    r"(?:[^()\n]{0,80}\))?"
    r"|(?P<bare>(?:https?://|www\.[\w-]+\.)[^\s<>\"`|\]]+)"
    r"|\barXiv\s*:\s*(?P<arxiv>\d{4}\.\d{4,5})(?:v\d+)?"
    r"|\bdoi\s*:\s*(?P<doi>10\.\d{4,9}/[^\s,;\]]+)"
    r"|\bPMID\s*:\s*(?P<pmid>[1-9]\d{3,8})\b",
    re.IGNORECASE,
)
_LOST: Final = re.compile(r"\]\(|\[\s*(?:paper|pdf|code|link|arxiv|model)\s*\]\[[^\]]*\]", re.I)
_TAG: Final = re.compile(r"<(/?)\s*([A-Za-z][A-Za-z0-9]*)")
_ATTRIBUTE: Final = re.compile(
    r"([A-Za-z-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=]+))", re.DOTALL
)


@dataclass(frozen=True)
class Run:
    """Words that share one marking, or one link (``url``), or a line break (text "\\n").

    ``mark`` is "strong", "em", "code" or empty; "image" for a link whose words are only a
    picture's; "soft" for a break that only wraps a line in the source. ``bare`` tells an
    address written as it stands; ``line`` counts from 1; ``fault`` says what is wrong with
    how the link was written.
    """

    text: str
    url: str = ""
    mark: str = ""
    bare: bool = False
    line: int = 0
    fault: str = ""

    @property
    def is_resource(self) -> bool:
        """Whether this is a link that only names a kind of resource, in words or by a badge."""
        return bool(self.url) and (self.mark == "image" or is_label(self.text))


class _Markdown(MarkdownIt):
    """CommonMark with tables; addresses stay as written instead of being percent-encoded."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's own name
        return url


def _formula(state: StateInline, silent: bool) -> bool:
    found = _FORMULA.match(state.src, state.pos)
    if not found or "](" in found[0]:
        return False
    if not silent:
        state.push("text", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _parser() -> MarkdownIt:
    parser = _Markdown("commonmark").enable("table").enable("strikethrough")
    parser.inline.ruler.before("escape", "formula", _formula)
    return parser


MARKDOWN: Final = _parser()


class Reader:
    """Walks inline tokens and gathers runs."""

    def __init__(self, line: int) -> None:
        self.runs: list[Run] = []
        self.line = line
        self.depth = {"strong": 0, "em": 0}
        self.link: Run | None = None

    def mark(self) -> str:
        return next((name for name, depth in self.depth.items() if depth > 0), "")

    def add(self, text: str, mark: str = "") -> None:
        if text != "\n":
            mark = mark or self.mark()
        if self.link is not None:
            label = self.link.text + (" " if text == "\n" else text)
            kept = "" if self.link.mark == "image" and text.strip() else self.link.mark
            self.link = replace(self.link, text=label, mark=kept or mark)
        elif self.runs and text != "\n" and self.runs[-1].text != "\n" and self._joins(mark):
            self.runs[-1] = replace(self.runs[-1], text=self.runs[-1].text + text)
        elif text:
            self.runs.append(Run(text, mark=mark, line=self.line))

    def _joins(self, mark: str) -> bool:
        last = self.runs[-1]
        return not last.url and last.mark == mark and len(last.text) < 2000

    def picture(self, words: str) -> None:
        """A picture speaks only inside a link, where its words are the label."""
        if self.link is not None:
            self.add(words, "" if self.link.text.strip() else "image")

    def open(self, url: str, bare: bool = False) -> None:
        self.close()
        inner = _NESTED.fullmatch(url)
        fault = ""
        if inner:
            fault = f"a link inside a link's address, {url}: the inner address {inner[2]} is used"
            url = inner[2]
        self.link = Run("", completed(url.strip()), self.mark(), bare, self.line, fault)

    def close(self) -> None:
        if self.link is not None and self.link.url:
            label = " ".join(self.link.text.split())
            self.runs.append(replace(self.link, text=label))
        self.link = None

    def finish(self) -> tuple[Run, ...]:
        """The runs gathered, cut at the addresses written in running words."""
        self.close()
        return tuple(part for run in self.runs for part in _addresses(run))

    def token(self, token: Token) -> None:
        kind = token.type
        if kind in ("text", "text_special"):
            self.add(token.content)
        elif kind == "code_inline":
            self.add(token.content, "code")
        elif kind in ("softbreak", "hardbreak"):
            self.line += 1
            self.add("\n", "soft" if kind == "softbreak" else "")
        elif kind in ("strong_open", "em_open", "strong_close", "em_close"):
            self.depth[kind.partition("_")[0]] += token.nesting
        elif kind == "link_open":
            self.open(str(token.attrs.get("href", "")), token.info == "auto")
        elif kind == "link_close":
            self.close()
        elif kind == "image":
            self.picture(token.content)
        elif kind == "html_inline":
            self.tag(token.content)

    def tag(self, source: str) -> None:
        self.line += source.count("\n")
        found = _TAG.match(source)
        if not found:
            return
        closing, name = bool(found[1]), found[2].lower()
        values = {a[1].lower(): a[2] or a[3] or a[4] or "" for a in _ATTRIBUTE.finditer(source)}
        self.element(name, closing, {key: html.unescape(text) for key, text in values.items()})

    def element(self, name: str, closing: bool, values: dict[str, str]) -> None:
        if name == "br":
            self.add("\n")
        elif name in ("b", "strong", "i", "em"):
            self.depth["strong" if name in ("b", "strong") else "em"] += -1 if closing else 1
        elif name == "img":
            self.picture(values.get("alt", ""))
        elif name == "a" and closing:
            self.close()
        elif name == "a":
            self.open(values.get("href", ""))


def inline_runs(tokens: Sequence[Token], line: int) -> tuple[Run, ...]:
    """The runs of one inline token's children; ``line`` is where its text begins, from 1."""
    reader = Reader(line)
    for token in tokens:
        reader.token(token)
    return reader.finish()


def text_runs(text: str, line: int) -> tuple[Run, ...]:
    """The runs of a piece of Markdown text, such as stands inside an HTML cell."""
    inline = MARKDOWN.parseInline(text)[0]
    return inline_runs(inline.children or [], line)


def _addresses(run: Run) -> list[Run]:
    """A run of words cut at the addresses and identifiers written in it."""
    if run.url or run.mark == "code":
        return [run]
    parts: list[Run] = []
    at = 0
    for found in _ADDRESS.finditer(run.text):
        link, end = _written(found, run)
        parts += [replace(run, text=run.text[at : found.start()]), link]
        at = end
    parts.append(replace(run, text=run.text[at:]))
    return [_lost(part) for part in parts if part.text]


def _written(found: re.Match[str], run: Run) -> tuple[Run, int]:
    """The link that stands in running text, and where it ends."""
    if found["broken"]:
        fault = f"the link {found[0]} is not Markdown: write it as [words](address)"
        return replace(run, text=found["label"], url=found["broken"], fault=fault), found.end()
    if found["bare"]:
        url = _trimmed(found["bare"])
        address = url if "://" in url else f"http://{url}"
        return replace(run, text=url, url=address, bare=True), found.start() + len(url)
    if found["arxiv"]:
        url = f"https://arxiv.org/abs/{found['arxiv']}"
    elif found["doi"]:
        doi = _trimmed(found["doi"])
        end = found.start("doi") + len(doi)
        label = found[0][: end - found.start()]
        return replace(run, text=label, url=f"https://doi.org/{doi}", bare=True), end
    else:
        url = f"https://pubmed.ncbi.nlm.nih.gov/{found['pmid']}/"
    return replace(run, text=found[0], url=url, bare=True), found.end()


def _trimmed(url: str) -> str:
    """An address without the sentence's punctuation at its end (GFM §6.9)."""
    while True:
        url = url.rstrip("?!.,:;*_~'\"”’")
        if not url.endswith(")") or url.count(")") <= url.count("("):
            return url
        url = url[:-1]


def _lost(run: Run) -> Run:
    if run.url or not _LOST.search(run.text):
        return run
    words = " ".join(run.text.split())[:120]
    return replace(run, fault=f"something that looks like a link cannot be read: {words}")
