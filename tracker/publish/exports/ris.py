"""RIS, for reference managers: one tag a line, as Research Information Systems defined it."""

from collections.abc import Iterator

from tracker.publish.exports.edition import Edition, Entry
from tracker.publish.exports.names import parse

_TYPES = {"article": "JOUR", "chapter": "CHAP", "preprint": "UNPB", "other": "GEN"}


def ris(edition: Edition) -> str:
    """One record a work, with its labels as keywords; lines end in CR LF."""
    return "".join(
        "".join(f"{tag}  - {value}\r\n" for tag, value in _tags(entry)) + "ER  - \r\n"
        for entry in edition.entries
    )


def _tags(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[entry.form]
    yield "ID", entry.key
    for author in entry.authors:
        yield "AU", _author(author)
    yield "TI", entry.title
    if entry.short_name:
        yield "ST", entry.short_name
    if entry.appeared_in:
        yield "T2", entry.appeared_in
    if entry.published_on:
        year, month, day = (*entry.published_on.split("-"), "", "")[:3]
        yield "PY", year
        yield "DA", f"{year}/{month}/{day}/"
    if doi := entry.id_of("doi"):
        yield "DO", doi
    if eprint := entry.id_of("arxiv"):
        yield "AN", f"arXiv:{eprint}"
    if entry.url:
        yield "UR", entry.url
    for label in entry.labels:
        yield "KW", label.name


def _author(author: str) -> str:
    """``Last, First, Suffix``, particles before the last name."""
    name = parse(author)
    last = name.literal or f"{name.particle} {name.family}".strip()
    return ", ".join(part for part in (last, name.given, name.suffix) if part)
