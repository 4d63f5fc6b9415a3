"""What is missing: counts, trends, margins, and a question to arXiv for every empty cell."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from tests.publish.shown import tables
from tests.publish.test_render import titled
from tracker.charts import Axis, Matrix
from tracker.publish.gaps import Tally, grids, newest_month
from tracker.publish.matrix import matrix_pages, question, region
from tracker.publish.render import Row
from tracker.publish.sheets import WALL
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
    (grid,) = grids(MATRIX, ROWS, TAXONOMY, "2025-03")
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


def test_a_trend_says_both_counts_and_their_direction() -> None:
    told = [str(Tally(1_234)), str(Tally(9, 3, 2)), str(Tally(9, 2, 3)), str(Tally(9, 2, 2))]
    assert told == ["1,234", "9 (3↑2)", "9 (2↓3)", "9 (2=2)"]


def test_the_page_shows_numbers_and_leads_from_what_is_empty_to_arxiv() -> None:
    (page,) = (one.decode() for one in matrix_pages(MATRIX, ROWS, TAXONOMY, "README.md").values())
    (table,) = tables(page)
    assert [[cell.text for cell in line] for line in table] == [
        ["", "Triage & more", "no label", "All"],
        ["QA", "3 (1=1)", "1 (1↑0)", "4 (2↑1)"],
        ["Names", "none", "1 (1↑0)", "1 (1↑0)"],
        ["no label", "1", "1", "2"],
        ["All", "4 (1=1)", "2 (1↑0)", "6"],
    ]
    assert table[2][1].links == (("none", question(NER, CARE, ("LLM",))),)
    assert "up to 2025-03" in page and "is the reader's check" in page
    assert '## <a id="task-by-care"></a>Task × Care' in page


def test_a_question_asks_for_a_phrase_of_each_side() -> None:
    parts = urlsplit(question(QA, CARE, ("LLM", "language model")))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "arxiv.org", "/search/advanced")
    asked = {name: value for name, (value,) in parse_qs(parts.query, strict_parsing=True).items()}
    assert asked == {
        "advanced": "1",
        "terms-0-operator": "AND",
        "terms-0-term": '"question answering" OR "a b c"',
        "terms-0-field": "abstract",
        "terms-1-operator": "AND",
        "terms-1-term": '"triage"',
        "terms-1-field": "abstract",
        "terms-2-operator": "AND",
        "terms-2-term": '"LLM" OR "language model"',
        "terms-2-field": "abstract",
        "abstracts": "show",
        "size": "50",
        "order": "-announced_date_first",
    }
    assert re.fullmatch(r"[\w.:/?&=%-]+", question(QA, CARE))  # nothing Markdown would act on


def test_a_label_without_keywords_is_asked_for_by_its_name() -> None:
    assert "terms-0-term=%22Names%22&" in question(NER, CARE)


def test_a_question_of_long_phrases_is_shortened_to_an_address() -> None:
    long = replace(QA, keywords=tuple(f"字{number}" * 20 for number in range(9)))
    asked = question(long, long, ("x",))
    assert asked.startswith("https://arxiv.org/search/advanced?")
    assert len(asked) <= 2_000


def test_the_front_page_counts_the_gaps() -> None:
    assert region(replace(MATRIX, page="p/m.md"), ROWS, TAXONOMY, "README.md") == (
        "- [Task × Care](p/m.md#task-by-care): 1 of 2 combinations have no work"
    )


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


def test_no_work_makes_no_trend() -> None:
    (grid,) = grids(MATRIX, (row(1, "", "task:qa"),), TAXONOMY, "")
    assert grid.across == {"task:qa": Tally(1, 0, 0)}
