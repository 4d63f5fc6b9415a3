"""What is a result in a sentence, and what only looks like one."""

import pytest

from tests.results.reports import benchmarks, found, paper
from tracker.extract.reported import suggest
from tracker.results import MAX_QUOTE, read_result, result_fields

PERCENT = ("percent", "medqa", "accuracy", "unknown")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It achieves 67.2% accuracy on MedQA.", [("67.2", *PERCENT)]),
        ("An accuracy of $75.66\\%$ is reached on MedQA.", [("75.66", *PERCENT)]),
        ("Accuracy on MedQA was 67.2 percent.", [("67.2", *PERCENT)]),
        ("We report an F1 of 0.83.", [("0.83", "fraction", "", "f1", "unknown")]),
        ("Its ROUGE-L 24.1 is best.", [("24.1", "percent", "", "rouge_l", "unknown")]),
        ("It has a perplexity of 34.56.", [("34.56", "score", "", "perplexity", "unknown")]),
        ("On MedQA it has 87.5% vs 81.2% accuracy.", [("87.5", *PERCENT), ("81.2", *PERCENT)]),
        ("MedQA accuracy rises from 56.4% to 66.7%.", [("56.4", *PERCENT), ("66.7", *PERCENT)]),
        ("Its AUC is 0.75 (95% CI 0.70-0.80).", [("0.75", "fraction", "", "auroc", "unknown")]),
        (
            "On the FooMed dataset it has an accuracy of 91.2%.",
            [("91.2", "percent", "FooMed", "accuracy", "unknown")],
        ),
        (
            "The zero-shot GPT-4 baseline reaches 53.9% accuracy on MedQA.",
            [("53.9", "percent", "medqa", "accuracy", "zero-shot")],
        ),
        (
            "In five-shot evaluations it reaches 60.2% on PubMedQA.",
            [("60.2", "percent", "pubmedqa", "", "5-shot")],
        ),
        (
            "Accuracy and F1 of 0.91 and 0.88 respectively were reached.",
            [
                ("0.91", "fraction", "", "accuracy", "unknown"),
                ("0.88", "fraction", "", "f1", "unknown"),
            ],
        ),
        (
            "We test on MedQA, PubMedQA and MedMCQA, scoring 60.2, 75.1 and 55.0 respectively.",
            [
                ("60.2", "percent", "medqa", "", "unknown"),
                ("75.1", "percent", "pubmedqa", "", "unknown"),
                ("55.0", "percent", "medmcqa", "", "unknown"),
            ],
        ),
    ],
)
def test_a_reported_value_is_found_with_what_it_measures(
    sentence: str, expected: list[tuple[str, ...]]
) -> None:
    assert found(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "It outperforms GPT-4 by 3.5 points on MedQA.",
        "MedQA accuracy improves by 23.5% and PubMedQA by 32.0%.",
        "It gains 3.1% for MedQA and is an 11% improvement in accuracy.",
        "It achieves an average accuracy gain of 25.1%.",
        "Accuracy rises +2.0% on MedQA.",
        "Accuracy exceeds 90% on MedQA.",
        "Accuracy is below 50% on MedQA.",
        "In 2024 we trained 7B models with 2.7B parameters on 1.5 million notes.",
        "Accuracy differs (p < 0.05, n = 120, r=0.31).",
        "It is 3x faster and 12.5x cheaper at equal accuracy.",
        "GPT-4.1 and Llama 3.3 differ in accuracy.",
        "More than 80% of patients with 12.5% of tokens have accuracy.",
        "Table 3.1 shows the accuracy.",
    ],
)
def test_a_difference_bound_count_or_statistic_is_no_result(sentence: str) -> None:
    assert found(sentence) == []


def test_the_model_is_the_name_beside_the_number() -> None:
    text = "On MedQA, Foo-7B reaches 64.9% accuracy and Bar-13B reaches 53.9% accuracy."
    models = [one.model for one in suggest(paper(text), benchmarks())]
    assert models == ["Foo-7B", "Bar-13B"]


def test_a_suggestion_quotes_its_sentence_and_knows_the_place_of_its_value() -> None:
    (one,) = suggest(paper("We train. It achieves 67.2% accuracy on MedQA."), benchmarks())
    assert (one.quote, one.offset) == ("It achieves 67.2% accuracy on MedQA.", 12)
    assert (str(one.source), one.version, one.status) == ("arxiv:2403.18421", 1, "suggested")


def test_a_quote_is_bounded_and_still_holds_its_value() -> None:
    filler = "very " * 200
    (one,) = suggest(paper(f"The {filler} model has 67.2% accuracy {filler} indeed."), benchmarks())
    assert len(one.quote) <= MAX_QUOTE
    assert one.offset is not None
    assert one.quote[one.offset :].startswith("67.2%")


def test_a_suggestion_can_be_read_again_once_somebody_signs_it() -> None:
    (one,) = suggest(paper("It achieves 67.2% accuracy on MedQA."), benchmarks())
    fields = {**result_fields(one), "by": "ann", "at": "2026-02-03T09:14:05.120Z"}
    read, problems = read_result(fields, "results/x.yaml")
    assert problems == []
    assert read is not None
    assert read.claim == one.claim


def test_text_without_any_known_metric_gives_nothing() -> None:
    assert found("") == []
    assert found("It reaches 67.2% in all.") == []
