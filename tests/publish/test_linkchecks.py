"""Checking a survey's links, from its files to the report and the history."""

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.record.surveys import DOI, ONE, decided, journal, put, survey
from tracker.cli import main
from tracker.errors import CurationError
from tracker.publish.links import Prober
from tracker.settings import Settings
from tracker.steps import linkchecks
from tracker.steps.linkchecks import LinkReport

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, httpserver: HTTPServer) -> Settings:
    """Two included works that share a link, and an undecided one."""
    root = survey(tmp_path / "survey")
    base = httpserver.url_for("")
    for work, names in ((ONE, ("a", "lost")), (DOI, ("lost", "excused"))):
        links = "".join(f'- kind: "paper"\n  url: "{base}/{name}"\n' for name in names)
        text = f'ids:\n- "{work}"\ntitle: "T"\nlinks:\n{links}'
        put(root, f"works/{work.slug}.yaml", text)
    put(
        root,
        "works/pmid-1.yaml",
        f'ids:\n- "pmid:1"\ntitle: "T"\nlinks:\n- kind: "page"\n  url: "{base}/x"\n',
    )
    put(root, "links.yaml", f'exceptions:\n- url: "{base}/excused/"\n  reason: "people only"\n')
    journal(root, decided(0, "include", ONE, labels=()), decided(1, "include", DOI, labels=()))
    httpserver.expect_request("/a").respond_with_data("", 200, {"ETag": '"1"'})
    return Settings(root, f"sqlite:///{tmp_path / 'db.sqlite'}", now=NOW)


def checked(settings: Settings) -> LinkReport:
    return linkchecks.check(settings, Prober("test", allowed=["127.0.0.1"], delay=0.0))


def test_every_link_is_asked_once_and_its_history_counts(
    settings: Settings, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/lost").respond_with_data("", 404)
    base = httpserver.url_for("")
    first = checked(settings)
    assert [(one.url, one.state) for one in first.links] == [
        (f"{base}/a", "fine"), (f"{base}/lost", "unclear"),
    ]  # fmt: skip
    assert first.excused == {f"{base}/excused": "people only"}
    assert first.works[f"{base}/lost"] == (str(ONE), str(DOI))
    assert first.ok
    later = checked(replace(settings, now=NOW + timedelta(days=1)))
    assert (later.ok, later.lines) == (
        False,
        ["2 links checked: 1 fine, 1 gone, 0 unclear; 1 left out with a reason",
         f"gone: {base}/lost answered 404, 2 times in a row ({ONE}, {DOI})"],
    )  # fmt: skip
    asked = [(request.path, request.headers.get("If-None-Match")) for request, _ in httpserver.log]
    assert asked == [("/a", None), ("/lost", None), ("/a", '"1"'), ("/lost", None)]
    assert later.as_json()["links"][1] == {
        "url": f"{base}/lost", "state": "gone", "status": 404, "why": "answered 404",
        "failures": 2, "etag": "", "modified": "", "checked_at": "2026-11-22T00:00:00+00:00",
        "works": [str(ONE), str(DOI)],
    }  # fmt: skip


@pytest.mark.parametrize("text", ["exceptions: 1\n", "- x\n", "exceptions: [\n", "a: &x 1\n"])
def test_exceptions_that_cannot_be_read_stop_the_check(settings: Settings, text: str) -> None:
    put(settings.root, "links.yaml", text)
    with pytest.raises(CurationError, match=r"curation/links\.yaml"):
        checked(settings)


def test_the_command_reports_and_leaves_the_loopback_alone(
    settings: Settings,
    httpserver: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TRACKER_ROOT", str(settings.root))
    monkeypatch.setenv("TRACKER_DATABASE_URL", settings.database_url)
    monkeypatch.setattr(sys, "argv", ["tracker", "links", "--json"])
    url = httpserver.url_for("/a")
    for work in (ONE, DOI):  # the same link, so that no pause is needed
        text = f'ids:\n- "{work}"\ntitle: "T"\nlinks:\n- kind: "paper"\n  url: "{url}"\n'
        put(settings.root, f"works/{work.slug}.yaml", text)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0
    (link,) = json.loads(capsys.readouterr().out)["links"]
    assert (link["state"], link["why"]) == ("unclear", "led to a private or local address")
    assert httpserver.log == []
