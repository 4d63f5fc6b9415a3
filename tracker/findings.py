"""What papers report, composed: results suggested from stored abstracts, and what is said of them.

A suggestion is made anew each time; only what a curator says about one is written down.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker import curation as files
from tracker.curation import Curation
from tracker.errors import SettingsError
from tracker.extract.reported import suggest
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.rechecks import again
from tracker.results import (
    ReportedResult,
    corrected,
    result_fields,
    same_words,
    signed,
    spoken,
    standing,
)
from tracker.settings import Settings


@dataclass(frozen=True)
class Waiting:
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


def waiting(settings: Settings, work: WorkId | None = None) -> list[Waiting]:
    """The results of the included works, or of one work, that nobody has settled.

    Raises SettingsError if no metric is known or the work is not stored.
    """
    curation = files.load(settings.root)
    papers = _papers(settings, curation, work)
    if work and not papers and work not in {one.source for one in curation.results}:
        raise SettingsError(f"no abstract of {work} is stored; run tracker pull, or check the id")
    return [
        *_again(curation, papers, work),
        *(one for paper in papers for one in _suggested(curation, paper) if one),
    ]


def settle(
    settings: Settings,
    work: WorkId,
    name: str,
    handle: str,
    confirm: bool,
    stated: dict[str, str] | None = None,
) -> ReportedResult:
    """Confirm or reject a suggestion by its number, or a result on file by its key.

    ``stated`` are fields that the curator puts in place of what was found. What is said is
    on disk when this returns. Raises SettingsError if there is no such result.
    """
    curation = files.load(settings.root)
    by = curation.curator(handle).handle
    papers = {paper.arxiv_id: paper for paper in _papers(settings, curation, work)}
    chosen = _chosen(curation, papers, work, name)
    said = corrected(chosen, **(stated or {}))
    if said.quote != chosen.quote:
        if chosen.at is None:
            raise SettingsError("a suggestion is its own sentence: --quote is for one on file")
        said = replace(said, offset=None)
    paper = papers.get(said.source.value)
    if confirm and paper and said.place == "abstract":
        said = replace(said, version=paper.version)
        if not same_words(said.quote, paper.text):
            raise SettingsError(
                f"version {paper.version} of {work} does not hold this quote; give the sentence "
                "that holds the value with --quote, or reject the result"
            )
    now = settings.clock()
    said = signed(said, "confirmed" if confirm else "rejected", by, now, curation.results)
    files.write_result(settings.root, said)
    if confirm and said.claim != chosen.claim and chosen.at is not None:
        files.write_result(settings.root, signed(chosen, "rejected", by, now, curation.results))
    return said


def _papers(settings: Settings, curation: Curation, work: WorkId | None) -> list[PaperVersion]:
    """The stored papers of the included works and of results on file, or of one work."""
    from tracker.store import open_store
    from tracker.store.papers import by_ids

    if not curation.benchmarks.metrics:
        raise SettingsError("curation/benchmarks.yaml names no metric, so no result can be told")
    if work is not None:
        ids = set(_ids(curation, work))
    else:
        ids = {i for standing in curation.record.of("included") for i in standing.work.ids}
        ids |= {one.source for one in curation.results}
    names = sorted(work_id.value for work_id in ids if work_id.scheme == "arxiv")
    found = by_ids(open_store(settings.database_url), names)
    return [found[name] for name in names if name in found]


def _ids(curation: Curation, work: WorkId) -> tuple[WorkId, ...]:
    """Every identifier of a work, that of an unknown one being all it has."""
    known = curation.record.by_id.get(work)
    return known.work.ids if known else (work,)


def _suggested(curation: Curation, paper: PaperVersion) -> Iterator[Waiting]:
    """What an abstract seems to report, without what was said about before.

    Numbers count all that was found, so that settling one renames no other.
    """
    settled = [one for one in spoken(curation.results) if one.source.value == paper.arxiv_id]
    for number, one in enumerate(suggest(paper, curation.benchmarks), start=1):
        if not any(_is_about(said, one) for said in settled):
            yield Waiting(one, number, "suggested")


def _is_about(said: ReportedResult, found: ReportedResult) -> bool:
    """Whether what is on file speaks of this very number in this very sentence.

    Of a sentence that somebody typed the place is not known, and the value must do.
    """
    if not same_words(said.quote, found.quote):
        return False
    return said.value == found.value if said.offset is None else said.offset == found.offset


def _again(
    curation: Curation, papers: Sequence[PaperVersion], work: WorkId | None
) -> Iterator[Waiting]:
    """Results on file that need another look: their quote is gone, or nobody confirmed them."""
    ids = _ids(curation, work) if work else ()
    stored = {paper.arxiv_id: paper for paper in papers}
    seen = {one.claim: why for one, why in again(curation.results, stored)}
    for one in standing(curation.results):
        if work and one.source not in ids:
            continue
        if one.claim in seen:
            yield Waiting(one, None, seen[one.claim])
        elif one.status in ("suggested", "second-hand") and work:
            yield Waiting(one, None, f"on file as {one.status}")


def _chosen(
    curation: Curation, papers: dict[str, PaperVersion], work: WorkId, name: str
) -> ReportedResult:
    if name.isdecimal() and len(name) < 4:
        for paper in papers.values():
            found = suggest(paper, curation.benchmarks)
            if 0 < int(name) <= len(found):
                return found[int(name) - 1]
        raise SettingsError(f"{work} has no suggested result {name}; see tracker results suggest")
    ids = _ids(curation, work)
    for one in standing(curation.results):
        if one.key == name and one.source in ids:
            return one
    raise SettingsError(
        f"no result {name!r} of {work} is on file; see tracker results suggest {work}"
    )
