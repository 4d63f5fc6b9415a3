"""The figures of an evaluation, worked out by hand."""

import numpy as np
import pytest

from tracker.suggest.cuts import Cuts, best_threshold, even, learn_cuts, lowest_kept
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
CUTS = Cuts(np.array([0.5, 0.5]), np.array([0.5, 0.0]), np.array([1.0, 1.0]), np.array([0.9, 0.9]))


def test_every_figure_of_a_small_table_is_the_one_worked_out_by_hand() -> None:
    assert evaluate(["a", "b"], TRUTH, SURE, CUTS) == Evaluation(
        macro_f1=0.75,  # (2/4 + 4/4) / 2
        micro_f1=0.75,  # 2 x 3 right of 4 true and 4 said
        instance_f1=0.6818,  # precision (1 + 1 + 0 + 1) / 4, recall (1 + 1/2 + 0 + 1) / 4
        mean_average_precision=0.9167,
        recall_at_3=1.0,
        brier=0.125,  # (.01 + .04 + .36 + .04 + .36 + .01 + .09 + .09) / 8
        calibration_error=0.3,  # every cell alone in its bin: 2.4 / 8
        coverage=0.75,  # .4 lies below what label a keeps possible
        labels=(
            LabelRow("a", 0.5, 0.5, 0.5, 0.8333, 2, 0.5),
            LabelRow("b", 1.0, 1.0, 1.0, 1.0, 2, 0.5),
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


def test_rare_labels_take_the_pooled_threshold_and_frequent_ones_their_own() -> None:
    frequent = np.r_[np.linspace(0.6, 0.9, 80), np.linspace(0.1, 0.2, 20)]
    rare = np.r_[[0.3], np.full(99, 0.01)]
    truth = np.stack([np.r_[np.ones(80), np.zeros(20)], np.r_[[1], np.zeros(99)]], axis=1)
    cuts = learn_cuts(np.stack([frequent, rare], axis=1), truth)
    pooled = best_threshold(np.r_[frequent, rare], truth.T.ravel())
    assert cuts.threshold[1] == pooled  # one positive proves nothing
    assert cuts.threshold[0] == pytest.approx(0.8 * 0.4 + 0.2 * pooled)  # 80 / (80 + 20)


def test_conformal_bounds_leave_out_a_tenth_and_nothing_where_that_is_no_work() -> None:
    scores = np.arange(1, 20) / 20  # 19 scores: the 2nd smallest
    assert (lowest_kept(scores, 0.1), lowest_kept(scores[:8], 0.1)) == (0.1, -1.0)
    nothing = even(2)
    assert [part.tolist() for part in (nothing.threshold, nothing.possible, nothing.sure)] == [
        [0.5, 0.5],
        [0.0, 0.0],
        [1.0, 1.0],
    ]
