"""Suggestions, and the candidates they make."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.store.records import DAY, LANGUAGE, LATER, NOW, paper, rows
from tracker.papers import PaperVersion
from tracker.store.ledger import Ledger
from tracker.store.suggestions import candidates, of, replace_all, stale
from tracker.suggestions import RELEVANT, Candidate, Suggestion

EVIDENCE = ({"words": "small “model”", "weight": 1.25, "start": 0, "end": 12}, {"words": "é"})


def judged(arxiv_id: str, probability: float, label: str = RELEVANT, **more: Any) -> Suggestion:
    fields: dict[str, Any] = {"version": 1, "evidence": EVIDENCE, "model": "m1"} | more
    return Suggestion(arxiv_id, label, probability=probability, **fields)


def harvest(engine: sa.Engine, *papers: PaperVersion) -> None:
    Ledger(engine).save_page(papers, "oai", [LANGUAGE], NOW)


def suggest(engine: sa.Engine, *found: Suggestion, now: datetime = NOW) -> int:
    return replace_all(engine, [one.arxiv_id for one in found], found, now)


@pytest.fixture
def three(engine: sa.Engine) -> sa.Engine:
    """A store with three papers that answer a query and one that answers none."""
    outside = paper("2603.00004", categories=("cs.CV",))
    harvest(engine, *(paper(f"2603.0000{number}") for number in (1, 2, 3)), outside)
    return engine


def test_suggestions_come_back_as_they_were_surest_first(three: sa.Engine) -> None:
    found = [
        judged("2603.00001", 0.25, "task/qa"),
        judged("2603.00001", 0.1 + 0.2),
        judged("2603.00001", 0.25, "method/lora", evidence=()),
    ]
    assert suggest(three, *found) == 3
    assert of(three, "2603.00001") == [found[1], found[2], found[0]]
    assert of(three, "2603.00002") == []


def test_replacing_drops_what_a_newer_model_no_longer_says(three: sa.Engine) -> None:
    suggest(three, judged("2603.00001", 0.9), judged("2603.00001", 0.8, "task/qa"))
    suggest(three, judged("2603.00002", 0.7))
    newer = judged("2603.00001", 0.6, model="m2")
    assert suggest(three, newer, now=LATER) == 1
    assert of(three, "2603.00001") == [newer]
    assert of(three, "2603.00002") == [judged("2603.00002", 0.7)]


def test_papers_asked_about_without_a_suggestion_end_up_with_none(three: sa.Engine) -> None:
    suggest(three, judged("2603.00001", 0.9))
    assert replace_all(three, ["2603.00001"], [], NOW) == 0
    assert of(three, "2603.00001") == []


def test_replacing_fails_whole_or_not_at_all(three: sa.Engine) -> None:
    suggest(three, judged("2603.00001", 0.9))
    before = rows(three)
    with pytest.raises(sa.exc.IntegrityError):
        suggest(three, judged("2603.00001", 0.1), judged("2603.99999", 0.2))
    assert rows(three) == before


def test_more_papers_than_one_statement_takes_are_replaced(engine: sa.Engine) -> None:
    names = [f"2603.{number:05}" for number in range(1, 1102)]
    harvest(engine, *map(paper, names))
    for model in ("m1", "m2"):
        found = [judged(name, 0.5, model=model) for name in names]
        assert replace_all(engine, names, iter(found), NOW) == 1101
    assert stale(engine, "m2") == []
    assert stale(engine, "m1") == names


def test_stale_are_papers_this_model_has_not_judged_at_their_version(three: sa.Engine) -> None:
    assert stale(three, "m1") == ["2603.00001", "2603.00002", "2603.00003"]
    suggest(three, judged("2603.00001", 0.9), judged("2603.00002", 0.1))
    suggest(three, judged("2603.00003", 0.9, "task/qa"))
    assert stale(three, "m1") == ["2603.00003"]
    assert stale(three, "m2") == ["2603.00001", "2603.00002", "2603.00003"]
    harvest(three, paper("2603.00001", version=2))
    assert stale(three, "m1") == ["2603.00001", "2603.00003"]


def test_candidates_answer_a_query_and_are_not_below_the_threshold(three: sa.Engine) -> None:
    suggest(three, judged("2603.00001", 0.5), judged("2603.00002", 0.49))
    suggest(three, judged("2603.00003", 0.9, "task/qa"), judged("2603.00004", 0.99))
    one = Candidate("2603.00001", 1, "Title of version 1", date(2026, 3, 3), False, 0.5)
    unjudged = replace(one, arxiv_id="2603.00003", relevance=None)
    assert candidates(three, 0.5) == ([one, unjudged], {"2603.00002"})


def test_a_paper_that_answers_two_queries_is_one_candidate(engine: sa.Engine) -> None:
    Ledger(engine).save_page([paper()], "oai", [LANGUAGE], NOW, found_by="another")
    one = Candidate("2603.00001", 1, "Title of version 1", date(2026, 3, 3), False, None)
    assert candidates(engine, 0.5) == ([one], set())


def test_candidates_come_oldest_first_and_since_leaves_out_the_older(engine: sa.Engine) -> None:
    ages = {"2603.00003": 2, "2603.00001": 1, "2603.00002": 0}
    harvest(engine, *(paper(name, submitted_at=DAY - timedelta(age)) for name, age in ages.items()))
    found, below = candidates(engine, 0.5)
    assert ([one.arxiv_id for one in found], below) == (list(ages), set())
    found, below = candidates(engine, 0.5, since=DAY - timedelta(1))
    assert ([one.arxiv_id for one in found], below) == (["2603.00001", "2603.00002"], set())


def test_withdrawn_papers_are_candidates_however_old_or_improbable(engine: sa.Engine) -> None:
    harvest(engine, paper(withdrawn=True))
    suggest(engine, judged("2603.00001", 0.01))
    gone = Candidate("2603.00001", 1, "Title of version 1", date(2026, 3, 3), True, 0.01)
    assert candidates(engine, 0.5, since=LATER) == ([gone], set())


def test_the_day_of_a_candidate_is_the_utc_day(engine: sa.Engine) -> None:
    last_second = DAY.replace(hour=23, minute=59, second=59)
    harvest(engine, paper(submitted_at=last_second))
    (found,), _ = candidates(engine, 0.5)
    assert found.submitted_on == date(2026, 3, 3)
