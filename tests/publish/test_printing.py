"""Every file a survey publishes: a front page that stays one, and pages for all the rest."""

import hashlib
from dataclasses import replace

import pytest

from tests.publish.shown import PARSER, tables
from tests.publish.test_render import EVERY, GPT, TAXONOMY, curation, include, titled
from tracker.charts import Axis, Matrix, Timeline
from tracker.curation.reader import Curation
from tracker.errors import MarkerError
from tracker.publish.drawing import draw
from tracker.publish.printing import former, printing
from tracker.publish.sheets import WALL
from tracker.publish.skeleton import new_page
from tracker.publish.timeline import plan
from tracker.tables import More, Pages, Table
from tracker.taxonomy import Label, Taxonomy
from tracker.works import Link, Work

LONG = "$" * 299  # 4,500 bytes of Markdown: each dollar stands in an element of its own


def survey(works: tuple[Work, ...], pages: Pages, *labels: str) -> Curation:
    kept = curation(works, tuple(include(work, *labels) for work in works))
    return replace(kept, pages=pages)


def made(kept: Curation, page: str = "") -> dict[str, str]:
    text = page or new_page("x", kept.pages)
    return {path: data.decode() for path, data in printing(text, kept, lambda _: None).items()}


def works(count: int, title: str = "A title") -> tuple[Work, ...]:
    return tuple(titled(number, title, "2025-01-02") for number in range(count))


def test_a_survey_without_more_pages_is_one_page() -> None:
    kept = survey((GPT,), Pages(tables=(EVERY,)))
    assert list(made(kept)) == ["README.md"]


def test_a_table_and_a_dimension_have_pages_with_every_column() -> None:
    kept = survey((GPT,), Pages(tables=(EVERY,), more=More("p", ("task",))), "task:qa")
    files = made(kept)
    assert list(files) == ["README.md", "p/every.md", "p/by-task.md"]
    row = ["BioGPT", GPT.title, "2022-10-19", "347M, 1.5B", "GPT-2", "QA", "Model · Code · Model 2"]
    for path in ("p/every.md", "p/by-task.md"):
        (table,) = tables(files[path])
        assert [cell.text for cell in table[1]] == row
    assert "1 work, newest first ([with every column](p/every.md))." in files["README.md"]
    headings = [line for line in files["p/by-task.md"].splitlines() if line.startswith("#")]
    assert headings == [
        "# NLP task (1)",
        '## <a id="qa"></a>Question answering (QA) (1)',
        '## <a id="ner"></a>Entities \\| names (0)',
        '## <a id="without-label"></a>No label here (0)',
    ]
    assert "- [Question answering (QA)](#qa) (1)" in files["p/by-task.md"]


def test_the_front_page_shows_the_newest_and_leads_to_the_rest() -> None:
    kept = survey(works(30), Pages(tables=(EVERY,), more=More(newest=10)))
    files = made(kept)
    assert (
        "30 works, the newest 10 of them here: [all, with every column](pages/every.md)."
        in (files["README.md"])
    )
    assert [len(tables(files[path])[0]) for path in ("README.md", "pages/every.md")] == [11, 31]


def test_a_front_page_past_the_wall_shows_fewer_works_by_itself() -> None:
    kept = survey(works(150, LONG), Pages(tables=(EVERY,)))
    files = made(kept)
    assert list(files) == ["README.md", "pages/every-1.md", "pages/every.md"]
    assert max(len(text.encode()) for text in files.values()) <= WALL
    assert len(tables(files["README.md"])[0]) == 76
    counts = [len(tables(files[path])[0]) - 1 for path in ("pages/every-1.md", "pages/every.md")]
    assert sum(counts) == 150


def test_prose_past_the_wall_is_refused_with_what_to_do() -> None:
    kept = survey(works(1), Pages(tables=(EVERY,)))
    with pytest.raises(MarkerError, match="without a single work, and GitHub shows 512,000; move"):
        made(kept, new_page("x", kept.pages) + "x" * WALL)


def test_a_dimension_past_the_wall_becomes_a_page_a_label_and_links_still_lead_on() -> None:
    kept = survey(works(130, LONG), Pages(tables=(EVERY,), more=More("p", ("task",))), "task:qa")
    files = made(kept)
    assert {path for path in files if "by-" in path} == {
        "p/by-task.md", "p/by-task-qa.md", "p/by-task-qa-1.md", "p/by-task-ner.md",
        "p/by-task-without-label.md",
    }  # fmt: skip
    assert (
        '- <a id="qa"></a>[Question answering (QA)](by-task-qa.md) (130)' in files["p/by-task.md"]
    )
    assert max(len(text.encode()) for text in files.values()) <= WALL


def test_retired_labels_and_withdrawn_works_are_marked() -> None:
    old = Label("task:old", "Old", "It was.", retired=True)
    dimension = replace(TAXONOMY.dimensions[0], labels=(*TAXONOMY.dimensions[0].labels, old))
    work = replace(GPT, withdrawn_on="2025-06")
    kept = survey((work,), Pages(tables=(EVERY, Table("l", "L", "list")), more=More()), "task:old")
    files = made(replace(kept, taxonomy=Taxonomy(1, (dimension,))))
    (table,) = tables(files["pages/every.md"])
    assert (table[1][1].text, table[1][5].text) == (
        f"{GPT.title} (withdrawn 2025-06)",
        "Old (retired)",
    )
    assert ". **(withdrawn 2025-06)** [Paper](" in files["pages/l.md"]


def test_a_row_shows_a_dozen_links_at_most() -> None:
    links = tuple(Link("code", f"https://e.org/{number}") for number in range(40))
    kept = survey((replace(GPT, links=links),), Pages(tables=(EVERY,)))
    (table,) = tables(made(kept)["README.md"])
    assert table[1][-1].text.endswith("· Code 12")


def test_a_picture_that_shows_the_same_works_is_not_drawn_again() -> None:
    asked = Timeline(techniques=("task",))
    kept = survey((GPT,), Pages(tables=(EVERY,), timeline=asked), "task:qa")
    page = new_page("x", kept.pages)
    first = printing(page, kept, lambda _: None)["timeline.svg"]
    body, _, seal = first.partition(b"<!-- tracker plan=")
    elsewhere = body.replace(b'<g id="figure_1">', b'<g id="figure_2">')
    digest = hashlib.sha256(elsewhere).hexdigest()[:32].encode()
    drawn_elsewhere = elsewhere + b"<!-- tracker plan=" + seal[:-37] + digest + b" -->\n"
    assert len(drawn_elsewhere) == len(first)
    assert printing(page, kept, lambda _: drawn_elsewhere)["timeline.svg"] == drawn_elsewhere
    assert printing(page, kept, lambda _: body)["timeline.svg"] == first
    other = draw(plan(asked, (), TAXONOMY)).encode()
    assert printing(page, kept, lambda _: other)["timeline.svg"] == first


def test_charts_have_their_regions_and_pages() -> None:
    pages = Pages(
        tables=(EVERY,),
        timeline=Timeline(techniques=("task",)),
        matrix=Matrix(axes=(Axis("Task", ("task",)), Axis("Kind", ("kind",)))),
    )
    kept = survey((GPT,), pages, "task:qa", "kind:data")
    files = made(kept)
    assert list(files) == ["README.md", "timeline.md", "timeline.svg", "matrix.md"]
    images = [child for token in PARSER.parse(files["README.md"]) for child in token.children or []
              if child.type == "image"]  # fmt: skip
    assert [image.attrs["src"] for image in images] == ["timeline.svg"]
    assert "1 of 2 combinations have no work" in files["README.md"]
    assert made(kept, files["README.md"]) == files


def test_a_region_of_a_chart_that_is_not_asked_for_is_a_fault() -> None:
    kept = survey((), Pages(tables=(EVERY,)))
    page = new_page("x", replace(kept.pages, matrix=Matrix()))
    with pytest.raises(MarkerError, match="'matrix'"):
        made(kept, page)


def test_former_pages_are_looked_for_only_where_a_printing_writes() -> None:
    pages = Pages(
        tables=(EVERY,), more=More("p"), timeline=Timeline(page="t.md"), matrix=Matrix("m.md")
    )
    kept = survey((), pages)
    there = [
        "m-task-qa.md",
        "memo.md",
        "README.md",
        "p/every.md",
        "p/every-1.md",
        "p/x.svg",
        "t-1.md",
        "t.md",
        "todo.md",
        "q/a.md",
    ]
    found = former(there, kept, ["p/every.md", "t.md"])
    assert found == ("m-task-qa.md", "p/every-1.md", "t-1.md")
