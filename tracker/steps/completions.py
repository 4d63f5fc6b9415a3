"""Completing, composed: what arXiv's record, as stored, adds to the files of included works.

The nightly request carries the completed files, as it carries what was ticked: made anew from the
same store every night, and written here only on request (docs/adr/0017).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker import curation as files
from tracker.claims import claims, identifiers
from tracker.completion import FIELDS, is_whole
from tracker.curation import Curation
from tracker.curation.canonical import dump
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.review.decide import listed
from tracker.settings import Settings
from tracker.works import Work, sorted_ids, work_fields

_NAMED = 5  # works in one line


@dataclass(frozen=True)
class Filled:
    """A work's file as completed, and what was filled: values by field, under ``ids`` only the
    identifiers that came. ``name`` is the work's best identifier in the record."""

    name: WorkId
    file: Work
    fields: Mapping[str, Any]

    @property
    def path(self) -> str:
        return f"{files.FOLDER}/works/{self.file.id.slug}.yaml"

    @property
    def words(self) -> dict[str, str]:
        """What was filled, as a reader is told, by field."""
        told = {name: ", ".join(map(str, value)) if name == "ids" else value
                for name, value in self.fields.items()}  # fmt: skip
        if authors := len(self.fields.get("authors", ())):
            told["authors"] = f"{authors:,} author{'s' * (authors != 1)}"
        return told

    def __str__(self) -> str:
        return ", ".join(self.words.values())

    def as_json(self) -> dict[str, Any]:
        plain = {name: value if isinstance(value, str) else list(map(str, value))
                 for name, value in self.fields.items()}  # fmt: skip
        return {"work": str(self.name), "file": self.path, "filled": plain}


@dataclass(frozen=True)
class Completions:
    """The curation with every file completed, and what became of it.

    ``unsettled`` is what only a person can settle, a sentence each: identifiers that arXiv gives
    to a work and another has, links that may lead to another paper. ``differences`` are days
    and journals that are not arXiv's. ``elsewhere`` are works not on arXiv, and ``unstored``
    those whose paper the store lacks, that have no authors or exact day. ``later`` are works
    whose files must stay as they are until they are merged.
    """

    curation: Curation
    filled: tuple[Filled, ...] = ()
    unsettled: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    elsewhere: tuple[WorkId, ...] = ()
    unstored: tuple[WorkId, ...] = ()
    later: tuple[WorkId, ...] = ()

    @property
    def files(self) -> dict[str, bytes]:
        """The completed files by their path from the survey's root."""
        return {one.path: dump(work_fields(one.file)).encode() for one in self.filled}

    @property
    def told(self) -> dict[str, dict[str, str]]:
        """What was filled, in words by field, by the work's identifier in the record."""
        return {str(one.name): one.words for one in self.filled}

    @property
    def counts(self) -> dict[str, int]:
        """How many works each field was filled in."""
        count = Counter(name for one in self.filled for name in one.fields)
        return {name: count[name] for name in (*FIELDS, "ids") if count[name]}

    @property
    def summary(self) -> str:
        """For instance ``2 works completed from arXiv (authors 2, journal 1)``."""
        many = len(self.filled)
        names = {"published_on": "day", "ids": "DOI"}
        by_field = ", ".join(f"{names.get(name, name)} {count:,}"
                             for name, count in self.counts.items())  # fmt: skip
        told = f"{many:,} work{'s' * (many != 1)} completed from arXiv"
        return f"{told} ({by_field})" if many else told

    @property
    def announced(self) -> str:
        """How many works are completed later, and when; empty if none is."""
        many = len(self.later)
        works, files = ("work is", "its file is") if many == 1 else ("works are", "their files are")
        told = f"{many:,} {works} completed from arXiv the night after {files} merged"
        return told if many else ""

    @property
    def left(self) -> Iterator[str]:
        """How many works have no authors or exact day and get none from arXiv, and why."""
        for names, why in (
            (self.elsewhere, "not on arXiv, write them into the files"),
            (self.unstored, "not in the store, run tracker pull"),
        ):
            if names:
                some = f"{', '.join(map(str, names[:_NAMED]))}{', …' if names[_NAMED:] else ''}"
                works = "1 work has" if len(names) == 1 else f"{len(names):,} works have"
                yield f"{works} no authors or exact day ({why}): {some}"

    def as_json(self) -> dict[str, Any]:
        return {
            "completed": [one.as_json() for one in self.filled],
            "counts": self.counts,
            "unsettled": list(self.unsettled),
            "differences": list(self.differences),
            "not_on_arxiv": [str(name) for name in self.elsewhere],
            "not_stored": [str(name) for name in self.unstored],
        }


def write(settings: Settings) -> Completions:
    """Complete the files of this checkout; raises CurationError for one with problems."""
    found = complete(settings, files.require(files.load(settings.root)))
    for one in found.filled:
        files.write_work(settings.root, one.file)
    return found


def complete(
    settings: Settings, curation: Curation, waits: Callable[[str], bool] = lambda _: False
) -> Completions:
    """What the stored papers add to the files of included works. Writes nothing.

    ``waits`` says of a file's path whether it must stay as it is for now.
    """
    ids = [name.value for one in curation.record.of("included") for name in one.work.ids
           if name.scheme == "arxiv"]  # fmt: skip
    return completed(curation, _stored(settings, ids), waits)


def _stored(settings: Settings, ids: Sequence[str]) -> Mapping[str, PaperVersion]:
    from tracker.store import open_existing
    from tracker.store.papers import by_ids

    database = open_existing(settings.database_url)
    return by_ids(database, ids) if database is not None else {}


def completed(
    curation: Curation,
    papers: Mapping[str, PaperVersion],
    waits: Callable[[str], bool] = lambda _: False,
) -> Completions:
    """The curation completed from these papers, by arXiv id, but for files that wait."""
    every = claims(curation, {name: listed(paper) for name, paper in papers.items()})
    sure = [one for one in every if not one.doubt]
    came, contested = identifiers(sure, curation)
    every_filled = []
    for one in sure:
        fields = one.fields | ({"ids": came[one.name]} if one.name in came else {})
        if fields:
            ids = sorted_ids((*one.file.ids, *fields.get("ids", ())))
            every_filled.append(
                Filled(one.name, replace(one.file, **{**fields, "ids": ids}), fields)
            )
    filled = [one for one in every_filled if not waits(one.path)]
    works = {one.id: one for one in (*curation.works, *(one.file for one in filled))}
    untold = [one for one in every if one.told is None and not is_whole(one.standing.work)]
    return Completions(
        replace(curation, works=tuple(works.values())),
        tuple(filled),
        (*(one.doubt for one in every if one.doubt), *contested),
        tuple(what for one in sure for what in one.differences),
        tuple(one.name for one in untold if not one.is_on_arxiv),
        tuple(one.name for one in untold if one.is_on_arxiv),
        tuple(one.name for one in every_filled if waits(one.path)),
    )
