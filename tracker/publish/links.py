"""Asking whether links still lead somewhere, without being led anywhere one should not go.

The works' links were typed by strangers. So nothing is sent to an address that is not on
the public Internet: each connection's own peer is looked at after it is made and before
anything is sent, which holds for redirects and for names that change their address
between two look-ups alike.
"""

import logging
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from ipaddress import ip_address
from socket import SHUT_RDWR, socket
from threading import Event, Timer
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from tracker.links import Answer, CheckedLink

HOPS: Final = 5
DELAY: Final = 2.0  # seconds between two requests to one host
SECONDS: Final = 20.0  # one request, from its connection to the end of the head
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# RFC 9110 §8.8.3 and §5.6.7; what looks otherwise is neither kept nor sent back.
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{0,200}"')
_DATE = re.compile(r"[A-Za-z0-9 ,:-]{1,40}")


class _Forbidden(OSError):
    """A connection led to an address that is nobody's business."""


class Prober:
    """Asks for addresses, one at a time, politely.

    ``allowed`` are addresses (IP) that may be asked although they are not public: tests
    serve from the loopback. ``sleep`` and ``clock`` (seconds) are arguments so that a test
    need not wait. No body is read, no cookie kept, no proxy used.
    """

    def __init__(
        self,
        agent: str,
        allowed: Collection[str] = (),
        delay: float = DELAY,
        seconds: float = SECONDS,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._agent, self._allowed = agent, frozenset(allowed)
        self._delay, self._seconds = delay, seconds
        self._sleep, self._clock = sleep, clock
        self._asked: dict[str, float] = {}
        # It warns of odd heads by quoting them: strangers' text, on its way to a terminal.
        logging.getLogger("urllib3").setLevel(logging.ERROR)

    def ask(self, url: str, before: CheckedLink | None = None) -> Answer:
        """What a link answers, after at most ``HOPS`` redirects; conditional where possible."""
        headers = {}
        if before and before.etag:
            headers["If-None-Match"] = before.etag
        if before and before.modified:
            headers["If-Modified-Since"] = before.modified
        try:
            return self._followed(url, headers)
        except (requests.RequestException, OSError, ValueError) as fault:
            return Answer(why=_why(fault))

    def _followed(self, url: str, headers: Mapping[str, str]) -> Answer:
        target = url
        for hop in range(HOPS + 1):
            self._wait(target)
            status, found = self._head(target, headers if hop == 0 else {})
            location = found.get("Location", "")
            if status not in _REDIRECTS or not location:
                if hop:  # the validators are another address's
                    return Answer(status)
                etag, modified = found.get("ETag", ""), found.get("Last-Modified", "")
                return Answer(
                    status,
                    etag=etag if _ETAG.fullmatch(etag) else "",
                    modified=modified if _DATE.fullmatch(modified) else "",
                )
            target = urljoin(target, location)
            if urlsplit(target).scheme not in ("http", "https"):
                return Answer(why="led to something that is no web address")
        return Answer(why=f"led on more than {HOPS} times")

    def _wait(self, url: str) -> None:
        host = urlsplit(url).netloc.rpartition("@")[2].lower()
        pause = self._asked.get(host, float("-inf")) + self._delay - self._clock()
        if pause > 0:
            self._sleep(pause)
        self._asked[host] = self._clock()

    def _head(self, url: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str]]:
        """Status and head of the answer to one GET; many servers answer HEAD wrongly."""
        lines: list[socket] = []
        late = Event()
        # A time limit on each read is none on the whole: a server may send a byte at a time.
        alarm = Timer(self._seconds, lambda: _hang_up(lines, late))
        alarm.daemon = True
        said = {"User-Agent": self._agent, "Accept": "*/*", **headers}
        with requests.Session() as session:
            session.trust_env = False
            for scheme in ("http://", "https://"):
                session.mount(scheme, _adapter(self._allowed, lines))
            alarm.start()
            try:
                with session.get(url, headers=said, stream=True, allow_redirects=False,
                                 timeout=self._seconds / 2) as reply:  # fmt: skip
                    found = reply.status_code, reply.headers
            except requests.RequestException:
                if late.is_set():
                    raise requests.Timeout from None
                raise
            finally:
                alarm.cancel()
                for line in lines:
                    line.close()
        if late.is_set():  # what came before looks like a whole answer
            raise requests.Timeout
        return found


def in_turns(urls: Iterable[str]) -> Iterator[str]:
    """The addresses, each host's in their order, the hosts in turns: so waits are shared."""
    queues: dict[str, deque[str]] = defaultdict(deque)
    for url in urls:
        queues[urlsplit(url).netloc].append(url)
    while queues:
        for host in list(queues):
            yield queues[host].popleft()
            if not queues[host]:
                del queues[host]


def _adapter(allowed: Collection[str], lines: list[socket]) -> HTTPAdapter:
    """Connections that look at their peer, and leave a second handle on it in ``lines``."""

    def guarded(line: socket) -> socket:
        peer = line.getpeername()[0]
        if peer not in allowed and not _is_public(peer):
            line.close()
            raise _Forbidden("led to a private or local address")
        lines.append(line.dup())
        return line

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket:
            return guarded(super()._new_conn())

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket:
            return guarded(super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    adapter = HTTPAdapter(max_retries=0)
    manager: Any = adapter.poolmanager
    manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return adapter


def _is_public(peer: str) -> bool:
    """Whether an IP address belongs to the public Internet, also inside an IPv6 one."""
    address = ip_address(peer.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return (inner or address).is_global and not (inner or address).is_multicast


def _hang_up(lines: Iterable[socket], late: Event) -> None:
    late.set()
    for line in lines:
        with suppress(OSError):  # it was closed in the meantime
            line.shutdown(SHUT_RDWR)


def _why(fault: Exception) -> str:
    """One clause for a reader; the exceptions' own texts hold addresses and object names."""
    cause: BaseException | None = fault
    while cause is not None:
        if isinstance(cause, _Forbidden):
            return str(cause)
        cause = cause.__cause__ or cause.__context__
    text = repr(fault)
    if isinstance(fault, requests.exceptions.SSLError):
        return "has no valid certificate"
    if isinstance(fault, requests.exceptions.Timeout):
        return "did not answer in time"
    if "NameResolutionError" in text or "getaddrinfo" in text:
        return "is on a host that nobody knows"
    if isinstance(fault, requests.exceptions.ConnectionError):
        return "could not be connected to, or hung up"
    return "could not be asked"
