"""What papers report, composed: the results that wait for a curator.

A suggestion is made anew each time; only what a curator says about one is written down
(`tracker.steps.vouching`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker import curation as files
from tracker.curation import Curation
from tracker.errors import SettingsError
from tracker.extract.reported import suggest
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.results import ReportedResult, result_fields, same_words, spoken, standing
from tracker.settings import Settings
from tracker.steps.rechecks import again


@dataclass(frozen=True)
class OpenResult:
    """A result that waits for a curator: suggested (``number`` within its paper, from 1), or on
    file and in need of another look (``number`` is None, the result's key names it)."""

    result: ReportedResult
    number: int | None
    why: str

    @property
    def name(self) -> str:
        return str(self.number) if self.number else self.result.key

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "why": self.why, **result_fields(self.result)}


def waiting(settings: Settings, work: WorkId | None = None) -> list[OpenResult]:
    """The results of the included works, or of one work, that nobody has settled.

    Raises SettingsError if no metric is known or the work is not stored.
    """
    curation = files.load(settings.root)
    papers, results = known_of(settings, curation, work)
    found = {paper.arxiv_id: suggest(paper, curation.benchmarks) for paper in papers.values()}
    stored = {work_id.value: paper for work_id, paper in papers.items()}
    return [
        *on_file(results, stored, whole=work is not None),
        *(one for some in found.values() for one in unsettled(results, some)),
    ]


def known_of(
    settings: Settings, curation: Curation, work: WorkId | None
) -> tuple[dict[WorkId, PaperVersion], Sequence[ReportedResult]]:
    """The stored papers and the results on file, of all works or of one.

    Raises SettingsError if no metric is known, or nothing of that one work.
    """
    papers, results = papers_of(settings, curation, work), of_work(curation, work)
    if work and not papers and not results:
        raise SettingsError(f"no abstract of {work} is stored; run tracker pull, or check the id")
    return papers, results


def of_work(curation: Curation, work: WorkId | None) -> Sequence[ReportedResult]:
    """All that is on file, or what is on file of one work under any of its identifiers."""
    if work is None:
        return curation.results
    ids = ids_of(curation, work)
    return [one for one in curation.results if one.source in ids]


def papers_of(
    settings: Settings, curation: Curation, work: WorkId | None
) -> dict[WorkId, PaperVersion]:
    """The stored papers of the included works and of results on file, or of one work.

    Raises SettingsError if no metric is known.
    """
    from tracker.store import open_store
    from tracker.store.papers import by_ids

    if not curation.benchmarks.metrics:
        raise SettingsError("curation/benchmarks.yaml names no metric, so no result can be told")
    if work is not None:
        ids = set(ids_of(curation, work))
    else:
        ids = {i for standing in curation.record.of("included") for i in standing.work.ids}
        ids |= {one.source for one in curation.results}
    names = sorted(work_id.value for work_id in ids if work_id.scheme == "arxiv")
    found = by_ids(open_store(settings.database_url), names)
    return {WorkId("arxiv", name): found[name] for name in names if name in found}


def ids_of(curation: Curation, work: WorkId) -> tuple[WorkId, ...]:
    """Every identifier of a work, that of an unknown one being all it has."""
    known = curation.record.by_id.get(work)
    return known.work.ids if known else (work,)


def unsettled(
    results: Sequence[ReportedResult], found: Sequence[ReportedResult]
) -> Iterator[OpenResult]:
    """What one abstract seems to report, without what ``results`` on file said about before.

    Numbers count all that was found, so that settling one renames no other.
    """
    sources = {one.source for one in found}
    settled = [one for one in spoken(results) if one.source in sources]
    for number, one in enumerate(found, start=1):
        if not any(is_about(said, one) for said in settled):
            yield OpenResult(one, number, "suggested")


def is_about(said: ReportedResult, found: ReportedResult) -> bool:
    """Whether what is on file speaks of this very number in this very sentence.

    Of a sentence that somebody typed the place is not known, and the value must do.
    """
    if not same_words(said.quote, found.quote):
        return False
    return said.value == found.value if said.offset is None else said.offset == found.offset


def on_file(
    results: Sequence[ReportedResult], papers: Mapping[str, PaperVersion], whole: bool
) -> Iterator[OpenResult]:
    """Results on file that need another look because their quote is gone; the ``whole`` of
    what waits has also those that nobody confirmed. ``papers`` are stored, by arXiv id."""
    seen = {one.claim: why for one, why in again(results, papers)}
    for one in standing(results):
        if one.claim in seen:
            yield OpenResult(one, None, seen[one.claim])
        elif one.status in ("suggested", "second-hand") and whole:
            yield OpenResult(one, None, f"on file as {one.status}")
