"""A real terminal (tmux) driving the review, with a kill in the middle."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screen.desks import decisions, paper, survey
from tests.screen.terminals import PATIENCE, Terminal, opened


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    settings = survey(tmp_path / "s", [paper(number) for number in range(1, 110)])
    with opened(settings, tmp_path.name, "review", "--as", "ann") as one:
        yield one


@pytest.mark.parametrize(("width", "height"), [(80, 24), (200, 60)])
def test_an_evening_at_a_real_terminal_with_a_kill_in_the_middle(
    terminal: Terminal, width: int, height: int
) -> None:
    terminal.start(width, height)
    first = terminal.wait("109 left")
    assert "Clinical model 1\n" in first or "Clinical model 1 " in first
    assert "»question«[n]" in first
    assert "[x] nq" in first
    assert all(len(line) <= width for line in first.splitlines())
    terminal.press("a")
    terminal.wait("1 decided")
    terminal.press("x")
    terminal.wait("reason")
    terminal.press("2")
    terminal.wait("2 decided")
    terminal.press("n", "m", "y", "Space", "o", "w", "n", "Enter")
    terminal.wait("The note is kept")
    terminal.press("d")
    terminal.wait("3 decided")
    terminal.press("u")
    terminal.wait("Taken back: put off Clinical model 3.")
    terminal.press("r")
    terminal.wait("Put back: put off Clinical model 3.")
    terminal.press("/", "l", " ", "9", "9", "Enter")
    terminal.wait("Clinical model 99")
    os.kill(terminal.reviewer(), 9)
    terminal.end()
    taken = [(one.verdict, one.reason, one.note) for one in decisions(terminal.settings)]
    assert taken == [
        ("include", "", ""),
        ("exclude", "wrong kind of work", ""),
        ("defer", "", "my own"),
        ("undo", "", ""),
        ("undo", "", ""),
    ]
    terminal.start(width, height)
    terminal.wait("Clinical model 4")
    terminal.press("u")
    terminal.wait("Taken back: put off Clinical model 3.")
    terminal.press("q")
    terminal.wait("left 0")


def test_a_hundred_decisions_in_a_row_are_a_hundred_lines(terminal: Terminal) -> None:
    terminal.start(80, 24)
    terminal.wait("109 left")
    # Accept, exclude with a reason, defer, and so on; all typed ahead in one go.
    terminal.tmux("send-keys", "-l", "-t", "s", ("ax1d" * 34)[:133])
    terminal.wait("100 decided")
    found = decisions(terminal.settings)
    assert len(found) == 100
    assert len({one.work for one in found}) == 100


def test_a_window_made_too_small_says_so_and_comes_back(terminal: Terminal) -> None:
    terminal.start(80, 24)
    terminal.wait("109 left")
    terminal.tmux("resize-window", "-t", "s", "-x", "20", "-y", "5")
    terminal.wait("too small")
    terminal.press("a")
    terminal.tmux("resize-window", "-t", "s", "-x", "80", "-y", "24")
    terminal.wait("109 left")
    assert decisions(terminal.settings) == []


def test_a_lost_terminal_ends_the_review_and_loses_nothing(terminal: Terminal) -> None:
    terminal.start(80, 24)
    terminal.wait("109 left")
    terminal.press("d")
    terminal.wait("1 decided")
    reviewer = terminal.reviewer()
    terminal.end()  # the pane is gone: its processes get SIGHUP
    end = time.monotonic() + PATIENCE
    while Path(f"/proc/{reviewer}").exists():
        assert time.monotonic() < end, "the review outlived its terminal"
        time.sleep(0.05)
    assert [one.verdict for one in decisions(terminal.settings)] == ["defer"]
