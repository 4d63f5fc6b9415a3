"""Whether a survey keeps up, composed: pace, what a budget allows, and when the backlog is done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tracker import curation as files
from tracker.curation import Curation
from tracker.preferences import FILE, Strategy
from tracker.review import budget as budgets
from tracker.review import stopping
from tracker.review.budget import Plan
from tracker.review.pace import LATELY, Pace, closing, pace
from tracker.review.queue import Queue
from tracker.review.stopping import Stop
from tracker.review.waiting import Waiting
from tracker.review.weeks import Week, first_day, weeks
from tracker.settings import Settings
from tracker.steps import queues, rechecks
from tracker.steps.rechecks import invitation

if TYPE_CHECKING:
    import sqlalchemy as sa


@dataclass(frozen=True)
class Outlook:
    """The queue, and what becomes of it.

    ``plan`` is what the budget allows, None where nobody named one or no whole week has
    passed; ``own_threshold`` the survey's, which only people change. ``rechecks`` counts the
    results on file that wait to be checked again.
    """

    queue: Queue
    pace: Pace
    stop: Stop
    own_threshold: float
    budget: int = 0
    plan: Plan | None = None
    rechecks: int = 0

    @property
    def planned(self) -> Pace | None:
        """The pace if every decision of the budget is taken, at the plan's threshold."""
        plan = self.plan
        if plan is None:
            return None
        shown = [one for one in self.queue.waiting if _stays(one, plan.threshold)]
        pace = replace(self.pace, waiting=len(shown), weeks=plan.weeks)
        return replace(pace, arrived=plan.shown, decided=plan.room)

    def as_json(self) -> dict[str, Any]:
        planned = self.planned
        return {
            "strategy": self.queue.strategy,
            "pace": self.pace.as_json(),
            "stop": self.stop.as_json(),
            "budget": self.plan.as_json() if self.plan else None,
            "pace_on_budget": planned.as_json() if planned else None,
            "results_to_check": self.rechecks,
        }

    def lines(self) -> list[str]:
        said = [*invitation(self.rechecks), f"pace: {self.pace}", f"backlog: {self.stop}"]
        if self.plan is None:
            unknown = f"budget of {self.budget:,} a week: not known before the first whole week"
            return [*said, unknown] if self.budget else said
        return [*said, *_planned(self.plan, self.planned, self.own_threshold)]


def outlook(
    settings: Settings,
    threshold: float | None = None,
    handle: str = "",
    strategy: Strategy | None = None,
    budget: int | None = None,
) -> Outlook:
    """The queue with its outlook. A ``budget`` given here moves the threshold of this look,
    unless one is given too; the survey's own budget is only reported on."""
    from tracker.store import open_store

    curation, database = files.load(settings.root), open_store(settings.database_url)
    today = settings.clock().date()
    chosen = curation.preferences.budget if budget is None else budget
    plan = _plan(curation, database, today, chosen) if chosen else None
    if plan and budget and threshold is None:
        threshold = plan.threshold
    queue = queues.waits(curation, database, threshold, handle, strategy)
    present = pace(today, queue.waiting, closed(curation, database, queue.threshold, today))
    own, stop = curation.preferences.threshold, stop_of(curation, database)
    return Outlook(queue, present, stop, own, chosen, plan, rechecks.waiting(curation, database))


def closed(
    curation: Curation, database: "sa.Engine", threshold: float, today: date
) -> tuple[Week, ...]:
    """The last weeks' arrivals at a threshold, and the decisions that closed a case."""
    from tracker.store.totals import arrived

    verdicts = (one for standing in curation.record.standings for one in standing.history)
    arrivals = arrived(database, threshold, first_day(today))
    return weeks(today, arrivals, closing(verdicts))


def stop_of(curation: Curation, database: "sa.Engine") -> Stop:
    """Whether everything considered has been screened far enough."""
    names = queues.considered(curation, database)
    by_id = curation.record.by_id
    settled = {
        i.value
        for one in by_id.values()
        if one.status in ("included", "excluded")
        for i in one.work.ids
        if i.scheme == "arxiv"
    }
    return stopping.standing(names - settled, names, curation.record)


def _plan(curation: Curation, database: "sa.Engine", today: date, budget: int) -> Plan | None:
    from tracker.store.arrivals import arrivals, relevances

    monday = today - timedelta(days=today.weekday())
    found = [one for one in arrivals(database, monday - timedelta(weeks=LATELY)) if one[0] < monday]
    number = -(-(monday - found[0][0]).days // 7) if found else 0
    chances = [chance for _, chance in found]
    plan = budgets.plan(chances, number, budget, curation.preferences.audit)
    if plan is None:
        return None
    names = queues.considered(curation, database)
    proven = budgets.audited(names, relevances(database), curation.record, plan.threshold)
    return replace(plan, audited=proven)


def _stays(one: Waiting, threshold: float) -> bool:
    return one.why != "new" or one.relevance is None or one.relevance >= threshold


def _planned(plan: Plan, planned: Pace | None, own: float) -> Sequence[str]:
    shows = f"shows {plan.shown:,.0f} of {plan.arrived:,.0f} arrivals a week"
    places = f"{plan.budget:,} decisions a week, {plan.room:,.0f} beside audit draws"
    said = [f"budget: {places}; threshold {plan.threshold:g} {shows}"]
    if not plan.enough:
        said.append("  papers not judged are always shown, and are too many; run tracker suggest")
    elif planned:
        said.append(f"  {planned.forecast} ({planned.waiting:,} waiting at that threshold)")
    if plan.modelled:
        said.append(f"  recall {plan.modelled} by the model's probabilities, if they are right")
    if audited := plan.audited:
        unknown = f"not known yet, {audited.draws:,} of about {audited.needed:,}"
        draws = f"{audited.draws:,} audit draws"
        known = f"recall {audited.share} by {draws}, which assume nothing"
        said.append(f"  {known}" if audited.share else f"  recall by audit draws {unknown}")
    if plan.threshold != own:
        said.append(f"  to keep it, write into {FILE}:  threshold: {plan.threshold:g}")
    return said
