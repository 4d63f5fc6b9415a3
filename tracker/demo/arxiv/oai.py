"""arXiv's OAI-PMH 2.0 interface (https://oaipmh.arxiv.org/oai): requests and replies.

Behaviour from the protocol (openarchives.org/OAI/2.0/openarchivesprotocol.htm), arXiv's OAI
help and its published server: whole-day datestamps, ``from`` and ``until`` inclusive, errors
as HTTP 200, tokens that expire at midnight UTC. A token says where to read on in the table as
it is by then (``from`` the last day, ``skip`` what that day has shown), so records that change
during a harvest shift the pages. ``from`` after today is badArgument, not an empty list.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode

from tracker.demo.arxiv import arxivraw, sets
from tracker.demo.arxiv.announcements import EARLIEST_DATESTAMP, Catalogue, Listed
from tracker.demo.arxiv.markup import instant, text

MEDIA: Final = "text/xml; charset=utf-8"
_LISTS: Final = ("ListIdentifiers", "ListRecords")
_REQUIRED: Final = {
    "Identify": set[str](),
    "ListMetadataFormats": set[str](),
    "ListSets": set[str](),
    "GetRecord": {"identifier", "metadataPrefix"},
    "ListIdentifiers": {"metadataPrefix"},
    "ListRecords": {"metadataPrefix"},
}
_OPTIONAL: Final = {
    "ListMetadataFormats": {"identifier"},
    "ListIdentifiers": {"from", "until", "set"},
    "ListRecords": {"from", "until", "set"},
}


class Refused(Exception):
    """An OAI-PMH error condition (protocol §3.6): its code, and a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Reply:
    """One answer: the items inside the verb's element and, in a list, the token to go on with.

    ``token`` is None where the list was complete at once and empty where a resumed list ends.
    """

    base_url: str
    now: datetime
    asked: tuple[tuple[str, str], ...]
    items: tuple[str, ...]
    token: str | None = None

    def xml(self) -> str:
        verb = dict(self.asked)["verb"]
        inside = f"<{verb}>\n{''.join(self.items)}{self._token()}</{verb}>\n"
        return _envelope(self.base_url, self.now, inside, self.asked)

    def _token(self) -> str:
        if not self.token:
            return "" if self.token is None else "<resumptionToken/>\n"
        midnight = datetime.combine(_today(self.now) + timedelta(days=1), datetime.min.time(), UTC)
        return (
            f'<resumptionToken expirationDate="{instant(midnight)}">'
            f"{text(self.token)}</resumptionToken>\n"
        )


def error(base_url: str, now: datetime, code: str, sentence: str) -> str:
    """An error's document; HTTP status 200 goes with it."""
    return _envelope(base_url, now, f'<error code="{code}">{text(sentence)}</error>\n')


@dataclass(frozen=True)
class Interface:
    """The interface over one catalogue, with arXiv's page sizes unless told otherwise."""

    catalogue: Catalogue
    base_url: str
    records_a_page: int = 3500
    identifiers_a_page: int = 20_000

    def answer(self, asked: Sequence[tuple[str, str]]) -> Reply:
        """The reply to a request's arguments; raises Refused."""
        arguments = _arguments(asked)
        verb, token = arguments["verb"], None
        if verb in _LISTS:
            items, token = self._list(arguments)
        else:
            _check(arguments)
            listed = self._item(arguments["identifier"]) if "identifier" in arguments else None
            wanted = listed if verb == "GetRecord" else None
            items = (arxivraw.record(wanted),) if wanted else self._about(verb)
        return Reply(self.base_url, self.catalogue.now, tuple(asked), items, token)

    def _about(self, verb: str) -> tuple[str, ...]:
        match verb:
            case "Identify":
                return (_IDENTITY.format(text(self.base_url), EARLIEST_DATESTAMP.isoformat()),)
            case "ListSets":
                return tuple(
                    f"<set><setSpec>{name}</setSpec><setName>{name}</setName></set>\n"
                    for name in sets.ALL
                )
        return (_FORMAT,)

    def _item(self, identifier: str) -> Listed:
        listed = self.catalogue.papers.get(identifier.removeprefix("oai:arXiv.org:"))
        if listed is None or not identifier.startswith("oai:arXiv.org:"):
            raise Refused("idDoesNotExist", f"There is no item {identifier} in this repository.")
        return listed

    def _list(self, arguments: dict[str, str]) -> tuple[tuple[str, ...], str | None]:
        """A page's items, and the token that follows them."""
        skip, resumed = 0, "resumptionToken" in arguments
        if resumed:
            arguments, skip = self._resumed(arguments)
        _check(arguments)
        whole = arguments["verb"] == "ListRecords"
        limit = self.records_a_page if whole else self.identifiers_a_page
        rows = list(islice(self._rows(arguments), skip, skip + limit + 1))
        if not rows:
            raise Refused("noRecordsMatch", "No records match these arguments.")
        items = tuple(map(arxivraw.record if whole else arxivraw.header, rows[:limit]))
        if len(rows) <= limit:
            return items, "" if resumed else None
        return items, self._token(arguments, skip, rows)

    def _rows(self, arguments: dict[str, str]) -> Iterator[Listed]:
        """The matching papers by datestamp, then identifier."""
        today = _today(self.catalogue.now)
        first = _day(arguments, "from", EARLIEST_DATESTAMP)
        last = _day(arguments, "until", today)
        if first < EARLIEST_DATESTAMP or first > last or last > today + timedelta(days=1):
            raise Refused("badArgument", f"There are no days from {first} until {last}.")
        wanted = arguments.get("set")
        if wanted is not None and wanted not in sets.ALL:
            raise Refused("badArgument", f"There is no set {wanted}.")
        index = self.catalogue.by_datestamp
        for day in sorted(day for day in index if first <= day <= last):
            for listed in map(self.catalogue.papers.__getitem__, sorted(index[day])):
                if wanted is None or sets.holds(wanted, listed.paper.categories):
                    yield listed

    def _token(self, arguments: dict[str, str], skip: int, rows: list[Listed]) -> str:
        """Where to read on: at the row after the page, found again by its day and position."""
        *page, following = rows
        day = following.datestamp
        if page[0].datestamp == day:
            skip, onwards = skip + len(page), arguments
        else:
            skip = sum(row.datestamp == day for row in page)
            onwards = arguments | {"from": day.isoformat()}
        issued = _today(self.catalogue.now).isoformat()
        return quote(urlencode(onwards | {"skip": str(skip), "issued": issued}))

    def _resumed(self, arguments: dict[str, str]) -> tuple[dict[str, str], int]:
        """The arguments that a token stands for, and how many rows to pass over."""
        if arguments.keys() != {"verb", "resumptionToken"}:
            raise Refused("badArgument", "A resumptionToken allows no other argument.")
        meant = dict(parse_qsl(unquote(arguments["resumptionToken"])))
        skip, issued = meant.pop("skip", ""), meant.pop("issued", "")
        if not skip.isdecimal() or meant.get("verb") != arguments["verb"]:
            raise Refused("badResumptionToken", "The resumptionToken is not one of ours.")
        if issued != _today(self.catalogue.now).isoformat():
            raise Refused("badResumptionToken", "The resumptionToken has expired.")
        return meant, int(skip)


def _arguments(asked: Sequence[tuple[str, str]]) -> dict[str, str]:
    arguments = dict(asked)
    if arguments.get("verb") not in _REQUIRED or [name for name, _ in asked].count("verb") > 1:
        raise Refused("badVerb", "The verb is missing, repeated or no OAI-PMH verb.")
    if len(arguments) < len(asked):
        raise Refused("badArgument", "An argument is repeated.")
    return arguments


def _check(arguments: dict[str, str]) -> None:
    """Refuse arguments that the verb does not take, or the lack of one that it needs."""
    verb = arguments["verb"]
    required = _REQUIRED[verb]
    given = arguments.keys() - {"verb"}
    if missing := required - given:
        raise Refused("badArgument", f"{verb} needs {', '.join(sorted(missing))}.")
    if unknown := given - required - _OPTIONAL.get(verb, set()):
        raise Refused("badArgument", f"{verb} takes no {', '.join(sorted(unknown))}.")
    if arguments.get("metadataPrefix", arxivraw.PREFIX) != arxivraw.PREFIX:
        raise Refused("cannotDisseminateFormat", f"Only {arxivraw.PREFIX} is served here.")


def _day(arguments: dict[str, str], name: str, default: date) -> date:
    value = arguments.get(name)
    if value is None:
        return default
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise Refused("badArgument", f"{name} must be a day such as 2025-05-02.") from None


def _today(now: datetime) -> date:
    return now.astimezone(UTC).date()


def _envelope(
    base_url: str, now: datetime, inside: str, asked: tuple[tuple[str, str], ...] = ()
) -> str:
    attributes = "".join(f' {name}="{text(value)}"' for name, value in asked)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/'
        ' http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n'
        f"<responseDate>{instant(now)}</responseDate>\n"
        f"<request{attributes}>{text(base_url)}</request>\n{inside}</OAI-PMH>\n"
    )


_IDENTITY = """<repositoryName>arXiv</repositoryName>
<baseURL>{}</baseURL>
<protocolVersion>2.0</protocolVersion>
<adminEmail>arxiv@example.org</adminEmail>
<earliestDatestamp>{}</earliestDatestamp>
<deletedRecord>persistent</deletedRecord>
<granularity>YYYY-MM-DD</granularity>
"""
_FORMAT = f"""<metadataFormat>
<metadataPrefix>{arxivraw.PREFIX}</metadataPrefix>
<schema>{arxivraw.SCHEMA}</schema>
<metadataNamespace>{arxivraw.NAMESPACE}</metadataNamespace>
</metadataFormat>
"""
