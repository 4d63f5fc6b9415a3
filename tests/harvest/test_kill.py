"""Runs killed at any moment, and what the next run makes of them."""

import os
import random
import shutil
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.harvest.night_process import begin, prepared
from tests.harvest.nights import (
    LATER,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    announced,
    dump,
    filled,
    one_night,
    papers,
    states,
    store,
)
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.faults import Answer

DAYS = (MONDAY, THURSDAY)
MADE = [*filled(MONDAY, TUESDAY, each=7), *papers(WEDNESDAY, [300]), *papers(THURSDAY, [400])]
CONTEXT = prepared()


class Deadly(LoopbackArxiv):
    """It kills the process that makes its nth request, before it answers."""

    nth = 0
    victim = 0
    named = threading.Event()

    def answer(self, url: str) -> Answer:
        if len(self.requests) == self.nth:
            self.named.wait(10)
            os.kill(self.victim, signal.SIGKILL)
        return super().answer(url)


def arxiv(shut: Any) -> Deadly:
    server = Deadly(announced(*MADE), now=LATER, records_a_page=4)
    server.shut |= {shut}
    return server


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with its tables and nothing in them."""
    folder = tmp_path_factory.mktemp("empty")
    store(folder).dispose()
    return folder


def copy(empty: Path, folder: Path) -> Path:
    for file in empty.iterdir():
        shutil.copy(file, folder)
    return folder


def content(folder: Path) -> dict[str, Any]:
    """The store without the count of attempts, which killing rightly raises."""
    return dump(folder, "attempts", "since")


def pages(urls: list[str]) -> list[str]:
    """The requests that listings go on with: tokens, and pages of days.

    Not those of the latest versions, which stand in another place by the next run.
    """
    days = [url for url in urls if "submittedDate" in url and "max_results=3" in url]
    return days + [url for url in urls if "resumptionToken" in url]


def killed(empty: Path, folder: Path, shut: str, nth: int) -> tuple[list[str], list[str]]:
    """One run killed at its nth request and one that is left alone: what each asked."""
    with arxiv(shut) as server:
        server.nth, server.named = nth, threading.Event()
        process = begin(CONTEXT, (server.search_url, server.oai_url), folder, DAYS, LATER)
        server.victim = process.pid or 0
        server.named.set()
        process.join(60)
        died = process.exitcode == -signal.SIGKILL
        first = [request.url for request in server.requests]
        server.nth = 0
        report = one_night(server, folder, DAYS, page=3)
        second = [request.url for request in server.requests][len(first) :]
    assert died
    assert (set(states(report).values()), report.open_cells) == ({"proven"}, ())
    return first, second


def undisturbed(empty: Path, folder: Path, shut: str) -> tuple[dict[str, Any], int]:
    with arxiv(shut) as server:
        one_night(server, copy(empty, folder), DAYS, page=3)
        return content(folder), len(server.requests)


@pytest.mark.parametrize("shut", ["", "oai"])
def test_a_run_killed_at_any_request_is_finished_by_the_next(
    shut: str, empty: Path, tmp_path: Path
) -> None:
    (tmp_path / "whole").mkdir()
    whole, requests = undisturbed(empty, tmp_path / "whole", shut)
    for nth in range(1, requests + 1):
        folder = tmp_path / str(nth)
        folder.mkdir()
        first, second = killed(empty, copy(empty, folder), shut, nth)
        # What had been answered when the last request was sent had been stored by then.
        again = set(pages(first[:-1])) & set(pages(second))
        assert (nth, content(folder)) == (nth, whole)
        assert (nth, again) == (nth, set())


def test_a_run_killed_between_requests_is_finished_too(empty: Path, tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    whole, requests = undisturbed(empty, tmp_path / "whole", "oai")
    dice = random.Random(20250505)
    for turn in range(10):
        folder = tmp_path / str(turn)
        folder.mkdir()
        copy(empty, folder)
        with arxiv("oai") as server:
            process = begin(CONTEXT, (server.search_url, server.oai_url), folder, DAYS, LATER)
            while len(server.requests) < dice.randrange(requests):
                time.sleep(0.0005)
            time.sleep(dice.random() * 0.01)
            process.kill()
            process.join(60)
            one_night(server, folder, DAYS, page=3)
        assert (turn, content(folder)) == (turn, whole)
