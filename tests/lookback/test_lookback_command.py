"""What a person can ask of earlier days, of today and of later ones, and what is refused."""

from pathlib import Path

import pytest

from tests.lookback.past import Past, at, contents, lived
from tracker import __version__


@pytest.fixture
def past(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Past:
    """One decision committed on the first of March, one on the eighth that is not committed."""
    made = lived(tmp_path / "top", capsys, monkeypatch)
    made.decide(1, at(1))
    made.commit(at(1))
    made.decide(2, at(8))
    return made


def test_until_the_day_is_over_it_is_what_stands_here(past: Past) -> None:
    now = at(8, 23)
    committed = past.git("rev-parse", "HEAD").strip()
    asked = {day: past.run("render", "--as-of", f"2025-03-{day:02}", "--json", now=now)
             for day in (7, 8, 9)}  # fmt: skip
    bases = {day: (done.json["as_of"], done.json["basis"]) for day, done in asked.items()}
    assert bases == {
        7: ("2025-03-07", committed),
        8: ("2025-03-08", "working tree"),
        9: ("2025-03-09", "working tree"),
    }
    past.run("render", now=now)
    rendered = (past.root / "README.md").read_text()
    assert "Clinical model 2" in rendered
    assert [done.json["text"] == rendered for done in asked.values()] == [False, True, True]
    assert [done.err for done in asked.values()] == ["", "", ""]
    # The next morning nobody can know: it was never committed.
    later = past.run("render", "--as-of", "2025-03-08", "--json", now=at(9))
    assert later.json == asked[7].json | {"as_of": "2025-03-08"}


def test_every_report_names_what_it_rests_on(past: Past, tmp_path: Path) -> None:
    commit = past.git("rev-parse", "HEAD").strip()
    about = {"as_of": "2025-03-05", "basis": commit}
    for command in (("site",), ("release", "1"), ("render",)):
        out = str(tmp_path / command[0])
        done = past.run(*command, "--as-of", "2025-03-05", "--output", out, "--json")
        assert (done.code, done.json | about, done.err) == (0, done.json, "")
    assert "as_of" not in past.run("site", "--json").json
    said = past.run("render", "--as-of", "2025-03-05", "--output", str(tmp_path / "render"))
    count = len(contents(tmp_path / "render"))
    assert said.out == f"{tmp_path}/render: {count} files were there already\n"


def test_a_folder_with_other_things_is_not_written_to(past: Past, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes").write_text("mine")
    for folder in (tmp_path / "mine", past.root):
        before = contents(folder)
        done = past.run("render", "--as-of", "2025-03-05", "--output", str(folder))
        said = f"tracker: {folder} holds other things; name a new folder with --output\n"
        assert (done.code, done.out, done.err) == (2, "", said)
        assert contents(folder) == before


def test_a_folder_cut_off_half_way_is_finished(past: Past, tmp_path: Path) -> None:
    asked = ("render", "--as-of", "2025-03-05", "--output", str(tmp_path / "then"))
    past.run(*asked)
    whole = contents(tmp_path / "then")
    (tmp_path / "then" / "README.md").unlink()
    assert past.run(*asked).out == f"{tmp_path}/then: {len(whole)} files written\n"
    assert contents(tmp_path / "then") == whole


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("render", "--as-of", "May"), "--as-of 'May' is not a day such as 2025-11-21"),
        (("render", "--as-of", "2025-03-05", "--check"),
         "--check is about the pages here; leave it out with --as-of"),
        (("render", "--output", "x"),
         "--output is for the pages of an earlier day; name one with --as-of"),
        (("release", "1", "--check", "--as-of", "2025-03-05"),
         "--check reads what was released; leave --as-of and --no-site out"),
        (("release", "1", "--check", "--no-site"),
         "--check reads what was released; leave --as-of and --no-site out"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_sentence_and_exit_2(
    past: Past, arguments: tuple[str, ...], said: str
) -> None:
    done = past.run(*arguments)
    assert (done.code, done.out, done.err) == (2, "", f"tracker: {said}\n")


def test_a_survey_of_a_form_that_this_program_cannot_read_says_so(past: Past) -> None:
    past.edit("curation/taxonomy.yaml", "version: 1\ndimensions:", "version: 1\nfacets:")
    commit = past.commit(at(10))
    past.git("revert", "--no-edit", "HEAD", when=at(12))
    for command in ("render", "export", "site"):
        done = past.run(command, "--as-of", "2025-03-11")
        whose = f"tracker: the survey of 2025-03-11 (commit {commit[:12]}): tracker {__version__}"
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
        assert done.err.startswith(f"{whose} finds ")
        assert done.err.endswith("; a tracker of that time may read it\n")
    assert past.run("render", "--as-of", "2025-03-12").code == 0


def test_a_page_that_could_not_be_rendered_then_says_when(past: Past) -> None:
    past.write("README.md", "# No regions\n")
    commit = past.commit(at(10))
    done = past.run("render", "--as-of", "2025-03-11")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"tracker: the survey of 2025-03-11 (commit {commit[:12]}): README")
    assert past.run("export", "--as-of", "2025-03-11").code == 0


def test_figures_that_could_not_be_read_then_say_when(past: Past) -> None:
    past.write("methods.json", "{}")
    commit = past.commit(at(10))
    done = past.run("render", "--as-of", "2025-03-11")
    told = f"the survey of 2025-03-11 (commit {commit[:12]}): methods.json is not of schema 1"
    assert done.code == 3 and done.err.startswith(f"tracker: {told}")
