"""The written scope: what is read of the page, and what is said of the rest."""

from pathlib import Path

import pytest

from tests.record.surveys import DOI, ONE, TWO, decided, journal, problems, put, survey
from tracker.curation import load, write_work
from tracker.scope import UNWRITTEN, Facet, Precedent, Scope, read_scope
from tracker.works import Work

PAGE = """\
# Scope

<!-- Two lines of a comment,
- not an item -->
Language models
for clinics.

## Include

1. Trains a model
   on clinical notes.
2) Measures one.

## Exclude
* Images alone.

## Must speak of
- health: clinic*, `patient`, mental health, patient
- models: LLM

## Where this comes from
1. Nobody reads this.

## Precedents
- arxiv:2407.12341v2 include: plain
  case.
- `doi:10.1038/sdata.2016.35` Exclude: only data.
"""
READ = Scope(
    "Language models for clinics.",
    ("Trains a model on clinical notes.", "Measures one."),
    ("Images alone.",),
    (Facet("health", ("clinic*", "patient", "mental health")), Facet("models", ("LLM",))),
    (Precedent(ONE, "include", "plain case."), Precedent(DOI, "exclude", "only data.")),
)


def test_a_scope_is_read_section_by_section() -> None:
    assert read_scope(PAGE, "scope.md") == (READ, [])


def test_sections_may_come_in_any_order_or_be_missing() -> None:
    page = "## Exclude\n- b\n## Include\n- a\n"
    assert read_scope(page, "scope.md") == (Scope("", ("a",), ("b",)), [])
    assert read_scope("", "scope.md") == (UNWRITTEN, [])


def test_a_scope_as_json_says_everything() -> None:
    assert READ.as_json() == {
        "about": "Language models for clinics.",
        "include": ["Trains a model on clinical notes.", "Measures one."],
        "exclude": ["Images alone."],
        "facets": {"health": ["clinic*", "patient", "mental health"], "models": ["LLM"]},
        "precedents": [
            {"work": "arxiv:2407.12341", "verdict": "include", "why": "plain case."},
            {"work": "doi:10.1038/sdata.2016.35", "verdict": "exclude", "why": "only data."},
        ],
    }


def test_the_model_reads_what_belongs_and_the_words_to_speak_of() -> None:
    assert READ.texts == (
        "Language models for clinics.\nTrains a model on clinical notes.\nMeasures one.",
        "clinic\npatient\nmental health\nLLM",
    )
    assert Scope(exclude=("Images.",)).texts == ()


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("## Includes\n- a", "line 1: the section 'Includes' is not read; did you mean 'Include'?"),
        (
            "## Include\n\nloose",
            "line 3: is no list item, so it is not read; begin it with 1. or -",
        ),
        ("## Must speak of\n- health", "line 2: must read name: phrase, phrase, …"),
        ("## Must speak of\n- health: , *", "line 2: must read name: phrase, phrase, …"),
        (
            "## Must speak of\n- a: large language model",
            "line 2: 'large language model' has more than two words, and would never be found",
        ),
        (
            "## Precedents\n- arxiv:2407.12341: yes",
            "line 2: must read IDENTIFIER include: why, or IDENTIFIER exclude: why",
        ),
        (
            "## Precedents\n- arxiv:24.1 include: yes",
            "line 2: '24.1' is not an arXiv identifier such as 2407.12345 or hep-th/9901001",
        ),
        (
            "## Precedents\n- arxiv:2407.12341 include: a\n- arxiv:2407.12341v3 exclude: b",
            "arxiv:2407.12341: is a precedent twice; keep one",
        ),
        (
            "## Include\n" + "- a\n" * 501,
            "line 502: more than 500 items under 'Include'; the rest is not read",
        ),
        ("x" * 100_001, "is longer than 100,000 characters"),
    ],
)
def test_each_fault_is_one_sentence(page: str, problem: str) -> None:
    _, found = read_scope(page, "scope.md")
    assert [str(each) for each in found] == [f"scope.md:{problem}".replace(":is l", ": is l")]


def test_control_characters_of_a_page_never_come_further() -> None:
    scope, _ = read_scope("## Include\n- a\x1b[2J\u202eb\x00c\n", "scope.md")
    assert scope.include == ("a [2J b c",)


@pytest.mark.parametrize("noise", ["<!--" * 25_000, "#" * 99_999, "- `" * 30_000, "1" * 99_999])
def test_a_hostile_page_is_read_in_time_and_says_nothing(noise: str) -> None:
    scope, _ = read_scope(f"## Include\n{noise}", "scope.md")
    assert scope.exclude == ()


def test_a_survey_without_a_scope_has_an_empty_one_and_no_problem(tmp_path: Path) -> None:
    curation = load(survey(tmp_path))
    assert (curation.scope, curation.problems) == (UNWRITTEN, ())


def test_a_survey_brings_its_scope_along(tmp_path: Path) -> None:
    put(survey(tmp_path), "scope.md", PAGE)
    write_work(tmp_path, Work((ONE,), "One"))
    curation = load(tmp_path)
    assert (curation.scope, curation.problems) == (READ, ())


def test_a_scope_that_is_no_text_is_one_problem(tmp_path: Path) -> None:
    put(survey(tmp_path), "scope.md", b"\xff\xfe")
    assert problems(tmp_path) == ["curation/scope.md: is not UTF-8 text"]


def test_a_precedent_that_the_record_does_not_bear_out_is_a_problem(tmp_path: Path) -> None:
    page = "## Precedents\n- {} include: a\n- {} exclude: b\n- {} include: c\n"
    put(survey(tmp_path), "scope.md", page.format(ONE, TWO, DOI))
    journal(
        tmp_path,
        decided(0, "exclude", ONE),
        decided(1, "include", DOI),
        decided(2, "join", DOI, other=TWO),
    )
    assert problems(tmp_path) == [
        f"curation/scope.md:{work}: is a precedent to {said}, but is {done}; change one of them"
        for work, said, done in ((ONE, "include", "excluded"), (TWO, "exclude", "included"))
    ]


def test_a_precedent_to_include_must_be_a_work_here_one_to_exclude_need_not(
    tmp_path: Path,
) -> None:
    page = "## Precedents\n- {} include: a\n- {} exclude: b\n"
    put(survey(tmp_path), "scope.md", page.format(ONE, TWO))
    (problem,) = problems(tmp_path)
    assert problem == (
        "curation/scope.md:arxiv:2407.12341: is a precedent to include, but no work here; "
        "decide on it or take it out"
    )
