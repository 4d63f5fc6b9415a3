"""The transport: which faults are counted under which name, and how long it waits."""

import itertools
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from tests.harvest.nights import CL, MONDAY, Answer, arxiv, doors, papers, scripted
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.faults import Fault
from tracker.errors import SourceUnavailable
from tracker.harvest.gate import Gate
from tracker.harvest.transport import Refused, Transport, Unusable

NOON = datetime(2025, 5, 20, 12, tzinfo=UTC)


def patient(folder: Path, waits: list[float], jitter: float = 1.0, **options: Any) -> Transport:
    """A transport at noon whose waits, not those in the gate, go into the list."""
    gate = Gate(folder / "gate", 3.0, lambda _: None, NOON.timestamp)
    spread: Callable[[float, float], float] = lambda low, high: low + jitter * (high - low)  # noqa: E731
    return Transport(gate, "tests (nobody@example.org)", waits.append, spread, **options)


def ask(server: LoopbackArxiv, transport: Transport) -> int:
    """One good question; the length of the answer."""
    asked = {"search_query": "cat:cs.CL", "max_results": "1"}
    return transport.get(server.search_url, asked, len)


@pytest.mark.parametrize("door", ["search", "oai"])
@pytest.mark.parametrize(
    ("fault", "counted"),
    [
        (Fault("empty page"), "an empty page"),
        (Fault("html"), "HTML instead of {}"),
        (Fault("garbage"), "not XML, or cut off"),
        (Fault("cut xml"), "not XML, or cut off"),
        (Fault("cut body"), "an answer cut off"),
        (Fault("close"), "connection refused or closed"),
        (Fault("silent", seconds=5), "no answer in time"),
        (Fault("bad entry"), "an unreadable entry"),
        (Fault("bad entry", without="id"), "an unreadable entry"),
        (Fault("bad date"), "an unreadable entry"),
        *((Fault("status", status=s), f"status {s}") for s in (408, 425, 429, 500, 502, 503, 504)),
    ],
    ids=lambda value: f"{value.kind} {value.status}" if isinstance(value, Fault) else "",
)
def test_every_fault_is_counted_under_its_name_and_asked_again(
    fault: Fault, counted: str, door: str, tmp_path: Path
) -> None:
    made = papers(MONDAY, range(1, 6))
    with arxiv(*made) as server:
        server.fault(fault)
        oai, search = doors(server.search_url, server.oai_url, tmp_path, timeouts=(1, 0.2))
        if door == "oai":
            found = next(oai.pages("cs.CL", MONDAY)).papers
        else:
            found = search.page(CL, MONDAY, 0).papers
    shape = "OAI-PMH" if door == "oai" else "a feed"
    assert {each.arxiv_id for each in found} == {each.arxiv_id for each in made}
    assert (search.transport.faults, search.transport.asked) == ({counted.format(shape): 1}, 2)


@pytest.mark.parametrize(
    ("fault", "counted"),
    [
        (Fault("short page"), "a short page"),
        (Fault("wrong total", by=-2), "a total too small"),
        (Fault("wrong total", by=2), "a short page"),
    ],
)
def test_a_search_page_that_contradicts_its_own_counts_is_asked_again(
    fault: Fault, counted: str, tmp_path: Path
) -> None:
    with arxiv(*papers(MONDAY, range(1, 6))) as server:
        server.fault(fault)
        _, search = doors(server.search_url, server.oai_url, tmp_path)
        page = search.page(CL, MONDAY, 0)
    assert (page.total, page.entries, search.transport.faults) == (5, 5, {counted: 1})


@pytest.mark.parametrize("door", ["search", "oai"])
def test_a_page_sent_twice_is_asked_again(door: str, tmp_path: Path) -> None:
    made = papers(MONDAY, range(1, 7))
    with arxiv(*made, records_a_page=3) as server:
        oai, search = doors(server.search_url, server.oai_url, tmp_path, page=3)
        if door == "oai":
            pages = oai.pages("cs.CL", MONDAY)
            first = next(pages).papers
            server.fault(Fault("repeated page"))
            second = next(pages).papers
        else:
            first = search.page(CL, MONDAY, 0).papers
            server.fault(Fault("repeated page"))
            seen = {each.arxiv_id for each in first}
            second = search.page(CL, MONDAY, 3, seen).papers
    assert [each.arxiv_id for each in (*first, *second)] == [each.arxiv_id for each in made]
    assert search.transport.faults == {"a repeated page": 1}


@pytest.mark.parametrize(
    ("jitter", "expected"), [(1.0, [3.0, 6.0, 12.0, 24.0]), (0.0, [1.5, 3.0, 6.0, 12.0])]
)
def test_waits_double_from_the_gates_delay_and_end_after_five_tries(
    jitter: float, expected: list[float], tmp_path: Path
) -> None:
    waits = list[float]()
    transport = patient(tmp_path, waits, jitter)
    with arxiv() as server:
        server.shut.add("search")
        with pytest.raises(SourceUnavailable, match="no usable answer in 5 tries: status 503"):
            ask(server, transport)
    assert (waits, transport.faults, transport.asked) == (expected, {"status 503": 5}, 5)


def test_no_wait_is_longer_than_five_minutes(tmp_path: Path) -> None:
    waits = list[float]()
    transport = patient(tmp_path, waits, tries=10)
    with arxiv() as server:
        server.shut.add("search")
        with pytest.raises(SourceUnavailable):
            ask(server, transport)
    assert waits[-3:] == [192.0, 300.0, 300.0]


@pytest.mark.parametrize(
    ("value", "waited"),
    [
        ("17", 17.0),
        ("0", 0.0),
        (" 300 ", 300.0),
        (format_datetime(NOON.replace(minute=2), usegmt=True), 120.0),
        (format_datetime(NOON.replace(hour=11), usegmt=True), 0.0),
        ("soon", 3.0),
        ("-5", 3.0),
        ("\u00b2", 3.0),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured_in_seconds_and_as_a_date(
    status: int, value: str, waited: float, tmp_path: Path
) -> None:
    waits = list[float]()
    with arxiv() as server:
        server.fault(Fault("status", status=status, headers=(("Retry-After", value),)))
        ask(server, patient(tmp_path, waits))
    assert waits == [waited]


@pytest.mark.parametrize("value", ["301", format_datetime(NOON.replace(hour=13), usegmt=True)])
def test_a_service_that_asks_for_more_than_five_minutes_is_shut(value: str, tmp_path: Path) -> None:
    waits = list[float]()
    transport = patient(tmp_path, waits)
    with arxiv() as server:
        server.fault(Fault("status", status=429, headers=(("Retry-After", value),)))
        with pytest.raises(SourceUnavailable, match=r"asks to wait \d+ seconds"):
            ask(server, transport)
    assert (waits, transport.asked) == ([], 1)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 501])
def test_a_refusal_fails_at_once(status: int, tmp_path: Path) -> None:
    waits = list[float]()
    transport = patient(tmp_path, waits)
    with arxiv() as server:
        server.fault(Fault("status", status=status, times=2))
        with pytest.raises(Refused, match=f"answered status {status} to http") as refused:
            ask(server, transport)
    assert (waits, transport.faults, refused.value.status) == ([], {f"status {status}": 1}, status)


def test_a_server_that_is_not_there_is_asked_five_times(tmp_path: Path) -> None:
    waits = list[float]()
    transport = patient(tmp_path, waits)
    with arxiv() as server:
        address = server.search_url
    with pytest.raises(SourceUnavailable, match="connection refused or closed"):
        transport.get(address, {}, len)
    assert (transport.faults, len(waits)) == ({"connection refused or closed": 5}, 4)


def test_silence_in_the_middle_of_a_body_is_no_answer_in_time(tmp_path: Path) -> None:
    def slow() -> Any:
        yield b"<feed>"
        time.sleep(1)

    transport = patient(tmp_path, [], tries=1, timeouts=(1, 0.1))
    with (
        scripted(lambda path, asked: Answer(slow())) as address,
        pytest.raises(SourceUnavailable, match="no answer in time"),
    ):
        transport.get(address, {}, len)


def test_a_body_without_end_is_not_read_to_the_end(tmp_path: Path) -> None:
    transport = patient(tmp_path, [], tries=2, most=1 << 20)
    with (
        scripted(lambda path, asked: Answer(itertools.repeat(b" " * 4096))) as address,
        pytest.raises(SourceUnavailable, match="an answer without end"),
    ):
        transport.get(address, {}, len)
    assert transport.faults == {"an answer without end": 2}


def test_requests_name_us_and_go_through_the_gate_one_by_one(tmp_path: Path) -> None:
    pauses = list[float]()
    gate = Gate(tmp_path / "gate", 3.0, pauses.append, NOON.timestamp)
    with arxiv() as server:
        transport = Transport(gate, "tests (nobody@example.org)", lambda _: None)
        for _ in range(3):
            ask(server, transport)
        agents = {request.agent for request in server.requests}
    assert (agents, pauses, server.overlaps) == ({"tests (nobody@example.org)"}, [3.0, 3.0], 0)


def test_an_unusable_answer_is_counted_by_the_reason_its_reader_gives(tmp_path: Path) -> None:
    def read(body: bytes) -> int:
        raise Unusable("nonsense")

    transport = patient(tmp_path, [])
    with arxiv() as server, pytest.raises(SourceUnavailable, match="5 tries: nonsense"):
        transport.get(server.search_url, {"search_query": "cat:cs.CL"}, read)
    assert transport.faults == Counter({"nonsense": 5})
