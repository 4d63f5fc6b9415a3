"""The facts of a row, proposed from title, abstract and comment with the words they came from.

The rules are regular expressions over how authors announce what they made; none of them
guesses: where no rule applies the field stays empty for the curator.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tracker import identity
from tracker.works import Link

_NAME = r"[A-Z0-9][\w.+]*(?:-[\w.+]+)*"
# A name somebody invented has a capital or digit after its first letter, unlike a noun.
_INVENTED = re.compile(rf"(?=\S*[A-Z0-9])(?:[A-Z]\S*[A-Z0-9]|[a-z]+[A-Z])\S*|{_NAME}-\d\S*")
_TITLED = re.compile(r"^\s*(?P<name>[^:–—]{2,40}?)\s*(?::|\s[–—])\s")
_ANNOUNCED = re.compile(
    r"\b(?:introduc\w+|present(?:s|ed|ing)?|propos\w+|releas\w+|develop(?:s|ed|ing)?|call(?:ed)?|named|dubbed|termed)"
    r"\s+(?:the\s+|a\s+|an\s+)?(?P<name>[\w.+-]+)"
)
_FAMILIES = """
    Llama LLaMA Mistral Mixtral Qwen Phi Gemma MedGemma GPT-2 GPT-J GPT-Neo BERT ClinicalBERT
    BioBERT PubMedBERT BiomedBERT SciBERT ModernBERT RoBERTa DeBERTa ELECTRA Longformer T5
    Flan-T5 BART BioBART BioGPT DeepSeek Falcon BLOOM OPT Pythia TinyLlama SmolLM StableLM
    InternLM ChatGLM GLM Baichuan Vicuna Alpaca MPT OLMo Granite MiniCPM Yi BioMistral Meditron
    PaliGemma LLaVA CLIP Whisper
"""
_MODEL = (
    rf"(?P<model>(?:{'|'.join(sorted(map(re.escape, _FAMILIES.split()), key=len, reverse=True))})"
    r"(?:[-\s]?v?\d+(?:\.\d+)*(?![\w.]*\s*(?:%|param)))?"
    r"(?:[-\s]\d+(?:\.\d+)?[BM]\b)?(?:-(?:Instruct|Chat|Base|base|mini|small|large|it|VL|R1))*)"
    r"(?![\w])"
)
_FROM = (
    r"(?:based\s+on|buil[dt]\w*\s+(?:up)?on(?:\s+top\s+of)?|fine-?\s?tun\w+(?:\s+(?:of|from|on))?"
    r"|initiali[sz]\w+\s+(?:from|with)|deriv\w+\s+from|starting\s+from|on\s+top\s+of"
    r"|adapt\w*(?:\s+from)?|distill\w*\s+(?:from|into)|quanti[sz]\w+|prun\w+"
    r"|(?:continu\w+\s+)?pre-?train\w*\s+(?:of|on\s+top\s+of|from)|backbone\s*[,:(]?)"
)
_BASE = re.compile(
    rf"\b{_FROM}\s+(?:(?:the|a|an|open|open-source|pre-?trained|recent|compact)\s+){{0,3}}{_MODEL}"
)
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+|(?<![\w./])(?:github\.com|huggingface\.co)/[\w./-]+")
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
_DATA_HOSTS = ("zenodo.org", "physionet.org", "kaggle.com", "figshare.com", "osf.io")
_PAPER_HOSTS = ("doi.org", "arxiv.org")
_SAID = (
    ("code", re.compile(r"\b(?:source\s+)?code(?:base)?\b|\bimplementation\b", re.IGNORECASE)),
    ("model", re.compile(r"\b(?:models?|weights|checkpoints?)\b", re.IGNORECASE)),
    ("data", re.compile(r"\b(?:data(?:sets?)?|corpus|corpora|benchmark)\b", re.IGNORECASE)),
)

_GENERIC = frozenset({"LLM", "LLMS", "SLM", "SLMS", "NLP", "EHR", "EHRS", "ICD", "RAG", "SURVEY"})


@dataclass(frozen=True)
class Found:
    """A value for one field of Work, and the words it rests on.

    ``where`` is ``"title"``, ``"abstract"`` or ``"comment"``; ``words`` are that text's
    characters ``start`` to ``end``.
    """

    field: str
    value: Any
    words: str
    where: str
    start: int
    end: int


def found_facts(
    title: str, abstract: str, comment: str = "", sizes: Iterable[Found] = ()
) -> tuple[Found, ...]:
    """At most one proposal for each field; ``sizes`` are those another stage found.

    A single proposal for ``sizes`` and for ``links`` holds all of their values; its words
    are the first one's.
    """
    texts = (("title", title), ("abstract", abstract), ("comment", comment))
    bases = [one for where, text in texts for one in _bases(text, where)]
    links = [one for where, text in texts[1:] for one in _links(text, where)]
    every = (_short_name(title, abstract), _joined(sizes), *bases[:1], _joined(links))
    return tuple(one for one in every if one is not None)


def _short_name(title: str, abstract: str) -> Found | None:
    titled = _TITLED.match(title)
    if titled and len(titled["name"].split()) <= 3 and _is_name(titled["name"]):
        return _found("short_name", titled["name"], titled, "name", "title")
    for announced in _ANNOUNCED.finditer(abstract):
        name = announced["name"].rstrip(".-+")
        if _INVENTED.fullmatch(name) and _is_name(name):
            place = announced.start("name")
            return Found("short_name", name, name, "abstract", place, place + len(name))
    return None


def _is_name(text: str) -> bool:
    """Whether this can be what a thing is called, rather than the first half of a sentence."""
    words = text.split()
    if len(words) == 1:
        return text[:1].isupper() and len(text) > 2 and text.upper() not in _GENERIC
    made = [word for word in words if _INVENTED.fullmatch(word) and not word.isalpha()]
    mixed = [word for word in words if re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}", word)]
    return all(word[0].isupper() or word[0].isdigit() for word in words) and bool(made or mixed)


def _bases(text: str, where: str) -> Iterator[Found]:
    for match in _BASE.finditer(text):
        yield _found("base_model", match["model"], match, "model", where)


def _links(text: str, where: str) -> Iterator[Found]:
    for match in _URL.finditer(text):
        url = match[0].rstrip(".,;:!?'*)]")
        written = url if url.startswith("http") else f"https://{url}"
        try:
            host = identity.canonical_url(written).split("/")[2]
        except ValueError:
            continue
        kind = _kind(written, host, text[max(0, match.start() - 90) : match.start()])
        if kind:
            link = Link(kind, written)
            yield Found("links", (link,), url, where, match.start(), match.start() + len(url))


def _kind(url: str, host: str, before: str) -> str:
    """What lies at an address, from its host and the words before it; empty for papers."""
    if host.endswith(_PAPER_HOSTS):
        return ""
    if host.endswith("huggingface.co"):
        path = url.split("huggingface.co/", 1)[-1]
        return "data" if path.startswith("datasets/") else "page" if "spaces/" in path else "model"
    if host.endswith(_DATA_HOSTS):
        return "data"
    last = before.rpartition(". ")[2]
    said = [kind for kind, pattern in _SAID if pattern.search(last)]
    if host.endswith(_CODE_HOSTS):
        return "data" if said == ["data"] else "code"
    return said[0] if said else "page"


def _joined(found: Iterable[Found]) -> Found | None:
    every = list(found)
    if not every:
        return None
    values = tuple(dict.fromkeys(value for one in every for value in one.value))
    first = every[0]
    return Found(first.field, values, first.words, first.where, first.start, first.end)


def _found(field: str, value: str, match: re.Match[str], group: str, where: str) -> Found:
    return Found(field, value, match[group], where, match.start(group), match.end(group))
