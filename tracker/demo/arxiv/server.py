"""The loopback arXiv: both doors over real HTTP on 127.0.0.1, with a clock that tests move.

    with LoopbackArxiv(announcements, now=monday) as arxiv:
        harvest(arxiv.search_url, arxiv.oai_url)
        arxiv.now = tuesday

It records every request, counts those that overlap, and goes wrong as told.
"""

import threading
import time
from collections.abc import Iterable
from datetime import datetime
from socket import socket
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tracker.demo.arxiv import atom, oai, search
from tracker.demo.arxiv.announcements import Announcement, Catalogue
from tracker.demo.arxiv.atom import Feed
from tracker.demo.arxiv.faults import Answer, Door, Fault
from tracker.demo.arxiv.markup import text
from tracker.demo.arxiv.oai import Reply
from tracker.demo.arxiv.wire import Wire, gone

_DOORS: dict[str, Door] = {"/api/query": "search", "/oai": "oai"}


class Request(NamedTuple):
    """One request as it arrived; ``at`` is ``time.monotonic()``, ``url`` path and query."""

    at: float
    door: Door
    url: str
    agent: str


class LoopbackArxiv:
    """arXiv as it is at ``now``, at ``search_url`` and ``oai_url`` while the context is open.

    ``shut`` names doors that answer 503 to everything. ``overlaps`` counts the requests that
    began while an earlier one, whose client still waited, was being answered.
    """

    def __init__(
        self,
        announcements: Iterable[Announcement] = (),
        *,
        now: datetime,
        records_a_page: int = 3500,
        identifiers_a_page: int = 20_000,
    ) -> None:
        self.requests: list[Request] = []
        self.overlaps = 0
        self.shut: set[Door] = set()
        self._catalogue = Catalogue(announcements, now)
        self._pages = records_a_page, identifiers_a_page
        self._lock = threading.RLock()
        self._faults: list[list[Fault]] = []
        self._previous: dict[Door, bytes] = {}
        self._answering: set[socket] = set()
        self._wire = Wire(self)

    def __enter__(self) -> Self:
        self._wire.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._wire.close()

    @property
    def url(self) -> str:
        """The server's root, without a trailing slash; ``/abs/<id>`` is below it."""
        return f"http://127.0.0.1:{self._wire.port}"

    @property
    def search_url(self) -> str:
        return f"{self.url}/api/query"

    @property
    def oai_url(self) -> str:
        return f"{self.url}/oai"

    @property
    def now(self) -> datetime:
        """The moment whose arXiv is shown; set it to let time pass (with a time zone)."""
        return self._catalogue.now

    @now.setter
    def now(self, moment: datetime) -> None:
        with self._lock:
            self._catalogue.move(moment)

    def announce(self, *announcements: Announcement) -> None:
        """Add to the history; each is shown once ``now`` has reached it."""
        with self._lock:
            self._catalogue.add(announcements)

    def fault(self, *faults: Fault) -> None:
        """Queue faults: each request takes the first that fits it."""
        with self._lock:
            self._faults.extend([fault] * fault.times for fault in faults)

    def mend(self) -> None:
        """Forget the queued faults and open both doors."""
        with self._lock:
            self._faults.clear()
            self.shut.clear()

    def began(self, client: socket, url: str, agent: str) -> None:
        """Record a request before it is answered."""
        with self._lock:
            self.requests.append(Request(time.monotonic(), _door(url), url, agent))
            self.overlaps += any(not gone(other) for other in self._answering)
            self._answering.add(client)

    def ended(self, client: socket) -> None:
        """Record that a request has been answered."""
        with self._lock:
            self._answering.discard(client)

    def answer(self, url: str) -> Answer:
        """What to send for a path and query at this moment, faults included."""
        door = _door(url)
        with self._lock:
            if door in self.shut:
                return Answer(b"closed\n", "text/plain", 503)
            page, answer = self._rightly(door, url)
            previous = self._previous.get(door)
            fault = self._due(door, url, page, previous)
            if page:
                self._previous[door] = answer.body
            if fault and page:
                answer = self._spoilt(fault, page, answer)
            return fault.mangle(answer, previous) if fault else answer

    def _rightly(self, door: Door, url: str) -> tuple[Feed | Reply | None, Answer]:
        """The answer without faults, and the page it shows if it shows one."""
        parts = urlsplit(url)
        if door == "page":
            return None, self._web_page(unquote(parts.path))
        asked = parse_qsl(parts.query, keep_blank_values=True)
        now = self._catalogue.now
        try:
            if door == "search":
                feed = search.answer(self._catalogue, dict(asked))
                return feed, Answer(feed.xml().encode(), atom.MEDIA)
            reply = oai.Interface(self._catalogue, self.oai_url, *self._pages).answer(asked)
            return reply, Answer(reply.xml().encode(), oai.MEDIA)
        except ValueError as refused:
            return None, Answer(atom.refusal(str(refused), now).encode(), atom.MEDIA, 400)
        except oai.Refused as refused:
            body = oai.error(self.oai_url, now, refused.code, str(refused))
            return None, Answer(body.encode(), oai.MEDIA)

    def _spoilt(self, fault: Fault, page: Feed | Reply, answer: Answer) -> Answer:
        if fault.kind == "zero total" and isinstance(page, Reply):
            body = oai.error(self.oai_url, page.now, "noRecordsMatch", "No records match.")
            return Answer(body.encode(), oai.MEDIA)
        spoilt = fault.spoil(page)
        return answer if spoilt == page else Answer(spoilt.xml().encode(), answer.media)

    def _due(
        self, door: Door, url: str, page: Feed | Reply | None, previous: bytes | None
    ) -> Fault | None:
        """Take the first queued fault that fits."""
        for left in self._faults:
            if left and left[0].fits(door, url, page, previous):
                return left.pop()
        return None

    def _web_page(self, path: str) -> Answer:
        """``/abs/<id>``: just enough of the abstract page to tell whose it is."""
        media = "text/html; charset=utf-8"
        try:
            paper = search.find(self._catalogue, path.removeprefix("/abs/"))
        except ValueError:
            paper = None
        if paper is None or not path.startswith("/abs/"):
            return Answer(b"<html><title>Not found</title></html>\n", media, 404)
        title = f"[{text(paper.arxiv_id)}] {text(paper.title)}"
        return Answer(f"<html><title>{title}</title></html>\n".encode(), media)


def _door(url: str) -> Door:
    return _DOORS.get(urlsplit(url).path, "page")
