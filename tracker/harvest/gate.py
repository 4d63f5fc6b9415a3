"""One request to arXiv at a time, and a pause between any two, over all processes of a user.

arXiv's terms of use (https://info.arxiv.org/help/api/tou.html): no more than one request
every three seconds, one connection at a time, over all machines and all its interfaces.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import SettingsError


@dataclass(frozen=True)
class Gate:
    """A lock file held for the length of each request; it remembers when the last one ended.

    ``delay`` is in seconds. A process that dies in the gate releases it.
    """

    path: Path
    delay: float
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time

    @contextmanager
    def __call__(self) -> Iterator[None]:
        handle = self._open()
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            wait = self.delay - (self.clock() - self._last(handle))
            if wait > 0:
                self.sleep(min(wait, self.delay))  # a clock set back must not stop the night
            self._note(handle)  # a process killed from here on leaves its request behind
            try:
                yield
            finally:
                self._note(handle)
        finally:
            os.close(handle)

    def _open(self) -> int:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as fault:
            raise SettingsError(
                f"the lock file {self.path} cannot be opened ({fault.strerror}); "
                "set XDG_CACHE_HOME to a folder that can be written"
            ) from None

    def _note(self, handle: int) -> None:
        os.ftruncate(handle, 0)
        os.pwrite(handle, repr(self.clock()).encode(), 0)

    @staticmethod
    def _last(handle: int) -> float:
        try:
            return float(os.pread(handle, 64, 0))
        except ValueError:
            return 0.0


def gate_path(cache: str | None, addresses: tuple[str, ...]) -> Path:
    """The lock file for a set of service addresses: all surveys of a user share arXiv's."""
    name = hashlib.sha256("\n".join(addresses).encode()).hexdigest()[:12]
    folder = Path(cache).expanduser() if cache else Path.home() / ".cache"
    return folder / "survey-tracker" / f"gate-{name}"
