"""Rendering writes every page and says which disagree with the data; publishing carries them."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.publish.test_render import include, titled
from tests.surveys import peoples
from tracker import curation as files
from tracker.curation.journal import append
from tracker.demo.github import LoopbackGitHub
from tracker.settings import Settings
from tracker.steps import publications, renderings
from tracker.steps.fingerprints import is_rendered, last_made
from tracker.steps.tidying import start

TOKEN = "loopback"


@pytest.fixture
def survey(tmp_path: Path) -> Settings:
    settings = Settings(root=tmp_path, database_url=f"sqlite:///{tmp_path / 'none.sqlite'}")
    start(settings, "Small models", example=True)
    with (tmp_path / "curation/curators.yaml").open("a", encoding="utf-8") as curators:
        curators.write("  - handle: ada\n    name: Ada\n")
    for number in range(3):
        _include(settings, number)
    return settings


def _include(settings: Settings, number: int) -> None:
    work = titled(number, f"Title {number}", f"2025-0{number + 1}")
    files.write_work(settings.root, work)
    append(settings.root, include(work, "kind:model", "size:gt_5b", "adaptation:reasoning"))


def _published(settings: Settings) -> dict[str, bytes]:
    paths = [settings.root / "README.md", *(settings.root / "pages").iterdir()]
    return {path.relative_to(settings.root).as_posix(): path.read_bytes() for path in paths}


def _base(settings: Settings) -> dict[str, bytes]:
    """The pages with what people wrote, and no decision."""
    return _published(settings) | peoples(settings.root)


def test_a_new_survey_gets_every_page_once(survey: Settings) -> None:
    first = renderings.render(survey)
    assert (first.stale, first.written) == (True, True)
    assert set(first.changed) == set(_published(survey))
    assert {"pages/timeline.svg", "pages/timeline.md", "pages/matrix.md", "pages/reasoning.md",
            "pages/by-adaptation.md"} <= set(first.changed)  # fmt: skip
    before = {path: path.stat().st_mtime_ns for path in survey.root.rglob("*") if path.is_file()}
    again = renderings.render(survey)
    assert (again.stale, again.written, again.changed) == (False, False, ())
    assert before == {path: path.stat().st_mtime_ns for path in before}


@pytest.mark.parametrize(
    "path", ["pages/timeline.svg", "pages/timeline.md", "pages/matrix.md", "pages/reasoning.md"]
)
def test_a_check_finds_any_page_that_disagrees_with_the_data(survey: Settings, path: str) -> None:
    renderings.render(survey)
    page = survey.root / path
    whole = page.read_bytes()
    for changed in (whole.replace(b"2025", b"2024", 1), None):
        page.write_bytes(changed) if changed else page.unlink()
        checked = renderings.render(survey, write=False)
        edited = changed is not None and path.endswith(".md")  # that is asked about, not mended
        assert (checked.stale, checked.written, checked.ok) == (not edited, False, not edited)
        assert [one.partition(":")[0] for one in checked.waiting] == [path] * edited
        assert renderings.render(survey, discard=lambda _: True).changed == (path,)
        assert page.read_bytes() == whole


def test_a_new_work_changes_the_pages_that_show_it_and_no_others(survey: Settings) -> None:
    renderings.render(survey)
    _include(survey, 7)
    changed = renderings.render(survey).changed
    assert {"README.md", "pages/models_over_5b.md", "pages/timeline.svg"} <= set(changed)
    assert not {"pages/quantization.md", "pages/datasets.md"} & set(changed)


def test_a_page_that_is_no_longer_made_says_where_to_go(survey: Settings) -> None:
    renderings.render(survey)
    left = survey.root / "pages/reasoning-1.md"
    left.write_bytes((survey.root / "pages/reasoning.md").read_bytes())
    mine = survey.root / "pages/notes.md"
    mine.write_text("# My notes\n", encoding="utf-8")
    assert renderings.render(survey).changed == ("pages/reasoning-1.md",)
    assert "[Front page](../README.md)" in left.read_text(encoding="utf-8")
    assert mine.read_text(encoding="utf-8") == "# My notes\n"
    assert not renderings.render(survey).stale
    left.write_text(left.read_text(encoding="utf-8") + "\nA remark.\n", encoding="utf-8")
    assert len(renderings.render(survey).waiting) == 1
    assert "A remark." in left.read_text(encoding="utf-8")


def test_pages_of_a_folder_that_was_renamed_say_where_to_go(survey: Settings) -> None:
    renderings.render(survey)
    old = sorted((survey.root / "pages").glob("*.md"))
    mine = survey.root / "pages/notes.md"
    mine.write_text("# My notes\n", encoding="utf-8")
    tables = survey.root / "curation/tables.yaml"
    tables.write_text(tables.read_text(encoding="utf-8").replace("pages", "new"), encoding="utf-8")
    edited = old[0].read_bytes()
    old[0].write_bytes(edited + b"\nA remark.\n")
    checked = renderings.render(survey, write=False)
    assert {path.relative_to(survey.root).as_posix() for path in old[1:]} < set(checked.changed)
    assert [one.partition(":")[0] for one in checked.waiting] == [f"pages/{old[0].name}"]
    old[0].write_bytes(edited)
    renderings.render(survey)
    assert all(b"Nothing stands here now. [Front page](../README.md)" in path.read_bytes()
               for path in old)  # fmt: skip
    assert mine.read_text(encoding="utf-8") == "# My notes\n"
    assert not renderings.render(survey, write=False).stale
    old[0].unlink()
    assert not renderings.render(survey).stale and not old[0].exists()


@pytest.mark.parametrize(
    "kept", ["[", "[]", '{"files": 3}', '{"files": {"../a.md": "1", "/b.md": "2"}}']
)
def test_what_was_last_made_is_read_whatever_the_state_says(survey: Settings, kept: str) -> None:
    renderings.render(survey)
    assert "pages/timeline.md" in last_made(survey)
    (survey.state / "rendered.json").write_text(kept, encoding="utf-8")
    assert last_made(survey) == ()
    assert not renderings.render(survey).stale


def test_the_request_carries_the_pages_and_shows_the_timeline_only_when_it_changed(
    survey: Settings,
) -> None:
    renderings.render(survey)
    base = _base(survey)
    _include(survey, 7)
    renderings.render(survey)
    with LoopbackGitHub(base, token=TOKEN) as github:
        there = replace(
            survey, github_url=github.url, repository=github.repository, github_token=TOKEN
        )
        opened = publications.publish(there)
        assert (opened.action, opened.title) == ("created", "1 added")
        picture = "![The timeline as proposed](../raw/refs/heads/tracker/update/pages/timeline.svg)"
        assert picture in opened.body
        for path, content in _published(survey).items():
            assert github.file(path, publications.BRANCH) == content
        assert publications.publish(there).action == "unchanged"
    with LoopbackGitHub(_base(survey), token=TOKEN) as github:
        there = replace(there, github_url=github.url)
        opened = publications.publish(there)
        assert opened.title == "Add the decisions behind the page"
        assert "timeline" not in opened.body


def test_a_work_below_the_front_pages_newest_is_not_proposed_again(survey: Settings) -> None:
    config = survey.root / "curation/tables.yaml"
    config.write_text(config.read_text().replace("newest: 100", "newest: 1"))
    renderings.render(survey)
    base = _base(survey)
    _include(survey, 7)
    with LoopbackGitHub(base, token=TOKEN) as github:
        there = replace(
            survey, github_url=github.url, repository=github.repository, github_token=TOKEN
        )
        assert publications.publish(there, dry_run=True).title == "1 added"


def test_what_was_rendered_last_is_known_again_and_nothing_else_is(survey: Settings) -> None:
    def current() -> bool:
        return is_rendered(survey, renderings.stamp(survey, files.load(survey.root)))

    assert not current()
    renderings.render(survey)
    assert current()
    page, last = survey.root / "pages/reasoning.md", survey.state / "rendered.json"
    for path, data in ((page, b"x"), (survey.root / "README.md", b""), (last, b"[[[["),
                       (last, b"{}"), (last, b'{"made_from": 1, "files": [1]}')):  # fmt: skip
        whole = path.read_bytes()
        path.write_bytes(data)
        assert not current()
        path.write_bytes(whole)
        assert current()
    (survey.root / "tracker.yaml").write_text("second_reads: 0\n")  # counted in the methods box
    assert not current()
    (survey.root / "tracker.yaml").unlink()
    assert current()
    _include(survey, 7)
    assert not current()
