"""A small labelled review replayed: what is alike is found first, and always alike."""

import random
from collections.abc import Sequence

import pytest

from tracker.errors import SettingsError
from tracker.suggest.replay import interval, priors, read_through, replays
from tracker.suggest.reviews_csv import Review
from tracker.suggest.screening import Plain, Screening, screener
from tracker.suggest.strategies import at_random, mixed, most_likely

RELEVANT, RECORDS = 12, 120
SCOPE = "drugs for migraine attacks"
WORDS = (
    "migraine headache aura triptan attack pain",
    "bridge concrete beam load steel river arch span girder pylon cable deck",
    "study results method we found that of a trial in report",
)


def review(seed: int = 5) -> Review:
    """Twelve records about migraine among others about bridges, mixed, with words of both."""
    dice = random.Random(seed)
    ours, theirs, both = (words.split() for words in WORDS)
    truth = [True] * RELEVANT + [False] * (RECORDS - RELEVANT)
    dice.shuffle(truth)
    titles, abstracts = [], []
    for relevant in truth:
        words = ours if relevant else theirs
        titles.append(" ".join(dice.choices(words, k=3) + dice.choices(both, k=2)))
        abstracts.append(" ".join(dice.choices(words, k=8) + dice.choices(both, k=12)))
    return Review(tuple(titles), tuple(abstracts), tuple(truth))


def found(order: Sequence[int], truth: Sequence[bool]) -> list[bool]:
    return [truth[place] for place in order[2:]]


@pytest.mark.parametrize("scope", ["", SCOPE])
def test_records_that_share_words_with_the_relevant_are_found_first(scope: str) -> None:
    one = review()
    for seed in range(3):
        order = read_through(screener(one, scope), one.relevant, seed)
        assert all(found(order, one.relevant)[: RELEVANT - 1])
        assert sorted(order) == list(range(RECORDS))


def test_a_scope_leads_where_the_priors_cannot() -> None:
    """Neither prior shares a word with any other record; the scope does."""
    one = review()
    titles, abstracts = list(one.titles), list(one.abstracts)
    for place, word in zip(priors(one.relevant, 0), ("zebra", "quince"), strict=True):
        titles[place] = abstracts[place] = word
    odd = Review(tuple(titles), tuple(abstracts), one.relevant)
    (led,) = replays(lambda: Screening(odd, "migraine and headache"), odd.relevant, [0])
    (lost,) = replays(lambda: screener(odd, ""), odd.relevant, [0])
    assert led.figures.loss == 0.0 < lost.figures.loss


def test_without_a_scope_the_plain_recipe_screens() -> None:
    one = review()
    assert type(screener(one, " ")) is Plain
    assert type(screener(one, SCOPE)) is Screening


def test_the_seed_draws_the_priors_and_nothing_else_changes_the_order() -> None:
    one = review()
    assert read_through(Screening(one, SCOPE), one.relevant, 1) == read_through(
        Screening(one, SCOPE), one.relevant, 1
    )
    drawn = {priors(one.relevant, seed) for seed in range(20)}
    assert len(drawn) > 10
    assert all((one.relevant[a], one.relevant[b]) == (True, False) for a, b in drawn)


def test_the_reading_ends_with_the_last_relevant_record() -> None:
    one = review()
    order = read_through(Plain(one), one.relevant, 0)
    last = max(index for index, place in enumerate(order) if one.relevant[place])
    rest = order[last + 1 :]
    assert len(rest) > 90 and list(rest) == sorted(rest)


def test_a_random_share_costs_reading() -> None:
    one = review()
    audit = mixed(most_likely, at_random, 0.5)
    (likely,) = replays(lambda: Screening(one, SCOPE), one.relevant, [0])
    (shared,) = replays(lambda: Screening(one, SCOPE), one.relevant, [0], audit)
    assert likely.figures.loss == 0.0 < shared.figures.loss


def test_records_without_titles_are_screened_by_their_abstracts() -> None:
    one = review()
    bare = Review(("",) * RECORDS, one.abstracts, one.relevant)
    order = read_through(screener(bare, SCOPE), bare.relevant, 0)
    assert all(found(order, bare.relevant)[: RELEVANT - 1])


@pytest.mark.parametrize("text", ["", "a . !", "the same for all"])
def test_records_that_no_word_tells_apart_cannot_be_replayed(text: str) -> None:
    blank = Review(("",) * 4, (text,) * 4, (True, False, True, False))
    for scope in ("", SCOPE):
        with pytest.raises(SettingsError, match="no word tells"):
            screener(blank, scope)


def test_records_of_stop_words_only_are_no_reason_to_fail() -> None:
    words = ("the", "and the", "of", "for of", "with", "from")
    odd = Review(words, words, (True, False, True, False, True, False))
    assert sorted(read_through(Screening(odd, "a scope"), odd.relevant, 0)) == list(range(6))


def test_an_interval_is_that_of_student() -> None:
    """By a table of t: with two degrees of freedom 4.3027 standard errors, with one 12.7062."""
    low, high = interval([1.0, 2.0, 3.0]) or (0.0, 0.0)
    assert (low, high) == pytest.approx((2 - 4.3027 / 3**0.5, 2 + 4.3027 / 3**0.5), abs=1e-4)
    assert interval([0.0, 1.0]) == pytest.approx((0.5 - 6.3531, 0.5 + 6.3531), abs=1e-4)
    assert interval([1.0]) is None
