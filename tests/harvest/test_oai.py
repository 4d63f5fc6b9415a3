"""OAI-PMH: sets, tokens, recorded pages, errors and what cannot be read."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.demo.history import CODES_GONE, GALAXY, STRINGS_CROSSED, TRIAGE_2, WEDNESDAY, loopback
from tests.harvest.nights import (
    MONDAY,
    SATURDAY,
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
from tracker.errors import SourceUnavailable
from tracker.harvest.oai import OaiDoor, OaiPage, TokenExpired, set_of
from tracker.papers import PaperVersion

RECORD = """<record><header><identifier>oai:arXiv.org:{id}</identifier>
<datestamp>2025-05-06</datestamp></header><metadata><arXivRaw
xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{id}</id>{versions}<title>{title}</title>
<authors>Bo Li</authors><categories>{categories}</categories><comments>{comments}</comments>
<abstract>{abstract}</abstract></arXivRaw></metadata></record>"""
V1 = '<version version="v1"><date>Mon, 5 May 2025 10:00:00 GMT</date><size>9kb</size></version>'
V2 = V1.replace("v1", "v2").replace(" 5 May", " 7 May")


def record(**changes: str) -> str:
    usual = {"id": "2505.00001", "versions": V1, "title": "A", "categories": "cs.CL"}
    return RECORD.format(**{**usual, "comments": "", "abstract": "We look.", **changes})


def listing(*records: str, token: str = "") -> bytes:
    return document(f"<ListRecords>{''.join(records)}{token}</ListRecords>")


def document(inside: str) -> bytes:
    return f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{inside}</OAI-PMH>'.encode()


def read(body: bytes, folder: Path) -> OaiPage:
    """What the door makes of one body."""
    with scripted(lambda path, asked: Answer(body)) as address:
        return next(doors(address, address, folder)[0].pages("cs.CL", MONDAY))


def taken(
    door: OaiDoor, category: str, since: date = MONDAY, token: str = ""
) -> list[PaperVersion]:
    return [each for page in door.pages(category, since, token) for each in page.papers]


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("cs.CL", "cs:cs:CL"),
        ("stat.ML", "stat:stat:ML"),
        ("q-bio.QM", "q-bio:q-bio:QM"),
        ("hep-th", "physics:hep-th"),
        ("physics.med-ph", "physics:physics:med-ph"),
        ("cond-mat.str-el", "physics:cond-mat:str-el"),
        ("astro-ph.GA", "physics:astro-ph:GA"),
        ("quant-ph", "physics:quant-ph"),
        ("math-ph", "physics:math-ph"),
        ("eess.SP", "eess:eess:SP"),
    ],
)
def test_a_category_is_a_set_within_its_archive_and_group(category: str, name: str) -> None:
    assert set_of(category) == name


def test_records_come_through_whole(tmp_path: Path) -> None:
    with loopback(WEDNESDAY) as server:
        door = doors(server.search_url, server.oai_url, tmp_path)[0]
        found = [taken(door, name)[0] for name in ("cs.AI", "hep-th", "cs.IT", "stat.ML")]
    gone = "This paper has been withdrawn by the author(s). Equation 3 is wrong"
    assert found[:2] == [TRIAGE_2, STRINGS_CROSSED]
    assert (found[2].comment, found[2].withdrawn) == (gone, CODES_GONE.withdrawn)
    assert found[3].arxiv_id == GALAXY.arxiv_id


def test_a_listing_is_read_from_token_to_token(tmp_path: Path) -> None:
    made = papers(MONDAY, range(1, 8))
    with arxiv(*made, records_a_page=3) as server:
        pages = list(doors(server.search_url, server.oai_url, tmp_path)[0].pages("cs.CL", MONDAY))
    assert [len(page.papers) for page in pages] == [3, 3, 1]
    assert [bool(page.token) for page in pages] == [True, True, False]
    assert [each for page in pages for each in page.papers] == made
    assert {page.last_day for page in pages} == {date(2025, 5, 7)}


def test_a_listing_goes_on_from_a_token(tmp_path: Path) -> None:
    made = papers(MONDAY, range(1, 8))
    with arxiv(*made, records_a_page=3) as server:
        door = doors(server.search_url, server.oai_url, tmp_path)[0]
        token = next(door.pages("cs.CL", MONDAY)).token
        found = taken(door, "cs.CL", MONDAY, token)
    assert found == made[3:]


def test_an_old_token_is_told_apart_from_other_errors(tmp_path: Path) -> None:
    with arxiv(records_a_page=3) as server, pytest.raises(TokenExpired):
        taken(doors(server.search_url, server.oai_url, tmp_path)[0], "cs.CL", MONDAY, "stale")


def test_nothing_changed_is_an_answer_once_the_set_is_known_to_exist(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, [1])) as server:
        door = doors(server.search_url, server.oai_url, tmp_path)[0]
        pages = list(door.pages("cs.CL", SATURDAY))
        asked = questions(server)
    assert (pages, asked) == ([OaiPage((), (), "", None)], ["oai cs:cs:CL", "oai "])


@pytest.mark.parametrize("code", ["cannotDisseminateFormat", "badVerb", "idDoesNotExist"])
def test_an_error_is_an_answer_and_not_asked_again(code: str, tmp_path: Path) -> None:
    asked = list[str]()

    def answer(path: str, parameters: dict[str, str]) -> Answer:
        asked.append(parameters["verb"])
        return Answer(document(f'<error code="{code}">Not\n here</error>'))

    with (
        scripted(answer) as address,
        pytest.raises(SourceUnavailable, match=f"OAI-PMH error {code}: Not here"),
    ):
        list(doors(address, address, tmp_path)[0].pages("cs.CL", MONDAY))
    assert asked == ["ListRecords"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "not XML, or cut off"),
        (b"<html><body>Down</body></html>", "HTML instead of OAI-PMH"),
        (b"<feed/>", "not OAI-PMH"),
        (document(""), "an empty page"),
        (document("<ListRecords/>"), "an empty page"),
    ],
)
def test_an_answer_that_is_no_whole_listing_is_never_taken(
    body: bytes, kind: str, tmp_path: Path
) -> None:
    with pytest.raises(SourceUnavailable, match=kind):
        read(body, tmp_path)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"versions": ""}, "2505.00001"),
        ({"versions": V1.replace("Mon, 5 May", "some day in")}, "2505.00001"),
        ({"versions": V1.replace('"v1"', '"vx"')}, "2505.00001"),
        ({"title": " "}, "2505.00001"),
        ({"categories": ""}, "2505.00001"),
        ({"id": "no id"}, "(no id)"),
        ({"id": ""}, "(no id)"),
        ({"id": "math.GT/0309136", "title": ""}, "math/0309136"),
    ],
)
def test_a_record_that_cannot_be_read_is_named_and_the_others_kept(
    changes: dict[str, str], name: str, tmp_path: Path
) -> None:
    page = read(listing(record(**changes), record(id="2505.00002")), tmp_path)
    assert page.unreadable == (name,)
    assert [each.arxiv_id for each in page.papers] == ["2505.00002"]


def test_deleted_records_hold_nothing_and_are_no_fault(tmp_path: Path) -> None:
    gone = '<record><header status="deleted"><identifier>oai:arXiv.org:2505.00001</identifier>'
    page = read(listing(f"{gone}<datestamp>2025-05-06</datestamp></header></record>"), tmp_path)
    assert page == OaiPage((), (), "", date(2025, 5, 6))


@pytest.mark.parametrize(
    ("changes", "withdrawn"),
    [
        ({}, False),
        ({"comments": "This paper has been withdrawn"}, True),
        ({"comments": "The dataset was withdrawn from the market"}, False),
        ({"abstract": "This paper has been withdrawn by the authors."}, True),
        ({"versions": V1 + V2.replace("</size>", "</size><source_type>I</source_type>")}, True),
        ({"versions": V1.replace("</size>", "</size><source_type>I</source_type>") + V2}, False),
        ({"versions": V1.replace("</size>", "</size><source_type>D</source_type>")}, False),
    ],
)
def test_a_withdrawal_is_told_by_the_last_versions_source_or_by_words(
    changes: dict[str, str], withdrawn: bool, tmp_path: Path
) -> None:
    (found,) = read(listing(record(**changes)), tmp_path).papers
    assert found.withdrawn is withdrawn


def test_versions_give_the_first_and_the_last_instant(tmp_path: Path) -> None:
    (found,) = read(listing(record(versions=V1 + V2)), tmp_path).papers
    instants = (found.version, found.submitted_at, found.updated_at)
    assert instants == (
        2,
        datetime(2025, 5, 5, 10, tzinfo=UTC),
        datetime(2025, 5, 7, 10, tzinfo=UTC),
    )


def test_a_recorded_page_of_a_thousand_is_read_whole(tmp_path: Path) -> None:
    name = "fixtures/scirate__scirate/spec_data_arxiv_2014-01-16T11_10_55Z_496549_96001"
    body = shared(name).read_bytes()
    everything = re.sub(rb"<categories>", b"<categories>cs.CL ", body)
    with scripted(lambda path, asked: Answer(everything)) as address:
        page = next(doors(address, address, tmp_path)[0].pages("cs.CL", MONDAY))
    names = [each.decode() for each in re.findall(rb"<id>([^<]*)</id>", body)]
    assert ([each.arxiv_id for each in page.papers], page.unreadable) == (names, ())
    assert (len(names), names[0], page.token) == (1000, "0811.36489", "496549|96001")
    assert page.papers[0].version == 2
    assert page.papers[0].authors == ("Daniel M. Kane", "Jelani Nelson", "David P. Woodruff")


def test_both_doors_tell_the_same_of_a_paper(tmp_path: Path) -> None:
    made = paper(1, MONDAY, version=2, comment="9 pages", doi="10.1000/x", authors=("Ana Müller",))
    with arxiv(made) as server:
        oai, search = doors(server.search_url, server.oai_url, tmp_path)
        assert taken(oai, "cs.CL") == list(next(iter(search.by_id([made.arxiv_id]))).papers)


def test_an_unreadable_record_is_asked_for_once_more_and_then_left(tmp_path: Path) -> None:
    with arxiv(*papers(MONDAY, [1, 2])) as server:
        server.fault(Fault("bad date", times=5))
        door = doors(server.search_url, server.oai_url, tmp_path)[0]
        page = next(door.pages("cs.CL", MONDAY))
    assert (page.unreadable, door.transport.faults) == (
        ("2505.00001",),
        {"an unreadable entry": 1},
    )
