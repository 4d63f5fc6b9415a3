"""Where a sentence names measures: those of the vocabulary, and others by their shape."""

import re
from collections.abc import Sequence

from tracker.benchmarks import Benchmarks
from tracker.extract.mentions import Mention, any_of, overlaps
from tracker.extract.values import Series

# A known measure that another word makes another one.
_QUALIFIED = re.compile(
    r"\b(?:off-by-one|threshold(?:ed)?|relaxed|adjacent|execution|partial|within-[\w-]+"
    r"|top-(?!1\b)\d+)\s(?:accuracy|match|F1)\b",
    re.IGNORECASE,
)
_RATED = (
    "violation bypass detection refusal unsafe failure rejection acceptance approval pass solve"
    " resolve hit recognition identification matching retrieval correction execution miss"
    " misdiagnosis false-positive false-negative overrefusal jailbreak defense claim fabrication"
    " omission contradiction recovery accept leakage"
)
# "unsupported claim rate": one more word belongs to the name, unless it only grades it.
_RATE = re.compile(
    r"(?:\b(?!(?:an?|the|its|their|our|overall|high|low|average|mean|and|or|of|with|in|only|total|new"
    r"|lower|higher|best|reported|observed|by|to|from|for|alarming|conditional|maximum|minimum|as)\b)"
    rf"[a-z][\w-]*\s)?\b(?:[\w-]+-)?(?:{'|'.join(_RATED.split())})[\s-]rates?\b"
)
_COINED = re.compile(
    r"(?<![\w-])(?:[A-Z][A-Za-z0-9]*(?:Score|Acc|Pass|F1|Rate|Sim)|[A-Z]{3,}(?:PASS|SUCCESS|SCORE))"
    r"(?![\w-])"
)
# "GPT-4 scores 60.5": a verb, and no measure is named.
_VERB = re.compile(r"[Ss]cores?\s+(?:only\s+|an?\s+)?\d|[Ss]cores?\s(?:higher|lower|best|worse)\b")
_GENERAL = frozenset({"accuracy", "score"})
_BESIDE = re.compile(
    r"(?:\s+(?:scores?|ratings?|rates?|values?))?(?:\s*\([\w-]+\))?"
    r"(?:\s+(?:of|was|is|at|to|reached|averaged|from|rose|fell|rises|falls|increased|decreased|improved"
    r"|improves|dropped|drops|declined|ranged|ranging)|\s*[(=:,])?\s*\(?\s*(?:mean\s+|from\s+)?"
)
_AFTER = re.compile(r"\s+(?:(?!(?:and|or|to|for|on|of|the|with|by|in)\b)[\w-]+\s+){0,2}")


class Measures:
    """The measures to look for, made once from a vocabulary."""

    def __init__(self, benchmarks: Benchmarks) -> None:
        self._benchmarks = benchmarks
        self._known = any_of(benchmarks.metrics)

    def mentions(self, text: str, numbers: Sequence[Series]) -> list[Mention]:
        """Measures by key, and by name where only the shape tells, in reading order.

        Ordinary words that are measures too count only beside one of the ``numbers``.
        """
        found = [Mention(m.start(), m.end(), m[0].lower()) for m in _QUALIFIED.finditer(text)]
        for match in self._known.finditer(text) if self._known else ():
            metric = self._benchmarks.metric(match[0]) or self._benchmarks.metric(match[1])
            one = Mention(match.start(), match.end(), metric.key if metric else "")
            common = metric is not None and metric.common and not _beside(one, text, numbers)
            verb = metric is not None and _VERB.match(text, match.start())
            # "pass@1 accuracy": the one before it says what kind.
            kind = found and found[-1].end + 1 == one.start and one.name in _GENERAL
            if metric and not (common or verb or kind or overlaps(one, found)):
                found.append(one)
        for pattern in (_RATE, _COINED):
            for match in pattern.finditer(text):
                one = Mention(match.start(), match.end(), match[0].removesuffix("s").strip())
                if not self._benchmarks.dataset(one.name) and not overlaps(one, found):
                    found.append(one)
        return sorted(found)


def _beside(one: Mention, text: str, numbers: Sequence[Series]) -> bool:
    """Whether nothing but what states a value stands between a word and a number."""
    for series in numbers:
        if _BESIDE.fullmatch(text, one.end, max(one.end, series.start)):
            return True
        if _AFTER.fullmatch(text, series.end, max(series.end, one.start)):
            return True
    return False
