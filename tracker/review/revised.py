"""Decided works that have a newer version: which of them a person must read again, and why.

A decision rests on words: those that carried its labels when it was made, the keywords of
its labels, and the sentences that results of the work are quoted from. A new version that
still has them stays quiet, whatever else it changes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.readings import is_reading
from tracker.record import Record, Standing
from tracker.review.difference import brief, changed, difference, reopens
from tracker.review.waiting import Waiting
from tracker.suggestions import RELEVANT, Suggestion

BRIEFLY = 300  # characters of a difference in one line


@dataclass(frozen=True)
class Revision:
    """A decided work whose paper has a newer version than the one that was read.

    ``old`` is the paper as it was read, None where that text is not kept, and ``read`` the
    number of that version; ``phrases`` are keywords of the work's labels as they stand in the
    old text, ``quotes`` the sentences its results were found in.
    """

    standing: Standing
    read: int
    now: PaperVersion
    old: PaperVersion | None = None
    suggestions: Sequence[Suggestion] = ()
    phrases: Sequence[str] = ()
    quotes: Sequence[str] = ()

    @property
    def text(self) -> str:
        """What is known of the text that was read.

        Without it the title and the words that the decision itself names: they stood there.
        """
        if self.old is not None:
            return self.old.text
        decided = self.standing.decided
        return "\n".join([decided.title, *_named(decided)]) if decided else ""


@dataclass(frozen=True)
class Revised:
    """What waits because its text changed; ``unknown`` counts the quiet works whose text as it
    was read is not kept, so that only their titles and the words named could be compared."""

    waiting: tuple[Waiting, ...] = ()
    unknown: int = 0


def versions_read(record: Record) -> dict[str, tuple[int, Standing]]:
    """The last version that anybody decided on, by arXiv id, of every work that a person has
    included or excluded; works whose decisions name no version are left out."""
    found = {}
    for one in record.standings:
        name = next((i.value for i in one.work.ids if i.scheme == "arxiv"), None)
        version = last_read(one.history)
        if name and version and one.decided and is_reading(one.decided):
            found[name] = version, one
    return found


def last_read(history: Iterable[Decision]) -> int:
    """The newest version among these decisions, whatever they say; 0 if they name none."""
    return max((one.version or 0 for one in history), default=0)


def revised(revisions: Iterable[Revision], threshold: float) -> Revised:
    """Those works that must be read again.

    An included work that was withdrawn waits as such, whatever its text says. An excluded one
    never waits if it was withdrawn, or its relevance is below the ``threshold`` from which on
    papers are shown.
    """
    waiting, unknown = [], 0
    for one in revisions:
        included = one.standing.status == "included"
        relevant = _relevant(one)
        if one.now.withdrawn:
            waiting += [_waiting(one, withdrawn=True)] if included else []
        elif not included and relevant and relevant.probability < threshold:
            continue
        elif _changed(one) or (not included and _came(one)):
            waiting.append(_waiting(one))
        elif one.old is None:
            unknown += 1
    return Revised(tuple(waiting), unknown)


def _changed(one: Revision) -> bool:
    return reopens(one.text, one.now.text, rests_on(one))


def _came(one: Revision) -> bool:
    """Whether words came that speak for a paper which was excluded without them."""
    relevant = _relevant(one)
    if one.old is None or relevant is None or relevant.version != one.now.version:
        return False
    words = [piece["words"] for piece in relevant.evidence]
    return reopens(one.now.text, one.old.text, words)


def rests_on(one: Revision) -> tuple[str, ...]:
    """The words that the decision on a work rests on, each once.

    Those it names itself; else those that the present suggestions name, if these are of the
    version that was read. An exclusion rests on what was said of relevance alone.
    """
    words: list[str] = []
    decided = one.standing.decided
    if decided:
        words += _named(decided)
    for said in one.suggestions:
        if said.version == one.read and said.label in (RELEVANT, *one.standing.labels):
            words += (piece["words"] for piece in said.evidence)
            if one.standing.status == "excluded":
                words += (piece["words"] for piece in said.against)
    if one.standing.status == "included":
        words += [*one.phrases, *one.quotes]
    return tuple(dict.fromkeys(words))


def _named(decided: Decision) -> Iterator[str]:
    """The words a decision names; journals come from anywhere, so anything may stand there."""
    words = decided.shown.get("words")
    for some in words.values() if isinstance(words, dict) else ():
        yield from (one for one in some if isinstance(one, str)) if isinstance(some, list) else ()


def _relevant(one: Revision) -> Suggestion | None:
    return next((said for said in one.suggestions if said.label == RELEVANT), None)


def _waiting(one: Revision, withdrawn: bool = False) -> Waiting:
    relevant = _relevant(one)
    return Waiting(
        WorkId("arxiv", one.now.arxiv_id),
        "withdrawn" if withdrawn else "revised",
        one.now.title,
        one.now.submitted_on,
        relevant.probability if relevant else None,
        one.standing.decided_at,
    )


def joined(found: Revised, again: Iterable[Waiting], record: Record) -> tuple[Waiting, ...]:
    """What is to be read again, each work once: a changed text goes before a second read."""
    taken = {i for one in found.waiting for i in record.by_id[one.work].work.ids}
    return (*found.waiting, *(one for one in again if one.work not in taken))


class Dated(Protocol):
    """Some version of a paper that a newer one took the place of."""

    @property
    def version(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def abstract(self) -> str: ...


Kept = TypeVar("Kept", bound=Dated)


def compared(earlier: Sequence[Kept], history: Iterable[Decision], now: int) -> Kept | None:
    """The version to compare the present one with: the one decided on, if it was an earlier one
    and is kept; else the last before the present one."""
    read = last_read(history)
    found = [one for one in earlier if one.version < now]
    return next((one for one in found if one.version == read), found[-1] if found else None)


def summary(
    earlier: Sequence[Dated], history: Sequence[Decision], paper: PaperVersion
) -> Mapping[str, object] | None:
    """What changed since the version decided on (else the one before), in one line and as plain
    data; None where no earlier version is kept."""
    before = compared(earlier, history, paper.version)
    if before is None:
        return None
    title = difference(before.title, paper.title)
    parts = [*(title if changed(title) else ()), *difference(before.abstract, paper.abstract)]
    decided_on = before.version == last_read(history)
    return {
        "since": before.version,
        "decided_on": decided_on,
        "difference": brief(parts, BRIEFLY),
    }
