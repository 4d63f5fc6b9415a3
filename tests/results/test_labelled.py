"""The extractor against abstracts labelled by hand.

``labelled.jsonl`` holds no abstract: ids, places and expected results; the texts are read from
the data beside the repository. What counts as a result is written in docs/adr/0011-results.md.
"""

import hashlib

import pytest

from tests.results.reports import labels, texts
from tests.results.scores import score


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
    assert sizes == {
        "development": (57, 28, 105),
        "fresh": (44, 16, 44),
        "test": (71, 30, 112),
        "unseen": (80, 36, 101),
    }


def test_no_abstract_is_in_two_parts() -> None:
    names = [one["arxiv_id"] for one in labels()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("half", "least"),
    [
        ("development", {"precision": 0.97, "recall": 0.93, "metric": 0.97, "dataset": 0.95}),
        ("fresh", {"precision": 0.97, "recall": 0.90, "metric": 0.97, "dataset": 0.95}),
        ("test", {"precision": 0.87, "recall": 0.82, "metric": 0.93, "dataset": 0.79}),
        (
            "unseen",
            {"precision": 0.94, "recall": 0.80, "metric": 0.87, "dataset": 0.80, "model": 0.65},
        ),
    ],
)
def test_results_are_found_at_least_as_surely_as_measured(
    half: str, least: dict[str, float]
) -> None:
    found = score(half)
    below = {name: found.share(name) for name in least if found.share(name) < least[name]}
    assert below == {}


def test_an_interval_holds_its_share_and_is_the_same_every_time() -> None:
    found = score("unseen")
    low, high = found.interval("dataset")
    assert low < found.share("dataset") < high
    assert found.interval("dataset") == (low, high)
