"""Entries joined into works, by their links and by their titles."""

import pytest

from tracker.adopt.entries import Link, read_page
from tracker.adopt.works import Listing, gather
from tracker.identity import WorkId
from tracker.problems import Problem

A = "https://arxiv.org/abs/"


def works(text: str) -> tuple[list[tuple[list[str], tuple[int, ...]]], list[tuple[str, str]]]:
    """The ids and entries of each work of a page, and its problems."""
    listings, problems = gather(read_page(text, "R.md"), "R.md")
    ids = [([str(work) for work in one.ids], one.entries) for one in listings]
    return ids, [(problem.place, problem.what) for problem in problems]


def test_an_entry_listed_in_two_sections_is_one_work_with_all_its_links() -> None:
    page = read_page(
        f"## A\n- One model. [Paper]({A}2401.00001v2)\n## B\n"
        f"- One model. [PDF](https://arxiv.org/pdf/2401.00001) [Code](https://github.com/l/t)\n",
        "R.md",
    )
    assert gather(page, "R.md") == (
        (
            Listing(
                (WorkId("arxiv", "2401.00001"),),
                "One model",
                (
                    Link("Paper", f"{A}2401.00001v2"),
                    Link("PDF", "https://arxiv.org/pdf/2401.00001"),
                    Link("Code", "https://github.com/l/t"),
                ),
                (("A",), ("B",)),
                (0, 1),
            ),
        ),
        (),
    )


def test_a_paper_link_names_the_work_and_several_give_several_names() -> None:
    assert works(
        "## A\n"
        "- One model. [Code](https://github.com/l/t) [DOI](https://doi.org/10.1000/ABC) "
        f"[arXiv]({A}2401.00001)\n"
        "- Two model. [Hub paper](https://huggingface.co/papers/2401.00002)\n"
        "- Three model. [Paper](https://proceedings.mlr.press/v1/x.html) [Code](https://github.com/l/t)\n"
    ) == (
        [
            (["arxiv:2401.00001", "doi:10.1000/abc"], (0,)),
            (["arxiv:2401.00002"], (1,)),
            (["url:https://proceedings.mlr.press/v1/x.html"], (2,)),
        ],
        [],
    )


def test_without_a_paper_another_link_or_the_title_names_the_work_and_it_is_reported() -> None:
    assert works(
        f"## A\n- One model. [Paper]({A}2401.00001)\n"
        "- Two model. [Data](https://zenodo.org/records/1)\n- Three model\n"
        "- Four model. [Paper](https://[bad)\n"
    ) == (
        [
            (["arxiv:2401.00001"], (0,)),
            (["url:https://zenodo.org/records/1"], (1,)),
            (["title:three-model"], (2,)),
            (["title:four-model"], (3,)),
        ],
        [
            ("line 3", "'Two model' has no link to a paper, only to https://zenodo.org/records/1"),
            ("line 4", "'Three model' has no link: add one to its paper"),
            ("line 5", "'Four model' has no link to a paper, only to https://[bad"),
            ("line 5", "the link 'https://[bad' is no web address: left out, mend it in the list"),
        ],
    )


@pytest.mark.parametrize(
    "url", ["slides.pdf", "../x.pdf", "/code/x", "x/y.github.com", "ftp://a.org/b", "https://"]
)
def test_a_link_that_the_record_would_refuse_is_left_out_and_reported(url: str) -> None:
    page = read_page(f"## A\n- One model. [Paper]({A}2401.00001) [Slides]({url})\n", "R.md")
    (listing,), problems = gather(page, "R.md")
    assert listing.links == (Link("Paper", f"{A}2401.00001"),)
    assert [str(problem) for problem in problems] == [
        f"R.md:line 2: the link {url!r} is no web address: left out, mend it in the list"
    ]


def test_two_works_behind_one_link_stay_two_and_the_link_is_reported() -> None:
    one = "Large language models are poor medical coders"
    two = "Leveraging large language models for clinical abbreviation disambiguation"
    link = "[Paper](https://doi.org/10.1000/shared)"
    assert works(f"## A\n- {one}. {link}\n- {two}. {link}\n") == (
        [
            (["doi:10.1000/shared"], (0,)),
            ([f"title:{two.lower().replace(' ', '-')}"], (1,)),
        ],
        [
            (
                "line 3",
                (
                    f"{two!r} has the same link as {one!r} on line 2 (doi:10.1000/shared): "
                    "one of the two links is wrong"
                ),
            )
        ],
    )


def test_one_work_in_two_wordings_is_joined_and_both_are_quoted() -> None:
    one = "lab/guidelines: NOTES-70B: Scaling Medical Pretraining"
    two = "NOTES-7B: Scaling Medical Pretraining"
    link = f"[Paper]({A}2401.00001)"
    assert works(f"## A\n- {one}. {link}\n## B\n- {two}. {link}\n") == (
        [(["arxiv:2401.00001"], (0, 1))],
        [
            (
                "line 4",
                (
                    f"{two!r} repeats the work on line 2 in other words ({one!r}): "
                    "give both the same title"
                ),
            )
        ],
    )


def test_one_title_under_identifiers_of_different_schemes_is_one_work() -> None:
    assert works(
        f"## A\n- One model. [Paper]({A}2401.00001)\n"
        "## B\n- One Model. [Paper](https://doi.org/10.1000/x)\n- One model\n"
    ) == (
        [(["arxiv:2401.00001", "doi:10.1000/x"], (0, 1, 2))],
        [
            (
                "line 4",
                (
                    "'One Model' repeats the work on line 2 in other words ('One model'): "
                    "give both the same title"
                ),
            ),
            ("line 5", "'One model' has no link: add one to its paper"),
            ("line 5", "'One model' is listed twice in this section: drop one"),
        ],
    )


def test_one_title_under_two_arxiv_identifiers_is_two_works_and_reported() -> None:
    assert works(
        f"## A\n- One model. [Paper]({A}2401.00001)\n- One model. [Paper]({A}2401.00002)\n"
    ) == (
        [(["arxiv:2401.00001"], (0,)), (["arxiv:2401.00002"], (1,))],
        [
            (
                "line 3",
                (
                    "'One model' is arxiv:2401.00002 here and arxiv:2401.00001 on line 2: "
                    "kept as two works, mend the link if they are one"
                ),
            )
        ],
    )


def test_a_work_twice_in_a_section_and_two_arxiv_papers_in_an_entry_are_reported() -> None:
    link = f"[Paper]({A}2401.00001)"
    assert works(f"## A\n- One model. {link}\n- One model. {link} [PDF]({A}2401.00002)\n") == (
        [(["arxiv:2401.00001"], (0, 1))],
        [
            (
                "line 3",
                (
                    "'One model' names arxiv:2401.00001 and arxiv:2401.00002: "
                    "the first link counts, give each its own entry"
                ),
            ),
            ("line 3", "'One model' is listed twice in this section: drop one"),
        ],
    )


def test_problems_carry_the_file_and_stand_in_the_order_of_the_page() -> None:
    page = read_page(
        f"## A\n- B model\n- C model. [Paper]({A}2401.00001)\n- D model\n", "docs/R.md"
    )
    assert gather(page, "docs/R.md")[1] == ()
    page = read_page(f"## A\n- B model\n- C model. [Paper]({A}2401.00001)\n", "docs/R.md")
    assert gather(page, "docs/R.md")[1] == (
        Problem("docs/R.md", "line 2", "'B model' has no link: add one to its paper"),
    )
