"""What OAI-PMH would have told, from the search API: today's papers and new versions."""

from datetime import date, timedelta

from tracker.harvest.night import Night
from tracker.harvest.proof import Prover
from tracker.harvest.search import MOST, PAGE
from tracker.queries import Query

# From a version's submission to its announcement: a weekend, holidays, some moderation.
LAG = timedelta(days=7)


def catch_up(night: Night, prover: Prover) -> None:
    """Store each query's papers with a version submitted since the last harvest.

    No day's coverage can prove a new version, so the night lists them, the latest first.
    Cross-lists and corrections wait for OAI-PMH: the search API does not date them.
    """
    for query in night.queries:
        night.say(f"new versions for {query.key}")
        _query(night, prover, query, _since(night, query))


def _since(night: Night, query: Query) -> date:
    asked = [cell.asked_at for cell in night.shelf.cells(query.key) if cell.asked_at]
    # The first harvest meets every paper in its latest version anyway.
    return max(asked).date() - LAG if asked else night.now.date()


def _query(night: Night, prover: Prover, query: Query, since: date) -> None:
    start, seen = 0, set[str]()
    while start + PAGE <= MOST:
        page = prover.door.updated(query, start, seen)
        prover.unread(page)
        night.keep(page.papers, "search", found_by=query.key)
        seen.update(filter(None, page.ids))
        start += page.entries
        # A whole page of older ones ends it: single papers may stand in the wrong place.
        if start >= page.total or all(paper.updated_at.date() < since for paper in page.papers):
            return
    night.remarks.append(f"{query.key}: new versions before the latest {start} were not listed")
