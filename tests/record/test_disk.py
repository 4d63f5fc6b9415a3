"""Adding to the curation on a full disk, without permission, and in a process that is killed."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.record.surveys import WORK, decided, journal, names, problems, survey
from tracker.curation import append, load, write_work
from tracker.errors import CurationError

HOW = "nothing was changed, free the disk or fix the permissions and try again"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return survey(tmp_path)


LIMITED = """
import resource, signal, sys
from pathlib import Path
from tests.record.surveys import WORK, decided
from tracker.curation import append, write_work
from tracker.errors import CurationError

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    if sys.argv[2] == "append":
        append(Path(sys.argv[1]), decided(1, "exclude", note="x" * 200))
    else:
        write_work(Path(sys.argv[1]), WORK)
except CurationError as fault:
    print(fault)
"""


ENV = {
    **os.environ,
    "PYTHONPATH": str(Path(__file__).parents[2]),
    "PYTHONDONTWRITEBYTECODE": "1",
}


def run(program: str, *arguments: str) -> str:
    """What a program of its own process prints."""
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, env=ENV, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("room", [0, 1, 100])
def test_a_disk_too_full_for_a_decision_leaves_the_journal_as_it_was(root: Path, room: int) -> None:
    path = journal(root, decided(0, "include"))
    before = path.read_bytes()
    told = run(LIMITED, str(root), "append", str(len(before) + room))
    why = "File too large" if room == 0 else "the disk is full"
    assert told == f"{path.name} could not be saved in {path.parent}: {why}; {HOW}\n"
    assert path.read_bytes() == before
    one = append(root, decided(1, "exclude"))
    assert load(root).decisions == (decided(0, "include"), one)


@pytest.mark.parametrize("limit", [0, 10])
def test_a_disk_too_full_for_a_work_leaves_the_old_file_and_no_other(
    root: Path, limit: int
) -> None:
    path = write_work(root, replace(WORK, title="Old"))
    before = path.read_bytes()
    told = run(LIMITED, str(root), "write", str(limit))
    assert told == f"{path.name} could not be saved in {path.parent}: File too large; {HOW}\n"
    assert (path.read_bytes(), names(path.parent)) == (before, [path.name])


@pytest.fixture
def full(root: Path) -> Iterator[Path]:
    """A survey whose decisions and works lie on a file system without a free byte."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    folder = root / "curation"
    for name in ("decisions", "works"):
        (folder / name).mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder / name)]
        if subprocess.run(mount, capture_output=True).returncode != 0:
            subprocess.run(["umount", str(folder / "decisions")], capture_output=True)
            pytest.skip("this machine does not let root mount a small file system")
    try:
        yield root
    finally:
        for name in ("decisions", "works"):
            subprocess.run(["umount", str(folder / name)], check=True)


def fill(folder: Path) -> Path:
    """Write a file until there is no room for another byte."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return path


def test_a_full_file_system_loses_nothing_and_says_so(full: Path) -> None:
    old = write_work(full, replace(WORK, title="Old"))
    path = full / "curation/decisions/ada/2026-11.jsonl"
    kept = [append(full, decided(n, "exclude", note="x" * 1000)) for n in range(3)]
    before, content = path.read_bytes(), old.read_bytes()
    filler = [fill(old.parent), fill(path.parent)]
    with pytest.raises(CurationError) as fault:
        for n in range(3, 10):  # the last page has room for one or two
            kept.append(append(full, decided(n, "exclude", note="x" * 1000)))
    assert str(fault.value).startswith(f"{path.name} could not be saved in {path.parent}: ")
    assert str(fault.value).endswith(HOW)
    with pytest.raises(CurationError) as fault:
        write_work(full, WORK)
    assert str(fault.value) == (
        f"{old.name} could not be saved in {old.parent}: No space left on device; {HOW}"
    )
    assert (old.read_bytes(), path.read_bytes()[: len(before)]) == (content, before)
    assert load(full).decisions == tuple(kept)
    for one in filler:
        one.unlink()
    kept.append(append(full, decided(20, "exclude")))
    assert load(full).decisions == tuple(kept)


READ_ONLY = """
import os, sys
from pathlib import Path
from tests.record.surveys import WORK, decided
from tracker.curation import append, write_work
from tracker.errors import CurationError

if os.geteuid() == 0:  # who may write anywhere, and so becomes nobody
    os.setgid(65534)
    os.setuid(65534)
for step in (lambda r: append(r, decided(1, "exclude")), lambda r: write_work(r, WORK)):
    try:
        step(Path(sys.argv[1]))
    except CurationError as fault:
        print(fault)
"""


def test_somebody_without_permission_is_told_and_changes_nothing() -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        Path(name).chmod(0o755)
        root = survey(Path(name) / "survey")
        path = journal(root, decided(0, "include"))
        old = write_work(root, replace(WORK, title="Old"))
        before = [path.read_bytes(), old.read_bytes()]
        path.chmod(0o444)
        old.parent.chmod(0o555)
        told = run(READ_ONLY, str(root)).splitlines()
        after = [path.read_bytes(), old.read_bytes()]
        left = names(old.parent)
        old.parent.chmod(0o755)
    assert told == [
        f"{one.name} could not be saved in {one.parent}: Permission denied; {HOW}"
        for one in (path, old)
    ]
    assert (after, left) == (before, [old.name])


APPENDING = """
import itertools, sys
from pathlib import Path
from tests.record.surveys import decided
from tracker.curation import append

for n in itertools.count():
    one = append(Path(sys.argv[1]), decided(n, "exclude", note=f"note {n} " + "x" * 500))
    print(one.key, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 30])
def test_what_was_appended_survives_a_kill_and_the_next_append_works(
    root: Path, after: int
) -> None:
    command = [sys.executable, "-c", APPENDING, str(root)]
    with subprocess.Popen(command, env=ENV, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read().split()
    assert process.returncode == -signal.SIGKILL
    found = load(root).decisions
    assert len(found) - len(told) in (0, 1)  # the last may be on disk before it was told
    assert [one.key for one in found[: len(told)]] == told
    assert problems(root) == []
    last = append(root, decided(0, "include"))
    assert load(root).decisions == (*found, last)


WRITING = """
import itertools, sys
from dataclasses import replace
from pathlib import Path
from tests.record.surveys import WORK
from tracker.curation import write_work

for n in itertools.count():
    write_work(Path(sys.argv[1]), replace(WORK, title=f"{n} " * 2000))
    print(n, flush=True)
"""


@pytest.mark.parametrize("after", [1, 20])
def test_a_work_being_written_when_killed_is_whole(root: Path, after: int) -> None:
    command = [sys.executable, "-c", WRITING, str(root)]
    with subprocess.Popen(command, env=ENV, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(after):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    (work,) = load(root).works
    number = work.title.split()[0]
    assert work == replace(WORK, title=f"{number} " * 2000)
    assert problems(root) == []
