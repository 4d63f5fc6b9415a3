"""`tracker evaluate` on a survey, and what becomes of a model that tests worse."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.surveys import NIGHT, Survey
from tracker.curation import append
from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.queries import Query
from tracker.store import open_store
from tracker.store.ledger import Ledger
from tracker.store.suggestions import of

QUERY = Query("clinic", ("cs.CL",))
TOPICS = ("question answering for patients", "summarize clinical notes")
LABELS = (("nlp_task:qa", "kind:model"), ("nlp_task:sum", "kind:dataset"))


def papers(first: int, last: int) -> list[PaperVersion]:
    """One in three is about the clinic; a paper a day, up to the night."""
    found = []
    for n in range(first, last):
        at = NIGHT - timedelta(days=n, hours=1)
        topic = "routing of packets in wireless networks" if n % 3 == 2 else TOPICS[n % 3]
        title, abstract = f"On {topic}, part {n}", f"We study {topic} and report on trial {n}."
        given = (("A. Author",), ("cs.CL",), "cs.CL", at, at)
        found.append(PaperVersion(f"2503.{n:05d}", 1, title, abstract, *given))
    return found


def save(survey: Survey, some: list[PaperVersion]) -> None:
    database = open_store(f"sqlite:///{survey.root / 'db' / 'tracker.sqlite'}")
    Ledger(database).save_page(some, "oai", [QUERY], NIGHT)
    database.dispose()


def decide(survey: Survey, n: int, **shown: Any) -> None:
    """The right decision on a paper, on a day of its own."""
    included = n % 3 != 2
    append(
        survey.root,
        Decision(
            at=NIGHT - timedelta(days=60 - n),
            by="ann",
            verdict="include" if included else "exclude",
            work=WorkId("arxiv", f"2503.{n:05d}"),
            title=papers(n, n + 1)[0].title,
            labels=LABELS[n % 3] if included else (),
            shown=shown,
        ),
    )


def models(survey: Survey, numbers: range) -> set[str]:
    database = open_store(f"sqlite:///{survey.root / 'db' / 'tracker.sqlite'}")
    found = {of(database, f"2503.{n:05d}")[0].model for n in numbers}
    database.dispose()
    return found


def test_where_nothing_is_decided_there_is_one_sentence_and_exit_1(survey: Survey) -> None:
    left = survey.run("evaluate")
    assert (left.code, left.out, left.err) == (
        1,
        "",
        "tracker: nothing is decided yet, so there is nothing to measure; decide on works first\n",
    )
    assert survey.run("evaluate", "--json").json["works"]["judged"] == 0


def test_the_report_covers_both_protocols_and_is_the_same_each_time(
    survey: Survey, tmp_path: Path
) -> None:
    save(survey, papers(0, 45))
    for n in range(30):
        decide(survey, n, model="m", relevant=0.7, labels={"nlp_task:qa": 0.9}, blind=n == 0)
    drawing = tmp_path / "reliability.svg"
    first = survey.run("evaluate", "--json", "--picture", str(drawing))
    assert first.code == 0
    drawn = drawing.read_bytes()
    assert survey.run("evaluate", "--json", "--picture", str(drawing)).out == first.out
    assert drawing.read_bytes() == drawn
    report = first.json
    assert report["works"] == {
        "judged": 30, "included": 20, "excluded": 10, "labelled": 20, "inferred": 0,
        "without_abstract": 0, "background": 15,
    }  # fmt: skip
    folds = report["cross_validation"]
    assert (folds["folds"], folds["labels"]["works"]) == (5, 20)
    assert folds["labels"]["dimensions"]["all"]["support"] == 40
    assert set(folds["labels"]["dimensions"]["nlp_task"]["answers"]) == {
        "model", "keywords", "most_frequent", "nearest",
    }  # fmt: skip
    assert folds["relevance"]["decided"]["answers"]["model"]["auc"] == 1.0
    by_time = report["by_time"]
    assert (by_time["by"], by_time["asked"], by_time["undated"]) == ("decision", 18, 0)
    assert by_time["days"] == ["2025-01-17", "2025-01-23", "2025-01-29"]
    assert report["last_model"] is None
    seen = report["live"]["seen"]
    assert (seen["decisions"], report["live"]["blind"]["decisions"]) == (29, 1)
    accepted = seen["dimensions"]["nlp_task"]["accepted"]
    assert (accepted["count"], accepted["of"]) == (9, 19)


def test_the_report_in_words_names_every_part(survey: Survey) -> None:
    save(survey, papers(0, 45))
    for n in range(30):
        decide(survey, n, model="m", relevant=0.7, labels={"nlp_task:qa": 0.9})
    said = survey.run("evaluate").out
    assert said.startswith("30 works judged: 20 included, 10 excluded, 20 with labels; 0 imported")
    for part in (
        "BY STRATIFIED FOLDS: 5 folds, 20 works with labels",
        "BY TIME: learnt before 2025-01-17, 2025-01-23, 2025-01-29 and asked from then on",
        "relevance among works decided on: 20 relevant, 10 not",
        "reliability of labels: what was said, and what was true",
        "LAST FITTED MODEL: none",
        "suggestions seen: 30 decisions, 20 included",
        "decided blind: 0 decisions, 0 included",
    ):
        assert part in said


def test_too_few_dated_works_are_not_measured_by_time(survey: Survey) -> None:
    save(survey, papers(0, 9))
    for n in range(6):
        decide(survey, n)
    by_time = survey.run("evaluate", "--json").json["by_time"]
    assert (by_time["labels"], by_time["reason"]) == (
        None,
        "not enough: 6 works have a day of decision, 20 are needed",
    )


def test_exclusions_alone_are_measured_as_far_as_they_go(survey: Survey) -> None:
    save(survey, papers(0, 9))
    for n in (2, 5, 8):
        decide(survey, n, model="m", relevant=0.1)
    left = survey.run("evaluate", "--json")
    assert left.code == 0
    folds = left.json["cross_validation"]
    assert (folds["folds"], folds["labels"]["works"]) == (3, 0)
    assert folds["labels"]["dimensions"]["all"]["answers"]["model"]["f1"]["value"] is None
    assert folds["relevance"]["decided"]["answers"]["model"]["auc"] is None
    assert left.json["live"]["seen"]["relevance"]["unlikely"]["count"] == 0
    assert "not enough: it takes both kinds" in survey.run("evaluate").out


def test_one_decision_alone_has_nothing_to_be_learnt_from(survey: Survey) -> None:
    save(survey, papers(0, 3))
    decide(survey, 0)
    folds = survey.run("evaluate", "--json").json["cross_validation"]
    assert (folds["labels"], folds["reason"]) == (None, "there is but one work")
    assert "BY STRATIFIED FOLDS: there is but one work" in survey.run("evaluate").out


def test_options_that_do_not_go_together_are_refused(survey: Survey) -> None:
    left = survey.run("evaluate", "--train", "a.csv")
    assert (left.code, left.err) == (
        2,
        "tracker: --train and --test go together, and without --picture\n",
    )


def test_a_model_that_tests_worse_leaves_the_earlier_suggestions(survey: Survey) -> None:
    save(survey, papers(0, 45))
    first = survey.run("suggest", "--json").json
    assert (first["promoted"], first["reason"]) == (True, "it is the first model")
    # The first model knew everything beforehand, or so the decisions say: nothing is better.
    for n in range(30):
        labels = dict.fromkeys(LABELS[n % 3], 1.0) if n % 3 != 2 else {}
        decide(survey, n, model=first["model"], relevant=float(n % 3 != 2), labels=labels)
    left = survey.run("suggest", "--json")
    report = left.json
    assert (left.code, report["promoted"], report["present"]) == (0, False, first["model"])
    assert report["reason"].startswith(f"it is worse than {first['model']} at relevance on 30")
    assert report["summary"].startswith(
        f"model {report['model']} is not promoted, suggestions of {first['model']} stay: it is"
    )
    assert (report["judged"], models(survey, range(45))) == (0, {first["model"]})
    # Asked again, it is the same; a paper without a suggestion gets the new model's all the same.
    assert survey.run("suggest", "--json").json == report
    save(survey, papers(45, 46))
    after = survey.run("suggest", "--json").json
    assert (after["promoted"], after["judged"]) == (False, 1)
    assert models(survey, range(45)) == {first["model"]}
    assert models(survey, range(45, 46)) == {after["model"]}
    # Someone may know better than the test.
    forced = survey.run("suggest", "--promote", "--json").json
    assert (forced["promoted"], forced["reason"]) == (True, "it was asked for")
    assert models(survey, range(46)) == {forced["model"]}
    assert "is the present model" in survey.run("suggest", "--json").json["reason"]


def test_the_last_model_is_told_beside_the_new_one(survey: Survey) -> None:
    save(survey, papers(0, 45))
    for n in range(30):
        decide(survey, n)
    fitted = survey.run("suggest", "--json").json
    last = survey.run("evaluate", "--json").json["last_model"]
    assert last["model"] == fitted["model"]
    figures = last["labels"]["dimensions"]["all"]["answers"]
    # The same works, decisions and parameters: what it said then is what would be said now.
    assert figures["last_model"]["f1"] == figures["model"]["f1"]
    assert (last["relevance"]["relevant"], last["relevance"]["not"]) == (20, 10)


def test_drift_is_part_of_the_report_of_suggest(survey: Survey) -> None:
    save(survey, papers(0, 45))
    report = survey.run("suggest", "--json").json
    assert [(one["measure"], one["state"]) for one in report["drift"]] == [
        (name, "not enough")
        for name in (
            "unknown words", "word distribution", "share shown", "mean relevance", "acceptance",
        )
    ]  # fmt: skip
    assert "drift: acceptance: not enough" in survey.run("suggest").out


def test_the_shipped_survey_is_measured_with_titles_alone(
    survey: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    root = tmp_path / "shipped"
    shutil.copytree(Path(__file__).parents[2] / "curation", root / "curation")
    monkeypatch.setenv("TRACKER_ROOT", str(root))
    left = survey.run("evaluate", "--json")
    assert left.code == 0
    report = json.loads(left.out)
    assert report["works"] == {
        "judged": 74, "included": 74, "excluded": 0, "labelled": 74, "inferred": 74,
        "without_abstract": 74, "background": 0,
    }  # fmt: skip
    assert (report["by_time"]["by"], report["by_time"]["undated"]) == ("publication", 24)
    every = report["cross_validation"]["labels"]["dimensions"]["all"]
    assert every["support"] == 395
    for baseline in ("keywords", "most_frequent", "nearest"):
        assert every["ahead"][baseline]["low"] > 0
    assert report["live"]["seen"]["decisions"] == 0  # imports never count
