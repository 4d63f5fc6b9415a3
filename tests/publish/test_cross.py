"""All axes crossed: every count is what a query of the works gives, however many labels one has."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given

from tests.publish.crossings import carry, cross, matrix, rows, surveys, taxonomy
from tests.publish.test_render import titled
from tracker import curation as files
from tracker.charts import Axis, Matrix
from tracker.publish.cross import ANY, NO_LABEL, Tally, crossed, newest_month, whole
from tracker.publish.render import Row, included
from tracker.taxonomy import Dimension, Label, Taxonomy

ROOT = Path(__file__).parents[2]


def tally_of(found: list[Row], until: str) -> Tally:
    """Counted the slow way: by the distance of two months written as text."""
    ages = []
    for row in found:
        if len(row.work.published_on) > 4:
            year, month = row.work.published_on[:7].split("-")
            ages.append((int(until[:4]) - int(year)) * 12 + int(until[5:7]) - int(month))
    return Tally(
        len(found), sum(0 <= age < 12 for age in ages), sum(12 <= age < 24 for age in ages)
    )


@given(surveys())
def test_every_combination_is_counted_as_a_query_of_the_works_counts_it(
    survey: tuple[Taxonomy, tuple[Row, ...]],
) -> None:
    of, among = survey
    made = cross(of, among)
    until = newest_month(among)
    keys = [[*(label.key for label in one.labels), NO_LABEL] for one in of.dimensions]
    expected = {}
    for asked in product(*keys):
        found = list(among)
        for dimension, key in zip("abcd", asked, strict=True):
            found = carry(found, dimension, key)
        expected[asked] = tally_of(found, until)
        assert made.tally(asked) == expected[asked]
    assert made.tallies() == {asked: tally for asked, tally in expected.items() if tally.count}
    filled = sum(NO_LABEL not in asked for asked in made.tallies())
    assert made.empty == made.size - filled


def test_the_shipped_surveys_cross_counts_its_record() -> None:
    curation = files.load(ROOT)
    asked = curation.pages.matrix
    assert asked is not None and len(asked.axes) == 4
    among = included(curation.record, curation.taxonomy)
    made = crossed(asked, among, curation.taxonomy, newest_month(among))
    keys = [[label.key for label in side.labels] for side in made.sides]
    standing = [frozenset(one.labels) for one in curation.record.of("included")]
    filled = 0
    for labels in product(*keys):
        count = sum(own.issuperset(labels) for own in standing)
        assert made.tally(labels).count == count
        filled += bool(count)
    assert (made.size, made.empty) == (7 * 3 * 6 * 11, 7 * 3 * 6 * 11 - filled)
    assert filled > 20


def test_a_work_of_several_labels_counts_once_in_each_combination() -> None:
    of = taxonomy(2, 2)
    made = cross(of, rows(of, "a0 a1 b0", "a0 b0 b1"))
    assert made.tallies() == {
        ("a:a0", "b:b0"): Tally(2, 2), ("a:a1", "b:b0"): Tally(1, 1), ("a:a0", "b:b1"): Tally(1, 1),
    }  # fmt: skip
    assert made.tally((ANY, "b:b0")) == Tally(2, 2)
    assert made.tally((ANY, ANY)) == Tally(2, 2)
    assert (made.size, made.empty) == (4, 1)


def test_the_works_of_one_label_are_a_cross_of_the_other_axes() -> None:
    of = taxonomy(2, 2, 1)
    made = cross(of, rows(of, "a0 b0 c0", "a1 b0", "b1 c0"))
    inside = made.within(0, "a:a0")
    assert inside.tallies() == {("b:b0", "c:c0"): Tally(1, 1)}
    assert [side.axis.name for side in inside.sides] == ["B", "C"]
    assert made.within(0, ANY).tally((ANY, ANY)).count == 3
    assert made.within(0, NO_LABEL).tallies() == {("b:b1", "c:c0"): Tally(1, 1)}


def test_a_retired_label_stands_only_while_a_work_carries_it_and_an_unknown_one_nowhere() -> None:
    old = Label("a:old", "Old", "Was.", retired=True)
    of = Taxonomy(1, (Dimension("a", "A", "any", (Label("a:a0", "A0", "Is."), old)),))
    asked = Matrix(axes=(Axis("A", ("a",)), Axis("B", ("b",))))
    other = Row(titled(1, "T", "2025-01"), ("a:unheard",))
    (side,) = crossed(asked, (other,), of, "2025-01").sides
    assert [label.key for label in side.labels] == ["a:a0"]
    both = (other, Row(titled(2, "T2", "2025-01"), ("a:old",)))
    made = crossed(asked, both, of, "2025-01")
    assert made.tallies() == {("a:old",): Tally(1, 1)}  # the other has a label, if no known one
    assert made.of([]).tally(()) == Tally(2, 2)


def test_at_most_the_first_four_axes_are_crossed_at_once() -> None:
    of = taxonomy(1, 1, 1, 1, 1, 1)
    made = cross(of, rows(of, "a0"))
    assert [side.key for side in whole(made).sides] == ["a", "b", "c", "d"]
    assert [side.key for side in whole(made.of([5, 0])).sides] == ["f", "a"]


def test_a_trend_says_both_counts_and_their_direction() -> None:
    told = [str(Tally(1_234)), str(Tally(9, 3, 2)), str(Tally(9, 2, 3)), str(Tally(9, 2, 2))]
    assert told == ["1,234", "9 (3↑2)", "9 (2↓3)", "9 (2=2)"]


@pytest.mark.parametrize("until", ["", "2025"])
def test_no_month_makes_no_trend(until: str) -> None:
    of = taxonomy(1)
    among = (Row(titled(1, "T", ""), ("a:a0",)), Row(titled(2, "T", "2024-05"), ("a:a0",)))
    assert crossed(matrix(of), among, of, until).tally(("a:a0",)) == Tally(2)
