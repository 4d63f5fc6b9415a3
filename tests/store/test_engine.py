"""Addresses of databases, and what a transaction is."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.databases import Server
from tests.store.records import NOW, paper
from tracker.errors import StoreError
from tracker.store import open_store, papers
from tracker.store.engine import open_engine, reading, writing

UNUSABLE = (
    "TRACKER_DATABASE_URL cannot be used; write sqlite:///FILE or postgresql://… "
    "(with the postgres extra installed): {}"
)


def test_the_folder_of_a_new_sqlite_file_is_made(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "tracker.sqlite"
    open_store(f"sqlite:///{file}").dispose()
    assert file.is_file()


def test_an_sqlite_file_may_be_named_by_a_uri(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "tracker.sqlite"
    open_store(f"sqlite:///file:{file}?uri=true").dispose()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tracker.sqlite"]


def test_a_database_in_memory_has_tables_too() -> None:
    engine = open_store("sqlite://")
    with writing(engine) as connection:
        papers.save(connection, [paper()], "oai", NOW)
    assert list(papers.papers(engine)) == [paper()]
    engine.dispose()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_may_be_spelt_in_three_ways(scheme: str, server: Server) -> None:
    engine = open_engine(server.url("postgres").replace("postgresql", scheme, 1))
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("", "ArgumentError"),
        ("tracker.sqlite", "ArgumentError"),
        ("nonsense://secret-7@host/name", "NoSuchModuleError"),
        ("mysql://user:secret-7@host/name", "ModuleNotFoundError"),
        ("postgresql://user:secret-7@host:port/name", "ValueError"),
        ("postgresql://user:secret-7:secret-8/name", "ValueError"),
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(url: str, kind: str) -> None:
    with pytest.raises(StoreError) as refused:
        open_engine(url)
    assert str(refused.value) == UNUSABLE.format(kind)


@pytest.mark.parametrize("kind", ["sqlite+aiosqlite", "postgresql+asyncpg"])
def test_a_driver_of_another_kind_is_refused(kind: str) -> None:
    with pytest.raises(StoreError) as refused:
        open_engine(f"{kind}:///name")
    assert str(refused.value) == (
        f"{kind} databases are not supported: write sqlite:///FILE or postgresql://… "
        "in TRACKER_DATABASE_URL"
    )


def test_writing_keeps_all_on_leaving_and_nothing_after_an_error(engine: sa.Engine) -> None:
    with pytest.raises(RuntimeError, match="stop"), writing(engine) as connection:
        papers.save(connection, [paper()], "oai", NOW)
        raise RuntimeError("stop")
    assert list(papers.papers(engine)) == []
    with writing(engine) as connection:
        papers.save(connection, [paper()], "oai", NOW)
    assert list(papers.papers(engine)) == [paper()]


def test_what_is_read_is_what_was_there_when_the_reading_began(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        papers.save(connection, [paper()], "oai", NOW)
    listing = papers.papers(engine)
    first = next(listing)
    with writing(engine) as connection:
        papers.save(connection, [paper("2603.00002")], "oai", NOW)
    assert [first, *listing] == [paper()]


def test_each_connection_heeds_foreign_keys(engine: sa.Engine) -> None:
    for _ in range(2):
        with pytest.raises(sa.exc.IntegrityError), writing(engine) as connection:
            connection.exec_driver_sql("INSERT INTO match VALUES ('language', 'no such paper')")
        engine.dispose()


def test_faults_of_ours_are_not_blamed_on_the_operator(engine: sa.Engine) -> None:
    with pytest.raises(sa.exc.IntegrityError), writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO match VALUES ('language', NULL)")
