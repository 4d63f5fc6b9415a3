"""An Atom feed (RFC 4287) of what was added to the survey, changed in it and taken out.

Entries are named and dated by the decisions behind them, so one that was read stays read.
The names are UUIDs of those decisions' keys (RFC 9562 §5.5): a ``tag:`` would need a domain
that the survey owns, and its record names none.
"""

from typing import Final
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tracker.decisions import written
from tracker.publish.exports.changes import Change
from tracker.publish.exports.edition import Edition

LIMIT: Final = 200  # the latest changes; readers keep older ones themselves
_SPACE = UUID("7c6a2b1e-5f0d-4b5e-9a53-0d8f4c1e7a26")  # drawn once, ours
_NEVER = "2025-01-01T00:00:00.000Z"  # of a survey without decisions: any fixed instant will do
_WORDS = {"added": "Added", "changed": "Changed", "removed": "Removed"}


def atom(edition: Edition) -> str:
    """The feed, newest change first; ``updated`` is the latest decision's instant."""
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    first = edition.changes[0].key if edition.changes else edition.title
    _text(feed, "id", uuid5(_SPACE, f"feed {first}").urn)
    _text(feed, "title", edition.title)
    _text(feed, "updated", written(edition.updated_at) if edition.updated_at else _NEVER)
    _text(SubElement(feed, "author"), "name", edition.title)
    if edition.address:
        SubElement(feed, "link", {"rel": "alternate", "href": edition.address})
    _text(feed, "generator", "survey-tracker")  # without its version: an old release rebuilds
    labels = {label.key: label.name for one in edition.dimensions for label in one.labels}
    for change in edition.changes[: -LIMIT - 1 : -1]:
        _entry(feed, change, edition, labels)
    indent(feed, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _entry(feed: Element, change: Change, edition: Edition, labels: dict[str, str]) -> None:
    entry = SubElement(feed, "entry")
    _text(entry, "id", uuid5(_SPACE, f"decision {change.key} {change.named}").urn)
    _text(entry, "title", f"{_WORDS[change.what]}: {change.title}")
    _text(entry, "updated", written(change.at))
    _text(entry, "published", written(change.at))
    _text(SubElement(entry, "author"), "name", edition.names.get(change.by.lower(), change.by))
    # Atom wants a link or content (§4.1.1.1); a work without an address has the latter only.
    if change.url:
        SubElement(entry, "link", {"rel": "alternate", "href": change.url})
    shown = [labels.get(key, key) for key in change.labels]
    for key, name in zip(change.labels, shown, strict=True):
        SubElement(entry, "category", {"term": key, "label": name})
    _text(entry, "content", "; ".join(change.parts) or _said(change, shown))


def _said(change: Change, labels: list[str]) -> str:
    if change.what == "removed":
        return f"Taken out of the survey{f': {change.reason}' if change.reason else '.'}"
    return f"Labels: {', '.join(labels)}." if labels else "Without labels."


def _text(parent: Element, tag: str, text: str) -> None:
    child = SubElement(parent, tag)
    if tag in ("title", "content"):
        child.set("type", "text")
    child.text = text
