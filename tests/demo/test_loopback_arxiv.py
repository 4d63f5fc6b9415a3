"""The search door of the loopback arXiv, as the arxiv package and a plain reader see it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import arxiv
import pytest
import requests
from lxml import etree

from tests.demo.history import (
    CODES,
    CODES_GONE,
    GALAXY,
    MONDAY,
    STRINGS,
    TRIAGE,
    TRIAGE_2,
    TUESDAY,
    WEDNESDAY,
    get,
    loopback,
)
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.announcements import Announcement
from tracker.papers import PaperVersion

ATOM = {
    "a": "http://www.w3.org/2005/Atom",
    "o": "http://a9.com/-/spec/opensearch/1.1/",
    "x": "http://arxiv.org/schemas/atom",
}


def ids(answer: requests.Response) -> list[str]:
    """The entries' identifiers with their versions, in the page's order."""
    found = etree.fromstring(answer.content).iterfind("a:entry/a:id", ATOM)
    return [(each.text or "").partition("/abs/")[2] for each in found]


def counts(answer: requests.Response) -> tuple[int, int, int]:
    """totalResults, startIndex, itemsPerPage."""
    feed = etree.fromstring(answer.content)
    names = ("totalResults", "startIndex", "itemsPerPage")
    total, start, size = (int(feed.findtext(f"o:{name}", "-1", ATOM)) for name in names)
    return total, start, size


def search(server: LoopbackArxiv, query: str, **params: str | int) -> list[str]:
    return sorted(ids(get(server.search_url, search_query=query, **params)))


def by_package(server: LoopbackArxiv, **search: Any) -> list[arxiv.Result]:
    client = arxiv.Client(page_size=2, delay_seconds=0, num_retries=0)
    client.query_url_format = server.search_url + "?{}"
    return list(client.results(arxiv.Search(**search)))


def as_paper(result: arxiv.Result) -> PaperVersion:
    """What the arxiv package made of an entry, in our own words."""
    name, _, version = result.entry_id.partition("/abs/")[2].rpartition("v")
    return PaperVersion(
        arxiv_id=name,
        version=int(version),
        title=result.title,
        abstract=" ".join(result.summary.split()),
        authors=tuple(author.name for author in result.authors),
        categories=tuple(result.categories),
        primary_category=result.primary_category,
        submitted_at=result.published,
        updated_at=result.updated,
        comment=result.comment,
        journal_ref=result.journal_ref,
        doi=result.doi,
    )


def test_the_arxiv_package_reads_back_every_announced_paper_over_several_pages() -> None:
    with loopback() as server:
        found = by_package(
            server,
            query="cat:cs.CL OR cat:hep-th OR cat:stat.ML",
            max_results=None,
            sort_by=arxiv.SortCriterion.SubmittedDate,
        )
    assert [as_paper(result) for result in found] == [STRINGS, TRIAGE, GALAXY]


def test_each_night_shows_what_was_announced_until_then() -> None:
    with loopback(datetime(2025, 5, 5, 23, 59, 59, tzinfo=UTC)) as server:
        seen = [search(server, "language OR note")]
        for server.now in (MONDAY, TUESDAY, WEDNESDAY):
            seen.append(search(server, "language OR note"))
        server.now = MONDAY
        seen.append(search(server, "language OR note"))
    monday = ["2505.00011v1", "2505.00012v1", "astro-ph/0601001v3"]
    assert seen == [
        [],
        monday,
        ["2505.00011v2", "2505.00012v1", "2505.00013v1", "astro-ph/0601001v3"],
        ["2505.00011v2", "2505.00012v1", "2505.00013v2", "astro-ph/0601001v3"],
        monday,
    ]


def test_a_page_has_the_shape_of_a_recorded_one() -> None:
    with loopback() as server:
        answer = get(server.search_url, search_query="ti:membranes", start=0, max_results=1)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed, _, rest = answer.text.partition("  <entry>")
    assert feed.splitlines()[3:] == [
        (
            "  <title>arXiv Query: search_query=ti:membranes&amp;id_list=&amp;start=0"
            "&amp;max_results=1</title>"
        ),
        "  <updated>2025-05-06T00:00:00Z</updated>",
        (
            '  <link href="https://arxiv.org/api/query?search_query=ti:membranes&amp;start=0'
            '&amp;max_results=1&amp;id_list=" type="application/atom+xml"/>'
        ),
        "  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>",
        "  <opensearch:totalResults>1</opensearch:totalResults>",
        "  <opensearch:startIndex>0</opensearch:startIndex>",
    ]
    assert [line.strip() for line in rest.splitlines()[1:]] == [
        "<id>http://arxiv.org/abs/2505.00012v1</id>",
        "<title>Strings and membranes</title>",
        "<updated>2025-05-05T10:00:00Z</updated>",
        '<link href="https://arxiv.org/abs/2505.00012v1" rel="alternate" type="text/html"/>',
        (
            '<link href="https://arxiv.org/pdf/2505.00012v1" rel="related" type="application/pdf"'
            ' title="pdf"/>'
        ),
        "<summary>A short note.</summary>",
        '<category term="hep-th" scheme="http://arxiv.org/schemas/atom"/>',
        "<published>2025-05-05T10:00:00Z</published>",
        '<arxiv:primary_category term="hep-th"/>',
        "<author>",
        "<name>Dmitri Orlov</name>",
        "</author>",
        "</entry>",
        "</feed>",
    ]


def test_a_withdrawn_paper_is_an_ordinary_entry_whose_comment_says_so() -> None:
    with loopback(WEDNESDAY) as server:
        (result,) = by_package(server, id_list=["2505.00013"])
    comment = "This paper has been withdrawn by the author(s). Equation 3 is wrong"
    assert (as_paper(result).version, result.comment) == (CODES_GONE.version, comment)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("cat:cs.AI", ["2505.00011v2"]),
        ("cat:cs.CL", ["2505.00011v2", "2505.00013v1"]),
        ("cat:cs", []),
        ("ti:Strings", ["2505.00012v1"]),
        ("ti:String", []),
        ('abs:"Language Models"', ["2505.00011v2"]),
        ('abs:"models language"', []),
        ("au:ana_müller", ["2505.00011v2", "2505.00013v1"]),
        ('au:"Li Carla"', ["2505.00011v2"]),
        ("co:press", ["2505.00011v2"]),
        ("jr:triage", ["2505.00011v2"]),
        ("all:adams", ["astro-ph/0601001v3"]),
        ("galaxy", ["astro-ph/0601001v3"]),
        ("submittedDate:[202505050959 TO 202505050959]", ["2505.00011v2"]),
        ("submittedDate:[202505051000 TO 202505051000]", ["2505.00012v1"]),
        (
            "submittedDate:[202505050000 TO 202505052359]",
            ["2505.00011v2", "2505.00012v1"],
        ),
        ("cat:cs.CL ANDNOT cat:cs.AI", ["2505.00013v1"]),
        ("ti:codes OR ti:strings AND cat:cs.CL", ["2505.00013v1"]),
        ("(ti:codes OR ti:strings) ANDNOT (cat:cs.CL OR cat:cs.AI)", ["2505.00012v1"]),
        (
            "(cat:cs.CL OR cat:hep-th) AND submittedDate:[202505060000 TO 202505062359]",
            ["2505.00013v1"],
        ),
    ],
)
def test_a_query_finds_exactly_the_papers_that_meet_it(query: str, found: list[str]) -> None:
    with loopback(TUESDAY) as server:
        assert search(server, query) == found


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"id_list": "abc"}, "incorrect id format for abc"),
        ({"id_list": "2505.00011,cond—mat/0709123"}, "incorrect id format for cond—mat/0709123"),
        ({"search_query": "x", "start": "not_an_int"}, "start must be an integer"),
        ({"search_query": "x", "start": "-1"}, "start must be >= 0"),
        ({"search_query": "x", "max_results": "not_an_int"}, "max_results must be an integer"),
        ({"search_query": "x", "max_results": "-1"}, "max_results must be >= 0"),
        (
            {"search_query": "x", "start": "29000", "max_results": "1001"},
            "start + max_results must be <= 30000",
        ),
        (
            {"search_query": "x", "sortBy": "date"},
            "sortBy must be in: relevance, lastUpdatedDate, submittedDate",
        ),
        (
            {"search_query": "x", "sortOrder": "up"},
            "sortOrder must be in: ascending, descending",
        ),
        ({}, "search_query or id_list is required"),
        ({"search_query": "(ti:x"}, "malformed query: a closing parenthesis is missing"),
        ({"search_query": "ti:x AND"}, "malformed query: a term is missing"),
        ({"search_query": "ti:x ti:y"}, "malformed query: an operator is missing in ti:x ti:y"),
        ({"search_query": "cat:cs.*"}, "malformed query: cannot read *"),
        ({"search_query": "zz:x"}, "malformed query: cannot search zz:x"),
        (
            {"search_query": "submittedDate:[2024 TO 2025]"},
            "malformed query: cannot read :[2024 TO 2025]",
        ),
        (
            {"search_query": "submittedDate:[202513010000 TO 202513022359]"},
            "malformed query: 202513010000 is no minute",
        ),
    ],
)
def test_a_request_that_cannot_be_answered_is_http_400_with_one_error_entry(
    params: dict[str, str], reason: str
) -> None:
    with loopback() as server:
        answer = get(server.search_url, **params)
    (entry,) = etree.fromstring(answer.content).iterfind("a:entry", ATOM)
    said = (
        answer.status_code,
        counts(answer),
        entry.findtext("a:title", "", ATOM),
        entry.findtext("a:summary", "", ATOM),
    )
    assert said == (400, (1, 0, 1), "Error", reason)


def test_an_id_list_answers_in_its_order_with_versions_and_passes_over_what_is_unknown() -> None:
    with loopback(TUESDAY) as server:
        listed = "2505.00012,2505.00011v1,0000.0000,2505.00011,2505.00011v3,astro-ph.GA/0601001"
        answer = get(server.search_url, id_list=listed)
        filtered = get(server.search_url, id_list=listed, search_query="ti:triage")
    order = ["2505.00012v1", "2505.00011v1", "2505.00011v2", "astro-ph/0601001v3"]
    assert (ids(answer), counts(answer)) == (order, (4, 0, 10))
    assert ids(filtered) == ["2505.00011v1", "2505.00011v2"]


def test_an_old_version_keeps_its_words_and_its_date() -> None:
    with loopback(TUESDAY) as server:
        found = by_package(server, id_list=["2505.00011v1", "2505.00011"])
    assert [as_paper(result) for result in found] == [TRIAGE, TRIAGE_2]


@pytest.mark.parametrize(
    ("by", "order", "found"),
    [
        ("submittedDate", "ascending", ["06", "11", "12", "13"]),
        ("submittedDate", "descending", ["13", "12", "11", "06"]),
        ("lastUpdatedDate", "ascending", ["12", "06", "13", "11"]),
        ("relevance", "descending", ["11", "06", "13", "12"]),
    ],
)
def test_results_come_in_the_order_asked_for(by: str, order: str, found: list[str]) -> None:
    query = "cat:cs.CL OR cat:hep-th OR cat:stat.ML"
    with loopback(TUESDAY) as server:
        answer = get(server.search_url, search_query=query, sortBy=by, sortOrder=order)
    short = {f"2505.000{each}": each for each in ("11", "12", "13")} | {"astro-ph/0601001": "06"}
    assert [short[name.partition("v")[0]] for name in ids(answer)] == found


def test_pages_add_up_and_asking_for_none_still_tells_the_total() -> None:
    query = {"search_query": "cat:cs.CL OR cat:hep-th OR cat:stat.ML", "sortBy": "submittedDate"}
    with loopback() as server:
        pages = [
            get(server.search_url, **query, start=start, max_results=size)
            for start, size in ((0, 2), (2, 2), (4, 2), (0, 0))
        ]
    assert [(counts(page), ids(page)) for page in pages] == [
        ((3, 0, 2), ["2505.00012v1", "2505.00011v1"]),
        ((3, 2, 2), ["astro-ph/0601001v3"]),
        ((3, 4, 2), []),
        ((3, 0, 0), []),
    ]


def test_a_page_never_holds_more_than_two_thousand() -> None:
    many = [
        Announcement(
            MONDAY,
            PaperVersion(
                f"2505.{number:05d}",
                1,
                "t",
                "a",
                ("A B",),
                ("cs.CL",),
                "cs.CL",
                STRINGS.submitted_at,
                STRINGS.updated_at,
            ),
        )
        for number in range(2001)
    ]
    with LoopbackArxiv(many, now=MONDAY) as server:
        answer = get(server.search_url, search_query="cat:cs.CL", max_results=2001)
    assert (counts(answer), len(ids(answer))) == ((2001, 0, 2000), 2000)


def test_the_abstract_page_names_the_paper_and_unknown_pages_are_404() -> None:
    with loopback(TUESDAY) as server:
        paths = ("/abs/2505.00011", "/abs/2505.00011v1", "/abs/2505.99999", "/abs/abc", "/")
        pages = [get(server.url + path) for path in paths]
        head = requests.head(f"{server.url}/abs/2505.00012", timeout=5)
    assert [(page.status_code, page.text) for page in pages] == [
        (200, "<html><title>[2505.00011] Triage revisited</title></html>\n"),
        (
            200,
            (
                "<html><title>[2505.00011] Triage &amp; Dialogue: &lt;Small&gt; Language Models"
                " in the Emergency Room, Compared with Nurses</title></html>\n"
            ),
        ),
        *[(404, "<html><title>Not found</title></html>\n")] * 3,
    ]
    assert (head.status_code, head.text) == (200, "")


def test_announcements_added_later_show_once_their_time_has_come() -> None:
    with LoopbackArxiv(now=TUESDAY) as server:
        server.announce(Announcement(MONDAY, TRIAGE), Announcement(WEDNESDAY, CODES))
        before = search(server, "cat:cs.CL")
        server.now = WEDNESDAY
        assert (before, search(server, "cat:cs.CL")) == (
            ["2505.00011v1"],
            ["2505.00011v1", "2505.00013v1"],
        )


def test_a_clock_without_a_time_zone_is_refused() -> None:
    with loopback() as server, pytest.raises(ValueError, match="has no time zone"):
        server.now = datetime(2025, 5, 6)
    with pytest.raises(ValueError, match="has no time zone"):
        Announcement(datetime(2025, 5, 6), TRIAGE)


def test_a_control_character_in_a_title_does_not_spoil_the_page() -> None:
    torn = replace(STRINGS, title="Strings\x0b and\x00 <membranes> \ud800& 'more'")
    with LoopbackArxiv([Announcement(MONDAY, torn)], now=MONDAY) as server:
        (result,) = by_package(server, query="ti:strings")
    assert result.title == "Strings and <membranes> & 'more'"
