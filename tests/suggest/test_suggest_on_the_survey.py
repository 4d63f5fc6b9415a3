"""The model on the survey's own works and on real arXiv papers of 2025.

Needs the shared data beside the repository; skipped without it, except in CI.
"""

import csv
import json
import lzma
import os
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from tracker.suggest import Example, Training, fit
from tracker.suggest.folds import balanced, strata
from tracker.suggest.heldout import held_out
from tracker.suggest.measure import labels_report, relevance_report
from tracker.taxonomy import Dimension, Label, Taxonomy

SHARED = Path(__file__).parents[2].parent / "shared"
ARXIV, SURVEY = SHARED / "data" / "arxiv", SHARED / "survey"
NAMES = {"resource_kind": "kind", "size_bucket": "size"}
DIMENSIONS = "nlp_task stakeholder care_continuum architecture adaptation compression kind size"
CHOSEN = "technique_readme technique_inferred nlp_task stakeholder care_continuum entry_kind"
HEALTH = re.compile(
    r"\b(?:medic|clinic|health|patient|biomed|diseas|diagnos|radiolog|patholog|hospital|physician"
    r"|doctor|nurs|cancer|surg|drug)",
    re.IGNORECASE,
)

pytestmark = pytest.mark.skipif(
    not (ARXIV.exists() and SURVEY.exists()) and os.environ.get("CI") != "true",
    reason="../shared is not here",
)


def text(record: dict[str, Any]) -> str:
    abstract = record.get("abstract")
    return f"{record['title']}\n{abstract}" if abstract else str(record["title"])


@cache
def records(name: str) -> tuple[dict[str, Any], ...]:
    lines = (ARXIV / name).read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def stream() -> tuple[str, ...]:
    """6,000 papers of 2025 that no list names, in random order."""
    listed = {r["arxiv_id"] for r in (*records("medllm.jsonl"), *records("survey_targets.jsonl"))}
    with lzma.open(ARXIV / "stream-2025.jsonl.xz", "rt", encoding="utf-8") as lines:
        chosen = random.Random(7).sample(lines.readlines(), 6500)
    papers = [json.loads(line) for line in chosen]
    return tuple(text(paper) for paper in papers if paper["arxiv_id"] not in listed)[:6000]


@cache
def taxonomy() -> Taxonomy:
    draft = yaml.safe_load((SURVEY / "survey_taxonomy.yaml").read_text(encoding="utf-8"))
    found = {NAMES.get(key, key): labels for key, labels in draft["dimensions"].items()}
    return Taxonomy(1, tuple(dimension(key, found[key]) for key in DIMENSIONS.split()))


def dimension(key: str, labels: dict[str, Any]) -> Dimension:
    made = (
        Label(f"{key}:{name}", x["title"], x["description"], keywords=tuple(x["keywords"]))
        for name, x in labels.items()
    )
    return Dimension(key, key, "one" if key in ("kind", "size") else "any", tuple(made))


def works() -> list[Example]:
    """The README's 75 distinct entries, with an abstract where arXiv has one."""
    texts = {r["arxiv_id"]: text(r) for r in records("medllm.jsonl")}
    texts |= {r["arxiv_id"]: text(r) for r in records("survey_targets.jsonl")}
    keys = {key.partition(":")[2]: key for key in taxonomy().by_key}
    found: dict[str, Example] = {}
    with (SURVEY / "survey_seed.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            key = row["duplicate_of_entry"] or row["entry_no"]
            chosen = [name for column in CHOSEN.split() for name in row[column].split(";") if name]
            labels = frozenset(keys[name] for name in chosen)
            own = found.get(key, Example(key, texts.get(row["arxiv_id"], row["title"])))
            found[key] = Example(key, own.text, labels | (own.labels or frozenset()), True)
    return list(found.values())


def test_listed_medical_papers_rise_above_three_thousand_of_the_stream() -> None:
    targets = {r["arxiv_id"]: text(r) for r in records("survey_targets.jsonl")}
    examples = [Example(key, body, None, True) for key, body in targets.items()]
    hidden = [
        text(r)
        for r in records("medllm.jsonl")
        if any("queued" not in label for label in r["labels"])  # the queue is not a listing
        and HEALTH.search(r["title"])  # the lists also name general models
        and r["arxiv_id"] not in targets
    ]
    papers = list(stream()[3000:])
    model = fit(taxonomy(), examples, stream()[:3000])
    relevant = model.relevance.scores(model.look(hidden + papers).rows)
    assert (len(examples), len(hidden), len(papers)) == (39, 218, 3000)
    assert auc(relevant[: len(hidden)], relevant[len(hidden) :]) > 0.95


def test_without_any_work_the_taxonomy_already_ranks_them() -> None:
    hidden = [text(r) for r in records("survey_targets.jsonl")]
    model = fit(taxonomy(), [], stream()[:1000])
    relevant = model.relevance.scores(model.look([*hidden, *stream()[3000:5000]]).rows)
    assert auc(relevant[:39], relevant[39:]) > 0.9


def test_labels_of_unseen_works_beat_the_keyword_matcher() -> None:
    training = Training.of(works(), stream()[:1000])
    parts = balanced([strata(work) for work in training.judged], 5, 0)
    held = held_out(taxonomy(), training.judged, training.background, parts, 0)
    every = labels_report(held, 0)["dimensions"]["all"]
    assert (len(training.included), len(held.works)) == (75, 75)
    assert every["ahead"]["keywords"]["low"] > 0.05
    assert every["ahead"]["nearest"]["low"] > 0.0
    found = relevance_report(held.relevance)["with_unjudged"]
    assert (found["relevant"], found["not"]) == (75, 1000)
    assert found["answers"]["model"]["average_precision"] > 0.75


def auc(higher: np.ndarray, lower: np.ndarray) -> float:
    """The chance that one of the first scores exceeds one of the second."""
    return float((higher[:, None] > lower[None, :]).mean())
