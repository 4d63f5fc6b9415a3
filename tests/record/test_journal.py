"""Adding to the curation: whole or not at all, whatever the disk, the clock or the power does."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.record.surveys import (
    ONE,
    TWO,
    WORK,
    decided,
    journal,
    minute,
    names,
    problems,
    put,
    survey,
)
from tracker.curation import append, load, write_work
from tracker.curation.canonical import dump
from tracker.decisions import MAX_LINE, Decision
from tracker.errors import CurationError
from tracker.works import work_fields

MILLISECOND = timedelta(milliseconds=1)


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
        (
            "curation/decisions/ada/2026-11.jsonl:line 2: "
            "is not a JSON line; restore it from git or delete it"
        )
    ]


def test_decisions_of_many_threads_are_all_kept_in_an_order(root: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        written = list(
            threads.map(lambda n: append(root, decided(0, "exclude", note=str(n))), range(64))
        )
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
            (
                "the decision on arxiv:2407.12341 holds bytes that are not UTF-8; "
                "type its note and reason again"
            ),
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
    assert (path.stat().st_mode & 0o777, names(path.parent)) == (0o600, [path.name])
    assert problems(root) == []


def test_a_new_work_can_be_read_by_everybody(root: Path) -> None:
    assert write_work(root, WORK).stat().st_mode & 0o777 == 0o644
