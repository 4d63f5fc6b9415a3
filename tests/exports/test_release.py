"""Releases: pinned, citable, and the same bytes whenever they are built again."""

import hashlib
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.exports.readers import READERS
from tests.record.surveys import DOI, ONE, decided, journal, put, survey
from tracker.cli import main
from tracker.curation import load
from tracker.publish.citation import citation
from tracker.publish.exports import FORMATS
from tracker.publish.exports.text import clean
from tracker.publish.stamp import stamped

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = survey(tmp_path / "survey")
    put(root, f"works/{ONE.slug}.yaml", 'ids:\n- "arxiv:2407.12341"\ntitle: "One"\n')
    put(root, f"works/{DOI.slug}.yaml", 'ids:\n- "doi:10.1038/sdata.2016.35"\ntitle: "Two"\n')
    shown = {"model": "f00d", "relevant": 0.9, "labels": {}}
    journal(
        root,
        decided(0, "include", ONE, labels=("kind:model",), shown=shown),
        decided(60 * 48, "include", DOI, labels=("kind:dataset",)),
    )
    (root / "README.md").write_text("# Our survey\n", encoding="utf-8")
    return root


@pytest.fixture
def run(root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TRACKER_ROOT", str(root))
    monkeypatch.setenv("TRACKER_REPOSITORY", "ada/survey")

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["tracker", *arguments])
        try:
            main()
            code = 0
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        said = capfd.readouterr()
        return code, said.out, said.err

    return command


def contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_release_holds_the_data_every_export_checksums_and_a_citation(
    run: Run, root: Path
) -> None:
    folder = root / "releases" / "2026.11"
    assert run("release", "2026.11") == (0, f"{folder}: 16 files written\n", "")
    there = contents(folder)
    assert sorted(there) == sorted(
        [
            "CITATION.cff", "SHA256SUMS", "manifest.json",
            *(format.file for format in FORMATS.values()),
            *(f"curation/{name}.yaml" for name in ("curators", "queries", "tables", "taxonomy")),
            "curation/decisions/ada/2026-11.jsonl",
            f"curation/works/{ONE.slug}.yaml", f"curation/works/{DOI.slug}.yaml",
        ]
    )  # fmt: skip
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in there.items()}
    listed = "".join(f"{sums[name]}  {name}\n" for name in sorted(there) if name != "SHA256SUMS")
    assert there["SHA256SUMS"].decode() == listed
    manifest = json.loads(there["manifest.json"])
    assert manifest.pop("files") == {
        name: digest for name, digest in sums.items() if name not in ("SHA256SUMS", "manifest.json")
    }
    assert manifest | {"tracker": ""} == {
        "version": "2026.11", "title": "Our survey", "address": "https://github.com/ada/survey",
        "tracker": "", "decided_at": "2026-11-23T19:00:00.000Z", "decisions": 2,
        "works": {"listed": 2, "included": 2}, "taxonomy": 3, "model": "f00d",
    }  # fmt: skip
    for name, format in FORMATS.items():
        assert READERS[name](there[format.file].decode()) == ["One", "Two"]


def test_a_release_is_a_survey_that_can_be_read(run: Run, root: Path) -> None:
    run("release", "1")
    released, own = load(root / "releases" / "1"), load(root)
    assert released.problems == ()
    assert (released.works, released.decisions) == (own.works, own.decisions)


def test_the_same_decisions_give_the_same_bytes_whatever_came_later(
    run: Run, root: Path, tmp_path: Path
) -> None:
    run("release", "1", "--as-of", "2026-11-22", "--output", str(tmp_path / "a"))
    before = contents(tmp_path / "a")
    put(root, "decisions/Grace/2026-12.jsonl",
        decided(60 * 24 * 20, "exclude", ONE, by="Grace").line + "\n")  # fmt: skip
    assert load(root).problems == ()
    run("release", "1", "--as-of", "2026-11-22", "--output", str(tmp_path / "b"))
    assert contents(tmp_path / "b") == before
    assert READERS["json"](before["survey.json"].decode()) == ["One"]
    assert load(tmp_path / "a").decisions == load(root).as_of(date(2026, 11, 22)).decisions


def test_an_old_release_is_built_again_from_its_own_data_alone(
    run: Run, root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "a"
    run("release", "1", "--output", str(folder))
    (root / "README.md").write_text("# Renamed\n", encoding="utf-8")
    put(root, f"works/{ONE.slug}.yaml", 'ids:\n- "arxiv:2407.12341"\ntitle: "Corrected"\n')
    said = f"{folder}: 16 files compared\n"
    assert run("release", "1", "--output", str(folder), "--check") == (0, said, "")
    (folder / "survey.csv").write_bytes(b"id\r\n")
    (folder / "extra").touch()
    code, out, _ = run("release", "1", "--output", str(folder), "--check", "--json")
    assert (code, json.loads(out)["differing"]) == (1, ["extra", "survey.csv"])


def test_what_was_released_stays(run: Run, root: Path) -> None:
    run("release", "1")
    folder = root / "releases" / "1"
    before = contents(folder)
    assert run("release", "1") == (0, f"{folder}: 16 files were there already\n", "")
    why = "what was released stays, so choose a new version"
    said = f"tracker: {folder} holds another release; {why}\n"
    assert run("release", "1", "--as-of", "2026-11-22") == (2, "", said)
    assert contents(folder) == before


@pytest.mark.parametrize("version", ["", "..", "a/b", "../x", ".hidden", "x" * 65])
def test_a_version_is_no_path(run: Run, root: Path, version: str) -> None:
    code, out, err = run("release", version)
    assert (code, out) == (2, "")
    assert err == f"tracker: {version!r} is no version; write letters, digits, dots, hyphens\n"


def test_checking_what_is_no_release_says_so(run: Run, root: Path) -> None:
    code, _, err = run("release", "9", "--check")
    assert (code, err) == (
        2, f"tracker: {root}/releases/9 holds no release: manifest.json cannot be read\n",
    )  # fmt: skip


def cff(*authors: str, title: str = "T") -> Any:
    return yaml.safe_load(citation(title, "1.0", date(2026, 11, 21), authors, "https://e.org/a"))


def test_a_citation_has_what_the_format_demands() -> None:
    assert cff("Ludwig van Beethoven", "The BIG Team") == {
        "cff-version": "1.2.0",
        "message": "If you use this survey's data, please cite it as below.",
        "type": "dataset",
        "title": "T",
        "version": "1.0",
        "date-released": "2026-11-21",
        "repository": "https://e.org/a",
        "authors": [
            {"family-names": "Beethoven", "given-names": "Ludwig", "name-particle": "van"},
            {"name": "The BIG Team"},
        ],
    }
    assert cff()["authors"] == [{"name": "The curators of T"}]
    assert yaml.safe_load(citation("T", "1", None, (), "")).keys() == {
        "cff-version", "message", "type", "title", "version", "authors",
    }  # fmt: skip


@pytest.mark.parametrize("text", ['a: "b" # c', "- x\n- y", "\x00\u202eé \U0001f9ec", "\\", "{a}"])
def test_no_title_or_name_breaks_the_citation(text: str) -> None:
    found = cff(text, title=text)
    assert found["title"] == clean(text)
    (author,) = found["authors"]
    assert sorted(" ".join(author.values()).split()) == sorted(clean(text).split())


def test_the_page_as_it_was_on_a_day_is_printed_and_not_written(run: Run, root: Path) -> None:
    page = "# Our survey\n\n<!-- tracker:models:start -->\n<!-- tracker:models:end -->\n"
    (root / "README.md").write_text(page, encoding="utf-8")
    code, out, _ = run("render", "--as-of", "2026-11-21")
    assert (code, out.count("[One](https://arxiv.org/abs/2407.12341)")) == (0, 1)
    code, out, _ = run("render", "--as-of", "2026-11-20", "--json")
    inside = stamped('<a id="models"></a>No work yet.')
    empty = page.replace("-->\n<", f"-->\n\n{inside}\n\n<")
    assert (code, json.loads(out)) == (0, {"as_of": "2026-11-20", "text": empty})
    assert (root / "README.md").read_text(encoding="utf-8") == page
