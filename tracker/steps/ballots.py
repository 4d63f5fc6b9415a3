"""The nightly request's task list, composed: what it offers, and what became of the ticks.

Ticks are read anew from GitHub at every run and written nowhere but into the pull request:
a checkout that pulls before it publishes must not have files of its own in the way (docs/adr/0014).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import TYPE_CHECKING

from tracker import curation as files
from tracker import identity
from tracker.curation import Curation
from tracker.curation.canonical import dump
from tracker.decisions import Decision, in_order
from tracker.errors import GitHubError, SettingsError
from tracker.publish.edits import history
from tracker.publish.tasks import MOST, Offer, task_list
from tracker.publish.ticks import Tick, remark, rounds
from tracker.review import decide as review
from tracker.settings import Settings
from tracker.steps.queues import waits
from tracker.steps.renderings import held_here
from tracker.steps.reviews import case_of, require_accord
from tracker.suggestions import RELEVANT, Suggestion
from tracker.taxonomy import Taxonomy
from tracker.works import Work, work_fields

if TYPE_CHECKING:
    from tracker.publish.github import GitHub

REQUESTS = 5  # pull requests to look back at, until one that was merged


@dataclass(frozen=True)
class Ballots:
    """The curation with what was ticked: ``files`` are the record's files that hold it.

    ``decisions`` are only those that the checkout has not; ``remarks`` quote every tick that is
    none, and say why.
    """

    curation: Curation
    decisions: tuple[Decision, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def tasks(settings: Settings, curation: Curation, room: int) -> str:
    """The task list of the likeliest papers that wait, in at most ``room`` characters."""
    from tracker.store import open_existing
    from tracker.store.papers import by_ids
    from tracker.store.suggestions import of

    database = open_existing(settings.database_url)
    if database is None:
        return ""  # nothing was harvested yet
    queue = waits(curation, database, strategy="likely")
    new = [one for one in queue.waiting if one.why == "new" and one.work.scheme == "arxiv"][:MOST]
    papers = by_ids(database, [one.work.value for one in new])
    offers = []
    for one in new:
        paper, suggestions = papers.get(one.work.value), of(database, one.work.value)
        relevant = [s for s in suggestions if s.label == RELEVANT]
        if paper and relevant:
            offers.append(
                Offer(
                    str(one.work),
                    paper.version,
                    paper.title,
                    one.work.url or "",
                    relevant[0].model,
                    round(relevant[0].probability, 3),
                    suggested(suggestions, curation.taxonomy),
                    one.audit,
                )
            )
    return task_list(offers, len(queue.waiting), curation.taxonomy, room)


def suggested(
    suggestions: Sequence[Suggestion], taxonomy: Taxonomy
) -> tuple[tuple[str, float], ...]:
    """The labels that are put to a curator as suggested, with their probabilities, in the
    taxonomy's order; of those that exclude each other, the surest."""
    chosen: dict[str, float] = {}
    for one in sorted(suggestions, key=lambda one: (-one.probability, one.label)):
        proposed = one.tier == "suggested" and one.label != RELEVANT
        if proposed and not list(taxonomy.faults([*chosen, one.label])):
            chosen[one.label] = round(one.probability, 3)
    return tuple((key, chosen[key]) for key in taxonomy.sort(chosen))


def counted(settings: Settings, curation: Curation, github: "GitHub", branch: str) -> Ballots:
    """The ticks of the open request, and of those before it back to the last that was merged.

    Raises GitHubError if GitHub does not answer; a token that may not read edits is a remark.
    """
    base = github.repository().default_branch
    found, remarks = list[Tick](), list[str]()
    for seen, pull in enumerate(github.pulls(branch, base, "all"), start=1):
        try:
            read = rounds(history(github, pull.number))
        except GitHubError as fault:
            if fault.status is None or fault.status == 429 or fault.status >= 500:
                raise
            remarks.append(f"#{pull.number}: its ticked boxes could not be read: {fault}")
            break
        found += (tick for one in read for tick in one.ticks)
        # What was said of older rounds has been said before.
        remarks += (said for one in read[-2:] for said in one.remarks) if seen == 1 else ()
        if pull.merged or seen == REQUESTS:
            break
    return _decided(settings, curation, found, remarks)


def _decided(
    settings: Settings, curation: Curation, ticks: Sequence[Tick], remarks: list[str]
) -> Ballots:
    taken: list[Decision] = []
    works: dict[str, Work] = {}
    known = {(one.by.lower(), one.at, one.note) for one in curation.decisions}
    for tick in sorted(ticks, key=lambda one: (one.at, one.work)):
        note = f"ticked in pull request #{tick.number}: {tick.work}"
        if (tick.by.lower(), tick.at, note) in known:
            continue
        try:
            decisions, listed = _decision(settings, curation, tick, note)
        except (SettingsError, ValueError) as fault:
            remarks.append(remark(tick.kind, tick.work, tick.by, tick.number, str(fault)))
            continue
        taken += decisions
        works |= {listed.id.slug: listed} if listed else {}
    every = in_order([*curation.decisions, *taken])
    grown = replace(curation, works=(*curation.works, *works.values()), decisions=every)
    return Ballots(grown, tuple(taken), _files(settings, taken, works), tuple(remarks))


def _decision(
    settings: Settings, curation: Curation, tick: Tick, note: str
) -> tuple[list[Decision], Work | None]:
    """What one tick decides; raises SettingsError or ValueError where that is nothing."""
    by = curation.curator(tick.by).handle
    work, shown = identity.parse(tick.work), tick.facts["shown"]
    case = case_of(settings, curation, work)
    labels = tuple(shown["labels"]) if tick.kind == "include" else ()
    decision, listed = review.decide(
        case, tick.kind, by, tick.at, curation.taxonomy, labels, note=note
    )
    # Dated by the tick, whatever was decided since: that is the later word.
    decision = replace(decision, at=tick.at, version=tick.facts["version"], shown=shown)
    require_accord(curation, case, decision, listed)
    if case.standing and work not in case.standing.work.ids:
        tied = Decision(tick.at, by, "join", case.work, other=work, note="one DOI")
        return [tied, decision], listed
    return [decision], listed


def _files(
    settings: Settings, decisions: Sequence[Decision], works: Mapping[str, Work]
) -> dict[str, bytes]:
    """The files of the record with what was ticked.

    A journal of its own, so that it never meets the lines a curator submits.
    """
    made: dict[str, bytes] = {}
    for one in decisions:
        name = f"{one.at.astimezone(UTC):%Y-%m}-ticked.jsonl"
        path = f"{files.FOLDER}/decisions/{one.by.lower()}/{name}"
        before = made.get(path) or held_here(settings, path) or b""
        made[path] = before + one.line.encode() + b"\n"
    for slug, work in works.items():
        path = f"{files.FOLDER}/works/{slug}.yaml"
        made[path] = dump(work_fields(work)).encode()
    return made
