"""A real terminal (tmux) in which a command of the tracker runs."""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.screen.desks import NOW
from tracker.settings import Settings

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds; a screen that never comes is a failure, a slow one is not


@dataclass
class Terminal:
    """A tmux server of its own with one window, and another one for each start."""

    name: str
    settings: Settings
    arguments: tuple[str, ...]
    starts: int = 0

    def tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", f"{self.name}-{self.starts}", "-f", "/dev/null", *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    def start(self, width: int, height: int) -> None:
        self.starts += 1
        words = (sys.executable, "-c", "from tracker.cli import main; main()", *self.arguments)
        command = shlex.join(words)
        variables = {
            "PYTHONPATH": str(ROOT),
            "TRACKER_ROOT": str(self.settings.root),
            "TRACKER_NOW": NOW.isoformat(),
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "80",  # as some shells export them: they must not hide a resize
            "LINES": "24",
        }
        given = [word for name, value in variables.items() for word in ("-e", f"{name}={value}")]
        size = ["-x", str(width), "-y", str(height)]
        # The shell outlives the command, so that what it said last can still be read.
        self.tmux("new-session", "-d", "-s", "s", *size, *given, f"{command}; echo left $?; cat")

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p", "-t", "s")

    def wait(self, text: str) -> str:
        """The screen as soon as it shows a text."""
        end = time.monotonic() + PATIENCE
        while text not in (shown := self.screen()):
            assert time.monotonic() < end, f"{text!r} never came:\n{shown}"
            time.sleep(0.02)
        return shown

    def press(self, *keys: str) -> None:
        for key in keys:
            self.tmux("send-keys", "-t", "s", key)

    def reviewer(self) -> int:
        """The process that draws the screen."""
        shell = self.tmux("display-message", "-p", "-t", "s", "#{pane_pid}").strip()
        children = Path(f"/proc/{shell}/task/{shell}/children").read_text().split()
        return int(children[0])

    def end(self) -> None:
        self.tmux("kill-server")


@contextmanager
def opened(settings: Settings, name: str, *arguments: str) -> Iterator[Terminal]:
    """A terminal for a command, not started yet; skips without tmux, but not where CI runs."""
    if not shutil.which("tmux"):
        if os.environ.get("CI") == "true":
            pytest.fail("tmux is not installed")
        pytest.skip("tmux is not installed")
    one = Terminal(f"tracker-{os.getpid()}-{name}"[:60], settings, arguments)
    try:
        yield one
    finally:
        one.end()
