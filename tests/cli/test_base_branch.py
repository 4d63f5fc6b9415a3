"""What the base branch holds and cannot be read as a page is refused, and never written over."""

from collections.abc import Iterator

import pytest

from tests.surveys import Survey
from tracker.demo.github import LoopbackGitHub
from tracker.steps.publications import BRANCH

TABLES = """\
more: {folder: pages}
tables:
  - {key: models, title: Models, any_of: ["kind:model"], columns: [name, title, nlp_task]}
"""


@pytest.fixture
def hub(survey: Survey, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackGitHub]:
    """The survey on GitHub, with a decision here that it lacks."""
    survey.write("curation/tables.yaml", TABLES)
    held = {
        path.relative_to(survey.root).as_posix(): path.read_bytes()
        for path in [*survey.root.glob("curation/*.yaml"), survey.root / "README.md"]
    }
    survey.run("pull")
    survey.run("decide", "2503.00001", "include", "--as", "ann", "--label", "kind:model")
    with LoopbackGitHub(held) as hub:
        monkeypatch.setenv("TRACKER_REPOSITORY", hub.repository)
        monkeypatch.setenv("GITHUB_TOKEN", hub.token)
        monkeypatch.setenv("TRACKER_GITHUB_URL", hub.url)
        yield hub


def test_a_folder_where_a_page_belongs_is_refused(survey: Survey, hub: LoopbackGitHub) -> None:
    hub.commit("main", {"pages/models.md/notes.md": b"by hand\n"})
    done = survey.run("publish")
    told = (
        f"main of {hub.repository} has no file but a folder or another repository at "
        "pages/models.md, where a file of the survey belongs; move it away there"
    )
    assert (done.code, done.out, done.err) == (3, "", f"tracker: {told}\n")
    assert hub.head(BRANCH) is None


def test_a_page_there_that_is_no_text_is_refused(survey: Survey, hub: LoopbackGitHub) -> None:
    hub.commit("main", {"README.md": "# Größe\n".encode("latin-1")})
    done = survey.run("publish")
    told = "README.md on main is not UTF-8 text; save it there as UTF-8"
    assert (done.code, done.out, done.err) == (3, "", f"tracker: {told}\n")
    assert hub.head(BRANCH) is None


@pytest.mark.parametrize(
    ("marker", "told"),
    [
        (
            "<!-- tracker:models:end -->",
            (
                "README.md on main: line 5: region 'models' has no end marker; "
                "write {} after its table"
            ),
        ),
        (
            "<!-- tracker:models:start -->",
            "README.md on main: line 6: region 'models' ends but never started; add {} above",
        ),
        (
            "<!-- tracker:models:start -->\n<!-- tracker:models:end -->",
            "README.md on main: table 'models' has no region; add the lines {}",
        ),
    ],
)
def test_broken_markers_there_are_named_there_and_nothing_overrules_them(
    survey: Survey, hub: LoopbackGitHub, marker: str, told: str
) -> None:
    page = (hub.file("README.md") or b"").decode()
    assert marker in page
    wanted = marker.replace("\n", " and ")
    hub.commit("main", {"README.md": page.replace(marker, "").encode()})
    for force in ((), ("--force",)):
        done = survey.run("publish", *force)
        assert (done.code, done.out, done.err) == (1, "", f"tracker: {told.format(wanted)}\n")
    assert hub.head(BRANCH) is None


def test_a_page_there_that_is_a_page_is_proposed(survey: Survey, hub: LoopbackGitHub) -> None:
    assert survey.run("publish").code == 0
    assert hub.file("pages/models.md", BRANCH) is not None
    assert survey.run("publish", "--dry-run").out.count("\nfiles: ") == 1


def test_a_dry_run_names_the_files_that_change_and_says_when_none_does(
    survey: Survey, hub: LoopbackGitHub
) -> None:
    made = survey.run("publish", "--json").json["files"]
    assert sorted(made) == sorted(hub.changed(1))
    hub.merge(1)
    for path in made:
        survey.write(path, (hub.file(path) or b"").decode())
    done = survey.run("publish", "--dry-run")
    assert done.out == "nothing to publish: the base branch has it all\n"
    survey.run("decide", "2503.00002", "include", "--as", "ann", "--label", "kind:dataset")
    done = survey.run("publish", "--dry-run")
    named = done.out.splitlines()[-1].removeprefix("files: ").split(", ")
    assert sorted(named) == [
        "curation/decisions/ann/2025-03.jsonl",
        "curation/works/arxiv-2503.00002.yaml",
        "methods.json",
        "pages/by-kind.md",
        "pages/by-nlp_task.md",
    ]
