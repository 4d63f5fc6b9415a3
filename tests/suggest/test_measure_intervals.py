"""Intervals against published and hand-made values."""

import numpy as np
import pytest

from tracker.suggest.intervals import (
    Figure,
    Share,
    difference,
    mean_interval,
    resamples,
    spread,
    wilson,
)


def test_wilson_gives_the_values_newcombe_published() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
    published = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (1, 29): (0.0061, 0.1718),
    }
    assert {k: tuple(round(x, 4) for x in wilson(*k)) for k in published} == published
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_difference_of_two_shares_is_the_published_one() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10: 56/70 - 48/80.
    low, high = difference(Share(56, 70), Share(48, 80))
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


def test_a_share_is_told_with_its_counts() -> None:
    assert Share(1, 29).as_json() == {
        "count": 1, "of": 29, "share": 0.0345, "low": 0.0061, "high": 0.1718,
    }  # fmt: skip
    assert Share(0, 0).as_json() == {
        "count": 0, "of": 0, "share": None, "low": 0.0, "high": 1.0,
    }  # fmt: skip


def test_resamples_begin_with_the_sample_itself_and_are_the_same_each_time() -> None:
    blocks = np.concatenate(list(resamples(7, 3)))
    assert blocks.shape == (1001, 7)
    assert blocks[0].tolist() == [1.0] * 7
    assert (blocks.sum(axis=1) == 7).all()
    assert (blocks == np.concatenate(list(resamples(7, 3)))).all()
    assert (blocks[1:] != np.concatenate(list(resamples(7, 4)))[1:]).any()


def test_the_interval_of_a_mean_is_about_two_standard_errors_either_way() -> None:
    values = [0.0] * 50 + [1.0] * 50
    found = mean_interval(values, 0)
    assert found.value == 0.5
    assert found.low == pytest.approx(0.402, abs=0.02)
    assert found.high == pytest.approx(0.598, abs=0.02)
    assert mean_interval([], 0) == Figure(None)


def test_an_undefined_figure_is_none_and_one_of_few_works_has_no_interval() -> None:
    assert spread(np.array([np.nan, 1.0, 2.0]), 50) == Figure(None)
    assert spread(np.array([0.5, 0.4, 0.6]), 4) == Figure(0.5)
    assert spread(np.array([0.5, np.nan, 0.4, 0.4]), 5) == Figure(0.5, 0.4, 0.4)
