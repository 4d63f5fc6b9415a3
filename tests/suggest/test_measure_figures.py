"""Figures of planted answers, counted by hand; and of models on works they did not see."""

from typing import Any

import numpy as np
import pytest

from tests.suggest.test_suggest_model import FAR, NEW, TAXONOMY, WORKS
from tracker.suggest.baselines import keyword_hits, neighbour_labels, stated_sizes, usual_labels
from tracker.suggest.examples import Example, Training
from tracker.suggest.folds import Part, balanced, strata
from tracker.suggest.heldout import MODEL, Answers, HeldOut, Ranked, held_out
from tracker.suggest.measure import area_under_curve, labels_report, relevance_report
from tracker.suggest.reliability import Bin, bins, picture, table
from tracker.taxonomy import Label

LABELS = (Label("task:qa", "QA", "m"), Label("task:sum", "Sum", "m"), Label("kind:model", "M", "m"))
TRUTH = np.array([[1, 0, 1], [1, 0, 0], [1, 1, 1], [0, 0, 1], [0, 1, 1], [0, 0, 0]], dtype=float)
CHANCES = np.array(
    [[0.9, 0.1, 0.9], [0.8, 0.6, 0.9], [0.2, 0.7, 0.9], [0.6, 0.1, 0.9], [0.1, 0.2, 0.9], [0.1] * 3]
)
SAID = CHANCES >= 0.5


def planted() -> HeldOut:
    """Six works: of "qa" two of three said are right, one is missed; and so on."""
    works = tuple(Example(f"w{i}", "t", frozenset(), True) for i in range(6))
    nothing = np.zeros_like(SAID)
    answers = {
        MODEL: Answers(SAID, CHANCES, True),
        "keywords": Answers(nothing, nothing.astype(float), False),
    }
    ranked = Ranked((True, True, False, None), {MODEL: np.array([0.9, 0.4, 0.4, 0.1])})
    return HeldOut(LABELS, works, TRUTH, answers, np.full(3, 0.5), (), ranked)


def values(figures: dict[str, Any]) -> dict[str, Any]:
    return {k: v["value"] if isinstance(v, dict) else v for k, v in figures.items()}


def test_a_labels_figures_are_those_counted_by_hand() -> None:
    found = labels_report(planted(), 0)["labels"]["task:qa"]
    assert (found["support"], found["threshold"]) == (3, 0.5)
    assert values(found["answers"][MODEL]) == {
        "said": 3,
        "precision": 0.6667,
        "recall": 0.6667,
        "f1": 0.6667,
        "average_precision": 0.9167,  # right at places 1, 2 and 4 of the ranking
        "brier": 0.1783,  # (.1² + .2² + .8² + .6² + .1² + .1²) / 6
        "ece": 0.3167,
    }
    # Three cells are too few for the bootstrap: Wilson's interval of 2 in 3.
    assert found["answers"][MODEL]["precision"] == {"value": 0.6667, "low": 0.2077, "high": 0.9385}
    assert found["answers"][MODEL]["f1"] == {"value": 0.6667, "low": None, "high": None}
    assert values(found["answers"]["keywords"]) == {
        "said": 0,
        "precision": None,
        "recall": 0.0,
        "f1": 0.0,
        "average_precision": 0.5,
        "brier": None,
        "ece": None,
    }


def test_a_dimensions_figures_are_those_of_all_its_cells() -> None:
    dimensions = labels_report(planted(), 0)["dimensions"]
    assert list(dimensions) == ["all", "task", "kind"]
    assert {k: dimensions["task"][k] for k in ("labels", "labels_supported", "support")} == {
        "labels": 2,
        "labels_supported": 0,
        "support": 5,
    }
    # 5 cells said, 3 of them right, 5 true.
    assert values(dimensions["task"]["answers"][MODEL]) | {"brier": 0, "ece": 0} == {
        "precision": 0.6,
        "recall": 0.6,
        "f1": 0.6,
        "macro_f1": 0.5833,  # qa 2/3, sum 1/2
        "map": 0.875,
        "brier": 0,
        "ece": 0,
    }
    assert dimensions["kind"]["answers"][MODEL]["recall"] == {
        "value": 1.0, "low": 0.5101, "high": 1.0,
    }  # fmt: skip
    ahead = dimensions["all"]["ahead"]["keywords"]
    assert ahead["value"] == dimensions["all"]["answers"][MODEL]["f1"]["value"] == 0.7368
    assert 0 < ahead["low"] < 0.7368 < ahead["high"] <= 1


def test_relevance_is_told_among_the_decided_and_with_the_unjudged() -> None:
    found = relevance_report(planted().relevance)
    assert {name: (part["relevant"], part["not"]) for name, part in found.items()} == {
        "decided": (2, 1),
        "with_unjudged": (2, 2),
    }
    assert found["decided"]["answers"][MODEL] == {
        "auc": 0.75,  # one pair right, one tied
        "average_precision": 0.8333,
        "brier": 0.1767,
        "ece": 0.0333 + 0.0667,
    }
    assert found["with_unjudged"]["answers"][MODEL]["auc"] == 0.875


def test_one_class_has_no_curve() -> None:
    assert area_under_curve(np.ones(3), np.arange(3.0)) is None
    only = relevance_report(Ranked((True, True), {MODEL: np.array([0.5, 0.6])}))["decided"]
    assert set(only["answers"][MODEL].values()) == {None}


def test_baselines_say_what_they_should() -> None:
    labels = tuple(TAXONOMY)
    hits = keyword_hits(labels, [NEW])
    assert {labels[j].key for j in hits[0].nonzero()[0]} == {"task:qa", "task:rare", "kind:model"}
    truth = np.array([[1, 0, 1], [1, 1, 0], [1, 0, 0], [0, 1, 1]], dtype=float)
    said, share = usual_labels(LABELS, truth)
    assert (said.tolist(), share.tolist()) == ([True, False, True], [0.75, 0.5, 0.5])
    assert usual_labels(LABELS, truth[:0])[0].tolist() == [False] * 3
    sizes = stated_sizes(labels, ["A 3B parameter model", "A model"])
    assert [labels[j].key for j in sizes[0].nonzero()[0]] == ["size:p100m_5b"]
    assert not sizes[1].any()


def test_the_neighbours_labels_are_those_of_the_work_most_alike() -> None:
    import scipy.sparse as sp

    known = sp.csr_matrix([[1.0, 0, 0], [0, 1.0, 0]])
    asked = sp.csr_matrix([[0.6, 0.8, 0], [0, 0, 1.0]])
    found = neighbour_labels(known, TRUTH[:2], asked)
    assert found.tolist() == [[True, False, False], [False, False, False]]


def test_models_answer_for_works_they_did_not_see() -> None:
    training = Training.of(WORKS, FAR)
    parts = balanced([strata(work) for work in training.judged], 5, 0)
    held = held_out(TAXONOMY, training.judged, training.background, parts, 0)
    dimensions = labels_report(held, 0)["dimensions"]
    assert values(dimensions["task"]["answers"][MODEL])["f1"] == pytest.approx(1.0, abs=0.07)
    assert {work.key for work in held.works} == {work.key for work in WORKS} - {"n1"}
    assert [work.relevant for work in held.judged] == list(held.relevance.belongs[: len(WORKS)])
    assert held.relevance.belongs[len(WORKS) :] == (None,) * len(FAR)
    again = held_out(TAXONOMY, training.judged, training.background, parts, 0)
    assert (again.answers[MODEL].strength == held.answers[MODEL].strength).all()


def test_a_label_only_in_works_asked_is_not_learnt_from_them() -> None:
    works = Training.of(WORKS, ()).judged
    summaries = tuple(i for i, work in enumerate(works) if "task:sum" in (work.labels or ()))
    rest = tuple(i for i in range(len(works)) if i not in summaries)
    held = held_out(TAXONOMY, works, FAR, [Part(rest, summaries)], 0)
    column = [label.key for label in held.labels].index("task:sum")
    assert not held.answers["nearest"].said[:, column].any()
    assert not held.answers["most_frequent"].said[:, column].any()


def test_without_works_to_learn_from_there_is_still_an_answer() -> None:
    works = Training.of(WORKS, ()).judged
    held = held_out(TAXONOMY, works, [], [Part((), tuple(range(len(works))))], 0)
    assert held.answers[MODEL].strength.shape == (15, len(held.labels))
    assert not held.answers["nearest"].said.any()


def test_bins_hold_what_was_said_and_what_was_true() -> None:
    truth = np.array([0, 1, 1, 0, 1.0])
    chances = np.array([0.1, 0.15, 0.9, 0.95, 1.0])
    found = bins(truth, chances)
    assert found == (Bin(2, 0.125, 0.5, 0.0945, 0.9055), Bin(3, 0.95, 0.6667, 0.2077, 0.9385))
    assert list(table(found)) == [
        "said on average   true         cells",
        "         12.5%  50.0%  (9% to 91%)          2",
        "         95.0%  66.7%  (21% to 94%)         3",
    ]


def test_the_picture_is_the_same_bytes_each_time_and_says_no_day() -> None:
    found = {"labels": bins(TRUTH, CHANCES)}
    drawn = picture(found)
    assert drawn == picture(found)
    assert "<title>Reliability of suggestions on works the model did not see</title>" in drawn
    assert "dc:date" not in drawn
    assert "share that was true" in drawn  # text stays text
