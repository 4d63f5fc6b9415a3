"""The operator's world going wrong: one sentence each, and nothing lost."""

import resource
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from tests.databases import PASSWORD, Server, free_port, unprivileged
from tests.store.records import LANGUAGE, NOW, matches, paper
from tracker.errors import StoreError
from tracker.papers import Saved
from tracker.store import open_store
from tracker.store.engine import open_engine, writing
from tracker.store.ledger import Ledger
from tracker.store.papers import papers

MANY = [paper(f"2603.{number:05}", abstract="word " * 240) for number in range(1000, 2000)]
Opened = Callable[[str], sa.Engine]


@contextmanager
def told(sentence: str) -> Iterator[None]:
    """The one sentence, whole."""
    with pytest.raises(StoreError) as raised:
        yield
    assert str(raised.value) == sentence


def save_one(engine: sa.Engine) -> Saved:
    return Ledger(engine).save_page([paper()], "oai", [LANGUAGE], NOW)


def save_many(engine: sa.Engine) -> Saved:
    return Ledger(engine).save_page(MANY, "oai", [LANGUAGE], NOW)


def assert_nothing_lost(url: str) -> None:
    """The one paper and its match are there, nothing else is, and a run may go on."""
    engine = open_store(url)
    assert list(papers(engine)) == [paper()]
    assert matches(engine) == [("language", "2603.00001")]
    assert save_many(engine) == Saved(new=len(MANY))
    engine.dispose()


@pytest.fixture
def path(migrated_file: Path) -> Iterator[Path]:
    """An SQLite database with one paper, in a folder that anybody may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder, "tracker.sqlite")
        path.write_bytes(migrated_file.read_bytes())
        engine = open_store(f"sqlite:///{path}")
        save_one(engine)
        engine.dispose()
        yield path


@pytest.fixture
def remote(server: Server, migrated_database: str, opened: Opened) -> Iterator[str]:
    """The name of a PostgreSQL database with one paper."""
    name = server.fresh(migrated_database)
    save_one(opened(server.url(name)))
    yield name
    server.drop(name)


def test_an_sqlite_file_that_another_run_is_writing(path: Path) -> None:
    engine = open_engine(f"sqlite:///{path}", patience=0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with told(
            f"the database sqlite:///{path} is locked by another run; "
            "wait for it to end and try again"
        ):
            save_many(engine)
        assert list(papers(engine)) == [paper()]  # who only reads need not wait
    engine.dispose()
    assert_nothing_lost(f"sqlite:///{path}")


def test_a_postgresql_that_another_run_is_writing(
    server: Server, remote: str, opened: Opened
) -> None:
    engine = open_engine(server.url(remote), patience=0.05)
    with writing(opened(server.url(remote))):
        with told(
            f"the database postgresql://127.0.0.1:{server.port}/{remote} is locked by another "
            "run; wait for it to end and try again"
        ):
            save_many(engine)
        assert list(papers(engine)) == [paper()]
    engine.dispose()
    assert_nothing_lost(server.url(remote))


def test_an_sqlite_file_that_may_not_be_written(path: Path) -> None:
    path.chmod(0o444)
    engine = open_engine(f"sqlite:///{path}")
    with (
        unprivileged(),
        told(
            f"the database sqlite:///{path} cannot be written; "
            "fix the permissions of the file and its folder"
        ),
    ):
        save_many(engine)
    engine.dispose()
    path.chmod(0o644)
    assert_nothing_lost(f"sqlite:///{path}")


def test_an_sqlite_file_in_a_folder_that_may_not_be_written(path: Path) -> None:
    path.chmod(0o666)
    path.parent.chmod(0o555)
    with (
        unprivileged(),
        told(
            f"the database sqlite:///{path} cannot be written; "
            "fix the permissions of the file and its folder"
        ),
    ):
        open_store(f"sqlite:///{path}")
    path.parent.chmod(0o755)
    assert_nothing_lost(f"sqlite:///{path}")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with told(f"the database's folder {tmp_path}/file/db cannot be made: Not a directory"):
        open_engine(f"sqlite:///{tmp_path}/file/db/tracker.sqlite")


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    with told(
        f"the database sqlite:///{tmp_path} cannot be opened; "
        "fix the permissions of the file and its folder"
    ):
        open_store(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_text("Notes of a curator.\n" * 500)
    with told(f"the database sqlite:///{path} is not a database; move the file away and run again"):
        open_store(f"sqlite:///{path}")
    assert path.read_text() == "Notes of a curator.\n" * 500


@pytest.mark.parametrize("damage", ["overwritten", "cut"])
def test_a_damaged_database_says_how_to_make_a_new_one(path: Path, damage: str) -> None:
    engine = open_store(f"sqlite:///{path}")
    save_many(engine)
    engine.dispose()
    whole = path.read_bytes()
    pages = 8 * 4096  # past the schema, which would make the file no database at all
    path.write_bytes(whole[:pages] + (b"\xff" * (len(whole) - pages) if damage[0] == "o" else b""))
    engine = open_engine(f"sqlite:///{path}")
    with told(
        f"the database sqlite:///{path} is damaged; delete it, tracker backfill makes it again"
    ):
        list(papers(engine))
    engine.dispose()
    path.unlink()
    engine = open_store(f"sqlite:///{path}")
    assert save_one(engine) == Saved(new=1)
    engine.dispose()


def test_a_table_that_somebody_dropped(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TABLE cursor")
    engine = open_store(f"sqlite:///{path}")
    with told(
        f"the database sqlite:///{path} has tables missing; "
        "delete it, tracker backfill makes it again"
    ):
        Ledger(engine).position("cs.CL")
    engine.dispose()


def test_a_full_disk(path: Path) -> None:
    engine = open_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count=40"))
    with told(
        f"the database sqlite:///{path} cannot grow: the disk is full; "
        "free some space and run again"
    ):
        save_many(engine)
    assert list(papers(engine)) == [paper()]
    engine.dispose()
    assert_nothing_lost(f"sqlite:///{path}")


def test_a_disk_that_stops_taking_bytes_in_the_middle_of_a_page(path: Path) -> None:
    engine = open_store(f"sqlite:///{path}")
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        with told(
            f"the database sqlite:///{path} could not be read or written by the disk; "
            "check the disk and run again"
        ):
            save_many(engine)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    engine.dispose()
    assert_nothing_lost(f"sqlite:///{path}")


def test_a_postgresql_that_does_not_run() -> None:
    port = free_port()
    with told(
        f"the database postgresql://127.0.0.1:{port}/tracker does not answer; "
        "start PostgreSQL or fix TRACKER_DATABASE_URL"
    ):
        open_store(f"postgresql://user:secret-7@127.0.0.1:{port}/tracker")


def test_a_postgresql_that_is_stopped_in_the_middle(server: Server, remote: str) -> None:
    engine = open_store(server.url(remote))
    with (
        told(
            f"the database postgresql://127.0.0.1:{server.port}/{remote} closed the connection; "
            "wait until PostgreSQL runs and try again"
        ),
        writing(engine) as connection,
    ):
        connection.exec_driver_sql("DELETE FROM match")
        server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{remote}' AND pid <> pg_backend_pid()"
        )
        connection.exec_driver_sql("DELETE FROM paper")
    engine.dispose()
    assert_nothing_lost(server.url(remote))


def test_a_database_that_does_not_exist(server: Server) -> None:
    with told(
        f"the database postgresql://127.0.0.1:{server.port}/nowhere does not exist on that "
        "server; create it or fix TRACKER_DATABASE_URL"
    ):
        open_store(server.url("nowhere"))


@pytest.mark.parametrize("user", ["guarded:wrong-7", "guarded", "nobody-here"])
def test_a_user_or_password_that_is_refused(server: Server, remote: str, user: str) -> None:
    with told(
        f"the database postgresql://127.0.0.1:{server.port}/{remote} refused the user or "
        "password in TRACKER_DATABASE_URL"
    ):
        open_store(server.url(remote, user))


def test_a_user_who_may_not_make_tables(server: Server) -> None:
    name = server.fresh()
    with told(
        f"the database postgresql://127.0.0.1:{server.port}/{name} may not be written by this "
        "user; make the user its owner"
    ):
        open_store(server.url(name, f"guarded:{PASSWORD}"))
    server.run(f"ALTER DATABASE {name} OWNER TO guarded")
    open_store(server.url(name, f"guarded:{PASSWORD}")).dispose()
    server.drop(name)


@pytest.mark.parametrize(
    "spelling",
    [
        "user:secret-7@127.0.0.1:{port}/name",
        "user:p@secret-7@127.0.0.1:{port}/name",
        "127.0.0.1:{port}/name?user=user&password=secret-7",
        "user:secret-7@127.0.0.1:{port}/name?password=secret-8&passfile=secret-9",
    ],
)
def test_no_spelling_of_an_address_brings_its_password_into_the_message(spelling: str) -> None:
    port = free_port()
    with told(
        f"the database postgresql://127.0.0.1:{port}/name does not answer; "
        "start PostgreSQL or fix TRACKER_DATABASE_URL"
    ):
        open_store("postgresql://" + spelling.format(port=port))


def test_an_option_that_postgresql_does_not_have() -> None:
    with told(
        "the database postgresql://127.0.0.1/name has an option in TRACKER_DATABASE_URL that "
        "PostgreSQL lacks"
    ):
        open_store("postgresql://127.0.0.1/name?secret-7=secret-8")
