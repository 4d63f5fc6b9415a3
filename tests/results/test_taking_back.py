"""Words on results taken back: by another word, in this sitting or an earlier one."""

from pathlib import Path

import pytest

from tests.results.boards import FIRST, board, said
from tests.results.test_sittings import shown, value
from tracker.curation import load
from tracker.errors import SettingsError
from tracker.identity import parse
from tracker.results import standing
from tracker.settings import Settings
from tracker.steps.sittings import Sitting
from tracker.steps.vouching import settle


@pytest.fixture
def two(tmp_path: Path) -> Settings:
    return board(tmp_path)


def test_undo_takes_the_last_word_back_by_a_word_and_shows_the_result_again(two: Settings) -> None:
    sitting = Sitting(two, "ann")
    sitting.settle(confirm=True)
    sitting.settle(confirm=False)
    (taken,) = sitting.take_back()
    assert (taken.value, value(sitting), sitting.said) == ("81.4", "81.4", 1)
    sitting.take_back()
    assert (value(sitting), sitting.said) == ("67.2", 0)
    assert [one[0] for one in said(two)] == ["confirmed", "rejected", "undone", "undone"]
    assert standing(load(two.root).results) == ()
    with pytest.raises(SettingsError, match="ann has said nothing of any result"):
        sitting.take_back()


def test_what_was_stated_is_not_to_be_typed_again_after_an_undo(two: Settings) -> None:
    sitting = Sitting(two, "ann")
    sitting.correct("model", "Ours (7B)")
    sitting.correct("setting", "5-shot")
    sitting.settle(confirm=True)
    sitting.take_back()
    assert (shown(sitting).said.model, shown(sitting).said.setting) == ("Ours (7B)", "5-shot")
    sitting.correct("split", "test")
    sitting.settle(confirm=True)
    (one,) = standing(load(two.root).results)
    assert (one.model, one.split, one.setting, one.status) == (
        "Ours (7B)", "test", "5-shot", "confirmed",
    )  # fmt: skip


def test_undo_reaches_an_earlier_sitting_and_no_other_curators_words(two: Settings) -> None:
    Sitting(two, "ann").settle(confirm=True)
    Sitting(two, "bo").settle(confirm=True)
    sitting = Sitting(two, "ann")
    assert [one.by for one in sitting.take_back()] == ["ann"]
    assert value(sitting) == "67.2"
    assert [one.by for one in standing(load(two.root).results)] == ["bo"]


def test_a_corrected_result_on_file_is_taken_back_whole(two: Settings) -> None:
    settle(two, parse(FIRST), "1", "bo", True)
    (old,) = load(two.root).results
    settle(two, parse(FIRST), old.key, "ann", True, {"model": "Ours"})
    assert [one.model for one in standing(load(two.root).results)] == ["Ours"]
    sitting = Sitting(two, "ann")
    assert [one.status for one in sitting.take_back()] == ["confirmed", "rejected"]
    assert [one.model for one in standing(load(two.root).results)] == ["Ours-7B"]


def test_what_was_skipped_and_then_taken_back_around_it_is_shown_again(two: Settings) -> None:
    sitting = Sitting(two, "ann")
    sitting.settle(confirm=True)
    sitting.skip()
    sitting.take_back()
    assert value(sitting) == "67.2"
    sitting.settle(confirm=True)
    assert value(sitting) == "81.4"


def test_an_undo_reads_the_same_in_whatever_order_the_files_come(two: Settings) -> None:
    sitting = Sitting(two, "ann")
    sitting.settle(confirm=True)
    sitting.take_back()
    sitting.settle(confirm=True)
    results = load(two.root).results
    assert len(results) == 3
    assert standing(results) == standing(results[::-1]) != ()
