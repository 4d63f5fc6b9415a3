"""What happens to the folder a site stands in: only its own files, only what differs."""

import json
from pathlib import Path

import pytest

from tracker.errors import SettingsError
from tracker.publish.site.folder import SiteReport, bring_up, current

FILES = {"index.html": b"one", "w/a.html": b"two"}


def held(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


def test_everything_is_written_once_and_the_second_time_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert bring_up(folder, FILES, "x") == SiteReport(str(folder), 2, ("index.html", "w/a.html"))
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")}
    assert bring_up(folder, FILES, "y") == SiteReport(str(folder), 2)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")} == before
    assert held(folder) == {"index.html": "one", "w/a.html": "two"}


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    bring_up(tmp_path, FILES, "x")
    assert bring_up(tmp_path, {**FILES, "w/a.html": b"new"}, "y").written == ("w/a.html",)


def test_a_folder_is_current_only_if_nothing_differs_and_nothing_is_gone(tmp_path: Path) -> None:
    assert current(tmp_path, "x") is None
    bring_up(tmp_path, FILES, "x")
    assert current(tmp_path, "x") == SiteReport(str(tmp_path), 2)
    assert current(tmp_path, "y") is None
    (tmp_path / "index.html").write_text("changed")
    assert current(tmp_path, "x") is None
    assert bring_up(tmp_path, FILES, "x").written == ("index.html",)
    (tmp_path / "w" / "a.html").unlink()
    assert current(tmp_path, "x") is None


def test_what_the_site_no_longer_has_goes_and_what_is_not_its_own_stays(tmp_path: Path) -> None:
    bring_up(tmp_path, {**FILES, "w/b.html": b"three", "w/c.html": b"four"}, "x")
    (tmp_path / "CNAME").write_text("survey.example")
    (tmp_path / "w" / "c.html").write_text("by hand")
    report = bring_up(tmp_path, FILES, "y")
    assert report == SiteReport(str(tmp_path), 2, (), ("w/b.html",), ("w/c.html",))
    assert report.lines == [
        f"{tmp_path}: 2 files, 0 written, 1 removed",
        "w/c.html was changed by hand and is no longer part of the site; it stays",
    ]
    assert held(tmp_path) == {
        "CNAME": "survey.example", "index.html": "one", "w/a.html": "two", "w/c.html": "by hand",
    }  # fmt: skip


def test_a_file_that_is_not_the_sites_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("a homepage")
    with pytest.raises(SettingsError, match=r"index\.html was not written by tracker site"):
        bring_up(tmp_path, FILES, "x")
    assert held(tmp_path) == {"index.html": "a homepage"}


class Stopping(dict[str, bytes]):
    """Files of which the second is never reached."""

    def __getitem__(self, name: str) -> bytes:
        if name == "w/a.html":
            raise KeyboardInterrupt
        return super().__getitem__(name)


def test_a_run_that_was_stopped_half_way_can_be_done_again(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        bring_up(tmp_path, Stopping(FILES), "x")
    (tmp_path / "index.html").write_text("half")
    assert current(tmp_path, "x") is None
    assert bring_up(tmp_path, FILES, "x").written == ("index.html", "w/a.html")


@pytest.mark.parametrize(
    "name", ["../treasure", "/etc/treasure", "x/../../treasure", "deep/treasure"]
)
def test_a_manifest_cannot_have_anything_outside_the_site_removed(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "site"
    report = bring_up(folder, FILES, "x")
    manifest = json.loads((folder / "manifest.json").read_text())
    treasure = tmp_path / "treasure"
    treasure.write_bytes(b"one")
    (folder / "deep").mkdir()
    (folder / "deep" / "treasure").write_bytes(b"one")
    manifest["files"][name] = manifest["files"]["index.html"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert bring_up(folder, FILES, "y") == SiteReport(report.folder, 2)
    assert treasure.exists() and (folder / "deep" / "treasure").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": []}', '{"files": {}}', "[" * 5_000])
def test_a_manifest_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(SettingsError, match="is not a manifest of tracker site"):
        bring_up(tmp_path, FILES, "x")
    assert held(tmp_path) == {}
