"""`tracker evaluate`, run as a person runs it, on works small enough to follow by eye."""

import pytest

from tests.surveys import Survey, survey

__all__ = ["survey"]

UNCERTAIN = {"threshold": None, "brier": None, "ece": None}
PLACES = (
    *("cardiology", "oncology", "paediatrics", "surgery"),
    *("neurology", "radiology", "nursing", "dentistry"),
)
TAXONOMY = """\
version: 1
dimensions:
  task:
    labels:
      qa: {name: Answers, meaning: Passes medical exams., keywords: ["exam*"]}
      sum: {name: Summaries, meaning: Shortens reports., keywords: [report]}
      code: {name: Coding, meaning: Assigns billing codes., keywords: [ICD]}
"""


def rows(*places: str) -> str:
    lines = ["title,abstract,labels"]
    for place in places:
        lines.append(f"Answering {place} questions,It passes the examination.,Answers")
        lines.append(f"Shorter {place} letters,A report for each doctor.,Summaries")
        lines.append(
            f"Both in {place},A report on an examination with questions.,Answers|Summaries"
        )
    return "\n".join(lines) + "\n"


def test_the_report_as_json_has_every_figure_and_a_row_a_label(survey: Survey) -> None:
    survey.write("a.csv", rows(*PLACES[:6]))
    survey.write("b.csv", rows(*PLACES[6:]))
    a, b = str(survey.root / "a.csv"), str(survey.root / "b.csv")
    outcome = survey.run("evaluate", "--train", a, "--test", b, "--json")
    assert (outcome.code, outcome.err) == (0, "")
    found = outcome.json
    assert list(found) == [
        "model",
        "train",
        "test",
        "unlabelled",
        "fit_seconds",
        "documents_per_second",
        "macro_f1",
        "micro_f1",
        "instance_f1",
        "map",
        "recall_at_3",
        "brier",
        "ece",
        "coverage",
        "coverage_false",
        "decided",
        "labels",
    ]
    assert (
        found["train"],
        found["test"],
        found["unlabelled"],
        found["macro_f1"],
        found["recall_at_3"],
    ) == (
        18,
        6,
        6,
        1.0,
        1.0,
    )
    assert [{**row, **UNCERTAIN} for row in found["labels"]] == [
        {
            "label": name,
            "precision": 1.0,
            "recall": 1.0,
            "f1": 1.0,
            "average_precision": 1.0,
            "support": 4,
            "learnt": True,
            "borrowed": True,
            **UNCERTAIN,
        }
        for name in ("Answers", "Summaries")
    ]


def test_with_a_taxonomy_a_label_without_examples_is_judged_too(survey: Survey) -> None:
    survey.write("a.csv", rows(*PLACES[:6]))
    survey.write("b.csv", rows(*PLACES[6:]) + "Tables for billing,Assigns ICD codes,Coding\n")
    survey.write("t.yaml", TAXONOMY)
    files = ("--train", str(survey.root / "a.csv"), "--test", str(survey.root / "b.csv"))
    outcome = survey.run("evaluate", *files, "--taxonomy", str(survey.root / "t.yaml"))
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0] == "learnt from 18 works, judged by 7"
    assert lines[1] == "read without labels: 7 texts, those to be judged"
    assert lines[-1].endswith("from description and keywords only")
    assert [line.split()[0] for line in lines[-4:]] == ["label", "Answers", "Summaries", "Coding"]
    assert lines[-1].split()[4:6] == ["1.000", "1"]  # average precision, works


def test_inductive_keeps_the_texts_to_be_judged_out_of_the_learning(survey: Survey) -> None:
    survey.write("a.csv", rows(*PLACES[:6]))
    survey.write("b.csv", rows(*PLACES[6:]))
    files = ("--train", str(survey.root / "a.csv"), "--test", str(survey.root / "b.csv"))
    alone = survey.run("evaluate", *files, "--inductive", "--json").json
    usual = survey.run("evaluate", *files, "--json").json
    assert (alone["unlabelled"], usual["unlabelled"]) == (0, 6)
    assert alone["model"] != usual["model"]
    said = survey.run("evaluate", *files, "--inductive").out.splitlines()
    assert said[1] == "read without labels: 0 texts"


@pytest.mark.parametrize(
    ("test", "taxonomy", "says"),
    [
        ("title,labels\nA,Coding\n", None, "nothing to learn the label 'Coding' from"),
        ("title,labels\nA,Coding\n", "dimensions: [", "cannot be read as a taxonomy: is not YAML"),
        ("title,labels\nA,Coding\n", "version: 1\n", "is no taxonomy that can be used"),
        ("title\nA\n", None, "has no column 'labels', only 'title'"),
    ],
)
def test_what_cannot_be_evaluated_gets_one_sentence_and_exit_code_2(
    survey: Survey, test: str, taxonomy: str | None, says: str
) -> None:
    survey.write("a.csv", rows(*PLACES[:6]))
    survey.write("b.csv", test)
    arguments = ["--train", str(survey.root / "a.csv"), "--test", str(survey.root / "b.csv")]
    if taxonomy is not None:
        survey.write("t.yaml", taxonomy)
        arguments += ["--taxonomy", str(survey.root / "t.yaml")]
    outcome = survey.run("evaluate", *arguments)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert outcome.err.startswith("tracker: ") and says in outcome.err
