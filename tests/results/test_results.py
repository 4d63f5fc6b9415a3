"""A reported result: its file, what is wrong with one, which word counts, and when it is stale."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.record.surveys import survey as write_survey
from tests.results.reports import result
from tracker.curation import load, write_result
from tracker.curation.canonical import load as parsed
from tracker.curation.reported import written_result
from tracker.identity import parse
from tracker.results import ReportedResult, read_result, result_fields, spoken, stale, standing
from tracker.settings import Settings
from tracker.steps.tidying import tidy


def faults(**fields: str) -> list[str]:
    _, problems = read_result(result_fields(result()) | fields, "r.yaml")
    return [f"{problem.place}: {problem.what}" for problem in problems]


def test_a_result_comes_back_from_its_file_byte_for_byte() -> None:
    one = result(precision="4-bit", split="dev", offset=16, note='says "so": \u2028')
    read, problems = read_result(parsed(written_result(one)), "r.yaml")
    assert (read, problems) == (one, [])
    assert read is not None
    assert written_result(read) == written_result(one)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": "101.5"}, "value: 101.5 is outside 0 to 100, where every percent lies"),
        ({"value": "-1"}, "value: -1 is outside 0 to 100, where every percent lies"),
        (
            {"value": "57.3", "unit": "fraction"},
            "value: 57.3 is outside 0 to 1, where every fraction lies",
        ),
        ({"value": "57,3"}, "value: '57,3' is not a plain decimal such as 67.2 or 0.672"),
        ({"value": "1e5"}, "value: '1e5' is not a plain decimal such as 67.2 or 0.672"),
        ({"unit": ""}, "unit: is empty"),
        ({"unit": "points"}, "value: the unit 'points' is none of percent, fraction, score"),
        (
            {"setting": "0-shot"},
            "setting: '0-shot' is none of zero-shot, few-shot, 5-shot, fine-tuned, unknown",
        ),
        (
            {"dataset": "", "metric": ""},
            "dataset: names neither a dataset nor a metric: the number means nothing",
        ),
        ({"quote": "x" * 401}, "quote: is longer than 400 characters"),
        ({"quote": ""}, "quote: is empty"),
        (
            {"status": "sure"},
            "status: 'sure' is none of confirmed, suggested, second-hand, stale, rejected, undone",
        ),
        ({"at": "yesterday"}, "at: 'yesterday' is not an instant such as 2026-11-21T19:04:05.120Z"),
        ({"version": "two"}, "version: 'two' is not a whole number in quotes"),
        ({"status": "undone"}, "undoes: '' is not the key of the word taken back"),
        (
            {"status": "undone", "undoes": "abc"},
            "undoes: 'abc' is not the key of the word taken back",
        ),
        (
            {"undoes": "0123456789ab"},
            "undoes: belongs to a word whose status is undone",
        ),
    ],
)
def test_what_cannot_be_a_result_is_a_problem(fields: dict[str, str], expected: str) -> None:
    assert faults(**fields) == [expected]


def test_a_misspelt_field_is_a_problem() -> None:
    assert faults(modell="x")[0].startswith("modell: is not a field here")


def test_the_latest_word_on_a_claim_counts() -> None:
    first = result(status="second-hand")
    later = replace(first, status="confirmed", at=first.at and first.at + timedelta(days=1))
    assert standing([later, first]) == (later,)


def test_a_rejection_takes_back_only_what_that_quote_claims() -> None:
    said = result()
    assert said.at is not None
    no = replace(said, status="rejected", at=said.at + timedelta(days=1))
    assert standing([said, no]) == ()
    assert standing([said, replace(no, quote="Elsewhere: 57.3% on MedMCQA.")]) == (said,)


def test_a_word_taken_back_leaves_what_stood_before_it() -> None:
    said = result()
    assert said.at is not None
    no = replace(said, status="rejected", at=said.at + timedelta(days=1))
    back = replace(no, status="undone", undoes=no.key, at=said.at + timedelta(days=2))
    assert standing([back, no, said]) == (said,)
    assert standing([replace(back, undoes=said.key), no, said]) == ()
    once_more = replace(no, at=said.at + timedelta(days=3))
    assert standing([once_more, back, no, said]) == ()


def test_a_mark_stands_only_on_a_word_that_does() -> None:
    said = result()
    assert said.at is not None
    mark = replace(said, status="stale", by="import", at=said.at + timedelta(days=1))
    back = replace(said, status="undone", undoes=said.key, at=said.at + timedelta(days=2))
    assert (standing([said, mark]), spoken([said, mark])) == ((mark,), (said, mark))
    assert (standing([said, mark, back]), spoken([said, mark, back])) == ((), ())
    no = replace(said, status="rejected", at=said.at + timedelta(hours=1))
    assert (standing([said, no, mark]), spoken([said, no, mark])) == ((), (said, no, mark))


def test_two_people_never_write_one_file() -> None:
    one = result()
    assert one.path != replace(one, by="bo").path
    assert one.path.startswith("results/arxiv-2403.18421-medmcqa-accuracy-")


@pytest.mark.parametrize(
    ("quote", "version", "text", "expected"),
    [
        ("It has 57.3% on MedMCQA.", 2, "Ours. It has 57.3\\% on\n MedMCQA.", None),
        ("It has $57.3\\%$ on MedMCQA.", 2, "It has \\textbf{57.3} % on MedMCQA.", None),
        ("It has 57.3% on MedMCQA.", 2, "It has 58.1% on MedMCQA.", 2),
        ("It has 57.3% on MedMCQA.", 1, "It has 58.1% on MedMCQA.", None),
    ],
)
def test_a_result_is_stale_when_a_newer_version_lacks_its_quote(
    quote: str, version: int, text: str, expected: int | None
) -> None:
    assert stale(result(quote=quote), {"2403.18421": (version, text)}) == expected


def test_only_a_quote_from_an_abstract_can_go_stale() -> None:
    papers = {"2403.18421": (9, "Other words.")}
    assert stale(result(place="table"), papers) is None
    assert stale(result(source=parse("doi:10.1000/x")), papers) is None
    assert stale(result(), {}) is None


def survey_with(root: Path, *results: ReportedResult) -> list[str]:
    """The problems of a survey with these results on file."""
    write_survey(root)
    for one in results:
        write_result(root, one)
    return [f"{problem.place}: {problem.what}" for problem in load(root).problems]


def test_results_that_contradict_each_other_are_problems(tmp_path: Path) -> None:
    page = parse("https://example.org/board")
    one = result(source=page, by="ada")
    assert survey_with(tmp_path / "a", one) == []
    other = replace(one, value="61.1")
    found = survey_with(tmp_path / "b", one, other)
    assert len(found) == 1
    assert "give one test two values" in found[0]
    assert survey_with(
        tmp_path / "c", one, replace(one, model="Other", value="0.411", unit="fraction")
    ) == ["value: is a fraction beside percentages of one source; use one unit"]
    assert survey_with(tmp_path / "d", one, replace(one, model="Other", value="0.411")) == [
        "value: 0.411 percent beside 57.3: a fraction?"
    ]


def test_a_result_of_an_unknown_work_or_curator_is_a_problem(tmp_path: Path) -> None:
    assert survey_with(tmp_path, result(source=parse("arxiv:2001.00001"), by="nobody")) == [
        "by: no curator 'nobody' in curation/curators.yaml",
        "source: no work arxiv:2001.00001 here; decide on it first",
    ]


def test_taking_back_what_nobody_said_is_a_problem(tmp_path: Path) -> None:
    one = result(source=parse("https://example.org/board"))
    back = replace(one, status="undone", undoes=one.key)
    assert survey_with(tmp_path / "a", one, back) == []
    assert survey_with(tmp_path / "b", back) == [
        f"undoes: takes back {one.key}, which nobody said here"
    ]


def test_format_restores_a_result_mended_by_hand(tmp_path: Path) -> None:
    write_survey(tmp_path)
    one = result(source=parse("https://example.org/board"))
    path = write_result(tmp_path, one)
    path.write_text(path.read_text(encoding="utf-8").replace('"57.3"', "'58.0'"), encoding="utf-8")
    assert [p.what for p in load(tmp_path).problems] == [
        "is not in canonical form; run tracker format"
    ]
    (changed,) = tidy(Settings(root=tmp_path, database_url=""))
    assert load(tmp_path).problems == ()
    assert [r.value for r in load(tmp_path).results] == ["58.0"]
    assert (tmp_path / changed).exists()
    assert not path.exists()
