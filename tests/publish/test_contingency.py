"""The whole cross on pages: every number, and from every empty combination a way to a search."""

import random
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given

from tests.publish.crossings import cross, matrix, rows, surveys, taxonomy
from tests.publish.shown import Shown, tables
from tracker.publish.contingency import (
    MOST_COMBINATIONS,
    contents,
    contingency_pages,
    laid_out,
)
from tracker.publish.cross import ANY, NO_LABEL, Combination, Cross
from tracker.publish.matrix import matrix_pages
from tracker.publish.proofreading import misread
from tracker.publish.questions import question
from tracker.publish.render import Row, shown_label
from tracker.publish.sheets import WALL
from tracker.taxonomy import Dimension, Label, Taxonomy

ABOUT = ("LLM",)
TWO = taxonomy(2, 1, 2)
WORKS = rows(TWO, "a0 b0 c0", "a0 b0 c1", "b0 c0", "a0")


def pages_of(made: Cross) -> dict[str, str]:
    files = contingency_pages(made, ABOUT, "p/m.md", "README.md")
    return {path: text.decode() for path, text in files.items()}


def read(made: Cross, pages: dict[str, str]) -> dict[Combination, Shown]:
    """What every cell says, by what it asks: a label, NO_LABEL or ANY of each axis."""
    both = {"no label": NO_LABEL, "All": ANY}
    keys = [both | {shown_label(label): label.key for label in side.labels} for side in made.sides]
    found = {}
    for path, text in pages.items():
        name = path.removeprefix("p/m-").removesuffix(".md")
        first = {"all": ANY, "none": NO_LABEL}.get(name, name.replace("-", ":", 1))
        (table,) = tables(text)
        assert {len(line) for line in table} == {len(table[0])}
        deep = len(made.sides) - 2
        columns = [keys[-1][cell.text] for cell in table[0][deep:]]
        for line in table[1:]:
            above = [keys[place + 1][line[place].text] for place in range(deep)]
            for column, cell in zip(columns, line[deep:], strict=True):
                found[first, *above, column] = cell
    return found


def test_a_retired_label_is_counted_where_works_carry_it_and_asked_for_nowhere() -> None:
    of = taxonomy(1, 1, 2)
    last = of.dimensions[2]
    old = replace(last, labels=(last.labels[0], replace(last.labels[1], retired=True)))
    of = replace(of, dimensions=(*of.dimensions[:2], old))
    made = cross(of, rows(of, "a0 b0", "a0 c1", "b0 c1", "c0"))
    assert (made.empty, made.size) == (1, 1)
    told = contents(made, ABOUT, "p/m.md")
    assert told[0].endswith("](m-all.md): 4 (4↑0) works, 1 of 1 combinations have none")
    cells = read(made, pages_of(made)).items()
    found = {asked: (cell.text, len(cell.links)) for asked, cell in cells}
    assert found["a:a0", "b:b0", ANY] == ("1 (1↑0)", 0)
    assert found[ANY, "b:b0", "c:c0"] == ("none", 1)
    assert found["a:a0", "b:b0", "c:c1"] == ("0", 0)


def test_a_page_is_a_table_with_totals_first_and_nothing_below_what_is_empty() -> None:
    pages = pages_of(cross(TWO, WORKS))
    assert list(pages) == ["p/m-all.md", "p/m-a-a0.md", "p/m-none.md"]  # a1 has no work
    texts = {path: [[cell.text for cell in line] for line in tables(text)[0]]
             for path, text in pages.items()}  # fmt: skip
    head = ["B", "All", "C0", "C1", "no label"]
    assert texts == {
        "p/m-all.md": [
            head, ["All", "4 (4↑0)", "2 (2↑0)", "1 (1↑0)", "1 (1↑0)"],
            ["B0", "3 (3↑0)", "2 (2↑0)", "1 (1↑0)", "0"],
            ["no label", "1 (1↑0)", "0", "0", "1 (1↑0)"],
        ],
        "p/m-a-a0.md": [
            head, ["All", "3 (3↑0)", "1 (1↑0)", "1 (1↑0)", "1 (1↑0)"],
            ["B0", "2 (2↑0)", "1 (1↑0)", "1 (1↑0)", "0"],
            ["no label", "1 (1↑0)", "0", "0", "1 (1↑0)"],
        ],
        "p/m-none.md": [
            head, ["All", "1 (1↑0)", "1 (1↑0)", "0", "0"],
            ["B0", "1 (1↑0)", "1 (1↑0)", "", ""],
            ["no label", "0", "", "", ""],
        ],
    }  # fmt: skip
    assert "\n# A: A0\n" in pages["p/m-a-a0.md"]
    assert "[Front page](../README.md) · [What is missing](m.md#whole-cross)" in pages["p/m-all.md"]


def test_the_contents_lead_to_the_pages_and_from_a_label_without_works_to_the_search() -> None:
    assert contents(cross(TWO, WORKS), ABOUT, "p/m.md") == [
        "[All works](m-all.md): 4 (4↑0) works, 0 of 2 combinations have none",
        "[A0](m-a-a0.md): 3 (3↑0) works, 0 of 2 combinations have none",
        f"A1: [none]({question([TWO.by_key['a:a1']], ABOUT)})",
        "[No label](m-none.md): 1 (1↑0) works, 1 of 2 combinations have none",
    ]


@pytest.mark.parametrize("axes", [3, 4])
def test_every_cell_counts_its_works_or_leads_to_a_search_that_answers_it(axes: int) -> None:
    @given(surveys(axes))
    def check(survey: tuple[Taxonomy, tuple[Row, ...]]) -> None:
        of, among = survey
        made = cross(of, among)
        shown = read(made, pages_of(made))
        keys = [[ANY, *own] for own in made.carried]
        for asked in product(*keys):
            if made.tally(asked).count:
                assert shown[asked].text == str(made.tally(asked))
            elif NO_LABEL not in asked and made.held((asked[0], *[ANY] * (axes - 1))):
                proof = answered(shown, asked)
                labels = [of.by_key[key] for key in proof if key]
                assert shown[proof].links == (("none", question(labels, ABOUT)),)
                assert set(filter(None, proof)) <= set(filter(None, asked))

    check()


def answered(shown: dict[Combination, Shown], asked: Combination) -> Combination:
    """Where a reader finds the search for a combination, going as the page tells her."""
    while True:
        if asked in shown and shown[asked].text == "none":
            return asked
        assert asked not in shown or not shown[asked].text
        along = (*asked[:-1], ANY)
        if along in shown and shown[along].text == "none":
            return along
        last = next(place for place in range(len(asked) - 2, 0, -1) if asked[place] is not ANY)
        asked = (*asked[:last], ANY, *asked[last + 1 :])  # up the column


def shaped(of: Taxonomy, among: tuple[Row, ...]) -> list[tuple[str, ...]]:
    """The head of the page of all works and the names of its rows."""
    (table,) = tables(pages_of(cross(of, among))["p/m-all.md"])
    return [tuple(cell.text for cell in table[0]), *((line[0].text,) for line in table[1:])]


def test_a_new_label_or_another_work_moves_no_row_and_no_column() -> None:
    before = shaped(TWO, WORKS)
    assert shaped(TWO, WORKS + rows(TWO, *["a1 b0 c1"] * 5)) == before
    more = shaped(taxonomy(3, 4, 9), WORKS)
    assert [name for name in more[0] if name in before[0]] == list(before[0])
    assert [line for line in more[1:] if line in before[1:]] == before[1:]


def crowd(of: Taxonomy, count: int) -> tuple[Row, ...]:
    """So many works, each with about two labels on most axes, always the same."""
    draw = random.Random(7)
    texts = []
    for _ in range(count):
        own = [one for one in of.dimensions if draw.random() < 0.7]
        texts.append(" ".join(draw.choice(one.labels).key.partition(":")[2]
                              for one in own for _ in range(draw.randint(1, 3))))  # fmt: skip
    return rows(of, *texts)


@pytest.mark.parametrize("count", [74, 5_000])
def test_no_page_of_a_large_survey_is_past_the_wall_and_every_row_reads_as_its_cells(
    count: int,
) -> None:
    of = taxonomy(7, 3, 6, 11, phrases=6)
    files = matrix_pages(matrix(of), crowd(of, count), of, "README.md")
    assert len(files) == 10
    assert max(map(len, files.values())) <= WALL
    faults = [fault for path, text in files.items() for fault in misread(text.decode(), path)]
    assert faults == []


def test_a_table_past_the_wall_goes_on_on_another_page_with_whole_rows() -> None:
    of = taxonomy(1, 8, 12, 30, phrases=6)
    several = [" ".join(f"{key}{n}" for n in range(count)) for key, count in (("c", 12), ("d", 30))]
    among = rows(of, *(f"a0 b{n} {own}" for n in range(8) for own in several))
    made = cross(of, among)
    files = contingency_pages(made, ABOUT, "p/m.md", "README.md")
    parts = [path for path in files if path.startswith("p/m-a-a0")]
    assert len(parts) > 2
    assert max(map(len, files.values())) <= WALL
    texts = [files[path].decode() for path in parts]
    assert [fault for text in texts for fault in misread(text, "m")] == []
    assert f"# A: A0, part 2 of {len(parts)}" in texts[1]
    assert "[part 1](m-a-a0.md)" in texts[1] and "[part 2](m-a-a0-2.md)" in texts[0]
    lines = [line for text in texts for line in tables(text)[0][1:]]
    names = [(line[0].text, line[1].text) for line in lines]
    inside = [f"B{n}" for n in range(8)]
    below = ["All", *(f"C{n}" for n in range(12)), "no label"]
    whole = [(b, c) for b in ("All", *inside) for c in below]
    assert names == [*whole, ("no label", "All")]


def test_a_cross_too_large_for_pages_is_laid_out_by_its_first_three_axes_or_not_at_all() -> None:
    for counts, sides in (
        ((7, 3, 6, 11), 4), ((10, 10, 10, 5), 4), ((10, 10, 10, 6), 3), ((20, 20, 20, 20), 0),
        ((10, 10, 10), 3), ((2, 2), 0),
    ):  # fmt: skip
        laid = laid_out(cross(taxonomy(*counts), ()))
        assert (len(laid.sides) if laid else 0) == sides
        assert not laid or laid.size <= MOST_COMBINATIONS


def test_the_words_of_a_taxonomy_stay_in_their_cells_and_do_nothing() -> None:
    bad = "A | b] <img src=x> `c` *d* @e #1"
    of = Taxonomy(1, tuple(
        Dimension(key, f"{bad} {key}", "any", (Label(f"{key}:x", f"{bad} {key}", "M."),))
        for key in "abc"
    ))  # fmt: skip
    files = pages_of(cross(of, (replace(rows(TWO, "")[0], labels=("a:x", "b:x", "c:x")),)))
    (table,) = tables(files["p/m-a-x.md"])
    assert [[cell.text for cell in line][:3] for line in table] == [
        [f"{bad} b", "All", f"{bad} c"], ["All", "1 (1↑0)", "1 (1↑0)"],
        [f"{bad} b", "1 (1↑0)", "1 (1↑0)"], ["no label", "0", ""],
    ]  # fmt: skip
    assert [cell.live for line in table for cell in line if cell.live] == []
    assert list(misread(files["p/m-a-x.md"], "m")) == []
