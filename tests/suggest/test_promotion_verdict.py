"""The stated test: who is promoted, who is refused, and on which works that rests."""

from tracker.suggest.examples import Example
from tracker.suggest.intervals import Figure
from tracker.suggest.promotion import Comparison, Guess, Verdict, compare

WORKS = [
    Example(f"w{i:02}", "t", frozenset({"task:qa"}) if i % 2 else None, bool(i % 2))
    for i in range(40)
]
GOOD = {work.key: Guess(0.8 if work.relevant else 0.2, {"task:qa": 0.9}) for work in WORKS}
BAD = {work.key: Guess(0.5, {"task:qa": 0.5, "task:sum": 0.5}) for work in WORKS}
KNOWN = ("task:qa", "task:sum")


def test_a_model_that_is_surely_worse_is_refused_with_the_figures() -> None:
    assert compare("m1", WORKS, GOOD, {}, BAD, KNOWN) == Verdict(
        False,
        "it is worse than m1 at relevance on 40 decisions since and labels on 20 decisions since",
        "m1",
        (
            Comparison(
                "relevance", "decisions since", 40, 0.04, 0.25, Figure(0.21, 0.21, 0.21), True
            ),
            Comparison(
                "labels", "decisions since", 20, 0.005, 0.25, Figure(0.245, 0.245, 0.245), True
            ),
        ),
    )


def test_a_better_model_and_an_equal_one_are_promoted() -> None:
    for before, after in ((BAD, GOOD), (GOOD, GOOD)):
        verdict = compare("m1", WORKS, before, {}, after, KNOWN)
        where = "relevance on 40 decisions since and labels on 20 decisions since"
        assert (verdict.promoted, verdict.reason) == (True, f"it is no worse than m1 at {where}")


def test_a_model_that_may_be_worse_by_chance_is_promoted() -> None:
    # Far off on one work of forty: the mean is worse, the interval reaches below nothing.
    unlucky = GOOD | {"w00": Guess(1.0)} | {f"w{i:02}": Guess(0.19) for i in range(2, 20, 2)}
    verdict = compare("m1", WORKS, GOOD, {}, unlucky, KNOWN)
    assert verdict.promoted
    relevance = verdict.compared[0]
    assert relevance.difference.value is not None and relevance.difference.value > 0.02 * 0.04
    assert relevance.difference.low is not None and relevance.difference.low <= 0.02 * 0.04


def test_a_loss_within_the_margin_is_no_reason_to_refuse() -> None:
    # Worse on every single work, by 1 % of the present loss: sure, but too little.
    close = {key: Guess(guess.relevant and _off(guess.relevant)) for key, guess in GOOD.items()}
    verdict = compare("m1", WORKS, GOOD, {}, close, KNOWN)
    assert verdict.promoted
    assert verdict.compared[0].difference.low is not None and verdict.compared[0].difference.low > 0


def _off(chance: float) -> float:
    return chance - 0.001 if chance > 0.5 else chance + 0.001


def test_where_too_little_was_decided_since_works_held_out_count_too() -> None:
    since = {key: GOOD[key] for key in sorted(GOOD)[:19]}
    verdict = compare("m1", WORKS, since, GOOD, BAD, KNOWN)
    assert [(one.part, one.on, one.works) for one in verdict.compared] == [
        ("relevance", "works held out", 40),
        ("labels", "works held out", 20),
    ]
    assert not verdict.promoted


def test_what_was_shown_goes_before_what_was_held_out() -> None:
    verdict = compare("m1", WORKS, BAD, GOOD, BAD, KNOWN)
    assert (verdict.promoted, verdict.compared[0].present) == (True, 0.25)


def test_on_too_few_works_nobody_is_refused() -> None:
    assert compare("m1", WORKS[:19], GOOD, {}, BAD, KNOWN) == Verdict(
        True, "there are not 20 works to compare it on", "m1"
    )


def test_only_labels_that_both_models_know_are_compared() -> None:
    verdict = compare("m1", WORKS, GOOD, {}, BAD, ("task:qa",))
    assert (verdict.compared[1].present, verdict.compared[1].new) == (0.01, 0.25)
    assert len(compare("m1", WORKS, GOOD, {}, BAD, ()).compared) == 1


def test_labels_not_named_and_labels_hardly_probable_count_alike() -> None:
    faint = {key: Guess(None, {"task:qa": 0.9, "task:sum": 0.09}) for key in GOOD}
    (labels,) = compare("m1", WORKS, GOOD, {}, faint, KNOWN).compared
    assert (labels.part, labels.difference) == ("labels", Figure(0.0, 0.0, 0.0))
