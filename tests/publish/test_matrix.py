"""The page of what is missing: pairs with their margins, gaps, and what the front page says."""

from dataclasses import replace

from tests.publish import crossings
from tests.publish.shown import tables
from tests.publish.test_render import titled
from tracker.charts import Axis, Matrix
from tracker.publish.cross import Tally, crossed, newest_month
from tracker.publish.matrix import matrix_pages, region
from tracker.publish.pairs import grids
from tracker.publish.questions import question
from tracker.publish.render import Row
from tracker.publish.sheets import WALL
from tracker.publish.site.missing import matrix_page
from tracker.taxonomy import Dimension, Label, Taxonomy

QA = Label("task:qa", "Answers", "It answers.", "QA", keywords=("question answering", 'a "b"\\ c'))
NER = Label("task:ner", "Names", "It finds.", keywords=())
OLD = Label("task:old", "Old", "It was.", retired=True)
CARE = Label("care:triage", "Triage & more", "Sorts.", keywords=("triage",))
TAXONOMY = Taxonomy(
    1,
    (
        Dimension("task", "Task", "any", (QA, NER, OLD)),
        Dimension("care", "Care", "any", (CARE,)),
    ),
)
MATRIX = Matrix(axes=(Axis("Care", ("care",)), Axis("Task", ("task",))), about=("LLM",))


def row(number: int, day: str, *labels: str) -> Row:
    return Row(titled(number, f"T{number}", day), TAXONOMY.sort(labels))


ROWS = (
    row(1, "2025-03-02", "task:qa", "care:triage"),
    row(2, "2024-04", "task:qa", "task:ner"),
    row(3, "2024-03", "task:qa", "care:triage"),
    row(4, "2023-03", "care:triage"),
    row(5, "2025", "task:qa", "care:triage"),
    row(6, ""),
)


def test_pairs_and_margins_are_counted_with_the_longer_axis_down() -> None:
    assert newest_month(ROWS) == "2025-03"
    (grid,) = grids(crossed(MATRIX, ROWS, TAXONOMY, "2025-03"))
    assert (grid.title, grid.anchor) == ("Task × Care", "task-by-care")
    assert grid.row_labels == (QA, NER)  # nothing carries the retired label
    assert grid.tallies == {
        ("task:qa", "care:triage"): Tally(3, 1, 1),
        ("task:qa", ""): Tally(1, 1, 0),
        ("task:ner", ""): Tally(1, 1, 0),
        ("", "care:triage"): Tally(1, 0, 0),
        ("", ""): Tally(1, 0, 0),
    }
    assert grid.across == {"task:qa": Tally(4, 2, 1), "task:ner": Tally(1, 1, 0), "": Tally(2)}
    assert grid.down == {"care:triage": Tally(4, 1, 1), "": Tally(2, 1, 0)}
    assert (grid.empty, grid.size) == (1, 2)


def test_the_page_shows_numbers_and_leads_from_what_is_empty_to_arxiv() -> None:
    (page,) = (one.decode() for one in matrix_pages(MATRIX, ROWS, TAXONOMY, "README.md").values())
    gaps, table = tables(page)
    assert [[cell.text for cell in line] for line in gaps] == [
        ["In no work together", "Expected", "All but one", "All but another", "All but both"],
        ["Triage & more × Names", "0.7", "Triage & more: 4 (1=1)", "Names: 1 (1↑0)",
         "all works: 6 (2↑1)"],
    ]  # fmt: skip
    assert gaps[1][0].links == (("Triage & more × Names", question([CARE, NER], ("LLM",))),)
    assert "1 minimal gap (1 of two, 0 of three, 0 of four labels)." in page
    assert [[cell.text for cell in line] for line in table] == [
        ["", "Triage & more", "no label", "All"],
        ["QA", "3 (1=1)", "1 (1↑0)", "4 (2↑1)"],
        ["Names", "none", "1 (1↑0)", "1 (1↑0)"],
        ["no label", "1", "1", "2"],
        ["All", "4 (1=1)", "2 (1↑0)", "6"],
    ]
    assert table[2][1].links == (("none", question([NER, CARE], ("LLM",))),)
    assert "up to 2025-03" in page and "is the reader's check" in page
    assert '## <a id="task-by-care"></a>Task × Care' in page


def test_the_front_page_counts_what_is_empty_and_names_what_is_expected_most() -> None:
    assert region(replace(MATRIX, page="p/m.md"), ROWS, TAXONOMY, "README.md") == (
        "- [Task × Care](p/m.md#task-by-care): 1 of 2 combinations have no work\n"
        "- [1 minimal gap](p/m.md#minimal-gaps), empty though every part of it has works"
    )
    nothing = "- [Task × Care](matrix.md#task-by-care): 2 of 2 combinations have no work"
    assert region(MATRIX, (), TAXONOMY, "README.md") == nothing
    of = crossings.taxonomy(2, 2, 1)
    among = crossings.rows(of, *["a0"] * 3, *["b0"] * 8, "a0 b1 c0", "c0", "a1 b1")
    *counts, gaps = region(crossings.matrix(of), among, of, "README.md").split("\n")
    assert counts == [
        "- [A × B](p/m.md#a-by-b): 2 of 4 combinations have no work",
        "- [A × C](p/m.md#a-by-c): 1 of 2 combinations have no work",
        "- [B × C](p/m.md#b-by-c): 1 of 2 combinations have no work",
        "- [A × B × C](p/m.md#whole-cross): 3 of 4 combinations have no work",
    ]
    assert gaps == (
        "- [4 minimal gaps](p/m.md#minimal-gaps), empty though every part of them has works; most "
        "would be expected of A0 × B0 (2.3), B0 × C0 (1.1)"
    )


def test_of_a_single_axis_the_front_page_names_the_labels_without_a_work() -> None:
    alone = replace(MATRIX, axes=MATRIX.axes[1:])
    assert region(alone, ROWS[:1], TAXONOMY, "README.md") == (
        "- [No work at all carries Names](matrix.md#minimal-gaps)"
    )
    full = "- [Every label has a work](matrix.md#minimal-gaps)"
    assert region(alone, ROWS, TAXONOMY, "README.md") == full
    of = crossings.taxonomy(9)
    assert region(crossings.matrix(of), (), of, "README.md") == (
        "- [No work at all carries A0, A1, A2, A3, A4 and 4 more](p/m.md#minimal-gaps)"
    )


def test_nothing_is_missing_of_a_retired_label() -> None:
    among = (*ROWS[1:2], row(7, "2025-01", "task:old", "task:qa"), ROWS[3])
    pages = matrix_pages(MATRIX, among, TAXONOMY, "README.md")
    table = tables(pages["matrix.md"].decode())[-1]
    assert [[cell.text for cell in line][:2] for line in table] == [
        ["", "Triage & more"], ["QA", "none"], ["Names", "none"], ["Old (retired)", "0"],
        ["no label", "1 (0↓1)"], ["All", "1 (0↓1)"],
    ]  # fmt: skip
    assert region(MATRIX, among, TAXONOMY, "README.md").startswith(
        "- [Task × Care](matrix.md#task-by-care): 2 of 2 combinations have no work\n"
    )
    (_, pair) = matrix_page(MATRIX, among, TAXONOMY).grids
    assert [(cells[1].text, bool(cells[1].url)) for cells in pair.rows] == [
        ("none", True), ("none", True), ("0", False), ("1 (0↓1)", True), ("1 (0↓1)", True),
    ]  # fmt: skip
    assert pair.note == "2 of 2 combinations empty"


def test_where_no_month_is_known_no_trend_is_explained() -> None:
    page = matrix_pages(MATRIX, ROWS[4:], TAXONOMY, "README.md")["matrix.md"].decode()
    assert "newest month" not in page and "In brackets" not in page
    assert "whatever else it carries. **All** counts works" in page
    shown = matrix_page(MATRIX, ROWS[4:], TAXONOMY)
    assert shown.lead[0].endswith("and leads to them.")
    assert "up to 2025-03, and whether" in matrix_page(MATRIX, ROWS, TAXONOMY).lead[0]


def test_the_page_tells_how_many_gaps_there_are_and_which_labels_no_work_carries() -> None:
    of = crossings.taxonomy(9, 9, 2)
    among = crossings.rows(of, *(f"a{n}" for n in range(9)), *(f"b{n}" for n in range(9)), "c0")
    page = matrix_pages(crossings.matrix(of), among, of, "README.md")["p/m.md"].decode()
    assert "99 minimal gaps (99 of two, 0 of three, 0 of four labels)." in page
    assert f"No work at all carries [C1]({question([of.by_key['c:c1']], ('LLM',))})." in page
    assert "The 30 of which most is expected:" in page
    assert len(tables(page)[0]) == 31


def test_the_whole_cross_is_of_the_first_four_axes_and_says_so() -> None:
    of = crossings.taxonomy(1, 1, 1, 1, 1)
    files = matrix_pages(crossings.matrix(of), crossings.rows(of, "a0 b0 c0 d0"), of, "README.md")
    assert list(files) == ["p/m.md", "p/m-all.md", "p/m-a-a0.md"]
    page = files["p/m.md"].decode()
    assert '## <a id="whole-cross"></a>A × B × C × D\n\n0 of 1 combinations' in page
    assert "These are the first 4 of 5 axes." in page
    assert "- [A0](m-a-a0.md): 1 (1↑0) works, 0 of 1 combinations have none" in page


def test_a_whole_cross_too_large_for_pages_says_what_is_shown_instead() -> None:
    of = crossings.taxonomy(9, 9, 9, 9)
    files = matrix_pages(crossings.matrix(of), crossings.rows(of, "a0"), of, "README.md")
    assert list(files) == ["p/m.md", "p/m-all.md", "p/m-a-a0.md"]
    text = files["p/m.md"].decode()
    assert "6,561 of 6,561 combinations have no work." in text
    assert "Too many for pages: these cross A × B × C, and the site any axes." in text
    of = crossings.taxonomy(20, 20, 20)
    files = matrix_pages(crossings.matrix(of), crossings.rows(of, "a0"), of, "README.md")
    assert list(files) == ["p/m.md"]
    assert "Too many for pages; the site crosses any axes." in (files["p/m.md"].decode())


def test_a_matrix_of_many_labels_is_a_page_a_pair_below_the_wall() -> None:
    sides = [
        Dimension(
            key, key, "any", tuple(Label(f"{key}:l{n}", f"{key} {n}", "M.") for n in range(60))
        )
        for key in ("one", "two")
    ]
    taxonomy = Taxonomy(1, tuple(sides))
    asked = Matrix(axes=tuple(Axis(side.name, (side.key,)) for side in sides))
    files = matrix_pages(asked, (), taxonomy, "README.md")
    assert max(map(len, files.values())) <= WALL
    assert len(files) > 2
    assert '<a id="one-by-two"></a>[one × two](matrix-pair-1.md)' in files["matrix.md"].decode()
    cells = [row for page in files.values() for table in tables(page.decode()) for row in table[1:]]
    assert (len(cells), {len(row) for row in cells}) == (62, {63})
