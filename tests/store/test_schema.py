"""The schema: made, upgraded with data in it, and the same as the tables in the code."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from tests.store.records import DAY, LANGUAGE, NOW, paper, rows
from tracker.assets import asset
from tracker.coverage import CoverageCell, Position
from tracker.errors import StoreError
from tracker.store import open_store
from tracker.store.ledger import Ledger
from tracker.store.papers import by_ids, versions
from tracker.store.runs import PastRun, latest
from tracker.store.schema import prepare, revisions, upgrade
from tracker.store.suggestions import of
from tracker.suggestions import RELEVANT, Suggestion

ROOT = Path(__file__).parents[2]
# One row of each table as it was at 0001, whatever the code says today.
FIRST_ROWS: dict[str, dict[str, Any]] = {
    "paper": {
        "arxiv_id": "2603.00001", "version": 2, "title": "Title of version 2",
        "abstract": paper().abstract, "authors": list(paper().authors),
        "categories": ["cs.CL", "cs.LG"], "primary_category": "cs.CL", "submitted_at": DAY,
        "updated_at": paper(version=2).updated_at, "comment": "12 pages", "journal_ref": None,
        "doi": "10.1000/xyz", "withdrawn": False, "door": "oai", "stored_at": NOW,
        "changed_at": NOW,
    },
    "superseded": {
        "arxiv_id": "2603.00001", "version": 1, "title": "First", "abstract": "…",
        "authors": ["A"], "comment": None, "updated_at": DAY, "withdrawn": True,
    },
    "match": {"query": "language", "arxiv_id": "2603.00001"},
    "cell": {
        "query": "language", "day": DAY.date(), "state": "proven", "expected": 1, "stored": 1,
        "attempts": 2, "fetched": 0, "note": "", "asked_at": NOW,
    },
    "cursor": {
        "category": "cs.CL", "since": DAY.date(), "token": "t", "last_day": None, "saved_at": NOW,
    },
    "suggestion": {
        "arxiv_id": "2603.00001", "label": RELEVANT, "version": 2, "probability": 0.75,
        "evidence": [{"words": "é", "weight": 1.5}], "model": "m1", "suggested_at": NOW,
    },
    "run": {
        "step": "pull", "started_at": NOW, "finished_at": NOW, "outcome": "ok",
        "report": {"new": 1},
    },
}  # fmt: skip


@pytest.fixture
def blank(blank_url: str, opened: Callable[[str], sa.Engine]) -> sa.Engine:
    return opened(blank_url)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[Path]:
    """A copy of ``db/`` that a test may add migrations to."""
    copy = tmp_path / "db"
    shutil.copytree(asset("db"), copy, ignore=shutil.ignore_patterns("*.sqlite*", "__pycache__"))
    yield copy


def alembic(engine: sa.Engine, folder: Path | None = None) -> Config:
    config = Config((folder or asset("db")) / "alembic.ini")
    config.attributes["engine"] = engine
    return config


def add_migration(folder: Path, upgrade: str) -> None:
    """A migration after today's last."""
    text = f'''
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9000", "{revisions()[-1]}"
def upgrade():
    {upgrade}
'''
    (folder / "versions" / "9000_later.py").write_text(text)


def current(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def described(engine: sa.Engine) -> dict[str, Any]:
    """Everything the database itself knows about our tables."""
    look = sa.inspect(engine)
    parts = ("columns", "pk_constraint", "foreign_keys", "indexes", "check_constraints")
    return {
        name: {part: repr(getattr(look, f"get_{part}")(name)) for part in parts}
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def test_a_blank_database_gets_todays_schema(blank: sa.Engine) -> None:
    prepare(blank)
    assert current(blank) == revisions()[-1]
    with blank.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_migrations_and_the_code_make_the_same_tables_to_the_last_constraint(
    blank: sa.Engine,
) -> None:
    prepare(blank)
    migrated = described(blank)
    command.downgrade(alembic(blank), "base")
    assert described(blank) == {}
    SQLModel.metadata.create_all(blank)
    assert described(blank) == migrated


def test_every_migration_keeps_the_data_it_finds(blank: sa.Engine) -> None:
    upgrade(blank, "0001")
    then = sa.MetaData()
    then.reflect(blank)
    with blank.connect().execution_options(writes=True) as connection, connection.begin():
        for name, row in FIRST_ROWS.items():
            connection.execute(sa.insert(then.tables[name]), row)
    for revision in revisions()[1:]:
        upgrade(blank, revision)
        assert {name: len(rows(blank)[name]) for name in FIRST_ROWS} == dict.fromkeys(FIRST_ROWS, 1)
    prepare(blank)
    ledger = Ledger(blank)
    assert by_ids(blank, ["2603.00001"]) == {"2603.00001": paper(version=2)}
    assert [(old.version, old.withdrawn) for old in versions(blank, "2603.00001")] == [(1, True)]
    assert dict(ledger.stored("language", DAY.date(), DAY.date())) == {DAY.date(): 1}
    assert ledger.cells() == [CoverageCell("language", DAY.date(), "proven", 1, 1, 2, asked_at=NOW)]
    assert ledger.position("cs.CL") == Position("cs.CL", DAY.date(), "t", None, NOW)
    evidence = ({"words": "é", "weight": 1.5},)
    suggestion = Suggestion("2603.00001", RELEVANT, 2, 0.75, evidence, "m1")
    assert of(blank, "2603.00001") == [suggestion]
    assert latest(blank, "pull") == PastRun("pull", NOW, NOW, "ok", {"new": 1})


def test_rebuilding_a_table_does_not_empty_the_tables_that_refer_to_it(
    engine: sa.Engine, history: Path
) -> None:
    Ledger(engine).save_page([paper()], "oai", [LANGUAGE], NOW)
    before = rows(engine)
    # So does SQLite change a column: copy the table, drop it, rename the copy.
    add_migration(
        history,
        'with op.batch_alter_table("paper") as batch:\n'
        '        batch.alter_column("title", type_=sa.String(), existing_nullable=False)',
    )
    command.upgrade(alembic(engine, history), "head")
    assert current(engine) == "9000"
    assert rows(engine) == before
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO match VALUES ('language', 'no such paper')")


def test_a_migration_that_fails_changes_nothing(engine: sa.Engine, history: Path) -> None:
    Ledger(engine).save_page([paper()], "oai", [LANGUAGE], NOW)
    before, schema = rows(engine), described(engine)
    add_migration(history, 'op.drop_table("match"); op.execute("UPDATE paper SET version = NULL")')
    with pytest.raises(sa.exc.IntegrityError):
        command.upgrade(alembic(engine, history), "head")
    assert (current(engine), described(engine), rows(engine)) == (
        revisions()[-1],
        schema,
        before,
    )
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO match VALUES ('language', 'no such paper')")


def test_a_database_of_a_newer_tracker_is_refused_and_left_alone(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9001'")
    with pytest.raises(StoreError) as refused:
        prepare(engine)
    assert str(refused.value) == (
        f"the database has schema 9001, newer than {revisions()[-1]} which this tracker knows; "
        "upgrade the tracker, or delete the database and let tracker backfill make it again"
    )
    assert current(engine) == "9001"


def test_revisions_are_those_of_the_folder_in_order(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    for name in ("0002_b.py", "0010_c.py", "0001_a.py", "README", "draft.py", "0003_d.pyc"):
        (tmp_path / "versions" / name).touch()
    assert revisions(tmp_path) == ["0001", "0002", "0010"]


def test_each_migration_is_named_for_its_revision_and_follows_the_one_before() -> None:
    files = sorted((asset("db") / "versions").glob("*.py"))
    found = [
        re.findall(r'^(?:down_)?revision = (?:"(\d{4})"|None)$', file.read_text(), re.MULTILINE)
        for file in files
    ]
    names = [file.name[:4] for file in files]
    assert found == [list(pair) for pair in zip(names, ["", *names[:-1]], strict=True)]


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT,
    )  # fmt: skip


def test_a_current_database_opens_without_alembic(url: str) -> None:
    code = """
import sys
from tracker.store import open_store
open_store(sys.argv[1])
print("alembic" in sys.modules)
"""
    process = python(code, url)
    assert (process.communicate(timeout=60)[0], process.returncode) == ("False\n", 0)


def test_runs_that_find_a_blank_database_together_make_it_once(blank_url: str) -> None:
    code = "import sys; from tracker.store import open_store; open_store(sys.argv[1])"
    processes = [python(code, blank_url) for _ in range(3)]
    ends = [(process.communicate(timeout=60)[0], process.returncode) for process in processes]
    assert ends == [("", 0)] * 3
    engine = open_store(blank_url)
    assert current(engine) == revisions()[-1]
    engine.dispose()


def test_the_documented_command_writes_the_next_migration(url: str, history: Path) -> None:
    known = revisions()
    following = f"{int(known[-1]) + 1:04}"
    given = re.search(r"\.venv/bin/(alembic .*)", (asset("db") / "README.md").read_text())
    assert given is not None
    text = given[1].replace("db/alembic.ini", str(history / "alembic.ini"))
    arguments = shlex.split(re.sub(r"--rev-id \d+", f"--rev-id {following}", text))
    environment = os.environ | {"TRACKER_DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-m", *arguments], check=True, cwd=ROOT, env=environment,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert revisions(history) == [*known, following]
    (written,) = (history / "versions").glob(f"{following}_*.py")
    body = re.sub("#.*", "", written.read_text().partition("def upgrade")[2])
    assert " ".join(body.split()) == "() -> None: pass def downgrade() -> None: pass"
    engine = open_store(url)
    command.upgrade(alembic(engine, history), "head")
    assert current(engine) == following
    engine.dispose()
