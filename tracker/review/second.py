"""Second reads: which decided works a second curator reads, and what her vote looks like.

docs/adr/0010 says why; `tracker.readings` what a vote does to the record.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from tracker.decisions import Decision
from tracker.errors import SettingsError
from tracker.identity import WorkId
from tracker.readings import independent, is_reading, is_vote, reader
from tracker.record import Record, Standing
from tracker.review.waiting import Waiting


@dataclass(frozen=True)
class Reread:
    """A work to be read again, by anybody who is not among its ``readers`` (lower case).

    *second*: one person has read it; *conflict*: two have, and they differ.
    """

    work: WorkId
    why: Literal["second", "conflict"]
    title: str
    readers: frozenset[str]
    since: datetime


def wanted(record: Record, share: float) -> tuple[Reread, ...]:
    """The works to read a second time: ``share`` (0 to 1) of those a person has decided.

    Half of the share is drawn at random; the rest are those where model and curator differed
    most. What has been read twice already is not named again.
    """
    read = [one for one in record.standings if one.decided and is_reading(one.decided)]
    first = {one.work.id: independent(one.history) for one in read}
    chosen = _chosen([readings[0] for readings in first.values()], share)
    return tuple(
        _reread(one, "second")
        for one in read
        if len(first[one.work.id]) < 2
        and first[one.work.id][0].work in chosen
        and not one.count.open
    )


def conflicts(record: Record) -> tuple[Reread, ...]:
    """The works whose readers differ, for somebody who has not read them."""
    return tuple(_reread(one, "conflict") for one in record.standings if one.count.open)


def due(record: Record, share: float, handle: str) -> tuple[Waiting, ...]:
    """What waits for this curator to be read again: never what she has read."""
    return tuple(
        Waiting(one.work, one.why, one.title, since=one.since)
        for one in (*conflicts(record), *wanted(record, share))
        if handle.lower() not in one.readers
    )


def surprise(decision: Decision) -> float:
    """How far the curator went from what the model had said, from 0 to 1.

    The largest distance between a probability that was shown and what was decided (1 for
    yes, 0 for no), over relevance and labels; a label given that the model had not named has
    distance 1. Where nothing was shown it is 0.
    """
    included = decision.verdict == "include"
    relevant = _chance(decision.shown.get("relevant"))
    gaps = [] if relevant is None else [abs(included - relevant)]
    labels = decision.shown.get("labels")
    if included and isinstance(labels, dict) and labels:
        said = {
            name: chance for name, one in labels.items() if (chance := _chance(one)) is not None
        }
        named = {*said, *decision.labels}
        gaps += [abs((name in decision.labels) - said.get(name, 0.0)) for name in named]
    return max(gaps, default=0.0)


def _chance(value: Any) -> float | None:
    """A probability that was shown; journals come from anywhere, so anything may stand there."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    return None


def _chosen(first: Sequence[Decision], share: float) -> set[WorkId]:
    """The works drawn, each by the identifier it was first decided under, which never changes."""
    luck = {one.work: _luck(one.work) for one in first}
    drawn = {work for work, chance in luck.items() if chance < share / 2}
    rest = [one for one in first if one.work not in drawn]
    rest.sort(key=lambda one: (-surprise(one), luck[one.work]))
    room = max(0, round(share * len(first)) - len(drawn))
    return drawn | {one.work for one in rest[:room]}


def _luck(work: WorkId) -> float:
    """A number from 0 to 1 drawn for a work: everybody draws the same."""
    digest = hashlib.sha256(f"second read of {work}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def _reread(one: Standing, why: Literal["second", "conflict"]) -> Reread:
    readings = [decision for decision in one.history if is_reading(decision)]
    readers = frozenset(map(reader, readings))
    return Reread(one.work.id, why, one.work.title, readers, readings[-1].at)


def unseen(standing: Standing) -> Standing:
    """A standing as a second reader may see it: without what others decided."""
    return replace(standing, history=())


def vote(decision: Decision, standing: Standing | None) -> Decision:
    """A decision as the vote of a second reader, or a third where two differ.

    It comes after what stands, whatever the clocks of other machines say. Raises
    SettingsError where nobody has read the work, or this curator has decided on it.
    """
    if standing is None or not standing.count.readings:
        raise SettingsError(
            f"nobody has read {decision.work} yet; decide without --second to read it first"
        )
    if any(reader(one) == reader(decision) for one in _first_reads(standing)):
        raise SettingsError(
            f"{decision.by} has decided on {decision.work}, and cannot read it a second time; "
            "decide without --second to correct that"
        )
    marks = {"second": True} | ({"conflict": True} if standing.count.open else {})
    at = max(decision.at, standing.history[-1].at + timedelta(milliseconds=1))
    return replace(decision, at=at, shown={**decision.shown, **marks})


def _first_reads(standing: Standing) -> Iterator[Decision]:
    return (one for one in standing.history if is_reading(one) and not is_vote(one))
