"""What deciding adds to the record. Pure: values in, the decision and the work's file out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tracker import identity
from tracker.decisions import Decision, Verdict, active
from tracker.errors import SettingsError
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.record import Standing
from tracker.suggestions import RELEVANT, Suggestion
from tracker.taxonomy import Taxonomy
from tracker.works import Facts, Work, journal_reference, one_line, sorted_ids

_PHRASE = 80  # characters; what is longer is no phrase that a label hangs on
MOMENT = timedelta(milliseconds=1)  # the finest difference that the journal can tell


@dataclass(frozen=True)
class Case:
    """One work under review: how it stands, the paper as stored, what the model suggests, and
    whether it was drawn for the audit."""

    work: WorkId
    standing: Standing | None = None
    paper: PaperVersion | None = None
    suggestions: Sequence[Suggestion] = field(default=())
    audit: bool = False

    @property
    def title(self) -> str:
        if self.standing and self.standing.work.title:
            return self.standing.work.title
        return self.paper.title if self.paper else ""


def decide(
    case: Case,
    verdict: Verdict,
    by: str,
    at: datetime,
    taxonomy: Taxonomy,
    labels: Sequence[str] | None = None,
    note: str = "",
    reason: str = "",
    facts: Facts | None = None,
    blind: bool = False,
) -> tuple[Decision, Work | None]:
    """The decision, and the work's new file if an inclusion needs one.

    ``facts`` are those the curator confirmed or corrected; ``blind`` says that the
    suggestions were hidden. Including without ``labels`` keeps those the work has: that is
    how an import is confirmed. Raises SettingsError for labels that cannot stand together.
    """
    if verdict == "include" and labels is None and case.standing:
        labels = case.standing.labels
    chosen = taxonomy.sort(labels or ()) if verdict == "include" else ()
    if faults := list(taxonomy.faults(chosen)):
        raise SettingsError("; ".join(faults))
    if not case.paper and not case.standing:
        raise SettingsError(
            f"nothing is known about {case.work}; run tracker pull, or check the identifier"
        )
    if case.standing and case.standing.history:
        # What it replaces may come from a machine whose clock is ahead; this is later all the same.
        at = max(at, case.standing.history[-1].at + MOMENT)
    decision = Decision(
        at=at,
        by=by,
        verdict=verdict,
        work=case.work,
        version=case.paper.version if case.paper else None,
        title=case.title,
        labels=chosen,
        reason=one_line(reason),
        note=one_line(note),
        shown=shown(case.suggestions, case.audit, blind) | _carried(case, verdict, chosen),
        facts=_facts(case, verdict, facts),
    )
    listed_already = case.standing is not None and case.standing.listed
    needs_file = verdict == "include" and case.paper is not None and not listed_already
    return decision, listed(case.paper) if needs_file and case.paper else None


def _facts(case: Case, verdict: Verdict, stated: Facts | None) -> Facts | None:
    """What the curator stated, and that a listed paper was withdrawn, for readers to see."""
    paper, standing = case.paper, case.standing
    if verdict != "include" or paper is None or not paper.withdrawn:
        return stated
    if standing and standing.work.withdrawn_on:
        return stated
    withdrawn = {"withdrawn_on": paper.updated_at.date().isoformat()}
    return Facts({**(stated.stated if stated else {}), **withdrawn})


def shown(
    suggestions: Sequence[Suggestion], audit: bool = False, blind: bool = False
) -> dict[str, Any]:
    """What was on the table when deciding: the model, its probabilities and tiers, whether
    chance had put the paper there, and whether all of that was hidden from the curator."""
    marks = {name: True for name, is_so in (("blind", blind), ("audit", audit)) if is_so}
    if not suggestions:
        return marks
    labels = {s.label: round(s.probability, 3) for s in suggestions}
    relevant = labels.pop(RELEVANT, None)
    tiers = {s.label: s.tier for s in suggestions if s.tier}
    told = {"model": suggestions[0].model, "relevant": relevant, "labels": labels}
    return told | ({"tiers": tiers} if tiers else {}) | marks


def _carried(case: Case, verdict: Verdict, labels: Sequence[str]) -> dict[str, Any]:
    """The words of the text that carried relevance and the labels given; of an exclusion also
    those that spoke against the paper. A newer version is looked at for them."""
    found: dict[str, list[str]] = {}
    for one in case.suggestions if verdict in ("include", "exclude") else ():
        if case.paper and one.version == case.paper.version and one.label in (RELEVANT, *labels):
            against = one.against if verdict == "exclude" else ()
            words = [piece["words"] for piece in (*one.evidence, *against)]
            if words := [some for some in words if len(some) <= _PHRASE]:
                found[one.label] = words
    return {"words": found} if found else {}


def listed(paper: PaperVersion) -> Work:
    """The facts a listed paper starts with: arXiv's own, identifiers included."""
    ids = [WorkId("arxiv", paper.arxiv_id)]
    for doi in (paper.doi or "").split():
        try:
            ids.append(identity.parse(f"doi:{doi}"))
        except ValueError:
            continue  # arXiv's field is free text
    return Work(
        ids=sorted_ids(ids),
        title=paper.title,
        authors=paper.authors,
        published_on=paper.submitted_on.isoformat(),
        category=paper.primary_category,
        journal=journal_reference(paper.journal_ref or ""),
    )


def undo(
    decisions: Sequence[Decision],
    by: str,
    at: datetime,
    which: str = "",
    works: Collection[WorkId] | None = None,
) -> tuple[Decision, Decision]:
    """The decision that takes another back, and the one it takes back.

    ``which`` is a decision's key (an undo's key redoes what it undid); else the latest of
    ``by`` that stands, on one of ``works`` (a work's identifiers) if given. Raises
    SettingsError if there is none.
    """
    if which:
        found = [one for one in decisions if one.key == which]
    else:
        standing = [one for one in active(decisions) if one.by.lower() == by.lower()]
        found = [one for one in standing if works is None or one.work in works]
    if not found:
        what = which or (f"{by} on {', '.join(map(str, works))}" if works else by)
        raise SettingsError(f"there is no decision of {what} to undo")
    target = found[-1]
    # The target may come from a machine whose clock is ahead; what undoes it is later all the same.
    at = max(at, target.at + MOMENT)
    taken = Decision(at=at, by=by, verdict="undo", work=target.work, undoes=target.key)
    return taken, target
