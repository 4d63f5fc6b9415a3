"""Papers in a later version than the one somebody read, on SQLite and on PostgreSQL."""

from dataclasses import replace

import sqlalchemy as sa

from tests.store.records import LATER, NOW, paper
from tracker.store.engine import writing
from tracker.store.papers import CHUNK, save
from tracker.store.revisions import newer, said
from tracker.store.suggestions import replace_all
from tracker.suggestions import RELEVANT, Suggestion


def test_only_papers_with_a_later_version_come_with_the_text_that_was_read(
    engine: sa.Engine,
) -> None:
    same, twice = paper("2603.00001"), paper("2603.00002")
    later, latest = paper("2603.00002", 2, comment=None), paper("2603.00002", 4, title="Fourth")
    with writing(engine) as connection:
        save(connection, [same, twice, paper("2603.00003", 5)], "oai", NOW)
        save(connection, [later], "oai", LATER)
        save(connection, [latest], "oai", LATER)
    read = {"2603.00001": 1, "2603.00002": 1, "2603.00003": 3, "2603.00009": 1}
    assert newer(engine, read) == [(latest, twice), (paper("2603.00003", 5), None)]
    old = replace(later, doi=latest.doi, journal_ref=latest.journal_ref)
    assert newer(engine, {"2603.00002": 2}) == [(latest, old)]
    assert newer(engine, {"2603.00002": 4}) == []
    assert newer(engine, {}) == []


def test_more_papers_than_one_question_takes_are_found_all_the_same(engine: sa.Engine) -> None:
    many = [paper(f"2603.{number:05}", 2) for number in range(1, CHUNK + 3)]
    with writing(engine) as connection:
        save(connection, many, "oai", NOW)
    assert newer(engine, {one.arxiv_id: 1 for one in many}) == [(one, None) for one in many]


def test_what_is_said_of_papers_is_relevance_and_the_labels_asked_for(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        save(connection, [paper()], "oai", NOW)
    words = ({"words": "Words", "weight": 1.0, "start": 0, "end": 5},)
    found = [
        Suggestion("2603.00001", label, 1, 0.5, words, "m1", against=words)
        for label in ("a:asked", "a:other", RELEVANT)
    ]
    replace_all(engine, ["2603.00001"], found, NOW)
    asked = said(engine, ["2603.00001", "2603.00002"], {"a:asked"})
    assert asked == {"2603.00001": [found[0], found[2]], "2603.00002": []}
