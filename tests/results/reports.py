"""Results, vocabularies and papers for the tests, and a scorer of what the extractor finds."""

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.replay import shared
from tracker.benchmarks import Benchmarks, folded, read_benchmarks
from tracker.curation.canonical import load
from tracker.extract.reported import Found, find
from tracker.identity import parse
from tracker.papers import PaperVersion, text_of
from tracker.results import ReportedResult

ROOT = Path(__file__).parents[2]
LABELLED = Path(__file__).with_name("labelled.jsonl")
FIELDS = ("dataset", "metric", "setting")


@cache
def benchmarks() -> Benchmarks:
    text = (ROOT / "curation" / "benchmarks.yaml").read_text(encoding="utf-8")
    found, problems = read_benchmarks(load(text), "curation/benchmarks.yaml")
    assert problems == []
    return found


def result(**fields: Any) -> ReportedResult:
    """A confirmed result of a paper, but for what a test states otherwise."""
    values: dict[str, Any] = {
        "source": parse("arxiv:2403.18421"), "value": "57.3", "unit": "percent",
        "model": "BioMedLM", "dataset": "medmcqa", "metric": "accuracy", "version": 1,
        "quote": "BioMedLM reaches 57.3% on MedMCQA.", "status": "confirmed", "by": "ada",
        "at": datetime(2026, 2, 3, 9, 14, 5, 120000, tzinfo=UTC),
    }  # fmt: skip
    return ReportedResult(**(values | fields))


def paper(abstract: str, version: int = 1, name: str = "2403.18421") -> PaperVersion:
    at = datetime(2025, 3, 4, tzinfo=UTC)
    return PaperVersion(name, version, "A paper", abstract, ("Ann A",), ("cs.CL",), "cs.CL", at, at)


def found(sentence: str) -> list[tuple[str, str, str, str, str]]:
    """What the extractor finds in a sentence: value, unit, dataset, metric, setting."""
    return [
        (one.value, one.unit, one.dataset, one.metric, one.setting)
        for one in find(sentence, benchmarks())
    ]


@dataclass(frozen=True)
class Score:
    """Labelled results, those found of them, what else was found, and how many of those found
    have each field right."""

    abstracts: int
    labelled: int
    hits: int
    extra: int
    right: dict[str, int]

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.extra)

    @property
    def recall(self) -> float:
        return self.hits / self.labelled


@cache
def texts() -> dict[str, str]:
    """The labelled papers' title and abstract by arXiv id, from the data beside the repository."""
    wanted: dict[str, set[str]] = {}
    for one in labels():
        wanted.setdefault(one["file"], set()).add(one["arxiv_id"])
    read: dict[str, str] = {}
    for name, ids in wanted.items():
        for record in _records(shared(f"arxiv/{name}"), ids):
            read.setdefault(record["arxiv_id"], text_of(record["title"], record["abstract"]))
    return read


def labels() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]


def score(half: str) -> Score:
    """How the extractor does on one part: a hit has the sentence, the value and the unit right."""
    here, known = texts(), benchmarks()
    chosen = [one for one in labels() if one["half"] == half]
    labelled = hits = extra = 0
    right = dict.fromkeys((*FIELDS, "all"), 0)
    for one in chosen:
        text = here[one["arxiv_id"]]
        assert hashlib.sha256(text.encode()).hexdigest() == one["text_sha256"], one["arxiv_id"]
        left = list(find(text, known))
        for want in one["results"]:
            labelled += 1
            same = [g for g in left if (g.start, g.value, g.unit) == _place(want)]
            if not same:
                continue
            best = max(same, key=lambda got: sum(_right(got, want).values()))
            left.remove(best)
            hits += 1
            agreed = _right(best, want)
            for name in FIELDS:
                right[name] += agreed[name]
            right["all"] += all(agreed.values())
        extra += len(left)
    return Score(len(chosen), labelled, hits, extra, right)


def _records(path: Path, ids: set[str]) -> Iterator[dict[str, Any]]:
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.split('"', 4)[3] in ids:  # the first key of each record is its arXiv id
                yield json.loads(line)


def _place(want: dict[str, Any]) -> tuple[int, str, str]:
    return want["start"], want["value"], want["unit"]


def _right(got: Found, want: dict[str, Any]) -> dict[str, bool]:
    """Which fields agree; a star marks what even a reader cannot tell."""
    return {
        name: want[name] == "*" or _key(getattr(got, name), name) == _key(want[name], name)
        for name in FIELDS
    }


def _key(text: str, field: str) -> str:
    known = benchmarks()
    entry = {"dataset": known.dataset, "metric": known.metric}.get(field, lambda _: None)(text)
    return entry.key if entry else folded(text)
