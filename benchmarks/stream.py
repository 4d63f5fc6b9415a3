"""Papers of other lists hidden in 2025's stream: how far down must a curator read for them?

Positives are the listed papers on medical language models that the shared data holds; their
lists are incomplete, so an unlisted paper that belongs counts as a miss, and recall has a
ceiling. Two ways of hiding them: the later half of the benchmark's own list, trained on the
older half; and, of all listed papers with a medical word in the title, those after the oldest
hundred. Each run draws 2,000 papers of the stream as background, which are not searched.

Peers, in the same run: medical times language-model words, the likeness to one line of scope,
a linear SVM over TF-IDF (ASReview's recipe), and the SVM with the words. They know the words of
all texts; ours knows those it is trained on, the survey's taxonomy and `curation/scope.md`.
"Scope only" is ours without any work. Equal scores count against the hidden papers.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/stream.py [SEEDS]
"""

import csv
import json
import lzma
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tracker import curation
from tracker.suggest import Example
from tracker.suggest.fitting import fit
from tracker.suggest.guidance import Guidance
from tracker.suggest.passages import read
from tracker.suggest.recipe import Recipe

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
LISTED = DATA / "benchmarks" / "indomain" / "medllm_listed.csv"
STREAM = DATA / "arxiv" / "stream-2025.jsonl.xz"
OTHERS = DATA / "arxiv" / "medllm.jsonl"
SEARCHED, BACKGROUND, SEEDS = 11_965, 2_000, 3
ARXIV = re.compile(r"\d{4}\.\d{4,5}")
MEDICAL = re.compile(
    r"medic|clinic|health|patient|hospital|radiolog|patholog|disease|biomedic|diagnos|physician|ehr\b|nurs"
    r"|surg|pharma|drug|cancer|mental"
)
LANGUAGE = re.compile(
    r"language model|\bllm|\bslm|\bgpt|\bvlm|\bmllm|chatbot|transformer|instruction.tun|llama|qwen"
    r"|mistral|gemma|retrieval.augmented|agent"
)
TITLE = re.compile(
    r"\b(?:medic|clinic|health|patient|biomed|diseas|diagnos|radiolog|patholog|hospital|physician"
    r"|doctor|nurs|cancer|surg|drug)"
)
LINE = (
    "large and small language models for medicine and healthcare: clinical reasoning, medical "
    "question answering, diagnosis, clinical notes, patient care and medical agents"
)


def text(record: dict[str, Any]) -> str:
    return f"{record['title']}\n{record['abstract']}"


def listed() -> tuple[dict[str, str], dict[str, str]]:
    """The benchmark's list, and all lists (queues of candidates are none) with it."""
    with LISTED.open(encoding="utf-8", newline="") as rows:
        own = {r["id"]: text(r) for r in csv.DictReader(rows) if ARXIV.fullmatch(r["id"])}
    lines = OTHERS.read_text(encoding="utf-8").splitlines()
    named = [r for r in map(json.loads, lines) if any("queued" not in x for x in r["labels"])]
    medical = [r for r in named if TITLE.search(r["title"].lower())]
    return own, {r["arxiv_id"]: text(r) for r in medical} | own


def stream(known: set[str]) -> list[str]:
    """Papers of 2025 in random order, without the listed ones."""
    with lzma.open(STREAM, "rt", encoding="utf-8") as lines:
        drawn = random.Random(0).sample(lines.readlines(), SEARCHED + 1_000)
    papers = [paper for line in drawn if (paper := json.loads(line)).get("abstract")]
    return [text(paper) for paper in papers if paper["arxiv_id"] not in known][:SEARCHED]


def hidings() -> Iterator[tuple[str, list[str], list[str]]]:
    """Name, texts to train on, texts to find; by date of the identifier."""
    own, every = listed()
    by_date = [own[name] for name in sorted(own)]
    half = len(by_date) // 2
    yield "older half", by_date[:half], by_date[half:]
    by_date = [every[name] for name in sorted(every)]
    yield "older hundred", by_date[:100], by_date[100:]


def figures(hidden: np.ndarray, others: np.ndarray) -> list[float]:
    """AUC, share found in the first 1, 2, 5 and 10 %, share to read for 95 % of them."""
    scores, found = np.r_[others, hidden], np.r_[np.zeros(len(others)), np.ones(len(hidden))]
    reached = np.cumsum(found[np.argsort(-scores, kind="stable")]) / len(hidden)
    early = [reached[int(share * len(scores)) - 1] for share in (0.01, 0.02, 0.05, 0.1)]
    needed = (np.searchsorted(reached, 0.95) + 1) / len(scores)
    order = np.sort(others)
    above = np.searchsorted(order, hidden) + np.searchsorted(order, hidden, side="right")
    return [float(above.mean() / (2 * len(others))), *early, float(needed)]


def standard(scores: np.ndarray) -> np.ndarray:
    return np.asarray((scores - scores.mean()) / scores.std())


class Peers:
    """Scores of every text by the peers."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.recipe = Recipe(texts)
        self.line = self.recipe.likeness(LINE)
        lower = [each.lower() for each in texts]
        hits = [[len(p.findall(each)) for p in (MEDICAL, LANGUAGE)] for each in lower]
        self.words = np.log1p(hits).prod(axis=1)

    def scores(self, train: np.ndarray, truth: np.ndarray) -> dict[str, np.ndarray]:
        margins = self.recipe.margins(train, truth)
        return {
            "keywords": self.words,
            "one line of scope": self.line,
            "SVM TF-IDF": margins,
            "SVM + keywords": 0.7 * standard(margins) + 0.3 * standard(self.words),
        }


def main(arguments: list[str]) -> None:
    if not all(path.exists() for path in (LISTED, STREAM, OTHERS)):
        print("benchmarks/stream.py: skipped, the papers are not in ../shared")
        return
    seeds = int(arguments[0]) if arguments else SEEDS
    papers = stream(set(listed()[1]))
    passages = [read(each) for each in papers]
    survey = curation.load(ROOT)
    heads = ("AUC", "top 1%", "top 2%", "top 5%", "top 10%", "for 95%")
    for name, train, hidden in hidings():
        print(f"{name}: {len(train)} to train on, {len(hidden)} hidden in {len(papers):,}")
        print(" " * 20 + "".join(f"{head:>9}" for head in heads))
        first = len(train) + len(hidden)
        peers = Peers([*train, *hidden, *papers])
        works = [Example(str(n), each, None, True) for n, each in enumerate(train)]
        runs: dict[str, list[list[float]]] = {}
        for seed in range(seeds):
            drawn = np.random.default_rng(seed).permutation(len(papers))
            background, pool = drawn[:BACKGROUND], drawn[BACKGROUND:]
            trained = np.r_[: len(train), first + background]
            for peer, scores in peers.scores(trained, np.arange(len(trained)) < len(train)).items():
                found = figures(scores[len(train) : first], scores[first + pool])
                runs.setdefault(peer, []).append(found)
            for who, known in (("ours, scope only", []), ("ours", works)):
                texts = [papers[n] for n in background]
                model = fit(survey.taxonomy, known, texts, seed, Guidance(survey.scope))
                sets = map(read, hidden), (passages[n] for n in pool)
                rows = (model.vocabulary.rows(list(some)) for some in sets)
                found = figures(*(model.relevance.scores(some) for some in rows))
                runs.setdefault(who, []).append(found)
        for who, every in runs.items():
            print(f"{who:20}" + "".join(f"{value:9.3f}" for value in np.mean(every, axis=0)))


if __name__ == "__main__":
    main(sys.argv[1:])
