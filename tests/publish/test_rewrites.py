"""An edit inside a region is told from data that moved on, read cell by cell, and never lost."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.publish.test_render import EVERY, GPT, PLAIN, TEXTS, curation, include, titled
from tracker import identity
from tracker.curation.reader import Curation
from tracker.decisions import Decision
from tracker.publish.front import render_page
from tracker.publish.parts import front_parts
from tracker.publish.rewrites import Edits, edits
from tracker.publish.skeleton import new_page
from tracker.publish.stamp import STAMP
from tracker.publish.waiting import keep
from tracker.tables import Pages, Table
from tracker.works import Facts, Link, Work

FULL = replace(
    EVERY, columns=("name", "title", "date", "size", "base_model", "labels", "kind", "links")
)
ITEMS = Table("items", "Items", style="list")
KEPT = curation((GPT, PLAIN), (include(GPT, "task:qa"), include(PLAIN)), FULL, ITEMS)
PAGE = render_page(new_page("x", KEPT.pages), KEPT)


def found(page: str, kept: Curation = KEPT) -> Edits:
    return edits(front_parts(page, render_page(page, kept), kept), kept)


def edited(*changes: tuple[str, str], page: str = PAGE) -> str:
    """The page with each first text in its table exchanged for the second."""
    for old, new in changes:
        assert old in page
        page = page.replace(old, new, 1)
    return page


def asked(*changes: tuple[str, str], kept: Curation = KEPT) -> tuple[Facts | None, object]:
    """What one edited row asks of the record; nothing may be wrong with it."""
    seen = found(edited(*changes), kept)
    assert seen.problems == ()
    (edit,) = seen.found
    return edit.asks.facts, edit.asks.labels


def refused(*changes: tuple[str, str], kept: Curation = KEPT) -> str:
    seen = found(edited(*changes), kept)
    assert seen.found == ()
    (problem,) = seen.problems
    return problem.what


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        ("| BioGPT |", "| Bio\\|GPT 2 |", {"short_name": "Bio|GPT 2"}),
        ("| 347M, 1.5B |", "| 347m, 1.6 B |", {"sizes": ("347M", "1.6B")}),
        ("| 347M, 1.5B |", "|  |", {"sizes": ()}),
        ("| GPT-2 |", "| *GPT* `3` |", {"base_model": "GPT 3"}),
        ("| 2022-10-19 |", "| 2022-10 |", {"published_on": "2022-10"}),
        ("biomedical text](", "all text](", {"title": "BioGPT: generative pre-trained transformer"
                                             " for all text"}),
        ("10341) |", "10341) **(withdrawn 2025-01-02)** |", {"withdrawn_on": "2025-01-02"}),
        (" · [Code](https://github.com/microsoft/BioGPT)", "", {"links": (GPT.links[0],
                                                                          GPT.links[2])}),
        ("[Model 2](", "[Data](https://e.org/x?a=1&amp;b=2) · [Model 2](", {"links": (
            *GPT.links, Link("data", "https://e.org/x?a=1&b=2"))}),
        ("https://arxiv.org/abs/2210.10341", "https://e.org/paper", {"links": (
            Link("paper", "https://e.org/paper"), *GPT.links)}),
    ],
)  # fmt: skip
def test_a_changed_cell_is_a_fact(old: str, new: str, facts: dict[str, object]) -> None:
    assert asked((old, new)) == (Facts(facts), None)


def test_a_changed_cell_of_labels_adds_and_takes_away() -> None:
    assert asked(("| QA |", "| qa, Entities \\| names, Dataset |")) == (
        None, ("task:qa", "task:ner", "kind:data")
    )  # fmt: skip
    assert asked(("| QA |", "|  |")) == (None, ())
    assert "names no one label with 'Telepathy'" in refused(("| QA |", "| QA, Telepathy |"))


def test_an_item_of_a_list_is_read_by_its_parts() -> None:
    at = PAGE.index("tracker:items:start")
    head, items = PAGE[:at], PAGE[at:]
    item = items.replace("1. BioGPT: generative", "- **GPT-B**: BioGPT: degenerative")
    (edit,) = found(head + item).found
    assert edit.asks.facts == Facts({
        "title": "BioGPT: degenerative pre-trained transformer for biomedical text",
        "short_name": "GPT-B",
    })  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("| GPT-2 |", "| GPT-2 | more |", "does not have the 8 cells of its table"),
        ("| GPT-2 |", "| ![x](https://e.org/x.png) |", "holds a picture or a tag"),
        ("| GPT-2 |", "| [GPT-2](https://e.org) |", "holds a link where none stands"),
        ("| 2022-10-19 |", "| last week |", "'last week' is not a day, month or year"),
        ("| 347M, 1.5B |", "| big |", "'BIG' is not a parameter count"),
        ("[Code](", "[Kode](", "called neither Paper, Model, Code, Data nor Page"),
        ("| BioGPT |", "|  |", "changes the name to nothing, which this table would show as"),
        ("\n\n<!-- rendered", "\n\nA <b>word</b>.\n\n<!-- rendered", "is no row; move it out"),
    ],
)
def test_what_the_record_cannot_take_is_quoted(old: str, new: str, why: str) -> None:
    place = PAGE.index("| Name |")
    page = PAGE[:place] + PAGE[place:].replace(old, new, 1)
    (problem,) = found(page).problems
    assert why in problem.what
    assert found(page).held == {("README.md", "every")}


def test_data_that_moved_on_are_no_edit_and_an_edit_beside_them_is_one() -> None:
    later = include(GPT, "task:ner")
    stated = Facts({"base_model": "GPT-4"})
    moved = replace(later, at=later.at + timedelta(days=1), facts=stated)
    kept = replace(KEPT, decisions=(*KEPT.decisions, moved))
    assert found(PAGE, kept) == Edits()
    assert asked(("| 347M, 1.5B |", "| 1.5B |"), kept=kept) == (Facts({"sizes": ("1.5B",)}), None)
    assert asked(("| QA |", "| QA, Dataset |"), kept=kept) == (None, ("task:ner", "kind:data"))
    assert asked(("| QA |", "|  |"), ("| 347M", "| 348M"), kept=kept)[1] is None
    told = refused(("| GPT-2 |", "| GPT-3 |"), kept=kept)
    assert "says 'GPT-3' where the record now says 'GPT-4'" in told
    assert found(edited(("| GPT-2 |", "| GPT-4 |")), kept) == Edits()


def test_a_row_taken_out_asks_and_a_work_that_is_new_or_gone_does_not() -> None:
    rows = [line for line in PAGE.splitlines(keepends=True) if line.startswith("| BioGPT")]
    page = PAGE.replace(rows[0], "")
    (problem,) = found(page).problems
    assert problem.place == "line 13"
    assert "was taken out; exclude it with tracker decide arxiv:2210.10341" in problem.what
    out = Decision(include(GPT).at + timedelta(days=1), "ada", "exclude", GPT.id)
    assert found(page, replace(KEPT, decisions=(*KEPT.decisions, out))) == Edits()
    new = titled(9, "New")
    more = replace(KEPT, works=(*KEPT.works, new), decisions=(*KEPT.decisions, include(new)))
    assert found(PAGE, more) == Edits()


def test_a_typed_row_waits_as_a_new_work_and_a_second_row_of_one_is_refused() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| BioGPT"))
    typed = "| X | [X: new](https://arxiv.org/abs/2501.00077) | 2025 | | | | | |"
    (edit,) = found(edited((f"{row}\n", f"{row}\n{typed}\n"))).found
    assert (edit.text, edit.work, edit.table) == (typed, None, FULL)
    copy = row.replace("| GPT-2 |", "| GPT-3 |")
    assert "is a second row of" in refused((f"{row}\n", f"{row}\n{copy}\n"))


@pytest.mark.parametrize(
    "typed",
    [
        "1. X: new. [Paper](https://arxiv.org/abs/2501.00077)",
        "| Title |\n| --- |\n| [X: new](https://arxiv.org/abs/2501.00077) |",
    ],
)
def test_the_first_row_of_an_empty_region_is_typed_in_place_of_its_words(typed: str) -> None:
    table = Table("first", "First", style="list" if typed.startswith("1") else "table")
    kept = curation((), (), replace(table, columns=("title",)))
    page = render_page(new_page("x", kept.pages), kept)
    (edit,) = found(edited(("No work yet.", typed), page=page), kept).found
    assert (edit.text, edit.work) == (typed.splitlines()[-1], None)
    work = Work((identity.parse("arxiv:2501.00077"),), "X: new")
    listed = replace(kept, works=(work,), decisions=(include(work),))
    assert found(edited(("No work yet.", typed), page=page), listed) == Edits()
    assert found(edited(("No work yet.", ""), page=page), kept) == Edits()
    assert (
        "is no row" in found(edited(("No work yet.", "By @me."), page=page), kept).problems[0].what
    )
    beside = edited(("No work yet.", f"No work yet.\n\n{typed}"), page=page)
    assert found(beside, listed) == Edits()


def test_a_work_that_left_the_record_is_not_brought_back_by_an_edited_row() -> None:
    out = Decision(include(GPT).at + timedelta(days=1), "ada", "exclude", GPT.id)
    kept = replace(KEPT, decisions=(*KEPT.decisions, out))
    assert "is excluded in the record" in refused(("| GPT-2 |", "| GPT-3 |"), kept=kept)


def test_other_spacing_another_order_and_other_line_endings_say_nothing_new() -> None:
    padded = re.sub(r"(?m)^\|.*\|$", lambda row: row[0].replace(" | ", "   |  "), PAGE)
    lines = PAGE.splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if line.startswith("| BioGPT"))
    lines[first : first + 2] = lines[first : first + 2][::-1]
    for page in (padded, "".join(lines), PAGE.replace("\n", "\r\n")):
        assert page != PAGE
        assert found(page) == Edits()


def test_a_changed_head_holds_its_region_and_is_told_as_one() -> None:
    seen = found(edited(("| Base model |", "| Parent |")))
    own = next(line for line in PAGE.splitlines() if "| Base model |" in line)
    assert seen.found == ()
    assert seen.held == {("README.md", "every")}
    (problem,) = seen.problems
    assert problem.what.endswith(f"is not the head of this table; put back {own!r}")


def test_a_held_region_stays_and_the_others_are_filled() -> None:
    page = edited(("| GPT-2 |", "| GPT-3 |"))
    new = titled(9, "New")
    more = replace(KEPT, works=(*KEPT.works, new), decisions=(*KEPT.decisions, include(new)))
    fresh = render_page(page, more)
    kept = keep(page, fresh, frozenset({"every"}))
    every, items = (kept.partition("items:start")[n] for n in (0, 2))
    assert "| GPT-3 |" in every
    assert "2501.00009" not in every
    assert "2501.00009" in items


WORKS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS, st.booleans()), min_size=1, max_size=5)


@settings(max_examples=60)
@given(WORKS, st.booleans())
def test_what_is_rendered_reads_back_as_no_edit_whatever_strangers_write(
    facts: list[tuple[str, str, str, bool]], unstamped: bool
) -> None:
    works = tuple(
        Work(
            ids=(identity.parse(f"arxiv:2501.{number:05d}"),) if linked
            else (identity.from_title(f"w {number}"),),
            title=title, short_name=name, sizes=(other,), base_model=other,
            links=(Link("code", f"https://e.org/{other}"),),
        )
        for number, (title, name, other, linked) in enumerate(facts)
    )  # fmt: skip
    kept = curation(works, tuple(include(work, "task:ner") for work in works), FULL, ITEMS)
    page = render_page(new_page("x", Pages(tables=(FULL, ITEMS))), kept)
    if unstamped:
        page = STAMP.sub("", page)
    spaced = re.sub(r"(?m)^\| (.*) \|$", r"|   \1   |", page)
    for one in (page, spaced):
        assert found(one, kept) == Edits()
