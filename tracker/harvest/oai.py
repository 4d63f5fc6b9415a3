"""arXiv's OAI-PMH interface in its `arXivRaw` format: what changed, by day of change.

Rules from https://info.arxiv.org/help/oa/index.html: sets are group:archive:CATEGORY,
`from` is inclusive and comes from the last answer, `until` is not sent, tokens expire
daily. Protocol: OAI-PMH 2.0, http://www.openarchives.org/OAI/openarchivesprotocol.html.
"""

import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Final

from lxml import etree

from tracker.errors import SourceUnavailable, UnexpectedEntry
from tracker.harvest.search import says_withdrawn
from tracker.harvest.text import one_line, plain, split_authors
from tracker.harvest.transport import Transport, Unusable
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


@dataclass(frozen=True)
class OaiPage:
    """One page of changed records, the token of the next (empty at the end), last day seen."""

    papers: tuple[PaperVersion, ...]
    unreadable: tuple[str, ...]
    token: str
    last_day: date | None


@dataclass(frozen=True)
class OaiDoor:
    """The OAI-PMH interface at ``url``."""

    url: str
    transport: Transport

    def pages(self, category: str, since: date, token: str = "") -> Iterator[OaiPage]:
        """What changed in a category since a day, from the beginning or from a token on.

        Raises TokenExpired for an old token, SourceUnavailable when arXiv gives no answer.
        """
        previous: frozenset[str] = frozenset()
        while True:
            params = {"verb": "ListRecords", "resumptionToken": token}
            if not token:
                params = {
                    "verb": "ListRecords",
                    "metadataPrefix": "arXivRaw",
                    "set": set_of(category),
                    "from": since.isoformat(),
                }
            page = self.transport.get(self.url, params, partial(_read, token, previous, [1]))
            yield page
            if not page.token:
                return
            token, previous = page.token, _names(page)


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
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        html = body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html"))
        raise Unusable("HTML instead of OAI-PMH" if html else "not XML, or cut off") from None
    if root.tag != f"{_OAI}OAI-PMH":
        raise Unusable("HTML instead of OAI-PMH" if "html" in str(root.tag) else "not OAI-PMH")
    for error in root.iterfind(f"{_OAI}error"):
        if error.get("code") == "noRecordsMatch":
            return OaiPage((), (), "", None)  # how OAI-PMH says "nothing changed"
        if error.get("code") == "badResumptionToken":
            raise TokenExpired(token)
        # Errors are answers, cached until midnight: asking again would not help.
        raise SourceUnavailable(f"OAI-PMH error {error.get('code')}: {one_line(error.text or '')}")
    records = root.findall(f"{_OAI}ListRecords/{_OAI}record")
    if not records:
        raise Unusable("an empty page")
    page = _page(records, (root.findtext(f".//{_OAI}resumptionToken") or "").strip())
    if (page.token == token and token) or _names(page) <= previous:
        raise Unusable("a repeated page")
    if page.unreadable and doubts:
        doubts.pop()
        raise Unusable("an unreadable entry")
    return page


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
            unreadable.append(name.removeprefix("oai:arXiv.org:"))
    known = [day for text in days if (day := _day(text))]
    return OaiPage(tuple(papers), tuple(unreadable), token, max(known, default=None))


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
        withdrawn=ignored or says_withdrawn(comment) or says_withdrawn(abstract[:200]),
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
