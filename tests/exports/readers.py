"""Readers of exports that nobody here wrote, each giving back the titles it reads."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import jsonschema  # type: ignore[import-untyped]
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import (  # type: ignore[import-untyped]
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from pylatexenc import latex2text  # type: ignore[import-untyped]

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
        macros=[
            latex2text.MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()
        ],
        prepend=True,
    )
    decoder = latex2text.LatexNodes2Text(
        latex_context=known, math_mode="verbatim", keep_comments=True
    )
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware(decoder=decoder)])
    assert library.failed_blocks == [] and library.comments == []
    return list(library.entries)


def printed(text: str) -> str:
    """A title as TeX prints what its author typed."""
    for typed, shown in _LIGATURES.items():
        text = text.replace(typed, shown)
    return text


def mended(text: str) -> str:
    """A title as feedparser gives it back: what could be UTF-8 taken for Latin-1 it decodes again.

    See "address common error" in feedparser/mixin.py (6.0.14).
    """
    try:
        return text.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return text


def _bibtex(text: str) -> list[str]:
    return [entry["title"] for entry in bibtex_entries(text)]


def ris_records(text: str) -> list[dict[str, Any]]:
    return list(rispy.loads(text))


def _ris(text: str) -> list[str]:
    return [record["title"] for record in ris_records(text)]


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
    """The titles as they stand in the references; a reference without its title is given whole."""
    titles = [item["title"] for item in json.loads(text)]
    pairs = zip(titles, references(text), strict=True)
    return [title if title in reference else reference for title, reference in pairs]


def _csv(text: str) -> list[str]:
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    return [row["title"] for row in rows]


def schema_faults(data: Any) -> list[str]:
    """The rules of the published schema that data breaks, by their JSON Schema keywords."""
    rules = json.loads(schema())
    validator = jsonschema.Draft202012Validator
    validator.check_schema(rules)
    found = validator(rules, format_checker=validator.FORMAT_CHECKER).iter_errors(data)
    return sorted(str(fault.validator) for fault in found)


def _json(text: str) -> list[str]:
    data = json.loads(text)
    assert schema_faults(data) == []
    return [work["title"] for work in data["works"]]


def read_feed(text: str) -> Any:
    return feedparser.parse(text.encode())


def _atom(text: str) -> list[str]:
    ElementTree.fromstring(text)  # feedparser forgives what other readers do not
    feed = read_feed(text)
    assert feed.version == "atom10" and not feed.bozo
    titles = [entry.title.partition(": ")[2] for entry in feed.entries]
    return titles[::-1]


READERS: Mapping[str, Callable[[str], list[str]]] = {
    "bibtex": _bibtex,
    "ris": _ris,
    "csl-json": _csl,
    "csv": _csv,
    "results": _csv,
    "json": _json,
    "atom": _atom,
}
# Those that hold a work each; the other CSV holds reported results.
OF_WORKS = tuple(name for name in READERS if name != "results")
