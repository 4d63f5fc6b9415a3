"""The stop rule: by hand, and over simulated backlogs."""

import random
from fractions import Fraction
from math import comb

import pytest

from tests.record.surveys import minute
from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.record import replay
from tracker.review.audit import place
from tracker.review.stopping import DOUBT, TARGET, Stop, p_value, standing, stop


@pytest.mark.parametrize(
    ("papers", "draws", "relevant", "found", "least"),
    [
        (100, 10, 0, 19, 2),  # 19 / .95 = 20: with one missed recall is .95, with two below
        (100, 10, 1, 18, 3),
        (60, 20, 0, 57, 4),
        (50, 20, 2, 90, 7),  # 92 / .95 = 96.8: at 96 recall is .958, at 97 .948
    ],
)
def test_the_chance_is_hypergeometric_at_the_fewest_that_would_miss_the_target(
    papers: int, draws: int, relevant: int, found: int, least: int
) -> None:
    by_hand = sum(
        Fraction(comb(least, hits) * comb(papers - least, draws - hits), comb(papers, draws))
        for hits in range(relevant + 1)
    )
    chance = p_value(papers, draws, relevant, found, 0.95)
    assert chance == pytest.approx(float(by_hand), rel=1e-9)


def test_fifty_draws_of_a_hundred_do_not_do_for_nineteen_works_and_eighty_five_do() -> None:
    # Two of 100 missed by n draws: (100-n)(99-n) / (100 * 99); 15 * 14 / 9900 = .0212 < .025,
    # 16 * 15 / 9900 = .0242 < .025, 17 * 16 / 9900 = .0275
    assert stop(100, 50, 0, 19) == Stop(100, 50, 0, 19, 34)
    assert stop(100, 84, 0, 19).done
    assert str(stop(100, 50, 0, 19)) == (
        "recall ≥ 95% with 95% confidence takes 34 more random draws in which nothing belongs "
        "(50 of 100 drawn at random, 0 belonged)"
    )
    assert str(stop(100, 84, 0, 19)).startswith("done: recall ≥ 95% with 95% confidence (84 of")


def test_what_is_all_drawn_is_done_and_what_cannot_hold_enough_needs_no_draw() -> None:
    assert stop(40, 40, 12, 0).done
    assert stop(2, 0, 0, 57).more == 0  # two papers cannot bring 57 below .95
    assert stop(30, 5, 5, 0).as_json() == {
        "done": False,
        "target_recall": 0.95,
        "confidence": 0.95,
        "papers": 30,
        "draws": 5,
        "relevant_draws": 5,
        "found_otherwise": 0,
        "draws_to_go": 25,
    }
    assert "takes all of the 25 papers left" in str(stop(30, 5, 5, 0))


@pytest.mark.parametrize("size", [300, 2_000])
@pytest.mark.parametrize("prevalence", [0.01, 0.05, 0.2])
@pytest.mark.parametrize("early", [0.0, 0.5, 0.9])
def test_in_nineteen_of_twenty_stops_recall_is_what_was_asked(
    size: int, prevalence: float, early: float
) -> None:
    """``early`` is the share found before the draws begin: at .9 recall is still too low."""
    rng = random.Random(f"{size} {prevalence} {early}")
    relevant = round(size * prevalence)
    found = round(relevant * early)
    papers = size - found
    reached, runs = 0, 400
    first_stops = [stop(papers, hits, hits, found) for hits in range(relevant - found + 1)]
    for _ in range(runs):
        places = sorted(rng.sample(range(papers), relevant - found))
        for hits, first in enumerate(first_stops):
            ends = hits + first.more  # draws after which it stops, having found so many
            if hits == len(places) or places[hits] >= ends:
                break
        reached += (found + hits) / relevant >= TARGET
    assert reached / runs >= 1 - DOUBT


def test_only_draws_before_the_first_gap_count() -> None:
    names = sorted((f"2601.{n:05}" for n in range(8)), key=lambda name: place(name))
    drawn, gap, beyond, valued = names[:3], names[3], names[4], names[6]
    history = [
        Decision(
            minute(n),
            "ada",
            "include" if name in (drawn[0], beyond, valued) else "exclude",
            WorkId("arxiv", name),
            title="T",
            shown={} if name == valued else {"audit": True},
        )
        for n, name in enumerate([*drawn, beyond, valued])
    ]
    record = replay([], history)
    left = [gap, names[5], names[7]]
    assert standing(left, names, record) == stop(6, 3, 1, 2)
    assert standing([names[5], names[7]], [*names[:3], *names[4:]], record) == stop(6, 4, 2, 1)
    assert standing([], names[:3], record).done
