"""What is a result in a sentence, and what only looks like one."""

import pytest

from tests.results.reports import benchmarks, found, paper
from tracker.extract.reported import find, suggest
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
            "It reaches 67.2% (MedQA), 70.1% (on MedMCQA) and 80.5% (PubMedQA, test) accuracy.",
            [
                ("67.2", *PERCENT),
                ("70.1", "percent", "medmcqa", "accuracy", "unknown"),
                ("80.5", "percent", "pubmedqa", "accuracy", "unknown"),
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
        "On MedQA it fails to achieve 80% accuracy.",
        "It did not reach a mean accuracy of 80.5% on MedQA.",
        "Its accuracy on MedQA is 4.2% above that of GPT-4.",
        "Its accuracy on MedQA exceeds the human passing score of 60%.",
    ],
)
def test_a_difference_bound_count_or_statistic_is_no_result(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # Several tests at once: the value is none of theirs alone.
        (
            "Across MedQA, MedMCQA and PubMedQA it reaches 78.6% average accuracy.",
            [("78.6", "percent", "", "accuracy", "unknown")],
        ),
        # The subject right before the number goes before a measure named earlier.
        (
            "The F1 is 0.84 with an unsupported claim rate (0.114).",
            [
                ("0.84", "fraction", "", "f1", "unknown"),
                ("0.114", "fraction", "", "unsupported claim rate", "unknown"),
            ],
        ),
        (
            "Accuracy was 93.5%, and mean confidence was 78.4%.",
            [("93.5", "percent", "", "accuracy", "unknown")],
        ),
        # A word that makes another measure of a known one, and one that is none of its own.
        (
            "Off-by-one accuracy was 0.67.",
            [("0.67", "fraction", "", "off-by-one accuracy", "unknown")],
        ),
        ("It has a pass@1 accuracy of 50.6%.", [("50.6", "percent", "", "pass_at_k", "unknown")]),
        # Ordinary words are measures only beside a number.
        (
            "For compliance and safety we use it; its accuracy is 0.83.",
            [("0.83", "fraction", "", "accuracy", "unknown")],
        ),
        ("Compliance was 83.5%.", [("83.5", "percent", "", "compliance", "unknown")]),
        # On a rating scale a bare number is no percentage.
        (
            "Ratings for correctness (4.09 vs. 4.11) hardly differ.",
            [
                ("4.09", "score", "", "correctness", "unknown"),
                ("4.11", "score", "", "correctness", "unknown"),
            ],
        ),
        ("The mean score was 4.56/5.", [("4.56", "score", "", "score", "unknown")]),
        # The order of what was named tells what "respectively" means.
        (
            "It has 74% accuracy and an AUC of 0.87 (26% and 0.74, respectively, before).",
            [
                ("74", "percent", "", "accuracy", "unknown"),
                ("0.87", "fraction", "", "auroc", "unknown"),
                ("26", "percent", "", "accuracy", "unknown"),
                ("0.74", "fraction", "", "auroc", "unknown"),
            ],
        ),
        (
            "Its traces are preferred over the others in 86.1% of pairwise comparisons.",
            [("86.1", "percent", "", "preference", "unknown")],
        ),
        (
            "The best agent resolves only 28.0% of tasks.",
            [("28.0", "percent", "", "success_rate", "unknown")],
        ),
        # "RL" is not R-L, and a deviation is no value.
        ("Users agree 39.5% of the time for RL.", []),
        ("Accuracy was 93.3% +/- 4.5%.", [("93.3", "percent", "", "accuracy", "unknown")]),
        ("Its Dice is 0.83 (P = 0.921).", [("0.83", "fraction", "", "dice", "unknown")]),
        (
            "It has 0.25 recall (IoU 0.50:0.95).",
            [("0.25", "fraction", "", "recall", "unknown")],
        ),
        ("Accuracy improved, gains of up to 2.4% for A and 1.1% for B.", []),
    ],
)
def test_a_number_belongs_to_what_stands_beside_it(
    sentence: str, expected: list[tuple[str, ...]]
) -> None:
    assert found(sentence) == expected


def datasets(title: str, abstract: str) -> list[str]:
    return [one.dataset for one in find(f"{title}\n{abstract}", benchmarks())]


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        (
            "FooCheck: A Benchmark for Wards",
            "We also use MedQA. GPT-4 has 61.5% accuracy.",
            ["FooCheck"],
        ),
        (
            "On wards",
            "We introduce FooCheck, a dataset of notes. GPT-4 has 61.5% accuracy.",
            ["FooCheck"],
        ),
        (
            "On wards",
            "We build a new benchmark called FooCheck. GPT-4 has 61.5% accuracy.",
            ["FooCheck"],
        ),
        # What a text introduces as a system is no test, whatever its name looks like.
        ("FooMed-VQA: An Explainable Framework", "FooMed-VQA reaches 61.5% accuracy.", [""]),
        # What something rests on, or was made of, is not what it was tried on.
        ("Ours", "Built on FooKG, it reaches 61.5% accuracy.", [""]),
        ("Ours", "It was trained on the FooNotes corpus. It has 61.5% accuracy.", [""]),
        ("Ours", "We train and evaluate it on FooNotes7. It has 61.5% accuracy.", ["FooNotes7"]),
        ("Ours", "We test it on MedQA. In three hospitals its accuracy was 61.5%.", [""]),
        ("Ours", "In FOO-BAR (n=541) it has 0.943 accuracy.", ["FOO-BAR"]),
        ("Ours", "On ResNet-20 and Lingshu-7B it has 61.5% accuracy.", [""]),
    ],
)
def test_sentences_that_name_no_test_mean_the_one_the_text_is_about(
    title: str, abstract: str, expected: list[str]
) -> None:
    assert datasets(title, abstract) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SafeFoo: A Model\nOur model has 61.5% accuracy.", ["SafeFoo"]),
        ("SafeFoo: A Model\nSafeFoo-7B has 61.5% accuracy.", ["SafeFoo-7B"]),
        ("T\nFoo-7B surpasses Bar-13B on all, including 64.3% on MedQA.", ["Foo-7B"]),
        (
            "T\nFoo-7B has 64.3% accuracy compared to 58.5% for the untuned GPT-4.",
            ["Foo-7B", "GPT-4"],
        ),
        ("T\nFoo-7B has 0.683 accuracy compared to 0.378 for baseline methods.", ["Foo-7B", ""]),
        (
            "T\nF1 was 0.82 (teacher), 0.89 (BioBERT-human) and 0.87 (BioBERT-small).",
            ["", "BioBERT-human", "BioBERT-small"],
        ),
        (
            "T\nFoo-1, Bar-2 and Baz-3 reach 57.2%, 55.3% and 54.9% accuracy.",
            ["Foo-1", "Bar-2", "Baz-3"],
        ),
        ("T\nA human accuracy of 78.0% beats BioFoo.", [""]),
        ("T\nFoo is 3 (MedGemma 27B, 17.5% accuracy).", ["MedGemma 27B"]),
        ("T\nIts logic-violation rate (C-LVR) is 0.93%.", [""]),
        ("T\nFoo-7B outperforms GPT-4 on MedQA (75.3% vs 71.2% accuracy).", ["Foo-7B", ""]),
        ("T\nFoo-7B, not GPT-4, has 75.3% accuracy on MedQA.", ["Foo-7B"]),
        ("T\nFoo-7B improves accuracy on MedQA from 71.2% to 75.3%.", ["", "Foo-7B"]),
    ],
)
def test_the_model_is_whose_value_it_is(text: str, expected: list[str]) -> None:
    assert [one.model for one in find(text, benchmarks())] == expected


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
