"""CSL-JSON, for citation processors (CSL 1.0.2, "csl-data.json")."""

from typing import Any

from tracker.publish.exports.edition import Edition, Entry
from tracker.publish.exports.names import parse
from tracker.publish.exports.text import json_list

# "article" is CSL's type for a preprint, "document" that for what fits no other.
_TYPES = {
    "article": "article-journal",
    "chapter": "chapter",
    "preprint": "article",
    "other": "document",
}


def csl_json(edition: Edition) -> str:
    """A list of items whose ids are the citation keys."""
    return json_list(map(_item, edition.entries)) + "\n"


def _item(entry: Entry) -> dict[str, Any]:
    eprint = entry.id_of("arxiv")
    fields: dict[str, Any] = {
        "id": entry.key,
        "type": _TYPES[entry.form],
        "title": entry.title,
        "title-short": entry.short_name,
        "author": [_author(author) for author in entry.authors],
        "container-title": entry.appeared_in,
        "issued": _date(entry.published_on),
        "number": f"arXiv:{eprint}" if eprint else "",
        "archive": "arXiv" if eprint else "",
        "archive_location": eprint,
        "DOI": entry.id_of("doi"),
        "PMID": entry.id_of("pmid"),
        "URL": entry.url,
        "keyword": ", ".join(label.name for label in entry.labels),
    }
    return {name: value for name, value in fields.items() if value}


def _author(author: str) -> dict[str, str]:
    name = parse(author)
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {part: text for part, text in parts.items() if text}


def _date(published_on: str) -> dict[str, Any]:
    if not published_on:
        return {}
    return {"date-parts": [[int(part) for part in published_on.split("-")]]}
