"""Model sizes in a text: how many parameters, where it says so, and how sure that is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.suggestions import Tier

STATED = 0.97
"""The text says "parameters" after the number."""
NAMED = 0.9
"""The number is part of a model's name, or "model", "LLM" or the like follows."""
BARE = 0.75
"""Only "7B": nearly always a model in these fields, sometimes another count."""
BARE_MILLIONS = 0.35
"""Only "345M": as often a count of something else."""
BOUND = 0.3
"""A limit ("under 10B"): it says what is excluded rather than what is there."""
CLEAR = 0.5
"""Surer than this, a mention is taken before any that is not."""

SMALLEST, MIDDLE = 100e6, 5e9
"""The survey's two size classes: 100M to 5B parameters, and more than 5B."""
SMALL, LARGE = "size:p100m_5b", "size:gt_5b"

_UNIT = {"m": 1e6, "million": 1e6, "b": 1e9, "billion": 1e9, "t": 1e12, "trillion": 1e12}
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen"
_SPELT = _NUMBERS.split()

_AMOUNT = re.compile(
    r"(?<![\w.,$€£])(?:(?P<experts>\d{1,2})x)?"
    rf"(?P<number>\d{{1,4}}(?:\.\d+)?|\b(?:{'|'.join(_SPELT)}))"
    r"(?:(?P<range>\s?(?:–|—|to|and|or)\s?)(?=\d{1,4}(?:\.\d+)?[\s-]?(?:[BMT]\b|[bm]illion\b))"
    r"|[\s-]?(?P<unit>[BMT]|[bm]illion|trillion)\b)",
    re.IGNORECASE,
)
# Fillers are one or two words that can stand inside a noun phrase.
_FILLERS = r"(?:(?!(?:and|or|on|to|for|of|in|with|from|than|by|as|is|are)\b)[\w-]+\s+){0,2}?"
_COUNTED = (
    "tokens words papers documents examples samples pairs articles records sentences images users"
    " patients notes dollars bytes people persons visits tweets posts entries characters questions"
    " cells years downloads hours instances instructions trajectories facts triples edges nodes"
    " flops rows reports abstracts citations studies cases conversations dialogues messages"
    " interactions individuals participants adults children deaths views steps iterations molecules"
    " proteins compounds sequences genes captions frames slides videos pages lines urls items"
    " queries requests calls events measurements encounters admissions codes concepts data usd"
    " scans tests publications terms traces prompts responses annotations labels passages"
    " transcripts triplets rollouts operations"
)
_OTHER = re.compile(
    rf"[\s-]+{_FILLERS}(?:{'|'.join(_COUNTED.split())})\b|-?\s?(?:tokens?|contexts?|words?)\b",
    re.IGNORECASE,
)
_ADAPTER = re.compile(
    r"[\s-]+(?:extra |more )?(?:trainable|learnable|tunable|tuned|additional|extra|adapter|LoRA)"
    r"\s+(?:\w+\s+)?param",
    re.IGNORECASE,
)
_PARAMETERS = re.compile(r"[\s-]+(?:(?:total|active|model|weight)\s+)?param", re.IGNORECASE)
_MODEL = re.compile(
    rf"[\s-]+{_FILLERS}(?:[SV]?LMs?|M?LLMs?|models?|variants?|backbones?|versions?|baselines?"
    r"|checkpoints?|scale|size|base|instruct|chat|transformers?|decoders?|students?|teachers?)\b",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"(?:[A-Za-z][\w.-]*-|\b[A-Z][\w.-]*\s)$")
_NUMBERED_BEFORE = re.compile(
    r"(?:[$€£]|\b(?:fig|figs|figure|figures|table|tables|phase|section|stage|type|appendix|group"
    r"|class|grade|category|part|panel|level|step|hepatitis)\b\.?)\s?$",
    re.IGNORECASE,
)
_LIMIT_BEFORE = re.compile(
    r"(?:\b(?:under|below|over|above|beyond|exceeding|sub|up to|at most|at least"
    r"|(?:less|fewer|smaller|more|larger|greater) than)|[<>≤≥]=?)[\s-]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Size:
    """A number of parameters, its characters in the text, and how sure it is that it is one."""

    parameters: float
    start: int
    end: int
    sure: float


def find_sizes(text: str) -> tuple[Size, ...]:
    """Each mention of a model's size, in reading order; other counts are passed over."""
    found = (_read(match, text) for match in _AMOUNT.finditer(text))
    return tuple(size for size in found if size is not None)


def size_label(text: str) -> tuple[str, Size] | None:
    """The survey's size class and the mention it rests on: the smallest clear one.

    A family is filed under its smallest member; below 100M parameters there is no class,
    so those mentions (adapters, encoders) do not count.
    """
    counted = [size for size in find_sizes(text) if size.parameters >= SMALLEST]
    clear = [size for size in counted if size.sure >= CLEAR] or counted
    if not clear:
        return None
    least = min(clear, key=lambda size: (size.parameters, -size.sure, size.start))
    return (SMALL if least.parameters <= MIDDLE else LARGE), least


def outside(labels: Iterable[str], sizes: Iterable[str]) -> tuple[str, ...]:
    """Those of a work's size classes in which none of its sizes, such as ``2.7B``, lies.

    A class says that at least one model of the work has such a size. Without sizes that can be
    read, nothing is said.
    """
    units = {"k": 1e3, **_UNIT}
    read = (re.fullmatch(r"(\d+(?:\.\d+)?)([KMBT])", size) for size in sizes)
    found = [float(one[1]) * units[one[2].lower()] for one in read if one]
    holds = {SMALL: any(SMALLEST <= one <= MIDDLE for one in found),
             LARGE: any(one > MIDDLE for one in found)}  # fmt: skip
    return tuple(label for label in labels if found and not holds.get(label, True))


def size_tier(sure: float) -> Tier:
    """How a size is put to a curator: stated and named ones are as good as read."""
    if sure >= NAMED:
        return "suggested"
    return "likely" if sure >= CLEAR else "ask"


def _read(match: re.Match[str], text: str) -> Size | None:
    stated: re.Match[str] | None = match
    if match["range"]:  # "1 to 7B": the first number borrows the second one's unit
        stated = _AMOUNT.match(text, match.end())
    if stated is None or not stated["unit"]:
        return None
    before = text[max(0, match.start() - 30) : match.start()]
    sure = _sure(before, text[stated.end() : stated.end() + 60], stated["unit"])
    spelt = match["number"].lower()
    number = _SPELT.index(spelt) + 1.0 if spelt in _SPELT else float(spelt)
    parameters = number * int(match["experts"] or 1) * _UNIT[stated["unit"].lower()]
    return Size(parameters, match.start(), stated.end(), sure) if sure else None


def _sure(before: str, after: str, unit: str) -> float:
    """How sure it is that an amount between these words is a model's size; 0 where it is not."""
    named = _NAME_BEFORE.search(before)
    if unit in ("m", "t") and not _PARAMETERS.match(after):
        return 0.0  # metres, tonnes
    if _ADAPTER.match(after) or _NUMBERED_BEFORE.search(before):
        return 0.0
    if _PARAMETERS.match(after):
        sure = STATED
    elif _OTHER.match(after) and not (named and named.group().endswith("-")):
        return 0.0
    elif named or _MODEL.match(after):
        sure = NAMED if unit.lower() in ("b", "m") or _MODEL.match(after) else 0.0
    else:
        sure = {"B": BARE, "M": BARE_MILLIONS}.get(unit, 0.0)
    return min(sure, BOUND) if _LIMIT_BEFORE.search(before) else sure
