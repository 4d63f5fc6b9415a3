"""How to cite a release: CITATION.cff (Citation File Format 1.2.0)."""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from tracker.publish.exports.names import parse
from tracker.publish.exports.text import clean

MESSAGE = "If you use this survey's data, please cite it as below."


def citation(
    title: str, version: str, released_on: date | None, authors: Iterable[str], address: str
) -> str:
    """The file's YAML, every text in double quotes.

    The format demands an author: where no person decided yet, the survey is its own.
    """
    people = list(authors) or [f"The curators of {title}"]
    lines = [
        'cff-version: "1.2.0"',
        f"message: {_quoted(MESSAGE)}",
        'type: "dataset"',
        f"title: {_quoted(title)}",
        f"version: {_quoted(version)}",
    ]
    if released_on:
        lines.append(f'date-released: "{released_on.isoformat()}"')
    if address:
        lines.append(f"repository: {_quoted(address)}")
    lines.append("authors:")
    for author in people:
        for place, (field, text) in enumerate(_author(author)):
            lines.append(f"{'- ' if place == 0 else '  '}{field}: {_quoted(text)}")
    return "\n".join(lines) + "\n"


def _author(author: str) -> Iterator[tuple[str, str]]:
    name = parse(clean(author))
    fields = {
        "name": name.literal,
        "family-names": name.family,
        "given-names": name.given,
        "name-particle": name.particle,
        "name-suffix": name.suffix,
    }
    yield from ((field, text) for field, text in fields.items() if text)


def _quoted(text: str) -> str:
    """A double-quoted scalar: clean text in JSON's form is YAML too (YAML 1.2 §5.7)."""
    return json.dumps(clean(text), ensure_ascii=False)
