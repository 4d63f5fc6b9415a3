"""What the model promises, on a vocabulary and texts small enough to follow by eye."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tracker.errors import CurationError
from tracker.suggest import Evidence, Example, Suggested, fit
from tracker.suggest.exclusion import choose_one
from tracker.suggest.model import Model
from tracker.suggestions import RELEVANT
from tracker.taxonomy import Dimension, Label, Taxonomy

TASKS = (
    Label("task:qa", "Question answering", "Answers medical questions.", keywords=("exam",)),
    Label("task:sum", "Summarization", "Shortens a clinical report.", keywords=("impression",)),
    Label("task:rare", "Coding", "Assigns billing codes.", keywords=("ICD",)),
    Label("task:old", "Chat", "Talks to a patient.", keywords=("chat",), retired=True),
)
KINDS = (
    Label("kind:model", "Model", "A trained model.", keywords=("weights",)),
    Label("kind:dataset", "Dataset", "A corpus.", keywords=("corpus",)),
)
SIZES = (
    Label("size:p100m_5b", "100M to 5B", "Small.", keywords=("lightweight",)),
    Label("size:gt_5b", "more than 5B", "Large.", keywords=("large",)),
)
TAXONOMY = Taxonomy(
    1,
    (
        Dimension("task", "Task", "any", TASKS),
        Dimension("kind", "Kind", "one", KINDS),
        Dimension("size", "Size", "one", SIZES),
    ),
)
PLACES = ("cardiology", "oncology", "paediatrics", "surgery", "neurology", "radiology", "nursing")
QA = [f"Answering {place} exam questions\nOpen weights pass the clinical exam." for place in PLACES]
SUM = [
    f"Shorter {place} report drafts\nA corpus with each doctor's impression." for place in PLACES
]
FAR = [
    f"{what} of {thing}\nWe bound the {what.lower()} of {thing} and prove it tight."
    for what in ("Convergence", "Scheduling", "Routing", "Sampling", "Parsing", "Rendering")
    for thing in ("graph walks", "wireless queues", "robot arms", "game trees", "compilers")
]
WORKS = [
    *(
        Example(f"q{i}", text, frozenset({"task:qa", "kind:model"}), True)
        for i, text in enumerate(QA)
    ),
    *(
        Example(f"s{i}", text, frozenset({"task:sum", "kind:dataset"}), True)
        for i, text in enumerate(SUM)
    ),
    Example("r1", "Billing tables from notes", frozenset({"task:rare"}), True),
    Example("n1", "A robot exam of welds\nNo patient is involved in the exam.", None, False),
]
NEW = "Can it pass the dermatology exam?\nThe 3B weights answer clinical questions on ICD tables."


@pytest.fixture(scope="module")
def model() -> Model:
    return fit(TAXONOMY, WORKS, FAR)


def probability(model: Model, text: str, label: str) -> float:
    return {s.label: s.probability for s in model.suggest([text])[0]}.get(label, 0.0)


def test_importing_the_package_loads_no_scikit_learn() -> None:
    code = (
        "import sys, tracker.suggest; print([m for m in ('sklearn', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_new_text_gets_relevance_first_and_then_its_likely_labels(model: Model) -> None:
    (found,) = model.suggest([NEW])
    assert found[0].label == RELEVANT
    assert {s.label for s in found[1:] if s.probability > 0.5} == {
        "task:qa",
        "task:rare",
        "kind:model",
        "size:p100m_5b",
    }
    likely = [s.probability for s in found[1:]]
    assert likely == sorted(likely, reverse=True)


def test_relevant_works_rank_above_excluded_and_far_ones(model: Model) -> None:
    texts = [NEW, "A robot exam of bolts\nNo patient is involved.", "Parsing of queues"]
    relevant, _ = model.probabilities(texts)
    assert relevant[0] > 0.5 > 0.01 > max(relevant[1:])


def test_the_places_of_a_text_and_the_offset_sum_to_the_log_odds(model: Model) -> None:
    _, labels = model.probabilities([NEW])
    for column, label in enumerate(model.labels[:3]):  # of a dimension that is not scaled
        offset, parts = model.explain(NEW, label.key)
        expected = np.log(labels[0, column] / (1 - labels[0, column]))
        assert offset + sum(part.weight for part in parts) == pytest.approx(expected, abs=1e-9)
    offset, parts = model.explain(NEW, RELEVANT)
    rows = model.look([NEW]).rows
    assert offset + sum(part.weight for part in parts) == pytest.approx(
        float(model.relevance.scores(rows)[0]), abs=1e-9
    )


def test_evidence_marks_the_words_it_names_and_they_carry_the_suggestion(model: Model) -> None:
    (found,) = model.suggest([NEW])
    for suggested in found:
        assert all(NEW[e.start : e.end] == e.words for e in suggested.evidence)
    (qa,) = [s for s in found if s.label == "task:qa"]
    assert "exam" in {e.words for e in qa.evidence}
    for label in (RELEVANT, "task:qa"):
        (suggested,) = [s for s in found if s.label == label]
        without = NEW
        for mark in suggested.evidence:
            without = without.replace(mark.words, "")
        assert probability(model, without, label) < suggested.probability


def test_a_label_with_few_works_follows_its_keywords_and_meaning_only(model: Model) -> None:
    column = [label.key for label in model.labels].index("task:rare")
    known = {
        "coding",
        "assign",
        "billing",
        "code",
        "icd",
        "billing code",
        "code icd",
        "coding assign",
    }
    weighed = {
        term
        for term, at in model.vocabulary.columns.items()
        if model.labelling.weights[at, column] != 0.0
    }
    assert {"billing", "icd"} <= weighed
    assert not weighed - {term for term in weighed if set(term.split()) <= known}
    assert probability(model, "ICD codes", "task:rare") > probability(model, "Exams", "task:rare")


def test_retired_labels_are_never_suggested_and_sizes_only_by_rule(model: Model) -> None:
    (found,) = model.suggest(["A lightweight chat with a patient, Llama-3-8B\nchat chat chat"])
    sizes = [s for s in found if s.label.startswith("size:")]
    mark = Evidence("8B", 0.9, 43, 45)
    assert sizes == [Suggested("size:gt_5b", 0.9, (mark,), tier="suggested")]
    assert "task:old" not in {s.label for s in found}
    (found,) = model.suggest(["A lightweight large chat"])
    assert not [s for s in found if s.label.startswith("size:")]


def test_sizes_without_a_label_in_force_are_not_suggested() -> None:
    sizes = Dimension("size", "Size", "one", (SIZES[0], replace(SIZES[1], retired=True)))
    model = fit(replace(TAXONOMY, dimensions=(TAXONOMY.dimensions[0], sizes)), [], [])
    labels = [{s.label for s in found} for found in model.suggest(["Exam 3B", "Exam 13B"])]
    assert ["size:p100m_5b" in labels[0], "size:gt_5b" in labels[1]] == [True, False]


def test_a_text_without_words_gets_no_suggestion_and_a_title_alone_gets_some(model: Model) -> None:
    empty, blank, title = model.suggest(["", " -- \n", "Answering exam questions"])
    assert (empty, blank) == ((), ())
    assert [s.label for s in title[:2]] == [RELEVANT, "task:qa"]
    assert model.suggest([]) == []


def test_of_labels_that_exclude_each_other_the_best_keeps_its_probability() -> None:
    given = np.array([[0.8, 0.4, 0.1], [0.2, 0.3, 0.1], [0.9, 0.9, 0.0]])
    assert choose_one(given).round(12).tolist() == [
        [0.8, 0.16, 0.04],
        [0.2, 0.3, 0.1],
        [0.9, 0.1, 0.0],
    ]


def test_without_works_the_taxonomy_itself_ranks() -> None:
    model = fit(TAXONOMY, [], FAR)
    relevant, _ = model.probabilities([QA[0], SUM[0], FAR[0], FAR[9]])
    assert min(relevant[:2]) > max(relevant[2:])
    assert model.suggest([QA[0]])[0][0].evidence != ()
    assert probability(model, QA[0], "task:qa") > probability(model, QA[0], "task:sum")
    alone, _ = fit(TAXONOMY, [], []).probabilities([QA[0], FAR[0]])
    assert alone[0] > alone[1]


def test_any_small_set_of_works_can_be_learnt_from() -> None:
    for works, background in (
        (WORKS[:1], []),
        (WORKS[:6], []),
        (WORKS[:6], FAR[:1]),
        (WORKS, []),
        (WORKS[-2:], FAR),
        ([], FAR[:1]),
    ):
        for taxonomy in (TAXONOMY, Taxonomy()):
            if works or background:
                model = fit(taxonomy, works, background)
                assert 0.0 < model.suggest([NEW])[0][0].probability < 1.0


def test_with_nothing_to_learn_from_it_says_so() -> None:
    with pytest.raises(CurationError, match="nothing to suggest from"):
        fit(Taxonomy(), [], [])


def test_the_same_input_gives_the_same_suggestions_in_any_order(model: Model) -> None:
    again = fit(TAXONOMY, reversed(WORKS), reversed(FAR))
    assert repr(again.suggest([NEW, *FAR])) == repr(model.suggest([NEW, *FAR]))
    assert again.fingerprint == model.fingerprint


def test_another_process_with_other_hashes_says_the_same() -> None:
    code = (
        "from test_suggest_model import *; m = fit(TAXONOMY, WORKS, FAR);"
        "print(m.fingerprint, m.suggest([NEW]))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]


def test_the_fingerprint_changes_with_everything_suggestions_follow_from(model: Model) -> None:
    smaller = replace(TAXONOMY, dimensions=TAXONOMY.dimensions[:2])
    others = [
        fit(smaller, WORKS, FAR),
        fit(TAXONOMY, WORKS[1:], FAR),
        fit(TAXONOMY, [replace(WORKS[0], labels=frozenset()), *WORKS[1:]], FAR),
        fit(TAXONOMY, [replace(WORKS[0], text=NEW), *WORKS[1:]], FAR),
        fit(TAXONOMY, [replace(WORKS[0], relevant=None), *WORKS[1:]], FAR),
        fit(TAXONOMY, WORKS, FAR[1:]),
        fit(TAXONOMY, WORKS, FAR, seed=1),
    ]
    marks = {model.fingerprint, *(other.fingerprint for other in others)}
    assert len(marks) == 8
    assert all(len(mark) == 16 and int(mark, 16) >= 0 for mark in marks)
