"""Kappa, alpha and their interval: by hand, by textbook, and beside other programs."""

import random
from collections import Counter
from collections.abc import Sequence

import krippendorff
import pytest
from sklearn.metrics import cohen_kappa_score

from tracker.review.coefficients import alpha, interval, kappa, mean, observed


def pairs(one: str, two: str) -> Counter[tuple[str, ...]]:
    """The table of two readers' answers, one character a work."""
    return Counter(zip(one, two, strict=True))


def units(*readers: str) -> Counter[tuple[str, ...]]:
    """The table of any number of readers' answers; a dot is a missing one."""
    return Counter(
        tuple(answer for answer in answers if answer != ".")
        for answers in zip(*readers, strict=True)
    )


def test_kappa_by_hand() -> None:
    # 35 of 50 equal; the one says yes 25 times, the other 30: (.7 - .5) / (1 - .5)
    table = pairs("y" * 25 + "n" * 25, "y" * 20 + "n" * 5 + "y" * 10 + "n" * 15)
    assert kappa(table) == pytest.approx(0.4)
    assert observed(table) == pytest.approx(0.7)
    # 2 of 8 equal, half yes each: (.25 - .5) / (1 - .5)
    assert kappa(pairs("aaaabbbb", "bbbaaaab")) == pytest.approx(-0.5)
    assert kappa(pairs("abc", "abc")) == 1


def test_where_both_always_say_the_same_thing_chance_explains_it_all() -> None:
    assert kappa(pairs("aaa", "aaa")) is None
    assert alpha(units("aaa", "aaa")) is None
    assert observed(pairs("aaa", "aaa")) == 1
    assert (kappa({}), alpha({}), observed({})) == (None, None, None)


def test_alpha_of_krippendorffs_worked_examples() -> None:
    """K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, A to C."""
    binary = units("0100000010", "1110010000")
    assert alpha(binary) == pytest.approx(0.095, abs=0.0005)
    nominal = units("aabbdcccedda", "babbbccceddd")
    assert alpha(nominal) == pytest.approx(0.692, abs=0.0005)
    missing = units("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    assert alpha(missing) == pytest.approx(0.743, abs=0.0005)


def test_readings_by_one_person_alone_say_nothing() -> None:
    assert alpha(units("0100000010ab", "1110010000..")) == alpha(units("0100000010", "1110010000"))
    assert observed(units("ab", "a.")) == 1


@pytest.mark.parametrize("seed", range(20))
def test_alpha_is_the_krippendorff_packages_on_random_tables(seed: int) -> None:
    draws = random.Random(seed)
    readers, works = draws.randint(2, 5), draws.randint(5, 40)
    answers = "abcde"[: draws.randint(2, 5)]
    spread = [0.2 + draws.random() for _ in answers]
    rows = [
        "".join(
            "." if draws.random() < 0.3 else draws.choices(answers, spread)[0] for _ in range(works)
        )
        for _ in range(readers)
    ]
    values = [[float("nan") if c == "." else float(ord(c)) for c in row] for row in rows]
    theirs = krippendorff.alpha(reliability_data=values, level_of_measurement="nominal")
    assert alpha(units(*rows)) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_kappa_is_scikit_learns_on_random_tables(seed: int) -> None:
    draws = random.Random(seed)
    answers = "abcde"[: draws.randint(2, 5)]
    works = draws.randint(5, 60)
    one, two = ("".join(draws.choices(answers, k=works)) for _ in range(2))
    assert kappa(pairs(one, two)) == pytest.approx(cohen_kappa_score(list(one), list(two)))


def planted(draws: random.Random, works: int, errs: Sequence[float]) -> list[tuple[str, ...]]:
    """What readers with these error rates say of works of which three in ten belong."""
    truth = (draws.random() < 0.3 for _ in range(works))
    return [
        tuple("yes" if one is not (draws.random() < err) else "no" for err in errs) for one in truth
    ]


def expected_kappa(share: float, err: float, other: float) -> float:
    """Kappa of two readers who err independently at these rates, worked out by hand."""
    equal = (1 - err) * (1 - other) + err * other
    yes = [share * (1 - rate) + (1 - share) * rate for rate in (err, other)]
    chance = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    return (equal - chance) / (1 - chance)


def test_the_interval_holds_the_planted_kappa_about_as_often_as_it_says() -> None:
    true = expected_kappa(0.3, 0.1, 0.2)
    # equal .9 x .8 + .1 x .2 = .74; yes .34 and .38, by chance .1292 + .4092 = .5384
    assert true == pytest.approx((0.74 - 0.5384) / (1 - 0.5384))
    held = 0
    for seed in range(40):
        low, high = interval([planted(random.Random(seed), 120, (0.1, 0.2))], kappa) or (1, 0)
        held += low <= true <= high
    assert held >= 36


def test_the_interval_is_always_the_same_and_narrows_with_more_works() -> None:
    few, many = (planted(random.Random(1), works, (0.1, 0.1, 0.1)) for works in (30, 480))
    assert interval([few], alpha) == interval([few], alpha)
    widths = [
        high - low for low, high in filter(None, (interval([one], alpha) for one in (few, many)))
    ]
    assert widths[1] == pytest.approx(widths[0] / 4, rel=0.3)  # a sixteenth of the variance


def test_without_works_or_without_variation_there_is_no_interval() -> None:
    assert interval([], kappa) is None
    assert interval([[]], kappa) is None
    assert interval([[("a", "a")] * 30], kappa) is None


def test_the_mean_is_over_what_is_known() -> None:
    assert mean([0.5, None, 0.25, 0.0]) == 0.25
    assert mean([None]) is None
    assert mean([]) is None
