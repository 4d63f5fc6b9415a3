"""Results, vocabularies and papers for the tests, and the labelled abstracts."""

import json
import lzma
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.replay import shared
from tracker.benchmarks import Benchmarks, read_benchmarks
from tracker.curation.canonical import load
from tracker.extract.reported import find
from tracker.identity import parse
from tracker.papers import PaperVersion, text_of
from tracker.results import ReportedResult

ROOT = Path(__file__).parents[2]
LABELLED = Path(__file__).with_name("labelled.jsonl")


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


def _records(path: Path, ids: set[str]) -> Iterator[dict[str, Any]]:
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.split('"', 4)[3] in ids:  # the first key of each record is its arXiv id
                yield json.loads(line)
