"""How far curators agree: simulated ones with planted errors, and figures worked out by hand."""

from collections.abc import Sequence

import pytest

from tests.record.surveys import TAXONOMY, decided
from tracker.decisions import Decision, Verdict
from tracker.identity import WorkId
from tracker.record import Record, replay
from tracker.review.agreement import LEAST, VERDICT, Agreement, agreements, read_twice
from tracker.review.coefficients import interval, kappa

Answer = tuple[str, ...] | None  # the labels of an inclusion; None excludes


def record(works: Sequence[Sequence[Answer]], blind: frozenset[int] = frozenset()) -> Record:
    """A record of works read by Ada first, then by the others, one answer each."""
    history: list[Decision] = []
    for number, answers in enumerate(works):
        work = WorkId("arxiv", f"2407.{number:05d}")
        for place, (by, labels) in enumerate(zip(("ada", "Bo", "carl"), answers, strict=False)):
            shown = {"second": True} if place else {}
            shown |= {"blind": True} if number in blind else {}
            verdict: Verdict = "exclude" if labels is None else "include"
            given = () if labels is None else labels
            history.append(decided(place, verdict, work, by, labels=given, shown=shown))
    return replay([], history)


def found(works: Sequence[Sequence[Answer]]) -> dict[str, Agreement]:
    return {one.question: one for one in agreements(read_twice(record(works)), TAXONOMY)}


IN: Answer = ()
OUT: Answer = None
QA: Answer = ("task:qa",)
MODEL: Answer = ("kind:model",)
DATA: Answer = ("kind:dataset",)


def test_two_simulated_curators_have_the_kappa_of_their_errors() -> None:
    """Of 100 works 40 belong. Ada misses 4 and lets in 6; Bo misses 8 others, lets in 3 of hers."""
    works = [(IN, IN)] * 28 + [(OUT, IN)] * 4 + [(IN, OUT)] * 8  # those that belong
    works += [(IN, IN)] * 3 + [(IN, OUT)] * 3 + [(OUT, OUT)] * 54
    verdict = found(works)[VERDICT]
    # equal .85; Ada includes 42, Bo 35: by chance .42 x .35 + .58 x .65 = .524
    assert verdict.value == pytest.approx((0.85 - 0.524) / (1 - 0.524))
    assert (verdict.coefficient, verdict.curators, verdict.works) == ("kappa", 2, 100)
    assert verdict.observed == pytest.approx(0.85)
    answers = {IN: "include", OUT: "exclude"}
    patterns = [tuple(answers[one] for one in pair) for pair in works]
    assert (verdict.low, verdict.high) == interval([patterns], kappa)
    assert verdict.low is not None and verdict.high is not None
    assert verdict.low < 0.6849 < verdict.high


def test_with_a_third_curator_it_is_krippendorffs_alpha_with_whom_each_work_had() -> None:
    works: list[Sequence[Answer]] = [*[(IN, IN, IN)] * 5, *[(OUT, OUT)] * 14, (IN, OUT)]
    verdict = found(works)[VERDICT]
    # 45 readings, 16 in and 29 out; one pair of 1 x 2 differs: 1 - 44 x 2 / (45² - 16² - 29²)
    assert verdict.value == pytest.approx(1 - 88 / 928)
    assert (verdict.coefficient, verdict.curators, verdict.works) == ("alpha", 3, 20)


def test_where_one_label_is_chosen_the_answer_is_that_label_or_none() -> None:
    works = [(MODEL, MODEL)] * 10 + [(DATA, DATA)] * 5 + [(MODEL, DATA)] * 3 + [(IN, DATA)] * 2
    kind = found([*works, (MODEL, OUT), (OUT, OUT)])["kind"]
    # equal .75; Ada .65 model, .25 data, .1 none; Bo .5 and .5: by chance .325 + .125
    assert kind.value == pytest.approx((0.75 - 0.45) / 0.55)
    assert (kind.works, kind.labels, kind.observed) == (20, 0, 0.75)


def test_where_several_may_be_given_it_is_the_mean_over_labels_that_were_given() -> None:
    old: Answer = ("task:old",)
    both: Answer = ("task:old", "task:qa")
    works = [(QA, QA)] * 8 + [(both, QA)] * 2 + [(old, old)] * 2 + [(IN, IN)] * 6 + [(QA, IN)] * 2
    task = found(works)["task"]
    # qa: equal .9, given .6 and .5, by chance .3 + .2; old: equal .9, .2 and .1, .02 + .72
    assert task.value == pytest.approx(((0.9 - 0.5) / 0.5 + (0.9 - 0.74) / 0.26) / 2)
    assert (task.works, task.labels) == (20, 2)
    assert task.observed == pytest.approx(0.9)
    no_old = found([(QA, QA)] * 10 + [(IN, IN)] * 10)["task"]
    assert (no_old.value, no_old.labels) == (1.0, 1)


def test_below_the_minimum_nothing_is_known_yet() -> None:
    pair = (IN, OUT), (OUT, OUT)
    works = [pair[number % 2] for number in range(LEAST - 1)]
    assert found(works)[VERDICT] == Agreement(VERDICT, 2, LEAST - 1, "kappa")
    assert found([]) == {name: Agreement(name, 0, 0, "alpha") for name in (VERDICT, "kind", "task")}
    assert found([*works, (IN, IN)])[VERDICT].value is not None


def test_where_all_answers_are_equal_chance_explains_them_and_nothing_is_known() -> None:
    verdict = found([(IN, IN)] * LEAST)[VERDICT]
    assert verdict == Agreement(VERDICT, 2, LEAST, "kappa", observed=1.0)
    assert verdict.as_json() == {
        "question": "verdict",
        "curators": 2,
        "works": 20,
        "coefficient": "kappa",
        "observed": 1.0,
        "value": None,
        "low": None,
        "high": None,
        "labels": 0,
    }


def test_works_read_blind_are_those_where_nobody_saw_suggestions() -> None:
    made = record([(IN, IN), (IN, OUT), (IN,)], blind=frozenset({1, 2}))
    assert [readings[0].work.value for readings in read_twice(made)] == ["2407.00000", "2407.00001"]
    assert [readings[0].work.value for readings in read_twice(made, blind=True)] == ["2407.00001"]


def test_corrections_after_a_second_read_do_not_better_the_agreement() -> None:
    works = [(IN, OUT)] * 10 + [(IN, IN)] * 10 + [(OUT, OUT)] * 10
    before = record(works)
    mended = [decided(9, "exclude", standing.work.id) for standing in before.standings[:10]]
    history = [one for standing in before.standings for one in standing.history]
    after = replay([], [*history, *mended])
    assert after.by_id[WorkId("arxiv", "2407.00000")].status == "excluded"
    assert agreements(read_twice(after), TAXONOMY) == agreements(read_twice(before), TAXONOMY)
