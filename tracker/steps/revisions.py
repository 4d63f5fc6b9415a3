"""Revisions, composed: decided papers, their newer versions, and what their labels rest on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tracker.identity import WorkId
from tracker.record import Record
from tracker.results import ReportedResult
from tracker.results import standing as standing_results
from tracker.review.revised import Revised, Revision, revised, versions_read
from tracker.taxonomy import Taxonomy

if TYPE_CHECKING:
    import sqlalchemy as sa


def revisions(
    database: "sa.Engine",
    record: Record,
    taxonomy: Taxonomy,
    threshold: float,
    results: Iterable[ReportedResult] = (),
) -> Revised:
    """The decided works whose text changed where it matters, and those it cannot be said of;
    ``results`` are those on file, whose quotes a work rests on until they are rejected."""
    from tracker.store.revisions import newer, said

    decided = versions_read(record)
    found = newer(database, {name: version for name, (version, _) in decided.items()})
    if not found:
        return Revised()
    names = [now.arxiv_id for now, _ in found]
    labels = {label for name in names for label in decided[name][1].labels}
    suggested = said(database, names, labels)
    quotes: dict[WorkId, list[str]] = defaultdict(list)
    for result in standing_results(results):
        quotes[result.source].append(result.quote)
    changes = []
    for now, old in found:
        read, standing = decided[now.arxiv_id]
        quoted = [quote for i in standing.work.ids for quote in quotes.get(i, ())]
        words = _keywords(taxonomy, standing.labels, old.text) if old else ()
        said_of = suggested[now.arxiv_id]
        changes.append(Revision(standing, read, now, old, said_of, words, quoted))
    return revised(changes, threshold)


def _keywords(taxonomy: Taxonomy, labels: Sequence[str], text: str) -> tuple[str, ...]:
    """The keywords of these labels, as they are written in a text."""
    from tracker.suggest.keywords import Keywords
    from tracker.suggest.passages import read

    known = [taxonomy.by_key[key] for key in labels if key in taxonomy.by_key]
    hits = Keywords(known).find(read(text))
    return tuple(text[hit.start : hit.end] for hit in hits)
