"""What arXiv claims of included works: whose file it would complete, and what a person must settle.

A claim is settled by a person where it could make one work of two: a DOI that another work has,
or a link from a list that leads to a paper of another title.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.completion import additions, differences, is_titled_alike
from tracker.curation import Curation
from tracker.decisions import active
from tracker.identity import WorkId
from tracker.record import Standing
from tracker.visible import on_one_line
from tracker.works import Work, sorted_ids

_LONGEST = 80  # characters of a title in a sentence


@dataclass(frozen=True)
class Claim:
    """An included work, its file, and what arXiv says of it; ``told`` is None if that is nothing.

    ``stated`` are the fields in which a curator's word counts.
    """

    standing: Standing
    file: Work
    told: Work | None
    stated: Collection[str] = ()

    @property
    def name(self) -> WorkId:
        return self.standing.work.id

    @property
    def is_on_arxiv(self) -> bool:
        return any(one.scheme == "arxiv" for one in self.standing.work.ids)

    @property
    def doubt(self) -> str:
        """Why the paper may be another than the list meant; empty once a person confirmed it."""
        mine, theirs = self.standing.work.title, self.told.title if self.told else ""
        if not theirs or not self.standing.inferred or is_titled_alike(mine, theirs):
            return ""
        return (
            f"{self.name} is called {_short(mine)} here and {_short(theirs)} at arXiv: if the link "
            f"is right, confirm it: tracker decide {self.name} include --as HANDLE"
        )

    @property
    def fields(self) -> dict[str, Any]:
        work = self.standing.work
        return additions(work, self.told, self.stated) if self.told else {}

    @property
    def differences(self) -> Iterator[str]:
        work = self.standing.work
        for what in differences(work, self.told, self.stated) if self.told else ():
            yield f"{self.name}: {what}"

    @property
    def dois(self) -> list[WorkId]:
        """The DOIs that arXiv has and the record has not."""
        known = self.standing.work.ids
        return [one for one in (self.told.ids if self.told else ())
                if one.scheme == "doi" and one not in known]  # fmt: skip


def claims(curation: Curation, told: Mapping[str, Work]) -> list[Claim]:
    """A claim on each included work; ``told`` is arXiv's word by arXiv id.

    Of several files, tied by a join, the one whose facts count first is completed; a work
    without a file gets one.
    """
    files = {work.id: work for work in curation.works}
    found = []
    for one in curation.record.of("included"):
        own = [files[name] for name in one.work.ids if name in files]
        words = [told[name.value] for name in one.work.ids
                 if name.scheme == "arxiv" and name.value in told]  # fmt: skip
        word = words[0] if words else None
        title = one.work.title or (word.title if word else "")
        file = min(own, key=lambda work: work.ids, default=Work((one.work.id,), title))
        stated = {name for said in one.count.counted if said.facts for name in said.facts.stated}
        found.append(Claim(one, file, word, stated))
    return found


def identifiers(
    claims: Iterable[Claim], curation: Curation
) -> tuple[Mapping[WorkId, tuple[WorkId, ...]], list[str]]:
    """The DOIs that works may have, by work, and a sentence for each that only a person can give.

    One that a person has split off stays off.
    """
    cut = {(one.work, one.other) for one in active(curation.decisions) if one.verdict == "split"}
    claimants = defaultdict[WorkId, list[Claim]](list)
    for claim in claims:
        for doi in claim.dois:
            if not any((name, doi) in cut for name in claim.standing.work.ids):
                claimants[doi].append(claim)
    free, unsettled = defaultdict[WorkId, tuple[WorkId, ...]](tuple), list[str]()
    for doi, some in claimants.items():
        why = _contested(doi, some, curation.record.by_id.get(doi))
        if why:
            unsettled.append(why)
        else:
            free[some[0].name] += (doi,)
    return free, unsettled


def _contested(doi: WorkId, claimants: Sequence[Claim], owner: Standing | None) -> str:
    """Why no claimant may simply have the DOI; empty if the one there is may."""
    names = [one.name for one in claimants]
    said = f"arXiv gives {doi} to {' and '.join(map(str, names))}"
    if owner:
        said += f", and {owner.work.id} ({_short(owner.work.title)}) has it here"
        names = [owner.work.id, *names]
    if len(names) > 1:
        return f"{said}; if they are one work: tracker join {names[0]} {names[1]} --as HANDLE"
    file = claimants[0].file
    if sorted_ids((*file.ids, doi))[0] != file.id:
        new_name = "after which its file would have to be named"
        return f"{said}, {new_name}; if that is so: tracker join {names[0]} {doi} --as HANDLE"
    return ""


def _short(title: str) -> str:
    line = on_one_line(title)
    return f"“{line if len(line) <= _LONGEST else f'{line[: _LONGEST - 1]}…'}”"
