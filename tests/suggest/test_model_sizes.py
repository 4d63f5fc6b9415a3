"""Which numbers in a title or an abstract are model sizes, and which class they give."""

import pytest

from tracker.suggest.sizes import (
    BARE,
    BARE_MILLIONS,
    BOUND,
    NAMED,
    STATED,
    Size,
    find_sizes,
    outside,
    size_label,
)

SMALL, LARGE = "size:p100m_5b", "size:gt_5b"

MENTIONS = [
    ("We train a 2.7B parameter model.", [("2.7B", 2.7e9, STATED)]),
    ("It has 1.5 billion parameters.", [("1.5 billion", 1.5e9, STATED)]),
    ("a 345-million-parameter decoder", [("345-million", 345e6, STATED)]),
    ("a seven-billion-parameter model", [("seven-billion", 7e9, STATED)]),
    ("with 13 B params in all", [("13 B", 13e9, STATED)]),
    ("14m parameters", [("14m", 14e6, STATED)]),
    ("110M total parameters", [("110M", 110e6, STATED)]),
    ("1T parameters", [("1T", 1e12, STATED)]),
    ("tuned Llama-3-8B on notes", [("8B", 8e9, NAMED)]),
    ("tuned llama-2-7b on notes", [("7b", 7e9, NAMED)]),
    ("Mistral-7B-v0.1", [("7B", 7e9, NAMED)]),
    ("BioMistral 7B answers", [("7B", 7e9, NAMED)]),
    ("Qwen2.5-0.5B on a phone", [("0.5B", 0.5e9, NAMED)]),
    ("Mixtral-8x7B", [("8x7B", 56e9, NAMED)]),
    ("an 8B medical language model", [("8B", 8e9, NAMED)]),
    ("a 3B-scale backbone", [("3B", 3e9, NAMED)]),
    ("our 7 billion clinical model", [("7 billion", 7e9, NAMED)]),
    ("a 7B clinical note summarization system", [("7B", 7e9, BARE)]),
    ("sizes of 0.5B and 13B", [("0.5B", 0.5e9, BARE), ("13B", 13e9, BARE)]),
    ("from 1.5B to 72B", [("1.5B", 1.5e9, BARE), ("72B", 72e9, BARE)]),
    ("from 1 to 7B parameters", [("1 to 7B", 1e9, STATED), ("7B", 7e9, STATED)]),
    ("small (1–3B) ones", [("1–3B", 1e9, BARE), ("3B", 3e9, BARE)]),
    ("PMC-LLaMA (7B/13B)", [("7B", 7e9, BARE), ("13B", 13e9, BARE)]),
    ("a compact 345M encoder", [("345M", 345e6, BARE_MILLIONS)]),
    ("models under 10B parameters", [("10B", 10e9, BOUND)]),
    ("any sub-5B model", [("5B", 5e9, BOUND)]),
    ("Llama-3-8B patients' letters", [("8B", 8e9, NAMED)]),
]

NOT_SIZES = [
    "trained on 2.7B tokens",
    "300 billion biomedical tokens",
    "a 1M-token context",
    "a 1M context window",
    "1.5M instruction pairs",
    "10M de-identified clinical notes",
    "a base of 1B papers",
    "3M patients in 12 hospitals",
    "2 million people",
    "8 GB of memory",
    "fits in 16GB",
    "in 2024 and 2025",
    "on 7 May 2025",
    "Figure 3B shows",
    "a phase 2B trial",
    "stage 3B cancer",
    "cytochrome CYP2B6",
    "a market of $2.5 billion",
    "US$ 3B a year",
    "4.2M trainable parameters",
    "only 20M additional parameters",
    "a 3T MRI scanner",
    "5 b or not",
    "the 7th of 12",
    "one million",
    "to sub-10 m ranging",
    "13 million LLM labels",
    "1.8M observation-language triplets",
    "",
]

CLASSES = [
    ("0.5B and 7B parameters", SMALL, "0.5B"),
    ("Llama-3-8B", LARGE, "8B"),
    ("a 5B model", SMALL, "5B"),
    ("a 5.1B model", LARGE, "5.1B"),
    ("a 100M-parameter model", SMALL, "100M"),
    ("BERT with 66M parameters next to a 7B model", LARGE, "7B"),
    ("345M rows, then Mistral-7B", LARGE, "7B"),
    ("under 1B, we take Phi-3.8B", SMALL, "3.8B"),
]


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_a_model_size_is_found_with_its_place(
    text: str, expected: list[tuple[str, float, float]]
) -> None:
    found = [(text[s.start : s.end], s.parameters, s.sure) for s in find_sizes(text)]
    assert found == expected


@pytest.mark.parametrize("text", NOT_SIZES)
def test_other_numbers_are_passed_over(text: str) -> None:
    assert find_sizes(text) == ()


@pytest.mark.parametrize(("text", "label", "mention"), CLASSES)
def test_the_smallest_clear_size_decides_the_class(text: str, label: str, mention: str) -> None:
    found = size_label(text)
    assert found is not None
    assert (found[0], text[found[1].start : found[1].end]) == (label, mention)


@pytest.mark.parametrize(
    ("labels", "sizes", "expected"),
    [
        ((SMALL,), ("7B",), (SMALL,)),
        ((LARGE,), ("350M",), (LARGE,)),
        ((LARGE,), ("5B",), (LARGE,)),
        ((SMALL,), ("5B",), ()),
        ((SMALL,), ("100M",), ()),
        ((SMALL,), ("99.9M",), (SMALL,)),
        ((SMALL, LARGE), ("500K",), (SMALL, LARGE)),
        ((SMALL,), ("0.5B", "7B"), ()),
        ((SMALL, LARGE), ("0.5B", "1.2T"), ()),
        ((SMALL, LARGE, "kind:model"), (), ()),
        (("kind:model",), ("7B",), ()),
        ((SMALL,), ("big", "", "B", "7b"), ()),
        ((SMALL,), ("big", "7B"), (SMALL,)),
    ],
)
def test_a_size_class_in_which_no_stated_size_lies_is_named(
    labels: tuple[str, ...], sizes: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert outside(labels, sizes) == expected


def test_sizes_below_the_survey_s_range_give_no_class() -> None:
    assert size_label("BERT with 66M parameters") is None
    assert find_sizes("BERT with 66M parameters") == (Size(66e6, 10, 13, STATED),)
