"""The threshold that a budget keeps up with, and the recall it costs."""

import random

import pytest

from tests.record.surveys import minute
from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.record import replay
from tracker.review.audit import bounds
from tracker.review.budget import Audited, Plan, Share, audited, modelled, plan, quantile

HUNDRED = [n / 100 for n in range(100)]


def test_the_threshold_is_the_least_that_leaves_one_place_in_twenty_free() -> None:
    # 24 decisions a week, one in six an audit draw: 20 places, 19 of them for arrivals.
    found = plan(HUNDRED, 2, 24, 6)
    assert found is not None
    assert (found.room, found.arrived, found.shown) == (20.0, 50.0, 19.0)
    assert (found.threshold, found.enough) == (0.6101, True)  # .62 is the 38th of two weeks
    assert found.modelled == modelled(sum(HUNDRED[62:]), sum(HUNDRED[:62]))


def test_equal_probabilities_stay_together() -> None:
    found = plan([0.9] * 5 + [0.3] * 20, 1, 12, 6)
    assert found is not None
    assert (found.threshold, found.shown) == (0.3001, 5.0)


def test_a_budget_for_everything_shows_everything_and_costs_nothing() -> None:
    found = plan(HUNDRED, 1, 1_000, 6)
    assert found is not None
    assert (found.threshold, found.shown) == (0.0, 100.0)
    assert found.modelled == Share(1.0, 1.0, 1.0)


def test_papers_nobody_judged_are_always_shown_and_may_be_too_many() -> None:
    few = plan([*[None] * 4, *HUNDRED], 1, 12, 6)  # 9 fit
    many = plan([*[None] * 20, *HUNDRED], 1, 12, 6)
    assert few is not None
    assert many is not None
    assert (few.threshold, few.shown, few.enough) == (0.9401, 9.0, True)
    assert (many.threshold, many.shown, many.enough) == (0.9901, 20.0, False)


def test_before_the_first_whole_week_there_is_no_plan() -> None:
    assert plan([], 0, 100, 6) is None
    assert plan([], 1, 100, 6) == Plan(100, 100 * (1 - 1 / 6), 1, 0.0, 0.0, 0.0, True)


@pytest.mark.parametrize(
    ("mean", "share", "number"),
    [(0.0, 0.9875, 0), (2.0, 0.975, 5), (2.0, 0.1353, 0), (2.0, 0.1354, 1), (1000.0, 0.5, 1000)],
)
def test_poisson_quantiles_are_those_of_the_tables(mean: float, share: float, number: int) -> None:
    assert quantile(mean, share) == number


@pytest.mark.parametrize(("shown", "hidden"), [(60, 400), (30, 40)])
def test_the_interval_by_the_model_holds_where_its_probabilities_are_right(
    shown: int, hidden: int
) -> None:
    rng = random.Random(shown)
    high = [rng.uniform(0.3, 0.9) for _ in range(shown)]
    low = [rng.uniform(0.0, 0.1) for _ in range(hidden)]
    share = modelled(sum(high), sum(low))
    assert share is not None
    held, runs = 0, 400
    for _ in range(runs):
        kept, missed = (sum(rng.random() < p for p in some) for some in (high, low))
        held += share.low <= kept / (kept + missed) <= share.high
    assert held / runs >= 0.95


def test_nothing_relevant_expected_is_no_share() -> None:
    assert modelled(0.0, 0.0) is None
    assert modelled(0.0, 3.0) == Share(0.0, 0.0, 1.0)  # perhaps nothing relevant came


def decision(number: int, verdict: str, relevance: float | None, audit: bool = False) -> Decision:
    shown = ({"relevant": relevance} if relevance is not None else {}) | (
        {"audit": True} if audit else {}
    )
    work = WorkId("arxiv", f"2601.{number:05}")
    return Decision(minute(number), "ada", verdict, work, title="T", shown=shown)  # type: ignore[arg-type]


def test_by_audit_draws_recall_is_what_was_above_beside_what_draws_found_below() -> None:
    above = [decision(n, "include", 0.8) for n in range(20)]
    apart = [decision(20, "include", None), decision(21, "exclude", 0.9)]
    below = [decision(30 + n, "include" if n < 2 else "exclude", 0.1, True) for n in range(40)]
    chosen = [decision(80, "include", 0.2)]  # not drawn: of its like nothing is known
    record = replay([], [*above, *apart, *below, *chosen])
    names = {f"2601.{n:05}" for n in range(140)}
    relevance = dict.fromkeys(names, 0.1)
    # Undecided below: 140 names less 63 decided; and the 40 draws.
    least, most = bounds(117, 40, 2)
    assert audited(names, relevance, record, 0.5) == Audited(
        40, 18, Share(20 / (20 + 117 * 2 / 40), 20 / (20 + most), 20 / (20 + least))
    )
    few = replay([], [*above, *below[:3]])
    assert audited(names, relevance, few, 0.5) == Audited(3, 18)
