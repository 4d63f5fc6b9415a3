"""The pull request says which works came, changed or went, who decided, and pings nobody."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.publish.shown import items
from tests.publish.test_render import TAXONOMY, curation, include, titled
from tracker.curation.reader import Curation
from tracker.publish.changes import changes
from tracker.publish.front import render_page
from tracker.publish.request import LONGEST_BODY, Request, words
from tracker.publish.roster import Shown
from tracker.publish.skeleton import new_page
from tracker.tables import Pages, Table
from tracker.works import Link, Work

QA = Table("qa", "Answers", all_of=("task:qa",))
NER = Table("ner", "Names", style="list", all_of=("task:ner",))
ONE, TWO, THREE = titled(1, "One"), titled(2, "Two"), titled(3, "Three")
HEAD = "The tables of README.md, rendered from the decisions in `curation/`.\n"
TAIL = "\n\nRendered from the decisions in curation/ by tracker publish.\n"


def page(kept: Curation) -> str:
    return render_page(new_page("x", kept.pages), kept)


def described(old: Curation | None, kept: Curation, **said: Any) -> Request:
    """The request from the old curation's page to the new one's; none: there was no page yet."""
    shown = Shown(old, page(old)) if old else Shown(replace(kept, works=(), decisions=()))
    return words(changes(shown, kept), kept, **said)


def test_a_first_page_adds_its_works() -> None:
    kept = curation((ONE, TWO), (include(ONE, "task:qa", "task:ner"), include(TWO, "task:qa")),
                    QA, NER)  # fmt: skip
    expected = Request(
        "2 added",
        HEAD + "\n### Added (2)\n\n"
        "- [One](https://arxiv.org/abs/2501.00001) · QA, Entities \\| names · "
        "in Answers, Names · included by ada on 2025-11-21\n"
        "- [Two](https://arxiv.org/abs/2501.00002) · QA · in Answers · "
        "included by ada on 2025-11-21\n",
        "2 added" + TAIL,
    )
    assert described(None, kept) == expected
    empty = Shown(curation((), ()), new_page("x", Pages(tables=(QA, NER))))
    assert words(changes(empty, kept), kept) == expected


def test_works_that_came_changed_moved_or_went_are_told_apart() -> None:
    works = (ONE, TWO, THREE, titled(4, "Four"), titled(5, "Five"))
    old = curation(works, tuple(include(work, "task:qa") for work in works[1:]), QA, NER)
    later = datetime(2025, 11, 22, 23, 30, tzinfo=UTC)
    gone = replace(include(works[3], verdict="exclude", reason="off-topic", note="not @small #1"),
                   at=later)  # fmt: skip
    moved = replace(include(THREE, "task:ner"), at=later, by="grace")
    unlabelled = replace(include(works[4]), at=later)
    decisions = (*old.decisions, include(ONE, "task:qa"), gone, moved, unlabelled)
    retitled = (ONE, replace(TWO, title="Two, corrected"), *works[2:])
    found = described(old, curation(retitled, decisions, QA, NER))
    assert found.title == "1 added, 2 changed, 1 corrected, 1 removed"
    assert found.message == found.title + TAIL
    assert found.body == HEAD + (
        "\n### Added (1)\n\n"
        "- [One](https://arxiv.org/abs/2501.00001) · QA · in Answers · "
        "included by ada on 2025-11-21\n"
        "\n### Changed (2)\n\n"
        "- [Three](https://arxiv.org/abs/2501.00003) · **now in Names; no longer in Answers; "
        "Labels** · Entities \\| names · in Names · "
        "included by grace on 2025-11-22\n"
        "- [Five](https://arxiv.org/abs/2501.00005) · **no longer in Answers; Labels** · "
        "in no table · included by ada on 2025-11-22\n"
        "\n### Corrected (1)\n\n"
        "- [Two, corrected](https://arxiv.org/abs/2501.00002) · **Title: Two → Two, corrected** "
        "· QA · in Answers · included by ada on 2025-11-21\n"
        "\n### Removed (1)\n\n"
        "- [Four](https://arxiv.org/abs/2501.00004) · in Answers · "
        "excluded by ada on 2025-11-22: off-topic; not <span>@</span>small <span>#</span>1\n"
    )


def test_a_work_keeps_its_row_when_it_gets_a_better_identifier() -> None:
    doi = Work(ids=(ONE.ids[0].__class__("doi", "10.1000/x"),), title="One")
    old = curation((doi,), (include(doi, "task:qa"),), QA)
    both = replace(ONE, ids=(*ONE.ids, *doi.ids))
    new = curation((both,), (*old.decisions, include(both, "task:qa")), QA)
    assert described(old, new).title == "1 corrected"


def test_a_row_that_no_decision_explains_is_said_to_be_unknown() -> None:
    kept = curation((), (), QA)
    edited = page(kept).replace(
        '<a id="qa"></a>No work yet.', "1. By hand @octocat [Paper](https://e.org/x)"
    )
    found = words(changes(Shown(kept, edited), kept), kept)
    assert found.title == "1 removed"
    assert found.body.endswith(
        "- 1\\. By hand <span>@</span>octocat \\[Paper\\](https<span>:</span>//e.org/x)"
        " · not in the record\n"
    )


def test_a_work_whose_decision_was_undone_is_removed_without_one() -> None:
    old = curation((ONE,), (include(ONE, "task:qa"),), QA)
    later = datetime(2025, 11, 22, tzinfo=UTC)
    undo = replace(include(ONE, verdict="undo"), at=later, undoes=old.decisions[0].key)
    found = described(old, curation((ONE,), (*old.decisions, undo), QA))
    assert found.body.endswith(
        "- [One](https://arxiv.org/abs/2501.00001) · in Answers · no decision stands\n"
    )


def test_a_work_that_its_authors_took_back_is_told_apart() -> None:
    old = curation((ONE, TWO), (include(ONE, "task:qa"), include(TWO, "task:qa")), QA)
    gone = replace(ONE, withdrawn_on="2025-11-20")
    labelled = replace(include(TWO, "task:qa", "kind:data"), at=datetime(2025, 11, 22, tzinfo=UTC))
    table = replace(QA, columns=("title", "labels"))
    kept = curation((gone, TWO), (*old.decisions, labelled), table)
    found = described(replace(old, pages=kept.pages), kept)
    assert found.title == "1 changed, 1 withdrawn"
    assert "### Withdrawn (1)\n\n- [One](https://arxiv.org/abs/2501.00001) · QA · " in found.body
    assert "[Two](https://arxiv.org/abs/2501.00002) · **Labels** · QA, Dataset" in found.body


def test_coverage_and_the_words_that_carried_the_labels_are_told_and_disarmed() -> None:
    kept = curation((ONE,), (include(ONE, "task:qa"),), QA)
    carried = ("question answering", "by @ada | `x`", "fixes #1", "never a fourth")
    found = described(None, kept, coverage="Proven up to 2025-11-20.", evidence=lambda one: carried)
    assert found.body == HEAD + (
        "\nProven up to 2025-11-20.\n\n### Added (1)\n\n"
        "- [One](https://arxiv.org/abs/2501.00001) · QA · in Answers · by “question answering”, "
        "“by <span>@</span>ada \\| \\`x\\`”, “fixes <span>#</span>1” · "
        "included by ada on 2025-11-21\n"
    )


def test_an_imported_work_is_said_to_wait_for_a_person() -> None:
    imported = replace(include(ONE, "task:qa"), by="import", inferred=True)
    found = described(None, curation((ONE,), (imported,), QA))
    assert found.body.endswith("· imported on 2025-11-21, not yet confirmed\n")


def test_a_page_whose_rows_are_as_before_is_only_refreshed() -> None:
    kept = curation((ONE,), (include(ONE, "task:qa"),), QA)
    assert described(kept, kept) == Request(
        "Refresh the page",
        HEAD + "\nNo row changed, only the text around the rows.\n",
        "Refresh the page" + TAIL,
    )


def test_no_link_leaves_a_trace_on_a_strangers_issue() -> None:
    issue = replace(ONE, links=(Link("paper", "https://github.com/octo/repo/issues/7"),))
    found = described(None, curation((issue,), (include(issue, "task:qa"),), QA))
    assert "\n- One · QA ·" in found.body


def test_a_body_longer_than_github_takes_is_cut_and_counted() -> None:
    works = tuple(titled(number, f"{number} {'$' * 299}") for number in range(900))
    kept = curation(works, tuple(include(work, "task:qa") for work in works), QA)
    body = described(None, kept).body
    assert LONGEST_BODY - 3_000 < len(body) <= LONGEST_BODY
    shown = body.count("\n- [")
    assert body.endswith(f"\n- … and {900 - shown} more\n")
    assert "### Added (900)" in body


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_strangers_text_acts_in_the_request(title: str, note: str) -> None:
    work = titled(1, title)
    kept = curation((work,), (include(work, "task:qa", note=note),), QA)
    found = described(None, kept)
    assert (found.title, found.message) == ("1 added", "1 added" + TAIL)
    (entry,) = items(found.body.partition("### Added (1)\n\n")[2])
    assert entry.live == ()
    assert [target for _, target in entry.links] == ["https://arxiv.org/abs/2501.00001"]
    assert TAXONOMY.by_key["task:qa"].short in entry.text
