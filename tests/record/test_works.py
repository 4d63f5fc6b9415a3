"""What a work's file says, and how two records of one work become one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.surveys import DOI, ONE, PMID, TWO
from tracker.identity import parse
from tracker.works import Facts, Link, Work, journal_reference, read_work, work_fields

CODE = Link("code", "https://github.com/a/b")
FULL = Work(
    ids=(ONE, DOI, PMID),
    title="On Ümläute",
    authors=("Ada Äff", "B. C."),
    published_on="2024-07-17",
    short_name="Ü",
    sizes=("2.7B", "300M"),
    base_model="Phi",
    links=(CODE,),
    sections=("Models > Small",),
    category="cs.CL",
    withdrawn_on="2025-01",
    journal="Ü 5 (2024) 1–9",
)

UNCLEAN = "w.yaml:journal: must be one line of at most 500 characters, with nothing unseen"


def told(**fields: Any) -> list[str]:
    fine = {"ids": ["arxiv:2407.12341"], "title": "T"}
    return [str(problem) for problem in read_work(fine | fields, "w.yaml")[1]]


def test_a_work_reads_back_whole() -> None:
    assert read_work(work_fields(FULL), "w.yaml") == (FULL, [])


def test_a_work_may_have_several_identifiers_in_any_order_and_spelling() -> None:
    written = [
        "pmid:31066443",
        "https://doi.org/10.1038/SDATA.2016.35",
        "2407.12341v2",
        "2407.12341",
    ]
    assert read_work({"ids": written, "title": "T"}, "w.yaml") == (Work((ONE, DOI, PMID), "T"), [])


def test_empty_fields_are_not_written() -> None:
    assert work_fields(Work((ONE,), "T")) == {"ids": ["arxiv:2407.12341"], "title": "T"}


def test_joining_keeps_the_first_records_facts_and_everything_of_both() -> None:
    paper = Link("paper", "https://a.org/b")
    other = Work((TWO, ONE), "Other", ("C",), "2025", "O", ("2.7B", "7B"), "Gemma", (paper, CODE))
    assert FULL.joined(other) == Work(
        ids=(ONE, TWO, DOI, PMID),
        title="On Ümläute",
        authors=("Ada Äff", "B. C."),
        published_on="2024-07-17",
        short_name="Ü",
        sizes=("2.7B", "300M", "7B"),
        base_model="Phi",
        links=(CODE, paper),
        sections=("Models > Small",),
        category="cs.CL",
        withdrawn_on="2025-01",
        journal="Ü 5 (2024) 1–9",
    )
    assert Work((ONE,), "").joined(other).title == "Other"
    assert Work((TWO,), "").joined(FULL).journal == "Ü 5 (2024) 1–9"


@pytest.mark.parametrize(
    ("work", "url"),
    [
        (FULL, "https://arxiv.org/abs/2407.12341"),
        (Work((DOI,), "T", links=(Link("paper", "https://a.org/"),)), "https://a.org/"),
        (Work((parse("title:t"),), "T", links=(CODE,)), ""),
    ],
)
def test_the_papers_own_link_goes_before_the_address_of_its_identifier(
    work: Work, url: str
) -> None:
    assert work.url == url


def test_facts_of_a_decision_take_the_place_of_the_works_own() -> None:
    facts = Facts({"title": "New", "sizes": (), "links": (CODE,)})
    old = Work((ONE,), "Old", authors=("A",), sizes=("1B",))
    assert old.corrected(facts) == Work((ONE,), "New", authors=("A",), links=(CODE,))
    assert facts.as_json() == {
        "title": "New",
        "sizes": [],
        "links": [{"kind": "code", "url": "https://github.com/a/b"}],
    }


@given(st.text(max_size=600) | st.text("J \n\u202e", min_size=490, max_size=520))
def test_every_text_has_a_form_that_a_works_file_takes_as_a_journal(text: str) -> None:
    clean = journal_reference(text)
    assert journal_reference(clean) == clean
    assert told(journal=clean) == []


def test_a_journal_is_cut_only_beyond_its_bound_and_visibly() -> None:
    assert journal_reference(" J.\x00 of\n X\u200b ") == "J. of X"
    assert journal_reference("J" * 500) == "J" * 500
    assert journal_reference("J" * 501) == "J" * 499 + "…"


@pytest.mark.parametrize("day", ["2024", "2024-02", "2024-02-29"])
def test_a_date_may_be_a_day_a_month_or_a_year(day: str) -> None:
    assert told(published_on=day) == []


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({"ids": []}, ["w.yaml:ids: holds no identifier"]),
        (
            {"ids": [2407.12340]},  # YAML's reading of an identifier without quotes
            ["w.yaml:ids[0]: must be text in quotes, not the float 2407.1234"],
        ),
        ({"ids": "arxiv:2407.12341"}, ["w.yaml:ids: must be a list, not text"]),
        (
            {"ids": ["2407.1234"]},
            [
                (
                    "w.yaml:ids: '2407.1234' names no work; "
                    "write arxiv:…, doi:…, pmid:…, url:… or title:…"
                )
            ],
        ),
        ({"title": None}, ["w.yaml:title: is missing"]),
        ({"title": ""}, ["w.yaml:title: is empty"]),
        ({"title": 1984}, ["w.yaml:title: must be text in quotes, not the int 1984"]),
        (
            {"title": 16**5000},
            ["w.yaml:title: must be text in quotes, not a number that large"],
        ),
        (
            {"published_on": "2023-02-29"},
            ["w.yaml:published_on: '2023-02-29' is not a day, month or year such as '2025-04-23'"],
        ),
        *(({"journal": unclean}, [UNCLEAN]) for unclean in ("J.  1", " J.", "J.\n1", "J" * 501)),
        ({"journal": "J.\u202e1"}, [UNCLEAN]),
        ({"journal": 7}, ["w.yaml:journal: must be text in quotes, not the int 7"]),
        ({"category": "CS"}, ["w.yaml:category: 'CS' is not an arXiv category such as cs.CL"]),
        ({"sizes": ["big"]}, ["w.yaml:sizes: 'big' is not a parameter count such as 2.7B"]),
        (
            {"year": "2024"},
            [
                (
                    "w.yaml:year: is not a field here; known are ids, title, authors, "
                    "published_on, short_name, sizes, base_model, links, sections, "
                    "category, withdrawn_on, journal"
                )
            ],
        ),
        ({"links": {}}, ["w.yaml:links: must be a list, not a mapping"]),
        ({"links": ["x"]}, ["w.yaml:links[0]: must be a mapping of fields, not text"]),
        ({"links": [{"url": "https://a.org"}]}, ["w.yaml:links[0].kind: is missing"]),
        ({"links": [{"kind": "code"}]}, ["w.yaml:links[0].url: is missing"]),
        (
            {"links": [{"kind": "film", "url": "https://a.org"}]},
            ["w.yaml:links[0].kind: 'film' is none of paper, model, code, data, page"],
        ),
        (
            {"links": [{"kind": "code", "url": "javascript:alert(1)"}]},
            ["w.yaml:links[0].url: 'javascript:alert(1)' is not a web address (http or https)"],
        ),
    ],
)
def test_each_fault_is_one_sentence_with_its_place(
    fields: dict[str, Any], sentences: list[str]
) -> None:
    assert told(**fields) == sentences


@pytest.mark.parametrize(("data", "kind"), [([], "a list"), ("x", "text"), (True, "true or false")])
def test_a_file_that_is_no_mapping_is_one_problem(data: Any, kind: str) -> None:
    work, problems = read_work(data, "w.yaml")
    assert work is None
    assert [str(problem) for problem in problems] == [
        f"w.yaml: must be a mapping of fields, not {kind}"
    ]
