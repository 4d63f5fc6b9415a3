"""What suggestions promise, on works of two corpora that the model did not see: the words that
they mark carry them, ticks are right nine times in ten, and bounds keep nine labels in ten.

Needs the shared data beside the repository; skipped without it, except in CI.
"""

from pathlib import Path

import numpy as np
import pytest

from tests.replay import shared
from tracker.curation.canonical import load
from tracker.suggest import Evidence, Example
from tracker.suggest.fitting import fit, truth_of
from tracker.suggest.labelled_csv import named, read_labelled
from tracker.suggest.model import Model
from tracker.taxonomy import read_taxonomy

TAXONOMIES = Path(__file__).parents[2] / "benchmarks" / "taxonomies"
CORPORA = {
    "hoc": ("benchmarks/hoc/hoc.csv.xz", 10),
    "litcovid": ("benchmarks/litcovid_partial/litcovid_partial.csv.xz", 7),
}
LEARNT, ASKED, EACH = 100, 300, 4


@pytest.mark.parametrize("name", CORPORA)
def test_without_the_marked_words_each_label_is_less_probable(name: str) -> None:
    labels = CORPORA[name][1]
    model, asked = learnt(name, LEARNT, ASKED)
    texts = [work.text for work in asked]
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


@pytest.mark.parametrize("name", CORPORA)
def test_ticks_and_bounds_keep_their_promise_on_works_the_model_did_not_see(name: str) -> None:
    model, asked = learnt(name, 900, 600)  # few of the first hundred works prove nine in ten
    truth = truth_of(asked, model.labels)
    _, found = model.probabilities([work.text for work in asked])
    ticked = found >= model.cuts.tick
    assert ticked.sum() >= 30 and truth[ticked].mean() >= 0.87
    assert 0.87 <= (found >= model.cuts.possible)[truth == 1].mean() <= 0.95
    assert 0.87 <= (found <= model.cuts.sure)[truth == 0].mean() <= 0.95


def learnt(name: str, count: int, others: int) -> tuple[Model, list[Example]]:
    """A model of so many works of a corpus, and other works, of which it saw the texts."""
    file = TAXONOMIES / f"{name}.yaml"
    taxonomy, problems = read_taxonomy(load(file.read_text(encoding="utf-8")), file.name)
    assert not problems
    works = named(read_labelled(shared(CORPORA[name][0])), taxonomy, file)
    order = np.random.default_rng(1).permutation(len(works))[: count + others].tolist()
    asked = [works[i] for i in order[count:]]
    known = [works[i] for i in order[:count]]
    return fit(taxonomy, known, [work.text for work in asked]), asked


def less(text: str, evidence: tuple[Evidence, ...]) -> str:
    """A text without the marked places."""
    assert evidence
    for mark in sorted(evidence, key=lambda mark: -mark.start):
        text = text[: mark.start] + text[mark.end :]
    return text
