"""The command: bytes on standard output or in a file, and nothing else."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exports.readers import OF_WORKS, READERS
from tests.record.surveys import DOI, ONE, decided, journal, put, survey
from tracker.cli import main
from tracker.publish.exports.document import schema

Run = Callable[..., tuple[int, bytes, str]]
ONE_FILE = 'ids:\n- "arxiv:2407.12341"\ntitle: "Öne: the first"\nauthors:\n- "Ada Lovelace"\n'
TWO_FILE = 'ids:\n- "doi:10.1038/sdata.2016.35"\ntitle: "Two"\n'


@pytest.fixture
def run(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Run:
    root = survey(tmp_path / "survey")
    put(root, "works/arxiv-2407.12341.yaml", ONE_FILE)
    put(root, "works/doi-10.1038-sdata.2016.35.yaml", TWO_FILE)
    journal(
        root,
        decided(0, "include", ONE, labels=("kind:model",)),
        decided(60 * 24, "include", DOI, labels=("kind:dataset",)),
        decided(60 * 48, "include", ONE, labels=("kind:model", "task:qa")),
    )
    (root / "README.md").write_text("intro\n\n# Our \\*survey\\*\n")
    monkeypatch.setenv("TRACKER_ROOT", str(root))
    monkeypatch.setenv("TRACKER_NOW", "2026-12-01T00:00:00Z")

    def command(*arguments: str) -> tuple[int, bytes, str]:
        monkeypatch.setattr(sys, "argv", ["tracker", *arguments])
        try:
            main()
            code = 0
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        said = capfdbinary.readouterr()
        return code, said.out, said.err.decode()

    return command


@pytest.mark.parametrize("name", OF_WORKS)
def test_every_format_goes_to_standard_output_the_same_each_time(run: Run, name: str) -> None:
    code, out, err = run("export", "--format", name)
    assert (code, err) == (0, "")
    assert run("export", "--format", name)[1] == out
    titles = ["Öne: the first", "Two"]
    assert READERS[name](out.decode()) == (titles + titles[:1] if name == "atom" else titles)


def test_a_file_holds_the_same_bytes_and_standard_output_nothing(run: Run, tmp_path: Path) -> None:
    shown = run("export", "--format", "csv")[1]
    assert run("export", "--format", "csv", "--output", str(tmp_path / "a.csv")) == (0, b"", "")
    assert (tmp_path / "a.csv").read_bytes() == shown


def test_the_survey_is_called_what_its_page_is_called(run: Run) -> None:
    assert json.loads(run("export")[1])["title"] == "Our *survey*"


def test_the_survey_as_it_was_on_a_day(run: Run) -> None:
    code, out, told = run("export", "--as-of", "2026-11-21")
    first = out.decode()
    assert (code, told.count("\n"), "is told by the decisions up to then" in told) == (0, 1, True)
    assert READERS["json"](first) == ["Öne: the first"]
    assert "task:qa" not in first.split('"works"')[1]
    assert READERS["json"](run("export", "--as-of", "2026-11-20")[1].decode()) == []
    today = run("export")[1]
    assert run("export", "--as-of", "2026-11-23")[1] == today


def test_the_schema_is_printed_as_it_ships(run: Run) -> None:
    assert run("export", "--schema") == (0, schema().encode(), "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "docx"), "tracker: --format 'docx' is none of bibtex, ris, csl-json"),
        (("--as-of", "May"), "tracker: --as-of 'May' is not a day"),
        (("--output", "/nowhere/at/all"), "tracker: --output /nowhere/at/all cannot be written"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = run("export", *arguments)
    assert (code, out) == (2, b"")
    assert err.startswith(said) and err.count("\n") == 1
