"""Every test that asks for an ``engine`` or a ``url`` runs on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.databases import Server, postgresql
from tracker.store import open_store
from tracker.store.engine import open_engine


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with current tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite"
    open_store(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture(scope="session")
def migrated_database(server: Server) -> str:
    """The same in PostgreSQL."""
    name = server.fresh()
    open_store(server.url(name)).dispose()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def blank_url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database without tables."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'blank.sqlite'}"
        return
    server: Server = request.getfixturevalue("server")
    name = server.fresh()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database with current tables and nothing in them."""
    if kind == "sqlite":
        path = tmp_path / "tracker.sqlite"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("server")
    name = server.fresh(request.getfixturevalue("migrated_database"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def opened() -> Iterator[Callable[[str], sa.Engine]]:
    """Opens databases whose tables are current, and closes them after the test."""
    engines: list[sa.Engine] = []

    def open_one(url: str) -> sa.Engine:
        engines.append(open_engine(url))
        return engines[-1]

    yield open_one
    for engine in engines:
        engine.dispose()


@pytest.fixture
def engine(url: str, opened: Callable[[str], sa.Engine]) -> sa.Engine:
    return opened(url)
