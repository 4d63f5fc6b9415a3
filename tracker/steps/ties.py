"""Two records made one work, or an identifier cut loose, and what that changes."""

from dataclasses import replace
from typing import Literal

from tracker import curation as files
from tracker.decisions import Decision
from tracker.errors import SettingsError
from tracker.identity import WorkId
from tracker.record import replay
from tracker.review.decide import listed
from tracker.review.ties import Turn, instant, turns
from tracker.settings import Settings
from tracker.steps.reviews import case_of
from tracker.works import Work, sorted_ids


def tie(
    settings: Settings,
    verdict: Literal["join", "split"],
    work: WorkId,
    other: WorkId,
    handle: str,
    title: str = "",
) -> tuple[Decision, tuple[Turn, ...]]:
    """Join two records of one work, or cut an identifier loose again."""
    curation = files.load(settings.root)
    by = curation.curator(handle).handle
    record = curation.record
    one, two = record.by_id.get(work), record.by_id.get(other)
    if one is None:
        raise SettingsError(f"{work} is not in the record; decide on it first")
    together = one is two
    if verdict == "join" and together:
        raise SettingsError(f"{work} and {other} are one work already")
    if verdict == "split" and not together:
        raise SettingsError(f"{other} is not part of {work}")
    ids = {work, other, *one.work.ids, *(two.work.ids if two else ())}
    at = instant(curation.decisions, ids, settings.clock())
    decision = Decision(at, by, verdict, work, other=other, title=title)
    own = _own_file(settings, curation, decision) if verdict == "split" else None
    decision = files.append(settings.root, decision)
    works = (*curation.works, own) if own else curation.works
    after = replay(works, (*curation.decisions, decision))
    return decision, tuple(turns(record, after, work, other))


def _own_file(settings: Settings, curation: files.Curation, split: Decision) -> Work | None:
    """The file that a work cut loose gets, now on disk; None if it had one before the join."""
    assert split.other is not None
    if any(work.id == split.other for work in curation.works):
        return None
    case = case_of(settings, curation, split.other)
    found = case.paper if case.paper and split.other.value == case.paper.arxiv_id else None
    if found is None and not split.title:
        raise SettingsError(f"say what {split.other} is called, with --title")
    work = listed(found) if found else Work((split.other,), split.title)
    kept = sorted_ids([split.other, *(i for i in work.ids if i not in curation.record.by_id)])
    own = replace(work, ids=kept)
    files.write_work(settings.root, own)
    return own
