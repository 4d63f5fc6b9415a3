"""Adding to the curation: whole or not at all, whatever the disk, the clock or the power does."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.record.surveys import DOI, ONE, TWO, decided, journal, minute, problems, put, survey
from tracker.curation import append, load, write_work
from tracker.curation.canonical import dump
from tracker.decisions import MAX_LINE, Decision
from tracker.errors import CurationError
from tracker.works import Work, work_fields

WORK = Work((ONE, DOI), "One", ("Ada",))
MILLISECOND = timedelta(milliseconds=1)
HOW = "nothing was changed, free the disk or fix the permissions and try again"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return survey(tmp_path)


def test_a_decision_is_on_disk_as_its_line_when_append_returns(root: Path) -> None:
    one, two = (append(root, decided(n, "exclude", by="Grace")) for n in (0, 1))
    path = root / "curation/decisions/grace/2026-11.jsonl"
    assert path.read_text() == f"{one.line}\n{two.line}\n"
    assert load(root).decisions == (one, two)


def test_each_month_has_its_journal_by_utc(root: Path) -> None:
    at = datetime(2026, 12, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    append(root, Decision(at, "ada", "exclude", ONE))
    assert [path.name for path in (root / "curation/decisions/ada").iterdir()] == ["2026-11.jsonl"]
    assert problems(root) == []


def test_decisions_under_a_frozen_clock_keep_their_order(root: Path) -> None:
    written = [append(root, decided(0, verdict)) for verdict in ("include", "exclude", "defer")]
    assert [one.at for one in written] == [minute(0) + n * MILLISECOND for n in range(3)]
    assert load(root).decisions == tuple(written)


def test_a_clock_set_back_does_not_put_a_decision_before_the_last(root: Path) -> None:
    append(root, decided(10, "include"))
    assert append(root, decided(0, "exclude")).at == minute(10) + MILLISECOND


def test_microseconds_are_cut_so_that_the_line_reads_back(root: Path) -> None:
    at = minute(0).replace(microsecond=1999)
    one = append(root, replace(decided(0, "exclude"), at=at))
    assert (one.at, load(root).decisions) == (minute(0) + MILLISECOND, (one,))


def test_a_decision_comes_after_all_that_git_has_joined_in_any_order(root: Path) -> None:
    journal(root, decided(9, "include"), decided(2, "exclude", TWO))
    assert append(root, decided(5, "defer")).at == minute(9) + MILLISECOND


@pytest.mark.parametrize(
    "damage",
    [
        b"garbage\n",
        b"\x00" * 100 + b"\n",
        b'{"at": "2026-11-30"}\n',
        b'{"at": "2027-01-01T00:00:00"}\n',
        b'{"at": "9999-12-31T23:59:59.999Z"}\n',
        b'{"at": "\xff"}\n',
    ],
)
def test_a_damaged_line_does_not_stop_the_next_decision(root: Path, damage: bytes) -> None:
    first = decided(0, "include")
    put(root, "decisions/ada/2026-11.jsonl", first.line.encode() + b"\n" + damage)
    second = append(root, decided(1, "exclude"))
    path = root / "curation/decisions/ada/2026-11.jsonl"
    assert second == decided(1, "exclude")
    assert path.read_bytes() == first.line.encode() + b"\n" + damage + second.line.encode() + b"\n"


def test_a_line_cut_off_stays_visible_alone_on_its_line(root: Path) -> None:
    first = decided(0, "include")
    torn = decided(1, "exclude", note="lost in a crash").line[:60]
    put(root, "decisions/ada/2026-11.jsonl", f"{first.line}\n{torn}")
    third = append(root, decided(2, "defer"))
    path = root / "curation/decisions/ada/2026-11.jsonl"
    assert path.read_text() == f"{first.line}\n{torn}\n{third.line}\n"
    assert load(root).decisions == (first, third)
    assert problems(root) == [
        "curation/decisions/ada/2026-11.jsonl:line 2: "
        "is not a JSON line; restore it from git or delete it"
    ]


def test_decisions_of_many_threads_are_all_kept_in_an_order(root: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        written = list(threads.map(lambda n: append(root, decided(0, "exclude", note=str(n))), range(64)))
    found = load(root)
    assert found.problems == ()
    assert {one.key for one in found.decisions} == {one.key for one in written}
    assert [one.at for one in found.decisions] == [minute(0) + n * MILLISECOND for n in range(64)]


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        (
            "x" * MAX_LINE,
            "the decision on arxiv:2407.12341 is longer than 20,000 characters; shorten its note",
        ),
        (
            "caf\udce9",  # what an argument in Latin-1 becomes
            "the decision on arxiv:2407.12341 holds bytes that are not UTF-8; "
            "type its note and reason again",
        ),
    ],
)
def test_what_could_not_be_read_again_is_not_written(root: Path, note: str, sentence: str) -> None:
    path = journal(root, decided(0, "include"))
    before = path.read_bytes()
    with pytest.raises(CurationError) as fault:
        append(root, decided(1, "exclude", note=note))
    assert (str(fault.value), path.read_bytes()) == (sentence, before)


def test_the_longest_note_that_is_written_reads_back(root: Path) -> None:
    room = MAX_LINE - len(decided(0, "exclude", note="x").line) + 1
    one = append(root, decided(0, "exclude", note="x" * room))
    assert (len(one.line), load(root).decisions, problems(root)) == (MAX_LINE, (one,), [])


def test_a_work_is_written_in_canonical_form_and_again_in_place(root: Path) -> None:
    path = write_work(root, WORK)
    path.chmod(0o600)
    assert write_work(root, replace(WORK, title="New")) == path
    assert path.read_text() == dump(work_fields(replace(WORK, title="New")))
    assert (path.stat().st_mode & 0o777, os.listdir(path.parent)) == (0o600, [path.name])
    assert problems(root) == []


def test_a_new_work_can_be_read_by_everybody(root: Path) -> None:
    assert write_work(root, WORK).stat().st_mode & 0o777 == 0o644


# --- a disk that is full, a folder that is not ours ----------------------------------------

LIMITED = """
import resource, signal, sys
from pathlib import Path
from tests.record.surveys import decided
from tests.record.test_journal import WORK
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
    assert (path.read_bytes(), os.listdir(path.parent)) == (before, [path.name])


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
from tests.record.surveys import decided
from tests.record.test_journal import WORK
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
        left = os.listdir(old.parent)
        old.parent.chmod(0o755)
    assert told == [
        f"{one.name} could not be saved in {one.parent}: Permission denied; {HOW}"
        for one in (path, old)
    ]
    assert (after, left) == (before, [old.name])


# --- a process that is killed ---------------------------------------------------------------

APPENDING = """
import itertools, sys
from pathlib import Path
from tests.record.surveys import decided
from tracker.curation import append

for n in itertools.count():
    print(append(Path(sys.argv[1]), decided(n, "exclude", note=f"note {n} " + "x" * 500)).key, flush=True)
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
from tests.record.test_journal import WORK
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
