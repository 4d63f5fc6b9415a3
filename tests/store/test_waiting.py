"""The head of the queue, read from either database."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.store.records import DAY, LANGUAGE, NOW, paper
from tracker.store.ledger import Ledger
from tracker.store.suggestions import replace_all
from tracker.store.waiting import Hand, head
from tracker.suggestions import RELEVANT, Suggestion

CHANCES = {"2603.00001": 0.9, "2603.00002": 0.4, "2603.00003": 0.02, "2603.00004": 0.6}


@pytest.fixture
def four(engine: sa.Engine) -> sa.Engine:
    """Four judged papers, the last submitted first."""
    names = list(CHANCES)
    papers = [paper(name, submitted_at=DAY - timedelta(hours=n)) for n, name in enumerate(names)]
    Ledger(engine).save_page(papers, "oai", [LANGUAGE], NOW)
    found = [Suggestion(name, RELEVANT, 1, chance, (), "m1") for name, chance in CHANCES.items()]
    replace_all(engine, names, found, NOW)
    return engine


@pytest.mark.parametrize(
    ("hand", "first"),
    [("likely", "2603.00001"), ("uncertain", "2603.00002"), ("oldest", "2603.00004")],
)
def test_each_hand_deals_its_first_paper_and_none_below_the_threshold(
    four: sa.Engine, hand: Hand, first: str
) -> None:
    found = head(four, 0.05, hand=hand, count=1)
    assert [(one.arxiv_id, one.relevance) for one in found] == [(first, CHANCES[first])]
    every = {one.arxiv_id for one in head(four, 0.05, hand=hand)}
    assert every == {"2603.00001", "2603.00002", "2603.00004"}


def test_what_the_record_knows_is_passed_over(four: sa.Engine) -> None:
    found = head(four, 0.05, known={"2603.00001"}, count=1)
    assert [one.arxiv_id for one in found] == ["2603.00004"]
    assert head(four, 0.05, known=set(CHANCES)) == []
