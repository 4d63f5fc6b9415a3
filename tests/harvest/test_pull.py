"""A harvest from beginning to end, with either door, both or none."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.harvest.nights import (
    CL,
    LATER,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    arxiv,
    dump,
    one_night,
    paper,
    papers,
    questions,
    states,
    store,
    versions,
)
from tracker.demo.arxiv.announcements import Announcement
from tracker.demo.arxiv.faults import Fault
from tracker.harvest.pull import Window, nightly_window
from tracker.queries import Query
from tracker.store.ledger import Ledger

THREE = (MONDAY, WEDNESDAY)
TOMORROW = LATER + timedelta(days=1)


def three_days() -> list[Any]:
    return [
        each
        for place, day in enumerate((MONDAY, TUESDAY, WEDNESDAY))
        for each in papers(day, range(10 * place, 10 * place + 4))
    ]


@pytest.mark.parametrize("shut", ["", "oai"])
def test_a_night_stores_everything_and_says_so(shut: Any, tmp_path: Path) -> None:
    made = three_days()
    with arxiv(*made) as server:
        server.shut |= {shut}
        report = one_night(server, tmp_path, THREE)
    assert (list(report.shut), report.ok) == ([shut] if shut else [], True)
    assert (set(states(report).values()), report.open_cells) == ({"proven"}, ())
    assert versions(tmp_path) == {each.arxiv_id: 1 for each in made}
    assert ("the oai door is shut" in report.summary) is bool(shut)
    assert report.summary.startswith("12 papers seen, 12 new, 0 revised, 0 withdrawn, 0 unreadable")


def test_without_the_search_door_papers_come_and_nothing_is_proven(tmp_path: Path) -> None:
    made = three_days()
    with arxiv(*made) as server:
        server.shut.add("search")
        report = one_night(server, tmp_path, THREE)
    assert versions(tmp_path) == {each.arxiv_id: 1 for each in made}
    assert (set(states(report).values()), report.ok) == ({"failed"}, False)
    assert "the search door is shut (127.0.0.1" in report.summary
    assert report.summary.startswith("nothing was proven: 12 papers seen, 12 new")


def test_with_both_doors_shut_a_night_ends_and_says_why(tmp_path: Path) -> None:
    with arxiv(*three_days()) as server:
        server.shut |= {"oai", "search"}
        report = one_night(server, tmp_path, THREE)
    assert (set(report.shut), report.ok, report.seen) == ({"oai", "search"}, False, 0)
    assert report.faults == {"status 503": 15}
    assert len(report.open_cells) == 3


def test_the_night_after_makes_up_for_closed_doors(tmp_path: Path) -> None:
    made = three_days()
    with arxiv(*made) as server:
        server.shut |= {"oai", "search"}
        one_night(server, tmp_path, THREE)
        server.mend()
        report = one_night(server, tmp_path, THREE, TOMORROW)
    assert (set(states(report).values()), report.saved.new) == ({"proven"}, 12)


@pytest.mark.parametrize("shut", ["", "oai", "search"])
def test_running_twice_changes_nothing(shut: Any, tmp_path: Path) -> None:
    made = [replace(each, title=rf"The M{each.version}\"uller effect") for each in three_days()]
    with arxiv(*made) as server:
        one_night(server, tmp_path, THREE)
        one_night(server, tmp_path, THREE)
        before = dump(tmp_path)
        server.shut |= {shut}
        report = one_night(server, tmp_path, THREE)
    saved = report.saved
    assert (saved.new, saved.revised, saved.changed, saved.withdrawn) == (0, 0, 0, 0)
    assert (dump(tmp_path), report.ok) == (before, shut != "search")


def test_the_doors_taking_turns_change_nothing_either(tmp_path: Path) -> None:
    made = [paper(1, MONDAY, authors=("Ana Müller", "Bo Li"), comment="9 pages", doi="10.1/x")]
    with arxiv(*made) as server:
        server.shut.add("oai")
        one_night(server, tmp_path, THREE)
        server.mend()
        one_night(server, tmp_path, THREE)
        before = dump(tmp_path)["paper"]
        server.shut.add("oai")
        one_night(server, tmp_path, THREE)
        server.mend()
        one_night(server, tmp_path, THREE)
    assert dump(tmp_path)["paper"] == before


def test_without_oai_new_versions_and_withdrawals_are_recognised_too(tmp_path: Path) -> None:
    made = [*three_days(), paper(90, date(2025, 3, 3))]
    noon = LATER.replace(day=19, hour=12)
    news = [
        replace(made[0], version=2, updated_at=noon, title="Better"),
        replace(made[-1], version=3, updated_at=noon, withdrawn=True),
    ]
    with arxiv(*made) as server:
        server.shut.add("oai")
        one_night(server, tmp_path, THREE)
        server.announce(*(Announcement(TOMORROW, each) for each in news))
        report = one_night(server, tmp_path, THREE, TOMORROW)
    stored = versions(tmp_path)
    assert (report.saved.revised, report.saved.withdrawn) == (2, 1)
    assert (stored[made[0].arxiv_id], stored[made[-1].arxiv_id]) == (2, 3)


def test_without_oai_only_the_latest_papers_are_listed_again(tmp_path: Path) -> None:
    with arxiv(*three_days()) as server:
        server.shut.add("oai")
        one_night(server, tmp_path, THREE, page=2)
        before = len(server.requests)
        one_night(server, tmp_path, THREE, LATER + timedelta(days=30), page=2)
        asked = [each for each in questions(server, before) if each.startswith("updated")]
    # Nothing was submitted since a week before the last harvest: one page shows it.
    assert asked == ["updated 0+2"]


def test_without_oai_papers_of_the_day_that_is_not_over_come_all_the_same(
    tmp_path: Path,
) -> None:
    today = paper(5, LATER.date(), hour=1)
    with arxiv(*three_days()) as server:
        server.announce(Announcement(LATER, today))
        server.shut.add("oai")
        one_night(server, tmp_path, THREE)
    assert today.arxiv_id in versions(tmp_path)


def test_unreadable_latest_papers_do_not_stop_a_night_without_oai(tmp_path: Path) -> None:
    with arxiv(*three_days()) as server:
        server.shut.add("oai")
        server.fault(Fault("bad entry", without="id", times=9, match="sortOrder=descending"))
        report = one_night(server, tmp_path, THREE, page=4)
    assert (list(report.shut), set(states(report).values())) == (["oai"], {"proven"})


def test_one_listing_that_fails_does_not_keep_the_days_from_being_proven(tmp_path: Path) -> None:
    with arxiv(*three_days()) as server:
        server.shut.add("oai")
        server.fault(Fault("html", times=5, match="sortOrder=descending"))
        report = one_night(server, tmp_path, THREE)
    assert (list(report.shut), set(states(report).values())) == (["oai"], {"proven"})
    assert [remark.partition(": ")[0] for remark in report.remarks] == [
        "single papers or new versions are missing"
    ]


def test_papers_that_curators_decided_on_are_fetched_whatever_their_day(tmp_path: Path) -> None:
    old = paper(1, date(2024, 1, 8), categories=("q-bio.QM",))
    with arxiv(*three_days(), old) as server:
        wanted = [old.arxiv_id, "2401.99999"]
        report = one_night(server, tmp_path, THREE, wanted=wanted)
        again = one_night(server, tmp_path, THREE, wanted=[old.arxiv_id])
    assert old.arxiv_id in versions(tmp_path)
    assert report.remarks == ("arXiv gave no readable record of 2401.99999",)
    assert (again.remarks, again.saved.new) == ((), 0)


def test_a_decided_paper_with_an_impossible_id_stops_nothing(tmp_path: Path) -> None:
    with arxiv(*three_days()) as server:
        report = one_night(server, tmp_path, THREE, wanted=["math.gt/0309136", "2505.00003"])
    assert (report.shut, set(states(report).values())) == ({}, {"proven"})
    assert report.remarks == ("arXiv gave no readable record of math.gt/0309136",)


def stemmed() -> tuple[Query, list[Any]]:
    """A query on which arXiv's index and ours differ, in both directions and equally often."""
    query = Query("survey", ("cs.CL",), any_of=("language model",))
    both = paper(1, MONDAY, title="A language model")
    arxivs = paper(2, MONDAY, title="Language, model: two words")
    ours = paper(3, MONDAY, title="On language", abstract="Model trains run on rails.")
    neither = paper(4, MONDAY, title="On rails")
    assert [query.matches(each) for each in (both, arxivs, ours, neither)] == [1, 0, 1, 0]
    return query, [both, arxivs, ours, neither]


@pytest.mark.parametrize("shut", ["", "oai"])
def test_arxivs_answer_counts_where_its_index_and_ours_differ(shut: Any, tmp_path: Path) -> None:
    query, made = stemmed()
    with arxiv(*made) as server:
        server.shut |= {shut}
        report = one_night(server, tmp_path, (MONDAY, MONDAY), queries=[query])
        matched = {row["arxiv_id"] for row in dump(tmp_path)["match"]}
    assert (report.cells[0].state, report.cells[0].expected) == ("proven", 2)
    assert {made[0].arxiv_id, made[1].arxiv_id} <= matched
    assert made[3].arxiv_id not in matched


def test_each_query_has_its_own_days_and_its_own_first_one(tmp_path: Path) -> None:
    queries = [Query("all", ("cs.CL",)), Query("late", ("cs.CL",), since=WEDNESDAY)]
    with arxiv(*three_days()) as server:
        report = one_night(server, tmp_path, THREE, queries=queries)
    assert [(cell.query, cell.day) for cell in report.cells] == [
        ("all", MONDAY),
        ("all", TUESDAY),
        ("all", WEDNESDAY),
        ("late", WEDNESDAY),
    ]


def test_cross_lists_count_for_each_category_once(tmp_path: Path) -> None:
    made = [
        paper(1, MONDAY, categories=("cs.CL", "cs.AI")),
        paper(2, MONDAY, categories=("cs.AI", "cs.CL"), primary_category="cs.AI"),
        paper(3, MONDAY, categories=("cs.LG",), primary_category="cs.LG"),
    ]
    queries = [Query("two", ("cs.CL", "cs.AI"))]
    with arxiv(*made) as server:
        report = one_night(server, tmp_path, (MONDAY, MONDAY), queries=queries)
        held = Ledger(store(tmp_path)).stored("two", MONDAY, MONDAY)
    assert (report.cells[0].expected, held[MONDAY]) == (2, 2)
    assert versions(tmp_path) == {made[0].arxiv_id: 1, made[1].arxiv_id: 1}


def test_a_night_asks_for_the_thirty_one_days_before_it() -> None:
    window = nightly_window([CL], LATER)
    assert window == Window(date(2025, 4, 19), date(2025, 5, 19))
    assert (len(window.days), window.days[-1]) == (31, window.last)


@pytest.mark.parametrize(
    ("starts", "first"),
    [
        ([MONDAY], MONDAY),
        ([MONDAY, TUESDAY], MONDAY),
        ([MONDAY, None], date(2025, 4, 19)),
        ([date(2020, 1, 1)], date(2025, 4, 19)),
        ([date(2026, 1, 1)], date(2025, 5, 19)),
    ],
)
def test_a_night_asks_for_nothing_before_the_surveys_first_day(
    starts: list[date | None], first: date
) -> None:
    queries = [Query(f"q{n}", ("cs.CL",), since=since) for n, since in enumerate(starts)]
    assert nightly_window(queries, LATER) == Window(first, date(2025, 5, 19))


def test_the_report_names_what_was_counted(tmp_path: Path) -> None:
    with arxiv(*three_days()) as server:
        server.fault(Fault("html", "oai"), Fault("close", "search", times=2))
        told = one_night(server, tmp_path, THREE).as_json()
        requests = len(server.requests)
    assert told == {
        "seen": 12,
        "new": 12,
        "revised": 0,
        "changed": 0,
        "withdrawn": 0,
        "unreadable": 0,
        "unreadable_ids": [],
        "cells_proven": 3,
        "cells_open": 0,
        "requests": requests,
        "faults": {"HTML instead of OAI-PMH": 1, "connection refused or closed": 2},
        "shut": {},
        "remarks": [],
    }
