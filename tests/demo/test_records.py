"""JSON lines read as announcements."""

import json
from datetime import UTC, datetime

import pytest

from tracker.demo.arxiv.announcements import Announcement
from tracker.demo.arxiv.records import read_records
from tracker.errors import SettingsError
from tracker.papers import PaperVersion


def test_a_full_record_is_read_whole() -> None:
    line = json.dumps(
        {
            "arxiv_id": "2505.00011v2",
            "version": 2,
            "title": "Two\n  lines",
            "abstract": "  Some\nwords. ",
            "authors": ["Ana  Müller", "Bo Li"],
            "categories": ["cs.AI", "cs.CL"],
            "primary_category": "cs.CL",
            "published": "2025-05-05T09:59:59Z",
            "updated": "2025-05-06T01:00:00+02:00",
            "comment": "withdrawn",
            "journal_ref": "J. Triage 1",
            "doi": "10.1000/triage.1",
            "withdrawn": True,
            "announced": "2025-05-08T00:30:00Z",
        }
    )
    paper = PaperVersion(
        arxiv_id="2505.00011",
        version=2,
        title="Two lines",
        abstract="Some words.",
        authors=("Ana Müller", "Bo Li"),
        categories=("cs.CL", "cs.AI"),
        primary_category="cs.CL",
        submitted_at=datetime(2025, 5, 5, 9, 59, 59, tzinfo=UTC),
        updated_at=datetime(2025, 5, 5, 23, 0, tzinfo=UTC),
        comment="withdrawn",
        journal_ref="J. Triage 1",
        doi="10.1000/triage.1",
        withdrawn=True,
    )
    announced = datetime(2025, 5, 8, 0, 30, tzinfo=UTC)
    assert list(read_records([line, "\n"])) == [Announcement(announced, paper)]


def test_missing_keys_take_their_defaults_and_a_day_is_announced_at_the_next_midnight() -> None:
    line = json.dumps(
        {
            "arxiv_id": "math.GT/0309136",
            "version": None,
            "title": "Knots",
            "categories": ["math.GT"],
            "published": "2003-09-08",
            "comment": "",
        }
    )
    day = datetime(2003, 9, 8, tzinfo=UTC)
    paper = PaperVersion("math/0309136", 1, "Knots", "", (), ("math.GT",), "math.GT", day, day)
    assert list(read_records([line])) == [Announcement(datetime(2003, 9, 9, tzinfo=UTC), paper)]


GOOD = {"arxiv_id": "2505.00011", "title": "t", "categories": ["cs.CL"], "updated": "2025-05-05"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "Expecting property name"),
        ('["a list"]', "'list' object has no attribute 'get'"),
        (json.dumps({**GOOD, "arxiv_id": "abc"}), "'abc' is not an arXiv identifier"),
        (json.dumps({**GOOD, "updated": "soon"}), "Invalid isoformat string: 'soon'"),
        (json.dumps({**GOOD, "categories": []}), "it has no categories"),
        (json.dumps({**GOOD, "updated": None}), "replace|fromisoformat|str"),
        (
            json.dumps({name: value for name, value in GOOD.items() if name != "title"}),
            "'title' is",
        ),
    ],
)
def test_a_line_that_is_no_record_is_named_by_its_number(line: str, why: str) -> None:
    with pytest.raises(SettingsError, match=rf"line 2 of the records is no paper \(.*{why}"):
        list(read_records([json.dumps(GOOD), line]))
