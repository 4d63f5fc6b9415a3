"""Minimal gaps: all of them, only them, the most surprising first."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

from hypothesis import given

from tests.publish.crossings import cross, rows, surveys, taxonomy
from tracker.publish.cross import Tally
from tracker.publish.gaps import Gap, Gaps, Part, minimal_gaps
from tracker.publish.render import Row
from tracker.taxonomy import Label, Taxonomy

ALL = 1_000


def carrying(among: tuple[Row, ...], labels: tuple[str, ...]) -> int:
    return sum(set(labels) <= set(row.labels) for row in among)


def smaller(labels: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [part for size in range(1, len(labels)) for part in combinations(labels, size)]


def keys(labels: tuple[Label, ...]) -> tuple[str, ...]:
    return tuple(label.key for label in labels)


def without(labels: tuple[str, ...], *out: str) -> tuple[str, ...]:
    return tuple(key for key in labels if key not in out)


@given(surveys())
def test_the_gaps_are_those_that_trying_every_combination_finds(
    survey: tuple[Taxonomy, tuple[Row, ...]],
) -> None:
    of, among = survey
    found = minimal_gaps(cross(of, among), ALL)
    sides = [[label.key for label in one.labels] for one in of.dimensions]
    expected = {
        labels
        for some in range(1, 5)
        for axes in combinations(sides, some)
        for labels in product(*axes)
        if not carrying(among, labels) and all(carrying(among, part) for part in smaller(labels))
    }
    assert {(label.key,) for label in found.bare} == {one for one in expected if len(one) == 1}
    assert {keys(gap.labels) for gap in found.first} == {one for one in expected if len(one) > 1}
    assert found.total == len(found.first)


@given(surveys())
def test_whatever_is_empty_holds_a_gap_or_a_label_without_a_work(
    survey: tuple[Taxonomy, tuple[Row, ...]],
) -> None:
    of, among = survey
    found = minimal_gaps(cross(of, among), ALL)
    roots = [{label.key} for label in found.bare] + [set(keys(gap.labels)) for gap in found.first]
    for labels in product(*([label.key for label in one.labels] for one in of.dimensions)):
        assert any(root <= set(labels) for root in roots) == (not carrying(among, labels))


@given(surveys())
def test_expected_is_the_least_of_all_pairs_and_the_largest_come_first(
    survey: tuple[Taxonomy, tuple[Row, ...]],
) -> None:
    of, among = survey
    found = minimal_gaps(cross(of, among), ALL)
    for gap in found.first:
        own = keys(gap.labels)
        least = min(
            Fraction(carrying(among, without(own, i)) * carrying(among, without(own, j)),
                     carrying(among, without(own, i, j)))
            for i, j in combinations(own, 2)
        )  # fmt: skip
        assert gap.expected == float(least)
        one, two, both = (part.tally.count for part in gap.parts)
        assert Fraction(one * two, both) == least
    order = [label.key for label in of]
    ranks = [(-gap.expected, len(gap.labels), [order.index(key) for key in keys(gap.labels)])
             for gap in found.first]  # fmt: skip
    assert ranks == sorted(ranks)
    assert minimal_gaps(cross(of, among), 2).first == found.first[:2]


def test_a_pair_is_expected_as_if_independent_and_three_as_if_two_were_given_the_third() -> None:
    of = taxonomy(2, 2, 1)
    a0, a1, b0, _, c0 = of
    among = rows(of, *["a0"] * 3, "a1", *["b0"] * 2, "a1 b0", *["a1 c0"] * 2, "b0 c0")
    assert minimal_gaps(cross(of, among), ALL) == Gaps(
        bare=(of.by_key["b:b1"],),
        counts={2: 2, 3: 1},
        first=(
            Gap((a0, b0), 3 * 4 / 10, (
                Part((a0,), Tally(3, 3)), Part((b0,), Tally(4, 4)), Part((), Tally(10, 10)))),
            Gap((a0, c0), 3 * 3 / 10, (
                Part((a0,), Tally(3, 3)), Part((c0,), Tally(3, 3)), Part((), Tally(10, 10)))),
            # Of the works with b0 one has a1 and one c0: 1 × 1 / 4. With c0 as what the others
            # share it would be 2 × 1 / 3, with a1 1 × 2 / 4.
            Gap((a1, b0, c0), 1 * 1 / 4, (
                Part((a1, b0), Tally(1, 1)), Part((b0, c0), Tally(1, 1)),
                Part((b0,), Tally(4, 4)))),
        ),
    )  # fmt: skip


def test_a_retired_label_makes_no_gap() -> None:
    of = taxonomy(2, 1)
    one, two = of.dimensions
    old = replace(one, labels=(one.labels[0], replace(one.labels[1], retired=True)))
    among = rows(of, "a0 b0", "a1")
    assert [keys(gap.labels) for gap in minimal_gaps(cross(of, among), ALL).first] == [
        ("a:a1", "b:b0")
    ]
    assert minimal_gaps(cross(Taxonomy(1, (old, two)), among), ALL) == Gaps((), {}, ())


def test_without_works_every_label_is_bare() -> None:
    of = taxonomy(1, 2)
    assert minimal_gaps(cross(of, ()), ALL) == Gaps(tuple(of), {}, ())
