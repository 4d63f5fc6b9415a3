"""How often and how long GitHub is asked again.

Nothing here knows HTTP: a request is a function that returns a Reply.
"""

import random
import time
from collections.abc import Callable
from typing import Final, TypeVar

from tracker.errors import GitHubError
from tracker.publish.refusals import Reply, limit, refusal, retry_after, too_long

TRIES: Final = 4

T = TypeVar("T")


class _Lost(GitHubError):
    """Nobody can tell whether the request took effect."""


class Patience:
    """The rules for trying again: ``max_wait`` is the seconds one call may wait in all.

    ``sleep``, ``clock`` (seconds since 1970) and ``jitter`` (0 to 1) are arguments so that
    a test need not wait.
    """

    def __init__(
        self,
        max_wait: float = 300.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._max_wait = max_wait
        self._sleep, self._clock, self._jitter = sleep, clock, jitter

    def ask(self, send: Callable[[], Reply], repository: str, repeat: bool = True) -> Reply:
        """The first reply that is neither a rate limit nor a passing failure.

        A request that must not be made twice has ``repeat`` false and comes to ``once``.
        """
        waited, attempt = 0.0, 0
        while True:
            attempt += 1
            reply = send()
            now = self._clock()
            pause = limit(reply, attempt, now)
            if pause is None and reply.lost:
                if not repeat:
                    raise _Lost(str(refusal(reply, repository)), reply.status or None)
                if attempt < TRIES:
                    pause = retry_after(reply, now) or self._backoff(attempt)
            if pause is None:
                return reply
            if waited + pause > self._max_wait:
                raise too_long(reply, pause, now)
            self._sleep(pause)
            waited += pause

    def once(self, act: Callable[[], T], done: Callable[[], T | None]) -> T:
        """Act, and act again only if ``done`` shows that a lost request had no effect."""
        for attempt in range(1, TRIES + 1):
            try:
                return act()
            except _Lost as lost:
                fault = lost
            self._sleep(self._backoff(attempt))
            if (found := done()) is not None:
                return found
        raise GitHubError(str(fault), fault.status)

    def _backoff(self, attempt: int) -> float:
        """1, 2, 4 … seconds, and up to half as much again so that clients do not keep step."""
        return float(2 ** (attempt - 1)) * (1 + self._jitter() / 2)
