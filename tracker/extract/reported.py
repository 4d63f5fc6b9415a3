"""Results that a title and abstract report, put together from the numbers and names in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.benchmarks import Benchmarks
from tracker.extract.fields import (
    RATING,
    Read,
    aligned,
    counts,
    dataset_of,
    metric_of,
    setting_of,
    system_of,
    unit_of,
)
from tracker.extract.measures import Measures
from tracker.extract.mentions import Tests, settings
from tracker.extract.subjects import BENCHMARK, Subjects, subjects
from tracker.extract.systems import systems
from tracker.extract.values import Series, series, unmarked
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.results import MAX_QUOTE, ReportedResult, Unit
from tracker.sentences import sentences

_DIGIT = re.compile(r"\d")
# What a system was made of, or tried on besides, is not what the rest of the text reports on.
_BESIDES = re.compile(
    r"\bexternal(?:ly)?\b|\b(?:pre-?)?train\w*|\bbuil[dt]\w*|\bconstruct\w*|\bderived\b",
    re.IGNORECASE,
)
_EVALUATED = re.compile(
    r"\b(?:evaluat|experiment|test|benchmark|assess|validat)(?!ion)\w*", re.IGNORECASE
)


@dataclass(frozen=True)
class Found:
    """One reported result; ``start`` and ``end`` are its sentence's characters in the text,
    ``offset`` the value's place in that sentence."""

    value: str
    unit: Unit
    model: str
    dataset: str
    metric: str
    setting: str
    start: int
    end: int
    offset: int


def suggest(paper: PaperVersion, benchmarks: Benchmarks) -> tuple[ReportedResult, ...]:
    """The results that a paper's title and abstract seem to report, in reading order."""
    found = []
    for one in find(paper.text, benchmarks):
        quote, offset = bounded(paper.text[one.start : one.end], one.offset)
        found.append(
            ReportedResult(
                source=WorkId("arxiv", paper.arxiv_id), value=one.value, unit=one.unit,
                model=one.model, dataset=one.dataset, metric=one.metric, setting=one.setting,
                version=paper.version, quote=quote, offset=offset,
            )
        )  # fmt: skip
    return tuple(found)


def find(text: str, benchmarks: Benchmarks) -> tuple[Found, ...]:
    """The results in a text (a title and, on a new line, an abstract)."""
    plain = [(unmarked(text[s.start : s.end]), s.start) for s in sentences(text)]
    numbers = [tuple(series(one)) if _DIGIT.search(one) else () for one, _ in plain]
    if not any(numbers):
        return ()  # as most abstracts
    reader, own, rated = reader_of(benchmarks), subjects(text), bool(RATING.search(text))
    read = [
        reader.read(one, start, some, own, rated)
        for (one, start), some in zip(plain, numbers, strict=True)
    ]
    usual = _usual_dataset(read, own)
    found: list[Found] = []
    for place, sentence in enumerate(read):
        before = read[place - 1] if place else None
        found += _results(sentence, before, usual, benchmarks)
    return tuple(found)


class Reader:
    """What a sentence is read with: the patterns of one vocabulary, made once."""

    def __init__(self, benchmarks: Benchmarks) -> None:
        self._measures, self._tests = Measures(benchmarks), Tests(benchmarks)

    def read(
        self, text: str, start: int, numbers: tuple[Series, ...], own: Subjects, rated: bool
    ) -> Read:
        datasets = self._tests.mentions(text, own.tests, own.systems)
        if not numbers:
            return Read(text, start, (), [], datasets, settings(text), [])
        metrics = self._measures.mentions(text, numbers)
        named = systems(text, [*metrics, *datasets], own.systems)
        sole = own.systems[0] if len(own.systems) == 1 else ""
        return Read(text, start, numbers, metrics, datasets, settings(text), named, sole, rated)


@lru_cache(maxsize=4)
def reader_of(benchmarks: Benchmarks) -> Reader:
    return Reader(benchmarks)


def _usual_dataset(read: Sequence[Read], own: Subjects) -> str:
    """The test of sentences that name none: the one that the text introduces, else the only
    one that it names at all."""
    tests = [name for name in own.tests if BENCHMARK.search(name)] or own.tests
    if len(tests) == 1:
        return tests[0]
    names = {
        mention.name
        for sentence in read
        for mention in sentence.datasets
        if not _BESIDES.search(sentence.text) or _EVALUATED.search(sentence.text)
    }
    return names.pop() if len(names) == 1 else ""


def _results(
    read: Read, before: Read | None, usual: str, benchmarks: Benchmarks
) -> Iterator[Found]:
    done = 0  # where the series before this one ended
    for one in read.numbers:
        metrics = aligned(one, read.metrics, read.text)
        datasets = aligned(one, read.datasets, read.text)
        models = aligned(one, read.systems, read.text)
        for place, number in enumerate(one.numbers):
            metric = metrics[place] if metrics else metric_of(one, number, read)
            named = datasets[place] if datasets else dataset_of(one, read)
            if not counts(one, number, metric, named, usual, read):
                continue
            dataset = "" if named is None else named or usual
            unit = unit_of(number, metric, dataset, read, benchmarks)
            if unit is None:
                continue
            # The other side of "80.4% compared to 69.6%" is told by what follows it.
            since = one.start if place and one.compares else done
            yield Found(
                value=number.digits, unit=unit,
                model=models[place] if models else system_of(one, place, since, read),
                dataset=dataset, metric=metric,
                setting=setting_of(one, since, read, before),
                start=read.start, end=read.start + len(read.text), offset=number.start,
            )  # fmt: skip
        done = one.end


def bounded(sentence: str, offset: int) -> tuple[str, int]:
    """A quote of bounded length around the value, and the value's place in it."""
    if len(sentence) <= MAX_QUOTE:
        return sentence, offset
    start = max(0, min(offset - MAX_QUOTE // 2, len(sentence) - MAX_QUOTE))
    if start:
        start = sentence.find(" ", start, offset) + 1 or start
    end = start + MAX_QUOTE
    if end < len(sentence):
        end = max(sentence.rfind(" ", start, end), offset + 12)
    return sentence[start:end], offset - start
