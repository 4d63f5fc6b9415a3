"""A curation completed from stored papers: which file gets what, and what no one may give it."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.test_render import curation
from tests.record.surveys import DOI, ONE, TWO, decided
from tracker.curation import Curation
from tracker.curation.canonical import load
from tracker.decisions import Decision
from tracker.identity import WorkId, parse
from tracker.papers import PaperVersion
from tracker.steps.completions import Completions, completed
from tracker.works import Facts, Work, read_work

AT = datetime(2024, 7, 17, 12, tzinfo=UTC)
LISTED = Work((ONE,), "As the list has it", published_on="2024-07")
OTHER = Work((TWO,), "The other", published_on="2024-07")


def paper(work_id: WorkId, **more: Any) -> PaperVersion:
    given: dict[str, Any] = {
        "version": 2, "title": "As arXiv has it", "abstract": "…", "authors": ("Ada", "Grace"),
        "categories": ("cs.CL",), "primary_category": "cs.CL", "submitted_at": AT,
        "updated_at": AT + timedelta(days=9),
    }  # fmt: skip
    return PaperVersion(work_id.value, **{**given, **more})


def found(
    works: tuple[Work, ...], decisions: tuple[Decision, ...], *papers: PaperVersion
) -> Completions:
    return completed(curation(works, decisions), {one.arxiv_id: one for one in papers})


def files(of: Curation) -> dict[str, Work]:
    return {str(work.id): work for work in of.works}


def test_an_included_work_gets_all_that_arxiv_says_in_its_one_file() -> None:
    made = found(
        (LISTED,),
        (decided(0, "include"),),
        paper(ONE, journal_ref="Sci. Data 3", doi=DOI.value),
    )
    (one,) = made.filled
    assert one.file == Work(
        (ONE, DOI), "As the list has it", ("Ada", "Grace"), "2024-07-17", category="cs.CL",
        journal="Sci. Data 3",
    )  # fmt: skip
    assert str(one) == f"2 authors, 2024-07-17, Sci. Data 3, cs.CL, {DOI}"
    assert made.files == {
        "curation/works/arxiv-2407.12341.yaml": (
            f'ids:\n- "{ONE}"\n- "{DOI}"\ntitle: "As the list has it"\n'
            'authors:\n- "Ada"\n- "Grace"\npublished_on: "2024-07-17"\n'
            'journal: "Sci. Data 3"\ncategory: "cs.CL"\n'
        ).encode()
    }
    assert made.curation.works == (one.file,)
    assert (made.unsettled, made.differences, made.elsewhere, made.unstored) == ((), (), (), ())
    again = completed(made.curation, {ONE.value: paper(ONE, journal_ref="Sci. Data 3")})
    assert (again.filled, again.curation.works) == ((), (one.file,))


@pytest.mark.parametrize("verdict", ["exclude", "defer"])
def test_works_that_are_not_included_are_left_alone(verdict: Any) -> None:
    made = found((LISTED, OTHER), (decided(0, verdict),), paper(ONE), paper(TWO))
    assert (made.filled, made.unstored) == ((), ())


def test_what_cannot_be_filled_is_told_apart_by_its_reason() -> None:
    unlinked = Work((parse("doi:10.1000/x"),), "Unlinked")
    whole = Work((parse("doi:10.1000/y"),), "Whole", ("Ada",), "2024-07-17")
    works = (LISTED, unlinked, whole)
    taken = tuple(decided(n, "include", work.id) for n, work in enumerate(works))
    made = found(works, taken)
    assert (made.filled, made.elsewhere, made.unstored) == ((), (unlinked.id,), (ONE,))


def test_a_curators_word_counts_and_what_is_counted_out_of_it_does_not() -> None:
    facts = Facts({"journal": "", "published_on": "2024-08"})
    told = paper(ONE, journal_ref="Sci. Data 3")
    made = found((LISTED,), (decided(0, "include", facts=facts),), told)
    (one,) = made.filled
    assert (one.file.published_on, one.file.journal) == ("2024-07", "")
    assert made.curation.record.standings[0].work.published_on == "2024-08"
    vote = decided(1, "exclude", by="grace", facts=facts, shown={"second": True})
    made = found((LISTED,), (decided(0, "include"), vote), told)
    assert made.filled[0].file.journal == "Sci. Data 3"


def test_a_doi_that_another_work_has_is_named_with_both_and_given_to_neither() -> None:
    theirs = replace(OTHER, ids=(TWO, DOI), title="The @other")
    both = (decided(0, "include"), decided(1, "exclude", TWO))
    made = found((LISTED, theirs), both, paper(ONE, doi=DOI.value))
    assert made.filled[0].file.ids == (ONE,)
    assert " ".join(made.unsettled) == (
        f"arXiv gives {DOI} to {ONE}, and {TWO} (“The @other”) has it here; "
        f"if they are one work: tracker join {TWO} {ONE} --as HANDLE"
    )


def test_a_doi_that_arxiv_gives_to_two_works_goes_to_neither_whatever_their_order() -> None:
    both = (decided(0, "include"), decided(1, "include", TWO))
    papers = (paper(ONE, doi=DOI.value), paper(TWO, doi=DOI.value))
    made = found((LISTED, OTHER), both, *papers)
    assert [one.file.ids for one in made.filled] == [(ONE,), (TWO,)]
    assert " ".join(made.unsettled) == (
        f"arXiv gives {DOI} to {ONE} and {TWO}; "
        f"if they are one work: tracker join {ONE} {TWO} --as HANDLE"
    )
    turned = found((OTHER, LISTED), both[::-1], *papers[::-1])
    assert (turned.files, turned.unsettled) == (made.files, made.unsettled)


def test_a_doi_that_a_curator_split_off_stays_off_without_a_word() -> None:
    joined = replace(LISTED, ids=(ONE, DOI))
    cut = decided(1, "split", other=DOI, title="Another work")
    made = found((joined,), (decided(0, "include"), cut), paper(ONE, doi=DOI.value))
    assert made.unsettled == ()
    assert [work.work.ids for work in made.curation.record.standings] == [(ONE,), (DOI,)]
    undone = decided(2, "undo", undoes=cut.key)
    back = found((joined,), (decided(0, "include"), cut, undone), paper(ONE, doi=DOI.value))
    assert back.curation.record.standings[0].work.ids == (ONE, DOI)


def test_a_doi_after_which_the_file_would_be_named_waits_for_a_person() -> None:
    page = parse("url:https://e.org/a")
    tied = decided(1, "join", page, other=ONE)
    made = found(
        (Work((page,), "By its page"),),
        (decided(0, "include", page), tied),
        paper(ONE, doi=DOI.value),
    )
    assert made.filled[0].file.ids == (page,)
    assert " ".join(made.unsettled) == (
        f"arXiv gives {DOI} to {ONE}, after which its file would have to be named; "
        f"if that is so: tracker join {ONE} {DOI} --as HANDLE"
    )


def test_of_two_files_tied_by_a_join_the_one_that_counts_first_is_completed() -> None:
    journal = Work((DOI,), "In print", ("Ada",), "2024")
    tied = decided(1, "join", other=DOI)
    made = found((journal, LISTED), (decided(0, "include"), tied), paper(ONE))
    (one,) = made.filled
    assert one.fields == {"published_on": "2024-07-17", "category": "cs.CL"}
    assert files(made.curation)[str(DOI)] == journal
    assert made.curation.record.standings[0].work.published_on == "2024-07-17"


def test_an_included_work_without_a_file_gets_one() -> None:
    first = decided(0, "include", title="As decided")
    made = found((), (first,), paper(ONE))
    assert made.curation.works == (
        Work((ONE,), "As decided", ("Ada", "Grace"), "2024-07-17", category="cs.CL"),
    )
    assert found((), (first,)).curation.works == ()


def test_an_adopted_title_unlike_arxivs_is_left_until_a_person_confirms_the_work() -> None:
    listed = replace(LISTED, title="BioMedLM: A Language Model for Biomedical Text")
    told = paper(ONE, title="Berlin V2X: A Machine Learning Dataset", doi=DOI.value)
    adopted = decided(0, "include", by="import", inferred=True)
    made = found((listed,), (adopted,), told)
    assert (made.filled, made.differences, made.unstored) == ((), (), ())
    assert " ".join(made.unsettled) == (
        f"{ONE} is called “{listed.title}” here and “{told.title}” at arXiv: if the link is right, "
        f"confirm it: tracker decide {ONE} include --as HANDLE"
    )
    made = found((listed,), (adopted, decided(1, "include")), told)
    assert (made.unsettled, made.filled[0].file.authors) == ((), told.authors)
    assert made.filled[0].file.title == listed.title
    alike = found((LISTED,), (adopted,), paper(ONE, title="List has it otherwise"))
    assert len(alike.filled) == 1


def test_days_that_do_not_agree_are_told_and_stay() -> None:
    made = found((replace(LISTED, published_on="2024-08"),), (decided(0, "include"),), paper(ONE))
    assert made.filled[0].file.published_on == "2024-08"
    assert made.differences == (f"{ONE}: published_on is '2024-08', and '2024-07-17' at arXiv",)


@given(
    st.lists(st.text(), max_size=3), st.text(), st.text() | st.just("10.1000/a\u202eb 10.1000/c")
)
def test_whatever_arxiv_says_the_completed_file_reads_back_as_it_is(
    authors: list[str], journal: str, doi: str
) -> None:
    told = paper(ONE, authors=tuple(authors), journal_ref=journal, doi=doi)
    made = found((LISTED,), (decided(0, "include"),), told)
    (written,) = made.files.values()
    assert read_work(load(written.decode()), "w.yaml") == (made.filled[0].file, [])


def test_the_order_of_files_and_decisions_changes_no_byte() -> None:
    ids = [WorkId("arxiv", f"2407.{number:05d}") for number in range(9)]
    works = [Work((one,), f"Work {one}") for one in ids]
    taken = [decided(n, "include", one) for n, one in enumerate(ids)]
    papers = [paper(one, doi=f"10.1000/{n % 7}") for n, one in enumerate(ids)]
    made = found(tuple(works), tuple(taken), *papers)
    assert len(made.filled) == 9 and len(made.unsettled) == 2
    for some in (works, taken, papers):
        random.Random(5).shuffle(some)
    again = found(tuple(works), tuple(taken), *papers)
    assert (again.files, again.unsettled) == (made.files, made.unsettled)
