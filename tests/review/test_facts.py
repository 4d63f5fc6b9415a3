"""Facts of a row, found in sentences of the shapes authors write."""

from typing import Any

import pytest

from tracker.review.facts import Found, found_facts
from tracker.works import Link


def found(title: str = "", abstract: str = "", comment: str = "") -> dict[str, Any]:
    facts = found_facts(title, abstract, comment)
    texts = {"title": title, "abstract": abstract, "comment": comment}
    assert all(texts[one.where][one.start : one.end] == one.words for one in facts)
    return {one.field: one.value for one in facts}


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("BioLite: a compact model for wards", "", "BioLite"),
        ("Med-R1-mini: reasoning made small", "We present Other-7B.", "Med-R1-mini"),
        ("Towards small models", "We introduce WardGPT, a model for nurses.", "WardGPT"),
        ("Small models", "The result, called MedNote-2.7B, runs on a phone.", "MedNote-2.7B"),
        ("Llama-3 Clinical: notes", "", "Llama-3 Clinical"),
        ("Medical LLM: a way", "", None),
        ("A survey: what small models do in clinics", "We present a survey.", None),
        ("Small models for medicine", "We propose the Transformer way.", None),
        ("How well do models read? A study", "We develop models for clinics.", None),
    ],
)
def test_a_short_name_is_what_authors_call_their_work(
    title: str, abstract: str, expected: str | None
) -> None:
    assert found(title, abstract).get("short_name") == expected


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("It is fine-tuned from Phi-2 on notes.", "Phi-2"),
        ("We build upon LLaMA-2-7B-Chat with adapters.", "LLaMA-2-7B-Chat"),
        ("A model based on the pre-trained Llama 3.1 8B.", "Llama 3.1 8B"),
        ("Continued pre-training of Qwen2.5-1.5B-Instruct helps.", "Qwen2.5-1.5B-Instruct"),
        ("A student distilled from DeepSeek-R1 answers.", "DeepSeek-R1"),
        ("It is better than Llama 3.1 and GPT-4.", None),
        ("We use adapters and optimize BERTology.", None),
    ],
)
def test_a_base_model_is_named_after_words_that_say_so(abstract: str, expected: str | None) -> None:
    assert found(abstract=abstract).get("base_model") == expected


@pytest.mark.parametrize(
    ("abstract", "comment", "expected"),
    [
        ("Code: https://github.com/a/b.", "", [("code", "https://github.com/a/b")]),
        ("", "Code at github.com/a/b", [("code", "https://github.com/a/b")]),
        (
            "Weights: https://huggingface.co/a/b, https://huggingface.co/datasets/a/c.",
            "",
            [
                ("model", "https://huggingface.co/a/b"),
                ("data", "https://huggingface.co/datasets/a/c"),
            ],
        ),
        (
            "The dataset is released (https://github.com/a/d).",
            "See https://doi.org/10.1/x",
            [("data", "https://github.com/a/d")],
        ),
        ("Our model lives at https://example.org/m.", "", [("model", "https://example.org/m")]),
        ("A page: https://example.org/", "", [("page", "https://example.org/")]),
        ("No address: http://[half", "", []),
    ],
)
def test_links_are_told_apart_by_host_and_by_the_words_before(
    abstract: str, comment: str, expected: list[tuple[str, str]]
) -> None:
    links = found(abstract=abstract, comment=comment).get("links", ())
    assert list(links) == [Link(kind, url) for kind, url in expected]


def test_sizes_found_elsewhere_are_one_proposal_without_repeats() -> None:
    sizes = [
        Found("sizes", (value,), words, "abstract", place, place + len(words))
        for value, words, place in (("7B", "7B", 0), ("2.7B", "2.7 billion", 9), ("7B", "7B", 30))
    ]
    (one,) = found_facts("", "7B, and, 2.7 billion, and then 7B", "", sizes)
    assert (one.field, one.value, one.words) == ("sizes", ("7B", "2.7B"), "7B")
