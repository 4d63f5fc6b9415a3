"""Folds spread every label evenly; parts by time never learn from what came later."""

from collections import Counter

import pytest

from tracker.suggest.examples import Example
from tracker.suggest.folds import Part, balanced, in_time, strata, stratified

# Ten works: "a" on all, "b" on five, "c" on two; the last has no label at all.
HAVING = [
    {"a", "b"}, {"a", "b"}, {"a", "b", "c"}, {"a", "b", "c"}, {"a", "b"},
    {"a"}, {"a"}, {"a"}, {"a"}, set[str](),
]  # fmt: skip


def counts(folds: tuple[int, ...], label: str) -> list[int]:
    found = Counter(fold for fold, own in zip(folds, HAVING, strict=True) if label in own)
    return sorted(found.values())


@pytest.mark.parametrize("seed", range(5))
def test_every_label_is_spread_as_evenly_as_its_works_allow(seed: int) -> None:
    folds = stratified(HAVING, 2, seed)
    assert sorted(Counter(folds).values()) == [5, 5]
    assert (counts(folds, "c"), counts(folds, "b"), counts(folds, "a")) == ([1, 1], [2, 3], [4, 5])


def test_a_rare_label_stands_in_as_many_folds_as_it_has_works() -> None:
    having = [{"rare"} if i % 25 == 0 else {"usual"} for i in range(100)]
    folds = stratified(having, 5, 0)
    assert len({folds[i] for i in range(0, 100, 25)}) == 4
    assert sorted(Counter(folds).values()) == [20] * 5


def test_the_same_seed_gives_the_same_folds_and_another_one_others() -> None:
    having = [{str(i % 3), str(i % 7)} for i in range(60)]
    assert stratified(having, 5, 1) == stratified(having, 5, 1)
    assert stratified(having, 5, 1) != stratified(having, 5, 2)


def test_each_work_is_asked_about_once_by_a_model_that_did_not_see_it() -> None:
    parts = balanced(HAVING, 5, 0)
    assert sorted(i for part in parts for i in part.unseen) == list(range(10))
    assert all(sorted(part.seen + part.unseen) == list(range(10)) for part in parts)


def test_fewer_works_than_folds_make_fewer_folds_and_one_work_none() -> None:
    assert len(balanced(HAVING[:3], 5, 0)) == 3
    assert balanced(HAVING[:1], 5, 0) == ()
    assert balanced([], 5, 0) == ()


def test_whether_a_work_belongs_is_spread_like_a_label() -> None:
    assert strata(Example("k", "t", frozenset({"a"}), True)) == {"a", "relevant True"}
    assert strata(Example("k", "t", None, False)) == {"relevant False"}


def test_by_time_each_part_learns_only_from_earlier_days() -> None:
    days = ["2024-01-05", "2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"]
    assert in_time(days) == (
        Part((1, 2), (3,), "2024-01-03"),
        Part((1, 2, 3), (4,), "2024-01-04"),
        Part((1, 2, 3, 4), (0,), "2024-01-05"),
    )


def test_works_of_one_day_stay_together() -> None:
    days = ["2024-01-01"] * 6 + ["2024-02-01"] * 4
    assert in_time(days) == (Part((0, 1, 2, 3, 4, 5), (6, 7, 8, 9), "2024-02-01"),)
    assert in_time(["2024-01-01"] * 9) == ()
    assert in_time([]) == ()


def test_a_year_or_a_month_stands_for_its_beginning() -> None:
    days = ["2023", "2023-05", "2024", "2024-01-01", "2024-03-02"]
    (*_, last) = in_time(days)
    assert last == Part((0, 1, 2, 3), (4,), "2024-03-02")
