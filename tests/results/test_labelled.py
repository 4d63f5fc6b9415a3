"""The extractor against abstracts labelled by hand.

``labelled.jsonl`` holds no abstract: ids, places and expected results; the texts are read from
the data beside the repository. What counts as a result is written in docs/adr/0011-results.md.
"""

import hashlib

import pytest

from tests.results.reports import labels, score, texts


def test_every_label_stands_in_the_sentence_that_it_names() -> None:
    read = texts()
    for one in labels():
        for want in one["results"]:
            sentence = read[one["arxiv_id"]][want["start"] : want["end"]]
            assert hashlib.sha256(sentence.encode()).hexdigest() == want["sha256"]
            assert want["value"] in sentence


def test_the_labelled_set_is_of_the_stated_size() -> None:
    sizes: dict[str, tuple[int, int, int]] = {}
    for one in labels():
        abstracts, reporting, results = sizes.get(one["half"], (0, 0, 0))
        sizes[one["half"]] = (
            abstracts + 1,
            reporting + bool(one["results"]),
            results + len(one["results"]),
        )
    assert sizes == {"development": (57, 28, 105), "fresh": (44, 16, 44), "test": (71, 30, 112)}


@pytest.mark.parametrize(
    ("half", "precision", "recall", "metrics", "datasets"),
    [
        ("development", 0.95, 0.79, 0.95, 0.93),
        ("fresh", 0.97, 0.88, 0.87, 0.82),
        ("test", 0.87, 0.80, 0.93, 0.73),
    ],
)
def test_results_are_found_at_least_as_surely_as_measured(
    half: str, precision: float, recall: float, metrics: float, datasets: float
) -> None:
    found = score(half)
    assert found.precision >= precision
    assert found.recall >= recall
    assert found.right["metric"] / found.hits >= metrics
    assert found.right["dataset"] / found.hits >= datasets
