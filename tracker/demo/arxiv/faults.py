"""The ways in which arXiv's answers go wrong, to be queued on the loopback server."""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args
from urllib.parse import unquote_plus

from tracker.demo.arxiv.atom import Feed
from tracker.demo.arxiv.oai import Reply

Door = Literal["search", "oai", "page"]
Kind = Literal[
    "empty page",  # no items, although there are some
    "short page",  # the first half of the items
    "repeated page",  # the door's previous page once more
    "wrong total",  # totalResults is off by `by`
    "zero total",  # nothing matches, it says
    "bad entry",  # one item lacks its identifier or its first date
    "bad date",  # one item's date cannot be read
    "html",  # 200 with a web page
    "garbage",  # 200 with bytes that are no XML
    "cut xml",  # the XML stops in the middle, Content-Length fits
    "cut body",  # the connection closes before Content-Length is reached
    "close",  # the connection closes without an answer
    "silent",  # the answer comes only after `seconds`
    "status",  # the status and headers given
]
_MISSING: Final = {
    "id": re.compile(r"<id>[^<]*</id>\s*"),
    "published": re.compile(r"<(published|date)>[^<]*</\1>\s*"),
}
_DATE = re.compile(r"(<(?:updated|date)>)[^<]*")


@dataclass(frozen=True)
class Answer:
    """What goes over the wire: ``sent`` bytes of the body, or nothing at all if it ``hangs_up``."""

    body: bytes
    media: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    sent: int | None = None
    hangs_up: bool = False
    delay: float = 0.0


@dataclass(frozen=True)
class Fault:
    """One way to go wrong, for the next ``times`` requests that it fits.

    ``door`` and ``match`` (part of the path and query, encoded or not) narrow the requests.
    The rest belongs to single kinds: ``status`` and ``headers`` to "status", ``seconds`` to
    "silent", ``by`` to "wrong total", ``item`` (a position, negative from the end) to the two
    bad ones, ``without`` to "bad entry". At the OAI door ``published`` is version 1's date,
    and "zero total" is noRecordsMatch; "wrong total" cannot happen there. ValueError for an
    unknown kind.
    """

    kind: Kind
    door: Door | None = None
    times: int = 1
    match: str | None = None
    status: int = 503
    headers: tuple[tuple[str, str], ...] = ()
    seconds: float = 30.0
    by: int = 1
    item: int = 0
    without: Literal["id", "published"] = "published"

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"{self.kind!r} is no fault; choose from {', '.join(get_args(Kind))}")

    def fits(self, door: Door, url: str, page: Feed | Reply | None, previous: bytes | None) -> bool:
        """Whether this request can go wrong in this way: a fault is never spent in vain."""
        if self.door not in (None, door):
            return False
        if self.match is not None and self.match not in url and self.match not in unquote_plus(url):
            return False
        match self.kind:
            case "repeated page":
                return page is not None and previous is not None
            case "wrong total":
                return isinstance(page, Feed)
            case "zero total":
                return page is not None and bool(page.items)
            case "empty page" | "short page" | "bad entry" | "bad date":
                return page is not None and self.spoil(page) != page
        return True

    def spoil(self, page: Feed | Reply) -> Feed | Reply:
        """The page as this fault leaves it; unchanged if the fault is not one of the page."""
        match self.kind:
            case "empty page":
                return replace(page, items=())
            case "short page":
                return replace(page, items=page.items[: len(page.items) // 2])
            case "bad entry":
                return self._spoil_item(page, _MISSING[self.without], "")
            case "bad date":
                return self._spoil_item(page, _DATE, r"\1yesterday")
        if self.kind == "wrong total" and isinstance(page, Feed):
            return replace(page, total=page.total + self.by)
        if self.kind == "zero total" and isinstance(page, Feed):
            return replace(page, total=0, items=())
        return page

    def mangle(self, answer: Answer, previous: bytes | None) -> Answer:
        """The answer as this fault leaves it; unchanged if the fault is one of the page."""
        body = answer.body
        match self.kind:
            case "repeated page":
                return replace(answer, body=previous or body)
            case "html":
                page = b"<html><head><title>arXiv</title></head><body>Down for upkeep</body></html>"
                return Answer(page, "text/html; charset=utf-8")
            case "garbage":
                return replace(answer, body=b"\x00\x9d\xfftotal nonsense, in no language at all")
            case "cut xml":
                return replace(answer, body=body[: len(body) // 2])
            case "cut body":
                return replace(answer, sent=len(body) // 2)
            case "close":
                return replace(answer, hangs_up=True)
            case "silent":
                return replace(answer, delay=self.seconds)
            case "status":
                return Answer(b"", "text/plain", self.status, self.headers)
        return answer

    def _spoil_item(self, page: Feed | Reply, what: re.Pattern[str], by: str) -> Feed | Reply:
        items = list(page.items)
        if -len(items) <= self.item < len(items):
            items[self.item] = what.sub(by, items[self.item], count=1)
        return replace(page, items=tuple(items))
