"""What a curator says of results, composed: confirmed, rejected, taken back.

Every word is a file of its own and on disk when it is said. Words of one curator follow each
other in time, whatever the clocks say, so that the last one can be told.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tracker import curation as files
from tracker.benchmarks import Dataset, Metric
from tracker.curation import Curation
from tracker.errors import SettingsError
from tracker.extract.reported import suggest
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.results import (
    ReportedResult,
    corrected,
    mixed_units,
    same_words,
    signed,
    spoken,
    standing,
)
from tracker.settings import Settings
from tracker.steps.findings import is_about, of_work, papers_of
from tracker.works import one_line

_FIELDS = ("dataset", "metric")  # those of which the vocabulary knows keys


def settle(
    settings: Settings,
    work: WorkId,
    name: str,
    handle: str,
    confirm: bool,
    stated: Mapping[str, str] | None = None,
    remark: Callable[[str], None] = lambda _: None,
) -> ReportedResult:
    """Confirm or reject a suggestion by its number, or a result on file by its key.

    ``stated`` are fields that the curator puts in place of what was found; ``remark`` is told
    of names among them that the vocabulary lacks. What is said is on disk when this returns.
    Raises SettingsError if there is no such result, or that suggestion is settled.
    """
    curation = files.load(settings.root)
    by = curation.curator(handle).handle
    papers = papers_of(settings, curation, work)
    chosen = _chosen(curation, papers, work, name)
    said = restated(curation, chosen, stated or {})
    paper = papers.get(said.source)
    made = words(curation.results, paper, chosen, said, confirm, by, settings.clock())
    put(settings, made)
    for sentence in _strangers(curation, stated or {}) if confirm else ():
        remark(sentence)
    return made[0]


def take_back(settings: Settings, handle: str) -> tuple[ReportedResult, ...]:
    """Take back what a curator said last, and return it.

    Raises SettingsError if that is nothing.
    """
    curation = files.load(settings.root)
    by = curation.curator(handle).handle
    last = said_last(curation.results, by)
    put(settings, undoing(curation.results, last, by, settings.clock()))
    return last


def put(settings: Settings, made: Sequence[ReportedResult]) -> None:
    """Write words to disk, in their order."""
    for one in made:
        files.write_result(settings.root, one)


def restated(
    curation: Curation, chosen: ReportedResult, stated: Mapping[str, str]
) -> ReportedResult:
    """The result with what a curator stated, on one line, in place of what was found.

    Datasets and metrics that the vocabulary knows by another name are stated by their key.
    Raises SettingsError where she puts another sentence in place of one that a program found,
    or one without the value.
    """
    # A quote stays letter by letter what the paper says.
    stated = {k: text if k == "quote" else one_line(text) for k, text in stated.items()}
    entries = {name: _entry(curation, name, stated.get(name, "")) for name in _FIELDS}
    keys = {name: entry.key for name, entry in entries.items() if entry}
    said = corrected(chosen, **{**stated, **keys})
    if said.quote == chosen.quote:
        return said
    if chosen.at is None:
        raise SettingsError("a suggestion is its own sentence: only one on file gets another")
    if said.value.lstrip("0") not in said.quote:
        raise SettingsError(f"the quote does not hold {said.value}; give the sentence that does")
    return replace(said, offset=None)


def _entry(curation: Curation, field: str, name: str) -> Dataset | Metric | None:
    known = curation.benchmarks
    return known.dataset(name) if field == "dataset" else known.metric(name)


def _strangers(curation: Curation, stated: Mapping[str, str]) -> Iterator[str]:
    """A sentence on each name that was stated and the vocabulary does not have."""
    for field in _FIELDS:
        name = stated.get(field, "")
        if name and _entry(curation, field, name) is None:
            yield (
                f"curation/benchmarks.yaml has no {field} {name!r}: it is on file as written; add "
                "it there, or correct it, if it is one that is known by another name"
            )


def words(
    before: Sequence[ReportedResult],
    paper: PaperVersion | None,
    chosen: ReportedResult,
    said: ReportedResult,
    confirm: bool,
    by: str,
    now: datetime,
) -> tuple[ReportedResult, ...]:
    """What goes on file when a curator settles ``chosen`` as ``said``; all at one instant.

    ``paper`` is the newest stored version of its source. Raises SettingsError if that does
    not hold the quote of what is confirmed, or another result on file contradicts it.
    """
    if confirm and paper and said.place == "abstract":
        said = replace(said, version=paper.version)
        if not same_words(said.quote, paper.text):
            raise SettingsError(
                f"version {paper.version} of {said.source} does not hold this quote; give the "
                "sentence that holds the value with --quote, or reject the result"
            )
    if confirm:
        _require_accord(before, chosen, said)
    made = [signed(said, "confirmed" if confirm else "rejected", by, now, before)]
    if confirm and said.claim != chosen.claim and chosen.at is not None:
        made.append(signed(chosen, "rejected", by, now, before))
    return at_once(made, before, by)


def _require_accord(
    before: Sequence[ReportedResult], chosen: ReportedResult, said: ReportedResult
) -> None:
    """Raise SettingsError where ``tracker check`` would find fault with what is confirmed."""
    others = [one for one in standing(before) if one.source == said.source]
    others = [one for one in others if one.claim not in (said.claim, chosen.claim)]
    for one in others:
        if one.test == said.test:
            raise SettingsError(
                f"{said.source} has {one.value} {one.unit} on file for the same model and test "
                f"({one.key}); tell them apart by model, dataset, split, metric, setting or "
                "precision, or reject one of them"
            )
    wrong = mixed_units([*others, said])
    if what := next((what for path, what in wrong.items() if path not in mixed_units(others)), ""):
        raise SettingsError(f"{said.value} {said.unit}: {what}; state the unit")


def said_last(before: Sequence[ReportedResult], by: str) -> tuple[ReportedResult, ...]:
    """What a curator said last and nobody took back: all of that instant.

    Raises SettingsError if there is nothing.
    """
    own = [one for one in spoken(before) if one.by.lower() == by.lower() and one.at]
    if not own:
        raise SettingsError(f"{by} has said nothing of any result that could be taken back")
    return tuple(one for one in own if one.at == own[-1].at)


def undoing(
    before: Sequence[ReportedResult], taken: Sequence[ReportedResult], by: str, now: datetime
) -> tuple[ReportedResult, ...]:
    """What goes on file when a curator takes words back."""
    made = [replace(signed(one, "undone", by, now, before), undoes=one.key) for one in taken]
    return at_once(made, before, by)


def at_once(
    made: Sequence[ReportedResult], before: Sequence[ReportedResult], by: str
) -> tuple[ReportedResult, ...]:
    """Words of one instant, after all that this curator said before."""
    own = (one.at for one in before if one.by.lower() == by.lower() and one.at)
    times = [*(at + timedelta(milliseconds=1) for at in own), *(one.at for one in made if one.at)]
    return tuple(replace(one, at=max(times)) for one in made)


def _chosen(
    curation: Curation, papers: Mapping[WorkId, PaperVersion], work: WorkId, name: str
) -> ReportedResult:
    if name.isdecimal() and len(name) < 4:
        for paper in papers.values():
            found = suggest(paper, curation.benchmarks)
            if 0 < int(name) <= len(found):
                return _unsettled(curation, found[int(name) - 1], name)
        raise SettingsError(f"{work} has no suggested result {name}; see tracker results suggest")
    here = of_work(curation, work)
    for one in (*standing(here), *spoken(here)):  # what was rejected may be confirmed after all
        if one.key == name:
            return one
    raise SettingsError(
        f"no result {name!r} of {work} is on file; see tracker results suggest {work}"
    )


def _unsettled(curation: Curation, found: ReportedResult, name: str) -> ReportedResult:
    """A suggestion that nobody has settled; raises SettingsError for another."""
    every = (*spoken(curation.results), *standing(curation.results))
    said = [one for one in every if one.source == found.source and is_about(one, found)]
    if not said:
        return found
    last = said[-1]
    raise SettingsError(
        f"result {name} of {found.source} is settled: {last.status} by {last.by} as {last.value} "
        f"{last.unit}; correct it by its key, tracker results confirm {last.source} {last.key}"
    )
