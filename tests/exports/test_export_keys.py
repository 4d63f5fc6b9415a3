"""Citation keys: readable, and the same for good."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.editions import decided, edited, titled
from tracker.publish.exports.keys import base
from tracker.works import Work


@pytest.mark.parametrize(
    ("authors", "title", "key"),
    [
        (("Ada Lovelace",), "On the Analytical Engine", "lovelace2025analytical"),
        (("J. van der Bërg",), "Why not?", "berg2025not"),
        (("García Márquez, Gabriel",), "Why not?", "garciamarquez2025not"),
        (("Łukasz Øster",), "ß", "oster2025ss"),
        (("孙中山",), "A 中 title", "title2025"),
        (("The BIG Collaboration",), "2024: The Of", "thebigcollaboration20252024"),
        ((), "MedQuad: a data set", "medquad2025data"),
        ((), "中", "2025"),
    ],
)
def test_a_key_is_author_year_and_word(authors: tuple[str, ...], title: str, key: str) -> None:
    assert base(titled(1, title, *authors)) == key


def test_a_work_of_unknown_authors_is_called_by_its_short_name() -> None:
    assert base(titled(1, "A long title", short_name="MedQuAD+")) == "medquad2025long"


def test_the_first_to_be_included_has_the_plain_key_whatever_its_identifier() -> None:
    early, late = titled(2, "One", "Ada Lovelace"), titled(1, "One", "Bob Lovelace")
    found = edited([early, late], [decided(0, early), decided(1, late)])
    assert {entry.ids[0]: entry.key for entry in found.entries} == {
        "arxiv:2501.00002": "lovelace2025one",
        "arxiv:2501.00001": "lovelace2025one-arxiv-2501.00001",
    }


def test_taking_the_first_out_changes_no_other_key() -> None:
    first, second = titled(1, "One", "Ada Lovelace"), titled(2, "One", "Ada Lovelace")
    decisions = [decided(0, first), decided(1, second), decided(2, first, "exclude")]
    (left,) = edited([first, second], decisions).entries
    assert left.key == "lovelace2025one-arxiv-2501.00002"


def test_a_title_without_a_latin_letter_gets_the_identifier() -> None:
    nameless = replace(titled(1, "中"), published_on="")
    (entry,) = edited([nameless]).entries
    assert entry.key == "arxiv-2501.00001"


WORKS = st.lists(st.sampled_from("abAB中 "), min_size=1, max_size=8).map(
    lambda titles: [titled(n, title, "Ada Lovelace") for n, title in enumerate(titles, start=1)]
)


@given(WORKS)
def test_adding_a_work_never_changes_an_older_key(works: list[Work]) -> None:
    history = [decided(n, work) for n, work in enumerate(reversed(works))]
    keys: dict[str, str] = {}
    for count in range(1, len(history) + 1):
        now = {entry.ids[0]: entry.key for entry in edited(works, history[:count]).entries}
        assert now.items() >= keys.items()
        keys = now
    assert len(set(keys.values())) == len(works)
