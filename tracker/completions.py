"""Completing, composed: what arXiv's record, as stored, adds to the files of included works.

The nightly request carries the completed files, as it carries ticked boxes (docs/adr/0014):
they are made anew from the same store every night, and written here only on request.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tracker import curation as files
from tracker.completion import FIELDS, additions, differences, is_whole
from tracker.curation import Curation
from tracker.curation.canonical import dump
from tracker.decisions import active
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.record import Standing
from tracker.review.decide import listed
from tracker.settings import Settings
from tracker.visible import on_one_line
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

    ``clashes`` are identifiers that arXiv gives a work and another has, a sentence each;
    ``differences`` days and journals that are not arXiv's. ``elsewhere`` are works not on arXiv,
    and ``unstored`` those whose paper the store lacks, that have no authors or exact day.
    """

    curation: Curation
    filled: tuple[Filled, ...] = ()
    clashes: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    elsewhere: tuple[WorkId, ...] = ()
    unstored: tuple[WorkId, ...] = ()

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
    def left(self) -> Iterator[str]:
        """How many works have no authors or exact day and get none from arXiv, and why."""
        for names, why in (
            (self.elsewhere, "not on arXiv; what people write into their files stays"),
            (self.unstored, "not in the store; tracker pull fetches them"),
        ):
            if names:
                some = f"{', '.join(map(str, names[:_NAMED]))}{', …' if names[_NAMED:] else ''}"
                yield f"{len(names):,} without authors or exact day, {why}: {some}"

    def as_json(self) -> dict[str, Any]:
        return {
            "completed": [one.as_json() for one in self.filled],
            "counts": self.counts,
            "clashes": list(self.clashes),
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


def complete(settings: Settings, curation: Curation) -> Completions:
    """What the stored papers add to the files of included works. Writes nothing."""
    included = curation.record.of("included")
    return completed(curation, _stored(settings, included))


def _stored(settings: Settings, standings: Iterable[Standing]) -> Mapping[str, PaperVersion]:
    from tracker.store import open_store
    from tracker.store.papers import by_ids

    kind, _, file = settings.database_url.partition(":///")
    if kind == "sqlite" and not Path(file).exists():
        return {}  # nothing was harvested yet, and completing is not what makes a database
    ids = [name for one in standings for name in _arxiv(one)]
    return by_ids(open_store(settings.database_url), ids)


def _arxiv(standing: Standing) -> list[str]:
    return [one.value for one in standing.work.ids if one.scheme == "arxiv"]


@dataclass(frozen=True)
class _Case:
    """An included work, its file, and what arXiv says of it; no word if nothing is stored.

    ``stated`` are the fields in which a curator's word counts.
    """

    standing: Standing
    file: Work
    told: Work | None
    stated: Collection[str]

    @property
    def name(self) -> WorkId:
        return self.standing.work.id

    @property
    def dois(self) -> list[WorkId]:
        """The DOIs that arXiv has and the record has not."""
        found = self.told.ids if self.told else ()
        return [one for one in found if one.scheme == "doi" and one not in self.standing.work.ids]


def completed(curation: Curation, papers: Mapping[str, PaperVersion]) -> Completions:
    """The curation completed from these papers, by arXiv id."""
    cases = _cases(curation, papers)
    clashes, free = _sorted_out(cases, curation)
    filled = []
    for case in cases:
        fields = additions(case.standing.work, case.told, case.stated) if case.told else {}
        if came := free[case.name]:
            fields["ids"] = came
        if fields:
            ids = sorted_ids((*case.file.ids, *came))
            filled.append(Filled(case.name, replace(case.file, **{**fields, "ids": ids}), fields))
    works = {one.id: one for one in (*curation.works, *(one.file for one in filled))}
    open_ = [case for case in cases if case.told is None and not is_whole(case.standing.work)]
    return Completions(
        replace(curation, works=tuple(works.values())),
        tuple(filled),
        clashes,
        tuple(_differences(cases)),
        tuple(case.name for case in open_ if not _arxiv(case.standing)),
        tuple(case.name for case in open_ if _arxiv(case.standing)),
    )


def _cases(curation: Curation, papers: Mapping[str, PaperVersion]) -> list[_Case]:
    """The included works. Of several files, tied by a join, the one whose facts count first is
    completed; a work without a file gets one."""
    files_by_id = {work.id: work for work in curation.works}
    found = []
    for one in curation.record.of("included"):
        own = [files_by_id[name] for name in one.work.ids if name in files_by_id]
        paper = next((papers[name] for name in _arxiv(one) if name in papers), None)
        told = listed(paper) if paper else None
        title = one.work.title or (told.title if told else "")
        file = min(own, key=lambda work: work.ids, default=Work((one.work.id,), title))
        stated = {name for said in one.count.counted if said.facts for name in said.facts.stated}
        found.append(_Case(one, file, told, stated))
    return found


def _sorted_out(
    cases: Iterable[_Case], curation: Curation
) -> tuple[tuple[str, ...], Mapping[WorkId, tuple[WorkId, ...]]]:
    """Of the DOIs that arXiv adds, those that cannot be taken, as sentences, and the rest by work.

    Two records that share an identifier are one work, and only a person may say so. One that a
    person has split off stays off.
    """
    claims = defaultdict[WorkId, list[_Case]](list)
    for case in cases:
        for doi in case.dois:
            claims[doi].append(case)
    cut = {(one.work, one.other) for one in active(curation.decisions) if one.verdict == "split"}
    clashes, free = list[str](), defaultdict[WorkId, tuple[WorkId, ...]](tuple)
    for doi, some in claims.items():
        some = [
            one for one in some if not any((name, doi) in cut for name in one.standing.work.ids)
        ]
        owner = curation.record.by_id.get(doi)
        if some and (owner or len(some) > 1):
            clashes.append(_clash(doi, [one.name for one in some], owner))
        elif some and sorted_ids((*some[0].file.ids, doi))[0] == some[0].file.id:
            free[some[0].name] += (doi,)
        elif some:
            clashes.append(
                f"arXiv says that {some[0].name} is {doi}, after which its file would have to be "
                f"named; if so: tracker join {some[0].name} {doi} --as HANDLE"
            )
    return tuple(clashes), free


def _clash(doi: WorkId, names: Sequence[WorkId], owner: Standing | None) -> str:
    said = f"arXiv gives {doi} to {' and '.join(map(str, names))}"
    every = [owner.work.id, *names] if owner else names
    if owner:
        said += f", and {owner.work.id} ({on_one_line(owner.work.title)[:80]}) has it here"
    return f"{said}; if they are one work: tracker join {every[0]} {every[1]} --as HANDLE"


def _differences(cases: Iterable[_Case]) -> Iterator[str]:
    for case in cases:
        for what in differences(case.standing.work, case.told, case.stated) if case.told else ():
            yield f"{case.name}: {what}"
