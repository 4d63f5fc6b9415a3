"""Who we say we are, and that both doors wait for one another."""

from pathlib import Path

import pytest

from tests.harvest.nights import CL, MONDAY, arxiv, papers
from tracker import __version__
from tracker.harvest.doors import open_doors, user_agent


@pytest.mark.parametrize(
    ("repository", "contact", "note"),
    [
        ("a/survey", "me@example.org", "+https://github.com/a/survey; me@example.org"),
        ("a/survey", "", "+https://github.com/a/survey"),
        ("", "me@example.org", "me@example.org"),
        ("", "", "no contact given"),
        ("a/survey", "Zoë", "+https://github.com/a/survey; Zo?"),
    ],
)
def test_the_user_agent_names_program_survey_and_contact(
    repository: str, contact: str, note: str
) -> None:
    assert user_agent(repository, contact) == f"survey-tracker/{__version__} ({note})"


def test_both_doors_pass_one_gate_and_say_who_asks(tmp_path: Path) -> None:
    waits = list[float]()
    with arxiv(*papers(MONDAY, [1])) as server:
        urls = (server.search_url, server.oai_url)
        oai, search = open_doors(
            *urls, tmp_path / "gate", 600.0, "us (me@example.org)", waits.append
        )
        assert server.requests == []
        next(oai.pages("cs.CL", MONDAY))
        search.total(CL, MONDAY, MONDAY)
        agents = [(request.door, request.agent) for request in server.requests]
    assert agents == [("oai", "us (me@example.org)"), ("search", "us (me@example.org)")]
    assert [0 < wait <= 600 for wait in waits] == [True]
