"""Thirty nights of a real autumn, each with something wrong."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from tests.harvest.nights import dump, one_night
from tests.replay import stream
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.announcements import Announcement
from tracker.demo.arxiv.faults import Fault, Kind
from tracker.harvest.night import PullReport
from tracker.harvest.pull import nightly_window
from tracker.queries import Query

FIRST: Final = datetime(2025, 10, 6, 9, 30, tzinfo=UTC)
NIGHTS: Final = [FIRST + timedelta(days=number) for number in range(31)]
QUERY: Final = Query("survey", ("cs.CL",), since=date(2025, 10, 3))
FAULTS: Final[tuple[Kind, ...]] = (
    "empty page", "short page", "repeated page", "wrong total", "zero total", "bad entry",
    "bad date", "html", "garbage", "cut xml", "cut body", "close", "status",
)  # fmt: skip


@pytest.fixture(scope="module")
def autumn() -> list[Announcement]:
    """What the stream says was announced from 3 October to 5 November 2025 in cs.CL."""
    return list(stream(date(2025, 10, 3), date(2025, 11, 5), frozenset({"cs.CL"})))


def spoil(server: LoopbackArxiv, dice: random.Random) -> None:
    """Tonight's faults: some on each door, and every fourth night one door shut."""
    server.mend()
    for kind in dice.sample(FAULTS, 3):
        server.fault(Fault(kind, times=dice.choice([1, 1, 2]), item=dice.choice([0, 1, -1])))
    for kind in dice.sample(FAULTS, 2):
        server.fault(Fault(kind, "search", by=dice.choice([-1, 1])))
    if dice.random() < 0.3:
        server.fault(Fault("repeated page", "oai", match="resumptionToken"))
    if dice.random() < 0.25:
        server.shut.add(dice.choice(["oai", "search"]))


def harvested(server: LoopbackArxiv, folder: Path, seed: int) -> list[PullReport]:
    dice = random.Random(seed)
    reports = []
    for now in NIGHTS:
        spoil(server, dice)
        window = nightly_window([QUERY], now)
        reports.append(one_night(server, folder, (window.first, window.last), now, [QUERY]))
    server.mend()
    window = nightly_window([QUERY], now)
    reports.append(one_night(server, folder, (window.first, window.last), now, [QUERY]))
    return reports


def shown(history: list[Announcement]) -> dict[str, int]:
    """The ids and versions that arXiv shows after the last night."""
    ordered = sorted(history, key=lambda each: each.announced_at)
    return {e.paper.arxiv_id: e.paper.version for e in ordered if e.announced_at <= NIGHTS[-1]}


@pytest.fixture(scope="module")
def nights(autumn: list[Announcement], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("autumn")
    with LoopbackArxiv(autumn, now=FIRST, records_a_page=200) as server:
        reports = harvested(server, folder, 20251006)
        requests, overlaps = len(server.requests), server.overlaps
    return {
        "reports": reports,
        "requests": requests,
        "overlaps": overlaps,
        "papers": dump(folder)["paper"],
    }


def test_no_paper_is_missing_and_every_version_is_the_one_shown(
    nights: dict[str, Any], autumn: list[Announcement]
) -> None:
    stored = {row["arxiv_id"]: row["version"] for row in nights["papers"]}
    assert len(stored) > 4000
    assert stored == shown(autumn)


def test_every_withdrawal_is_recognised(nights: dict[str, Any], autumn: list[Announcement]) -> None:
    ordered = sorted(autumn, key=lambda each: each.announced_at)
    last = {e.paper.arxiv_id: e.paper for e in ordered if e.announced_at <= NIGHTS[-1]}
    gone = {name for name, paper in last.items() if paper.withdrawn}
    assert len(gone) == 2
    assert gone <= {row["arxiv_id"] for row in nights["papers"] if row["withdrawn"]}


def test_every_day_is_proven_or_empty_in_the_end(nights: dict[str, Any]) -> None:
    last = nights["reports"][-1]
    assert last.open_cells == ()
    assert {cell.state for cell in last.cells} <= {"proven", "empty"}
    assert len(last.cells) == 31


def test_the_nights_saw_faults_of_every_kind_shut_doors_and_new_versions(
    nights: dict[str, Any],
) -> None:
    reports = nights["reports"]
    counted = sum((Counter(report.faults) for report in reports), Counter())
    assert {
        "an empty page",
        "a short page",
        "a repeated page",
        "a total of none",
        "an unreadable entry",
        "HTML instead of a feed",
        "HTML instead of OAI-PMH",
        "not XML, or cut off",
        "an answer cut off",
        "connection refused or closed",
        "status 503",
    } <= counted.keys()
    assert {door for report in reports for door in report.shut} == {"oai", "search"}
    assert sum(report.saved.revised for report in reports) > 300
    assert sum(report.saved.withdrawn for report in reports) > 5


def test_a_night_with_the_search_door_shut_proved_nothing_and_said_so(
    nights: dict[str, Any],
) -> None:
    for report in nights["reports"]:
        assert report.ok is (report.confirmed > 0)
        if "search" in report.shut and not report.confirmed:
            assert report.summary.startswith("nothing was proven")


def test_requests_never_overlapped_and_were_few(nights: dict[str, Any]) -> None:
    assert nights["overlaps"] == 0
    assert nights["requests"] / len(nights["reports"]) < 20
