"""Checking a release: damage, other programs, other forms, and archives that mean harm."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.exports.readers import OF_WORKS
from tests.lookback.past import Past, at, contents, lived
from tests.surveys import Outcome
from tracker import __version__
from tracker.archives import packed, unpacked
from tracker.curation import load
from tracker.errors import SettingsError
from tracker.publish.citation import citation
from tracker.publish.exports import FORMATS
from tracker.steps.exports import edition_of


@pytest.fixture
def past(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Past:
    made = lived(tmp_path / "top", capsys, monkeypatch)
    made.decide(1, at(1), shown={"model": "f00d", "relevant": 0.9, "labels": {}})
    return made


@pytest.fixture
def released(past: Past) -> Path:
    past.run("release", "1")
    return past.root / "releases" / "1"


def check(past: Past, version: str = "1") -> Outcome:
    return past.run("release", version, "--check")


def sealed(folder: Path, **more: Any) -> None:
    """Write manifest and checksums anew, as if the program had made the folder so."""
    files = contents(folder)
    told = json.loads(files.pop("manifest.json")) | more
    del files["SHA256SUMS"]
    told["files"] = {name: sha256(data) for name, data in sorted(files.items())}
    files["manifest.json"] = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    (folder / "manifest.json").write_bytes(files["manifest.json"])
    lines = (f"{sha256(data)}  {name}\n" for name, data in sorted(files.items()))
    (folder / "SHA256SUMS").write_text("".join(lines))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_sealing_again_changes_nothing(past: Past, released: Path) -> None:
    before = contents(released)
    sealed(released)
    assert contents(released) == before


@pytest.mark.parametrize("name", ["survey.csv", "survey.zip", "site.zip", "manifest.json"])
def test_a_file_that_is_not_as_it_was_released_is_named(
    past: Past, released: Path, name: str
) -> None:
    data = (released / name).read_bytes()
    (released / name).write_bytes(data[:-1] + b" ")
    done = check(past)
    said = f"{released}: 12 files compared\n{name} is not what was released\n"
    assert (done.code, done.out, done.err) == (1, said, "")


def test_missing_and_added_files_are_named(past: Past, released: Path) -> None:
    (released / "survey.ris").unlink()
    (released / "more").mkdir()
    (released / "more" / "notes").touch()
    done = past.run("release", "1", "--check", "--json")
    assert (done.code, done.json) == (1, {
        "folder": str(released), "action": "compared", "files": 12,
        "differing": ["more/notes", "survey.ris"], "intact": False, "tracker": __version__,
    })  # fmt: skip


def test_what_another_program_makes_otherwise_is_named_with_its_version(
    past: Past, released: Path
) -> None:
    (released / "survey.csv").write_text("id\r\n")
    for name, inner in (("survey.zip", "pages/timeline.svg"), ("site.zip", "index.html")):
        files = unpacked((released / name).read_bytes(), name)
        (released / name).write_bytes(packed(files | {inner: b"made otherwise"}))
    sealed(released, tracker="0.0.9")
    done, remedy = check(past), "check it with that version"
    assert (done.code, done.out.splitlines()) == (1, [
        f"{released}: 12 files compared",
        "site.zip/index.html differs from what the data say",
        "survey.csv differs from what the data say",
        "survey.zip/pages/timeline.svg differs from what the data say",
        f"every file is as tracker 0.0.9 released it, and this is {__version__}: {remedy}",
    ])  # fmt: skip


def test_of_many_differing_files_the_first_are_named(past: Past, released: Path) -> None:
    for number in range(30):
        (released / f"extra-{number:02}").touch()
    told = check(past).out.splitlines()
    assert told[1:] == [*(f"extra-{number:02} is not what was released" for number in range(20)),
                        "and 10 more; --json names them all"]  # fmt: skip
    assert len(past.run("release", "1", "--check", "--json").json["differing"]) == 30


def first_form(past: Past, folder: Path) -> None:
    """The release as the first form of the program wrote it (October 2026): loose files."""
    curation = load(past.root)
    edition = edition_of(curation, "The survey", "")
    files = {
        path: (past.root / path).read_bytes()
        for path in (
            *(f"curation/{name}.yaml" for name in ("curators", "queries", "tables", "taxonomy")),
            "curation/decisions/ann/2025-03.jsonl",
            "curation/works/arxiv-2503.00001.yaml",
        )
    }
    # Results were in no file of their own yet.
    files |= {FORMATS[name].file: FORMATS[name].write(edition).encode() for name in OF_WORKS}
    files["CITATION.cff"] = citation(
        "The survey", "1", at(1).date(), ["ann", "Bob Builder"], ""
    ).encode()
    told = {
        "version": "1", "title": "The survey", "address": "", "tracker": "0.1.0",
        "decided_at": "2025-03-01T12:00:00.000Z", "decisions": 1,
        "works": {"listed": 1, "included": 1}, "taxonomy": 1, "model": "f00d", "files": {},
    }  # fmt: skip
    for name, data in (files | {"manifest.json": json.dumps(told).encode()}).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (folder / "SHA256SUMS").touch()
    sealed(folder)


def test_a_release_of_the_first_form_is_still_built_again(past: Past, tmp_path: Path) -> None:
    folder = past.root / "releases" / "1"
    first_form(past, folder)
    past.edit("curation/taxonomy.yaml", "name: Question answering", "name: Answers")
    done = check(past)
    assert (done.code, done.out, done.err) == (0, f"{folder}: 15 files compared\n", "")
    (folder / "survey.csv").write_text("id\r\n")
    assert check(past).out.splitlines()[1:] == ["survey.csv is not what was released"]
    sealed(folder)
    assert check(past).out.splitlines()[1:] == ["survey.csv differs from what the data say"]


def test_a_release_of_a_later_form_names_the_program_that_can_check_it(
    past: Past, released: Path
) -> None:
    sealed(released, form=3, tracker="9.0\x1b[31m\n")
    done = check(past)
    said = "in a form that this version"
    assert (done.code, done.err) == (2, (
        f"tracker: {released} was written by tracker 9.0\ufffd[31m {said} ({__version__}) does "
        "not know; check it with that one\n"
    ))  # fmt: skip


def test_a_curation_that_this_program_does_not_read_says_whose_it_is(
    past: Past, released: Path
) -> None:
    files = unpacked((released / "survey.zip").read_bytes(), "survey.zip")
    (released / "survey.zip").write_bytes(packed(files | {"curation/taxonomy.yaml": b"facets: 1"}))
    sealed(released, tracker="0.0.9")
    done = check(past)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    told = f"was written by tracker 0.0.9 and cannot be built again by tracker {__version__}: "
    assert done.err.startswith(f"tracker: {released} {told}")


@pytest.mark.parametrize("manifest", [None, "", "[]", "{}", '{"version": "1"}', '{"form": "x"}'])
def test_what_is_no_release_says_so(past: Past, released: Path, manifest: str | None) -> None:
    (released / "manifest.json").unlink()
    if manifest is not None:
        (released / "manifest.json").write_text(manifest)
    done = check(past)
    said = f"tracker: {released} holds no release: manifest.json cannot be read\n"
    assert (done.code, done.out, done.err) == (2, "", said)


def test_another_release_than_the_one_named_is_told(past: Past, released: Path) -> None:
    done = past.run("release", "2", "--check", "--output", str(released))
    assert (done.code, done.err) == (2, f"tracker: {released} holds release '1', not '2'\n")


def zipped(build: Callable[[zipfile.ZipFile], None]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        build(archive)
    return whole.getvalue()


def compressed(archive: zipfile.ZipFile) -> None:
    archive.writestr("bomb", bytes(1_000_000), zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        zipped(lambda archive: archive.writestr("../escaped", "x")),
        zipped(lambda archive: archive.writestr("/escaped", "x")),
        zipped(lambda archive: archive.writestr("folder/", "")),
        zipped(compressed),
        packed({"a": b"x"})[:-30],
        packed({"a": b"x"}).replace(b"ax", b"ay"),
    ],
)
def test_an_archive_of_others_is_refused(past: Past, released: Path, data: bytes) -> None:
    with pytest.raises(SettingsError, match=r"x\.zip is no archive that tracker release wrote"):
        unpacked(data, "x.zip")
    (released / "survey.zip").write_bytes(data)
    sealed(released)
    done = check(past)
    said = f"tracker: {released}/survey.zip is no archive that tracker release wrote\n"
    assert (done.code, done.out, done.err) == (2, "", said)


def test_an_archive_is_the_same_bytes_whatever_the_order(tmp_path: Path) -> None:
    files = {"b": b"2", "a/é": b"1" * 1000, ".nojekyll": b""}
    data = packed(files)
    assert data == packed(dict(reversed(files.items())))
    assert unpacked(data, "x.zip") == files
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    assert contents(tmp_path) == files
    # A literal, so that another Python or zlib that packs otherwise is found out here.
    assert sha256(data) == "003d0e559450479c9881707d1a7775c0ea96dc19dc781ba288cb7ef7723cc1b9"
