"""A sitting over results: what is put on file, taken back, corrected, and done by others."""

from pathlib import Path

import pytest

from tests.results.boards import FIRST, SECOND, TWO, board, revise, said
from tests.results.reports import result
from tracker.curation import load, write_result
from tracker.errors import SettingsError
from tracker.identity import parse
from tracker.results import standing
from tracker.settings import Settings
from tracker.steps.sittings import Sitting, Slip
from tracker.steps.vouching import settle


@pytest.fixture
def two(tmp_path: Path) -> Settings:
    return board(tmp_path)


def shown(sitting: Sitting) -> Slip:
    assert sitting.slip is not None
    return sitting.slip


def value(sitting: Sitting) -> str:
    return sitting.slip.said.value if sitting.slip else "nothing"


def test_each_result_is_shown_once_and_its_word_is_on_disk_before_the_next(two: Settings) -> None:
    sitting = Sitting(two, "ANN")
    assert (value(sitting), shown(sitting).title) == ("67.2", "Clinical model 1")
    sitting.settle(confirm=True)
    assert said(two) == [("confirmed", "Ours-7B", "67.2", "ann")]
    assert value(sitting) == "81.4"
    sitting.settle(confirm=False, note="copied")
    sitting.settle(confirm=True)
    assert (sitting.slip, sitting.said, len(sitting.passed)) == (None, 3, 0)
    assert said(two)[1:] == [
        ("rejected", "GPT-4", "81.4", "ann"),
        ("confirmed", "Theirs-2B", "0.83", "ann"),
    ]
    assert [one.note for one in load(two.root).results if one.status == "rejected"] == ["copied"]
    assert Sitting(two, "ann").slip is None


def test_what_is_skipped_waits_for_another_sitting(two: Settings) -> None:
    sitting = Sitting(two, "ann")
    sitting.skip()
    assert value(sitting) == "81.4"
    sitting.skip()
    sitting.skip()
    assert (sitting.slip, len(sitting.passed)) == (None, 3)
    assert value(Sitting(two, "ann")) == "67.2"


def test_a_correction_is_confirmed_and_known_names_become_keys(two: Settings) -> None:
    sitting = Sitting(two, "ann")
    for field, text in (("model", "Ours"), ("dataset", "Pub Med-QA"), ("split", "dev"),
                        ("setting", "5-shot"), ("note", "from the text")):  # fmt: skip
        sitting.correct(field, text)
    sitting.settle(confirm=True)
    (one,) = load(two.root).results
    assert (one.model, one.dataset, one.split, one.setting, one.note) == (
        "Ours", "pubmedqa", "dev", "5-shot", "from the text",
    )  # fmt: skip
    assert value(sitting) == "81.4"


def test_a_field_can_be_taken_out(two: Settings) -> None:
    sitting = Sitting(two, "ann")
    for field in ("model", "setting"):
        sitting.correct(field, "")
    assert (shown(sitting).said.model, shown(sitting).said.setting) == ("", "unknown")


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("unit", "fraction", "value: 67.2 is outside 0 to 1, where every fraction lies"),
        ("unit", "kilos", "value: the unit 'kilos' is none of percent, fraction, score"),
        ("setting", "some", "setting: 'some' is none of zero-shot, few-shot, 5-shot"),
        ("model", "m" * 201, "model: is longer than 200 characters"),
        ("quote", "Another.", "a suggestion is its own sentence"),
    ],
)
def test_what_cannot_be_is_refused_and_the_result_stays_as_shown(
    two: Settings, field: str, text: str, expected: str
) -> None:
    sitting = Sitting(two, "ann")
    before = sitting.slip
    with pytest.raises(SettingsError) as caught:
        sitting.correct(field, text)
    assert expected in str(caught.value)
    assert (sitting.slip, said(two)) == (before, [])


def test_a_word_that_another_contradicts_is_refused_before_it_is_written(two: Settings) -> None:
    sitting = Sitting(two, "ann")
    sitting.settle(confirm=True)
    sitting.correct("model", "ours 7b")
    with pytest.raises(SettingsError, match=r"has 67\.2 percent on file for the same model and te"):
        sitting.settle(confirm=True)
    assert len(said(two)) == 1
    sitting.correct("model", "GPT-4")
    sitting.settle(confirm=True)
    assert len(said(two)) == 2


def test_a_fraction_beside_percentages_of_one_source_is_refused(tmp_path: Path) -> None:
    abstract = "Ours-7B achieves 67.2% accuracy on MedQA. Its accuracy on MedQA is 0.81 for GPT-4."
    sitting = Sitting(board(tmp_path, [abstract]), "ann")
    sitting.settle(confirm=True)
    sitting.correct("model", "GPT-4")
    with pytest.raises(SettingsError, match=r"0\.81 fraction: is a fraction beside percentages"):
        sitting.settle(confirm=True)


# Quotes that are gone.


def test_a_result_to_check_again_comes_first_with_the_sentence_that_holds_its_value_now(
    two: Settings,
) -> None:
    settle(two, parse(SECOND), "1", "ann", True)
    now = "The F1 of Theirs-2B on FooMed is 0.83."
    revise(two, f"We train on 0.831 of it. {now} It fell from 0.9.", "2503.00002")
    sitting = Sitting(two, "ann")
    slip = shown(sitting)
    assert (slip.waits.why, slip.moved) == ("check again: gone in version 2", True)
    assert (slip.said.quote, slip.waits.result.quote) == (now, TWO)
    sitting.settle(confirm=True)
    (one,) = standing(load(two.root).results)
    assert (one.quote, one.version, one.status, one.offset) == (now, 2, "confirmed", 33)
    assert value(sitting) == "67.2"  # and the same number is not suggested once more


def test_a_value_that_is_gone_for_good_can_only_be_rejected(two: Settings) -> None:
    settle(two, parse(FIRST), "1", "ann", True)
    revise(two, "We train. Ours-7B achieves 70.0% accuracy on MedQA.")
    sitting = Sitting(two, "ann")
    assert (value(sitting), shown(sitting).moved) == ("67.2", False)
    with pytest.raises(SettingsError, match=r"version 2 of arxiv:2503\.00001 does not ho"):
        sitting.settle(confirm=True)
    sitting.settle(confirm=False)
    assert standing(load(two.root).results) == ()
    assert value(sitting) == "70.0"


def test_a_sentence_that_is_typed_must_hold_the_value(two: Settings) -> None:
    settle(two, parse(FIRST), "1", "ann", True)
    revise(two, "We train. Accuracy on MedQA is at 67.2 per cent for Ours-7B.")
    sitting = Sitting(two, "ann")
    with pytest.raises(SettingsError, match=r"the quote does not hold 67\.2"):
        sitting.correct("quote", "Accuracy on MedQA is high.")
    sitting.correct("quote", "Accuracy on MedQA is at 67.2 per cent for Ours-7B.")
    sitting.settle(confirm=True)
    assert [one.version for one in standing(load(two.root).results)] == [2]


def test_rejecting_takes_the_claim_back_although_another_sentence_was_shown(two: Settings) -> None:
    settle(two, parse(SECOND), "1", "ann", True)
    revise(two, "The F1 of Theirs-2B on FooMed is 0.83.", "2503.00002")
    sitting = Sitting(two, "ann")
    sitting.settle(confirm=False)
    assert standing(load(two.root).results) == ()


# What else is on file, and others at work.


def test_results_on_file_for_the_same_test_stand_beside_it_the_same_model_first(
    two: Settings,
) -> None:
    url = parse("https://example.org/board")
    for model, dataset in (("Zeta", "MedQA"), ("ours_7b", "medqa"), ("Ours-7B", "pubmedqa")):
        write_result(two.root, result(source=url, version=None, model=model, dataset=dataset,
                                      by="bo", place="page"))  # fmt: skip
    sitting = Sitting(two, "ann")
    assert [one.model for one in shown(sitting).others] == ["ours_7b", "Zeta"]
    sitting.correct("dataset", "PubMedQA")
    assert [one.model for one in shown(sitting).others] == ["Ours-7B"]


def test_one_work_is_gone_through_with_what_nobody_confirmed(two: Settings) -> None:
    write_result(two.root, result(source=parse(SECOND), place="page", status="second-hand",
                                  version=None, by="bo"))  # fmt: skip
    sitting = Sitting(two, "ann", parse(SECOND))
    assert shown(sitting).waits.why == "on file as second-hand"
    sitting.settle(confirm=True)
    assert value(sitting) == "0.83"
    sitting.settle(confirm=True)
    assert sitting.slip is None
    assert {one.status for one in standing(load(two.root).results)} == {"confirmed"}


def test_what_somebody_else_settles_meanwhile_is_not_settled_twice(two: Settings) -> None:
    sitting = Sitting(two, "ann")
    settle(two, parse(FIRST), "1", "bo", False)
    with pytest.raises(SettingsError, match=r"somebody has settled 67\.2 of arxiv:2503\.00001"):
        sitting.settle(confirm=True)
    assert (said(two), value(sitting)) == ([("rejected", "Ours-7B", "67.2", "bo")], "81.4")
    assert sitting.news == "The curation changed on disk and was read again."


def test_her_own_words_are_no_news(two: Settings) -> None:
    sitting = Sitting(two, "ann")
    sitting.settle(confirm=True)
    sitting.take_back()
    assert sitting.news == ""


def test_a_clock_that_stands_still_keeps_her_words_in_order(two: Settings) -> None:
    assert two.now is not None
    sitting = Sitting(two, "ann")
    for _ in range(3):
        sitting.settle(confirm=True)
    times = sorted(one.at for one in load(two.root).results if one.at)
    assert len(set(times)) == 3


@pytest.mark.parametrize(
    ("handle", "work", "expected"),
    [("eve", None, "no curator 'eve'"), ("ann", "arxiv:2001.00001", "no abstract of arxiv:2001")],
)
def test_nobody_and_nothing_are_wrong_usage(
    two: Settings, handle: str, work: str | None, expected: str
) -> None:
    with pytest.raises(SettingsError, match=expected):
        Sitting(two, handle, parse(work) if work else None)


def test_the_vocabularys_names_are_offered(two: Settings) -> None:
    sitting = Sitting(two, "ann")
    assert sitting.names("dataset") == ("MedQA", "PubMedQA")
    assert sitting.names("metric") == ("Accuracy", "F1")
    assert sitting.names("model") == ()


def test_a_confirmed_result_of_a_web_page_waits_for_nobody(tmp_path: Path) -> None:
    settings = board(tmp_path, [TWO])
    page = parse("https://example.org/x")
    write_result(tmp_path, result(source=page, version=None, place="page", by="ann"))
    sitting = Sitting(settings, "ann")
    assert value(sitting) == "0.83"
    sitting.skip()
    assert sitting.slip is None
