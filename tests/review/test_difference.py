"""Word-level differences, and which of them a person must see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.review.difference import Part, brief, changed, difference, reopens

OLD = "We train a 2.7B model that answers medical questions with 81.4% accuracy."


def test_a_difference_is_in_whole_words() -> None:
    assert difference("one small model", "one  large model now") == (
        Part("same", "one"),
        Part("removed", "small"),
        Part("added", "large"),
        Part("same", "model"),
        Part("added", "now"),
    )


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_a_difference_holds_both_texts(old: list[str], new: list[str]) -> None:
    parts = difference(" ".join(old), " ".join(new))
    before = " ".join(part.text for part in parts if part.change != "added")
    after = " ".join(part.text for part in parts if part.change != "removed")
    assert (before.split(), after.split()) == (old, new)
    assert changed(parts) == (old != new)


@pytest.mark.parametrize(
    ("new", "words", "expected"),
    [
        (OLD, ["medical questions", "2.7B"], False),
        (OLD.replace("We train", "Here we trained"), ["medical questions"], False),
        (OLD.replace("medical questions", "Medical  Questions,"), ["medical questions"], False),
        (OLD.replace("questions", "qeustions"), ["medical questions"], False),
        (OLD.replace("questions", "question"), ["medical questions"], False),
        (OLD.replace("medical questions", "legal questions"), ["medical questions"], True),
        (OLD.replace("medical", "dental and medical"), ["medical questions"], False),
        (OLD.replace("medical questions", "medical exam questions"), ["medical questions"], True),
        (OLD.replace("2.7B", "7B"), ["2.7B"], True),
        (OLD.replace("81.4%", "81.5%"), ["81.4% accuracy"], True),
        (OLD.replace("model", "modem"), ["model"], True),
        (OLD.replace("model", "models"), ["model"], False),
        ("", ["train"], True),
        (OLD.replace("train", "use"), ["words of another text", ""], False),
    ],
)
def test_only_words_that_a_decision_rests_on_reopen_it(
    new: str, words: list[str], expected: bool
) -> None:
    assert reopens(OLD, new, words) is expected


@pytest.mark.parametrize(
    ("old", "new", "most", "expected"),
    [
        ("one two", "one two", 50, ""),
        ("one two", "one 2", 50, "one [-two-] {+2+}"),
        ("a b c d e f g h i", "b c d e f g h I", 50, "[-a-] b c d … f g h [-i-] {+I+}"),
        ("a b c d e f g h i", "b c d e f g h I", 12, "[-a-] b c d…"),
        ("x b c d e f", "y b c d e f", 50, "[-x-] {+y+} b c d …"),
    ],
)
def test_in_brief_only_what_changed_is_said_and_no_more_than_there_is_room_for(
    old: str, new: str, most: int, expected: str
) -> None:
    assert brief(difference(old, new), most) == expected
