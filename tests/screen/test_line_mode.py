"""`tracker review --plain` through a pipe, as a program or a screen reader drives it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.screen.desks import NOW, decisions, paper, survey, told
from tracker.settings import Settings

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from tracker.cli import main; main()")


@pytest.fixture
def three(tmp_path: Path) -> Settings:
    return survey(tmp_path, [paper(1), paper(2), paper(3)])


def environment(settings: Settings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "TRACKER_ROOT": str(settings.root),
        "TRACKER_NOW": NOW.isoformat(),
    }


def said(settings: Settings, answers: str, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "review", "--as", "ann", "--plain", *more],
        input=answers,
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_an_evening_in_lines(three: Settings) -> None:
    answers = "w\nx 1\nu\nr\ne\nkd\n\n/model 3\nf\nMedNote\n\n.\nn two read it\n?\nzz\nd\nq\n"
    done = said(three, answers)
    assert (done.returncode, done.stderr) == (0, "")
    assert told(three) == [
        "exclude 2503.00001",
        "undo 2503.00001",
        "undo 2503.00001",
        "include 2503.00002 nlp_task:qa kind:dataset",
        "defer 2503.00003",
    ]
    assert decisions(three)[-1].note == "two read it"
    for sentence in (
        "every »question«[n] in a ward",
        "against: ward (-0.4)",
        "sizes: 2.7B ← abstract: “2.7B”",
        "Taken back: excluded Clinical model 1.",
        "ticked: nlp_task:qa, kind:dataset",
        "Take your last decision back",
        "'zz' is no key; ? lists them.",
        "ann · 3 decided",
    ):
        assert sentence in done.stdout


def test_the_end_of_the_answers_ends_the_evening(three: Settings) -> None:
    done = said(three, "x\n2\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert told(three) == ["exclude 2503.00001"]


def test_blind_no_probability_is_said(three: Settings) -> None:
    done = said(three, "e nq\n\nq\n", "--blind")
    assert "%" not in done.stdout
    (one,) = decisions(three)
    assert (one.shown["blind"], one.shown["relevant"]) == (True, 0.95)  # hidden, yet on record


def test_an_empty_queue_is_no_failure(tmp_path: Path) -> None:
    done = said(survey(tmp_path), "")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Nothing waits for a decision. tracker pull and tracker suggest bring new papers.\n"
    )


def test_an_unknown_handle_is_one_sentence_and_wrong_usage(three: Settings) -> None:
    done = said(three, "", "--as", "eve")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("tracker: no curator 'eve' in curation/curators.yaml;")


def test_a_lost_line_ends_it_with_what_was_decided_on_disk(three: Settings) -> None:
    running = subprocess.Popen(
        [*COMMAND, "review", "--as", "ann", "--plain"],
        env=environment(three),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdin is not None and running.stdout is not None
    running.stdin.write("x 1\n")
    running.stdin.flush()
    for line in running.stdout:
        if "Excluded: " in line:
            break
    running.send_signal(signal.SIGHUP)
    _, errors = running.communicate(timeout=30)
    assert (running.returncode, errors) == (128 + signal.SIGHUP, "")
    assert told(three) == ["exclude 2503.00001"]


def test_words_after_a_key_that_takes_none_are_refused_not_dropped(three: Settings) -> None:
    done = said(three, "a bit unsure\nd maybe\nf MedNote\nq uit\nx off topic\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert told(three) == ["exclude 2503.00001"]
    assert "a takes no text, and nothing was done; n takes a note, ? lists the keys." in done.stdout
