"""Databases for tests: SQLite files, and a PostgreSQL of the tests' own for their session."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

_DEBIAN = Path("/usr/lib/postgresql")
# Nothing here outlives the tests, so nothing needs to survive a power cut.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")
_RULES = """\
local all all trust
host all guarded 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
"""
PASSWORD = "correct-horse-7"  # of the user `guarded`, the only one who is asked for one


class Server:
    """A PostgreSQL on a loopback port of its own; ``fresh`` makes a database in no time."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._numbers = count(1)
        self._admin = psycopg.connect(self.url("postgres"), autocommit=True)
        self.run(f"CREATE ROLE guarded LOGIN PASSWORD '{PASSWORD}'")

    def url(self, name: str, user: str = "tests") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{name}"

    def run(self, statement: str) -> None:
        self._admin.execute(statement.encode())

    def fresh(self, template: str = "template0") -> str:
        """The name of a new database with the template's content."""
        name = f"fresh{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._admin.close()


@contextmanager
def postgresql() -> Iterator[Server]:
    """A running server; skips the test where none is installed, but fails it in CI."""
    programs = _programs()
    if programs is None:
        reason = "PostgreSQL is not installed; on Debian: apt-get install postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    owner = _owner()
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        if owner:
            shutil.chown(folder, owner["user"], owner["group"])
        data = Path(folder, "data")
        initdb: list[str | Path] = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "tests",
            "-A",
            "trust",
            "--no-sync",
        ]
        subprocess.run(
            [*initdb, "-E", "UTF8", "--locale=C"],
            check=True, stdout=subprocess.DEVNULL, cwd=folder, **owner,
        )  # fmt: skip
        (data / "pg_hba.conf").write_text(_RULES)
        with _running(programs, data, owner) as port:
            server = Server(port)
            yield server
            server.close()


@contextmanager
def _running(programs: Path, data: Path, owner: dict[str, Any]) -> Iterator[int]:
    port = free_port()
    settings = [*_FAST, "listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories="]
    command: list[str | Path] = [programs / "postgres", "-D", data]
    for setting in settings:
        command += ["-c", setting]
    log = data.with_name("log")
    with log.open("wb") as output:
        process = subprocess.Popen(command, stderr=output, cwd=data.parent, **owner)
    try:
        while not _answers(port):
            if process.poll() is not None:
                pytest.fail(f"PostgreSQL did not start: {log.read_text()[-500:]}")
            time.sleep(0.02)
        yield port
    finally:
        process.send_signal(signal.SIGINT)  # SIGTERM would wait for every client to leave
        process.wait(20)


def _programs() -> Path | None:
    """Where initdb and postgres are: Debian keeps them off the PATH, newest version first."""
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    path = found[-1] if found else shutil.which("initdb")
    return Path(path).resolve().parent if path else None


def _owner() -> dict[str, Any]:
    """Whom to run the server as: it refuses to be run by root."""
    if os.geteuid() != 0:
        return {}
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _answers(port: int) -> bool:
    try:
        psycopg.connect(f"postgresql://tests@127.0.0.1:{port}/postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def free_port() -> int:
    """A loopback port on which nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def unprivileged() -> Iterator[None]:
    """Permissions bind nobody who is root: inside, this process is not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)
