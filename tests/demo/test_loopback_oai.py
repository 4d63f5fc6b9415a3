"""The OAI-PMH door of the loopback arXiv, read with lxml."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from lxml import etree

from tests.demo.history import MONDAY, STRINGS, TUESDAY, WEDNESDAY, get, loopback
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.announcements import Announcement

OAI = "{http://www.openarchives.org/OAI/2.0/}"
RAW = "{http://arxiv.org/OAI/arXivRaw/}"


def records(server: LoopbackArxiv, **params: str) -> requests.Response:
    return get(server.oai_url, verb="ListRecords", metadataPrefix="arXivRaw", **params)


def headers(answer: requests.Response) -> list[tuple[str, ...]]:
    """Identifier without its prefix, datestamp and sets of each record or header."""
    return [
        tuple((each.text or "").removeprefix("oai:arXiv.org:") for each in header)
        for header in etree.fromstring(answer.content).iter(f"{OAI}header")
    ]


def names(answer: requests.Response) -> list[str]:
    return [header[0] for header in headers(answer)]


def metadata(answer: requests.Response) -> list[tuple[str, Any]]:
    """The only record's arXivRaw fields in their order; versions as (name, date, source type)."""
    (raw,) = etree.fromstring(answer.content).iter(f"{RAW}arXivRaw")
    return [
        (
            etree.QName(field).localname,
            (
                field.get("version"),
                field.findtext(f"{RAW}date"),
                field.findtext(f"{RAW}source_type"),
            )
            if len(field)
            else field.text,
        )
        for field in raw
    ]


def problem(answer: requests.Response) -> tuple[int, str | None, str | None]:
    error = etree.fromstring(answer.content).find(f"{OAI}error")
    return (
        answer.status_code,
        *((None, None) if error is None else (error.get("code"), error.text)),
    )


def token(answer: requests.Response) -> str | None:
    """The resumption token; None where there is no such element, "" where it is empty."""
    found = etree.fromstring(answer.content).find(f".//{OAI}resumptionToken")
    return None if found is None else found.text or ""


def test_a_night_lists_new_papers_new_versions_cross_lists_and_withdrawals() -> None:
    with loopback(WEDNESDAY) as server:
        answer = records(server, from_="2025-05-06")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert headers(answer) == [
        ("astro-ph/0601001", "2025-05-06", "physics:astro-ph:GA", "stat:stat:ML"),
        ("2505.00011", "2025-05-07", "cs:cs:CL", "cs:cs:AI"),
        ("2505.00012", "2025-05-08", "physics:hep-th", "math:math:MP", "physics:math-ph"),
        ("2505.00013", "2025-05-08", "cs:cs:IT", "math:math:IT", "cs:cs:CL"),
    ]
    assert token(answer) is None


def test_a_record_holds_every_version_and_the_words_of_the_last() -> None:
    with loopback(TUESDAY) as server:
        answer = get(
            server.oai_url,
            verb="GetRecord",
            metadataPrefix="arXivRaw",
            identifier="oai:arXiv.org:2505.00011",
        )
    assert metadata(answer) == [
        ("id", "2505.00011"),
        ("submitter", "Ana Müller"),
        ("version", ("v1", "Mon, 05 May 2025 09:59:59 GMT", "D")),
        ("version", ("v2", "Tue, 06 May 2025 08:00:00 GMT", "D")),
        ("title", "Triage revisited"),
        ("authors", "Ana Müller, Bo Li and Carla D'Este"),
        ("categories", "cs.CL cs.AI"),
        ("comments", '12 pages, "in press"'),
        ("journal-ref", "J. Triage 1 (2025) 1-12"),
        ("doi", "10.1000/triage.1"),
        ("license", "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"),
        (
            "abstract",
            (
                "  We ask whether language models can sort patients. We ask whether language\n"
                "models can sort patients. We ask whether language models can sort patients. We\n"
                "ask whether language models can sort patients. They can, if p < 0.05.\n"
            ),
        ),
    ]


def test_a_long_title_is_wrapped_as_arxiv_stores_it() -> None:
    with loopback() as server:
        answer = records(server, set="cs:cs:AI")
    assert dict(metadata(answer))["title"] == (
        "Triage & Dialogue: <Small> Language Models in the Emergency Room, Compared\n  with Nurses"
    )


def test_versions_announced_before_the_history_begins_have_dates_too() -> None:
    with loopback() as server:
        answer = records(server, set="stat:stat:ML")
    assert [value for name, value in metadata(answer) if name == "version"] == [
        ("v1", "Mon, 02 Jan 2006 14:57:58 GMT", "D"),
        ("v2", "Mon, 05 May 2025 20:00:00 GMT", "D"),
        ("v3", "Mon, 05 May 2025 20:00:00 GMT", "D"),
    ]


def test_a_withdrawn_version_has_source_type_i_and_no_size() -> None:
    with loopback(WEDNESDAY) as server:
        answer = records(server, set="cs:cs:IT")
    assert [value for name, value in metadata(answer) if name == "version"] == [
        ("v1", "Tue, 06 May 2025 07:00:00 GMT", "D"),
        ("v2", "Wed, 07 May 2025 08:00:00 GMT", "I"),
    ]
    sizes = [each.text for each in etree.fromstring(answer.content).iter(f"{RAW}size")]
    assert (sizes[1], dict(metadata(answer))["comments"]) == (
        "0kb",
        "This paper has been withdrawn by the author(s). Equation 3 is wrong",
    )


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"from_": "2025-05-07"}, ["2505.00011", "2505.00013"]),
        ({"from_": "2025-05-06", "until": "2025-05-06"}, ["2505.00012", "astro-ph/0601001"]),
        ({"until": "2025-05-06"}, ["2505.00012", "astro-ph/0601001"]),
        ({"set": "cs"}, ["2505.00011", "2505.00013"]),
        ({"set": "cs:cs"}, ["2505.00011", "2505.00013"]),
        ({"set": "cs:cs:AI"}, ["2505.00011"]),
        ({"set": "math:math:IT"}, ["2505.00013"]),
        ({"set": "physics"}, ["2505.00012", "astro-ph/0601001"]),
        ({"set": "physics:hep-th"}, ["2505.00012"]),
        ({"set": "physics:astro-ph"}, ["astro-ph/0601001"]),
        ({"set": "physics:astro-ph:GA"}, ["astro-ph/0601001"]),
        ({"set": "stat:stat:ML", "from_": "2025-05-06"}, ["astro-ph/0601001"]),
    ],
)
def test_days_are_inclusive_and_sets_are_groups_archives_or_categories(
    params: dict[str, str], found: list[str]
) -> None:
    with loopback(TUESDAY) as server:
        whole = records(server, **params)
        just_headers = get(
            server.oai_url,
            **{"verb": "ListIdentifiers", "metadataPrefix": "arXivRaw", **params},
        )
    assert (names(whole), headers(just_headers)) == (found, headers(whole))


LIST = {"verb": "ListRecords", "metadataPrefix": "arXivRaw"}


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "ListEverything"}, "badVerb"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "Identify", "set": "cs"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc"}, "cannotDisseminateFormat"),
        ({**LIST, "from_": "2025-05-09T00:00:00Z"}, "badArgument"),
        ({**LIST, "from_": "2025-02-30"}, "badArgument"),
        ({**LIST, "from_": "2005-09-15"}, "badArgument"),
        ({**LIST, "from_": "2025-05-07"}, "badArgument"),
        ({**LIST, "from_": "2025-05-06", "until": "2025-05-05"}, "badArgument"),
        ({**LIST, "until": "2025-05-08"}, "badArgument"),
        ({**LIST, "set": "cs:cs:XX"}, "badArgument"),
        ({**LIST, "set": "cs.CL"}, "badArgument"),
        ({**LIST, "until": "2025-05-05"}, "noRecordsMatch"),
        ({**LIST, "set": "econ"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "resumptionToken": "12|34"}, "badResumptionToken"),
        ({**LIST, "resumptionToken": "12|34"}, "badArgument"),
        (
            {"verb": "GetRecord", "metadataPrefix": "arXivRaw", "identifier": "2505.00011"},
            "idDoesNotExist",
        ),
        (
            {
                "verb": "GetRecord",
                "metadataPrefix": "arXivRaw",
                "identifier": "oai:arXiv.org:2505.00013",
            },
            "idDoesNotExist",
        ),
    ],
)
def test_an_error_is_http_200_with_its_code(params: dict[str, str], code: str) -> None:
    with loopback() as server:
        assert problem(get(server.oai_url, **params))[:2] == (200, code)


def test_a_repeated_argument_is_refused() -> None:
    with loopback() as server:
        verb = get(f"{server.oai_url}?verb=Identify&verb=Identify")
        day = get(f"{server.oai_url}?verb=ListRecords&from=2025-05-06&from=2025-05-06")
    assert (problem(verb)[1], problem(day)[1]) == ("badVerb", "badArgument")


def test_identify_names_the_granularity_and_list_sets_every_set() -> None:
    with loopback() as server:
        identity = etree.fromstring(get(server.oai_url, verb="Identify").content)
        listed = etree.fromstring(get(server.oai_url, verb="ListSets").content)
        formats = etree.fromstring(get(server.oai_url, verb="ListMetadataFormats").content)
        base_url = server.oai_url
    assert [(etree.QName(each).localname, each.text) for each in identity[2]] == [
        ("repositoryName", "arXiv"),
        ("baseURL", base_url),
        ("protocolVersion", "2.0"),
        ("adminEmail", "arxiv@example.org"),
        ("earliestDatestamp", "2005-09-16"),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DD"),
    ]
    specs = [each.text for each in listed.iter(f"{OAI}setSpec")]
    assert {"cs", "cs:cs", "cs:cs:CL", "physics:hep-th", "q-bio:q-bio:QM"} <= set(specs)
    assert len(specs) == len(set(specs)) == 174
    assert [each.text for each in formats.iter(f"{OAI}metadataPrefix")] == ["arXivRaw"]


def test_what_changed_before_arxivs_earliest_datestamp_carries_that_day() -> None:
    old = Announcement(datetime(1999, 1, 2, tzinfo=UTC), STRINGS)
    with LoopbackArxiv([old], now=MONDAY) as server:
        assert headers(records(server)) == [("2505.00012", "2005-09-16", "physics:hep-th")]


def resumed(server: LoopbackArxiv, answer: requests.Response) -> requests.Response:
    return get(server.oai_url, verb="ListRecords", resumptionToken=token(answer) or "")


@pytest.mark.parametrize("size", [1, 2, 3])
def test_tokens_lead_through_the_whole_list_and_the_last_page_has_an_empty_one(size: int) -> None:
    with loopback(TUESDAY, records_a_page=size) as server:
        answer = records(server, from_="2025-05-06")
        found = names(answer)
        while token(answer):
            answer = resumed(server, answer)
            found += names(answer)
    assert (found, token(answer)) == (
        ["2505.00012", "astro-ph/0601001", "2505.00011", "2505.00013"],
        "",
    )


def test_a_token_reads_the_table_as_it_is_by_then() -> None:
    """A record that appears before the place reached is missed, and another comes twice."""
    with loopback(TUESDAY, records_a_page=3) as server:
        first = records(server)
        noon = TUESDAY + timedelta(hours=12)
        server.announce(Announcement(noon, replace(STRINGS, arxiv_id="2505.00001")))
        server.now = noon
        second = resumed(server, first)
    assert (names(first), names(second)) == (
        ["2505.00012", "astro-ph/0601001", "2505.00011"],
        ["2505.00011", "2505.00013"],
    )


def test_a_token_expires_at_midnight_utc_and_belongs_to_its_verb() -> None:
    with loopback(MONDAY, records_a_page=2) as server:
        first = records(server)
        other = get(server.oai_url, verb="ListIdentifiers", resumptionToken=token(first) or "")
        server.now = TUESDAY
        late = resumed(server, first)
    assert (problem(other), problem(late)) == (
        (200, "badResumptionToken", "The resumptionToken is not one of ours."),
        (200, "badResumptionToken", "The resumptionToken has expired."),
    )
    expires = etree.fromstring(first.content).find(f".//{OAI}resumptionToken")
    assert expires is not None
    assert expires.get("expirationDate") == "2025-05-07T00:00:00Z"
