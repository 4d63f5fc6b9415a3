"""Drift on made-up weeks: what stays is steady, what is planted moves, little is not enough."""

from collections import Counter

import pytest

from tracker.suggest.drift import Moved, Paper, divergence, drift
from tracker.suggest.intervals import Share

USUAL = [
    *("model", "language", "text", "data", "task", "train"),
    *("token", "clinic", "note", "nurse"),
]
KNOWN = frozenset(USUAL)
NOTHING = (Share(0, 0), Share(0, 0))


def week(
    number: int, words: list[str] = USUAL, relevance: float = 0.0, size: int = 40
) -> list[Paper]:
    """Papers of a week; which words they hold, and how relevant they are, varies a little."""
    return [
        Paper(
            f"{number}.{i}",
            " ".join(words[(i * 3 + j * (number + 1)) % len(words)] for j in range(12)),
            relevance + (0.5 if (i + number) % 10 == 0 else 0.01),
        )
        for i in range(size)
    ]


def states(found: tuple[Moved, ...]) -> dict[str, str]:
    return {one.measure: one.state for one in found}


def test_a_week_like_the_others_is_steady() -> None:
    weeks = [week(number) for number in (3, 1, 2, 3, 4, 5, 6, 7, 8)]
    assert states(drift(weeks, KNOWN, 0.05, (Share(18, 20), Share(90, 100)))) == {
        "unknown words": "steady",
        "word distribution": "steady",
        "share shown": "steady",
        "mean relevance": "steady",
        "acceptance": "steady",
    }


def test_new_words_more_relevance_and_less_acceptance_have_moved() -> None:
    weeks = [week(3, ["agent", *USUAL[:5], "robot"], 0.4)]
    weeks += [week(number) for number in (1, 2, 3, 4, 5, 6, 7, 8)]
    found = drift(weeks, KNOWN, 0.05, (Share(4, 20), Share(90, 100)))
    assert states(found) == dict.fromkeys(states(found), "moved")
    unknown, _, shown, _, accepted = found
    assert (unknown.before, unknown.low, unknown.high) == (0.0, 0.0, 0.0)
    assert unknown.now == pytest.approx(2 / 7, abs=0.02)
    assert (shown.now, shown.before) == (1.0, 0.1)
    assert (accepted.now, accepted.before) == (0.2, 0.9)
    assert accepted.sentence == "acceptance moved: 0.200, before 0.900"


def test_too_little_to_go_by_is_said_so() -> None:
    few = [week(0, size=19), *(week(number) for number in range(1, 9))]
    young = [week(0), week(1), week(2), week(3), [], [], [], [], []]
    for weeks in (few, young):
        found = drift(weeks, KNOWN, 0.05, NOTHING)
        assert set(states(found).values()) == {"not enough"}
        assert [found[0].sentence, found[-1].sentence] == [
            "unknown words: not enough (it takes 20 papers this week and in 4 of the 8 before)",
            "acceptance: not enough (it takes 10 judged suggestions this week and as many before)",
        ]


def test_without_a_model_at_hand_its_vocabulary_is_not_measured() -> None:
    weeks = [week(number) for number in range(9)]
    found = drift(weeks, None, 0.05, NOTHING)
    assert found[0].sentence == "unknown words: not enough (no model was fitted)"


def test_papers_nobody_judged_have_no_base_rate() -> None:
    weeks = [[Paper(p.arxiv_id, p.text, None) for p in week(n)] for n in range(9)]
    found = {one.measure: one for one in drift(weeks, KNOWN, 0.05, NOTHING)}
    assert [found[name].sentence for name in ("share shown", "mean relevance")] == [
        "share shown: not enough (it takes 20 judged papers in each week)",
        "mean relevance: not enough (it takes 20 judged papers in each week)",
    ]
    assert found["word distribution"].state == "steady"


def test_one_shown_paper_more_than_none_is_chance() -> None:
    weeks = [[Paper(f"{n}.{i}", "a text", 0.0) for i in range(30)] for n in range(9)]
    weeks[0][0] = Paper("0.0", "a text", 0.9)
    assert states(drift(weeks, KNOWN, 0.05, NOTHING))["share shown"] == "steady"


def test_the_divergence_of_words_is_none_for_equals_and_one_bit_for_strangers() -> None:
    one = Counter({"a": 2, "b": 2})
    assert divergence(one, Counter({"a": 1, "b": 1})) == 0.0
    assert divergence(one, Counter({"c": 3})) == 1.0
    # Half of each is shared: 1 - (1/2 · 1 + ...) worked out to one half.
    assert divergence(one, Counter({"b": 2, "c": 2})) == pytest.approx(0.5)


def test_fewer_unknown_words_than_usual_are_no_drift() -> None:
    strange = ["agent", "robot", *USUAL[:8]]
    weeks = [week(0), *(week(number, strange) for number in range(1, 9))]
    unknown = drift(weeks, KNOWN, 0.05, NOTHING)[0]
    assert (unknown.now, unknown.state) == (0.0, "steady")
    assert unknown.low is not None and unknown.low > 0
