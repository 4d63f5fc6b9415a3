"""JSON, for programs: the whole edition, in the shape of a published JSON Schema."""

import json
from pathlib import Path
from typing import Any

from tracker.decisions import written
from tracker.publish.exports.edition import Edition, Entry
from tracker.publish.exports.text import json_list

SCHEMA_ID = "urn:survey-tracker:schema:export-1"
_SCHEMA = Path(__file__).with_name("export-1.json")


def schema() -> str:
    """The JSON Schema (draft 2020-12) of what ``document`` writes."""
    return _SCHEMA.read_text(encoding="utf-8")


def document(edition: Edition) -> str:
    """One object: the survey, its taxonomy, its works, its results. Every field is always there."""
    data = {
        "schema": SCHEMA_ID,
        "title": edition.title,
        "address": edition.address,
        "updated_at": written(edition.updated_at) if edition.updated_at else None,
        "taxonomy": {
            "version": edition.version,
            "dimensions": [
                {
                    "key": dimension.key,
                    "name": dimension.name,
                    "choose": dimension.choose,
                    "labels": [
                        {"key": label.key, "name": label.name, "retired": label.retired}
                        for label in dimension.labels
                    ],
                }
                for dimension in edition.dimensions
            ],
        },
    }
    head = json.dumps(data, ensure_ascii=False, indent=1).removesuffix("\n}")
    works = json_list(map(_work, edition.entries))
    results = json_list(one.as_json() for one in edition.measurements)
    return f'{head},\n "works": {works},\n "results": {results}\n}}\n'


def _work(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.ids[0],
        "ids": list(entry.ids),
        "key": entry.key,
        "title": entry.title,
        "short_name": entry.short_name,
        "authors": list(entry.authors),
        "published_on": entry.published_on or None,
        "journal": entry.journal,
        "form": entry.form,
        "category": entry.category,
        "labels": [label.key for label in entry.labels],
        "sizes": list(entry.sizes),
        "base_model": entry.base_model,
        "url": entry.url,
        "links": [{"kind": link.kind, "url": link.url} for link in entry.links],
        "status": "verified" if entry.verified else "inferred",
        "withdrawn_on": entry.withdrawn_on or None,
        "added_at": written(entry.added_at),
        "changed_at": written(entry.changed_at),
        "curators": list(entry.curators),
    }
