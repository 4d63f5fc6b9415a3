"""A suspicious publish is refused with its reason; an ordinary one is let through."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.publish.test_nasty_titles import TITLES
from tests.publish.test_render import TAXONOMY, curation, include, titled
from tracker.curation.reader import Curation
from tracker.decisions import Decision
from tracker.publish.changes import changes
from tracker.publish.front import render_page
from tracker.publish.gate import overruled, sentence, suspicions
from tracker.publish.printing import printing
from tracker.publish.proofreading import cells_of, misread
from tracker.publish.request import words
from tracker.publish.roster import Shown
from tracker.publish.sheets import MARK, WALL
from tracker.publish.skeleton import new_page
from tracker.tables import More, Style, Table
from tracker.works import Work

QA = Table("qa", "Answers", all_of=("task:qa",))
WORKS = tuple(titled(number, f"Work {number}") for number in range(100))
LATER = datetime(2025, 11, 22, tzinfo=UTC)


def of(works: tuple[Work, ...], decisions: tuple[Decision, ...] | None = None) -> Curation:
    taken = tuple(include(work, "task:qa") for work in works) if decisions is None else decisions
    return curation(works, taken, QA)


def said(old: Curation | None, new: Curation, page: str | None = None) -> tuple[str, ...]:
    """What the gate says when the new curation is published over the old one's page."""
    before = render_page(new_page("x", old.pages), old) if old else new_page("x", new.pages)
    after = page if page is not None else render_page(before, new)
    files = {"README.md": after.encode()}
    return suspicions(
        changes(Shown(old or of(()), before), new), {"README.md": before.encode()}, files, new
    )


def test_an_ordinary_night_is_let_through() -> None:
    assert said(of(WORKS[:90]), of(WORKS[:95])) == ()


def test_rows_that_vanish_without_a_decision_are_refused() -> None:
    (reason,) = said(of(WORKS), of(WORKS[11:]))
    assert reason == (
        "11 of 100 works would leave the tables or the survey and no decision says why "
        "(arxiv:2501.00000, arxiv:2501.00001, arxiv:2501.00010, …), where at most 10 may"
    )
    assert said(of(WORKS), of(WORKS[10:])) == ()


def test_works_that_lose_their_tables_while_still_included_are_refused() -> None:
    old = of(WORKS)
    new = replace(old, pages=replace(old.pages, tables=(replace(QA, all_of=("task:ner",)),)))
    assert [reason[:40] for reason in said(old, new)] == [
        "100 of 100 works would leave the tables "
    ]


def test_decisions_explain_works_that_go() -> None:
    gone = tuple(
        replace(include(work, verdict="exclude", reason="off topic"), at=LATER)
        for work in WORKS[:60]
    )
    old = of(WORKS)
    undone = tuple(
        replace(include(WORKS[at], verdict="undo"), at=LATER, undoes=one.key)
        for at, one in enumerate(old.decisions[60:90], start=60)
    )
    assert said(old, of(WORKS, (*old.decisions, *gone, *undone))) == ()


def test_a_jump_that_no_person_decided_is_refused_and_a_first_page_is_not() -> None:
    imported = tuple(
        replace(include(work, "task:qa"), by="import", inferred=True) for work in WORKS[10:]
    )
    new = of(WORKS, (*(include(work, "task:qa") for work in WORKS[:10]), *imported))
    (reason,) = said(of(WORKS[:10]), new)
    assert reason.startswith("90 works would come to 10 without any person's decision (arxiv:")
    assert reason.endswith("where at most 5 may")
    assert said(None, new) == ()
    assert said(of(WORKS[:10]), of(WORKS)) == ()  # the same works, each by a person


def test_a_row_with_too_many_or_too_few_cells_is_refused() -> None:
    kept = of(WORKS[:3])
    page = render_page(new_page("x", kept.pages), kept)
    rows = [line for line in page.splitlines() if "Work 1" in line]
    for spoilt in (rows[0].replace("Work 1", "Work | 1"), rows[0].replace("Work 1](", "Work 1\\")):
        (reason,) = said(kept, kept, page.replace(rows[0], spoilt).replace("\\https", "|\\https"))
        line = page.splitlines().index(rows[0]) + 1
        assert reason == f"README.md:{line}: a row that does not read as 4 cells"


def test_a_row_that_is_swallowed_by_what_stands_above_it_is_refused() -> None:
    kept = of(WORKS[:3])
    page = render_page(new_page("x", kept.pages), kept)
    swallowed = page.replace("| --- | --- | --- | --- |\n", "")
    (reason,) = said(kept, kept, swallowed)
    assert reason.endswith("does not read as 4 cells and 1 more")


def test_a_page_over_the_wall_is_refused() -> None:
    kept = of(WORKS[:3])
    files = {"pages/qa.md": (MARK + "x" * WALL).encode(), "pages/qa.svg": b"x" * WALL * 2}
    found = suspicions(changes(Shown(kept), kept), {}, files, kept)
    assert found == (
        f"pages/qa.md would hold {WALL + len(MARK):,} bytes, and GitHub shows 512,000",
    )


def test_the_refusal_is_one_sentence_and_overruling_it_stands_in_the_request() -> None:
    reasons = ("a would vanish", "b is @broken")
    assert sentence(reasons) == (
        "refused to publish: a would vanish; b is @broken; mend that, or overrule it with "
        "tracker publish --force"
    )
    request = words(changes(Shown(of(())), of(WORKS[:1])), of(WORKS[:1]))
    assert overruled(request, reasons).body == (
        "**Published with --force, although**: a would vanish; b is <span>@</span>broken.\n\n"
        + request.body
    )


@pytest.mark.parametrize("style", ["table", "list"])
def test_every_nasty_title_reads_back_as_its_row(style: Style) -> None:
    works = tuple(titled(number, title) for number, title in enumerate(TITLES))
    table = replace(QA, style=style)
    kept = curation(works, tuple(include(work, "task:qa") for work in works), table)
    kept = replace(kept, pages=replace(kept.pages, more=More(dimensions=("task", "kind"))))
    made = printing(new_page("x", kept.pages), kept, lambda _: None)
    assert [fault for path, data in made.items() for fault in misread(data.decode(), path)] == []
    assert TAXONOMY is kept.taxonomy


def test_a_cell_ends_at_a_pipe_that_nothing_escapes() -> None:
    assert cells_of(r"| a \| b | c \\| d |  |") == (r"a \| b", r"c \\", "d", "")
