"""What arXiv's word adds to a work: only what is not there."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.surveys import DOI, ONE
from tracker.completion import FIELDS, additions, differences, is_titled_alike, is_whole
from tracker.works import Work, work_fields

ADOPTED = Work((ONE,), "As the list has it", published_on="2024-07", sizes=("2.7B",))
TOLD = Work(
    (ONE, DOI), "As arXiv has it", ("Ada", "Grace"), "2024-07-17", category="cs.CL", journal="J. 1"
)


def test_an_adopted_work_gets_authors_day_journal_and_category_and_keeps_its_title() -> None:
    filled = additions(ADOPTED, TOLD)
    assert filled == {
        "authors": ("Ada", "Grace"),
        "published_on": "2024-07-17",
        "journal": "J. 1",
        "category": "cs.CL",
    }
    assert replace(ADOPTED, **filled).title == "As the list has it"


@pytest.mark.parametrize(
    ("mine", "day", "filled"),
    [
        ("", "2022-10-19", "2022-10-19"),
        ("2022", "2022-10-19", "2022-10-19"),
        ("2022-10", "2022-10-19", "2022-10-19"),
        ("2022-11", "2022-10-19", None),
        ("2021", "2022-10-19", None),
        ("2022-10-19", "2022-10-19", None),
        ("2022-10-18", "2022-10-19", None),
        ("2022-1", "2022-10-19", None),
        ("2022-10-19", "2022-10", None),
        ("2022-10", "", None),
    ],
)
def test_a_month_becomes_the_exact_day_only_if_the_day_lies_in_it(
    mine: str, day: str, filled: str | None
) -> None:
    work = replace(ADOPTED, published_on=mine)
    assert additions(work, replace(TOLD, published_on=day)).get("published_on") == filled


def test_a_text_that_only_begins_like_arxivs_is_not_filled_up() -> None:
    work = replace(ADOPTED, journal="J", category="q")
    told = replace(TOLD, journal="J-1", category="q-bio")
    assert additions(work, told).keys() == {"authors", "published_on"}


def test_what_a_curator_stated_stays_empty_fields_too() -> None:
    assert additions(ADOPTED, TOLD, {"journal", "published_on"}).keys() == {"authors", "category"}


@pytest.mark.parametrize(
    ("mine", "told", "stated", "expected"),
    [
        ({}, {}, (), []),
        ({"published_on": "2024-07-17", "journal": "J. 1"}, {}, (), []),
        ({"published_on": "2024", "journal": ""}, {}, (), []),
        (
            {"published_on": "2024-08", "journal": "J. 1 (2024)"},
            {},
            (),
            ["published_on is '2024-08', and '2024-07-17' at arXiv",
             "journal is 'J. 1 (2024)', and 'J. 1' at arXiv"],
        ),
        ({"published_on": "2024-08", "journal": "J. 2"}, {"journal": ""}, ("published_on",), []),
    ],
)  # fmt: skip
def test_days_and_journals_that_are_not_arxivs_are_told(
    mine: dict[str, Any], told: dict[str, Any], stated: tuple[str, ...], expected: list[str]
) -> None:
    found = differences(replace(ADOPTED, **mine), replace(TOLD, **told), stated)
    assert list(found) == expected


@pytest.mark.parametrize(
    ("mine", "theirs", "alike"),
    [
        ("PubMedQA: A Dataset", "pubmedqa a DATASET for questions", True),
        ("Radiology-Llama2", "Radiology-Llama2: Best-in-Class Model", True),
        ("The Ways of Models", "Other Models, New Ways", True),
        ("Evaluating Model Decisions", "Random Model Sampling of People", False),
        ("BioMedLM: a model of text", "Berlin V2X: data of vehicles", False),
        ("RT", "RT", True),
        ("RT", "LLM", False),
        ("日本語の題", "別の題名", False),
        ("日本語の題", "日本語の題", True),
        ("?!", "Anything", True),
    ],
)
def test_titles_are_alike_that_share_half_of_the_shorter_ones_longer_words(
    mine: str, theirs: str, alike: bool
) -> None:
    assert is_titled_alike(mine, theirs) is alike
    assert is_titled_alike(theirs, mine) is alike


def test_a_citation_is_whole_with_authors_and_a_day() -> None:
    assert is_whole(TOLD)
    assert not is_whole(replace(TOLD, authors=()))
    assert not is_whole(replace(TOLD, published_on="2024-07"))


texts = st.sampled_from(["", "J. 1", "K 2"])
works = st.builds(
    Work,
    ids=st.just((ONE,)),
    title=st.sampled_from(["T", "U"]),
    authors=st.sampled_from([(), ("Ada",), ("Bo", "Cy")]),
    published_on=st.sampled_from(["", "2024", "2024-07", "2024-07-17", "2024-08", "2023-07-17"]),
    category=st.sampled_from(["", "cs.CL", "cs.LG"]),
    journal=texts,
    base_model=texts,
    withdrawn_on=st.sampled_from(["", "2025"]),
)


@given(works, works, st.sets(st.sampled_from(FIELDS)))
def test_completing_fills_once_and_changes_nothing_that_was_there(
    work: Work, told: Work, stated: set[str]
) -> None:
    whole = replace(work, **additions(work, told, stated))
    assert additions(whole, told, stated) == {}
    for name, value in work_fields(work).items():
        after = work_fields(whole)[name]
        assert after == value or (name == "published_on" and after.startswith(f"{value}-"))
    assert work_fields(whole).keys() - work_fields(work).keys() <= {*FIELDS} - stated


@given(works, works, st.permutations([0, 1]))
def test_where_two_words_do_not_contradict_each_other_their_order_is_no_matter(
    work: Work, told: Work, order: list[int]
) -> None:
    later = replace(told, journal=told.journal or "J. 1", category=told.category or "cs.CL")
    for which in order:
        word = (told, later)[which]
        work = replace(work, **additions(work, word))
    assert additions(work, told) == additions(work, later) == {}
