"""What the store holds, in numbers."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from tests.store.records import DAY, LANGUAGE, LATER, NOW, paper
from tracker.store.ledger import Ledger
from tracker.store.suggestions import replace_all
from tracker.store.totals import Totals, arrived, totals
from tracker.suggestions import RELEVANT, Suggestion


def judged(arxiv_id: str, chance: float, model: str = "m1", label: str = RELEVANT) -> Suggestion:
    return Suggestion(arxiv_id, label, 1, chance, (), model)


def test_an_empty_store_holds_nothing_and_no_model_has_spoken(engine: sa.Engine) -> None:
    assert totals(engine) == Totals(0, 0, "", 0, None)
    assert arrived(engine, 0.05, DAY.date()) == []


def test_the_model_in_use_is_the_one_that_suggested_last(engine: sa.Engine) -> None:
    papers = [paper(f"2603.0000{number}") for number in (1, 2, 3)]
    Ledger(engine).save_page(
        [*papers, paper("2603.00004", categories=("cs.CV",))], "oai", [LANGUAGE], NOW
    )
    old = [judged("2603.00001", 0.9), judged("2603.00002", 0.9)]
    replace_all(engine, ["2603.00001", "2603.00002"], old, NOW)
    new = [judged("2603.00003", 0.5, "m2"), judged("2603.00003", 0.5, "m2", "task:qa")]
    replace_all(engine, ["2603.00003"], new, LATER)
    assert totals(engine) == Totals(4, 3, "m2", 1, LATER)


def test_what_arrived_is_what_a_curator_is_shown_by_day_of_submission(engine: sa.Engine) -> None:
    days: dict[str, dict[str, Any]] = {
        "2603.00001": {"submitted_at": DAY},
        "2603.00002": {"submitted_at": DAY + timedelta(days=1)},
        "2603.00003": {"submitted_at": DAY},  # put below the threshold
        "2603.00004": {"submitted_at": DAY, "withdrawn": True},
        "2603.00005": {"submitted_at": DAY - timedelta(days=1)},
        "2603.00006": {"submitted_at": DAY, "categories": ("cs.CV",)},  # answers no query
    }
    papers = [paper(name, **fields) for name, fields in days.items()]
    Ledger(engine).save_page(papers, "oai", [LANGUAGE], NOW)
    found = [judged("2603.00002", 0.05), judged("2603.00003", 0.04)]
    replace_all(engine, ["2603.00002", "2603.00003"], found, NOW)
    day = DAY.date()
    assert arrived(engine, 0.05, day) == [day, day + timedelta(days=1)]
