"""Which commit was the state of a day: the end of the day, other zones, clocks that differ."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lookback.past import Past, at, lived
from tracker.curation.history import Untold, at_end_of, reached

Instants = st.lists(st.integers(0, 9), max_size=12)


@pytest.mark.parametrize(
    ("dates", "end", "expected"),
    [
        ([], 5, (0, 0)),
        ([1, 2, 3], 3, (2, 0)),
        ([5, 6], 5, (0, 0)),
        ([1, 99, 2, 3, 9], 5, (4, 1)),  # one clock far ahead hides nothing
        ([4, 5, 0, 6, 7], 5, (1, 1)),  # one at the beginning of time shows nothing too soon
        ([1, 6, 3, 7], 5, (1, 1)),  # no telling which of two is wrong: the earlier
    ],
)
def test_a_line_is_cut_where_the_fewest_dates_contradict(
    dates: list[int], end: int, expected: tuple[int, int]
) -> None:
    assert reached(dates, end) == expected


@given(Instants, st.integers(0, 10))
def test_no_other_cut_contradicts_fewer_dates(dates: list[int], end: int) -> None:
    def astray(cut: int) -> int:
        return sum(at >= end for at in dates[:cut]) + sum(at < end for at in dates[cut:])

    every = [astray(cut) for cut in range(len(dates) + 1)]
    assert reached(dates, end) == (every.index(min(every)), min(every))


@given(Instants, st.integers(0, 10))
def test_dates_that_rise_are_taken_at_their_word(dates: list[int], end: int) -> None:
    assert reached(sorted(dates), end) == (sum(at < end for at in dates), 0)


@pytest.fixture
def past(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Past:
    return lived(tmp_path / "top", capsys, monkeypatch)


def test_a_day_ends_at_midnight_utc_wherever_the_committer_is(past: Past) -> None:
    last = past.commit(at(3).replace(hour=23, minute=59, second=59))
    past.git("commit", "--quiet", "--allow-empty", "-m", "x", when=at(4, 0))
    assert at_end_of(past.root, date(2025, 3, 3)).id == last
    west = "2025-03-05T20:00:00-05:00"  # already the sixth in Greenwich
    past.git("commit", "--quiet", "--allow-empty", "-m", "x", f"--date={west}", when=at(6, 1))
    fourth = past.git("rev-parse", "HEAD^").strip()
    assert at_end_of(past.root, date(2025, 3, 5)).id == fourth


def test_a_commit_that_was_moved_onto_the_branch_counts_from_then(past: Past) -> None:
    first = past.commit(at(1))
    past.git("checkout", "--quiet", "-b", "side")
    past.write("README.md", "changed")
    past.commit(at(2))
    past.git("checkout", "--quiet", "main")
    second = past.commit(at(3), "meanwhile")
    past.git("rebase", "--quiet", "main", "side", when=at(5))
    past.git("checkout", "--quiet", "main")
    past.git("merge", "--quiet", "--ff-only", "side")
    tip = past.git("rev-parse", "HEAD").strip()
    assert "2025-03-02" in past.git("log", "-1", "--format=%aI")  # the author's date stays
    found = [at_end_of(past.root, date(2025, 3, day)).id for day in range(1, 7)]
    assert found == [first, first, second, second, tip, tip]


def test_a_detached_head_and_a_second_work_tree_have_their_own_line(
    past: Past, tmp_path: Path
) -> None:
    first = past.commit(at(1))
    second = past.commit(at(3))
    past.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "other"), first)
    assert at_end_of(tmp_path / "other", date(2025, 3, 9)).id == first
    assert at_end_of(past.root, date(2025, 3, 9)).id == second
    past.git("checkout", "--quiet", first)
    assert at_end_of(past.root, date(2025, 3, 9)).id == first


def test_a_date_beyond_all_calendars_is_no_crash(past: Past) -> None:
    past.commit(at(1))
    tree = past.git("rev-parse", "HEAD^{tree}").strip()
    who = "Ann <ann@example.org> 9999999999999 +0000"
    raw = f"tree {tree}\nauthor {who}\ncommitter {who}\n\nx\n"
    (past.top / "raw").write_text(raw)
    name = past.git("hash-object", "-t", "commit", "--literally", "-w", "raw").strip()
    past.git("update-ref", "refs/heads/main", name)
    with pytest.raises(Untold, match="the history in git begins on 9999-12-31"):
        at_end_of(past.root, date(2025, 3, 9))


def test_out_of_order_dates_are_told(past: Past) -> None:
    past.decide(1, at(1))
    past.commit(at(1))
    past.commit(at(28), "from a clock that is ahead")
    past.commit(at(3))
    fourth = past.commit(at(4))
    done = past.run("render", "--as-of", "2025-03-05", "--json")
    told = f"the end of 2025-03-05 is taken to be commit {fourth[:12]}"
    assert (done.json["basis"], done.err) == (
        fourth, f"tracker: 1 commit is dated out of order; {told}\n",
    )  # fmt: skip
