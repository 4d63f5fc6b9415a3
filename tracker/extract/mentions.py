"""Where a sentence names tests and settings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.benchmarks import Benchmarks, Dataset, Metric

_TESTS = (
    r"(?:data ?sets?|benchmarks?|corpus|corpora|test sets?|testsets?|challenge|leaderboard"
    r"|test split|held-out set|development set|dev set|exams?|suite|shared tasks?)"
)
_NAME = r"(?:[A-Z][\w.+'-]*\w|[A-Z])(?:\([A-Z][\w-]*\))?"
# "on the X Y dataset": the name of a test that no vocabulary has to know.
_CALLED = re.compile(
    rf"\b(?:on|in|across|using|over|from|introduce|present|propose|release|[Tt]he|[Oo]ur)\s+"
    r"(?:the\s+|our\s+)?"
    r"(?:(?:new|newly|introduced|proposed|public|standard|challenging|popular|external)\s+){0,2}"
    rf"(?P<name>(?:(?:{_NAME}|\d{{4}})\s+){{0,3}}{_NAME})\s+(?:\([\w-]+\)\s+)?{_TESTS}\b"
)
_BENCH = re.compile(
    r"(?<![\w-])(?P<name>(?:[a-z]{1,2}(?=[A-Z])|\d(?=[A-Z]))?(?:[A-Z]\w*-)*(?:[A-Z]\w*-?)?(?:Bench|Eval|VQA|MCQA|[a-z]QA|Exam)(?:mark)?"
    r"(?:\([A-Z][\w-]*\)|-v?\d{1,3}(?:\.\d)?|-v\d)?)(?![\w-])"
)
_ON = re.compile(
    r"\b[oO]n\s+(?:the\s+)?(?P<name>(?=[\w-]*[A-Z\d][\w-]*[A-Z\d])[A-Z][\w-]*\w(?:\([A-Z][\w-]*\))?)"
    r"(?![\w-])(?!\s*https?:)"
)
_COHORT = re.compile(
    r"\b[iIoO]n\s+(?:the\s+)?(?P<name>(?=[\w-]*[A-Z\d][\w-]*[A-Z\d])[A-Z][\w-]*\w)"
    r"\s*(?=\(\s*[nN]\s?=|(?:cohort|cases|images|tasks?|split|subset)\b)"
)
# What leads to a name that something rests on and nothing is measured on.
_RESTS = re.compile(
    r"\b(?:based|buil[dt]\w*|rel(?:y|ies|ied)|depend\w*|focus\w*|run\w*|hosted|available|deployed"
    r"|stars?|code|inference|speedups?)\s*$",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"(?:chat)?gpt|llama|llava|qwen|gemma|gemini|claude|mistral|mixtral|deepseek|\w*bert\b"
    r"|phi-?\d|t5|flan|palm|med-?palm|grok|vicuna|alpaca|falcon|o[134]\b|meditron|biogpt|\w*llm\b"
    r"|resnet|vgg|densenet|efficientnet|mobilenet|vit\b|swin|u-?net|yolo|whisper|clip\b",
    re.IGNORECASE,
)
_NO_SHAPE = re.compile(
    r"Non-.*|[A-Z]{1,2}|.*-(?:level|of|shot|based|end|tuned|wise|tasks?|aware)(?:-.*)?"
    r"|.*-\d+(?:\.\d+)?[BM]|[A-Z]\w*-[Ll]ike"
)
_NO_TEST = (
    "LLM LLMs VLM VLMs MLLM MLLMs AI ML NLP GPU GPUs RTX API EHR EHRs MRI CT RAG CoT RL SFT QA VQA"
    " MCQA Chatbot English Chinese US USA UK DPO GRPO PPO LoRA MedVQA Med-VQA Medical-VQA ECG EEG"
    " ICU WSI NLI NER RE MCQ OCR ASR TTS PET RCT ICD COVID-19 GitHub HuggingFace Hugging PyPI AWS"
    " CPU CPUs A100 H100 TPU IoT QoS LVLM LVLMs EMR EMRs CXR ReportQA VideoQA OpenQA ImageQA TextQA"
)
_NO_TESTS = frozenset(_NO_TEST.split())
_OPENING = "We Our The This These In On Results To Benchmark Bench Exam Both All"
_OPENINGS = frozenset(_OPENING.split())
_SHOTS = {
    "zero": "zero-shot", "few": "few-shot", "one": "1-shot", "two": "2-shot", "three": "3-shot",
    "four": "4-shot", "five": "5-shot", "eight": "8-shot", "ten": "10-shot",
}  # fmt: skip
_SHOT = re.compile(rf"\b(?P<count>{'|'.join(_SHOTS)}|[1-9]\d?)[\s-]shot\b", re.IGNORECASE)
_TUNED = re.compile(r"(?<!without )(?<!without any )(?<!un)\bfine[\s-]?tun(?:ed|ing)\b", re.I)
_LISTED = re.compile(r"\s*(?:,\s*and|,|and|&|/)\s*(?:the\s+)?")


@dataclass(frozen=True, order=True)
class Mention:
    """``text[start:end]`` of a sentence, and what it names."""

    start: int
    end: int
    name: str


class Tests:
    """The tests to look for: those of a vocabulary by name, others by their shape."""

    def __init__(self, benchmarks: Benchmarks) -> None:
        self._benchmarks = benchmarks
        self._known = any_of(benchmarks.datasets)

    def mentions(
        self, text: str, own: Iterable[str] = (), systems: Sequence[str] = ()
    ) -> list[Mention]:
        """Tests by key, and by name where only the shape tells, in reading order.

        ``own`` are names that the whole text introduces as tests, ``systems`` as systems.
        """
        found: list[Mention] = []
        for match in self._known.finditer(text) if self._known else ():
            known = self._benchmarks.dataset(match[0]) or self._benchmarks.dataset(match[1])
            if known:
                found.append(Mention(match.start(), match.end(), known.key))
        for one in (one for name in own for one in _places(name, text)):
            found += [] if overlaps(one, found) else [one]
        for pattern in (_BENCH, _CALLED, _ON, _COHORT):
            for match in pattern.finditer(text):
                one = Mention(match.start("name"), match.end("name"), match["name"].strip())
                rests = _RESTS.search(text, max(0, match.start() - 20), match.start())
                if not rests and self._is_test(one.name, systems) and not overlaps(one, found):
                    found.append(one)
        return sorted(found)

    def _is_test(self, name: str, systems: Sequence[str]) -> bool:
        return not (
            _FAMILY.match(name)
            or name in _NO_TESTS
            or name.split()[0] in _OPENINGS
            or _NO_SHAPE.fullmatch(name)
            or any(name == own or name.startswith(f"{own}-") for own in systems)
            or self._benchmarks.metric(name)
        )


def _places(name: str, text: str) -> Iterator[Mention]:
    """Where a name stands by itself."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not re.match(r"[\w-]", text[end : end + 1]) and not re.search(r"[\w-]$", text[:start]):
            yield Mention(start, end, name)
        start = text.find(name, end)


def settings(text: str) -> list[Mention]:
    """Settings in reading order: ``zero-shot``, ``few-shot``, ``5-shot``, ``fine-tuned``."""
    found = []
    for match in _SHOT.finditer(text):
        count = match["count"].lower()
        name = _SHOTS.get(count, f"{count}-shot")
        found.append(Mention(match.start(), match.end(), name))
    found += [Mention(m.start(), m.end(), "fine-tuned") for m in _TUNED.finditer(text)]
    return sorted(found)


def runs(mentions: Sequence[Mention], text: str) -> Iterator[list[Mention]]:
    """Mentions that stand in one list, separated by nothing but commas and "and"."""
    run: list[Mention] = []
    for mention in mentions:
        if run and not _LISTED.fullmatch(text, run[-1].end, mention.start):
            yield run
            run = []
        run.append(mention)
    if run:
        yield run


def overlaps(one: Mention, others: Iterable[Mention]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def any_of(entries: Iterable[Dataset | Metric]) -> re.Pattern[str] | None:
    """One pattern for every name of every entry, the longest first."""
    forms = {form for entry in entries for form in (entry.name, *entry.aliases)}
    if not forms:
        return None
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(
        rf"(?<![A-Za-z0-9@-])(?<!\w\()({'|'.join(map(_spelt, ordered))})s?"
        r"(?![A-Za-z0-9@]|-[A-Z]|-(?:type|style|like|based|derived|trained))"
    )


def _spelt(form: str) -> str:
    """A name's pattern: any separator between its words, or none; short names are looked for
    as they are written, for "R-L" is not "RL"."""
    words = [re.escape(word) for word in re.split(r"[\s_\-]+", form)]
    if len(form) <= 4:
        return r"[\s_\-–]".join(words)
    pattern = r"[\s_\-–]*".join(words)
    return f"(?i:{pattern})"
