"""Keywords that end in a star, and topics that keep evidence exact."""

import numpy as np
import pytest

from tracker.suggest import Example, fit
from tracker.suggest.keywords import Hit, Keywords
from tracker.suggest.passages import read
from tracker.taxonomy import Dimension, Label, Taxonomy


def test_a_star_leaves_the_end_of_the_last_word_open() -> None:
    found = Keywords([Label("d:a", "A", "", keywords=("metasta*", "dna damag*"))])
    assert found.find(read("Metastases and DNA damaging meta")) == [Hit(0, 0, 10), Hit(0, 15, 27)]
    assert found.find(read("DNA; a damage. meta* stasis")) == []


def test_with_topics_the_places_and_the_offset_still_sum_to_the_log_odds() -> None:
    labels = (Label("d:a", "Heart", "About hearts."), Label("d:b", "Lung", "About lungs."))
    taxonomy = Taxonomy(1, (Dimension("d", "D", "any", labels),))
    words = ("heart valve pulse rhythm", "lung breath asthma airway")
    texts = [f"{words[i % 2]} case{i % 7} ward{i % 11} unit{i % 13}" for i in range(260)]
    works = [Example(f"{i}", text, frozenset({labels[i % 2].key})) for i, text in enumerate(texts)]
    model = fit(taxonomy, works[:40], texts[40:])
    assert model.topics.directions.shape[1] > 2
    text = "The heart valve of ward3\nAn airway case1 and its pulse."
    _, found = model.probabilities([text])
    for column, label in enumerate(labels):
        offset, parts = model.explain(text, label.key)
        expected = np.log(found[0, column] / (1 - found[0, column]))
        assert offset + sum(part.weight for part in parts) == pytest.approx(expected, abs=1e-9)
