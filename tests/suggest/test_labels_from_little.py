"""What the labels do with awkward works: few, one-sided, contradictory, foreign, endless."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from tracker.suggest import Example, fit
from tracker.suggest.cuts import Aims
from tracker.suggest.guidance import Guidance
from tracker.suggest.model import Model
from tracker.taxonomy import Dimension, Label, Taxonomy

LABELS = (
    Label("task:qa", "Question answering", "Answers medical questions.", keywords=("exam",)),
    Label("task:sum", "Summarization", "Shortens a clinical report.", keywords=("impression",)),
    Label("task:code", "Coding", "Assigns billing codes.", keywords=("ICD",)),
)
KINDS = (
    Label("kind:model", "Model", "A trained model.", keywords=("weights",)),
    Label("kind:data", "Dataset", "A corpus.", keywords=("corpus",)),
)
TAXONOMY = Taxonomy(1, (Dimension("task", "Task", "any", LABELS),))
TWO = Taxonomy(2, (*TAXONOMY.dimensions, Dimension("kind", "Kind", "one", KINDS)))
PLACES = (
    *("cardiology", "oncology", "paediatrics", "surgery", "neurology", "radiology"),
    *("nursing", "dentistry", "urology", "geriatrics", "psychiatry", "dermatology"),
)
QA = [f"Answering {place} exam questions\nIt passes the {place} exam." for place in PLACES]
SUM = [f"Shorter {place} letters\nEach doctor's impression of {place}." for place in PLACES]
FAR = [
    f"{what} of {thing}\nWe bound the {what.lower()} of {thing}."
    for what in ("Convergence", "Scheduling", "Routing", "Sampling", "Parsing")
    for thing in ("graph walks", "wireless queues", "robot arms", "game trees")
]


def works(texts: Sequence[str], *labels: str) -> list[Example]:
    return [
        Example(f"{labels}{i:02}", text, frozenset(labels), True) for i, text in enumerate(texts)
    ]


def said(model: Model, text: str) -> dict[str, float]:
    _, found = model.probabilities([text])
    assert np.isfinite(found).all() and ((found >= 0) & (found <= 1)).all()
    return dict(zip((label.key for label in model.labels), found[0].tolist(), strict=True))


def test_a_label_without_an_example_follows_its_description_says_so_and_is_never_ticked() -> None:
    model = fit(TAXONOMY, works(QA, "task:qa") + works(SUM, "task:sum"), FAR)
    assert (model.learnt, model.cuts.borrowed.tolist()) == ((True, True, False), [True] * 3)
    coding, other = said(model, "Billing codes\nAssigns ICD codes."), said(model, FAR[0])
    assert coding["task:code"] > 2 * other["task:code"] > 0
    assert model.cuts.tick[2] == math.inf
    assert model.cuts.tier(2, 0.999) == "likely"


def test_works_that_all_have_the_same_label_leave_the_others_to_their_descriptions() -> None:
    model = fit(TAXONOMY, works(QA, "task:qa"), FAR)
    assert model.learnt == (False, False, False)
    found = said(model, SUM[0])
    assert found["task:sum"] > found["task:code"] > 0


def test_a_label_that_every_work_has_is_probable_and_one_that_none_has_is_not_impossible() -> None:
    both = works(QA, "task:qa") + works(SUM, "task:qa", "task:sum")
    found = said(fit(TAXONOMY, both, FAR), "Answering allergy exam questions")
    assert found["task:qa"] > 0.8 and found["task:code"] > 0


def test_the_same_work_labelled_twice_differently_lies_between_the_two() -> None:
    rest = works(QA[2:], "task:qa") + works(SUM[2:], "task:sum")
    sure = said(fit(TAXONOMY, works(QA[:2], "task:qa") + rest, FAR), QA[0])["task:qa"]
    twice = [Example(f"x{i}", text, frozenset(), True) for i, text in enumerate(QA[:2])]
    split = said(fit(TAXONOMY, works(QA[:2], "task:qa") + twice + rest, FAR), QA[0])["task:qa"]
    never = said(fit(TAXONOMY, twice + rest, FAR), QA[0])["task:qa"]
    assert sure > split > never > 0


def test_a_dimension_newer_than_the_examples_is_suggested_from_its_descriptions() -> None:
    model = fit(TWO, works(QA, "task:qa") + works(SUM, "task:sum"), FAR)
    found = said(model, "Open weights\nThe weights of a trained model.")
    assert model.learnt == (True, True, False, False, False)
    assert found["kind:model"] > found["kind:data"] > 0
    assert found["kind:model"] + found["kind:data"] <= 1


def test_a_label_that_the_taxonomy_no_longer_has_is_left_out() -> None:
    model = fit(TAXONOMY, works(QA, "task:qa", "task:gone") + works(SUM, "task:sum"), FAR)
    assert set(said(model, QA[0])) == {"task:qa", "task:sum", "task:code"}


@pytest.mark.parametrize(
    "text",
    [
        "Answering exam questions",
        "Answering exam questions\nThis paper has been withdrawn by the author.",
        "Réponses aux questions d'examen\nNous évaluons un modèle à l'exam de médecine.",
        "医学试题问答\n我们评估了模型 exam 的表现。",
        "Answering exam questions\n" + "the clinical exam of queues and graphs " * 1500,
    ],
)
def test_short_withdrawn_foreign_and_endless_texts_get_labels_in_order(text: str) -> None:
    model = fit(TAXONOMY, works(QA, "task:qa") + works(SUM, "task:sum"), FAR)
    found = said(model, text)
    assert found["task:qa"] > found["task:sum"] > 0


def test_a_text_without_a_known_word_gets_low_probabilities_and_no_tier_above_ask() -> None:
    model = fit(TAXONOMY, works(QA, "task:qa") + works(SUM, "task:sum"), FAR)
    found = said(model, "ζητήματα υγείας")
    tiers = {model.cuts.tier(j, p) for j, p in enumerate(found.values())}
    assert tiers <= {"", "ask", "likely"} and all(p < 0.6 for p in found.values())


def test_the_aims_move_the_cuts_and_are_part_of_the_fingerprint() -> None:
    known = works(QA, "task:qa") + works(SUM, "task:sum") + works(FAR[:10])
    usual = fit(TAXONOMY, known, FAR)
    careful = fit(TAXONOMY, known, FAR, guidance=Guidance(aims=Aims(doubt=0.02)))
    greedy = fit(TAXONOMY, known, FAR, guidance=Guidance(aims=Aims(missing=4.0)))
    assert (careful.cuts.possible <= usual.cuts.possible).all()
    assert (careful.cuts.sure >= usual.cuts.sure).all()
    assert (greedy.cuts.threshold <= usual.cuts.threshold).all()
    assert len({usual.fingerprint, careful.fingerprint, greedy.fingerprint}) == 3
