"""A request that carries completed works says so: in its title, and what was filled in each."""

from dataclasses import replace

from tests.publish.test_render import curation, include, titled
from tests.publish.test_request import HEAD, TAIL, page
from tracker.publish.changes import Changes, changes, with_completed
from tracker.publish.request import with_unsettled, words
from tracker.publish.roster import Shown
from tracker.tables import Table

QA = Table("qa", "Answers", all_of=("task:qa",), columns=("title", "date", "labels"))
OLD = tuple(titled(n, f"Title {n}", "2025-01") for n in range(1, 5))
DECISIONS = tuple(include(work, "task:qa") for work in OLD)
BEFORE = curation(OLD, DECISIONS, QA)
ALL = {"authors": "2 authors", "published_on": "2025-01-02"}
SENTENCE = (
    "Completed from arXiv's record: what a work's file lacked, and days that were known less "
    "exactly. Nothing that stood there is changed."
)


def dated(number: int, day: str = "2025-01-02") -> Changes:
    """The changes of a page on which one work's day becomes exact."""
    works = tuple(replace(work, published_on=day) if work == OLD[number - 1] else work
                  for work in OLD)  # fmt: skip
    return changes(Shown(BEFORE, page(BEFORE)), curation(works, DECISIONS, QA))


def name(number: int) -> str:
    return f"arxiv:2501.{number:05d}"


def test_a_work_whose_row_stays_is_told_with_what_was_filled() -> None:
    found = with_completed(
        changes(Shown(BEFORE, page(BEFORE)), BEFORE), {name(2): {"authors": "1 author"}}
    )
    assert (found.corrected, found.completed, found.counts) == (
        (name(2),), (name(2),), {"corrected": 1},
    )  # fmt: skip
    request = words(found, BEFORE, "Coverage: complete.")
    assert (request.title, request.message) == (
        "1 completed from arXiv", "1 completed from arXiv" + TAIL,
    )  # fmt: skip
    assert request.body == (
        f"{HEAD}\n{SENTENCE}\n\nCoverage: complete.\n\n### Corrected (1)\n\n"
        "- [Title 2](https://arxiv.org/abs/2501.00002) · **from arXiv: 1 author** · QA · "
        "in Answers · included by ada on 2025-11-21\n"
    )


def test_a_day_that_only_became_exact_is_no_correction_beside_it() -> None:
    found = with_completed(dated(3), {name(3): ALL, name(1): ALL})
    told = {"arxiv": "from arXiv: 2 authors, 2025-01-02"}
    assert found.what == {name(3): told, name(1): told}
    assert found.counts == {"corrected": 2}
    assert set(found.completed) == {name(1), name(3)}


def test_what_a_person_corrected_besides_is_told_too_and_the_title_is_no_longer_arxivs() -> None:
    found = with_completed(dated(3), {name(3): {"authors": "2 authors"}, name(1): ALL})
    assert found.what[name(3)] == {
        "date": "Date: 2025-01 → 2025-01-02", "arxiv": "from arXiv: 2 authors"
    }  # fmt: skip
    assert (found.completed, len(found.corrected)) == ((name(1),), 2)
    assert words(found, BEFORE).title == "2 corrected"


def test_works_that_come_change_or_go_stay_in_their_groups() -> None:
    new = titled(9, "Title 9", "2025-01-09")
    decisions = (include(new, "task:qa"), *DECISIONS[1:3], include(OLD[3], "task:qa", "kind:data"))
    gone = include(OLD[0], verdict="exclude", reason="off topic")
    kept = curation((*OLD, new), (gone, *decisions), QA)
    found = changes(Shown(BEFORE, page(BEFORE)), kept)
    filled = {name(number): {"authors": "1 author"} for number in (9, 2, 4)}
    after = with_completed(found, filled)
    assert after.counts == {"added": 1, "changed": 1, "corrected": 1, "removed": 1}
    assert (after.corrected, after.completed) == ((name(2),), (name(2),))
    assert after.what == {
        name(4): {"labels": "Labels", "arxiv": "from arXiv: 1 author"},
        name(2): {"arxiv": "from arXiv: 1 author"},
    }


def test_a_work_that_no_table_shows_has_its_line_without_one() -> None:
    unlabelled = include(OLD[0])
    kept = curation(OLD, (unlabelled, *DECISIONS[1:]), QA)
    found = with_completed(changes(Shown(kept, page(kept)), kept), {name(1): ALL})
    assert words(found, kept).body.endswith(
        "- [Title 1](https://arxiv.org/abs/2501.00001) · **from arXiv: 2 authors, 2025-01-02** · "
        "in no table · included by ada on 2025-11-21\n"
    )


def test_strangers_words_do_nothing_in_what_was_filled() -> None:
    filled = {name(1): {"journal": "J. @octocat | #1 <b> https://e.org/" + "x" * 5_000}}
    found = with_completed(changes(Shown(BEFORE, page(BEFORE)), BEFORE), filled)
    (line,) = [one for one in words(found, BEFORE).body.splitlines() if one.startswith("- ")]
    assert r"**from arXiv: J. <span>@</span>octocat \| <span>#</span>1 \<b>" in line
    assert len(line) < 1_000


def test_of_many_unsettled_twenty_are_named_and_the_rest_counted() -> None:
    request = words(changes(Shown(BEFORE), BEFORE), BEFORE)
    assert with_unsettled(request, ()) is request
    told = with_unsettled(request, [f"@one and {n}" for n in range(23)]).body
    assert told.startswith(request.body.rstrip("\n") + "\n\n### For a curator to settle (23)\n\n")
    assert told.endswith("- <span>@</span>one and 19\n- … and 3 more\n")
