"""The search API: what is asked, what recorded answers say, what cannot be read."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.demo.history import GALAXY, TRIAGE_2, WEDNESDAY, loopback
from tests.harvest.nights import (
    CL,
    FRIDAY,
    MONDAY,
    Answer,
    arxiv,
    doors,
    paper,
    papers,
    questions,
    scripted,
)
from tests.replay import shared
from tracker.demo.arxiv.faults import Fault
from tracker.demo.arxiv.questions import parse
from tracker.errors import SourceUnavailable
from tracker.harvest.search import SearchDoor, SearchPage
from tracker.papers import PaperVersion
from tracker.queries import Query

ENTRY = """<entry xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/abs/{id}</id>
<title>{title}</title><updated>{updated}</updated><summary>We look.</summary>
<published>{published}</published><category term="cs.CL"/><author><name>Bo Li</name></author>
</entry>"""


def entry(**changes: str) -> str:
    day = "2025-05-05T10:00:00Z"
    return ENTRY.format(
        **{"id": "2505.00001v1", "title": "A", "updated": day, "published": day} | changes
    )


def feed(*entries: str, total: str = "<totalResults>{}</totalResults>") -> bytes:
    """A feed, with counts in no namespace but Atom's."""
    inside = total.format(len(entries)) + "".join(entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{inside}</feed>'.encode()


def read(body: bytes, folder: Path, status: int = 200) -> SearchPage:
    """What the door makes of one body."""
    with scripted(lambda path, asked: Answer(body, status)) as address:
        return doors(address, address, folder)[1].page(CL, MONDAY, 0)


def recorded(name: str, folder: Path) -> SearchPage:
    """What the door makes of a recorded answer to a question for ids."""
    body = shared(f"fixtures/lukasschwab__arxiv.py/fixtures_{name}.xml").read_bytes()
    with scripted(lambda path, asked: Answer(body)) as address:
        return next(iter(doors(address, address, folder)[1].by_id(["1605.08386"])))


def asked(query: Query, folder: Path) -> dict[str, str]:
    with arxiv() as server:
        doors(server.search_url, server.oai_url, folder)[1].total(query, MONDAY, FRIDAY)
        found = parse_qs(urlsplit(server.requests[0].url).query)
    return {name: value for name, (value,) in found.items()}


def test_a_question_names_its_days_to_the_minute_and_asks_for_submission_order(
    tmp_path: Path,
) -> None:
    assert asked(CL, tmp_path) == {
        "search_query": "cat:cs.CL AND submittedDate:[202505050000 TO 202505092359]",
        "sortBy": "submittedDate",
        "sortOrder": "ascending",
        "start": "0",
        "max_results": "1",
    }


@pytest.mark.parametrize(
    ("query", "question"),
    [
        (Query("q", ("cs.CL",)), "cat:cs.CL"),
        (Query("q", ("cs.CL", "hep-th")), "(cat:cs.CL OR cat:hep-th)"),
        (
            Query("q", ("cs.CL",), any_of=("language model",)),
            'cat:cs.CL AND (ti:"language model" OR abs:"language model")',
        ),
        (
            Query("q", ("cs.CL", "cs.AI"), any_of=("nurse",), all_of=("llm",)),
            '(cat:cs.CL OR cat:cs.AI) AND (ti:"nurse" OR abs:"nurse") AND (ti:"llm" OR abs:"llm")',
        ),
        (
            Query("q", ("cs.CL",), any_of=("a b", "c")),
            'cat:cs.CL AND ((ti:"a b" OR abs:"a b") OR (ti:"c" OR abs:"c"))',
        ),
        (
            Query("q", ("cs.CL",), none_of=("robot", "car")),
            'cat:cs.CL ANDNOT (ti:"robot" OR abs:"robot") ANDNOT (ti:"car" OR abs:"car")',
        ),
    ],
)
def test_queries_are_put_in_arxivs_grammar(query: Query, question: str, tmp_path: Path) -> None:
    put = asked(query, tmp_path)["search_query"]
    assert put == f"{question} AND submittedDate:[202505050000 TO 202505092359]"
    assert parse(put)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query("q", ("cs.CL",)), ["2505.00001", "2505.00002", "2505.00003"]),
        (Query("q", ("cs.CL",), any_of=("clinic", "car")), ["2505.00001", "2505.00002"]),
        (Query("q", ("cs.CL",), any_of=("clinic", "car"), all_of=("robot",)), ["2505.00002"]),
        (Query("q", ("cs.CL",), any_of=("clinic",), none_of=("robot",)), ["2505.00001"]),
        (Query("q", ("cs.CL",), none_of=("robot",)), ["2505.00001", "2505.00003"]),
    ],
)
def test_arxiv_and_we_agree_which_papers_answer_a_query(
    query: Query, found: list[str], tmp_path: Path
) -> None:
    titles = {1: "A clinic", 2: "A robot in a car", 3: "Nothing of it"}
    made = [paper(number, MONDAY, title=title) for number, title in titles.items()]
    with arxiv(*made) as server:
        page = doors(server.search_url, server.oai_url, tmp_path)[1].page(query, MONDAY, 0)
    assert [each.arxiv_id for each in page.papers] == found
    assert [each.arxiv_id for each in made if query.matches(each)] == found


def test_a_paper_comes_through_whole(tmp_path: Path) -> None:
    with loopback(WEDNESDAY) as server:
        door = doors(server.search_url, server.oai_url, tmp_path)[1]
        found = [
            each for page in door.by_id(["2505.00011", "astro-ph/0601001"]) for each in page.papers
        ]
    assert found == [TRIAGE_2, GALAXY]


@pytest.mark.parametrize(
    ("name", "arxiv_id", "version", "published", "primary"),
    [
        ("id_1605.08386_s0_m100_199195aa31ad", "1605.08386", 1, "2016-05-26", "math.CO"),
        ("id_1707.08567_s0_m100_6a1afebfc6a3", "1707.08567", 1, "2017-07-27", "cs.IT"),
        ("id_2104.12255v1_s0_m100_6ae69987ffe1", "2104.12255", 1, "2021-04-20", "cs.CR"),
        (
            "id_astro-ph_0601001_s0_m100_3150dca9dc76",
            "astro-ph/0601001",
            1,
            "2006-01-02",
            "astro-ph",
        ),
        (
            "id_quant-ph_0201082v1_s0_m100_86989fe779ef",
            "quant-ph/0201082",
            1,
            "2002-01-18",
            "quant-ph",
        ),
    ],
)
def test_recorded_single_papers_are_read(
    name: str,
    arxiv_id: str,
    version: int,
    published: str,
    primary: str,
    tmp_path: Path,
) -> None:
    (found,) = recorded(name, tmp_path).papers
    assert (found.arxiv_id, found.version, found.withdrawn) == (arxiv_id, version, False)
    assert (found.submitted_on.isoformat(), found.primary_category) == (published, primary)
    assert found.authors and found.title and found.abstract
    assert "\n" not in found.title + found.abstract


def test_a_recorded_page_of_a_hundred_is_read_whole(tmp_path: Path) -> None:
    page = recorded("q_testing_s0_m100_cfe7536492ca", tmp_path)
    assert (page.total, page.size, page.entries, page.unreadable) == (214881, 100, 100, 0)
    assert len(set(page.ids)) == 100


def test_the_recorded_answer_for_two_ids_of_which_one_exists_holds_one(tmp_path: Path) -> None:
    page = recorded("id_0808.05394_1707.08567_s0_m100_42e5aa0ec3af", tmp_path)
    assert (page.total, page.ids) == (1, ("1707.08567",))


def test_the_recorded_error_entry_is_never_a_paper(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="an error entry"):
        recorded("id_abc_s0_m100_b79c8dcf6bc3", tmp_path)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "not XML, or cut off"),
        (b"<!DOCTYPE html><p>Down", "HTML instead of a feed"),
        (b"<html><body>Down</body></html>", "HTML instead of a feed"),
        (b"<rss/>", "not a feed"),
        (feed(total=""), "a feed without a total"),
        (feed(total="<totalResults/>"), "a feed without a total"),
        (feed(total="<totalResults>many</totalResults>"), "a feed without a total"),
        (feed(total="<totalResults>3</totalResults>"), "an empty page"),
    ],
)
def test_an_answer_that_is_no_whole_feed_is_never_taken(
    body: bytes, kind: str, tmp_path: Path
) -> None:
    with pytest.raises(SourceUnavailable, match=kind):
        read(body, tmp_path)


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({"published": ""}, ("2505.00001",)),
        ({"updated": "yesterday"}, ("2505.00001",)),
        ({"published": "0001-01-01T00:00:00+23:00"}, ("2505.00001",)),
        ({"title": " "}, ("2505.00001",)),
        ({"id": "2599.00001v1"}, ("",)),
        ({"id": ""}, ("",)),
    ],
)
def test_an_entry_that_cannot_be_read_is_counted_and_the_others_kept(
    changes: dict[str, str], ids: tuple[str, ...], tmp_path: Path
) -> None:
    page = read(feed(entry(**changes), entry(id="2505.00002v3")), tmp_path)
    assert (page.entries, page.unreadable, page.ids) == (2, 1, (*ids, "2505.00002"))
    assert [(each.arxiv_id, each.version) for each in page.papers] == [("2505.00002", 3)]


@pytest.mark.parametrize(
    ("written", "arxiv_id"),
    [
        ("0811.36489v2", "0811.36489"),
        ("math.GT/0309136v1", "math/0309136"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("2412.99999v12", "2412.99999"),
    ],
)
def test_odd_identifiers_are_papers(written: str, arxiv_id: str, tmp_path: Path) -> None:
    assert read(feed(entry(id=written)), tmp_path).ids == (arxiv_id,)


def test_the_day_of_submission_is_not_taken_from_the_identifier(tmp_path: Path) -> None:
    made = paper(7, date(2025, 4, 30), arxiv_id="2505.00007")
    with arxiv(made) as server:
        page = doors(server.search_url, server.oai_url, tmp_path)[1].page(CL, date(2025, 4, 30), 0)
    assert [(each.arxiv_id, each.submitted_on) for each in page.papers] == [
        ("2505.00007", date(2025, 4, 30))
    ]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-05-05T23:30:00-05:00", datetime(2025, 5, 6, 4, 30, tzinfo=UTC)),
        ("2025-05-05T23:30:00+0000", datetime(2025, 5, 5, 23, 30, tzinfo=UTC)),
        ("2025-05-05T10:00:00.250Z", datetime(2025, 5, 5, 10, 0, 0, 250_000, tzinfo=UTC)),
        ("2025-05-05", datetime(2025, 5, 5, tzinfo=UTC)),
    ],
)
def test_instants_are_utc_however_their_zone_is_written(
    text: str, instant: datetime, tmp_path: Path
) -> None:
    (found,) = read(feed(entry(published=text)), tmp_path).papers
    assert (found.submitted_at, found.submitted_on) == (instant, instant.date())


def by_id(door: SearchDoor, *ids: str) -> list[PaperVersion]:
    return [each for page in door.by_id(ids) for each in page.papers]


def test_papers_are_fetched_by_id_a_hundred_at_a_time(tmp_path: Path) -> None:
    made = papers(MONDAY, range(1, 131))
    with arxiv(*made) as server:
        door = doors(server.search_url, server.oai_url, tmp_path)[1]
        found = by_id(door, *(each.arxiv_id for each in made), "2505.99999")
        asked = [question.count(",") + 1 for question in questions(server)]
    assert ({each.arxiv_id for each in found}, asked) == ({p.arxiv_id for p in made}, [100, 31])


def test_one_malformed_id_does_not_keep_the_others_from_coming(tmp_path: Path) -> None:
    made = papers(MONDAY, range(1, 5))
    ids = [each.arxiv_id for each in made]
    with arxiv(*made) as server:
        door = doors(server.search_url, server.oai_url, tmp_path)[1]
        found = by_id(door, *ids[:3], "no id at all", ids[3])
    assert [each.arxiv_id for each in found] == ids


@pytest.mark.parametrize(
    "fault", [Fault("zero total"), Fault("empty page"), Fault("short page"), Fault("bad date")]
)
def test_faults_in_an_answer_for_ids_are_noticed_too(fault: Fault, tmp_path: Path) -> None:
    made = papers(MONDAY, range(1, 4))
    with arxiv(*made) as server:
        server.fault(fault)
        door = doors(server.search_url, server.oai_url, tmp_path)[1]
        found = by_id(door, *(each.arxiv_id for each in made))
    assert (found, sum(door.transport.faults.values())) == (made, 1)


def test_a_short_page_is_taken_when_arxiv_insists(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, range(1, 7))) as server:
        server.fault(Fault("short page", times=3))
        door = doors(server.search_url, server.oai_url, tmp_path)[1]
        page = door.page(CL, MONDAY, 0)
    assert (page.entries, page.total, door.transport.faults) == (3, 6, {"a short page": 2})


def test_the_withdrawal_in_a_comment_is_seen(tmp_path: Path) -> None:
    made: list[Any] = [
        paper(1, MONDAY, withdrawn=True, version=2),
        paper(2, MONDAY, comment="The dataset was withdrawn from the market"),
    ]
    with arxiv(*made) as server:
        page = doors(server.search_url, server.oai_url, tmp_path)[1].page(CL, MONDAY, 0)
    assert [each.withdrawn for each in page.papers] == [True, False]
