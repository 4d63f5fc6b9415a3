"""The figures of an evaluation, worked out by hand."""

import numpy as np
import pytest

from tracker.suggest.cuts import Cuts, best_threshold, even, learn_cuts, surest
from tracker.suggest.doubts import bounds, conformal
from tracker.suggest.evaluation import (
    Evaluation,
    LabelRow,
    average_precision,
    brier,
    calibration_error,
    coverage,
    evaluate,
    f1,
    instance_f1,
    recall_at,
)

TRUTH = np.array([[1, 0], [1, 1], [0, 0], [0, 1]], dtype=float)
SURE = np.array([[0.9, 0.2], [0.4, 0.8], [0.6, 0.1], [0.3, 0.7]])
CUTS = Cuts(
    threshold=np.array([0.5, 0.5]),
    possible=np.array([0.5, 0.2]),
    sure=np.array([0.55, 0.75]),
    tick=np.array([0.9, 0.9]),
    borrowed=np.array([False, True]),
)

NOBODY = np.zeros((0, 2)), np.zeros(0)  # no papers at large


def test_every_figure_of_a_small_table_is_the_one_worked_out_by_hand() -> None:
    assert evaluate(["a", "b"], TRUTH, SURE, CUTS, (True, False)) == Evaluation(
        macro_f1=0.75,  # (2/4 + 4/4) / 2
        micro_f1=0.75,  # 2 x 3 right of 4 true and 4 said
        instance_f1=0.6818,  # precision (1 + 1 + 0 + 1) / 4, recall (1 + 1/2 + 0 + 1) / 4
        map=0.9167,
        recall_at_3=1.0,
        brier=0.125,  # (.01 + .04 + .36 + .04 + .36 + .01 + .09 + .09) / 8
        ece=0.3,  # every cell alone in its bin: 2.4 / 8
        coverage=0.75,  # .4 lies below what label a keeps possible
        coverage_false=0.75,  # .6 lies above what makes label a sure
        decided=0.5,  # .2 of the first and .7 of the last work are in doubt
        labels=(
            LabelRow("a", 0.5, 0.5, 0.5, 0.8333, 0.205, 0.4, 2, 0.5, True, False),
            LabelRow("b", 1.0, 1.0, 1.0, 1.0, 0.045, 0.2, 2, 0.5, False, True),
        ),
    )


def test_instance_f1_counts_a_work_with_nothing_said_as_imprecise() -> None:
    said = np.array([[1, 0], [0, 0]])
    assert instance_f1(np.array([[1, 0], [1, 0]]), said) == pytest.approx(0.5)


def test_average_precision_takes_equal_scores_as_one_threshold() -> None:
    assert average_precision(np.array([1, 0, 1]), np.array([0.5, 0.5, 0.5])) == pytest.approx(2 / 3)
    assert average_precision(np.array([0, 1, 1]), np.array([0.9, 0.8, 0.1])) == pytest.approx(
        (1 / 2 + 2 / 3) / 2
    )
    assert average_precision(np.zeros(2), np.ones(2)) is None


def test_average_precision_agrees_with_scikit_learn() -> None:
    from sklearn.metrics import average_precision_score

    random = np.random.default_rng(1)
    truth, scores = random.integers(0, 2, 200), random.integers(0, 30, 200) / 30
    assert average_precision(truth, scores) == pytest.approx(average_precision_score(truth, scores))


def test_recall_looks_only_at_the_likeliest_and_only_at_works_with_labels() -> None:
    truth = np.array([[1, 0, 1], [0, 0, 0]])
    scores = np.array([[0.9, 0.8, 0.1], [0.1, 0.2, 0.3]])
    assert [recall_at(truth, scores, top) for top in (1, 2, 3)] == [0.5, 0.5, 1.0]
    assert recall_at(np.zeros((1, 3)), scores[:1], 3) is None


def test_the_calibration_error_is_the_gap_in_each_bin_weighed_by_its_cells() -> None:
    truth, sure = np.array([[1, 0, 1, 1]]), np.array([[0.25, 0.25, 0.95, 1.0]])
    # two cells in bin 2: half true at .25; two in bin 9: all true at .975
    assert calibration_error(truth, sure) == pytest.approx(0.5 * 0.25 + 0.5 * 0.025)
    assert brier(truth, sure) == pytest.approx((0.5625 + 0.0625 + 0.0025) / 4)


def test_what_has_nothing_to_look_at_is_none_or_nought() -> None:
    assert coverage(np.zeros((2, 2)), SURE[:2], CUTS.possible) is None
    assert f1(np.zeros(3), np.zeros(3)) == 0.0
    assert instance_f1(np.zeros((2, 2)), np.zeros((2, 2))) == 0.0


def test_the_best_threshold_lies_midway_and_never_between_equals() -> None:
    assert best_threshold(np.array([0.9, 0.7, 0.4, 0.1]), np.array([1, 1, 0, 0])) == pytest.approx(
        0.55
    )
    assert best_threshold(np.array([0.6, 0.6, 0.2]), np.array([1, 0, 0])) == pytest.approx(0.4)
    assert best_threshold(np.array([0.6, 0.2]), np.zeros(2)) == 0.5


def test_a_missing_label_may_cost_more_than_one_too_many() -> None:
    sure, truth = np.array([0.9, 0.7, 0.6, 0.4, 0.1]), np.array([1, 0, 0, 1, 0])
    assert best_threshold(sure, truth, missing=0.2) == pytest.approx(0.8)
    assert best_threshold(sure, truth, missing=5.0) == pytest.approx(0.25)


def test_rare_labels_take_the_threshold_that_probabilities_expect_and_frequent_ones_their_own() -> (
    None
):
    frequent = np.r_[np.linspace(0.6, 0.9, 80), np.linspace(0.1, 0.2, 20)]
    rare = np.r_[[0.3], np.full(99, 0.01)]
    truth = np.stack([np.r_[np.ones(80), np.zeros(20)], np.r_[[1], np.zeros(99)]], axis=1)
    cuts = learn_cuts(np.stack([frequent, rare], axis=1), truth, NOBODY)
    expected = [best_threshold(each, each) for each in (frequent, rare)]
    assert cuts.threshold[1] == expected[1]  # one positive proves nothing
    own = 80 / (80 + 100)
    assert cuts.threshold[0] == pytest.approx(own * 0.4 + (1 - own) * expected[0])
    assert cuts.borrowed.tolist() == [False, True]


def test_a_tick_needs_a_lower_bound_of_nine_in_ten_and_twenty_works() -> None:
    sure = np.linspace(0.99, 0.01, 99)
    right = np.r_[np.ones(30), np.zeros(69)]
    # 30 of 31 right: lower bound .88; 30 of 30: .1 ** (1 / 30) = .926
    assert surest(sure, right, 0.9) == pytest.approx(sure[29])
    assert surest(sure, right, 0.95) == float("inf")
    few = np.r_[np.ones(19), np.zeros(80)]
    cuts = learn_cuts(np.stack([sure, sure], 1), np.stack([right, few], 1), NOBODY)
    assert (cuts.tick[0], cuts.tick[1]) == (pytest.approx(sure[29]), float("inf"))
    tiers = [cuts.tier(0, p) for p in (0.99, float(cuts.threshold[0]), 0.69, 0.0)]
    assert tiers[0] == "suggested" and tiers[-1] == ""
    assert cuts.tier(1, 0.999) == "likely"


def test_the_conformal_cut_leaves_out_a_tenth_and_next_to_nothing_where_that_is_no_work() -> None:
    scores = np.arange(1, 20) / 20
    assert conformal(scores, 0.1) == pytest.approx(0.1)  # the 2nd of 19
    assert conformal(scores[:4], 0.1) == pytest.approx(0.025)  # half way to the 1st of 4
    assert conformal(scores[:0], 0.1) == 0.0


def test_labels_nobody_used_have_even_cuts_and_everything_is_in_doubt() -> None:
    nothing = even(2)
    parts = nothing.threshold, nothing.possible, nothing.sure, nothing.tick, nothing.borrowed
    assert [part.tolist() for part in parts] == [
        [0.5, 0.5],
        [0.0, 0.0],
        [1.0, 1.0],
        [float("inf"), float("inf")],
        [True, True],
    ]


def test_bounds_keep_nine_in_ten_of_a_label_with_four_works_as_of_one_with_many() -> None:
    random = np.random.default_rng(5)
    chance = np.stack([random.beta(0.3, 30, 40000), random.beta(0.4, 1, 40000)], axis=1)
    truth = (random.random(chance.shape) < chance).astype(float)
    told, rest = slice(0, 400), slice(400, None)
    assert truth[told].sum(axis=0).tolist() == [4, 121]
    possible = bounds(chance[told], truth[told], (chance, np.ones(40000)), 0.1)
    kept = [float((chance[rest, j] >= possible[j])[truth[rest, j] == 1].mean()) for j in range(2)]
    assert [0.88 <= share <= 0.95 for share in kept] == [True, True]


def test_where_probabilities_claim_too_much_all_labels_together_correct_them() -> None:
    random = np.random.default_rng(6)
    chance = random.beta(1, 3, (3000, 6))
    truth = (random.random(chance.shape) < chance).astype(float)
    boast = chance**3 / (chance**3 + (1 - chance) ** 3)  # far too sure
    told = slice(0, 60)
    possible = bounds(boast[told], truth[told], (boast, np.ones(3000)), 0.1)
    kept = (boast >= possible)[truth == 1].mean()
    assert 0.88 <= kept <= 0.95
