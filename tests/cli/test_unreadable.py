"""What cannot be read is not absent: nothing is made of half a record, nothing written over."""

from pathlib import Path

import pytest

from tests.powerless import closed, run
from tests.results.reports import result
from tests.surveys import Survey
from tracker import curation
from tracker.curation import load, watch
from tracker.decisions import Decision
from tracker.errors import CurationError
from tracker.folders import contents, fill
from tracker.identity import parse
from tracker.works import Work

WORK = Work((parse("arxiv:2503.00001"),), "Clinical model 1")
TABLES = """\
more: {folder: pages}
tables:
  - {key: models, title: Models, any_of: ["kind:model"], columns: [name, title, nlp_task]}
"""
FOLDERS = ("works", "decisions", "decisions/ann", "results")


@pytest.fixture
def root(survey: Survey) -> Path:
    """A survey with a work, a decision and a result, rendered."""
    survey.write("curation/tables.yaml", TABLES)
    curation.write_work(survey.root, WORK)
    at = survey.papers[0].paper.submitted_at
    labels = ("nlp_task:qa", "kind:model")
    decision = Decision(at, "ann", "include", WORK.id, title=WORK.title, labels=labels)
    curation.append(survey.root, decision)
    curation.write_result(survey.root, result(source=WORK.id, by="ann", at=at))
    assert survey.run("render").code == 0
    return survey.root


def pages(root: Path) -> dict[str, bytes]:
    """Everything here but the curation and what may be deleted."""
    return {path: data for path, data in contents(root).items()
            if not path.startswith(("curation/", ".tracker/", "db/"))}  # fmt: skip


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("mode", [0, 0o311])
def test_a_folder_of_the_record_that_cannot_be_listed_is_a_problem(
    root: Path, name: str, mode: int
) -> None:
    before = pages(root)
    what = f"curation/{name}: cannot be read: Permission denied"
    with closed(root / "curation" / name, mode):
        code, out, err = run(root, "check")
        assert (code, what in out.splitlines(), err) == (1, True, "")
        for command in (("render",), ("publish", "--dry-run"), ("format",), ("edits",)):
            code, out, err = run(root, *command)
            assert (code, out, err.count("\n"), what in err) == (1, "", 1, True), command
    assert pages(root) == before
    assert run(root, "check")[0] == 0


def test_a_folder_that_leads_nowhere_is_a_problem_and_one_that_is_not_there_is_none(
    root: Path,
) -> None:
    works = root / "curation" / "works"
    works.rename(root / "elsewhere")
    works.symlink_to(root / "nowhere")
    told = [str(one) for one in load(root).problems if one.file == "curation/works"]
    assert told == ["curation/works: cannot be read: No such file or directory"]
    works.unlink()
    assert not [one for one in load(root).problems if one.file == "curation/works"]
    works.write_text("no folder")
    told = [str(one) for one in load(root).problems if one.file == "curation/works"]
    assert told == ["curation/works: cannot be read: Not a directory"]


def test_a_curation_that_may_not_be_entered_is_one_sentence(root: Path) -> None:
    with closed(root, 0o600):
        code, out, err = run(root, "check")
    assert (code, out) == (3, "")
    assert err == f"tracker: {root}/curation cannot be read: Permission denied\n"
    with closed(root / "curation"):
        code, out, err = run(root, "check")
    assert (code, err) == (1, "")
    assert "curation/taxonomy.yaml: cannot be read: Permission denied" in out


def test_a_review_does_not_open_on_half_a_record(root: Path) -> None:
    folder = root / "curation" / "decisions" / "ann"
    for command in (("review",), ("results", "review")):
        with closed(folder if command == ("review",) else root / "curation" / "results"):
            code, out, err = run(root, *command, "--as", "ann", answers="q\n")
        assert (code, out, err.count("\n")) == (3, "", 1)
        assert "cannot be read: Permission denied" in err


def test_a_folder_that_becomes_no_folder_is_told_to_who_watches(root: Path) -> None:
    assert watch.marks(root)
    works = root / "curation" / "works"
    works.rename(root / "elsewhere")
    works.write_text("no folder")
    with pytest.raises(CurationError, match=r"works cannot be read: Not a directory$"):
        watch.marks(root)


@pytest.mark.parametrize("name", ["pages/models.md", "pages", "methods.json", "README.md"])
def test_a_page_that_cannot_be_read_is_not_written_over(root: Path, name: str) -> None:
    (root / "methods.json").write_text('{"schema": 1}')
    page = root / "pages" / "models.md"
    page.write_bytes(page.read_bytes().replace(b"Clinical", b"Edited by hand"))
    before = pages(root)
    where = root / name
    with closed(where, 0o311 if where.is_dir() else 0):
        code, out, err = run(root, "render")
        assert (code, out, err.count("\n")) == (1, "", 1), err
        assert name in err and "cannot be read" in err and "Permission denied" in err
        code, out, err = run(root, "check")
        assert (code, err) == (1, "")
        assert any(f"{name}" in line and "cannot be read" in line for line in out.splitlines())
    assert pages(root) == before


def test_a_work_file_that_cannot_be_read_is_not_written_over(survey: Survey, root: Path) -> None:
    survey.run("pull")
    survey.run("undo", "2503.00001", "--as", "ann")
    (path,) = (root / "curation" / "works").iterdir()
    for content in (path.read_text() + "sizes: [\n", "title: One\n"):
        path.write_text(content)
        said = survey.run("decide", "2503.00001", "include", "--as", "ann")
        told = f"curation/works/{path.name} is there and could not be read, and is not written over"
        assert (said.code, said.out, said.err) == (
            3,
            "",
            f"tracker: {told}; mend what tracker check says of it first\n",
        )
        assert path.read_text() == content
    assert len(load(root).decisions) == 2


def test_a_release_of_a_page_that_cannot_be_read_is_refused(root: Path) -> None:
    with closed(root / "pages" / "models.md"):
        code, out, err = run(root, "release", "1")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.endswith("pages/models.md cannot be read: Permission denied\n")
    with closed(root / "README.md"):
        code, out, err = run(root, "export")
    assert (code, out, err.count("\n"), "README.md cannot be read" in err) == (1, "", 1, True)


def test_a_memory_that_cannot_be_written_fails_no_rendering(root: Path) -> None:
    (root / "pages" / "models.md").unlink()
    (root / ".tracker" / "rendered.json").unlink()
    with closed(root / ".tracker", 0o555):
        code, out, err = run(root, "render")
        assert (code, out, err) == (0, "pages/models.md written\n", "")
        assert run(root, "render")[:2] == (0, "README.md is current\n")
    assert not (root / ".tracker" / "rendered.json").exists()


def test_a_folder_to_fill_that_cannot_be_listed_is_no_empty_one(root: Path) -> None:
    out = root / "then"
    fill(out, {"inside/a.md": b"a"}, "holds other things")
    with closed(out / "inside"):
        code, _, err = run(root, "render", "--as-of", "2025-03-06", "--output", str(out))
    assert (code, err.splitlines()[-1]) == (
        2,
        f"tracker: {out} cannot be read: Permission denied",
    )
