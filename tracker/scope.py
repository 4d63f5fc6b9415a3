"""The survey's written scope: what belongs, what does not, and precedents of both."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from tracker import identity
from tracker.identity import WorkId
from tracker.problems import Problem

FILE = "scope.md"
MAX_CHARACTERS = 100_000
"""A longer page is no scope that a curator reads."""
MAX_ITEMS = 500
"""Items of one section."""
_SECTIONS = ("include", "exclude", "must speak of", "precedents")
_HEADING = re.compile(r"(#{1,6}) (.+)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,4}[.)]) (.+)")
_PRECEDENT = re.compile(r"`?([^\s`]+)`?\s+(include|exclude)\s*:\s*(.+)", re.IGNORECASE)
_MARKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+")


@dataclass(frozen=True)
class Precedent:
    """How one work was judged, and why: the scope by example."""

    work: WorkId
    verdict: Literal["include", "exclude"]
    why: str


@dataclass(frozen=True)
class Facet:
    """One thing a paper must speak of. Of a phrase that ends in a star, the last word is a
    beginning ("clinic*")."""

    name: str
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Scope:
    """What the survey is about; criteria are numbered from 1 in their order.

    A paper that belongs speaks of every facet; without facets nothing is asked of its words.
    """

    about: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    precedents: tuple[Precedent, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What the model reads: what belongs, then the facets' words; nothing where neither is.

        What does not belong is for people. Its words are mostly those of what does ("clinical",
        "language model"), and counted against a paper they ranked worse (docs/benchmarks.md).
        """
        words = (phrase.removesuffix("*") for facet in self.facets for phrase in facet.phrases)
        told = "\n".join((self.about, *self.include)), "\n".join(words)
        return told if any(told) else ()

    def as_json(self) -> dict[str, Any]:
        return {
            "about": self.about,
            "include": list(self.include),
            "exclude": list(self.exclude),
            "facets": {facet.name: list(facet.phrases) for facet in self.facets},
            "precedents": [
                {"work": str(one.work), "verdict": one.verdict, "why": one.why}
                for one in self.precedents
            ],
        }


UNWRITTEN = Scope()
"""The scope of a survey that has not written one."""


def read_scope(text: str, file: str) -> tuple[Scope, list[Problem]]:
    """The scope on a Markdown page, and everything wrong with it.

    Read are the paragraphs before the first section, and the list items under the headings
    Include, Exclude, Must speak of and Precedents; other sections are for people.
    """
    if len(text) > MAX_CHARACTERS:
        return Scope(), [Problem(file, "", f"is longer than {MAX_CHARACTERS:,} characters")]
    problems: list[Problem] = []
    about, parts = _parts(text, file, problems)
    items = {name: _bounded(name, parts.get(name, []), file, problems) for name in _SECTIONS}
    facets = [
        facet
        for line, item in items["must speak of"]
        if (facet := _facet(item, file, line, problems))
    ]
    precedents = [
        one for line, item in items["precedents"] if (one := _precedent(item, file, line, problems))
    ]
    include, exclude = (tuple(item for _, item in items[name]) for name in _SECTIONS[:2])
    problems += _repeats(precedents, file)
    return Scope(about, include, exclude, tuple(facets), tuple(precedents)), problems


_Items = list[tuple[int, str]]
"""List items with the numbers of the lines they begin on."""


def _parts(text: str, file: str, problems: list[Problem]) -> tuple[str, dict[str, _Items]]:
    """The introduction, and each known section's list items."""
    about: list[str] = []
    parts: dict[str, _Items] = {}
    here: _Items | None = None
    beginning, going_on = True, False
    for number, raw in enumerate(_uncommented(text).splitlines(), start=1):
        line = " ".join(_MARKS.sub(" ", raw).split())
        heading, item = _HEADING.fullmatch(line), _ITEM.fullmatch(line)
        if heading and len(heading[1]) > 1:
            title = heading[2].rstrip("# ")
            name = title.lower()
            here = parts.setdefault(name, []) if name in _SECTIONS else None
            beginning, going_on = False, False
            problems += _misspelt(title, file, number)
        elif heading or not line:
            going_on = False
        elif beginning:
            about.append(line)
        elif here is not None and item:
            here.append((number, item[1]))
            going_on = True
        elif here is not None and going_on:
            here[-1] = here[-1][0], f"{here[-1][1]} {line}"
        elif here is not None:
            what = "is no list item, so it is not read; begin it with 1. or -"
            problems.append(Problem(file, f"line {number}", what))
    return " ".join(about), parts


def _uncommented(text: str) -> str:
    """The text without HTML comments, every line at its number."""
    first, *rest = text.split("<!--")
    kept = [first]
    for part in rest:
        comment, closed, after = part.partition("-->")
        kept.append("\n" * comment.count("\n") + after if closed else f"<!--{part}")
    return "".join(kept)


def _misspelt(heading: str, file: str, line: int) -> Iterator[Problem]:
    name = heading.lower()
    near = get_close_matches(name, _SECTIONS, n=1, cutoff=0.8)
    if name not in _SECTIONS and near:
        what = f"the section {heading[:60]!r} is not read; did you mean {near[0].capitalize()!r}?"
        yield Problem(file, f"line {line}", what)


def _bounded(name: str, items: _Items, file: str, problems: list[Problem]) -> _Items:
    if len(items) > MAX_ITEMS:
        what = f"more than {MAX_ITEMS} items under {name.capitalize()!r}; the rest is not read"
        problems.append(Problem(file, f"line {items[MAX_ITEMS][0]}", what))
    return items[:MAX_ITEMS]


def _facet(item: str, file: str, line: int, problems: list[Problem]) -> Facet | None:
    name, colon, rest = item.partition(":")
    phrases = tuple(dict.fromkeys(phrase.strip(" .`\"'") for phrase in rest.split(",")))
    phrases = tuple(phrase for phrase in phrases if any(c.isalnum() for c in phrase))
    place = f"line {line}"
    for phrase in phrases:
        if len(phrase.replace("-", " ").split()) > 2:
            what = f"{phrase[:60]!r} has more than two words, and would never be found"
            problems.append(Problem(file, place, what))
    if not colon or not phrases:
        problems.append(Problem(file, place, "must read name: phrase, phrase, …"))
        return None
    return Facet(name.strip(), phrases)


def _precedent(item: str, file: str, line: int, problems: list[Problem]) -> Precedent | None:
    found = _PRECEDENT.fullmatch(item)
    try:
        if not found:
            raise ValueError("must read IDENTIFIER include: why, or IDENTIFIER exclude: why")
        verdict: Literal["include", "exclude"] = (
            "include" if found[2].lower() == "include" else "exclude"
        )
        return Precedent(identity.parse(found[1]), verdict, found[3])
    except ValueError as fault:
        problems.append(Problem(file, f"line {line}", str(fault)))
        return None


def _repeats(precedents: Iterable[Precedent], file: str) -> Iterator[Problem]:
    seen: set[WorkId] = set()
    for one in precedents:
        if one.work in seen:
            yield Problem(file, str(one.work), "is a precedent twice; keep one")
        seen.add(one.work)
