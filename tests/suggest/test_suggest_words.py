"""How texts become words, keywords are found, and evidence is chosen."""

import numpy as np
import pytest

from tracker.suggest import Evidence, Example, Training
from tracker.suggest.evidence import strongest
from tracker.suggest.keywords import Hit, Keywords
from tracker.suggest.passages import Passage, places, read, stem, terms
from tracker.taxonomy import Label


def test_a_passage_keeps_where_its_words_stood() -> None:
    assert read("Tuning 2.7B-models\nfor Nurses") == Passage(
        "Tuning 2.7B-models\nfor Nurses",
        ("tuning", "2.7b", "model", "for", "nurse"),
        (0, 7, 12, 19, 23),
        (6, 11, 18, 22, 29),
    )
    assert read(" -- ") == Passage(" -- ", (), (), ())


def test_letters_that_grow_in_lower_case_do_not_shift_places() -> None:
    passage = read("İİ triage")
    assert passage.text[passage.starts[1] : passage.ends[1]] == "triage"


def test_terms_are_words_and_neighbours_without_function_words() -> None:
    passage = read("A survey of small models for triage")
    assert terms(passage) == ["survey", "small", "model", "triage", "small model"]
    starts, ends = places(passage)
    found = [passage.text[a:b] for a, b in zip(starts, ends, strict=True)]
    assert found == ["survey", "small", "models", "triage", "small models"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Clinicians", "clinician"),
        ("Studies", "study"),
        ("diagnosis", "diagnosi"),  # crude, but the same wherever the word stands
        ("pruning", "pruning"),
        ("Sepsis", "sepsi"),
        ("loss", "loss"),
        ("virus", "virus"),
        ("GPUs", "gpu"),
        ("ICUs", "icu"),
        ("bias", "bia"),
        ("Summarisation", "summarization"),
        ("this", "this"),
        ("gas", "gas"),
    ],
)
def test_plurals_and_spellings_are_joined(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_keywords_are_found_whatever_their_case_number_or_hyphens() -> None:
    keywords = Keywords(
        [
            Label("task:ner", "NER", "", keywords=("NER", "named entity recognition")),
            Label("how:tuning", "Tuning", "", keywords=("fine-tuning", "LoRA")),
        ]
    )
    text = "Fine tuning and Fine-Tuning for NER, in a corner: ner, Named Entity Recognition"
    found = keywords.find(read(text))
    assert found == [Hit(1, 0, 11), Hit(1, 16, 27), Hit(0, 32, 35), Hit(0, 55, 79)]
    assert keywords.weights([found, []]).tolist() == [[np.log(3), np.log(3)], [0.0, 0.0]]


def test_evidence_joins_what_overlaps_and_leaves_out_what_speaks_against() -> None:
    text = "small language model for triage, triage"
    spans = (
        np.array([0, 6, 6, 21, 25, 33]),
        np.array([5, 14, 20, 24, 31, 39]),
        np.array([-1.0, 0.5, 0.25, 0.0, 2.0, 2.0]),
    )
    assert strongest(text, spans) == (
        Evidence("triage", 2.0, 25, 31),
        Evidence("language model", 0.75, 6, 20),
    )


def test_training_does_not_depend_on_the_order_it_came_in() -> None:
    yes = Example("b", "yes", frozenset({"x:y"}), True)
    no = Example("a", "no", None, False)
    unsure = Example("c", "unsure", frozenset(), None)
    empty = Example("d", " ", frozenset(), True)
    expected = Training((yes,), (no,), (yes, unsure), ("one", "two"))
    assert Training.of([yes, no, unsure, empty], ["two", "yes", "one", "two", ""]) == expected
    assert Training.of([empty, unsure, no, yes], ["one", "two"]) == expected
