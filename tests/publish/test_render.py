"""The page shows the included works, each table its own, newest first, and nothing of the day."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.shown import cells, items
from tracker import identity
from tracker.curation.reader import Curation
from tracker.decisions import Decision, Verdict
from tracker.errors import MarkerError
from tracker.publish.front import render_page
from tracker.publish.markers import find
from tracker.publish.methods import NOTHING
from tracker.publish.render import page_rows, render_table, rows, summary
from tracker.publish.skeleton import new_page
from tracker.publish.stamp import STAMP, stamped
from tracker.tables import Pages, Table
from tracker.taxonomy import Dimension, Label, Taxonomy
from tracker.works import Link, Work

TAXONOMY = Taxonomy(
    1,
    (
        Dimension(
            "task",
            "NLP task",
            "any",
            (
                Label("task:qa", "Question answering", "Answers.", "QA"),
                Label("task:ner", "Entities | names", "Finds."),
            ),
        ),
        Dimension("kind", "Kind", "one", (Label("kind:data", "Dataset", "Is data."),)),
    ),
)
EVERY = Table("every", "Every work")
GPT = Work(
    ids=(identity.parse("arxiv:2210.10341"), identity.parse("doi:10.1093/bib/bbac409")),
    title="BioGPT: generative pre-trained transformer for biomedical text",
    published_on="2022-10-19",
    sizes=("347M", "1.5B"),
    base_model="GPT-2",
    links=(
        Link("model", "https://huggingface.co/microsoft/biogpt"),
        Link("code", "https://github.com/microsoft/BioGPT"),
        Link("model", "https://huggingface.co/microsoft/BioGPT-Large"),
    ),
)
PLAIN = Work(ids=(identity.from_title("No address at all"),), title="No address at all?")


def include(work: Work, *labels: str, verdict: Verdict = "include", **more: str) -> Decision:
    return Decision(datetime(2025, 11, 21, 9, tzinfo=UTC), "ada", verdict, work.id,
                    labels=labels, **more)  # type: ignore[arg-type]  # fmt: skip


def curation(works: tuple[Work, ...], decisions: tuple[Decision, ...], *tables: Table) -> Curation:
    pages = Pages("README.md", tables or (EVERY,))
    return Curation(TAXONOMY, (), pages, (), works, decisions, ())


def titled(number: int, title: str, day: str = "") -> Work:
    ids = (identity.parse(f"arxiv:2501.{number:05d}"),)
    return Work(ids=ids, title=title, published_on=day)


def unstamped(body: str) -> str:
    """What a reader sees of a region's inside."""
    shown, _, stamp = body.strip().rpartition("\n\n")
    assert STAMP.fullmatch(stamp)
    return shown


def rendered(table: Table, *works: Work, labels: tuple[str, ...] = ()) -> str:
    kept = curation(works, tuple(include(work, *labels) for work in works), table)
    return render_table(table, rows(table, kept.record, TAXONOMY), TAXONOMY)


def test_a_table_has_its_columns_and_dimensions_by_their_names() -> None:
    columns = ("name", "title", "date", "size", "base_model", "labels", "links", "kind", "task")
    table = replace(EVERY, columns=columns)
    assert rendered(table, GPT, labels=("kind:data", "task:ner", "task:qa", "old:gone")) == (
        "| Name | Title | Date | Size | Base model | Labels | Links | Kind | NLP task |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| BioGPT | [BioGPT: generative pre-trained transformer for biomedical text]"
        "(https://arxiv.org/abs/2210.10341) | 2022-10-19 | 347M, 1.5B | GPT-2 | "
        "QA, Entities \\| names, Dataset, old:gone | "
        "[Model](https://huggingface.co/microsoft/biogpt) · "
        "[Code](https://github.com/microsoft/BioGPT) · "
        "[Model 2](https://huggingface.co/microsoft/BioGPT-Large) | Dataset | "
        "QA, Entities \\| names |"
    )


def test_a_list_has_one_item_a_work_with_its_links() -> None:
    renamed = replace(titled(1, "A study"), short_name="Stu|dy-1")
    same = replace(titled(2, "ABC: x."), short_name="abc")
    assert rendered(replace(EVERY, style="list"), GPT, PLAIN, renamed, same) == (
        "1. BioGPT: generative pre-trained transformer for biomedical text. "
        "[Paper](https://arxiv.org/abs/2210.10341) | "
        "[Model](https://huggingface.co/microsoft/biogpt) | "
        "[Code](https://github.com/microsoft/BioGPT) | "
        "[Model 2](https://huggingface.co/microsoft/BioGPT-Large)\n"
        "1. **Stu\\|dy-1**: A study. [Paper](https://arxiv.org/abs/2501.00001)\n"
        "1. ABC: x. [Paper](https://arxiv.org/abs/2501.00002)\n"
        "1. No address at all?"
    )


def test_a_table_without_works_says_so() -> None:
    assert rendered(EVERY) == rendered(replace(EVERY, style="list")) == "No work yet."


@pytest.mark.parametrize(
    ("title", "short_name", "name"),
    [
        ("BioGPT: generative", "", "BioGPT"),
        ("Large language models in medicine: a survey", "", ""),
        ("No colon here", "", ""),
        ("Long title: x", "LT", "LT"),
        (": odd", "", ""),
    ],
)
def test_a_name_is_the_short_name_or_a_short_beginning(
    title: str, short_name: str, name: str
) -> None:
    work = replace(titled(1, title), short_name=short_name)
    assert cells(rendered(EVERY, work))[1][0].text == name


def test_a_work_known_only_by_a_decision_shows_its_identifier() -> None:
    bare = curation((), (include(titled(7, "")),))
    assert [row.title for row in rows(EVERY, bare.record, TAXONOMY)] == ["arxiv:2501.00007"]


def test_rows_are_newest_first_then_by_title_then_by_identifier() -> None:
    expected = [
        titled(1, "Later", "2025-04-23"), titled(2, "Earlier", "2025-04-22"),
        titled(3, "Only a month", "2025-04"), titled(5, "alpha", "2025"),
        titled(4, "Beta", "2025"), titled(6, "Beta", "2025"), titled(7, "Beta"),
    ]  # fmt: skip
    for works in (expected, expected[::-1], sorted(expected, key=lambda work: work.title)):
        kept = curation(tuple(works), tuple(map(include, works)))
        assert [row.work for row in rows(EVERY, kept.record, TAXONOMY)] == expected


def test_only_included_works_that_the_table_selects_are_rows() -> None:
    works = tuple(titled(n, f"T{n}") for n in range(6))
    decisions = (
        include(works[0], "task:qa"), include(works[1], "task:ner"),
        include(works[2], "task:qa", verdict="exclude"), include(works[3], verdict="defer"),
        replace(include(works[5], "task:qa"), inferred=True),
    )  # fmt: skip
    kept = curation(works, decisions)
    table = Table("qa", "QA", all_of=("task:qa",))
    shown = rows(table, kept.record, TAXONOMY)
    assert [row.work for row in shown] == [works[0], works[5]]
    assert summary(kept.record) == "3 works included, 1 deferred, 1 excluded, 1 undecided."
    assert summary(curation((), ()).record) == "0 works included."


def test_a_table_may_select_by_the_heading_a_work_was_adopted_from() -> None:
    adopted = replace(titled(1, "Adopted"), sections=("Models > Small",))
    kept = curation((adopted, titled(2, "Not")), (include(adopted), include(titled(2, "Not"))))
    table = replace(EVERY, section="Models > Small")
    assert [row.work for row in rows(table, kept.record, TAXONOMY)] == [adopted]


def test_a_new_page_is_filled_and_then_stays_as_it_is() -> None:
    tables = (EVERY, Table("qa", "Q&A | #1", style="list", all_of=("task:qa",)))
    kept = curation((GPT,), (include(GPT),), *tables)
    page = new_page("My *survey*", Pages(tables=tables))
    assert page == (
        "# My \\*survey\\*\n\n<!-- tracker:summary:start -->\n<!-- tracker:summary:end -->\n\n"
        "## Every work\n\n<!-- tracker:every:start -->\n<!-- tracker:every:end -->\n\n"
        "## Q&A \\| <span>#</span>1\n\n<!-- tracker:qa:start -->\n<!-- tracker:qa:end -->\n\n"
        "## Methods\n\n<!-- tracker:methods:start -->\n<!-- tracker:methods:end -->\n"
    )
    full = render_page(page, kept)
    assert [unstamped(full[one.begin : one.end]) for one in find(full)] == [
        "1 work included.",
        f'<a id="every"></a>1 work, newest first.\n\n{rendered(EVERY, GPT)}',
        '<a id="qa"></a>No work yet.',
        NOTHING,
    ]
    assert render_page(full, kept) == full


def test_a_page_needs_no_summary_and_a_table_may_be_called_so() -> None:
    kept = curation((), ())
    page = "<!-- tracker:every:start -->\n<!-- tracker:every:end -->\n"
    empty = '<a id="every"></a>No work yet.'
    filled = render_page(page, kept)
    assert filled == page.replace("-->\n<", f"-->\n\n{stamped(empty)}\n\n<")
    named = curation((), (), Table("summary", "Summaries"))
    assert "No work yet." in render_page(new_page("x", named.pages), named)
    with pytest.raises(MarkerError, match=r"README\.md: table 'summary' has no region"):
        render_page("nothing\n", named)


def test_the_rows_of_a_page_are_known_by_their_paper() -> None:
    tables = (EVERY, Table("items", "Items", style="list"))
    kept = curation((GPT, PLAIN), (include(GPT), include(PLAIN)), *tables)
    page = render_page(new_page("x", Pages(tables=tables)), kept)
    paper = "https://arxiv.org/abs/2210.10341"
    lines = page.splitlines()
    table_row, item_row = (line for line in lines if paper in line)
    plain_row, plain_item = (line for line in lines if "No address" in line)
    assert page_rows(page) == {
        ("every", paper): table_row,
        ("every", plain_row): plain_row,
        ("items", paper): item_row,
        ("items", plain_item): plain_item,
    }


TEXTS = st.text(max_size=40) | st.text(alphabet="|\\`*_[]()<>#~$&@:./1 \n-+א", max_size=30)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6))
def test_no_text_of_a_work_breaks_its_table_its_list_or_its_region(
    facts: list[tuple[str, str, str]],
) -> None:
    works = tuple(
        Work(
            ids=(identity.parse(f"arxiv:2501.{number:05d}"),),
            title=title,
            short_name=short_name,
            sizes=(other,),
            base_model=other,
            links=(Link("code", f"https://e.org/{other}"),),
        )
        for number, (title, short_name, other) in enumerate(facts)
    )
    columns = ("name", "title", "size", "base_model", "links", "labels")
    tables = (replace(EVERY, columns=columns), Table("items", "Items", style="list"))
    kept = curation(works, tuple(include(work, "task:ner") for work in works), *tables)
    page = render_page(new_page("x", Pages(tables=tables)), kept)
    assert render_page(page, kept) == page
    _, *regions, _ = (unstamped(page[one.begin : one.end]) for one in find(page))
    counts, (table, listed) = zip(*(one.split("\n\n", 1) for one in regions), strict=True)
    plural = "" if len(works) == 1 else "s"
    assert counts == tuple(
        f'<a id="{name}"></a>{len(works)} work{plural}, newest first.'
        for name in ("every", "items")
    )
    shown = cells(table)
    assert [len(row) for row in shown] == [6] * (len(works) + 1)
    assert {row[-1].text for row in shown[1:]} == {"Entities | names"}
    assert len(items(listed)) == len(works)
    live = [one.live for one in (*(cell for row in shown for cell in row), *items(listed))]
    assert set(live) == {()}
    assert len(page_rows(page)) == 2 * len(works)
