"""The year's stream as nights of announcements."""

from datetime import UTC, date, datetime

from tests.demo.history import get
from tests.replay import events, shared, stream
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.announcements import Announcement


def brief(announcements: list[Announcement]) -> list[tuple[str, int, str, bool, str | None]]:
    """Announced, version, updated, withdrawn and comment of each announcement."""
    return [
        (
            f"{each.announced_at:%m-%d %H:%M}",
            each.paper.version,
            f"{each.paper.updated_at:%m-%d %H:%M}",
            each.paper.withdrawn,
            each.paper.comment,
        )
        for each in announcements
    ]


def test_listings_replacements_and_a_withdrawal_become_announcements_in_order() -> None:
    record = {
        "arxiv_id": "2505.00011",
        "version": 3,
        "title": "t",
        "abstract": "a",
        "authors": ["A B"],
        "categories": ["cs.CL"],
        "published": "2025-05-02T10:00:00Z",
        "updated": "2025-06-01T10:00:00Z",
        "comment": "This paper has been withdrawn",
        "seen": [
            ["2025-06-03", "replaced", 3],
            ["2025-05-05", "new", 1],
            ["2025-05-05", "listed", None],
            ["2025-05-06", "listed", None],
            ["2025-05-20", "replaced", None],
            ["2025-05-21", "replaced", None],
        ],
    }
    assert brief(events(record)) == [
        ("05-05 00:00", 1, "05-02 10:00", False, None),
        ("05-06 00:00", 1, "05-02 10:00", False, None),
        ("05-21 00:00", 2, "05-20 00:00", False, None),
        ("05-21 00:00", 2, "05-20 00:00", False, None),
        ("06-03 00:00", 3, "06-01 10:00", True, "This paper has been withdrawn"),
    ]


def test_a_paper_known_by_its_day_is_announced_the_midnight_after() -> None:
    record = {
        "arxiv_id": "2505.00011",
        "title": "t",
        "categories": ["cs.CL"],
        "published": "2025-05-05",
    }
    seen = {**record, "seen": [["2025-05-05", "listed", None]]}
    expected = [("05-06 00:00", 1, "05-05 00:00", False, None)]
    assert [brief(events(record)), brief(events(seen))] == [expected, expected]


def test_a_week_of_the_stream_is_served_as_it_was_announced() -> None:
    shared("arxiv/stream-2025.jsonl.xz")
    week = list(stream(date(2025, 6, 2), date(2025, 6, 6), frozenset({"cs.CL"})))
    assert all(
        each.paper.submitted_at <= each.paper.updated_at < each.announced_at
        and date(2025, 6, 2) <= each.announced_at.date() <= date(2025, 6, 6)
        and "cs.CL" in each.paper.categories
        for each in week
    )
    assert len(week) > 500
    with LoopbackArxiv(week, now=datetime(2025, 6, 7, tzinfo=UTC)) as server:
        listed = get(server.oai_url, verb="ListIdentifiers", metadataPrefix="arXivRaw")
    assert listed.text.count("<header>") == len({each.paper.arxiv_id for each in week})
