"""Pages with their cursors, cells and matches."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.store.records import DAY, IMAGES, LANGUAGE, LATER, NOW, matches, paper, rows
from tracker.coverage import CoverageCell, Position
from tracker.papers import Saved
from tracker.queries import Query
from tracker.store import papers as shelf
from tracker.store.engine import writing
from tracker.store.ledger import Ledger

DATE = date(2026, 3, 3)
CELL = CoverageCell(
    "language", DATE, "partial", expected=7, stored=5, attempts=2, fetched=4,
    note="2 of 7 differ: “x”", asked_at=NOW,
)  # fmt: skip
POSITION = Position("cs.CL", DATE, token="from=2026-03-03&skip=3500", last_day=DATE)


@pytest.fixture
def ledger(engine: sa.Engine) -> Ledger:
    return Ledger(engine)


def test_a_page_is_kept_with_its_matches_its_position_and_its_cell(ledger: Ledger) -> None:
    page = [paper(), paper("2603.00002", categories=("cs.CV",))]
    saved = ledger.save_page(page, "oai", [LANGUAGE, IMAGES], NOW, "", POSITION, CELL)
    assert saved == Saved(new=2)
    assert ledger.known(["2603.00001", "2603.00002", "2603.00003"]) == {"2603.00001", "2603.00002"}
    assert matches(ledger.engine) == [("images", "2603.00002"), ("language", "2603.00001")]
    assert ledger.position("cs.CL") == replace(POSITION, saved_at=NOW)
    assert ledger.cells() == [CELL]


def test_a_page_saved_again_changes_not_one_byte(ledger: Ledger) -> None:
    page = [paper(), paper("2603.00002", categories=("cs.CV",))]
    for now in (NOW, LATER):
        before = rows(ledger.engine)
        saved = ledger.save_page(page, "search", [LANGUAGE, IMAGES], now, "language", cell=CELL)
    assert saved == Saved()
    assert rows(ledger.engine) == before


def test_an_empty_page_may_still_move_the_cursor(ledger: Ledger) -> None:
    assert ledger.save_page([], "oai", [LANGUAGE], NOW, position=POSITION) == Saved()
    assert ledger.position("cs.CL") == replace(POSITION, saved_at=NOW)


def test_a_page_that_fails_at_its_last_row_leaves_nothing_of_itself(ledger: Ledger) -> None:
    ledger.save_page([paper()], "oai", [LANGUAGE], NOW, "", POSITION, CELL)
    before = rows(ledger.engine)
    bad = replace(CELL, state="nonsense")  # type: ignore[arg-type]
    page = [paper(version=2, categories=("cs.CV",)), paper("2603.00002")]
    further = replace(POSITION, token="skip=7000")
    with pytest.raises(sa.exc.IntegrityError, match="ck_cell_state"):
        ledger.save_page(page, "oai", [LANGUAGE, IMAGES], LATER, "", further, bad)
    assert rows(ledger.engine) == before


def test_a_page_that_fails_at_its_first_row_leaves_nothing_of_itself(ledger: Ledger) -> None:
    naive = paper("2603.00002", updated_at=datetime(2026, 3, 3))
    with pytest.raises(sa.exc.StatementError, match="without a time zone"):
        ledger.save_page([paper(), naive], "oai", [LANGUAGE], NOW, "", POSITION, CELL)
    assert not any(rows(ledger.engine).values())


def test_a_paper_that_changes_its_categories_changes_whose_answer_it_is(ledger: Ledger) -> None:
    ledger.save_page([paper(), paper("2603.00002")], "oai", [LANGUAGE, IMAGES], NOW)
    moved = paper(categories=("eess.IV",))
    ledger.save_page([moved], "oai", [LANGUAGE, IMAGES], LATER)
    assert matches(ledger.engine) == [("images", "2603.00001"), ("language", "2603.00002")]


def test_queries_may_be_given_as_any_iterable(ledger: Ledger) -> None:
    ledger.save_page([paper()], "oai", [IMAGES, LANGUAGE], NOW)
    moved = paper(categories=("eess.IV",))
    ledger.save_page([moved], "oai", (query for query in (LANGUAGE, IMAGES)), NOW)
    assert matches(ledger.engine) == [("images", "2603.00001")]


def test_matches_go_by_the_stored_paper_and_not_by_an_older_version(ledger: Ledger) -> None:
    ledger.save_page([paper(version=2, categories=("cs.CV",))], "oai", [LANGUAGE, IMAGES], NOW)
    ledger.save_page([paper(version=1)], "oai", [LANGUAGE, IMAGES], NOW)
    assert matches(ledger.engine) == [("images", "2603.00001")]


def test_a_query_with_phrases_gets_the_papers_that_hold_them(ledger: Ledger) -> None:
    narrow = Query("narrow", ("cs.CL",), any_of=("small language model",), none_of=("survey",))
    page = [
        paper("2603.00001", title="A Small Language-Model for clinics"),
        paper("2603.00002", abstract="We survey every small language model."),
        paper("2603.00003", title="Small language models"),
        paper("2603.00004", title="A small language model", categories=("cs.CV",)),
    ]
    ledger.save_page(page, "oai", [narrow], NOW)
    assert matches(ledger.engine) == [("narrow", "2603.00001")]


def test_what_arxiv_says_answers_a_query_does_though_we_read_it_otherwise(ledger: Ledger) -> None:
    narrow = Query("narrow", ("cs.CL",), any_of=("stemming",))
    page = [paper(title="Stems"), paper("2603.00002", categories=("cs.CV",))]
    ledger.save_page(page, "search", [narrow, LANGUAGE], NOW, found_by="narrow")
    found = [("language", "2603.00001"), ("narrow", "2603.00001"), ("narrow", "2603.00002")]
    assert matches(ledger.engine) == found


def test_a_paper_found_by_arxiv_stays_found_until_it_leaves_the_categories(
    ledger: Ledger,
) -> None:
    narrow = Query("narrow", ("cs.CL",), any_of=("stemming",))
    ledger.save_page([paper(title="Stems")], "search", [narrow], NOW, found_by="narrow")
    ledger.save_page([paper(version=2, title="Other words")], "oai", [narrow], NOW)
    assert matches(ledger.engine) == [("narrow", "2603.00001")]
    ledger.save_page([paper(version=3, categories=("cs.CV",))], "oai", [narrow], NOW)
    assert matches(ledger.engine) == []


def test_matches_of_more_papers_than_one_statement_takes(ledger: Ledger) -> None:
    names = [f"2603.{number:05}" for number in range(1, 1202)]
    ledger.save_page([paper(name) for name in names], "oai", [LANGUAGE], NOW, "found")
    assert matches(ledger.engine) == [("found", name) for name in names] + [
        ("language", name) for name in names
    ]
    moved = [paper(name, categories=("cs.CV",)) for name in names]
    ledger.save_page(moved, "oai", [LANGUAGE], NOW)
    assert matches(ledger.engine) == [("found", name) for name in names]


def test_writers_at_the_same_time_take_turns(ledger: Ledger) -> None:
    page = [paper(f"2603.{number:05}") for number in range(1, 301)]
    with ThreadPoolExecutor(4) as pool:
        turns = [pool.submit(ledger.save_page, page, "oai", [LANGUAGE], NOW) for _ in range(4)]
    assert sum((turn.result() for turn in turns), Saved()) == Saved(new=300)
    assert len(matches(ledger.engine)) == 300


def test_a_reader_sees_a_page_whole_or_not_at_all(ledger: Ledger) -> None:
    with writing(ledger.engine) as connection:
        shelf.save(connection, [paper()], "oai", NOW)
        assert ledger.known(["2603.00001"]) == set()
    assert ledger.known(["2603.00001"]) == {"2603.00001"}


def test_a_cell_saved_again_is_replaced_whole(ledger: Ledger) -> None:
    ledger.save_cells([CELL, replace(CELL, query="images")])
    proven = CoverageCell("language", DATE, "proven", expected=7, stored=7, attempts=3)
    ledger.save_cells([proven])
    assert ledger.cells() == [replace(CELL, query="images"), proven]


def test_cells_that_fail_together_are_not_saved_apart(ledger: Ledger) -> None:
    bad = replace(CELL, query="images", state="nonsense")  # type: ignore[arg-type]
    with pytest.raises(sa.exc.IntegrityError, match="ck_cell_state"):
        ledger.save_cells([CELL, bad])
    assert ledger.cells() == []


def test_cells_are_listed_by_query_and_day_within_the_days_asked(ledger: Ledger) -> None:
    days = [DATE + timedelta(days=number) for number in range(3)]
    cells = [replace(CELL, query=key, day=day) for key in ("a", "b") for day in days]
    ledger.save_cells(cells[::-1])
    assert ledger.cells() == cells
    assert ledger.cells("b") == cells[3:]
    assert ledger.cells("b", days[1], days[1]) == [cells[4]]
    assert ledger.cells(first=days[2]) == [cells[2], cells[5]]
    assert ledger.cells(last=days[0]) == [cells[0], cells[3]]
    assert ledger.cells("c") == []


def test_a_position_is_one_for_each_category_and_the_last_saved(ledger: Ledger) -> None:
    ledger.save_page([], "oai", (), NOW, position=POSITION)
    ledger.save_page([], "oai", (), NOW, position=Position("cs.CV", DATE))
    done = Position("cs.CL", DATE + timedelta(days=2))
    ledger.save_page([], "oai", (), LATER, position=done)
    assert ledger.position("cs.CL") == replace(done, saved_at=LATER)
    assert ledger.position("cs.CV") == Position("cs.CV", DATE, saved_at=NOW)
    assert ledger.position("cs.AI") is None


def test_a_cell_asked_at_an_instant_without_a_zone_is_refused(ledger: Ledger) -> None:
    with pytest.raises(sa.exc.StatementError, match="an instant without a time zone: 2026-03-05"):
        ledger.save_cells([replace(CELL, asked_at=datetime(2026, 3, 5))])


def test_stored_papers_are_counted_by_the_utc_day_of_first_submission(ledger: Ledger) -> None:
    midnight = datetime(2026, 3, 4, tzinfo=UTC)
    second = timedelta(seconds=1)
    instants = [midnight - second, midnight, midnight + second, midnight + timedelta(1) - second]
    instants += [midnight + timedelta(1), DAY]
    page = [paper(f"2603.{n:05}", submitted_at=at) for n, at in enumerate(instants, 1)]
    others = paper("2603.00009", categories=("cs.CV",), submitted_at=midnight)
    ledger.save_page([*page, others], "oai", [LANGUAGE, IMAGES], NOW)
    third, fourth, fifth = (date(2026, 3, day) for day in (3, 4, 5))
    assert ledger.stored("language", fourth, fourth) == Counter({fourth: 3})
    assert ledger.stored("language", third, fifth) == Counter({third: 2, fourth: 3, fifth: 1})
    assert ledger.stored("images", third, fifth) == Counter({fourth: 1})
    assert ledger.stored("language", fifth + timedelta(1), fifth + timedelta(9)) == Counter()
