"""By what the works can be filtered, and the address of every filter."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from tracker.publish.exports.edition import Edition, Entry
from tracker.publish.site.works import KINDS
from tracker.taxonomy import Dimension, Label

NONE: Final = "-"  # the value that stands for "no label here"; no label's key can be it
HAS: Final = "has"
_KINDS: Final = ("code", "model", "data")


@dataclass(frozen=True)
class Option:
    """One answer to tick: its value in the address bar, its name, how many works have it."""

    value: str
    name: str
    count: int
    hint: str = ""


@dataclass(frozen=True)
class Facet:
    """A group of answers under one name of the address bar; within it, one answer suffices."""

    key: str
    name: str
    options: tuple[Option, ...]


def facets(edition: Edition) -> tuple[Facet, ...]:
    """Every dimension in the taxonomy's order, then the kinds of link."""
    entries = edition.entries
    counts = Counter(label.key for entry in entries for label in entry.labels)
    kinds = Counter(kind for entry in entries for kind in {link.kind for link in entry.links})
    links = [Option(kind, KINDS[kind], kinds[kind]) for kind in _KINDS]
    return (
        *(_facet(dimension, entries, counts) for dimension in edition.dimensions),
        Facet(HAS, "Links", tuple(links)),
    )


def _facet(dimension: Dimension, entries: Iterable[Entry], counts: Counter[str]) -> Facet:
    without = sum(all(label.dimension != dimension.key for label in one.labels) for one in entries)
    options = [
        Option(_value(label), label_name(label), counts[label.key], label.meaning)
        for label in dimension.labels
        if counts[label.key] or not label.retired
    ]
    return Facet(parameter(dimension.key), dimension.name,
                 (*options, Option(NONE, "No label", without)))  # fmt: skip


def label_name(label: Label) -> str:
    return f"{label.name} (retired)" if label.retired else label.name


def _value(label: Label) -> str:
    return label.key.partition(":")[2]


def parameter(dimension: str) -> str:
    """The name in the address bar; the prefix keeps dimensions apart from the page's own names."""
    return f"d.{dimension}"


def filtered(*labels: str, without: Iterable[str] = ()) -> str:
    """The address of the works that carry all these labels and none of these dimensions'."""
    pairs = [(parameter(key.partition(":")[0]), key.partition(":")[2]) for key in labels]
    pairs += [(parameter(dimension), NONE) for dimension in without]
    return f"index.html#{urlencode(pairs)}" if pairs else "index.html"


def within(year: str) -> str:
    return f"index.html#{urlencode({'from': year, 'to': year})}"
