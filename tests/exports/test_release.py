"""Releases: pinned, citable, and the same bytes whenever they are built again."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.exports.readers import OF_WORKS, READERS
from tests.lookback.past import Past, at, contents, lived
from tests.results.reports import result
from tracker import __version__, curation
from tracker.archives import unpacked
from tracker.curation import load
from tracker.figures import FILE, Figures
from tracker.folders import lay_out
from tracker.identity import parse
from tracker.publish.exports import FORMATS

RESULT = result(
    source=parse("arxiv:2503.00001"), model="Clinical model 1", dataset="medqa",
    quote="It reaches 57.3% on MedQA.", by="ann", at=at(1, 11),
)  # fmt: skip


@pytest.fixture
def past(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Past:
    """Two works, a result and figures, committed on the first and the third of March."""
    made = lived(tmp_path / "top", capsys, monkeypatch)
    monkeypatch.setenv("TRACKER_REPOSITORY", "ann/survey")
    made.decide(1, at(1), shown={"model": "beef", "relevant": 0.9, "labels": {}})
    curation.write_result(made.root, RESULT)
    made.write(FILE, Figures(seen=7, considered=5).text)
    made.commit(at(1))
    made.decide(2, at(3), shown={"model": "f00d", "relevant": 0.9, "labels": {}})
    made.decide(2, at(3, 13), shown={"model": "f00d", "relevant": 0.9, "labels": {}})
    made.run("render")
    made.commit(at(3))
    return made


def test_a_release_holds_the_survey_its_site_every_export_checksums_and_a_citation(
    past: Past,
) -> None:
    folder = past.root / "releases" / "2025.3"
    done = past.run("release", "2025.3")
    assert (done.code, done.out, done.err) == (0, f"{folder}: 12 files written\n", "")
    there = contents(folder)
    exports = [format.file for format in FORMATS.values()]
    alone = ["CITATION.cff", "SHA256SUMS", "manifest.json", "site.zip", "survey.zip"]
    assert sorted(there) == sorted([*alone, *exports])
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in there.items()}
    listed = "".join(f"{sums[name]}  {name}\n" for name in sorted(there) if name != "SHA256SUMS")
    assert there["SHA256SUMS"].decode() == listed
    manifest = json.loads(there["manifest.json"])
    assert manifest.pop("files") == {
        name: digest for name, digest in sums.items() if name not in ("SHA256SUMS", "manifest.json")
    }
    assert manifest == {
        "form": 2, "as_of": None, "basis": "working tree", "version": "2025.3",
        "title": "The survey", "address": "https://github.com/ann/survey", "tracker": __version__,
        "decided_at": "2025-03-03T13:00:00.000Z", "decisions": 3,
        "works": {"listed": 2, "included": 2}, "taxonomy": 1, "results": 1,
        "models": {"beef": 1, "f00d": 2},
    }  # fmt: skip
    for name in OF_WORKS:
        assert set(READERS[name](there[FORMATS[name].file].decode())) == {
            "Clinical model 1", "Clinical model 2",
        }  # fmt: skip


def test_the_survey_inside_is_the_whole_survey_rendered(past: Past, tmp_path: Path) -> None:
    past.write("curation/.draft", "hidden")
    past.write("notes.md", "not the survey's")
    past.run("release", "1")
    survey = unpacked((past.root / "releases/1/survey.zip").read_bytes(), "survey.zip")
    curated = {f"curation/{path}": data for path, data in contents(past.root / "curation").items()
               if path != ".draft"}  # fmt: skip
    beside = {name: (past.root / name).read_bytes() for name in (FILE, "tracker.yaml")}
    assert survey == curated | past.pages() | beside
    lay_out(survey, tmp_path / "unpacked")
    inside, here = load(tmp_path / "unpacked"), load(past.root)
    assert inside == here and here.results == (RESULT,)
    rendered = past.run("render", "--check", "--root", str(tmp_path / "unpacked"))
    assert (rendered.code, rendered.out) == (0, "README.md is current\n")


def test_the_site_inside_is_the_site(past: Past, tmp_path: Path) -> None:
    past.run("release", "1")
    past.run("site", "--output", str(tmp_path / "site"))
    site = contents(tmp_path / "site")
    del site["manifest.json"]  # which files of a folder are the site's: a folder's own affair
    assert unpacked((past.root / "releases/1/site.zip").read_bytes(), "site.zip") == site
    past.run("release", "2", "--no-site")
    names = {path.name for path in (past.root / "releases" / "2").iterdir()}
    assert len(names) == 11 and "site.zip" not in names
    assert past.run("release", "2", "--check").code == 0


def test_an_old_release_is_built_again_after_everything_moved_on(
    past: Past, tmp_path: Path
) -> None:
    folder = tmp_path / "downloaded"
    past.run("release", "1", "--output", str(folder))
    before = contents(folder)
    past.edit("README.md", "Our words.", "Other words.")
    past.edit("curation/taxonomy.yaml", "name: Question answering", "name: Answers")
    past.write("curation/benchmarks.yaml", "metrics: {}\n")
    past.decide(3, at(9))
    past.monkeypatch.setenv("TRACKER_REPOSITORY", "somebody/else")
    checked = past.run("release", "1", "--output", str(folder), "--check")
    assert (checked.code, checked.out) == (0, f"{folder}: 12 files compared\n")
    assert contents(folder) == before
    again = past.run("release", "1", "--output", str(folder))
    why = "what was released stays, so choose a new version"
    said = f"tracker: {folder} holds release '1' with other content; {why}\n"
    assert (again.code, again.err, contents(folder)) == (2, said, before)


@pytest.mark.parametrize(
    ("place", "home"), [("curation/rel", "curation"), ("curation", "curation"),
                        ("releases/../curation/x/y", "curation"), ("pages", "pages"),
                        ("pages/1", "pages")],
)  # fmt: skip
@pytest.mark.parametrize("more", [(), ("--as-of", "2025-03-02")])
def test_a_release_does_not_lie_among_what_it_is_made_of(
    past: Past, place: str, home: str, more: tuple[str, ...]
) -> None:
    before = contents(past.root)
    folder = past.root / place
    done = past.run("release", "1", "--output", str(folder), *more)
    why = "belongs to the survey itself; name a folder elsewhere with --output, or leave it out"
    said = f"tracker: {folder} is in {home}/, which {why} for releases/VERSION\n"
    assert (done.code, done.out, done.err, contents(past.root)) == (2, "", said, before)


def test_a_folder_that_holds_no_release_is_not_called_one(past: Past, tmp_path: Path) -> None:
    itself = past.run("release", "1", "--output", str(past.root))
    said = f"tracker: {past.root} is the survey itself; name another folder with --output\n"
    assert (itself.code, itself.err) == (2, said)
    other = tmp_path / "other"
    past.run("site", "--output", str(other))  # its manifest has the same name
    done = past.run("release", "1", "--output", str(other))
    why = "holds other files, and no release; name a new or empty folder with --output"
    assert (done.code, done.err) == (2, f"tracker: {other} {why}\n")


def test_a_release_of_an_earlier_day_is_the_release_of_that_day(past: Past, tmp_path: Path) -> None:
    past.run("release", "1", "--output", str(tmp_path / "then"), now=at(3, 23))
    past.edit("README.md", "Our words.", "Other words.")
    past.edit("curation/taxonomy.yaml", "name: Question answering", "name: Answers")
    past.commit(at(6))
    past.run("release", "1", "--output", str(tmp_path / "now"), "--as-of", "2025-03-05")
    then, now = contents(tmp_path / "then"), contents(tmp_path / "now")
    told = json.loads(now.pop("manifest.json"))
    commit = past.git("rev-parse", "HEAD^").strip()
    about = {"as_of": None, "basis": "working tree"}
    assert (told["as_of"], told["basis"]) == ("2025-03-05", commit)
    assert told | about == json.loads(then.pop("manifest.json"))
    assert then.pop("SHA256SUMS") != now.pop("SHA256SUMS")  # they hold the manifest's
    assert now == then
    checked = past.run("release", "1", "--output", str(tmp_path / "now"), "--check")
    assert checked.code == 0


def test_a_release_by_decisions_alone_says_so_and_can_be_checked(
    past: Past, tmp_path: Path
) -> None:
    (past.top / ".git").rename(tmp_path / "no.git")
    past.edit("curation/scope.md", "2503.00001", "2503.00002")  # not yet there on the second
    past.edit("README.md", "[Clinical model 1]", "[Edited today]")
    folder = past.root / "releases" / "1"
    done = past.run("release", "1", "--as-of", "2025-03-02")
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert "is told by the decisions up to then" in done.err
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["basis"], manifest["decisions"], manifest["results"]) == ("decisions", 1, 1)
    survey = unpacked((folder / "survey.zip").read_bytes(), "survey.zip")
    assert b"[Clinical model 1]" in survey["README.md"]
    assert past.run("release", "1", "--check").code == 0


def test_what_was_released_stays(past: Past) -> None:
    past.run("release", "1")
    folder = past.root / "releases" / "1"
    before = contents(folder)
    again = past.run("release", "1")
    assert (again.code, again.out) == (0, f"{folder}: 12 files were there already\n")
    assert past.run("release", "1", "--as-of", "2025-03-02").code == 2
    assert contents(folder) == before


def test_a_release_cut_off_half_way_is_finished(past: Past) -> None:
    past.run("release", "1")
    folder = past.root / "releases" / "1"
    before = contents(folder)
    (folder / "survey.zip").unlink()
    assert past.run("release", "1").out == f"{folder}: 12 files written\n"
    assert contents(folder) == before


def test_a_page_in_which_edits_wait_is_not_pinned_but_an_earlier_day_s_is(past: Past) -> None:
    past.edit("README.md", "[Clinical model 1]", "[Clinical model one]")
    edited = past.commit(at(5))
    done = past.run("release", "1")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert done.err.startswith("tracker: README.md:line ")
    assert done.err.endswith("; a release pins no page in which edits wait\n")
    assert not (past.root / "releases").exists()
    past.git("revert", "--no-edit", edited, when=at(7))
    done = past.run("release", "1", "--as-of", "2025-03-06")
    assert (done.code, done.err) == (
        0, "tracker: an edit waited in the pages to be taken over then; what people wrote stays\n",
    )  # fmt: skip
    assert past.run("release", "1", "--check").code == 0


@pytest.mark.parametrize("version", ["", "..", "a/b", "../x", ".hidden", "x" * 65])
def test_a_version_is_no_path(past: Past, version: str) -> None:
    done = past.run("release", version)
    said = f"tracker: {version!r} is no version; write letters, digits, dots, hyphens\n"
    assert (done.code, done.out, done.err) == (2, "", said)
