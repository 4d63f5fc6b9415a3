"""Following announcements: where a listing starts, goes on after an end, and starts again."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.harvest.nights import (
    CL,
    LATER,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    announced,
    arxiv,
    doors,
    one_night,
    paper,
    papers,
    questions,
    store,
    versions,
)
from tracker.coverage import Position
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.announcements import Announcement
from tracker.demo.arxiv.faults import Fault
from tracker.harvest.changes import follow
from tracker.harvest.night import Night
from tracker.queries import Query
from tracker.store.ledger import Ledger

TWO = (Query("a", ("cs.CL", "cs.AI")), Query("b", ("hep-th", "cs.CL")))


def followed(
    server: LoopbackArxiv, folder: Path, since: date = MONDAY, now: datetime = LATER
) -> Night:
    """One night's reading of the changes in cs.CL, and nothing else."""
    server.now = now
    night = Night(Ledger(store(folder)), (CL,), now)
    follow(night, doors(server.search_url, server.oai_url, folder)[0], since)
    return night


def position(folder: Path) -> Position | None:
    return Ledger(store(folder)).position("cs.CL")


def since(server: LoopbackArxiv, nth: int) -> str:
    """The ``from`` of the nth request."""
    return server.requests[nth].url.partition("from=")[2][:10]


def test_each_category_is_listed_once_however_many_queries_name_it(tmp_path: Path) -> None:
    said = list[str]()
    with arxiv(*papers(MONDAY, [1])) as server:
        night = Night(Ledger(store(tmp_path)), TWO, LATER, said.append)
        follow(night, doors(server.search_url, server.oai_url, tmp_path)[0], MONDAY)
    assert said == ["changes in cs.AI", "changes in cs.CL", "changes in hep-th"]


def test_a_whole_listing_leaves_the_last_day_it_saw(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 6)), records_a_page=2) as server:
        followed(server, tmp_path)
    assert position(tmp_path) == Position("cs.CL", MONDAY, "", date(2025, 5, 7), LATER)


def test_the_next_night_starts_two_days_before_that(tmp_path: Path) -> None:
    with arxiv(*papers(WEDNESDAY, range(1, 6))) as server:
        followed(server, tmp_path)
        followed(server, tmp_path, now=LATER + timedelta(days=1))
        asked = [since(server, 0), since(server, 1)]
    assert asked == ["2025-05-05", "2025-05-07"]


def test_a_night_never_starts_before_the_first_one_did(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 6))) as server:
        followed(server, tmp_path, TUESDAY)
        followed(server, tmp_path, TUESDAY, LATER + timedelta(days=1))
        asked = [since(server, 0), since(server, 1)]
    assert asked == ["2025-05-06", "2025-05-06"]


def test_a_listing_cut_short_goes_on_from_its_token_on_the_same_day(tmp_path: Path) -> None:
    made = papers(MONDAY, range(1, 8))
    with arxiv(*made, records_a_page=2) as server:
        server.fault(Fault("status", match="resumptionToken", status=404))
        night = followed(server, tmp_path)
        stopped, had = position(tmp_path), len(versions(tmp_path))
        asked = len(server.requests)
        again = followed(server, tmp_path, now=LATER + timedelta(hours=3))
        first = server.requests[asked].url
    assert (had, list(night.shut), again.shut) == (2, ["oai"], {})
    assert stopped and stopped.token and stopped.last_day is None
    assert "resumptionToken" in first
    assert set(versions(tmp_path)) == {each.arxiv_id for each in made}


def test_on_another_day_it_starts_again_from_where_the_last_whole_one_ended(
    tmp_path: Path,
) -> None:
    made = papers(MONDAY, range(1, 8))
    with arxiv(*made, records_a_page=2) as server:
        server.fault(Fault("status", match="resumptionToken", status=404))
        followed(server, tmp_path)
        asked = len(server.requests)
        followed(server, tmp_path, now=LATER + timedelta(days=1))
        first = since(server, asked)
    assert (first, len(versions(tmp_path))) == ("2025-05-05", 7)


def test_a_token_that_expired_all_the_same_starts_the_listing_again(tmp_path: Path) -> None:
    made = papers(MONDAY, range(1, 8))
    with arxiv(*made, records_a_page=2) as server:
        stale = Position("cs.CL", MONDAY, "stale")
        Ledger(store(tmp_path)).save_page([], "oai", (), LATER, position=stale)
        night = followed(server, tmp_path)
    assert night.remarks == ["the listing of cs.CL was started again: its token had expired"]
    assert (len(versions(tmp_path)), night.shut) == (7, {})


def test_tokens_that_expire_at_once_shut_the_door(tmp_path: Path) -> None:
    midnight = datetime(2025, 5, 21, tzinfo=UTC)
    with arxiv(*papers(MONDAY, range(1, 8)), records_a_page=2) as server:

        class Late(Ledger):
            """A store so slow that each page is kept on the day after it was listed."""

            def save_page(self, *args, **options):  # type: ignore[no-untyped-def]
                server.now += timedelta(days=1)
                return super().save_page(*args, **options)

        server.now = midnight - timedelta(hours=1)
        night = Night(Late(store(tmp_path)), (CL,), server.now)
        follow(night, doors(server.search_url, server.oai_url, tmp_path)[0], MONDAY)
    assert night.shut == {"oai": "The resumptionToken has expired."}


def test_when_the_door_shuts_the_other_categories_wait_too(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, [1])) as server:
        server.shut.add("oai")
        night = Night(Ledger(store(tmp_path)), TWO, LATER)
        follow(night, doors(server.search_url, server.oai_url, tmp_path)[0], MONDAY)
    assert len(server.requests) == 5
    assert list(night.shut) == ["oai"]


def test_new_versions_cross_lists_and_withdrawals_arrive(tmp_path: Path) -> None:
    first = [paper(number, MONDAY) for number in range(1, 5)]
    noon = datetime(2025, 5, 19, 12, tzinfo=UTC)
    second = paper(1, MONDAY, version=2, updated_at=noon, title="Better")
    gone = paper(2, MONDAY, version=2, updated_at=noon, withdrawn=True)
    crossed = paper(3, MONDAY, categories=("cs.CL", "cs.AI"))
    left = paper(4, MONDAY, categories=("cs.AI",), primary_category="cs.AI")
    tomorrow = LATER + timedelta(days=1)
    both = (Query("survey", ("cs.CL",)), Query("other", ("cs.AI",)))
    with LoopbackArxiv(announced(*first), now=LATER) as server:
        one_night(server, tmp_path, (MONDAY, MONDAY), queries=both)
        server.announce(*(Announcement(tomorrow, each) for each in (second, gone, crossed, left)))
        report = one_night(server, tmp_path, (MONDAY, MONDAY), tomorrow, queries=both)
        engine = store(tmp_path)
        stored = {q.key: Ledger(engine).stored(q.key, MONDAY, MONDAY)[MONDAY] for q in both}
    saved = report.saved
    assert (saved.new, saved.revised, saved.changed, saved.withdrawn) == (0, 2, 2, 1)
    assert list(versions(tmp_path).values()) == [2, 2, 1, 1]
    assert stored == {"survey": 3, "other": 2}


def test_a_record_that_cannot_be_read_is_fetched_by_its_id(tmp_path: Path) -> None:
    made = papers(MONDAY, range(1, 4))
    with arxiv(*made) as server:
        server.fault(Fault("bad date", "oai", times=2, item=1))
        report = one_night(server, tmp_path, (MONDAY, MONDAY))
        asked = questions(server)
    assert "ids 2505.00002" in asked
    assert (report.unreadable, report.remarks) == ((), ())
    assert set(versions(tmp_path)) == {each.arxiv_id for each in made}


def test_a_record_that_no_door_can_read_is_reported(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 4))) as server:
        server.fault(Fault("bad date", "oai", times=2, item=1))
        server.fault(Fault("bad date", "search", times=30, item=1, match="max_results=500"))
        server.fault(Fault("bad date", "search", times=30, match="id_list"))
        report = one_night(server, tmp_path, (MONDAY, MONDAY))
    assert report.unreadable == ("2505.00002",)
    assert report.remarks == ("no readable record at arXiv of 1: 2505.00002",)
    assert [(cell.state, cell.stored, cell.expected) for cell in report.cells] == [
        ("partial", 2, 3)
    ]
