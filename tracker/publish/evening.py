"""What a curator's checkout adds to the survey, as one commit on top of all that is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from os import environ

from tracker.curators import Curator
from tracker.decisions import Decision
from tracker.errors import BranchMoved
from tracker.publish.answers import Signature
from tracker.publish.clone import Clone, Draft
from tracker.publish.remote import Tips
from tracker.publish.submission import Journal, WorkFile, lacking, message, read_journal, union
from tracker.taxonomy import Taxonomy


@dataclass(frozen=True)
class Evening:
    """Everything of a curator's in a checkout, by its path from the repository's root.

    ``folder`` holds her journals; ``works`` are the files of the works she decided on, and
    ``decided`` the keys of those decisions.
    """

    by: Curator
    folder: str
    journals: Mapping[str, Journal]
    works: Mapping[str, bytes]
    decided: Mapping[str, frozenset[str]]

    @property
    def handle(self) -> str:
        return self.by.handle.lower()

    @property
    def branch(self) -> str:
        return f"tracker/decisions/{self.handle}"

    def missing(self, there: Mapping[str, bytes]) -> list[Decision]:
        """Her decisions here that are not in those journals."""
        return lacking(there, self.journals)


@dataclass(frozen=True)
class Built:
    """The commit that holds it all; ``files`` are what it changes, none if it was there."""

    sha: str
    files: tuple[str, ...]
    decisions: tuple[Decision, ...]
    remarks: tuple[str, ...]


def build(clone: Clone, tips: Tips, evening: Evening, taxonomy: Taxonomy) -> Built | None:
    """The commit to propose; None if the base branch has every decision.

    Raises BranchMoved if others changed other files both on the branch and on its base.
    """
    based = clone.contents(tips.base_sha, evening.journals)
    news = evening.missing(based)
    if not news:
        return None
    with clone.draft(tips.base_sha, tips.branch_sha) as draft:
        torn = draft.torn()
        lost = [path for path in torn if not path.startswith(evening.folder)
                and path not in evening.works]  # fmt: skip
        if lost:
            raise BranchMoved(
                f"{evening.branch} and {tips.base} changed {sorted(lost)[0]} differently; merge "
                f"{tips.base} into {evening.branch}, then run tracker submit again"
            )
        journals = _journals(draft, evening, torn)
        works, remarks = _works(clone, tips, draft, evening, news)
        there = draft.contents([*journals, *works])
        files = {path: data for path, data in {**journals, **works}.items()
                 if path in torn or there.get(path) != data}  # fmt: skip
        every = _all(journals, based, evening)
        if not files:
            return Built(draft.parents[0], (), every, remarks)
        draft.put(files)
        told = message(evening.by, evening.missing(there), taxonomy)
        sha = draft.commit(told, _signature(clone, evening.by, every))
        return Built(sha, tuple(sorted(files)), every, remarks)


def _journals(draft: Draft, evening: Evening, torn: frozenset[str]) -> dict[str, bytes]:
    """Her journals with the lines of this checkout, of the branch and of its base."""
    paths = {*evening.journals, *(path for path in torn if path.startswith(evening.folder))}
    sides = [draft.clone.contents(parent, paths) for parent in reversed(draft.parents)]
    sides.append({path: journal.data for path, journal in evening.journals.items()})
    return {path: union(*(side.get(path) for side in sides)) for path in sorted(paths)}


def _all(
    journals: Mapping[str, bytes], based: Mapping[str, bytes], evening: Evening
) -> tuple[Decision, ...]:
    """Every decision that the proposal adds to the base, this checkout's or not."""
    read = {path: read_journal(data, evening.handle) for path, data in journals.items()}
    return tuple(lacking(based, read))


def _works(
    clone: Clone, tips: Tips, draft: Draft, evening: Evening, news: Sequence[Decision]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files of the works that news are about, where this checkout changed them."""
    keys = {one.key for one in news}
    paths = [path for path, of in evening.decided.items() if not of.isdisjoint(keys)]
    head = clone.commit("HEAD")
    forked = clone.contents(clone.fork(head, tips.base_sha) if head else "", paths)
    sent = clone.contents(clone.commit(f"refs/tracker/submitted/{evening.handle}"), paths)
    there, base = draft.contents(paths), clone.contents(tips.base_sha, paths)
    torn, found, remarks = draft.torn(), dict[str, bytes](), list[str]()
    for path in sorted(torn & evening.works.keys()):
        found[path] = base.get(path, evening.works[path])
    for path in paths:
        held = found.get(path, there.get(path))
        work = WorkFile(evening.works[path], held, forked.get(path), sent.get(path))
        if work.is_news:
            found[path] = work.here
        elif work.is_torn:
            remarks.append(f"{path} was changed here and elsewhere: the other is kept; "
                           "run git pull and look at it")  # fmt: skip
    return found, tuple(remarks)


def _signature(clone: Clone, by: Curator, decisions: Sequence[Decision]) -> Signature:
    """Who the clone's git says works here, else the curator; dated by the last decision, so
    that the same decisions make the same commit."""
    name = environ.get("GIT_AUTHOR_NAME") or clone.asked("config", "--get", "user.name")
    email = environ.get("GIT_AUTHOR_EMAIL") or clone.asked("config", "--get", "user.email")
    at = max(one.at for one in decisions).astimezone(UTC).replace(microsecond=0)
    return Signature(name or by.handle, email or f"{by.handle}@users.noreply.github.com", at)
