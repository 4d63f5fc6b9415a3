"""What a reviewer types, read: reasons, labels and facts. Refusals are SettingsErrors."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.errors import SettingsError
from tracker.problems import Problem
from tracker.review.codes import Codes, label_of
from tracker.taxonomy import Label, Taxonomy
from tracker.works import LINK_KINDS, Facts, Link, state_facts

# What a row needs, in the order in which it is asked for, and what it is called.
ROW = {
    "short_name": "short name",
    "sizes": "sizes",
    "base_model": "base model",
    **{kind: f"{kind} link" for kind in ("code", "model", "data", "page")},
    "journal": "journal",
}
REASONS = (
    "off topic", "wrong kind of work", "listed already", "not in the survey's years",
    "withdrawn", "no full text",
)  # fmt: skip
LONGEST = 2_000  # characters of a note; a journal line holds 20,000


def reason(text: str, reasons: Sequence[str]) -> str:
    """The reason that was typed: by its number in the list, or in own words."""
    if text.isdigit():
        if not 1 <= int(text) <= len(reasons):
            raise SettingsError(f"there is no reason {text[:9]}; the list ends at {len(reasons)}")
        return reasons[int(text) - 1]
    if not text:
        raise SettingsError("an exclusion needs a reason: its number, or a few words")
    return bounded(text, 200)


def bounded(text: str, most: int = LONGEST) -> str:
    """The text on one line; raises SettingsError beyond ``most`` characters."""
    text = " ".join(text.split())
    if len(text) > most:
        raise SettingsError(f"that is longer than {most:,} characters; say it shorter")
    return text


def labels(text: str, taxonomy: Taxonomy, codes: Codes) -> list[Label]:
    """The labels in a line: parted by commas; or by blanks, unless all of it is one name."""
    if "," in text:
        return [label_of(taxonomy, codes, one) for one in text.split(",") if one.strip()]
    try:
        return [label_of(taxonomy, codes, text)]
    except SettingsError:
        if len(text.split()) < 2:
            raise
    return [label_of(taxonomy, codes, one) for one in text.split()]


def written(facts: Mapping[str, Any], field: str) -> str:
    """A fact as it is typed; ``field`` is one of ROW."""
    if field in LINK_KINDS:
        return " ".join(link.url for link in facts.get("links", ()) if link.kind == field)
    value = facts.get(field, "")
    return value if isinstance(value, str) else ", ".join(value)


def stated(facts: Mapping[str, Any], field: str, text: str) -> dict[str, Any]:
    """The facts with one field as typed; an empty text, or "-", takes it out.

    Raises SettingsError for a value that the record would refuse.
    """
    if field not in ROW:
        raise SettingsError(f"{field[:40]!r} is no fact; one of {', '.join(ROW)}")
    text = "" if text == "-" else bounded(text, 500)
    name, value = _plain(facts, field, text)
    rest = {key: kept for key, kept in facts.items() if key != name}
    if not value:
        return rest
    problems: list[Problem] = []
    read = state_facts({name: value}, problems)
    if problems:
        raise SettingsError(problems[0].what)
    return {**rest, name: read.stated[name]}


def _plain(facts: Mapping[str, Any], field: str, text: str) -> tuple[str, Any]:
    if field in LINK_KINDS:
        kept = [link for link in facts.get("links", ()) if link.kind != field]
        links = (*kept, *(Link(field, url) for url in text.split()))
        return "links", Facts({"links": links}).as_json()["links"]
    if field == "sizes":
        return field, text.replace(",", " ").split()
    return field, text
