"""Readers of exports that nobody here wrote, each giving back the titles it reads."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree

import bibtexparser
import feedparser
import jsonschema
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from pylatexenc import latex2text, macrospec

from tracker.publish.exports.document import schema

# Macros of LaTeX's kernel that pylatexenc's table lacks.
_SIGNS = {
    "textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">",
    "textbar": "|", "textasciicircum": "^",
}  # fmt: skip
# What LaTeX prints for what stands in a title on purpose: its dashes and quotation marks.
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡"}


def bibtex_entries(text: str) -> list[Any]:
    """Every entry with its fields as LaTeX would print them; fails on any block it cannot read."""
    known = latex2text.get_default_latex_context_db()
    known.add_context_category(
        "kernel",
        macros=[latex2text.MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()],
        prepend=True,
    )
    decoder = latex2text.LatexNodes2Text(
        latex_context=known, math_mode="verbatim", keep_comments=True
    )
    library = bibtexparser.parse_string(
        text, append_middleware=[LatexDecodingMiddleware(decoder=decoder)]
    )
    assert library.failed_blocks == [] and library.comments == []
    return list(library.entries)


def printed(text: str) -> str:
    """A title as TeX prints what its author typed."""
    for typed, shown in _LIGATURES.items():
        text = text.replace(typed, shown)
    return text


def _bibtex(text: str) -> list[str]:
    return [entry["title"] for entry in bibtex_entries(text)]


def _ris(text: str) -> list[str]:
    return [entry["title"] for entry in rispy.loads(text)]


@cache
def _style() -> CitationStylesStyle:
    return CitationStylesStyle("harvard-cite-them-right", validate=False)


def references(text: str) -> list[str]:
    """The list of references, in Harvard style, as plain text."""
    items = json.loads(text)
    works = CitationStylesBibliography(_style(), CiteProcJSON(items), formatter.plain)
    for item in items:
        works.register(Citation([CitationItem(item["id"])]))
    return [str(reference) for reference in works.bibliography()]


def _csl(text: str) -> list[str]:
    return [item["title"] for item in json.loads(text)]


def _csv(text: str) -> list[str]:
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    return [row["title"] for row in rows]


def _json(text: str) -> list[str]:
    data = json.loads(text)
    jsonschema.Draft202012Validator(
        json.loads(schema()), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(data)
    return [work["title"] for work in data["works"]]


def _atom(text: str) -> list[str]:
    ElementTree.fromstring(text)  # feedparser forgives what other readers do not
    feed = feedparser.parse(text.encode())
    assert feed.version == "atom10" and not feed.bozo
    titles = [entry.title.partition(": ")[2] for entry in feed.entries]
    return titles[::-1]


READERS: Mapping[str, Callable[[str], list[str]]] = {
    "bibtex": _bibtex,
    "ris": _ris,
    "csl-json": _csl,
    "csv": _csv,
    "json": _json,
    "atom": _atom,
}
