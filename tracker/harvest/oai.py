"""arXiv's OAI-PMH interface in its `arXivRaw` format: what changed, by day of change.

Rules from https://info.arxiv.org/help/oa/index.html: sets are group:archive:CATEGORY,
`from` is inclusive and comes from the last answer, `until` is not sent, tokens expire
daily. Protocol: OAI-PMH 2.0, http://www.openarchives.org/OAI/openarchivesprotocol.html.
"""

import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Final

from lxml import etree

from tracker.errors import SourceUnavailable, UnexpectedEntry
from tracker.harvest import documents
from tracker.harvest.text import one_line, plain, split_authors
from tracker.harvest.transport import Transport, Unusable
from tracker.harvest.withdrawals import says_withdrawn
from tracker.identity import parse_arxiv
from tracker.papers import PaperVersion

_OAI: Final = "{http://www.openarchives.org/OAI/2.0/}"
_RAW: Final = "{http://arxiv.org/OAI/arXivRaw/}"
# Archives that arXiv groups under physics; every other archive is a group of its own.
_PHYSICS: Final = re.compile(
    "astro-ph|cond-mat|gr-qc|hep-(ex|lat|ph|th)|math-ph|nlin|nucl-(ex|th)|physics|quant-ph"
)


class TokenExpired(Exception):
    """arXiv no longer knows a resumption token: the listing must start anew."""


class OaiError(SourceUnavailable):
    """An OAI-PMH error condition (protocol §3.6). It is an answer: asking again would not help."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        return type(self), (str(self), self.code)


@dataclass(frozen=True)
class OaiPage:
    """One page of changed records, the token of the next (empty at the end), last day seen."""

    papers: tuple[PaperVersion, ...]
    unreadable: tuple[str, ...]
    token: str
    last_day: date | None


_NOTHING: Final = OaiPage((), (), "", None)


@dataclass(frozen=True)
class OaiDoor:
    """The OAI-PMH interface at ``url``."""

    url: str
    transport: Transport

    def pages(self, category: str, since: date, token: str = "") -> Iterator[OaiPage]:
        """What changed in a category since a day, from the beginning or from a token on.

        Raises TokenExpired for an old token, SourceUnavailable when arXiv gives no answer.
        """
        page = self._resumed(token) if token else self._first(category, since)
        while True:
            # A set that is wider than asked for brings papers that nobody asked for.
            wanted = tuple(paper for paper in page.papers if category in paper.categories)
            yield replace(page, papers=wanted)
            if not page.token:
                return
            page = self._resumed(page.token, _names(page))

    def _resumed(self, token: str, previous: frozenset[str] = frozenset()) -> OaiPage:
        params = {"verb": "ListRecords", "resumptionToken": token}
        return self.transport.get(self.url, params, partial(_read, token, previous, [1]))

    def _first(self, category: str, since: date) -> OaiPage:
        """A listing's first page; where sets or first day are not arXiv's, what comes nearest."""
        wanted, refused = set_of(category), None
        try:
            page = self._list(wanted, since)
        except OaiError as fault:
            if fault.code not in ("badArgument", "noSetHierarchy"):
                raise
            page, refused = _NOTHING, fault
        if page != _NOTHING:
            return page
        name = self._set_like(wanted)
        first = max(since, self._first_day()) if refused else since
        if (name, first) != (wanted, since):
            return self._list(name, first)
        if refused:
            raise refused
        return page

    def _list(self, name: str, since: date) -> OaiPage:
        params = {"verb": "ListRecords", "metadataPrefix": "arXivRaw", "from": since.isoformat()}
        if name:
            params["set"] = name
        try:
            return self.transport.get(self.url, params, partial(_read, "", frozenset(), [1]))
        except OaiError as fault:
            if fault.code != "noRecordsMatch":
                raise
            return _NOTHING  # how OAI-PMH says that nothing changed

    def _set_like(self, wanted: str) -> str:
        """The set itself if the repository has it, else the narrowest around it, else none."""
        group, _, rest = wanted.partition(":")
        archive = rest.partition(":")[0]
        try:
            sets = self.transport.get(self.url, {"verb": "ListSets"}, _sets)
        except OaiError:
            return ""
        names = (wanted, f"{group}:{archive}", archive, group)
        return next((name for name in names if name in sets), "")

    def _first_day(self) -> date:
        """The first day that the repository lets one ask from."""
        root = self.transport.get(self.url, {"verb": "Identify"}, _document)
        return _day(root.findtext(f".//{_OAI}earliestDatestamp") or "") or date.min


def set_of(category: str) -> str:
    """``cs.CL`` → ``cs:cs:CL``, ``hep-th`` → ``physics:hep-th``."""
    archive, _, subject = category.partition(".")
    group = "physics" if _PHYSICS.fullmatch(archive) else archive
    return ":".join(part for part in (group, archive, subject) if part)


def _names(page: OaiPage) -> frozenset[str]:
    return frozenset((*(paper.arxiv_id for paper in page.papers), *page.unreadable))


def _read(token: str, previous: frozenset[str], doubts: list[int], body: bytes) -> OaiPage:
    """A page, strictly: raises Unusable for anything that is not the whole of a new one.

    ``doubts`` holds one entry for each time an unreadable record may be asked for again.
    """
    root = _document(body)
    records = root.findall(f"{_OAI}ListRecords/{_OAI}record")
    if not records:
        raise Unusable("an empty page")
    page = _page(records, (root.findtext(f".//{_OAI}resumptionToken") or "").strip())
    if (page.token == token and token) or (_names(page) and _names(page) <= previous):
        raise Unusable("a repeated page")
    if page.unreadable and doubts:
        doubts.pop()
        raise Unusable("an unreadable entry")
    return page


def _document(body: bytes) -> etree._Element:
    """An answer's root element; raises Unusable, TokenExpired or OaiError."""
    root = documents.parse(body, f"{_OAI}OAI-PMH", "OAI-PMH")
    for error in root.iterfind(f"{_OAI}error"):
        code, said = error.get("code") or "", one_line(error.text or "")
        if code == "badResumptionToken":
            raise TokenExpired(said)
        raise OaiError(f"OAI-PMH error {code}: {said}", code)
    return root


def _sets(body: bytes) -> frozenset[str]:
    return frozenset(name.text or "" for name in _document(body).iterfind(f".//{_OAI}setSpec"))


def _page(records: list[etree._Element], token: str) -> OaiPage:
    papers: list[PaperVersion] = []
    unreadable: list[str] = []
    days: list[str] = []
    for record in records:
        header = record.find(f"{_OAI}header")
        name = record.findtext(f"{_OAI}header/{_OAI}identifier") or ""
        days.append(record.findtext(f"{_OAI}header/{_OAI}datestamp") or "")
        if header is not None and header.get("status") == "deleted":
            continue  # announced in Identify, never sent by arXiv: nothing to store
        try:
            papers.append(_paper(record))
        except UnexpectedEntry:
            unreadable.append(_id(name))
    known = [day for text in days if (day := _day(text))]
    return OaiPage(tuple(papers), tuple(unreadable), token, max(known, default=None))


def _id(identifier: str) -> str:
    """The arXiv id in an OAI identifier; a remark in parentheses where there is none."""
    try:
        return parse_arxiv(identifier.rpartition(":")[2])[0]
    except ValueError:
        return "(no id)"


def _paper(record: etree._Element) -> PaperVersion:
    """The paper in one record; raises UnexpectedEntry if it lacks what a paper must have."""
    raw = record.find(f"{_OAI}metadata/{_RAW}arXivRaw")
    if raw is None:
        raise UnexpectedEntry("a record without arXivRaw metadata")
    history = raw.findall(f"{_RAW}version")
    try:
        name, _ = parse_arxiv(_text(raw, "id"))
        number = int((history[-1].get("version") or "").removeprefix("v"))
        dates = [_instant(version.findtext(f"{_RAW}date")) for version in history]
    except (ValueError, IndexError, TypeError) as fault:
        raise UnexpectedEntry(f"a record without a readable id or history: {fault}") from None
    categories = tuple(dict.fromkeys(_text(raw, "categories").split()))
    title, comment = plain(_text(raw, "title")), plain(_text(raw, "comments"))
    abstract = plain(_text(raw, "abstract"))
    if not title or not categories:
        raise UnexpectedEntry(f"the record of {name} has no title or no category")
    ignored = "I" in (history[-1].findtext(f"{_RAW}source_type") or "")
    return PaperVersion(
        arxiv_id=name,
        version=number,
        title=title,
        abstract=abstract,
        authors=split_authors(_text(raw, "authors")),
        categories=categories,
        primary_category=categories[0],
        submitted_at=dates[0],
        updated_at=dates[-1],
        comment=comment or None,
        journal_ref=plain(_text(raw, "journal-ref")) or None,
        doi=plain(_text(raw, "doi")) or None,
        withdrawn=ignored or says_withdrawn(comment, abstract),
    )


def _text(raw: etree._Element, name: str) -> str:
    return raw.findtext(f"{_RAW}{name}") or ""


def _instant(text: str | None) -> datetime:
    return email.utils.parsedate_to_datetime(text or "").astimezone(UTC)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
