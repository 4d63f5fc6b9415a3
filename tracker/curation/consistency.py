"""Where files of the curation contradict each other, each file being fine by itself."""

from collections.abc import Collection, Iterator, Sequence

from tracker.curators import Curator
from tracker.decisions import Decision, written
from tracker.identity import WorkId
from tracker.problems import Problem
from tracker.taxonomy import Taxonomy
from tracker.works import Work


def disagreements(
    taxonomy: Taxonomy,
    curators: Sequence[Curator],
    works: Sequence[Work],
    decisions: Sequence[Decision],
) -> Iterator[Problem]:
    """Every contradiction between the taxonomy, the curators, the works and the decisions."""
    settled = {one for d in decisions if d.other for one in (d.work, d.other)}
    yield from _shared_ids(works, settled)
    handles = {curator.handle.lower() for curator in curators}
    known = {decision.key: decision for decision in decisions}
    for decision in decisions:
        file = f"curation/decisions/{decision.by.lower()}/{decision.at:%Y-%m}.jsonl"
        for what in _faults(decision, taxonomy, handles, known):
            yield Problem(file, f"at {written(decision.at)}", what)


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


def _shared_ids(works: Sequence[Work], settled: Collection[WorkId]) -> Iterator[Problem]:
    """Identifiers in two files, but for those that a join or split has put in their place."""
    owner: dict[WorkId, Work] = {}
    for work in works:
        for work_id in work.ids:
            first = owner.setdefault(work_id, work)
            if first is not work and work_id not in settled:
                yield Problem(
                    f"curation/works/{work.id.slug}.yaml",
                    "ids",
                    f"{work_id} also stands in {first.id.slug}.yaml; "
                    "merge the two files into one, or take it out of one",
                )
