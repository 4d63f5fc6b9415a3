"""Where files of the curation contradict each other, each file being fine by itself."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from tracker.curators import Curator
from tracker.decisions import Decision, written
from tracker.errors import SettingsError
from tracker.identity import WorkId
from tracker.problems import Problem
from tracker.record import Record, replay
from tracker.scope import FILE, Scope
from tracker.taxonomy import Taxonomy
from tracker.works import Work


def disagreements(
    taxonomy: Taxonomy,
    curators: Sequence[Curator],
    works: Mapping[str, Work],
    decisions: Sequence[Decision],
) -> Iterator[Problem]:
    """Every contradiction between the taxonomy, the curators, the works and the decisions.

    The works are by the names of their files.
    """
    settled = {one for d in decisions if d.other for one in (d.work, d.other)}
    yield from _shared_ids(works, settled)
    handles = {curator.handle.lower() for curator in curators}
    known = {decision.key: decision for decision in decisions}
    for decision in decisions:
        file = f"curation/decisions/{decision.by.lower()}/{decision.at:%Y-%m}.jsonl"
        for what in _faults(decision, taxonomy, handles, known):
            yield Problem(file, f"at {written(decision.at)}", what)


def overruled(
    scope: Scope, works: Sequence[Work], decisions: Sequence[Decision]
) -> Iterator[Problem]:
    """Precedents of the scope that the works and decisions do not bear out.

    A work to exclude need not be known here: the precedent may be all that is said of it.
    """
    said = {"include": "included", "exclude": "excluded"}
    record = _record_of({one.work for one in scope.precedents}, works, decisions)
    for one in scope.precedents:
        standing = record.by_id.get(one.work)
        what = ""
        if standing is None and one.verdict == "include":
            what = "is a precedent to include, but no work here; decide on it or take it out"
        elif standing and standing.status not in (said[one.verdict], "undecided"):
            what = f"is a precedent to {one.verdict}, but is {standing.status}; change one of them"
        if what:
            yield Problem(f"curation/{FILE}", str(one.work), what)


def require_precedents(
    scope: Scope,
    works: Sequence[Work],
    decisions: Sequence[Decision],
    new: Decision,
    ids: Collection[WorkId],
) -> None:
    """Raise SettingsError where a new decision on a work, known by ``ids``, overrules a precedent.

    ``works`` and ``decisions`` are the record before it. A vote that changes nothing may differ.
    """
    about = tuple(one for one in scope.precedents if one.work in ids)
    if not about or not any(overruled(Scope(precedents=about), works, [*decisions, new])):
        return
    one = about[0]
    raise SettingsError(
        f"{one.work} is a precedent to {one.verdict} in curation/{FILE} ({one.why[:200]}); to "
        f"{new.verdict} it, take that line out there first, or change its verdict"
    )


def _record_of(names: set[WorkId], works: Sequence[Work], decisions: Sequence[Decision]) -> Record:
    """What the record says of a few works; replaying all of it takes too long for that."""
    files = [work for work in works if not names.isdisjoint(work.ids)]
    names = names.union(*(work.ids for work in files))
    for one in decisions:
        if one.other and (one.work in names or one.other in names):
            names |= {one.work, one.other}
    return replay(files, [one for one in decisions if one.work in names])


def _faults(
    decision: Decision, taxonomy: Taxonomy, handles: set[str], known: dict[str, Decision]
) -> Iterator[str]:
    if handles and decision.by.lower() not in handles:
        yield f"no curator {decision.by!r} in curation/curators.yaml"
    if taxonomy.dimensions:
        # A label may have been retired since: history stays true, tables follow successors.
        present = [key for key in decision.labels if not _retired(taxonomy, key)]
        yield from taxonomy.faults(present)
    if decision.verdict == "undo":
        undone = known.get(decision.undoes)
        if undone is None:
            yield f"undoes {decision.undoes!r}, which is no decision here"
        elif undone.at > decision.at:
            yield f"undoes {decision.undoes!r}, which is later than itself"


def _retired(taxonomy: Taxonomy, key: str) -> bool:
    label = taxonomy.by_key.get(key)
    return label is not None and label.retired


def _shared_ids(works: Mapping[str, Work], settled: Collection[WorkId]) -> Iterator[Problem]:
    """Identifiers in two files, but for those that a join or split has put in their place."""
    owner: dict[WorkId, str] = {}
    for name, work in works.items():
        for work_id in work.ids:
            first = owner.setdefault(work_id, name)
            if first != name and work_id not in settled:
                yield Problem(
                    f"curation/works/{name}",
                    "ids",
                    f"{work_id} also stands in {first}; "
                    "merge the two files into one, or take it out of one",
                )
