"""Saving papers and reading them back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests.store.records import DAY, LATER, NOW, paper, rows
from tracker.papers import Door, PaperVersion, Saved
from tracker.store.engine import writing
from tracker.store.papers import by_ids, papers, save, versions
from tracker.store.tables import Paper


def keep(engine: sa.Engine, *page: PaperVersion, door: Door = "oai", now: datetime = NOW) -> Saved:
    with writing(engine) as connection:
        return save(connection, page, door, now)[0]


def door_of(engine: sa.Engine, arxiv_id: str = "2603.00001") -> tuple[str, datetime, datetime]:
    """Which doors a paper rests on, when it came and when it last changed."""
    columns = (col(Paper.door), col(Paper.stored_at), col(Paper.changed_at))
    with engine.connect() as connection:
        row = connection.execute(sa.select(*columns).where(col(Paper.arxiv_id) == arxiv_id)).one()
        return row.door, row.stored_at, row.changed_at


def test_a_paper_reads_back_exactly_as_it_was_saved(engine: sa.Engine) -> None:
    full, bare = paper(), paper("hep-th/9901001", comment=None, doi=None, authors=())
    assert keep(engine, full, bare) == Saved(new=2)
    assert by_ids(engine, ["2603.00001", "hep-th/9901001", "2603.99999"]) == {
        "2603.00001": full,
        "hep-th/9901001": bare,
    }
    assert door_of(engine) == ("oai", NOW, NOW)


def test_the_same_papers_again_change_not_one_byte(engine: sa.Engine) -> None:
    page = [paper(), paper("2603.00002", 3, withdrawn=True), paper("2603.00003")]
    keep(engine, *page)
    before = rows(engine)
    assert keep(engine, *reversed(page), now=LATER) == Saved()
    assert keep(engine, *page, door="search", now=LATER) == Saved()
    assert rows(engine) == before


def test_a_newer_version_replaces_the_older_which_is_kept_beside_it(engine: sa.Engine) -> None:
    first, third = paper(version=1), paper(version=3, authors=("Ada Ł. Author",), comment=None)
    keep(engine, first)
    assert keep(engine, third, now=LATER) == Saved(revised=1)
    assert by_ids(engine, ["2603.00001"]) == {"2603.00001": third}
    assert door_of(engine) == ("oai", NOW, LATER)
    (old,) = versions(engine, "2603.00001")
    assert old.model_dump() == {
        "arxiv_id": "2603.00001",
        "version": 1,
        "title": "Title of version 1",
        "abstract": first.abstract,
        "authors": list(first.authors),
        "comment": "12 pages",
        "updated_at": DAY,
        "withdrawn": False,
    }


def test_superseded_versions_come_oldest_first_and_only_of_the_paper_asked(
    engine: sa.Engine,
) -> None:
    for version in (2, 9, 10, 11):
        keep(engine, paper(version=version), paper("2603.00002", version))
    assert [old.version for old in versions(engine, "2603.00001")] == [2, 9, 10]
    assert versions(engine, "2603.99999") == []


def test_an_older_version_than_the_stored_one_changes_nothing(engine: sa.Engine) -> None:
    keep(engine, paper(version=2))
    before = rows(engine)
    older = paper(version=1, withdrawn=True)
    assert keep(engine, older, door="oai", now=LATER) == Saved()
    assert keep(engine, older, door="search", now=LATER) == Saved()
    assert rows(engine) == before


def test_the_newest_version_in_a_page_counts_wherever_it_stands(engine: sa.Engine) -> None:
    page = [paper(version=2), paper(version=3), paper(version=1)]
    assert keep(engine, *page) == Saved(new=1)
    assert by_ids(engine, ["2603.00001"]) == {"2603.00001": paper(version=3)}
    assert keep(engine, *page, now=LATER) == Saved()


def test_of_a_repeat_within_a_page_the_last_counts_and_only_once(engine: sa.Engine) -> None:
    last = paper(title="As repeated")
    assert keep(engine, paper(), last) == Saved(new=1)
    assert by_ids(engine, ["2603.00001"]) == {"2603.00001": last}


def test_the_standing_papers_are_what_the_store_holds_and_not_what_was_handed_in(
    engine: sa.Engine,
) -> None:
    keep(engine, paper(version=2))
    with writing(engine) as connection:
        page = [paper(version=1), paper("2603.00002"), paper("2603.00002")]
        assert save(connection, page, "oai", NOW)[1] == [paper(version=2), paper("2603.00002")]


def test_of_two_doors_search_is_believed_for_the_words_and_oai_for_the_rest(
    engine: sa.Engine,
) -> None:
    from_oai = paper(
        title="T\\'{i}tle", authors=("A. Author",), comment="raw", categories=("cs.CL",)
    )
    from_search = paper(title="Títle", authors=("Å. Author",), comment=None, doi=None)
    merged = replace(from_oai, title="Títle", authors=("Å. Author",))
    keep(engine, from_oai, door="oai")
    assert keep(engine, from_search, door="search", now=LATER) == Saved(changed=1)
    assert by_ids(engine, ["2603.00001"]) == {"2603.00001": merged}
    assert door_of(engine) == ("both", NOW, LATER)
    assert versions(engine, "2603.00001") == []


def test_what_two_doors_agree_on_does_not_depend_on_who_came_first(engine: sa.Engine) -> None:
    reports: dict[Door, PaperVersion] = {
        "oai": paper(title="raw", comment="raw", withdrawn=True),
        "search": paper(title="plain", comment="plain"),
    }
    for door, report in reports.items():
        keep(engine, report, door=door)
    for door, report in reversed(reports.items()):
        keep(engine, replace(report, arxiv_id="2603.00002"), door=door)
    one, two = by_ids(engine, ["2603.00001", "2603.00002"]).values()
    assert one == replace(two, arxiv_id="2603.00001")
    assert one == paper(title="plain", comment="raw", withdrawn=True)


def test_once_both_doors_have_spoken_their_repeats_change_nothing(engine: sa.Engine) -> None:
    from_oai, from_search = paper(title="raw", comment="raw"), paper(title="plain", comment=None)
    keep(engine, from_oai, door="oai")
    keep(engine, from_search, door="search")
    before = rows(engine)
    assert keep(engine, from_oai, door="oai", now=LATER) == Saved()
    assert keep(engine, from_search, door="search", now=LATER) == Saved()
    assert keep(engine, from_oai, door="oai", now=LATER) == Saved()
    assert rows(engine) == before


def test_after_both_doors_a_newer_version_rests_on_the_door_that_brought_it(
    engine: sa.Engine,
) -> None:
    keep(engine, paper(title="raw"), door="oai")
    keep(engine, paper(title="plain"), door="search")
    assert keep(engine, paper(version=2), door="oai", now=LATER) == Saved(revised=1)
    assert by_ids(engine, ["2603.00001"]) == {"2603.00001": paper(version=2)}
    assert door_of(engine)[0] == "oai"


def test_a_metadata_fix_within_a_version_is_a_change_and_no_revision(engine: sa.Engine) -> None:
    keep(engine, paper())
    fixed = paper(journal_ref="Journal 1 (2026)", categories=("cs.CL", "cs.CV"))
    assert keep(engine, fixed, now=LATER) == Saved(changed=1)
    assert by_ids(engine, ["2603.00001"]) == {"2603.00001": fixed}
    assert versions(engine, "2603.00001") == []


def test_a_withdrawal_is_counted_once(engine: sa.Engine) -> None:
    keep(engine, paper())
    gone = paper(version=2, withdrawn=True)
    assert keep(engine, gone, gone, now=LATER) == Saved(revised=1, withdrawn=1)
    assert keep(engine, gone, now=LATER) == Saved()
    still_gone = paper(version=3, withdrawn=True)
    assert keep(engine, still_gone, now=LATER) == Saved(revised=1)
    assert [old.withdrawn for old in versions(engine, "2603.00001")] == [False, True]


def test_a_paper_first_seen_withdrawn_is_both_new_and_withdrawn(engine: sa.Engine) -> None:
    assert keep(engine, paper(withdrawn=True)) == Saved(new=1, withdrawn=1)


def test_a_withdrawal_within_a_version_is_a_change(engine: sa.Engine) -> None:
    keep(engine, paper())
    assert keep(engine, paper(withdrawn=True)) == Saved(changed=1, withdrawn=1)
    assert keep(engine, paper()) == Saved(changed=1)


def test_a_page_of_all_kinds_larger_than_one_statement(engine: sa.Engine) -> None:
    names = [f"2603.{number:05}" for number in range(1, 1202)]
    keep(engine, *(paper(name) for name in names[:800]))
    page = [paper(name, 2 if name < "2603.00601" else 1) for name in names]
    assert keep(engine, *page, now=LATER) == Saved(new=401, revised=600)
    assert by_ids(engine, names) == {one.arxiv_id: one for one in page}


def test_papers_are_listed_by_first_submission_from_since_up_to_until(engine: sa.Engine) -> None:
    midnight = datetime(2026, 3, 4, tzinfo=UTC)
    offsets = {"2603.00001": -1, "2603.00003": 0, "2603.00002": 0, "2603.00004": 1}
    for name, offset in offsets.items():
        keep(engine, paper(name, submitted_at=midnight + timedelta(microseconds=offset)))

    def listed(since: datetime | None, until: datetime | None) -> list[str]:
        return [one.arxiv_id[-1] for one in papers(engine, since, until)]

    assert listed(None, None) == ["1", "2", "3", "4"]
    assert listed(midnight, None) == ["2", "3", "4"]
    assert listed(None, midnight) == ["1"]
    assert listed(midnight, midnight + timedelta(microseconds=1)) == ["2", "3"]


def test_an_instant_of_another_zone_is_stored_as_the_same_instant_in_utc(
    engine: sa.Engine,
) -> None:
    abroad = DAY.astimezone(timezone(timedelta(hours=-5)))
    keep(engine, paper(submitted_at=abroad))
    (found,) = papers(engine)
    assert (found.submitted_at, found.submitted_at.tzinfo) == (DAY, UTC)
    assert keep(engine, paper(), now=LATER) == Saved()


@pytest.mark.parametrize("field", ["submitted_at", "updated_at"])
def test_an_instant_without_a_zone_is_refused_with_the_whole_page(
    engine: sa.Engine, field: str
) -> None:
    fields: dict[str, Any] = {field: datetime(2026, 3, 3, 12)}
    with pytest.raises(sa.exc.StatementError, match="an instant without a time zone: 2026-03-03"):
        keep(engine, paper(), paper("2603.00002", **fields))
    assert list(papers(engine)) == []


def test_characters_no_database_takes_are_left_out_and_are_no_nightly_change(
    engine: sa.Engine,
) -> None:
    hostile = paper(
        title="nul \0 here", abstract="half \ud83d pair", authors=("\udc00\0", "Ada"), comment="\0"
    )
    kept = paper(title="nul  here", abstract="half ? pair", authors=("?", "Ada"), comment="")
    assert keep(engine, hostile) == Saved(new=1)
    assert by_ids(engine, ["2603.00001"]) == {"2603.00001": kept}
    assert keep(engine, hostile, now=LATER) == Saved()


def test_quotes_and_wildcards_in_a_title_are_only_text(engine: sa.Engine) -> None:
    hostile = paper(title="'; DROP TABLE paper; -- %s :name ? {x} \\", authors=('"], [', "%(a)s"))
    keep(engine, hostile)
    assert list(papers(engine)) == [hostile]
