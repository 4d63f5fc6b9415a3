"""HTTP to arXiv: through the gate, with timeouts, retries that wait, and every fault counted."""

import email.utils
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

import requests
from urllib3.exceptions import ReadTimeoutError

from tracker.errors import SourceUnavailable
from tracker.harvest.gate import Gate

T = TypeVar("T")
TIMEOUTS = (10.0, 120.0)  # seconds to connect, and between two bytes of the answer
TRIES = 5
MAX_WAIT = 300.0  # seconds; a service that asks for more is shut for the night
MAX_BYTES = 100_000_000
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})


class Refused(SourceUnavailable):
    """The service answered with a ``status`` that asking again would not change."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status

    def __reduce__(self) -> tuple[type, tuple[str, int]]:
        return type(self), (str(self), self.status)


class Unusable(Exception):
    """An answer that came with status 200 and is not what was asked for; ``kind`` is counted."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass
class Transport:
    """Asks one service politely. ``faults`` and ``asked`` count what happened.

    Waits between tries follow Retry-After (RFC 9110 §10.2.3) where the service sends it,
    else full-jitter exponential back-off starting at the gate's delay.
    """

    gate: Gate
    user_agent: str
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[float, float], float] = random.uniform
    tries: int = TRIES
    timeouts: tuple[float, float] = TIMEOUTS
    most: int = MAX_BYTES
    faults: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    _session: requests.Session = field(default_factory=requests.Session, repr=False)

    def get(self, url: str, params: Mapping[str, str], read: Callable[[bytes], T]) -> T:
        """What ``read`` makes of the answer; it raises Unusable to have the question repeated.

        Raises Refused when the service refuses, SourceUnavailable after the last try.
        """
        address = f"{url}?{urlencode(params)}" if params else url
        host = urlsplit(url).netloc
        for attempt in range(1, self.tries + 1):
            wait: float | None = None
            try:
                with self.gate():
                    self.asked += 1
                    status, headers, body = self._ask(address)
                if status == 200:
                    return read(body)
                kind, wait = f"status {status}", _retry_after(headers, self.gate.clock())
                if status not in _RETRIED:
                    self.faults[kind] += 1
                    raise Refused(f"{host} answered {kind} to {address[:300]}", status)
            except Unusable as fault:
                kind = fault.kind
            except requests.Timeout:
                kind = "no answer in time"
            except requests.RequestException as fault:
                kind = _connection_fault(fault)
            self.faults[kind] += 1
            if wait is not None and wait > MAX_WAIT:
                raise SourceUnavailable(f"{host} asks to wait {wait:.0f} seconds ({kind})")
            if attempt < self.tries:
                backoff = self.jitter(0.5, 1.0) * self.gate.delay * 2 ** (attempt - 1)
                self.sleep(min(MAX_WAIT, backoff) if wait is None else wait)
        raise SourceUnavailable(f"{host} gave no usable answer in {self.tries} tries: {kind}")

    def _ask(self, address: str) -> tuple[int, Mapping[str, str], bytes]:
        """One request, its body read whole before the gate opens again."""
        with self._session.get(
            address, headers={"User-Agent": self.user_agent}, timeout=self.timeouts, stream=True
        ) as answer:
            body = bytearray()
            for chunk in answer.iter_content(1 << 16):
                body += chunk
                if len(body) > self.most:
                    raise Unusable("an answer without end")
            return answer.status_code, answer.headers, bytes(body)


def _connection_fault(fault: requests.RequestException) -> str:
    if isinstance(
        fault, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError
    ):
        return "an answer cut off"
    if fault.args and isinstance(fault.args[0], ReadTimeoutError):
        return "no answer in time"  # how requests reports silence in the middle of a body
    if isinstance(fault, requests.ConnectionError):
        return "connection refused or closed"
    return type(fault).__name__


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - now)
    except (TypeError, ValueError):
        return None
