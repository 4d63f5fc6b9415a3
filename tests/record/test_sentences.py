"""Sentences of an abstract, and those that marked words stand in."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.sentences import Sentence, carrying, sentences

TEXT = (
    "Small models, e.g. Phi, in care\n"
    "We ask A. Smith et al. (2024) vs. others. It works! Does it? 3.5 points better. "
    "A new end"
)


def cut(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in sentences(text)]


def test_a_title_is_a_sentence_and_abbreviations_end_none() -> None:
    assert cut(TEXT) == [
        "Small models, e.g. Phi, in care",
        "We ask A. Smith et al. (2024) vs. others.",
        "It works!",
        "Does it?",
        "3.5 points better.",
        "A new end",
    ]
    assert cut("") == cut(" \n ") == []


def test_marked_sentences_come_heaviest_first_and_the_others_not_at_all() -> None:
    marks = [(TEXT.index("Phi"), 1.0), (TEXT.index("works"), 0.5), (TEXT.index("It"), 1.25)]
    it_works = TEXT.index("It works!")
    assert carrying(TEXT, marks) == [
        Sentence(it_works, it_works + 9, 1.75),
        Sentence(0, TEXT.index("\n"), 1.0),
    ]


@given(st.text(max_size=300))
def test_no_word_is_lost_whatever_the_text(text: str) -> None:
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
