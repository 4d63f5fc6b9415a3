"""What a number in a sentence belongs to: its measure, test, setting, unit and system."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.benchmarks import Benchmarks
from tracker.extract.mentions import Mention, runs
from tracker.extract.values import Number, Series
from tracker.results import UNKNOWN, Unit

# Between a number and the measure named after it: "62.3% exact-match accuracy".
_MODIFIERS = re.compile(
    r"\s*(?:in\s+|for\s+)?(?:(?!(?:and|or|to|for|on|of|the|with|by)\b)[\w-]+\s+){0,3}"
)
_ON = re.compile(r"[^;.,()\d]{0,45}?\b(?:on|for|in)\s+(?:the\s+|our\s+)?(?:\w+-shot\s+)?")
# "75.3% (MedQA)": a test in brackets behind its number.
_BRACKET = re.compile(r"\s?\((?:on\s|the\s)?")
_BRACKETED = re.compile(r"[\d%]\s?\((?:on\s|the\s)?$")
_REACHED = re.compile(
    r"\b(?:achiev|reach|attain|obtain|scor|yield|surpass|outperform|improv|includ|perform|rais"
    r"|deliver|record|compared)\w*",
    re.IGNORECASE,
)
_STATED = re.compile(r"(?:\s*(?:score|value)s?)?\s*(?:of|was|is|[=:(])\s*$")
_RESPECTIVELY = re.compile(r"[^.;]{0,60}\brespectively\b", re.IGNORECASE)
_EVALUATED = re.compile(r"\b(?:evaluat|setting|prompt|regime|assess|test|benchmark)\w*", re.I)
_BREAK = re.compile(r"[;:]|--|—|.{60}")
# Several tests at once, or data of one's own: no test that the rest of the text names.
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|multiple|various|several|all|both"
    r"|diverse|other|numerous)\s(?:[\w-]+\s){0,4}(?:benchmarks|datasets|corpora|test sets|cohorts)"
    r"\b|\b(?:cohorts?|cent(?:er|re)s?|hospitals?|institutions?|in-house|prospective|internal"
    r"|blinded|reader study|user study)\b",
    re.IGNORECASE,
)
RATING = re.compile(
    r"\b(?:rat(?:ed|ing|ings)|Likert|point scale|scale of|out of (?:5|10|five|ten))\b"
    r"|/\s?(?:5|10)(?:\.0+)?\b",
    re.IGNORECASE,
)
_SOLVED = re.compile(
    r"\b(?:(?:resolv|solv|complet)\w*|(?P<answered>answer\w*))\s+(?:only\s+|just\s+)?$"
)
# "…, and mean confidence was 78.4%": a subject of its own, which no vocabulary knows.
_OWN_SUBJECT = re.compile(
    r"\)?[,;]\s(?:and\s|while\s|with\s)?(?:(?:the|its|mean|median|average)\s)*"
    r"[a-z][a-z-]+(?:\s[a-z-]+){0,2}\s(?:was|were|is|reached)\s(?:only\s)?$"
)
_DIRECTLY = re.compile(r"\b(?:achiev|scor|reach|attain|obtain)\w*\s(?:an?\s|only\s)?$")
_AVERAGED = re.compile(
    r"(?:^|[;:]\s|,\s(?:and\s)?|\band\s)(?P<name>[A-Za-z][a-z-]+(?:\s[a-z-]+){0,2})\saveraged\s*$"
    r"|\bmean\s(?P<mean>[a-z-]+)\b[^.;]{0,40}\bwas\s*$"
)
_ASPECT = re.compile(
    r"\b(?:on|in|for|and)\s(?P<name>[a-z][a-z-]{3,})\s\($|,\s(?P<next>[a-z][a-z-]{3,})\s\($"
)
_SCORES = re.compile(r"\bscor(?:e|es|ed|ing)\s(?:\w+\s)?(?:on|for)\b")
_OURS = re.compile(
    r"\b(?:our(?!\s(?:experiment|result|analys|evaluat|finding|stud|work|benchmark|data|code|test|survey))"
    r"|(?:we|it)\s(?:\w+ly\s|also\s)?(?:achiev|reach|obtain|get|attain|scor|yield|outperform|improv"
    r"|maintain|deliver|surpass)\w*"
    r"|the (?:proposed|resulting|final|full|complete|system|model|framework|method|pipeline"
    r"|approach|agent|network))\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\)?[^;,()\d]{0,25}?\b(?:for|by|using|with|from|on|in)\s+(?:the\s+)?|\s?\((?=[A-Z])"
)
_CLOSE = 18  # characters between a system and the number that is its own
_STOP = re.compile(r"[,;()\d]")
_HELD_AGAINST = re.compile(
    r"\b(?:surpass\w*|outperform\w*|exceed\w*|beat\w*|than|over|versus|vs\.?|compared\s(?:to|with)"
    r"|relative\sto|competitive\swith|comparable\s(?:to|with)|including|behind)\s(?:[\w-]+\s){0,4}$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:human|expert|physician|clinician|majority|random|chance|teacher)\w*[\s-]"
    r"(?:\w+\s)?(?:of|at|is|was|[=(])\s*$|\b(?:compared\s(?:to|with)|versus|vs\.?)\s*$",
    re.IGNORECASE,
)
_NOT = re.compile(r",\s(?:and\s|but\s)?(?:not|unlike)\s(?:the\s)?$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s(?:only\s|just\s)?$")  # "from 71.2 to 75.3": the first was before
_OTHERS = re.compile(
    r"\s*\)?\s*(?:for|by|of|from|with|in)?\s*(?:the\s+)?(?:[\w-]+\s){0,3}baselines?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Read:
    """A sentence with everything named in it; ``start`` is its place in the text.

    ``own`` is the one system that the text introduces, empty if there is not just one;
    ``rated`` says that the text speaks of a rating scale.
    """

    text: str
    start: int
    numbers: tuple[Series, ...]
    metrics: list[Mention]
    datasets: list[Mention]
    settings: list[Mention]
    systems: list[Mention]
    own: str = ""
    rated: bool = False


def metric_of(one: Series, number: Number, read: Read) -> str:
    """The measure named right after the series, else the nearest before it, else the next.

    On a rating scale the noun right before the number is one, although no vocabulary has it.
    """
    gap = _MODIFIERS.match(read.text, one.end)
    reach = gap.end() if gap else one.end
    after = [m for m in read.metrics if one.end <= m.start <= reach]
    if after:
        return after[0].name
    lead = read.text[: one.start]
    if aspect := _aspect(lead, read) or _same_symbol(lead, read):
        return aspect
    earlier = [m for m in read.metrics if m.end <= number.start]
    last = max((s.end for s in read.numbers if s.end <= one.start), default=0)
    if last and _OWN_SUBJECT.fullmatch(lead[last:]) and not any(m.start >= last for m in earlier):
        return ""
    if earlier:
        return earlier[-1].name
    later = [m for m in read.metrics if m.start >= one.end]
    gap_after = read.text[one.end : later[0].start] if later else ""
    if later and not _BREAK.search(gap_after):
        return later[0].name
    solved = _SOLVED.search(lead) if number.percent else None
    return ("accuracy" if solved["answered"] else "success_rate") if solved else ""


def _aspect(lead: str, read: Read) -> str:
    """What is rated, where the noun right before the number says so."""
    if read.rated and (found := _AVERAGED.search(lead)):
        return (found["name"] or found["mean"]).lower()
    found = _ASPECT.search(lead) if read.rated or _SCORES.search(lead) else None
    named = (found["name"] or found["next"]) if found else ""
    others = (*read.metrics, *read.settings, *read.datasets)
    taken = any(len(lead) - 3 <= m.end <= len(lead) for m in others)
    return "" if taken else named


def _same_symbol(lead: str, read: Read) -> str:
    """The measure of an earlier number with the same symbol: "Kendall's τ = 0.67 … (τ = 0.39)"."""
    found = re.search(r"([^\W\d]\w*)\s*=\s*$", lead)
    if found is None or any(m.start <= found.start() < m.end for m in read.metrics):
        return ""
    earlier = lead.find(found[1])
    named = [m.name for m in read.metrics if m.start <= earlier <= m.end + 2]
    return named[0] if named and earlier < found.start() else ""


def dataset_of(one: Series, read: Read) -> str | None:
    """The test in brackets right behind the series, or that "on" leads to from it, else the
    nearest before it that is not another number's own.

    Empty if the sentence names none, None if it speaks of several at once.
    """
    bracket = _BRACKET.match(read.text, one.end)
    held = [m for m in read.datasets if bracket and m.start == bracket.end()]
    if held and read.text[held[0].end :].startswith((")", ",", ";")):
        return held[0].name
    led = _ON.match(read.text, one.end)
    if led:
        after = [m for m in read.datasets if led.end() - 4 <= m.start <= led.end()]
        if after:
            return None if _is_listed(after[0], read) else after[0].name
    earlier = [m for m in read.datasets if m.end <= one.start
               and not _BRACKETED.search(read.text[: m.start])]  # fmt: skip
    if earlier:
        return None if _is_listed(earlier[-1], read) else earlier[-1].name
    return None if _SEVERAL.search(read.text) else ""


def _is_listed(one: Mention, read: Read) -> bool:
    """Whether a test is named in one breath with others."""
    return any(
        one in run and len({m.name for m in run}) > 1 for run in runs(read.datasets, read.text)
    )


def aligned(one: Series, mentions: Sequence[Mention], text: str) -> list[str]:
    """Names of as many things as the series has numbers: "60.2 and 75.1 on A and B"."""
    count = len(one.numbers)
    if count < 2:
        return []
    respectively = _RESPECTIVELY.match(text, one.end)
    for run in runs(mentions, text):
        before = 0 <= one.start - run[-1].end < 40
        near = before or abs(run[0].start - one.end) < 40 or respectively
        if len(run) == count and near and len({m.name for m in run}) == count:
            return [mention.name for mention in run]
    earlier = list(dict.fromkeys(m.name for m in mentions if m.end <= one.start))
    return earlier if respectively and len(earlier) == count else []


def counts(
    one: Series, number: Number, metric: str, dataset: str | None, usual: str, read: Read
) -> bool:
    """Whether a number has what makes it a result: a measure, or a test it was reached on,
    which may be the text's ``usual`` one."""
    if number.whole and not number.percent:
        lead = read.text[max(0, one.start - 12) : one.start]
        close = any(0 <= one.start - m.end <= 12 for m in read.metrics)
        return close and bool(_STATED.search(lead))
    if metric:
        return True
    if usual and not number.whole and _DIRECTLY.search(read.text[: one.start]):
        return True
    return bool((dataset or dataset is None) and read.datasets and _REACHED.search(read.text))


def unit_of(
    number: Number, metric: str, dataset: str, read: Read, benchmarks: Benchmarks
) -> Unit | None:
    """The unit as reported; of a bare number, the only one its metric leaves possible."""
    value = float(number.digits)
    if number.percent:
        return "percent" if value <= 100 else None
    known = benchmarks.metric(metric)
    if known is None and (test := benchmarks.dataset(dataset)):
        known = benchmarks.metric(test.metric)
    if known is None and metric.endswith(("accuracy", "rate")):
        known = benchmarks.metric("accuracy")  # as bounded as that
    if known is None or not known.bounded or (1 < value <= 10 and read.rated):
        return "score"
    if value <= 1:
        return "fraction"
    return "percent" if value <= 100 else None


def setting_of(one: Series, done: int, read: Read, before: Read | None) -> str:
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


def system_of(one: Series, place: int, done: int, read: Read) -> str:
    """The system whose value it is: named beside the number, else the text's own, else the
    sentence's first. ``done`` is where the numbers before this one ended."""
    lead = read.text[done : one.start]
    beside = [m for m in read.systems if done <= m.start and m.end <= one.start]
    beside = [
        m
        for m in beside
        if ")" not in read.text[m.end : one.start]
        and not _NOT.search(read.text[: m.start])
        and ((one.start - m.end <= _CLOSE and not one.compares) or not _is_other(m, read))
    ]
    led = _FOR.match(read.text, one.end)
    after = [m for m in read.systems if led and 0 <= m.start - led.end() <= _CLOSE
             and not _STOP.search(read.text[led.end() : m.start])]  # fmt: skip
    if after and (place or not beside or read.text[one.end :].startswith((" (", "("))):
        return after[0].name
    before = not place and one.glue[:1] == ("to",) and _FROM.search(lead)
    if before or _OTHERS.match(read.text, one.end) or _NOBODY.search(lead):
        return ""
    if place and one.compares:
        return ""
    if beside:
        return beside[-1].name
    if read.own and _OURS.search(read.text[: one.start]):
        return read.own
    earlier = [m for m in read.systems if m.end <= one.start and not _is_other(m, read)]
    return earlier[0].name if earlier else ""


def _is_other(one: Mention, read: Read) -> bool:
    """Whether a system is the one that another is held against."""
    return bool(_HELD_AGAINST.search(read.text[max(0, one.start - 60) : one.start]))
