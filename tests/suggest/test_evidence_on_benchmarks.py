"""The words that a suggestion marks are what carries it, for every label of two corpora.

Needs the shared data beside the repository; skipped without it, except in CI.
"""

from pathlib import Path

import numpy as np
import pytest

from tests.replay import shared
from tracker.curation.canonical import load
from tracker.suggest import Evidence, fit
from tracker.suggest.labelled_csv import named, read_labelled
from tracker.taxonomy import read_taxonomy

TAXONOMIES = Path(__file__).parents[2] / "benchmarks" / "taxonomies"
CORPORA = {
    "hoc": ("benchmarks/hoc/hoc.csv.xz", 10),
    "litcovid": ("benchmarks/litcovid_partial/litcovid_partial.csv.xz", 7),
}
LEARNT, ASKED, EACH = 100, 300, 4


@pytest.mark.parametrize("name", CORPORA)
def test_without_the_marked_words_each_label_is_less_probable(name: str) -> None:
    path, labels = CORPORA[name]
    file = TAXONOMIES / f"{name}.yaml"
    taxonomy, problems = read_taxonomy(load(file.read_text(encoding="utf-8")), file.name)
    assert not problems
    works = named(read_labelled(shared(path)), taxonomy, file)
    order = np.random.default_rng(1).permutation(len(works))[: LEARNT + ASKED].tolist()
    texts = [works[i].text for i in order[LEARNT:]]
    model = fit(taxonomy, [works[i] for i in order[:LEARNT]], texts)
    _, before = model.probabilities(texts)
    shown, without = [], []
    for column, label in enumerate(model.labels):
        for i in np.argsort(-before[:, column])[:EACH].tolist():
            (said,) = [s for s in model.suggest([texts[i]])[0] if s.label == label.key]
            shown.append((i, column))
            without.append(less(texts[i], said.evidence))
    assert {column for _, column in shown} == set(range(labels))
    _, after = model.probabilities(without)
    higher = [
        (model.labels[column].key, round(float(before[i, column] - after[k, column]), 4))
        for k, (i, column) in enumerate(shown)
        if after[k, column] >= before[i, column]
    ]
    assert higher == []


def less(text: str, evidence: tuple[Evidence, ...]) -> str:
    """A text without the marked places."""
    assert evidence
    for mark in sorted(evidence, key=lambda mark: -mark.start):
        text = text[: mark.start] + text[mark.end :]
    return text
