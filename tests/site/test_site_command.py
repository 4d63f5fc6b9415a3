"""`tracker site`: the survey becomes a folder; the same survey gives the same bytes."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.record.surveys import DOI, ONE, decided, journal, put, survey
from tracker.cli import main

Run = Callable[..., tuple[int, str, str]]
ONE_FILE = 'ids:\n- "arxiv:2407.12341"\ntitle: "Öne: the first"\npublished_on: "2024-07-17"\n'
TWO_FILE = 'ids:\n- "doi:10.1038/sdata.2016.35"\ntitle: "Two"\n'
DECISIONS = (
    decided(0, "include", ONE, labels=("kind:model",)),
    decided(60 * 24, "include", DOI, labels=("kind:dataset",)),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = survey(tmp_path / "survey")
    put(made, "works/arxiv-2407.12341.yaml", ONE_FILE)
    put(made, "works/doi-10.1038-sdata.2016.35.yaml", TWO_FILE)
    journal(made, *DECISIONS)
    (made / "README.md").write_text("# Our \\*survey\\*\n")
    return made


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TRACKER_ROOT", str(root))
    monkeypatch.setenv("TRACKER_NOW", "2026-12-01T00:00:00Z")

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["tracker", *arguments])
        try:
            main()
            code = 0
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_site_is_written_whole_and_is_the_same_each_time(run: Run, root: Path) -> None:
    code, out, err = run("site")
    assert (code, out, err) == (0, f"{root / 'site'}: 15 files, 15 written\n", "")
    assert run("site") == (0, f"{root / 'site'} is current: 15 files\n", "")
    run("site", "--output", str(root / "again"))
    assert contents(root / "again") == contents(root / "site")
    assert set(contents(root / "site")) == {
        ".nojekyll", "all.html", "data.js", "index.html", "manifest.json", "site.css", "site.js",
        "survey.atom", "survey.bib", "survey.csl.json", "survey.csv", "survey.json",
        "survey.results.csv", "survey.ris",
        "w/arxiv-2407.12341.html", "w/doi-10.1038-sdata.2016.35.html",
    }  # fmt: skip


def test_a_new_decision_changes_the_site_and_nothing_of_other_works(run: Run, root: Path) -> None:
    run("site")
    journal(root, *DECISIONS, decided(60 * 48, "include", ONE, labels=("kind:model", "task:qa")))
    report = json.loads(run("site", "--json")[1])
    assert (report["files"], report["removed"], report["kept"]) == (15, [], [])
    # The dates at the foot of every page are of the latest decision; style and script have none.
    assert "w/arxiv-2407.12341.html" in report["written"]
    assert not {"site.css", "site.js", ".nojekyll"} & {*report["written"]}


def test_the_site_as_it_was_on_a_day(run: Run, root: Path) -> None:
    run("site", "--output", str(root / "then"), "--as-of", "2026-11-21")
    assert [name for name in contents(root / "then") if name.startswith("w/")] == [
        "w/arxiv-2407.12341.html"
    ]
    run("site", "--output", str(root / "then"))
    assert len([name for name in contents(root / "then") if name.startswith("w/")]) == 2
    out = run("site", "--output", str(root / "then"), "--as-of", "2026-11-21")[1]
    assert out.endswith(", 1 removed\n")


def test_wrong_usage_is_one_sentence_and_exit_2(run: Run, root: Path) -> None:
    (root / "page").mkdir()
    (root / "page" / "index.html").write_text("mine")
    for arguments, said in {
        ("--as-of", "May"): "tracker: --as-of 'May' is not a day",
        ("--output", str(root / "page")): f"tracker: {root}/page/index.html was not written by",
        ("--output", str(root / "README.md")): f"tracker: {root}/README.md cannot be written",
    }.items():
        code, out, err = run("site", *arguments)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert err.startswith(said)
    assert (root / "page" / "index.html").read_text() == "mine"
