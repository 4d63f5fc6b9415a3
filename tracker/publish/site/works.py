"""Each work as the site shows it: its place, its facts in a row, its history on its own page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.curators import IMPORT
from tracker.identity import WorkId
from tracker.publish.exports.changes import Change
from tracker.publish.exports.edition import Edition, Entry
from tracker.taxonomy import Dimension, Label
from tracker.works import Link

KINDS: Final = {"code": "Code", "model": "Model", "data": "Data", "page": "Page", "paper": "Paper"}
_NAMED = 3  # authors of a row, before "and 4 more"


@dataclass(frozen=True)
class Shown:
    """One work with the address of its page, ``w/<slug>.html``.

    The identifier makes the slug, so that the address lasts; ``name`` is the short name
    where the title does not begin with it.
    """

    entry: Entry
    slug: str
    name: str
    by: str
    links: tuple[Link, ...]
    former: tuple[str, ...]

    @property
    def page(self) -> str:
        return f"w/{self.slug}.html"


def shown_works(edition: Edition) -> tuple[Shown, ...]:
    """Every work, newest first, as in the tables of the front page; undated ones last."""
    entries = sorted(edition.entries, key=lambda entry: entry.title.casefold())
    entries.sort(key=lambda entry: entry.published_on, reverse=True)
    return tuple(_shown(entry) for entry in entries)


def _shown(entry: Entry) -> Shown:
    slug, *former = [_slug(text) for text in entry.ids]
    known = entry.title.casefold().startswith(entry.short_name.casefold())
    paper = {"", entry.url}
    return Shown(
        entry=entry,
        slug=slug,
        name="" if known else entry.short_name,
        by=byline(entry.authors),
        links=tuple(link for link in entry.links if link.url not in paper),
        former=tuple(former),
    )


def byline(authors: Sequence[str]) -> str:
    """The first authors, and how many more: a list of forty would hide the next title."""
    more = len(authors) - _NAMED
    if more <= 1:
        return ", ".join(authors)
    return f"{', '.join(authors[:_NAMED])} and {more:,} more"


def _slug(text: str) -> str:
    scheme, _, value = text.partition(":")
    return WorkId(scheme, value).slug


def citations(edition: Edition, bibtex: str) -> dict[str, str]:
    """The BibTeX entry of each work, by its best identifier, from the edition's ``bibtex``."""
    # No text in an entry is longer than a line, so an empty line stands only between entries.
    entries = bibtex.split("\n\n") if edition.entries else []
    found = zip(edition.entries, entries, strict=True)
    return {entry.ids[0]: text.strip() for entry, text in found}


@dataclass(frozen=True)
class Event:
    """One decision that changed what readers see of a work: on which day, by whom, what."""

    day: str
    by: str
    what: str


def histories(edition: Edition) -> dict[str, list[Event]]:
    """What happened to each work, oldest first, by its best identifier."""
    found: dict[str, list[Event]] = defaultdict(list)
    for change in edition.changes:
        by = edition.names.get(change.by.lower()) or change.by
        found[change.work].append(Event(change.at.date().isoformat(), by, _told(change)))
    return found


def _told(change: Change) -> str:
    if change.what == "changed":
        return "; ".join(change.parts)
    if change.what == "removed":
        return f"taken out of the survey{f': {change.reason}' if change.reason else ''}"
    imported = change.by.lower() == IMPORT
    return "taken over from the older list, not yet confirmed" if imported else "included"


def by_dimension(entry: Entry, dimensions: Iterable[Dimension]) -> list[tuple[str, list[Label]]]:
    """The work's labels under their dimensions' names; unknown ones come last."""
    names = {dimension.key: dimension.name for dimension in dimensions}
    found: dict[str, list[Label]] = {key: [] for key in names}
    for label in entry.labels:
        found.setdefault(label.dimension, []).append(label)
    return [(names.get(key, "Other labels"), labels) for key, labels in found.items() if labels]
