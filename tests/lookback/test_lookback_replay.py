"""Where git cannot tell: decisions are replayed, and one sentence says why."""

import os
from pathlib import Path

import pytest

from tests.lookback.past import Past, at, git, lived
from tracker.figures import FILE, Figures

TOLD = (
    "tracker: 2025-03-02 is told by the decisions up to then, with today's facts, taxonomy and "
    "prose, because "
)


@pytest.fixture
def past(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Past:
    """Two decisions, four days apart, about which nothing is committed yet."""
    made = lived(tmp_path / "top", capsys, monkeypatch)
    made.decide(1, at(1))
    made.decide(2, at(5))
    return made


def told(past: Past) -> str:
    """Why the second of March is told by decisions, after a look at what they say."""
    done = past.run("render", "--as-of", "2025-03-02", "--json")
    assert (done.code, done.json["basis"]) == (0, "decisions")
    assert [title in done.json["text"] for title in ("Clinical model 1", "Clinical model 2")] == [
        True, False,
    ]  # fmt: skip
    assert done.err.startswith(TOLD) and done.err.count("\n") == 1
    return done.err.removeprefix(TOLD).strip()


def test_without_a_repository(past: Past) -> None:
    (past.top / ".git").rename(past.top / "no.git")
    said = "git says: not a git repository (or any of the parent directories): .git"
    assert told(past) == said


def test_before_the_first_commit(past: Past) -> None:
    assert told(past) == "the git repository here has no commit yet"


def test_before_the_history_begins(past: Past) -> None:
    past.commit(at(5))
    assert told(past) == "the history in git begins on 2025-03-05"


def test_before_a_shallow_clone_begins(past: Past, tmp_path: Path) -> None:
    past.commit(at(1))
    past.commit(at(6))
    git(tmp_path, "clone", "--quiet", "--depth", "1", past.top.as_uri(), "shallow")
    shallow = Past(tmp_path / "shallow", tmp_path / "shallow", past.capsys, past.monkeypatch)
    assert told(shallow) == (
        "this shallow clone begins on 2025-03-06 (git fetch --unshallow helps)"
    )
    done = shallow.run("render", "--as-of", "2025-03-06", "--json")
    assert (done.json["basis"], done.err) == (past.git("rev-parse", "HEAD").strip(), "")


def test_where_the_survey_came_into_the_repository_later(past: Past) -> None:
    past.git("commit", "--quiet", "--allow-empty", "--message", "no survey yet", when=at(1))
    first = past.git("rev-parse", "HEAD").strip()
    past.commit(at(5))
    assert told(past) == f"commit {first[:12]} has no curation/ here"


def test_without_a_git_command(past: Past, tmp_path: Path) -> None:
    past.monkeypatch.setenv("PATH", str(tmp_path))
    assert told(past) == "there is no git command on this machine; install git"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_in_a_repository_of_somebody_else(past: Past) -> None:
    past.commit(at(1))
    for path in (past.top, past.top / ".git"):
        os.chown(path, 12345, 12345)
    said = f"git says: detected dubious ownership in repository at '{past.top}'"
    assert told(past) == said


def test_where_a_partial_clone_lacks_the_files_and_nothing_is_fetched(
    past: Past, tmp_path: Path
) -> None:
    past.commit(at(1))
    past.edit("README.md", "Our words.", "Better words.")
    past.commit(at(6))
    past.git("config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", past.top.as_uri(), "partial")
    partial = Past(tmp_path / "partial", tmp_path / "partial", past.capsys, past.monkeypatch)

    def missing() -> str:
        return partial.git("rev-list", "--objects", "--all", "--missing=print")

    before = missing()
    assert "?" in before
    assert told(partial).startswith(("git says: ", "this clone lacks files of commit "))
    assert missing() == before


def test_what_only_the_cut_contradicts_is_no_problem(past: Past) -> None:
    past.edit("curation/scope.md", "2503.00001 include", "2503.00002 include")
    assert told(past) == "the git repository here has no commit yet"


def test_edits_and_figures_of_today_are_left_out(past: Past) -> None:
    past.run("render")
    page = (past.root / "README.md").read_text()
    past.write("README.md", page.replace("[Clinical model 1]", "[Edited today]"))
    past.write(FILE, Figures(as_of=at(4).date(), seen=7).text)
    done = past.run("render", "--as-of", "2025-03-02")
    assert "Edited today" not in done.out
    assert "Nothing was harvested yet" in done.out
    assert "Complete up to **2025-03-04**" in past.run("render", "--as-of", "2025-03-04").out
