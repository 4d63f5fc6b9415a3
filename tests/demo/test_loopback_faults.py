"""Each fault of the loopback arXiv does what its name says, once, and to whom it was meant for."""

import threading
from typing import Any

import pytest
import requests
from lxml import etree

from tests.demo.history import MONDAY, get, loopback
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.faults import Fault

QUERY: dict[str, Any] = {
    "search_query": "cat:cs.CL OR cat:hep-th OR cat:stat.ML",
    "sortBy": "submittedDate",
    "sortOrder": "ascending",
}
LIST: dict[str, Any] = {"verb": "ListRecords", "metadataPrefix": "arXivRaw"}
ALL = ["astro-ph/0601001", "2505.00011", "2505.00012"]


def feed(server: LoopbackArxiv, **params: str | int) -> tuple[int, list[str]]:
    """The total and the entries' identifiers (without versions) of one search page."""
    root = etree.fromstring(get(server.search_url, **{**QUERY, **params}).content)
    total = root.findtext("{*}totalResults", "-1")
    names = [each.text or "" for each in root.iterfind("{*}entry/{*}id")]
    return int(total), [name.partition("/abs/")[2].rpartition("v")[0] for name in names]


def listing(server: LoopbackArxiv) -> list[str]:
    """The records' identifiers of one OAI page, or the error's code."""
    root = etree.fromstring(get(server.oai_url, **LIST).content)
    errors = [each.get("code", "") for each in root.iterfind("{*}error")]
    return errors or [
        (each.text or "").removeprefix("oai:arXiv.org:")
        for each in root.iterfind(".//{*}header/{*}identifier")
    ]


@pytest.mark.parametrize(
    ("fault", "page"),
    [
        (Fault("empty page"), (3, [])),
        (Fault("short page"), (3, ALL[:1])),
        (Fault("wrong total"), (4, ALL)),
        (Fault("wrong total", by=-2), (1, ALL)),
        (Fault("zero total"), (0, [])),
        (Fault("bad entry", item=1, without="id"), (3, [ALL[0], ALL[2]])),
    ],
)
def test_a_search_page_is_spoilt_once_and_right_again_afterwards(
    fault: Fault, page: tuple[int, list[str]]
) -> None:
    with loopback() as server:
        server.fault(fault)
        assert [feed(server), feed(server)] == [page, (3, ALL)]


@pytest.mark.parametrize(
    ("fault", "page"),
    [
        (Fault("empty page"), []),
        (Fault("short page"), ["2505.00011"]),
        (Fault("zero total"), ["noRecordsMatch"]),
    ],
)
def test_a_listing_is_spoilt_once_and_right_again_afterwards(fault: Fault, page: list[str]) -> None:
    with loopback() as server:
        server.fault(fault)
        right = ["2505.00011", "2505.00012", "astro-ph/0601001"]
        assert [listing(server), listing(server)] == [page, right]


def test_a_bad_entry_lacks_its_first_date_and_a_bad_date_cannot_be_read() -> None:
    with loopback() as server:
        server.fault(Fault("bad entry", item=-1), Fault("bad date"))
        pages = [etree.fromstring(get(server.search_url, **QUERY).content) for _ in range(2)]
    dates = [
        [
            (entry.findtext("{*}published"), entry.findtext("{*}updated"))
            for entry in page.iterfind("{*}entry")
        ]
        for page in pages
    ]
    galaxy = ("2006-01-02T14:57:58Z", "2025-05-05T20:00:00Z")
    triage = ("2025-05-05T09:59:59Z", "2025-05-05T09:59:59Z")
    strings = ("2025-05-05T10:00:00Z", "2025-05-05T10:00:00Z")
    assert dates == [
        [galaxy, triage, (None, strings[1])],
        [(galaxy[0], "yesterday"), triage, strings],
    ]


def test_a_bad_record_lacks_its_identifier_or_its_first_versions_date() -> None:
    with loopback() as server:
        server.fault(Fault("bad entry", item=2, without="id"), Fault("bad entry", item=2))
        server.fault(Fault("bad date", item=2))
        pages = [etree.fromstring(get(server.oai_url, **LIST).content) for _ in range(3)]
    records = [page.findall(".//{http://arxiv.org/OAI/arXivRaw/}arXivRaw")[2] for page in pages]
    date, name = "Mon, 05 May 2025 20:00:00 GMT", "astro-ph/0601001"
    assert [
        (record.findtext("{*}id"), [each.findtext("{*}date") for each in record.iter("{*}version")])
        for record in records
    ] == [
        (None, ["Mon, 02 Jan 2006 14:57:58 GMT", date, date]),
        (name, [None, date, date]),
        (name, ["yesterday", date, date]),
    ]


def test_a_repeated_page_is_the_doors_previous_one() -> None:
    with loopback() as server:
        server.fault(Fault("repeated page", door="search"))
        pages = [feed(server, start=start, max_results=1) for start in (0, 1, 1, 2)]
    assert pages == [(3, ALL[:1]), (3, ALL[:1]), (3, ALL[1:2]), (3, ALL[2:])]


def test_html_and_garbage_come_with_status_200() -> None:
    with loopback() as server:
        server.fault(Fault("html"), Fault("garbage"))
        html, garbage = (get(server.search_url, **QUERY) for _ in range(2))
    assert (html.status_code, html.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert html.text.startswith("<html>")
    assert (garbage.status_code, garbage.headers["Content-Type"]) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(garbage.content)


@pytest.mark.parametrize("door", ["search", "oai"])
def test_cut_xml_is_the_first_half_of_the_answer_with_a_length_that_fits(door: str) -> None:
    with loopback() as server:
        url, params = (server.search_url, QUERY) if door == "search" else (server.oai_url, LIST)
        server.fault(Fault("cut xml"))
        cut, whole = (get(url, **params) for _ in range(2))
    half = whole.content[: len(whole.content) // 2]
    assert (cut.status_code, cut.content, int(cut.headers["Content-Length"])) == (
        200,
        half,
        len(half),
    )


def test_a_cut_body_a_closed_connection_and_a_long_silence_are_errors_of_the_connection() -> None:
    with loopback() as server:
        server.fault(Fault("cut body"), Fault("close"), Fault("silent", seconds=60))
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            get(server.search_url, **QUERY)
        with pytest.raises(requests.exceptions.ConnectionError):
            get(server.search_url, **QUERY)
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.get(server.search_url, params=QUERY, timeout=0.1)
        assert feed(server) == (3, ALL)


def test_a_short_silence_ends_in_the_right_answer() -> None:
    with loopback() as server:
        server.fault(Fault("silent", seconds=0.01))
        assert feed(server) == (3, ALL)


def test_a_status_comes_with_its_headers() -> None:
    with loopback() as server:
        server.fault(Fault("status", status=429, headers=(("Retry-After", "7"),)), Fault("status"))
        busy, ill, well = (get(server.search_url, **QUERY) for _ in range(3))
    assert (busy.status_code, busy.headers["Retry-After"]) == (429, "7")
    assert (ill.status_code, well.status_code) == (503, 200)


def test_a_fault_waits_for_the_door_and_the_request_it_is_meant_for() -> None:
    with loopback() as server:
        server.fault(
            Fault("status", door="oai", status=500),
            Fault("status", match="start=1", times=2),
            Fault("empty page", match="cat:cs.CL OR"),
        )
        statuses = [
            get(url, **params).status_code
            for url, params in [
                (server.search_url, {**QUERY, "start": 1}),
                (server.oai_url, LIST),
                (server.oai_url, LIST),
                (server.search_url, {**QUERY, "start": 1}),
                (server.search_url, {**QUERY, "start": 1}),
            ]
        ]
        assert (statuses, feed(server)) == ([503, 500, 200, 503, 200], (3, ALL))


def test_a_fault_of_pages_is_not_spent_on_an_answer_that_it_would_not_change() -> None:
    with loopback() as server:
        server.fault(Fault("empty page"), Fault("wrong total"), Fault("repeated page"))
        empty = feed(server, search_query="cat:econ.TH")
        error = get(server.search_url, id_list="abc").status_code
        unlisted = listing(server)
        assert (empty, error, unlisted) == ((1, []), 400, [])
        assert feed(server) == (0, [])


def test_mending_forgets_faults_and_opens_doors() -> None:
    with loopback() as server:
        server.fault(Fault("html", times=100))
        server.shut.add("oai")
        server.mend()
        assert (feed(server), len(listing(server))) == ((3, ALL), 3)


def test_a_shut_door_answers_503_to_everything_while_the_other_stays_open() -> None:
    with loopback() as server:
        server.shut = {"search"}
        shut = [get(server.search_url, **QUERY).status_code for _ in range(2)]
        assert (shut, len(listing(server))) == ([503, 503], 3)


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="'flood' is no fault; choose from empty page, "):
        Fault("flood")  # type: ignore[arg-type]


def test_requests_are_recorded_with_door_address_and_agent() -> None:
    with loopback() as server:
        requests.get(
            server.search_url,
            params={"search_query": "ti:a b"},
            headers={"User-Agent": "tracker/1"},
            timeout=5,
        )
        requests.get(f"{server.url}/abs/2505.00011", headers={"User-Agent": "x"}, timeout=5)
        requests.get(server.oai_url, headers={"User-Agent": "y"}, timeout=5)
    assert [each[1:] for each in server.requests] == [
        ("search", "/api/query?search_query=ti%3Aa+b", "tracker/1"),
        ("page", "/abs/2505.00011", "x"),
        ("oai", "/oai", "y"),
    ]
    times = [each.at for each in server.requests]
    assert times == sorted(times)


def test_requests_one_after_another_do_not_overlap() -> None:
    with loopback() as server, requests.Session() as session:
        for _ in range(50):
            session.get(server.search_url, params=QUERY, timeout=5)
            requests.get(server.oai_url, params=LIST, timeout=5)
    assert (len(server.requests), server.overlaps) == (100, 0)


def test_a_request_that_begins_during_another_is_an_overlap() -> None:
    with loopback() as server:
        server.fault(Fault("silent", seconds=60, match="first"))
        first = threading.Thread(target=_ignoring_failure, args=(f"{server.url}/abs/first",))
        first.start()
        while not server.requests:
            first.join(0.001)
        get(server.search_url, **QUERY)
        get(server.oai_url, **LIST)
    first.join()
    assert server.overlaps == 2


def test_a_request_after_one_that_was_given_up_is_no_overlap() -> None:
    with loopback() as server:
        server.fault(Fault("silent", seconds=60))
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.get(server.search_url, params=QUERY, timeout=0.05)
        get(server.search_url, **QUERY)
    assert (len(server.requests), server.overlaps) == (2, 0)


def test_a_closed_server_answers_nobody_not_even_on_a_connection_kept_alive() -> None:
    with requests.Session() as session:
        with loopback(MONDAY) as server:
            session.get(server.oai_url, params=LIST, timeout=5)
        with pytest.raises(requests.exceptions.ConnectionError):
            session.get(server.oai_url, params=LIST, timeout=5)


def _ignoring_failure(url: str) -> None:
    """Ask, and accept that the server is closed meanwhile."""
    try:
        requests.get(url, timeout=30)
    except requests.exceptions.ConnectionError:
        return
