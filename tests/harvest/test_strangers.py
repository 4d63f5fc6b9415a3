"""Servers that play arXiv differently: everything is harvested and proven all the same."""

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.harvest.nights import (
    LATER,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    announced,
    filled,
    night_at,
    one_night,
    paper,
    questions,
    states,
    versions,
)
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.announcements import Announcement
from tracker.demo.arxiv.faults import Answer
from tracker.harvest.night import PullReport

THREE = (MONDAY, WEDNESDAY)
MADE = filled(MONDAY, TUESDAY, WEDNESDAY, each=25)
TOMORROW = LATER + timedelta(days=1)
OTHER = paper(99, MONDAY, categories=("cs.CV",), primary_category="cs.CV")


class Stranger(LoopbackArxiv):
    """A server that hears another question than was asked, or says another answer."""

    def hear(self, url: str) -> str:
        return url

    def say(self, url: str, answer: Answer) -> Answer:
        return answer

    def answer(self, url: str) -> Answer:
        return self.say(url, super().answer(self.hear(url)))


@contextmanager
def stranger(kind: type[Stranger]) -> Iterator[Stranger]:
    with kind(announced(*MADE, OTHER), now=LATER) as server:
        yield server


def spoken(pattern: str, by: str | Callable[[re.Match[str]], str]) -> type[Stranger]:
    """A server whose search answers are reworded."""

    class Reworded(Stranger):
        def say(self, url: str, answer: Answer) -> Answer:
            if not url.startswith("/api/query"):
                return answer
            return replace(answer, body=re.sub(pattern, by, answer.body.decode()).encode())

    return Reworded


class Capped(Stranger):
    """Ten entries a page, whatever is asked, and says so."""

    def hear(self, url: str) -> str:
        return re.sub(r"max_results=\d{2,}", "max_results=10", url)


class Boastful(Capped):
    """Ten entries a page, but it claims to send what was asked for."""

    said = r"\g<1>500<"

    def say(self, url: str, answer: Answer) -> Answer:
        body = re.sub(r"(itemsPerPage>)10<", self.said, answer.body.decode())
        return replace(answer, body=body.encode())


class Silent(Boastful):
    """Ten entries a page, and not a word about page sizes."""

    said = r"\g<1><"


class Zipped(Stranger):
    def say(self, url: str, answer: Answer) -> Answer:
        packed = gzip.compress(answer.body)
        return replace(answer, body=packed, headers=(("Content-Encoding", "gzip"),))


def harvested(kind: type[Stranger], folder: Path, *shut: str) -> PullReport:
    """One night with such a server, which must end with everything stored and proven."""
    with stranger(kind) as server:
        server.shut |= set(shut)  # type: ignore[arg-type]
        report = one_night(server, folder, THREE)
    assert versions(folder) == {each.arxiv_id: 1 for each in MADE}
    assert (set(states(report).values()), report.unreadable) == ({"proven"}, ())
    return report


def eastern(found: re.Match[str]) -> str:
    """An instant four hours west; the papers' hours leave room for that."""
    return f"{found[1]}T{int(found[2]) - 4:02}{found[3]}-04:00"


@pytest.mark.parametrize(
    "kind",
    [
        spoken(r"<opensearch:itemsPerPage>.*\n", ""),
        spoken(r"<opensearch:startIndex>.*\n", ""),
        spoken(r"(startIndex>)\d+", r"\g<1>0"),
        spoken(r"opensearch/1\.1/", "opensearch/1.0/"),
        spoken(r"(\d{4}-\d\d-\d\d)T(10)(:\d\d:\d\d)Z", eastern),
        spoken(r"http://arxiv.org/abs/", "https://replay.example.org/abs/"),
        Zipped,
    ],
    ids=["no-size", "no-start", "start-0", "old-opensearch", "offsets", "other-host", "gzip"],
)
@pytest.mark.parametrize("shut", ["", "oai"])
def test_other_wordings_are_understood(kind: type[Stranger], shut: str, tmp_path: Path) -> None:
    assert harvested(kind, tmp_path, shut).ok


def test_a_page_size_that_the_server_admits_is_followed(tmp_path: Path) -> None:
    report = harvested(Capped, tmp_path, "oai")
    assert report.faults == {"status 503": 5}


@pytest.mark.parametrize("kind", [Boastful, Silent])
def test_a_page_size_that_it_hides_is_learnt_once(kind: type[Stranger], tmp_path: Path) -> None:
    report = harvested(kind, tmp_path, "oai")
    assert report.faults == {"a short page": 2, "status 503": 5}


class Oailess(Stranger):
    """It has never heard of OAI-PMH."""

    def say(self, url: str, answer: Answer) -> Answer:
        return Answer(b"Not found", "text/plain", 404) if url.startswith("/oai") else answer


def test_a_server_without_oai_is_harvested_through_search(tmp_path: Path) -> None:
    report = harvested(Oailess, tmp_path)
    assert report.shut["oai"].partition(" answered ")[2].startswith("status 404 to http")


def test_new_versions_are_recognised_without_any_oai(tmp_path: Path) -> None:
    second = replace(MADE[3], version=2, updated_at=LATER.replace(day=19), title="Better")
    with stranger(Oailess) as server:
        one_night(server, tmp_path, THREE)
        server.announce(Announcement(TOMORROW, second))
        report = one_night(server, tmp_path, THREE, TOMORROW)
    assert (report.saved.revised, versions(tmp_path)[second.arxiv_id]) == (1, 2)


def test_an_oai_address_where_nobody_listens_is_a_shut_door(tmp_path: Path) -> None:
    with LoopbackArxiv(now=LATER) as gone:
        nowhere = gone.oai_url
    with stranger(Stranger) as server:
        report = night_at((server.search_url, nowhere), tmp_path, THREE)
    assert report.shut["oai"].endswith("in 5 tries: connection refused or closed")
    assert (set(states(report).values()), len(versions(tmp_path))) == ({"proven"}, len(MADE))


def oai_error(code: str) -> Answer:
    body = f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="{code}"/></OAI-PMH>'
    return Answer(body.encode(), "text/xml")


class Coarse(Stranger):
    """Its sets are whole archives; others hold nothing, or are refused, as it may be."""

    sets: tuple[str, ...] = ("cs", "math")
    code = "noRecordsMatch"

    def say(self, url: str, answer: Answer) -> Answer:
        asked = {name: value for name, (value,) in parse_qs(urlsplit(url).query).items()}
        if asked.get("verb") == "ListSets":
            if not self.sets:
                return oai_error("noSetHierarchy")
            inside = "".join(f"<set><setSpec>{name}</setSpec></set>" for name in self.sets)
            named = re.sub(rb"<set>.*</set>", inside.encode(), answer.body, flags=re.DOTALL)
            return replace(answer, body=named)
        if asked.get("set", "cs") not in self.sets and "set" in asked:
            return oai_error(self.code)
        return answer


class CoarseAndStrict(Coarse):
    code = "badArgument"


class Setless(Coarse):
    sets = ()
    code = "noSetHierarchy"


@pytest.mark.parametrize(
    ("kind", "listed"), [(Coarse, "oai cs"), (CoarseAndStrict, "oai cs"), (Setless, "oai ")]
)
def test_the_nearest_set_is_followed_where_there_is_none_of_the_category(
    kind: type[Stranger], listed: str, tmp_path: Path
) -> None:
    second = replace(MADE[3], version=2, updated_at=LATER.replace(day=19), title="Better")
    with stranger(kind) as server:
        first = one_night(server, tmp_path, THREE)
        doors = [each for each in questions(server) if each.startswith("oai")]
        server.announce(Announcement(TOMORROW, second))
        report = one_night(server, tmp_path, THREE, TOMORROW)
    assert (doors[0], doors[-1], first.shut) == ("oai cs:cs:CL", listed, {})
    assert (report.saved.revised, versions(tmp_path)[second.arxiv_id]) == (1, 2)
    assert OTHER.arxiv_id not in versions(tmp_path)


class Young(Stranger):
    """It keeps nothing older than the day its Identify names, and refuses to be asked for it."""

    def say(self, url: str, answer: Answer) -> Answer:
        first = parse_qs(urlsplit(url).query).get("from", ["2025-05-08"])[0]
        if first < "2025-05-08":
            return oai_error("badArgument")
        return replace(answer, body=answer.body.replace(b"2005-09-16", b"2025-05-08"))


def test_a_listing_starts_no_earlier_than_the_server_remembers(tmp_path: Path) -> None:
    with stranger(Young) as server:
        report = one_night(server, tmp_path, THREE)
        asked = [request.url for request in server.requests if "ListRecords" in request.url]
    days = [parse_qs(urlsplit(url).query)["from"] for url in asked]
    assert days == [["2025-05-05"], ["2025-05-08"]]
    assert (report.shut, set(states(report).values())) == ({}, {"proven"})
    assert len(versions(tmp_path)) == len(MADE)


class Stubborn(Stranger):
    """It refuses the arguments whatever they are."""

    def say(self, url: str, answer: Answer) -> Answer:
        return oai_error("badArgument") if "ListRecords" in url else answer


def test_arguments_refused_for_another_reason_shut_the_door(tmp_path: Path) -> None:
    report = harvested(Stubborn, tmp_path)
    assert report.shut == {"oai": "OAI-PMH error badArgument: "}


class Unsorted(Stranger):
    """It lists records by identifier, not by day of change."""

    def hear(self, url: str) -> str:
        return url

    def say(self, url: str, answer: Answer) -> Answer:
        if "ListRecords" not in url:
            return answer
        records = re.findall(rb"<record>.*?</record>\n", answer.body, flags=re.DOTALL)
        turned = b"".join(reversed(records))
        return replace(answer, body=answer.body.replace(b"".join(records), turned))


def test_the_order_of_records_does_not_matter(tmp_path: Path) -> None:
    assert harvested(Unsorted, tmp_path).ok


class Textual(Stranger):
    """It compares days as strings, seconds included: a day's last minute belongs to no day."""

    def hear(self, url: str) -> str:
        return url.replace("2359%5D", "2358%5D")


LAST_MINUTE = paper(98, TUESDAY, submitted_at=LATER.replace(day=6, hour=23, minute=59))


def test_a_paper_of_a_days_last_minute_that_no_day_counts_comes_by_oai(tmp_path: Path) -> None:
    with stranger(Textual) as server:
        server.announce(*announced(LAST_MINUTE))
        report = one_night(server, tmp_path, THREE)
    notes = [cell.note for cell in report.cells]
    assert (set(states(report).values()), notes) == (
        {"proven"},
        ["", "1 more stored than arXiv lists", ""],
    )
    assert LAST_MINUTE.arxiv_id in versions(tmp_path)


def test_without_oai_a_paper_that_only_the_span_counts_is_remarked(tmp_path: Path) -> None:
    with stranger(Textual) as server:
        server.announce(*announced(LAST_MINUTE))
        server.shut.add("oai")
        report = one_night(server, tmp_path, THREE, page=10)
    assert report.remarks == (
        "survey: arXiv's totals differ, the days up to 2025-05-07 add up to +1 papers",
    )
