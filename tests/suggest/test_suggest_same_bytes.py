"""Same decisions, same bytes: threads, hash seeds, orders and what was read before do not count."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = """
import json, random, sys
from tracker.suggest import Example, fit
from tracker.taxonomy import Dimension, Label, Taxonomy

dice = random.Random(3)
stems = [a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in ("lon", "ver", "tik", "mus")]
weights = [1 / (place + 3) for place in range(len(stems))]
def text(topic):
    return " ".join(dice.choices(stems, weights, k=60) + [f"{topic}ward"] * dice.randrange(3))

topics = "heart", "lung", "nerve", "bone"
labels = tuple(
    Label(f"organ:{t}", t.title(), f"About the {t}.", keywords=(f"{t}ward", f"{t}w*"))
    for t in topics
)
taxonomy = Taxonomy(1, (Dimension("organ", "Organ", "any", labels),))
works = [
    Example(f"w{i}", text(topics[i % 4]), frozenset({f"organ:{topics[i % 4]}"}), i % 5 > 0)
    for i in range(120)
]
others = [text(dice.choice(topics)) for _ in range(600)]
if sys.argv[1] == "turned":
    fit(taxonomy, works[:40], others[200:450]).suggest(others[500:])
    works, others = works[::-1], others[::-1]
model = fit(taxonomy, works, others)
asked = [text(dice.choice(topics)) for _ in range(40)]
relevant, found = model.probabilities(asked)
print(model.fingerprint, relevant.tobytes().hex(), found.tobytes().hex())
for row in model.suggest(asked):
    print(json.dumps([
        (s.label, s.probability, [(e.words, e.weight, e.start) for e in s.evidence]) for s in row
    ]))
"""


def suggested(threads: int, seed: int, order: str) -> str:
    limits = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), str(threads))
    given = {**os.environ, **limits, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, order]
    return subprocess.run(command, env=given, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def expected() -> str:
    return suggested(1, 0, "straight")


def test_two_threads_suggest_the_bytes_that_one_does(expected: str) -> None:
    assert expected.count("organ:heart") > 5
    assert suggested(2, 0, "straight") == expected


def test_neither_the_order_nor_the_hash_seed_nor_earlier_work_changes_a_byte(expected: str) -> None:
    assert suggested(1, 7, "turned") == expected
