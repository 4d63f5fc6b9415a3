"""The vocabulary as it is read, and what it says of labels that cannot stand."""

from typing import Any

import pytest

from tests.record.surveys import FILES, TAXONOMY
from tracker.curation.canonical import load
from tracker.taxonomy import Taxonomy, read_taxonomy


def told(data: Any) -> list[str]:
    return [str(problem) for problem in read_taxonomy(data, "t.yaml")[1]]


def labels(**fields: Any) -> dict[str, Any]:
    return {"dimensions": {"kind": {"labels": {"model": fields}}}}


def test_a_taxonomy_is_read_whole() -> None:
    assert read_taxonomy(load(FILES["taxonomy.yaml"]), "t.yaml") == (TAXONOMY, [])


def test_an_empty_file_is_an_empty_taxonomy() -> None:
    assert read_taxonomy(None, "t.yaml") == (Taxonomy(1), [])


def test_every_written_form_that_is_nobody_elses_names_its_label() -> None:
    assert TAXONOMY.names() == {
        "kind:model": "kind:model",
        "model": "kind:model",
        "kind:dataset": "kind:dataset",
        "dataset": "kind:dataset",
        "corpus": "kind:dataset",
        "task:qa": "task:qa",
        "qa": "task:qa",
        "question answering": "task:qa",
        "task:old": "task:old",
        "old": "task:old",
    }


def test_a_label_is_shown_short_where_it_has_an_abbreviation() -> None:
    assert [(label.short, label.dimension) for label in TAXONOMY] == [
        ("Model", "kind"),
        ("Dataset", "kind"),
        ("QA", "task"),
        ("Old", "task"),
    ]


def test_labels_are_put_in_the_taxonomys_order_without_repeats() -> None:
    given = ["zoo:b", "task:qa", "kind:model", "zoo:a", "task:qa"]
    assert TAXONOMY.sort(given) == ("kind:model", "task:qa", "zoo:a", "zoo:b")


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        ((), []),
        (("kind:model", "task:qa"), []),
        (("kind:modle",), ["no label 'kind:modle' in the taxonomy; did you mean 'kind:model'?"]),
        (("zzz",), ["no label 'zzz' in the taxonomy"]),
        (("task:old",), ["label 'task:old' is retired; use task:qa"]),
        (("kind:model", "kind:dataset"), ["Kind takes one label, not kind:model, kind:dataset"]),
        (
            ("kind:model", "x", "kind:dataset", "task:old"),
            [
                "no label 'x' in the taxonomy",
                "label 'task:old' is retired; use task:qa",
                "Kind takes one label, not kind:model, kind:dataset",
            ],
        ),
    ],
)
def test_each_reason_why_labels_cannot_stand_together_is_one_sentence(
    given: tuple[str, ...], sentences: list[str]
) -> None:
    assert list(TAXONOMY.faults(given)) == sentences


def test_a_retired_label_without_successors_has_none_to_offer() -> None:
    taxonomy, faults = read_taxonomy(labels(name="M", meaning="m", retired=True), "t.yaml")
    assert faults == []
    assert list(taxonomy.faults(["kind:model"])) == [
        "label 'kind:model' is retired; use none of the present labels"
    ]


@pytest.mark.parametrize(
    ("data", "sentences"),
    [
        ([], ["t.yaml: must be a mapping of fields, not a list"]),
        ("kind", ["t.yaml: must be a mapping of fields, not text"]),
        ({"version": "3"}, ["t.yaml:version: must be a whole number, not text"]),
        ({"version": True}, ["t.yaml:version: must be a whole number, not true or false"]),
        ({"version": 1.5}, ["t.yaml:version: must be a whole number, not the float 1.5"]),
        (
            {"version": 16**5000},
            ["t.yaml:version: must be a whole number, not a number that large"],
        ),
        (
            {"dimension": {}},
            ["t.yaml:dimension: is not a field here; known are version, dimensions"],
        ),
        ({"dimensions": ["kind"]}, ["t.yaml:dimensions: must be a mapping of fields, not a list"]),
        (
            {"dimensions": {"Kind": {}}},
            [
                (
                    "t.yaml:dimensions.Kind: the key 'Kind' must be lower-case letters, "
                    "digits and underscores"
                )
            ],
        ),
        (
            {"dimensions": {"kind": {"choose": "two"}}},
            ["t.yaml:dimensions.kind.choose: is 'two'; write one or any"],
        ),
        (
            {"dimensions": {"kind": {"labels": {1: {"name": "a", "meaning": "b"}}}}},
            [
                (
                    "t.yaml:dimensions.kind.labels.1: the key '1' must be lower-case letters, "
                    "digits and underscores"
                )
            ],
        ),
        (
            {"dimensions": {"kind": {"labels": {"model": "a model"}}}},
            ["t.yaml:dimensions.kind.labels.model: must be a mapping of fields, not text"],
        ),
        (labels(name="M"), ["t.yaml:dimensions.kind.labels.model.meaning: is missing"]),
        (labels(name=" ", meaning="m"), ["t.yaml:dimensions.kind.labels.model.name: is empty"]),
        (
            labels(name="M", meaning=3),
            ["t.yaml:dimensions.kind.labels.model.meaning: must be text in quotes, not the int 3"],
        ),
        (
            labels(name="M", meaning="m", aliases="a"),
            ["t.yaml:dimensions.kind.labels.model.aliases: must be a list, not text"],
        ),
        (
            labels(name="M", meaning="m", retired="yes"),
            ["t.yaml:dimensions.kind.labels.model.retired: must be true or false, not text"],
        ),
        (
            labels(name="M", meaning="m", successors=["kind:gone"]),
            ["t.yaml:kind:model: its successor 'kind:gone' is not a label"],
        ),
    ],
)
def test_each_fault_is_one_sentence_with_its_place(data: Any, sentences: list[str]) -> None:
    assert told(data) == sentences
