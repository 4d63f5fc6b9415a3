"""Which records a strategy chooses."""

import numpy as np
import scipy.sparse as sp

from tracker.suggest.strategies import (
    Strategy,
    Unread,
    at_random,
    diverse,
    mixed,
    most_likely,
    uncertain,
)

UNREAD = Unread(
    places=np.array([2, 3, 5, 7, 8]),
    scores=np.array([0.1, 0.9, 0.8, 0.9, -1.0]),
    margins=np.array([-0.2, 0.9, 0.1, -0.9, -2.0]),
    rows=sp.csr_matrix(
        [[1, 0], [1, 0], [0, 1], [1, 0], [1, 0], [0.8, 0.6], [1, 0], [1, 0], [0.6, 0.8]]
    ),
)


def chosen(strategy: Strategy, count: int, seed: int = 0) -> tuple[int, ...]:
    return strategy(UNREAD, count, np.random.default_rng(seed))


def test_the_most_likely_come_by_score_and_ties_by_place() -> None:
    assert chosen(most_likely, 3) == (3, 7, 5)


def test_the_uncertain_are_nearest_to_the_boundary_on_either_side() -> None:
    assert chosen(uncertain, 3) == (5, 2, 3)


def test_the_diverse_pass_over_a_likely_twin() -> None:
    assert chosen(diverse, 3) == (3, 2, 5)  # 7 is as likely as 3 and says the same


def test_the_diverse_choose_among_the_likely_only() -> None:
    assert chosen(diverse, 1) == (3,)
    assert sorted(chosen(diverse, 5)) == [2, 3, 5, 7, 8]


def test_random_records_depend_on_the_dice_alone() -> None:
    assert chosen(at_random, 5, seed=1) == chosen(at_random, 5, seed=1)
    assert {chosen(at_random, 1, seed)[0] for seed in range(40)} == {2, 3, 5, 7, 8}


def test_every_strategy_gives_all_there_are_when_asked_for_more() -> None:
    for strategy in (most_likely, uncertain, diverse, at_random, mixed(uncertain, diverse, 0.5)):
        assert sorted(chosen(strategy, 9)) == [2, 3, 5, 7, 8]


def test_a_mixture_of_nothing_or_all_is_one_strategy() -> None:
    assert chosen(mixed(most_likely, uncertain, 0.0), 3) == chosen(most_likely, 3)
    assert chosen(mixed(most_likely, uncertain, 1.0), 3) == chosen(uncertain, 3)


def test_a_mixture_gives_each_record_once_and_the_other_its_share() -> None:
    half = mixed(most_likely, uncertain, 0.5)
    assert chosen(half, 4) == (5, 2, 3, 7)


def test_a_share_holds_on_average_for_choices_of_one() -> None:
    sixth = mixed(most_likely, uncertain, 1 / 6)
    firsts = [chosen(sixth, 1, seed)[0] for seed in range(600)]
    assert set(firsts) == {3, 5} and 70 <= firsts.count(5) <= 130
