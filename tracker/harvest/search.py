"""arXiv's search API, through the `arxiv` package: totals, listings of days, papers by id.

The package describes questions and reads answers; the transport asks them, because the
package's own client has no timeouts, takes an empty page for the end and never waits as
it is told to (docs/adr/0004).
"""

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import arxiv
from arxiv import _feed  # the package's parser; private, so this is its one use
from lxml import etree

from tracker.harvest import documents
from tracker.harvest.text import plain
from tracker.harvest.transport import Refused, Transport, Unusable
from tracker.harvest.withdrawals import says_withdrawn
from tracker.identity import parse_arxiv
from tracker.papers import PaperVersion
from tracker.queries import Query

PAGE: Final = 500  # entries a request; the manual allows 2,000, but large pages fail more often
IDS: Final = 100  # identifiers a request, to keep the address short
MOST: Final = 30_000  # entries a question, by the manual
LEAST: Final = 10  # a shorter page is an accident, not the service's page size
logging.getLogger("arxiv").setLevel(logging.ERROR)  # what it skips, we count and report
_ATOM: Final = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class SearchPage:
    """One page of an answer: arXiv's total for the question, and what it sent of it.

    ``size`` is the page size arXiv says it used, ``entries`` counts what it sent, readable
    or not; ``ids`` are those of all entries, empty where one has none.
    """

    total: int
    size: int
    entries: int
    papers: tuple[PaperVersion, ...]
    ids: tuple[str, ...]

    @property
    def unreadable(self) -> int:
        return self.entries - len(self.papers)


@dataclass(frozen=True)
class SearchDoor:
    """The search API at ``url``; ``largest`` holds the page size it is found to allow."""

    url: str
    transport: Transport
    largest: list[int] = field(default_factory=lambda: [PAGE])

    def total(self, query: Query, first: date, last: date, held: int = 0) -> int:
        """How many papers arXiv has for a query, first submitted on these days (inclusive).

        A total of none is asked for again where papers of these days are ``held``.
        """
        return self._page(_days(query, first, last), 0, 1, held=held).total

    def total_ever(self, query: Query) -> int:
        """How many papers arXiv has for a query at all."""
        return self._page(_question(query), 0, 1).total

    def page(
        self, query: Query, day: date, start: int, seen: Collection[str] = (), held: int = 0
    ) -> SearchPage:
        """One page of the papers first submitted on a day, in submission order.

        A page holding only papers already ``seen`` is asked for again, and so is one
        shorter than promised; arXiv's shorter page is taken when it insists.
        """
        return self._page(_days(query, day, day), start, self.largest[0], seen, held)

    def updated(self, query: Query, start: int, seen: Collection[str] = ()) -> SearchPage:
        """One page of all papers of a query, those with the latest versions first."""
        return self._page(_question(query), start, self.largest[0], seen, by_update=True)

    def by_id(self, arxiv_ids: Sequence[str]) -> Iterator[SearchPage]:
        """The latest version of each of these papers; ids arXiv does not know are left out."""
        for place in range(0, len(arxiv_ids), IDS):
            yield from self._some(list(arxiv_ids[place : place + IDS]))

    def _some(self, arxiv_ids: list[str]) -> Iterator[SearchPage]:
        search = arxiv.Search(id_list=arxiv_ids, max_results=IDS)
        try:
            yield self._ask(search, 0, IDS, held=len(arxiv_ids))
        except Refused as fault:
            if fault.status != 400:
                raise
            # One id that arXiv calls malformed spoils the answer for all the others.
            half = len(arxiv_ids) // 2
            if half:
                yield from self._some(arxiv_ids[:half])
                yield from self._some(arxiv_ids[half:])

    def _page(
        self,
        question: str,
        start: int,
        size: int,
        seen: Collection[str] = (),
        held: int = 0,
        by_update: bool = False,
    ) -> SearchPage:
        by, order = arxiv.SortCriterion, arxiv.SortOrder
        search = arxiv.Search(
            query=question,
            max_results=size,
            sort_by=by.LastUpdatedDate if by_update else by.SubmittedDate,
            sort_order=order.Descending if by_update else order.Ascending,
        )
        page = self._ask(search, start, size, seen, held)
        if LEAST <= page.entries < min(size, page.total - start):
            self.largest[0] = page.entries  # it insisted: larger pages are not to be had
        return page

    def _ask(
        self,
        search: arxiv.Search,
        start: int,
        size: int,
        seen: Collection[str] = (),
        held: int = 0,
    ) -> SearchPage:
        doubts = 2  # how often a page that could be true is asked for again all the same

        def read(body: bytes) -> SearchPage:
            nonlocal doubts
            page = _read(body)
            if page.entries == 0 and start < page.total:
                raise Unusable("an empty page")
            if page.entries and all(name in seen for name in page.ids):
                raise Unusable("a repeated page")
            promised = min(page.size or size, size, page.total - start)
            doubt = (
                (page.entries < promised and "a short page")
                or (start + page.entries > page.total and "a total too small")
                or (page.unreadable and "an unreadable entry")
                or (held and page.total == 0 and "a total of none")
            )
            if doubt and doubts:
                doubts -= 1
                raise Unusable(doubt)
            return page

        params = {**search._url_args(), "start": str(start), "max_results": str(size)}
        return self.transport.get(self.url, params, read)


def _days(query: Query, first: date, last: date) -> str:
    # Minutes, GMT, both ends included: the only form the manual documents.
    return f"{_question(query)} AND submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]"


def _question(query: Query) -> str:
    """The query in arXiv's grammar (user manual §5.1)."""
    parts = [_any([f"cat:{category}" for category in query.categories])]
    if query.any_of:
        parts.append(_any([_phrase(phrase) for phrase in query.any_of]))
    parts += [_phrase(phrase) for phrase in query.all_of]
    question = " AND ".join(parts)
    for phrase in query.none_of:
        question += f" ANDNOT {_phrase(phrase)}"
    return question


def _any(terms: list[str]) -> str:
    return f"({' OR '.join(terms)})" if len(terms) > 1 else terms[0]


def _phrase(phrase: str) -> str:
    return f'(ti:"{phrase}" OR abs:"{phrase}")'


def _read(body: bytes) -> SearchPage:
    """A page, strictly: raises Unusable for anything that is not a whole feed."""
    root = documents.parse(body, f"{_ATOM}feed", "a feed")
    entries = root.findall(f"{_ATOM}entry")
    for entry in entries:
        _drop_bad_dates(entry)
        if "/api/errors" in (entry.findtext(f"{_ATOM}id") or ""):
            raise Unusable("an error entry")
    total = _number(root, "totalResults")
    if total is None:
        raise Unusable("a feed without a total")
    feed = _feed.parse(etree.tostring(root))
    return SearchPage(
        total=total,
        size=_number(root, "itemsPerPage") or 0,
        entries=len(entries),
        papers=tuple(paper for result in feed.results if (paper := _paper(result))),
        ids=tuple(_id(entry) for entry in entries),
    )


def _number(root: etree._Element, name: str) -> int | None:
    """An OpenSearch count, whatever version of its namespace; None where there is none."""
    text = (root.findtext(f"{{*}}{name}") or "").strip()
    return int(text) if text.isdecimal() else None


def _drop_bad_dates(entry: etree._Element) -> None:
    """Without its bad date the package's parser skips this entry instead of the whole page."""
    for name in ("updated", "published"):
        for stamp in entry.findall(f"{_ATOM}{name}"):
            try:
                _feed._parse_datetime(stamp.text)
            except (ValueError, OverflowError):
                entry.remove(stamp)


def _id(entry: etree._Element) -> str:
    """The versionless arXiv id of an entry; empty where it cannot be read."""
    try:
        return parse_arxiv((entry.findtext(f"{_ATOM}id") or "").partition("/abs/")[2])[0]
    except ValueError:
        return ""


def _paper(result: arxiv.Result) -> PaperVersion | None:
    try:
        name, version = parse_arxiv(result.entry_id.partition("/abs/")[2])
    except ValueError:
        return None
    title, abstract = plain(result.title), plain(result.summary)
    comment = plain(result.comment or "") or None
    if not title:
        return None
    return PaperVersion(
        arxiv_id=name,
        version=version or 1,
        title=title,
        abstract=abstract,
        authors=tuple(plain(author.name) for author in result.authors),
        categories=tuple(dict.fromkeys(result.categories)),
        primary_category=result.primary_category or next(iter(result.categories), ""),
        submitted_at=result.published,
        updated_at=result.updated,
        comment=comment,
        journal_ref=plain(result.journal_ref or "") or None,
        doi=plain(result.doi or "") or None,
        withdrawn=says_withdrawn(comment or "", abstract),
    )
