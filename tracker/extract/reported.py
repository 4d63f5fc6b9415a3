"""Results that a title and abstract report, put together from the numbers and names in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.benchmarks import Benchmarks
from tracker.extract.mentions import Mention, Vocabulary, models, settings, vocabulary
from tracker.extract.values import Number, Series, series, unmarked
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.results import MAX_QUOTE, UNKNOWN, ReportedResult, Unit
from tracker.sentences import sentences

# Between a number and the metric named after it: "62.3% exact-match accuracy".
_MODIFIERS = re.compile(
    r"\s*(?:in\s+|for\s+)?(?:(?!(?:and|or|to|for|on|of|the|with|by)\b)[\w-]+\s+){0,3}"
)
_ON = re.compile(r"[^;.,()\d]{0,45}?\b(?:on|for|in)\s+(?:the\s+|our\s+)?(?:\w+-shot\s+)?")
_REACHED = re.compile(
    r"\b(?:achiev|reach|attain|obtain|scor|yield|surpass|outperform|improv|includ|perform|rais"
    r"|deliver|record|compared)\w*",
    re.IGNORECASE,
)
_STATED = re.compile(r"(?:\s*(?:score|value)s?)?\s*(?:of|was|is|[=:(])\s*$")
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_EVALUATED = re.compile(r"\b(?:evaluat|setting|prompt|regime|assess|test|benchmark)\w*", re.I)
_BREAK = re.compile(r"[;:]|--|—|.{60}")
_LISTED = re.compile(r"\s*(?:,\s*and|,|and|&|/)\s*(?:the\s+)?")


@dataclass(frozen=True)
class _Read:
    """A sentence with everything named in it; ``start`` is its place in the text."""

    text: str
    start: int
    numbers: tuple[Series, ...]
    metrics: list[Mention]
    datasets: list[Mention]
    settings: list[Mention]
    models: list[Mention]


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
    known = vocabulary(benchmarks)
    read = [_read(text[s.start : s.end], s.start, known) for s in sentences(text)]
    only = _only_dataset(read)
    found: list[Found] = []
    for place, sentence in enumerate(read):
        before = read[place - 1] if place else None
        found += _results(sentence, before, only, benchmarks)
    return tuple(found)


def _read(text: str, start: int, known: Vocabulary) -> _Read:
    plain = unmarked(text)
    metrics, datasets = known.metrics(plain), known.datasets(plain)
    numbers = tuple(series(plain)) if re.search(r"\d", plain) else ()
    named = models(plain, [*metrics, *datasets]) if numbers else []
    return _Read(plain, start, numbers, metrics, datasets, settings(plain), named)


def _only_dataset(read: Sequence[_Read]) -> str:
    """The one dataset that the whole text names, if it names just one."""
    names = {mention.name for sentence in read for mention in sentence.datasets}
    return names.pop() if len(names) == 1 else ""


def _results(
    read: _Read, before: _Read | None, only: str, benchmarks: Benchmarks
) -> Iterator[Found]:
    done = 0  # where the series before this one ended
    for one in read.numbers:
        metrics = _aligned(one, read.metrics, read.text)
        datasets = _aligned(one, read.datasets, read.text)
        for place, number in enumerate(one.numbers):
            metric = metrics[place] if metrics else _metric(one, number, read)
            named = datasets[place] if datasets else _dataset(one, read)
            if not _counts(one, number, metric, named, read):
                continue
            unit = _unit(number, metric, named, benchmarks)
            if unit is None:
                continue
            # The other side of "80.4% compared to 69.6%" is told by what follows it.
            since = one.start if place and one.compares else done
            yield Found(
                value=number.digits, unit=unit, model=_model(one, since, read),
                dataset=named or only, metric=metric,
                setting=_setting(one, since, read, before),
                start=read.start, end=read.start + len(read.text), offset=number.start,
            )  # fmt: skip
        done = one.end


def _metric(one: Series, number: Number, read: _Read) -> str:
    """The metric named right after the series, else the nearest before it, else the next."""
    gap = _MODIFIERS.match(read.text, one.end)
    reach = gap.end() if gap else one.end
    after = [m for m in read.metrics if one.end <= m.start <= reach]
    if after:
        return after[0].name
    before = [m for m in read.metrics if m.end <= number.start]
    if before:
        return before[-1].name
    later = [m for m in read.metrics if m.start >= one.end]
    gap_after = read.text[one.end : later[0].start] if later else ""
    return later[0].name if later and not _BREAK.search(gap_after) else ""


def _dataset(one: Series, read: _Read) -> str:
    """The dataset that "on" leads to from the series, else the nearest before it."""
    led = _ON.match(read.text, one.end)
    if led:
        after = [m for m in read.datasets if led.end() - 4 <= m.start <= led.end()]
        if after:
            return after[0].name
    before = [m for m in read.datasets if m.end <= one.start]
    return before[-1].name if before else ""


def _aligned(one: Series, mentions: Sequence[Mention], text: str) -> list[str]:
    """Names of as many things as the series has numbers: "60.2 and 75.1 on A and B"."""
    count = len(one.numbers)
    if count < 2:
        return []
    for run in _runs(mentions, text):
        near = abs(run[0].start - one.end) < 40 or _RESPECTIVELY.search(text, one.end)
        if len(run) == count and near and len({m.name for m in run}) == count:
            return [mention.name for mention in run]
    return []


def _runs(mentions: Sequence[Mention], text: str) -> Iterator[list[Mention]]:
    """Mentions that stand in one list, separated by nothing but commas and "and"."""
    run: list[Mention] = []
    for mention in mentions:
        if run and not _LISTED.fullmatch(text, run[-1].end, mention.start):
            yield run
            run = []
        run.append(mention)
    if run:
        yield run


def _counts(one: Series, number: Number, metric: str, dataset: str, read: _Read) -> bool:
    """Whether a number has what makes it a result: a metric, or a test it was reached on."""
    if number.whole and not number.percent:
        lead = read.text[max(0, one.start - 12) : one.start]
        close = any(0 <= one.start - m.end <= 12 for m in read.metrics)
        return close and bool(_STATED.search(lead))
    if metric:
        return True
    return bool(dataset and _REACHED.search(read.text))


def _unit(number: Number, metric: str, dataset: str, benchmarks: Benchmarks) -> Unit | None:
    """The unit as reported; of a bare number, the only one its metric leaves possible."""
    if number.percent:
        return "percent" if float(number.digits) <= 100 else None
    known = benchmarks.metric(metric)
    if known is None and (test := benchmarks.dataset(dataset)):
        known = benchmarks.metric(test.metric)
    if known is None or not known.bounded:
        return "score"
    if float(number.digits) <= 1:
        return "fraction"
    return "percent" if float(number.digits) <= 100 else None


def _setting(one: Series, done: int, read: _Read, before: _Read | None) -> str:
    """The setting named since the last number or right after this one, else the sentence's."""
    comma = re.compile(r"[^,;(]{0,25}").match(read.text, one.end)
    reach = comma.end() if comma else one.end
    own = [m for m in read.settings if done <= m.start < one.start]
    own = own or [m for m in read.settings if one.end <= m.start and m.end <= reach]
    if own:
        return own[-1].name
    first = [m for m in read.settings if read.numbers and m.end <= read.numbers[0].start]
    general = [
        m for m in first if m.name != "fine-tuned" and _EVALUATED.match(read.text, m.end + 1)
    ]
    if general:
        return general[0].name
    if before is not None and not read.settings and not before.numbers:
        named = {m.name for m in before.settings if m.name != "fine-tuned"}
        if len(named) == 1 and _EVALUATED.search(before.text):
            return named.pop()
    return UNKNOWN


def _model(one: Series, done: int, read: _Read) -> str:
    """A name beside the number: before it in its own part, or after "for", else the first."""
    own = [m for m in read.models if done <= m.start and m.end <= one.start]
    if own:
        return own[-1].name
    led = re.compile(r"\)?[^;,()\d]{0,25}?\b(?:for|by|using|with)\s+").match(read.text, one.end)
    after = [m for m in read.models if led and m.start == led.end()]
    if after:
        return after[0].name
    return read.models[0].name if read.models and read.models[0].end <= one.start else ""


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
