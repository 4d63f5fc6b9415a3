"""What a curator's checkout adds to the survey, as one commit on top of all that is there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from os import environ

from tracker.benchmarks import Benchmarks
from tracker.curators import Curator
from tracker.decisions import Decision
from tracker.errors import BranchMoved
from tracker.publish.answers import Signature
from tracker.publish.clone import Clone, Draft
from tracker.publish.remote import Tips
from tracker.publish.statements import read_statements
from tracker.publish.submission import Journal, Said, WorkFile, lacking, read_journal, union
from tracker.results import ReportedResult
from tracker.taxonomy import Taxonomy


@dataclass(frozen=True)
class Contribution:
    """Everything of a curator's in a checkout, by its path from the repository's root.

    ``folder`` holds her journals; ``works`` are the files of the works she decided on, and
    ``decided`` the keys of those decisions. ``shelf`` is where results lie, hers or not:
    ``results`` are the files of what she says of them.
    """

    by: Curator
    folder: str
    journals: Mapping[str, Journal]
    works: Mapping[str, bytes]
    decided: Mapping[str, frozenset[str]]
    shelf: str
    results: Mapping[str, bytes]

    @property
    def handle(self) -> str:
        return self.by.handle.lower()

    @property
    def branch(self) -> str:
        return f"tracker/decisions/{self.handle}"

    def owns(self, path: str) -> bool:
        """Whether two versions of a file can be brought together here."""
        return path.startswith((self.folder, self.shelf)) or path in self.works

    def missing(self, there: Mapping[str, bytes]) -> list[Decision]:
        """Her decisions here that are not in those journals."""
        return lacking(there, self.journals)


@dataclass(frozen=True)
class Built:
    """The commit that holds it all; ``files`` are what it changes, none if it was there."""

    sha: str
    files: tuple[str, ...]
    said: Said
    remarks: tuple[str, ...]


def build(
    clone: Clone, tips: Tips, hers: Contribution, taxonomy: Taxonomy, benchmarks: Benchmarks
) -> Built | None:
    """The commit to propose; None if the base branch has every decision and result.

    Raises BranchMoved if others changed other files both on the branch and on its base.
    """
    based = clone.contents(tips.base_sha, hers.journals)
    news = hers.missing(based)
    shelved = frozenset(clone.below(tips.base_sha, hers.shelf))
    stated = _stated(clone, tips, hers, shelved)
    if not news and not stated:
        return None

    def said(decisions: Sequence[Decision], results: Iterable[ReportedResult]) -> Said:
        return Said(hers.by, decisions, tuple(results), taxonomy, benchmarks)

    with clone.draft(tips.base_sha, tips.branch_sha) as draft:
        torn = draft.torn()
        lost = [path for path in torn if not hers.owns(path)]
        if lost:
            raise BranchMoved(
                f"{hers.branch} and {tips.base} changed {sorted(lost)[0]} differently; merge "
                f"{tips.base} into {hers.branch}, then run tracker submit again"
            )
        journals = _journals(draft, hers, torn)
        works, remarks = _works(clone, tips, draft, hers, news)
        results = _results(clone, tips, draft, hers, stated)
        made = {**journals, **works, **results}
        there = draft.contents(made)
        files = {path: data for path, data in made.items()
                 if path in torn or there.get(path) != data}  # fmt: skip
        every = said(_all(journals, based, hers), _added(draft, hers, shelved, results))
        if not files:
            return Built(draft.parents[0], (), every, remarks)
        draft.put(files)
        new, _ = read_statements({path: stated[path] for path in files if path in stated},
                                 hers.handle)  # fmt: skip
        told = said(hers.missing(there), new.values()).message
        sha = draft.commit(told, _signature(clone, every))
        return Built(sha, tuple(sorted(files)), every, remarks)


def _stated(
    clone: Clone, tips: Tips, hers: Contribution, shelved: frozenset[str]
) -> dict[str, bytes]:
    """Her results that the base branch lacks, but for those that it had and took out."""
    head = clone.commit("HEAD")
    forked = clone.fork(head, tips.base_sha) if head and hers.results else ""
    known = shelved.union(clone.below(forked, hers.shelf) if forked else ())
    return {path: data for path, data in hers.results.items() if path not in known}


def _results(
    clone: Clone, tips: Tips, draft: Draft, hers: Contribution, stated: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files to add: a name says all that its file does, so none is ever changed. Where
    people mended one in two places, the base branch's stays."""
    torn = [path for path in draft.torn() if path.startswith(hers.shelf)]
    there = draft.contents(stated)
    added = {path: data for path, data in stated.items() if path not in there}
    return added | clone.contents(tips.base_sha, torn)


def _added(
    draft: Draft, hers: Contribution, shelved: frozenset[str], results: Mapping[str, bytes]
) -> list[ReportedResult]:
    """Every result of hers that the proposal adds to the base, this checkout's or not."""
    there = draft.contents(path for path in draft.below(hers.shelf) if path not in shelved)
    own, _ = read_statements({**there, **results}, hers.handle)
    return [one for path, one in own.items() if path not in shelved]


def _journals(draft: Draft, hers: Contribution, torn: frozenset[str]) -> dict[str, bytes]:
    """Her journals with the lines of this checkout, of the branch and of its base."""
    paths = {
        *hers.journals,
        *(path for path in torn if path.startswith(hers.folder)),
    }
    sides = [draft.clone.contents(parent, paths) for parent in reversed(draft.parents)]
    sides.append({path: journal.data for path, journal in hers.journals.items()})
    return {path: union(*(side.get(path) for side in sides)) for path in sorted(paths)}


def _all(
    journals: Mapping[str, bytes], based: Mapping[str, bytes], hers: Contribution
) -> tuple[Decision, ...]:
    """Every decision that the proposal adds to the base, this checkout's or not."""
    read = {path: read_journal(data, hers.handle) for path, data in journals.items()}
    return tuple(lacking(based, read))


def _works(
    clone: Clone, tips: Tips, draft: Draft, hers: Contribution, news: Sequence[Decision]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files of the works that news are about, where this checkout changed them."""
    keys = {one.key for one in news}
    paths = [path for path, of in hers.decided.items() if not of.isdisjoint(keys)]
    head = clone.commit("HEAD")
    forked = clone.contents(clone.fork(head, tips.base_sha) if head else "", paths)
    sent = clone.contents(clone.commit(f"refs/tracker/submitted/{hers.handle}"), paths)
    there, base = draft.contents(paths), clone.contents(tips.base_sha, paths)
    torn, found, remarks = draft.torn(), dict[str, bytes](), list[str]()
    for path in sorted(torn & hers.works.keys()):
        found[path] = base.get(path, hers.works[path])
    for path in paths:
        held = found.get(path, there.get(path))
        work = WorkFile(hers.works[path], held, forked.get(path), sent.get(path))
        if work.is_news:
            found[path] = work.here
        elif work.is_torn:
            remarks.append(f"{path} was changed here and elsewhere: the other is kept; "
                           "run git pull and look at it")  # fmt: skip
    return found, tuple(remarks)


def _signature(clone: Clone, said: Said) -> Signature:
    """Who the clone's git says works here, else the curator; dated by what was said last, so
    that the same words make the same commit."""
    name = environ.get("GIT_AUTHOR_NAME") or clone.asked("config", "--get", "user.name")
    email = environ.get("GIT_AUTHOR_EMAIL") or clone.asked("config", "--get", "user.email")
    at = said.last_at.astimezone(UTC).replace(microsecond=0)
    handle = said.by.handle
    return Signature(name or handle, email or f"{handle}@users.noreply.github.com", at)
