"""Reviewing, composed: the record, the store and the clock around the pure review stage."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from tracker import curation as files
from tracker import identity
from tracker.curation.consistency import require_precedents
from tracker.curation.journal import work_path
from tracker.decisions import Decision, Verdict
from tracker.errors import CurationError, SettingsError
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.record import Record, Standing
from tracker.review import decide as review
from tracker.review import second as rereads
from tracker.review.revised import summary
from tracker.sentences import carrying
from tracker.settings import Settings
from tracker.steps.queues import is_drawn
from tracker.suggestions import RELEVANT, Suggestion
from tracker.works import Facts, Work, work_fields

if TYPE_CHECKING:
    import sqlalchemy as sa

SENTENCES = 2  # shown for each suggestion


def case_of(settings: Settings, curation: files.Curation, work: WorkId) -> review.Case:
    """A work with all that is known about it, under its best identifier.

    A preprint whose DOI the record knows is that work, although nobody has said so yet.
    """
    from tracker.store import open_store

    database = partial(open_store, settings.database_url)
    return case_from(database, curation.record.by_id, work)


def case_from(
    database: "Callable[[], sa.Engine]", by_id: Mapping[WorkId, Standing], work: WorkId
) -> review.Case:
    """The case of a work among these standings; the database is opened only if it is needed."""
    from tracker.store.papers import by_ids
    from tracker.store.suggestions import of

    standing = by_id.get(work)
    ids = standing.work.ids if standing else (work,)
    names = [work_id.value for work_id in ids if work_id.scheme == "arxiv"]
    if not names:
        return review.Case(standing.work.id if standing else work, standing)
    engine = database()
    papers = by_ids(engine, names)
    paper = next((papers[name] for name in names if name in papers), None)
    if paper and standing is None:
        known = [by_id[i] for i in review.listed(paper).ids if i in by_id]
        standing = known[0] if known else None
    name = standing.work.id if standing else work
    return review.Case(name, standing, paper, of(engine, paper.arxiv_id) if paper else ())


def look(settings: Settings, work: WorkId) -> dict[str, Any]:
    """All that is known about a work, as plain data; raises SettingsError if that is nothing."""
    from tracker.store import open_store
    from tracker.store.papers import versions

    curation = files.load(settings.root)
    case = case_of(settings, curation, work)
    if case.paper is None and case.standing is None:
        raise SettingsError(f"nothing is known about {work}; run tracker pull, or check the id")
    standing = case.standing or Standing(Work((work,), case.title))
    older = []
    if case.paper:
        older = versions(open_store(settings.database_url), case.paper.arxiv_id)
    return {
        "ids": [str(work_id) for work_id in standing.work.ids],
        "title": case.title,
        "status": standing.status,
        "inferred": standing.inferred,
        "labels": list(standing.labels),
        "work": work_fields(standing.work),
        "paper": _paper(case.paper) if case.paper else None,
        "older_versions": [version.model_dump(mode="json") for version in older],
        "changed": summary(older, standing.history, case.paper) if case.paper else None,
        "suggestions": [_explained(one, case.paper) for one in case.suggestions],
        "nearest": nearest(curation.record, case.suggestions),
        "decisions": [plain(decision) for decision in standing.history],
    }


def nearest(record: Record, suggestions: Sequence[Suggestion]) -> list[dict[str, Any]]:
    """The confirmed works most like a paper, with the labels that they have now."""
    found = []
    for near in (one for suggestion in suggestions for one in suggestion.nearest):
        standing = record.by_id.get(identity.parse(near["work"]))
        if standing and standing.status == "included":
            known = {"title": standing.work.title, "labels": list(standing.labels)}
            found.append(near | known)
    return found


def _explained(one: Suggestion, paper: PaperVersion | None) -> dict[str, Any]:
    """A suggestion with the sentences that its evidence stands in, heaviest first."""
    # Of a version that came since, the places would mark other words.
    text = paper.text if paper and paper.version == one.version else ""
    marks = [(piece["start"], piece["weight"]) for piece in one.evidence]
    carried = [
        {"text": text[sentence.start : sentence.end], "weight": sentence.weight}
        for sentence in carrying(text, marks)
    ]
    return one.as_json() | {"sentences": carried[:SENTENCES]}


def decide(
    settings: Settings,
    work: WorkId,
    verdict: Verdict,
    handle: str,
    labels: Sequence[str] | None = None,
    *,
    as_suggested: bool = False,
    reason: str = "",
    note: str = "",
    second: bool = False,
    facts: Facts | None = None,
) -> Decision:
    """Decide on a work; the decision is on disk when this returns.

    ``facts`` are those the curator states in place of the work's own; ``second`` makes it a
    vote beside the first reader's decision, not in place of it.
    """
    from tracker.store import open_store

    curation = files.load(settings.root)
    by = curation.curator(handle).handle
    case = case_of(settings, curation, work)
    standing = case.standing
    if second and standing:
        case = replace(case, standing=rereads.unseen(standing))
    if case.paper:
        paper = WorkId("arxiv", case.paper.arxiv_id)
        drawn = is_drawn(curation, open_store(settings.database_url), paper)
        case = replace(case, audit=drawn)
    if as_suggested:
        likely = [s.label for s in case.suggestions if s.probability >= 0.5]
        labels = [*(labels or ()), *(label for label in likely if label != RELEVANT)]
    decision, listed = review.decide(
        case, verdict, by, settings.clock(), curation.taxonomy, labels, note, reason, facts
    )
    if second:
        decision = rereads.vote(decision, standing)
    require_accord(curation, case, decision, listed)
    return put(settings, case, work, decision, listed)[-1]


def require_accord(
    curation: files.Curation, case: review.Case, decision: Decision, listed: Work | None = None
) -> None:
    """Raise SettingsError where a decision overrules a precedent of the written scope."""
    work = case.standing.work if case.standing else listed
    works = (*curation.works, *([listed] if listed else ()))
    ids = {decision.work, *(work.ids if work else ())}
    require_precedents(curation.scope, works, curation.decisions, decision, ids)


def put(
    settings: Settings, case: review.Case, work: WorkId, decision: Decision, listed: Work | None
) -> list[Decision]:
    """Put a decision on disk, after what it rests on; return all that was appended.

    That is the work's file where it has none, and the join of ``work``, as it was asked
    for, with the work whose DOI it has. Raises CurationError where that file cannot be read.
    """
    if listed is not None:
        _require_new(settings, listed)
        files.write_work(settings.root, listed)
    appended = []
    if case.standing and work not in case.standing.work.ids:
        tied = Decision(decision.at, decision.by, "join", case.work, other=work, note="one DOI")
        appended.append(files.append(settings.root, tied))
    return [*appended, files.append(settings.root, decision)]


def _require_new(settings: Settings, work: Work) -> None:
    """Raise CurationError where the record lacks a work whose file is there: it was not read."""
    path = work_path(settings.root, work)
    if path.exists():
        raise CurationError(
            f"{path.relative_to(settings.root).as_posix()} is there and could not be read, and is "
            "not written over; mend what tracker check says of it first"
        )


def undo(settings: Settings, handle: str, which: str | None) -> tuple[Decision, Decision]:
    """Take a decision back: by its key, on a work, or the last of this curator."""
    curation = files.load(settings.root)
    by = curation.curator(handle).handle
    keys = {decision.key for decision in curation.decisions}
    if which in keys:
        key, ids = which or "", None
    else:
        key, ids = "", _ids(curation, parsed(which)) if which else None
    taken, target = review.undo(curation.decisions, by, settings.clock(), key, ids)
    return files.append(settings.root, taken), target


def _ids(curation: files.Curation, work: WorkId) -> tuple[WorkId, ...]:
    standing = curation.record.by_id.get(work)
    return standing.work.ids if standing else (work,)


def plain(decision: Decision) -> dict[str, Any]:
    """A decision as plain data, with its key."""
    data: dict[str, Any] = json.loads(decision.line)
    return {"key": decision.key, **data}


def _paper(paper: PaperVersion) -> dict[str, Any]:
    instants = {name: getattr(paper, name).isoformat() for name in ("submitted_at", "updated_at")}
    return asdict(paper) | instants


def parsed(text: str) -> WorkId:
    """A written identifier; raises SettingsError if it names neither a work nor a decision."""
    try:
        return identity.parse(text)
    except ValueError:
        raise SettingsError(f"{text!r} is neither a work nor the key of a decision") from None
