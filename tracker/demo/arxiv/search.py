"""arXiv's search API, ``/api/query``: which papers answer a request, in which order.

Rules from the API manual (§3.1, §3.4, §5) and from recorded answers: at most 2,000 results a
page (a larger ``max_results`` is cut to that), HTTP 400 beyond 30,000 a query, HTTP 400 for a
malformed id, silence about an id that does not exist. Where the manual and the recordings
differ on what is malformed, the recordings win: 0000.0000 is well-formed and unknown.
Only what has been announced can be found, however early it was submitted.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tracker.demo.arxiv.announcements import Catalogue
from tracker.demo.arxiv.atom import Feed, entry
from tracker.demo.arxiv.markup import number_of
from tracker.demo.arxiv.questions import ask, parse
from tracker.papers import PaperVersion

MOST_A_PAGE: Final = 2000
MOST_A_QUERY: Final = 30_000
_ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v([1-9]\d*))?")


def answer(catalogue: Catalogue, asked: Mapping[str, str]) -> Feed:
    """The page that a request's parameters ask for; ValueError says why there is none."""
    start, size = _count(asked, "start", 0), _count(asked, "max_results", 10)
    if start + size > MOST_A_QUERY:
        raise ValueError(f"start + max_results must be <= {MOST_A_QUERY}")
    size = min(size, MOST_A_PAGE)
    query, ids = asked.get("search_query", "").strip(), asked.get("id_list", "").strip()
    papers = _sorted(_found(catalogue, query, ids), asked, listed=bool(ids))
    page = papers[start : start + size]
    return Feed(
        search_query=query,
        id_list=ids,
        start=start,
        size=size,
        total=len(papers),
        now=catalogue.now,
        items=tuple(map(entry, page)),
    )


def find(catalogue: Catalogue, name: str) -> PaperVersion | None:
    """The paper (``2407.12345``) or version (``2407.12345v2``) of this name, if it is shown.

    ValueError if the name has not the form of an arXiv identifier.
    """
    parts = _ID.fullmatch(name)
    if not parts:
        raise ValueError(f"incorrect id format for {name}")
    listed = catalogue.papers.get(re.sub(r"\.[A-Z]{2}/", "/", parts[1]))
    if listed is None:
        return None
    if parts[2] is None:
        return listed.paper
    return listed.version(int(parts[2]))


def _found(catalogue: Catalogue, query: str, ids: str) -> list[PaperVersion]:
    """Manual §3.1.1.1: a query searches, an id_list picks, and both together filter."""
    if not query and not ids:
        raise ValueError("search_query or id_list is required")
    question = parse(query) if query else None
    if not ids:
        return ask(question, catalogue) if question else []
    names = dict.fromkeys(name.strip() for name in ids.split(",") if name.strip())
    picked = [paper for name in names if (paper := find(catalogue, name))]
    return [paper for paper in picked if question is None or question.matches(paper)]


def _sorted(
    papers: list[PaperVersion], asked: Mapping[str, str], *, listed: bool
) -> list[PaperVersion]:
    """In the order asked for; "relevance" has nothing to do with dates, nor is it random."""
    by = asked.get("sortBy") or "relevance"
    order = asked.get("sortOrder") or "descending"
    if order not in ("ascending", "descending"):
        raise ValueError("sortOrder must be in: ascending, descending")
    match by:
        case "relevance":
            return papers if listed else sorted(papers, key=_relevance)
        case "submittedDate":
            key = _by_submission
        case "lastUpdatedDate":
            key = _by_update
        case _:
            raise ValueError("sortBy must be in: relevance, lastUpdatedDate, submittedDate")
    return sorted(papers, key=key, reverse=order == "descending")


def _relevance(paper: PaperVersion) -> tuple[int, str]:
    return number_of(paper.arxiv_id), paper.arxiv_id


def _by_submission(paper: PaperVersion) -> tuple[datetime, str]:
    return paper.submitted_at, paper.arxiv_id


def _by_update(paper: PaperVersion) -> tuple[datetime, str]:
    return paper.updated_at, paper.arxiv_id


def _count(asked: Mapping[str, str], name: str, default: int) -> int:
    value = asked.get(name) or str(default)
    if not re.fullmatch(r"-?\d{1,9}", value):
        raise ValueError(f"{name} must be an integer")
    if int(value) < 0:
        raise ValueError(f"{name} must be >= 0")
    return int(value)
