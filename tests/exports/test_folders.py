"""Files laid out in folders: strangers' paths, links in the way, and what a copy cannot hold."""

import os
from pathlib import Path

import pytest

from tests.lookback.past import Past, at, contents, lived
from tracker.errors import SettingsError
from tracker.folders import fill, lay_out, usable


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a", True),
        ("curation/works/ünïcode name.yaml", True),
        (".gitignore", True),
        ("...", True),
        ("", False),
        (".", False),
        ("..", False),
        ("../a", False),
        ("a/../b", False),
        ("a//b", False),
        ("./a", False),
        ("a/", False),
        ("/a", False),
        ("a\nb", False),
        ("a\0b", False),
        ("a\udcff", False),  # a byte that is no UTF-8
        ("a\u202eb", False),
    ],
)
def test_only_a_plain_path_below_the_folder_is_usable(path: str, expected: bool) -> None:
    assert usable(path) == expected


def test_nothing_is_laid_out_over_what_is_there_or_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(SettingsError, match="link cannot be written: File exists"):
        lay_out({"link": b"x"}, tmp_path / "out")
    with pytest.raises(SettingsError, match=r"'\.\./secret' is no place for a file of a survey"):
        lay_out({"../secret": b"x"}, tmp_path / "out")
    with pytest.raises(SettingsError, match=r"a/b cannot be written: "):
        lay_out({"a": b"x", "a/b": b"x"}, tmp_path / "out")
    assert not (tmp_path / "secret").exists()


def test_a_folder_is_filled_once_and_links_in_it_are_other_things(tmp_path: Path) -> None:
    files = {"a": b"1", "b/c": b"2"}
    assert (fill(tmp_path / "new", files, "no"), fill(tmp_path / "new", files, "no")) == (
        True, False,
    )  # fmt: skip
    assert contents(tmp_path / "new") == files
    (tmp_path / "new" / "a").rename(tmp_path / "elsewhere")
    (tmp_path / "new" / "a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SettingsError, match="new holds more"):
        fill(tmp_path / "new", files, "holds more")
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "b").symlink_to(tmp_path)
    with pytest.raises(SettingsError, match="links holds more"):
        fill(tmp_path / "links", files, "holds more")
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe" / "a")
    with pytest.raises(SettingsError, match="pipe holds more"):
        fill(tmp_path / "pipe", files, "holds more")
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="file is a file; name a folder"):
        fill(tmp_path / "file", files, "no")


def test_a_folder_is_begun_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    assert fill(tmp_path / "link", {"a": b"1"}, "no")
    assert contents(tmp_path / "empty") == {"a": b"1"}
    before = sorted(tmp_path.iterdir())
    with pytest.raises(SettingsError, match="cannot be written: File name too long"):
        fill(tmp_path / "new", {"a": b"1", "b" * 300: b"2"}, "no")
    assert sorted(tmp_path.iterdir()) == before


def test_a_copy_follows_no_folder_out_of_the_survey(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    past: Past = lived(tmp_path / "top", capsys, monkeypatch)
    past.decide(1, at(1))
    (past.root / "curation" / "works").rename(tmp_path / "works")
    (past.root / "curation" / "works").symlink_to(tmp_path / "works")
    assert past.run("check").code == 0
    done = past.run("release", "1")
    said = "tracker: 'curation/works' is a link or no name that a copy can hold; mend it\n"
    assert (done.code, done.out, done.err) == (2, "", said)
