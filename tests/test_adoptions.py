"""Adopting a list: what `tracker import` leaves in the curation and in the page."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.replay import shared_folder
from tracker.assets import asset
from tracker.curation import load
from tracker.errors import CurationError, MarkerError
from tracker.settings import Settings
from tracker.steps import renderings
from tracker.steps.adoptions import Adoption, adopt
from tracker.steps.tidying import start

LIST = """\
# Awesome Cats

> Prose stays.  \t

## Papers
### 2024
- **Cats sleep well** — A. Author. *NeurIPS*. [[paper](https://arxiv.org/abs/2401.00001)] [[code](https://github.com/a/b)]
- [Dogs | too](https://doi.org/10.1000/xyz.1)

| Year | Title | Code |
|---|---|---|
| 2023 | [Birds sing $x_1$](https://arxiv.org/abs/2301.00002v2) | [code](https://github.com/c/d) |

Some prose with `code`.

## Datasets
1. Cats sleep well. [Paper](https://arxiv.org/abs/2401.00001)

## License
MIT, no final newline"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    return tmp_path


def _adopt(root: Path) -> Adoption:
    return adopt(Settings(root=root, database_url=""), root / "README.md")


def test_a_list_alone_in_a_folder_becomes_a_survey(root: Path) -> None:
    adoption = _adopt(root)
    assert (len(adoption.page.entries), adoption.works, adoption.new_works) == (4, 3, 3)
    curation = load(root)
    assert curation.problems == ()
    assert [(t.title, t.section) for t in curation.pages.tables] == [
        ("2024", "Papers > 2024"),
        ("Datasets", "Datasets"),
    ]
    works = {str(one.work.id): one for one in curation.record.standings}
    cats = works["arxiv:2401.00001"]
    assert cats.work.sections == ("Papers > 2024", "Datasets")
    assert [(link.kind, link.url) for link in cats.work.links] == [
        ("paper", "https://arxiv.org/abs/2401.00001"),
        ("code", "https://github.com/a/b"),
    ]
    assert (cats.status, cats.inferred, cats.work.published_on) == ("included", True, "2024-01")
    assert works["doi:10.1000/xyz.1"].work.title == "Dogs | too"


def test_everything_outside_the_lists_stays_byte_for_byte(root: Path) -> None:
    _adopt(root)
    renderings.render(Settings(root=root, database_url=""))
    page = (root / "README.md").read_text(encoding="utf-8")
    regions = re.compile(r"<!-- tracker:\w+:start -->.*?<!-- tracker:\w+:end -->", re.DOTALL)
    outside = regions.split(page)
    assert outside == [
        "# Awesome Cats\n\n> Prose stays.  \t\n\n## Papers\n### 2024\n",
        "\n\n\nSome prose with `code`.\n\n## Datasets\n",
        "\n\n## License\nMIT, no final newline",
    ]
    assert page.count("Cats sleep well") == 2


def test_the_same_list_again_adds_nothing_before_and_after_rendering(root: Path) -> None:
    def record() -> dict[Path, bytes]:
        listed = (path for path in (root / "curation").rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in listed}

    _adopt(root)
    before = record()
    renderings.render(Settings(root=root, database_url=""))
    again = _adopt(root)
    assert (again.new_works, again.changed_works, again.decisions, again.written) == (0, 0, 0, ())
    assert record() == before


def test_a_link_that_is_no_web_address_leaves_a_survey_that_every_command_can_read(
    root: Path,
) -> None:
    with (root / "README.md").open("a", encoding="utf-8") as file:
        file.write(
            "\n\n## More\n- Lions roar. [paper](https://arxiv.org/abs/2401.00009) [x](x.pdf)"
        )
    told = [problem.what for problem in _adopt(root).problems]
    assert told == ["the link 'x.pdf' is no web address: left out, mend it in the list"]
    assert load(root).problems == ()


def test_an_import_that_could_not_be_read_again_changes_nothing(root: Path) -> None:
    (root / "README.md").write_text("## A\n- Cats. [paper](https://arxiv.org/abs/2401.00001)\n")
    _adopt(root)
    page = "## A\n- Dogs. [paper](https://doi.org/10.1000/xyz.1)\n"
    (root / "README.md").write_text(page)
    _adopt(root)
    page += (
        "- Cats. [paper](https://arxiv.org/abs/2401.00001) [doi](https://doi.org/10.1000/xyz.1)\n"
    )
    page = page.replace("Dogs", "Cats")
    (root / "README.md").write_text(page)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(CurationError, match=r"README.md was not imported: what it says could not"):
        _adopt(root)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_words_that_no_work_holds_are_told_until_the_tables_stand_in_their_place(
    root: Path,
) -> None:
    adoption = _adopt(root)
    told = [(entry.first_line, entry.note) for entry in adoption.beyond]
    assert told == [(7, "A. Author. NeurIPS.")]
    assert (adoption.written[-1], adoption.rewritten) == ("README.md", ("README.md",))
    renderings.render(Settings(root=root, database_url=""))
    page = (root / "README.md").read_text(encoding="utf-8")
    more = "## More\n- **Lions roar** by B. Author [paper](https://arxiv.org/abs/2401.00009)\n"
    (root / "README.md").write_text(page + "\n\n" + more, encoding="utf-8")
    assert [entry.note for entry in _adopt(root).beyond] == ["by B. Author"]


def test_a_page_with_spoilt_markers_is_refused_before_a_work_is_written(root: Path) -> None:
    with (root / "README.md").open("a", encoding="utf-8") as file:
        file.write("\n<!-- tracker:one:start -->\n")
    with pytest.raises(MarkerError):
        _adopt(root)
    assert not (root / "curation").exists()


def test_the_surveys_own_list_is_74_works_with_inferred_labels(tmp_path: Path) -> None:
    survey = shared_folder("survey")
    settings = Settings(root=tmp_path, database_url="")
    start(settings, "x", example=True)
    (tmp_path / "README.md").unlink()
    adoption = adopt(settings, survey / "companion_README.md", survey / "survey_seed.csv")
    assert (len(adoption.page.entries), adoption.sections, adoption.works) == (86, 11, 74)
    curation = load(tmp_path)
    assert curation.problems == ()
    record = curation.record
    assert len(record.of("included")) == 74
    assert all(
        one.inferred and one.decided and one.decided.by == "import" for one in record.standings
    )
    twice = [one for one in record.standings if len(one.work.sections) == 2]
    assert adoption.beyond == ()
    assert len(twice) == 12  # eleven typed twice, and MEDITRON as data and as model
    wrong = next(one for one in record.standings if "abbreviation" in one.work.title)
    assert str(wrong.work.id) == "doi:10.1007/s10916-024-02049-z"
    assert wrong.work.links == ()  # the list's link is another paper's
    told = "\n".join(str(problem) for problem in adoption.problems)
    for sign in ("aidbp2300040", "e60164", "AlpaCare", "MEDITRON", "MedText", "TinyLlama-1.1B"):
        assert sign in told
    assert renderings.render(settings).written


def test_what_is_shipped_is_what_the_import_makes_with_sizes_and_base_models(
    tmp_path: Path,
) -> None:
    survey = shared_folder("survey")
    settings = Settings(root=tmp_path, database_url="")
    start(settings, "x", example=True)
    adopt(settings, survey / "companion_README.md", survey / "survey_seed.csv")
    shipped, made = load(asset("curation").parent), load(tmp_path)
    assert {replace(work, sizes=(), base_model="") for work in shipped.works} == {*made.works}
    assert len([work for work in shipped.works if work.sizes or work.base_model]) == 24


def test_importing_the_surveys_own_list_again_leaves_its_sizes_alone(tmp_path: Path) -> None:
    survey = shared_folder("survey")
    shutil.copytree(asset("curation"), tmp_path / "curation")
    again = adopt(
        Settings(root=tmp_path, database_url=""),
        survey / "companion_README.md",
        survey / "survey_seed.csv",
    )
    assert (again.new_works, again.changed_works, again.decisions) == (0, 0, 0)
    assert load(tmp_path).works == load(asset("curation").parent).works
