"""What a text introduces: its own system, and its own test.

A benchmark paper reports on its benchmark without naming it in every sentence, and a model's
paper says "our model"; both are told by their title or by the noun beside the new name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["test", "system"]

_TESTS = (
    r"benchmark\w*|data ?sets?|corpus|corpora|test ?beds?|test sets?|suite|challenge|shared task"
    r"|leaderboard|question set|collection"
)
_SYSTEMS = (
    r"frameworks?|models?|systems?|methods?|approach|agents?|pipelines?|architectures?|networks?"
    r"|algorithms?|methodology|strategy|strategies|techniques?|modules?|paradigm|assistant"
    r"|learning|training|tuning|optimi[sz]ation|generation|adaptation|retrieval|family|series"
)
# A name is one word that no sentence would write so: two capitals, or a capital and a digit.
_NAME = (
    r"(?:(?=\w*[\w-]*[A-Z\d][\w+-]*[A-Z\d]|[A-Z]{2})[A-Z][\w+-]*\w(?:\([A-Z][\w-]*\))?"
    r"|[a-z]+-\d[\w.]*\b)"
)
_TITLE = re.compile(
    r"(?P<name>[A-Z\d][\w+.-]*\w(?:\s[A-Z][\w-]*\w)?(?:\([A-Z][\w-]*\))?)(?:\s\([\w+-]+\))?:\s+(?P<rest>.+)"
)
_PRESENTS = (
    r"\b(?:introduc|present|propos|develop|releas|build|construct|creat|curat|design|establish"
    r"|contribut|describ|provid|collect|compil|publish)\w*\b"
)
_NOUN = re.compile(rf"\b(?:(?P<test>{_TESTS})|(?P<system>{_SYSTEMS}))\b", re.IGNORECASE)
_APPOSED = re.compile(
    rf"{_PRESENTS}[^.;:]{{0,60}}?\b(?P<name>{_NAME})(?:\s\([^)]{{0,80}}\))?\s?"
    rf"(?:,|--|—|:)\s?(?:which is |is )?(?:the|an?|our)\s(?P<rest>[^.;]{{3,160}})"
)
_CALLED = re.compile(
    rf"\b(?:(?P<test>{_TESTS})|(?P<system>{_SYSTEMS}))\b,?\s"
    rf"(?:that we call|which we call|called|named|termed|dubbed|denoted|coined)?,?\s?"
    rf"(?:as\s)?(?P<name>{_NAME})(?:,|\.|\s\(|\sto\b|\sthat\b|\swhich\b|\sfor\b|\swith\b)"
)
BENCHMARK = re.compile(r"(?:Bench|Eval|Exam)(?:mark)?\b")
_NO_NAME = "Position Survey Review Benchmarking Abstract Introducing Technical"
_NO_NAMES = frozenset(_NO_NAME.split())
_BOTH = 60  # characters into a title or an apposition in which its own noun stands


@dataclass(frozen=True)
class Subjects:
    """The names a text introduces, in its own spelling and order."""

    systems: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def subjects(text: str) -> Subjects:
    """The systems and tests that a text (a title, and an abstract on the next line) introduces."""
    names: dict[str, tuple[str, Kind]] = {}
    for name, kind in _introduced(text):
        names.setdefault(name.casefold(), (name, "test" if BENCHMARK.search(name) else kind))
    return Subjects(
        tuple(name for name, kind in names.values() if kind == "system"),
        tuple(name for name, kind in names.values() if kind == "test"),
    )


def _introduced(text: str) -> Iterator[tuple[str, Kind]]:
    """Names and kinds; what an abstract says of a name goes before what its title does."""
    title, _, abstract = text.partition("\n")
    for found in _APPOSED.finditer(abstract):
        noun = _NOUN.search(found["rest"][:_BOTH])
        if noun:
            yield found["name"], _of(noun)
    for found in _CALLED.finditer(abstract):
        # Names that others gave stand beside such nouns too: only what is presented is ours.
        lead = abstract[max(0, found.start() - 90) : found.start()].rpartition(". ")[2]
        if re.search(_PRESENTS, lead):
            yield found["name"], _of(found)
    told = _TITLE.match(title)
    if (
        told
        and told["name"] not in _NO_NAMES
        and (" " not in told["name"] or told["name"] in abstract)
    ):
        name = told["name"]
        tested = re.search(rf"(?<![\w-]){re.escape(name)}\s(?:{_TESTS})\b", abstract)
        yield name, "test" if tested else _kind(told["rest"], "system")


def _kind(rest: str, otherwise: Kind) -> Kind:
    """What the noun of a title is: the first that it names."""
    noun = _NOUN.search(rest)
    return _of(noun) if noun else otherwise


def _of(noun: re.Match[str]) -> Kind:
    return "test" if noun["test"] else "system"
