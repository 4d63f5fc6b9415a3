"""The survey this repository ships agrees with its sources: the draft, the seed, the list."""

import csv
import re
from pathlib import Path

import pytest

from tests.replay import shared_folder
from tracker.curation import Curation, load
from tracker.curation.canonical import load as parsed
from tracker.decisions import read_decision

ROOT = Path(__file__).parents[1]
# Columns of the seed that hold labels, and the dimensions their words may name.
COLUMNS = {
    "entry_kind": {"kind"},
    "readme_size_bucket": {"size"},
    "technique_readme": {"architecture", "adaptation", "compression"},
    "technique_inferred": {"architecture", "adaptation", "compression"},
    "nlp_task": {"nlp_task"},
    "stakeholder": {"stakeholder"},
    "care_continuum": {"care_continuum"},
}


@pytest.fixture(scope="module")
def curation() -> Curation:
    return load(ROOT)


def source(name: str) -> str:
    """A source of the survey as text; skips where it is absent, but fails under CI."""
    return shared_folder(f"survey/{name}").read_text(encoding="utf-8")


def headings_of_lists(page: str) -> list[str]:
    """The heading paths of a page, without its H1, that stand right over a numbered list."""
    path: list[str] = []
    found = []
    for line in page.splitlines():
        if heading := re.fullmatch(r"(##+) (.+)", line):
            path = [*path[: len(heading[1]) - 2], heading[2]]
        elif line.startswith("1. "):
            found.append(" > ".join(path))
    return found


def test_the_shipped_curation_has_no_problems(curation: Curation) -> None:
    assert curation.problems == ()


def test_the_tables_stand_under_the_headings_of_the_companion_in_its_order(
    curation: Curation,
) -> None:
    headings = [table.heading for table in curation.pages.tables]
    assert headings == headings_of_lists(source("companion_README.md"))
    assert len(headings) == 11


def test_an_entry_adopted_from_a_heading_is_selected_by_that_table_and_no_other(
    curation: Curation,
) -> None:
    tables = curation.pages.tables
    shown = {table.key: [t.key for t in tables if t.selects(table.adopts)] for table in tables}
    assert shown == {table.key: [table.key] for table in tables}


def test_the_last_step_of_every_technique_heading_names_the_label_it_adopts(
    curation: Curation,
) -> None:
    names = curation.taxonomy.names()
    named = {
        table.heading: names.get(table.heading.partition(" > ")[2].lower())
        for table in curation.pages.tables
        if " > " in table.heading
    }
    assert named == {
        table.heading: table.adopts[-1] for table in curation.pages.tables if " > " in table.heading
    }


def test_every_label_word_of_the_seed_names_one_label_of_its_dimension(curation: Curation) -> None:
    names = curation.taxonomy.names()
    words = {
        (column, word.strip())
        for row in csv.DictReader(source("survey_seed.csv").splitlines())
        for column in COLUMNS
        for word in row[column].split(";")
        if word.strip()
    }
    lost = {
        (column, word): names.get(word.lower())
        for column, word in words
        if names.get(word.lower(), "").partition(":")[0] not in COLUMNS[column]
    }
    assert len(words) > 30
    assert lost == {}


def test_the_keys_are_the_drafts_but_for_the_two_dimensions_left_out(curation: Curation) -> None:
    renamed = {"resource_kind": "kind", "size_bucket": "size"}
    draft = parsed(source("survey_taxonomy.yaml"))["dimensions"]
    expected = {
        renamed.get(dimension, dimension): set(labels)
        for dimension, labels in draft.items()
        if dimension not in ("origin", "reported_aspect")
    }
    assert {
        dimension.key: {label.key.partition(":")[2] for label in dimension.labels}
        for dimension in curation.taxonomy.dimensions
    } == expected


def test_no_written_form_of_a_label_is_lost_because_it_names_two(curation: Curation) -> None:
    names = curation.taxonomy.names()
    forms = {
        form.lower(): label.key
        for label in curation.taxonomy
        for form in (
            label.key,
            label.key.partition(":")[2],
            label.name,
            label.short,
            *label.aliases,
        )
        if form
    }
    assert {form: names.get(form) for form in forms} == forms


def test_every_size_and_base_model_stands_in_the_sources_and_none_that_stands_there_is_lost(
    curation: Curation,
) -> None:
    table = source("facts.md").partition("## 2. Timeline")[2].partition("\n(!) =")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()
            if line.count("|") == 11][2:]  # fmt: skip
    works = {work.id.value: work for work in curation.works}
    titled = {work.title.partition(":")[0].lower(): work for work in curation.works}
    found = {}
    for row in rows:
        name = row[1].removesuffix(" (!)")
        work = works.get(row[8]) or titled[name.lower()]
        assert all(size.lower() in f"{name} {row[3]}".lower() for size in work.sizes), row
        assert all(base in row[3] for base in work.base_model.split(", ") if base), row
        found[name] = (bool(work.sizes), bool(re.search(r"\d[MB]\b", f"{name} {row[3]}", re.I)))
    assert len(found) == 28
    assert {name for name, (ours, theirs) in found.items() if ours != theirs} == {
        "Med-R^2",  # a framework: the models it was used with are not the work's own
    }


def test_the_decision_that_the_curators_page_shows_is_canonical(curation: Curation) -> None:
    page = (ROOT / "curation" / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"```json\n(.+)\n```", page)
    decision, problems = read_decision(lines[0], "curation/README.md", "example")
    assert problems == []
    assert decision is not None
    assert (len(lines), decision.line) == (1, lines[0])
    assert list(curation.taxonomy.faults(decision.labels)) == []
