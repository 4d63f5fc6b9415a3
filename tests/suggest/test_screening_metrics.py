"""The figures of a replay, worked out by hand."""

from math import log2

import pytest

from tracker.suggest import metrics
from tracker.suggest.metrics import Figures


def order(text: str) -> list[bool]:
    return [letter == "+" for letter in text]


def test_the_best_order_has_no_loss_and_the_worst_loses_all() -> None:
    assert metrics.figures(order("++--------")) == Figures(
        loss=0.0, ndcg=1.0, wss95=0.3, rrf10=0.5, atd=0.15
    )
    assert metrics.loss(order("--------++")) == 1.0


def test_every_figure_of_one_order() -> None:
    found = order("+--+------")
    assert metrics.loss(found) == 2 / 16  # the second came two places late, of 2 x 8
    assert metrics.ndcg(found) == pytest.approx((1 + 1 / log2(5)) / (1 + 1 / log2(3)))
    assert metrics.recall(found, 0.10) == 0.5
    assert metrics.atd(found) == 0.25


def test_work_saved_is_counted_from_the_place_where_chance_has_found_as_many() -> None:
    found = order("+--+------")
    # round(2 k / 9) is 1 from k = 3 on and 2 from k = 7; the records stand at 0 and 3.
    assert metrics.wss(found, 0.95) == 0.3  # one of two is the most that is at most 95 %
    assert metrics.wss(found, 1.0) == 0.4
    twenty = order("+" * 20 + "-" * 20)
    # nineteen are found at place 18; chance has round(20 k / 39) >= 19 from k = 37 on.
    assert metrics.wss(twenty, 0.95) == (37 - 18) / 40


def test_recall_reads_no_more_than_the_share() -> None:
    assert metrics.recall(order("++-------"), 0.10) == 0.0  # one of nine is already 11 %
    assert metrics.recall(order("++-----------------"), 0.10) == 0.5


def test_the_mean_is_taken_figure_by_figure() -> None:
    assert metrics.mean([Figures(0.0, 1.0, 0.5, 0.25, 0.5), Figures(1.0, 0.5, 0.5, 0.75, 0)]) == (
        Figures(0.5, 0.75, 0.5, 0.5, 0.25)
    )
