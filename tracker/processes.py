"""Child processes that live exactly as long as a piece of work in this one."""

import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

from tracker.errors import TrackerError

GRACE = 10.0  # seconds between asking a child to end, asking again, telling it, and killing it


@dataclass(frozen=True)
class Child:
    """A running process, what to call it in a sentence, and where it writes what it does."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None

    def require_running(self) -> None:
        """Raises TrackerError when the process has ended by itself."""
        code = self.process.poll()
        if code is not None:
            where = f"see {self.log}" if self.log else "what it said is above"
            raise TrackerError(f"{self.name} ended by itself (exit {code}); {where}")


@contextmanager
def child(
    name: str,
    command: Sequence[str],
    env: Mapping[str, str],
    log: Path | None = None,
    ending: signal.Signals = signal.SIGTERM,
) -> Iterator[Child]:
    """A process that is asked to end by the signal ``ending``, with all that it started.

    It has a session of its own, so that Ctrl-C reaches only this process, which then ends
    its children in the right order.
    """
    with _opened(log) as output:
        process = subprocess.Popen(
            list(command),
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            yield Child(name, process, log)
        finally:
            _end(process, ending)


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, instead of ending this process where it stands."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_answers(url: str, of: Child, stopped: threading.Event, patience: float) -> None:
    """Return when the address answers 200, or when asked to stop.

    Raises TrackerError when the child ends first or has not answered after ``patience`` seconds.
    """
    deadline = time.monotonic() + patience
    while not stopped.wait(0.2):
        of.require_running()
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > deadline:
                raise TrackerError(
                    f"{of.name} did not answer at {url} within {patience:.0f} s; see {of.log}"
                ) from None


@contextmanager
def _opened(log: Path | None) -> Iterator[IO[bytes] | None]:
    if log is None:
        yield None
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        yield output


def _end(process: subprocess.Popen[bytes], ending: signal.Signals) -> None:
    """End a session: asked twice, then told, then killed.

    Twice, because a signal that comes between fork and exec meets this process's handlers,
    not the child's. A session keeps its number while anything in it lives, so that is how
    grandchildren are found.
    """
    with suppress(ProcessLookupError):
        for number in (ending, ending, signal.SIGTERM):
            os.killpg(process.pid, number)
            deadline = time.monotonic() + GRACE
            while time.monotonic() < deadline:
                process.poll()
                os.killpg(process.pid, 0)
                time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
