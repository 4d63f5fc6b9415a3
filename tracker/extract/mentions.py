"""Where a sentence names datasets, metrics, settings and models."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tracker.benchmarks import Benchmarks, Dataset, Metric

_TESTS = (
    r"(?:data ?sets?|benchmarks?|corpus|corpora|test sets?|testsets?|challenge|leaderboard"
    r"|test split|held-out set|development set|dev set|exams?|suite)"
)
_NAME = r"[A-Z][\w.+'-]*\w|[A-Z]"
# "on the X Y dataset": the name of a test that no vocabulary has to know.
_CALLED = re.compile(
    rf"\b(?:on|in|across|using|over|from|introduce|present|propose|release|the|our)\s+"
    r"(?:the\s+|our\s+)?"
    r"(?:(?:new|newly|introduced|proposed|public|standard|challenging|popular|external)\s+){0,2}"
    rf"(?P<name>(?:(?:{_NAME}|\d{{4}})\s+){{0,3}}(?:{_NAME}))\s+(?:\([\w-]+\)\s+)?{_TESTS}\b"
)
_BENCH = re.compile(
    r"(?<![\w-])(?P<name>(?:[A-Z]\w*-)*(?:[A-Z]\w*-?)?(?:Bench|Eval|VQA|MCQA|[a-z]QA|Exam)(?:mark)?"
    r"(?:-\d{1,3})?)(?![\w-])"
)
_ON = re.compile(
    r"\b[oO]n\s+(?:the\s+)?(?P<name>(?=[\w-]*[A-Z\d][\w-]*[A-Z\d])[A-Z][\w-]*)(?![\w-])"
)
_FAMILY = re.compile(
    r"(?:chat)?gpt|llama|llava|qwen|gemma|gemini|claude|mistral|mixtral|deepseek|\w*bert\b"
    r"|phi-?\d|t5|flan|palm|med-?palm|grok|vicuna|alpaca|falcon|o[134]\b|meditron|biogpt|\w*llm\b",
    re.IGNORECASE,
)
_NO_TEST = (
    "LLM LLMs VLM VLMs MLLM MLLMs AI ML NLP GPU GPUs RTX API EHR EHRs MRI CT RAG CoT RL SFT QA VQA"
    " MCQA Chatbot English Chinese US USA UK DPO GRPO PPO LoRA"
)
_NO_TESTS = frozenset(_NO_TEST.split())
_OPENINGS = "We Our The This These In On Results To Benchmark Bench Exam"
_SHOTS = {
    "zero": "zero-shot", "few": "few-shot", "one": "1-shot", "two": "2-shot", "three": "3-shot",
    "four": "4-shot", "five": "5-shot", "eight": "8-shot", "ten": "10-shot",
}  # fmt: skip
_SHOT = re.compile(rf"\b(?P<count>{'|'.join(_SHOTS)}|[1-9]\d?)[\s-]shot\b", re.IGNORECASE)
_TUNED = re.compile(r"(?<!without )(?<!without any )(?<!un)\bfine[\s-]?tun(?:ed|ing)\b", re.I)
_MODEL = re.compile(
    r"(?<![\w-])(?:[A-Z][\w.+]*(?:-[\w.+]*\w)+|[A-Z][a-z]+[A-Z0-9][\w.+-]*\w|[A-Z]{3,}[\w-]*\d[\w.-]*"
    r"|(?:GPT|Claude|Gemini|Llama|Qwen|Mistral|Grok|Gemma|Phi)[\w.-]*(?:\s\d(?:\.\d)?)?"
    r"(?:\s(?:Pro|Opus|Sonnet|Haiku|Flash|Turbo|Mini)(?:\s\d(?:\.\d)?)?)?)(?![\w-])"
)


@dataclass(frozen=True, order=True)
class Mention:
    """``text[start:end]`` of a sentence, and what it names."""

    start: int
    end: int
    name: str


class Vocabulary:
    """What to look for: the survey's own benchmarks as patterns, and tests by their shape."""

    def __init__(self, benchmarks: Benchmarks) -> None:
        self.benchmarks = benchmarks
        self._metric = _any_of(benchmarks.metrics)
        self._dataset = _any_of(benchmarks.datasets)

    def metrics(self, text: str) -> list[Mention]:
        """Metrics by key, in reading order."""
        found = []
        for match in self._metric.finditer(text) if self._metric else ():
            metric = self.benchmarks.metric(match[0]) or self.benchmarks.metric(match[1])
            if metric:
                found.append(Mention(match.start(), match.end(), metric.key))
        return found

    def datasets(self, text: str) -> list[Mention]:
        """Datasets by key, and by name where only the shape tells, in reading order."""
        found: list[Mention] = []
        for match in self._dataset.finditer(text) if self._dataset else ():
            known = self.benchmarks.dataset(match[0]) or self.benchmarks.dataset(match[1])
            if known:
                found.append(Mention(match.start(), match.end(), known.key))
        for pattern in (_BENCH, _CALLED, _ON):
            for match in pattern.finditer(text):
                one = Mention(match.start("name"), match.end("name"), match["name"].strip())
                if self._is_test(one.name) and not _overlaps(one, found):
                    found.append(one)
        return sorted(found)

    def _is_test(self, name: str) -> bool:
        words = re.split(r"\s+", name)
        return not (
            _FAMILY.match(name)
            or name in _NO_TESTS
            or words[0] in _OPENINGS.split()
            or self.benchmarks.metric(name)
        )


def settings(text: str) -> list[Mention]:
    """Settings in reading order: ``zero-shot``, ``few-shot``, ``5-shot``, ``fine-tuned``."""
    found = []
    for match in _SHOT.finditer(text):
        count = match["count"].lower()
        name = _SHOTS.get(count, f"{count}-shot")
        found.append(Mention(match.start(), match.end(), name))
    found += [Mention(m.start(), m.end(), "fine-tuned") for m in _TUNED.finditer(text)]
    return sorted(found)


def models(text: str, others: Iterable[Mention]) -> list[Mention]:
    """Names that look like systems, in reading order, those of tests and metrics left out."""
    taken = list(others)
    found = (Mention(m.start(), m.end(), m[0]) for m in _MODEL.finditer(text))
    return [one for one in found if not _overlaps(one, taken) and not _is_setting(one.name)]


@lru_cache(maxsize=4)
def vocabulary(benchmarks: Benchmarks) -> Vocabulary:
    """The patterns of these benchmarks, made once."""
    return Vocabulary(benchmarks)


def _is_setting(name: str) -> bool:
    return bool(re.search(r"-(?:shot|tuned|tuning|based|level|of|end)\b", name, re.IGNORECASE))


def _overlaps(one: Mention, others: Iterable[Mention]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _any_of(entries: Iterable[Dataset | Metric]) -> re.Pattern[str] | None:
    """One pattern for every name of every entry, the longest first."""
    forms = {form for entry in entries for form in (entry.name, *entry.aliases)}
    if not forms:
        return None
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(
        rf"(?<![A-Za-z0-9@-])(?<!\w\()({'|'.join(map(_spelt, ordered))})s?"
        r"(?![A-Za-z0-9@]|-[A-Z])"
    )


def _spelt(form: str) -> str:
    """A name's pattern: any separator between its words; short names only in their own case."""
    words = [re.escape(word) for word in re.split(r"[\s_\-]+", form)]
    pattern = r"[\s_\-–]*".join(words)
    return pattern if len(form) <= 4 else f"(?i:{pattern})"
