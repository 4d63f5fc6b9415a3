"""Names cut for a picture: within their room, and never two alike."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.publish.lettering import breadth, distinct

NAMES = st.dictionaries(st.text(max_size=3), st.text(alphabet="ab 综́…()2", max_size=12), max_size=8)


def test_names_that_begin_alike_are_cut_where_they_differ() -> None:
    asked = {"a": "Models of 100M parameters", "b": "Models of 100M patients"}
    assert distinct(asked, 16) == {"a": "Model…parameters", "b": "Models…patients"}
    asked = {"a": "Tuning on synthetic notes A", "b": "Tuning on synthetic notes B", "c": "Other"}
    assert distinct(asked, 16) == {"a": "Tuning on synt…A", "b": "Tuning on synt…B", "c": "Other"}


def test_what_is_alike_to_its_end_or_taken_is_numbered() -> None:
    asked = {"a": "Prompts", "b": "Prompts", "c": "others", "d": "A long name", "e": "A long name"}
    assert distinct(asked, 10, ("others",)) == {
        "a": "Prompts", "b": "Promp… (2)", "c": "others (2)", "d": "A long na…", "e": "A lon… (2)",
    }  # fmt: skip


def test_letters_of_east_asian_scripts_are_twice_as_broad() -> None:
    assert (breadth("Größe"), breadth("Gro\u0308ße"), breadth("参数规模")) == (5, 5, 8)
    assert distinct({"a": "参数规模从一亿"}, 8) == {"a": "参数规…"}


@given(NAMES)
def test_every_name_fits_and_no_two_are_one(names: dict[str, str]) -> None:
    found = distinct(names, 9, ("a", "ab"))
    assert found.keys() == names.keys()
    assert len({*found.values(), "a", "ab"}) == len(names) + 2
    assert all(breadth(name) <= 9 for name in found.values())
