"""Proving coverage: every state of a cell, and no more questions than it takes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.harvest.nights import (
    FRIDAY,
    LATER,
    MONDAY,
    SATURDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    announced,
    arxiv,
    filled,
    one_night,
    paper,
    papers,
    questions,
    states,
    store,
    versions,
)
from tracker.coverage import CoverageCell, last_proven
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.announcements import Announcement
from tracker.demo.arxiv.faults import Fault
from tracker.harvest.night import PullReport
from tracker.harvest.search import PAGE
from tracker.store.ledger import Ledger

WEEK = filled(MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, each=3)
ALL_WEEK = (MONDAY, FRIDAY)


def search_only(
    server: LoopbackArxiv,
    folder: Path,
    days: tuple[date, date],
    now: datetime = LATER,
    page: int = PAGE,
) -> PullReport:
    """A night on which OAI-PMH is shut; with small pages, the latest papers are not all."""
    server.shut.add("oai")
    return one_night(server, folder, days, now, page=page)


def asked(server: LoopbackArxiv, since: int = 0) -> list[str]:
    """The questions about days."""
    return [question for question in questions(server, since) if ".." in question]


def cell(report: PullReport) -> tuple[str, int | None, int, int, int, str]:
    (only,) = report.cells
    return only.state, only.expected, only.stored, only.attempts, only.fetched, only.note


def test_a_day_whose_papers_are_all_stored_is_proven(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 6))) as server:
        report = one_night(server, tmp_path, (MONDAY, MONDAY))
        days = asked(server)
    assert (cell(report), report.ok) == (("proven", 5, 5, 1, 0, ""), True)
    assert days == ["05-05..05-05 0+1", "05-05..05-05 0+1"]  # the day, then the recount


def test_without_oai_the_day_is_listed_page_by_page_and_proven(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 6))) as server:
        report = search_only(server, tmp_path, (MONDAY, MONDAY), page=2)
        days = asked(server)
    assert (cell(report), len(versions(tmp_path))) == (("proven", 5, 5, 1, 0, ""), 5)
    assert days == [
        "05-05..05-05 0+1",
        "05-05..05-05 0+2",
        "05-05..05-05 2+2",
        "05-05..05-05 4+2",
        "05-05..05-05 0+1",
    ]


def test_a_day_without_a_usable_answer_failed(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 6))) as server:
        server.fault(Fault("html", "search", times=50))
        report = one_night(server, tmp_path, (MONDAY, MONDAY))
    state, expected, stored, attempts, _, note = cell(report)
    assert (state, expected, stored, attempts, report.ok) == ("failed", None, 5, 1, False)
    assert note.endswith("gave no usable answer in 5 tries: HTML instead of a feed")


def test_after_two_days_without_an_answer_the_others_are_not_asked(tmp_path: Path) -> None:
    with arxiv(*WEEK) as server:
        server.shut.add("search")
        report = one_night(server, tmp_path, ALL_WEEK)
    notes = {cell.note for cell in report.cells[2:]}
    assert [cell.attempts for cell in report.cells] == [1, 1, 0, 0, 0]
    assert (set(states(report).values()), notes) == (
        {"failed"},
        {"not asked: the search API was shut"},
    )
    assert (list(report.shut), report.ok) == (["search"], False)


def test_a_day_with_an_unreadable_paper_is_partial_and_names_it(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 4))) as server:
        server.fault(Fault("bad date", "search", times=30, match="start=1&"))
        server.fault(Fault("bad date", "search", times=30, match="id_list=2505"))
        report = search_only(server, tmp_path, (MONDAY, MONDAY), page=1)
    assert cell(report) == ("partial", 3, 2, 1, 0, "1 of 3 differ: 2505.00002")
    assert report.unreadable == ("2505.00002",)


def test_an_unreadable_entry_is_fetched_by_id(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 4))) as server:
        server.fault(Fault("bad date", "search", times=3, match="start=1&"))
        report = search_only(server, tmp_path, (MONDAY, MONDAY), page=1)
        by_id = [each for each in questions(server) if each.startswith("ids")]
    assert (cell(report)[0], by_id) == ("proven", ["ids 2505.00002"])
    assert (report.unreadable, report.faults["an unreadable entry"]) == ((), 2)


def test_a_weekend_without_papers_is_empty_once_announced(tmp_path: Path) -> None:
    with arxiv(*WEEK) as server:
        early = datetime(2025, 5, 11, 9, 30, tzinfo=UTC)
        before = search_only(server, tmp_path, (SATURDAY, SATURDAY), early)
        after = search_only(server, tmp_path, (SATURDAY, SATURDAY))
    assert (cell(before), before.ok) == (("partial", 0, 0, 1, 0, "not announced yet"), False)
    assert (cell(after), after.ok) == (("empty", 0, 0, 2, 0, ""), True)


def test_a_weekday_not_announced_yet_is_partial(tmp_path: Path) -> None:
    with arxiv(*WEEK) as server:
        now = datetime(2025, 5, 6, 9, 30, tzinfo=UTC)
        report = one_night(server, tmp_path, (MONDAY, MONDAY), now)
    assert (cell(report), report.ok) == (("partial", 0, 0, 1, 0, "not announced yet"), False)


def test_a_weekday_of_none_is_proven_by_its_week(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, [1, 2])) as server:
        report = one_night(server, tmp_path, (WEDNESDAY, WEDNESDAY))
        days = asked(server)
    assert cell(report) == ("proven", 0, 0, 1, 0, "none; 2 in the week up to this day")
    assert days[:3] == ["05-07..05-07 0+500", "05-07..05-07 0+1", "05-01..05-07 0+1"]


def test_a_week_of_none_is_proven_by_any_paper_ever(tmp_path: Path) -> None:
    with arxiv(paper(1, date(2025, 3, 3))) as server:
        report = one_night(server, tmp_path, (WEDNESDAY, WEDNESDAY))
    assert cell(report) == ("proven", 0, 0, 1, 0, "none; 0 in the week up to this day")


def test_a_category_that_never_had_a_paper_is_not_taken_for_proven(tmp_path: Path) -> None:
    with arxiv() as server:
        report = one_night(server, tmp_path, (WEDNESDAY, WEDNESDAY))
    note = "arXiv says none, but nothing bears it out"
    assert (cell(report), report.ok) == (("partial", 0, 0, 1, 0, note), False)
    assert report.summary.startswith("nothing was proven: 0 papers seen")


@pytest.mark.parametrize("day", [MONDAY, SATURDAY])
def test_a_total_of_none_by_accident_is_not_believed(day: date, tmp_path: Path) -> None:
    with arxiv(*papers(day, range(1, 4))) as server:
        server.fault(Fault("zero total", "search", match="2359]"))
        report = search_only(server, tmp_path, (day, day))
    assert (cell(report), len(versions(tmp_path))) == (("proven", 3, 3, 1, 0, ""), 3)


def test_a_total_of_none_against_stored_papers_is_asked_again(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 4))) as server:
        server.fault(Fault("zero total", "search", times=2))
        report = one_night(server, tmp_path, (MONDAY, MONDAY))
    assert (cell(report)[0], report.faults) == ("proven", {"a total of none": 2})


def test_a_total_of_none_that_stays_leaves_the_day_open(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 4))) as server:
        server.fault(Fault("zero total", "search", times=30))
        report = one_night(server, tmp_path, (MONDAY, MONDAY))
    note = "arXiv says none of the 3 papers stored for this day"
    assert cell(report) == ("partial", None, 3, 1, 0, note)


@pytest.mark.parametrize("by", [-2, -1, 1, 2])
@pytest.mark.parametrize("oai", ["open", "shut"])
def test_one_wrong_total_changes_nothing_in_the_end(oai: str, by: int, tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 6))) as server:
        server.fault(Fault("wrong total", "search", by=by, match="2359]"))
        if oai == "shut":
            server.shut.add("oai")
        report = one_night(server, tmp_path, (MONDAY, MONDAY))
    assert cell(report) == ("proven", 5, 5, 1, 0, "")


def test_a_total_that_stays_too_large_leaves_the_day_open(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 6))) as server:
        server.fault(Fault("wrong total", "search", times=50))
        report = one_night(server, tmp_path, (MONDAY, MONDAY))
    assert (report.cells[0].state, report.ok) == ("failed", False)


def recounted(folder: Path, after: dict[date, list[Any]]) -> tuple[PullReport, list[str]]:
    """A proven week, then papers that come late: the second night's report and questions."""
    tomorrow = LATER + timedelta(days=1)
    with arxiv(*WEEK) as server:
        first = search_only(server, folder, ALL_WEEK, page=2)
        assert set(states(first).values()) == {"proven"}
        late = [each for made in after.values() for each in made]
        server.announce(*(Announcement(tomorrow, each) for each in late))
        before = len(server.requests)
        report = search_only(server, folder, ALL_WEEK, tomorrow, page=2)
        return report, asked(server, before)


def test_a_span_that_adds_up_costs_one_question(tmp_path: Path) -> None:
    report, days = recounted(tmp_path, {})
    assert (days, report.confirmed, report.ok) == (["05-05..05-09 0+1"], 5, True)


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (
            {MONDAY: papers(MONDAY, [77])},
            ["05-05..05-09 0+1", "05-05..05-06 0+1", "05-05..05-05 0+1", "05-05..05-05 0+1",
             "05-05..05-05 0+2", "05-05..05-05 2+2"],
        ),
        (
            {FRIDAY: papers(FRIDAY, [77])},
            ["05-05..05-09 0+1", "05-05..05-06 0+1", "05-07..05-07 0+1", "05-08..05-08 0+1",
             "05-09..05-09 0+1", "05-09..05-09 0+2", "05-09..05-09 2+2"],
        ),
        (
            {MONDAY: papers(MONDAY, [77]), WEDNESDAY: papers(WEDNESDAY, [78, 79])},
            ["05-05..05-09 0+1", "05-05..05-06 0+1", "05-05..05-05 0+1", "05-05..05-05 0+1",
             "05-05..05-05 0+2", "05-05..05-05 2+2", "05-07..05-07 0+1", "05-07..05-07 0+1",
             "05-07..05-07 0+2", "05-07..05-07 2+2", "05-07..05-07 4+2"],
        ),
    ],
)  # fmt: skip
def test_papers_held_in_moderation_are_found_by_halving_the_span(
    late: dict[date, list[Any]], expected: list[str], tmp_path: Path
) -> None:
    report, days = recounted(tmp_path, late)
    held = {each.arxiv_id for made in late.values() for each in made}
    assert days == expected
    assert set(states(report).values()) == {"proven"}
    assert (report.saved.new, held <= versions(tmp_path).keys()) == (len(held), True)


def test_a_wrong_total_for_the_span_finds_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    tomorrow = LATER + timedelta(days=1)
    with arxiv(*WEEK) as server:
        one_night(server, tmp_path, ALL_WEEK)
        server.fault(Fault("wrong total", "search", match="20250509"))
        report = one_night(server, tmp_path, ALL_WEEK, tomorrow)
    assert (set(states(report).values()), report.saved.new) == ({"proven"}, 0)


def test_totals_that_contradict_the_days_of_the_same_night_are_reported(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 4))) as server:
        server.fault(Fault("wrong total", "search", match="202505050000 TO 202505062359"))
        report = one_night(server, tmp_path, (MONDAY, TUESDAY))
    assert set(states(report).values()) == {"proven"}
    assert report.remarks == (
        "survey: arXiv's totals differ, the days up to 2025-05-06 add up to +1 papers",
    )


def test_open_days_are_asked_again_even_outside_the_window(tmp_path: Path) -> None:
    with arxiv(*WEEK) as server:
        server.fault(Fault("html", "search", times=5, match="20250505"))
        first = one_night(server, tmp_path, (MONDAY, TUESDAY))
        second = one_night(server, tmp_path, (FRIDAY, FRIDAY), LATER + timedelta(days=1))
        ledger = Ledger(store(tmp_path)).cells()
    assert states(first) == {"Mon 05": "failed", "Tue 06": "proven"}
    assert [(each.day, each.state) for each in ledger] == [
        (MONDAY, "proven"),
        (TUESDAY, "proven"),
        (FRIDAY, "proven"),
    ]
    assert second.open_cells == ()


def test_a_day_proven_before_its_last_announcement_is_asked_again(tmp_path: Path) -> None:
    early, late = papers(MONDAY, [1, 2]), paper(3, MONDAY, hour=23)
    half = datetime(2025, 5, 6, 0, tzinfo=UTC)
    history = [*(Announcement(half, each) for each in early), *announced(late)]
    with LoopbackArxiv(history, now=half) as server:
        now = datetime(2025, 5, 6, 9, 30, tzinfo=UTC)
        first = one_night(server, tmp_path, (MONDAY, MONDAY), now)
        second = one_night(server, tmp_path, (MONDAY, MONDAY), now + timedelta(days=1))
        third = one_night(server, tmp_path, (MONDAY, MONDAY), now + timedelta(days=2))
    assert [cell(each)[:4] for each in (first, second, third)] == [
        ("proven", 2, 2, 1),
        ("proven", 3, 3, 2),
        ("proven", 3, 3, 2),
    ]


def test_more_papers_stored_than_arxiv_lists_is_proven_with_a_note(tmp_path: Path) -> None:
    made = papers(MONDAY, range(1, 4))
    with arxiv(*made) as server:
        one_night(server, tmp_path, (TUESDAY, TUESDAY))
    with arxiv(*made[:2]) as server:
        report = one_night(server, tmp_path, (MONDAY, MONDAY), LATER + timedelta(hours=1))
    assert cell(report) == ("proven", 2, 2, 1, 0, "1 more stored than arXiv lists")


def test_the_last_proven_day_is_the_one_before_the_first_gap() -> None:
    cells = [
        CoverageCell("a", MONDAY, "proven"),
        CoverageCell("b", MONDAY, "empty"),
        CoverageCell("a", TUESDAY, "proven"),
        CoverageCell("b", TUESDAY, "partial"),
        CoverageCell("a", WEDNESDAY, "proven"),
    ]
    assert (last_proven(cells), last_proven(cells[3:]), last_proven([])) == (MONDAY, None, None)
