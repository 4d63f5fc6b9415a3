"""A text cut into sentences, and which of them some marked words stand in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A full stop inside "e.g. this" or before a small letter ends nothing.
_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Za-z]\.)(?<!\bvs\.)(?<!\bal\.)(?<!\bcf\.)(?<!\bFig\.)(?<!\bEq\.)"
    r"\s+(?=\W{0,8}[^\Wa-z])|\n+"
)


@dataclass(frozen=True)
class Sentence:
    """``text[start:end]`` of some text, and how much its marked words weigh together."""

    start: int
    end: int
    weight: float = 0.0


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, titles on a line of their own included, without the space
    between them."""
    start = 0
    for found in _END.finditer(text):
        if text[start : found.start()].strip():
            yield Sentence(start, found.start())
        start = found.end()
    if text[start:].strip():
        yield Sentence(start, len(text.rstrip()))


def carrying(text: str, marks: Iterable[tuple[int, float]]) -> list[Sentence]:
    """The sentences that marks (a place and its weight) stand in, heaviest first."""
    found = list(sentences(text))
    weights = dict.fromkeys(found, 0.0)
    for place, weight in marks:
        for sentence in found:
            if sentence.start <= place < sentence.end:
                weights[sentence] += weight
    marked = [Sentence(s.start, s.end, round(w, 4)) for s, w in weights.items() if w]
    return sorted(marked, key=lambda sentence: (-sentence.weight, sentence.start))
