"""The pages of tables, before any browser: what stands in their cells, and where they lead."""

from datetime import UTC, datetime

from tests.exports.editions import TAXONOMY, WORK, decided, edited, titled
from tests.site.shelves import DECISIONS, MATRIX, PICTURE, TIMELINE, WORKS, files_of
from tracker.benchmarks import Benchmarks
from tracker.identity import WorkId
from tracker.publish.questions import question
from tracker.publish.render import included
from tracker.publish.site import matrix_page, reported_by, results_page, site, timeline_page
from tracker.publish.site.facets import filtered
from tracker.publish.site.pages import Cell
from tracker.publish.site.reported import Reported
from tracker.record import replay
from tracker.results import ReportedResult

RECORD = replay(WORKS, DECISIONS)
AMONG = included(RECORD, TAXONOMY)
AT = datetime(2026, 11, 21, tzinfo=UTC)


def reported(source: WorkId, value: str, **more: str) -> ReportedResult:
    fields = {"model": "BioGPT", "dataset": "PubMedQA", "metric": "accuracy", "quote": "It gets."}
    return ReportedResult(source, value, "percent", by="ada", at=AT, **{**fields, **more})  # type: ignore[arg-type]


def test_a_cell_of_the_matrix_leads_to_its_works_and_an_empty_one_to_the_search() -> None:
    gaps, grid = matrix_page(MATRIX, AMONG, TAXONOMY).grids
    qa, ner, data = (TAXONOMY.by_key[key] for key in ("task:qa", "task:ner", "kind:data"))
    assert (grid.head, grid.note) == (
        ("", "Dataset", "no label", "All"),
        "2 of 2 combinations empty",
    )
    none = [Cell("none", question([one, data], MATRIX.about), faint=True) for one in (qa, ner)]
    assert grid.rows == (
        (Cell("Question answering", filtered("task:qa")), none[0],
         Cell("2 (1↑0)", "index.html#d.task=qa&d.kind=-"), Cell("2 (1↑0)", filtered("task:qa"))),
        (Cell("Names & {entities}", filtered("task:ner")), none[1],
         Cell("2 (2↑0)", "index.html#d.task=ner&d.kind=-"), Cell("2 (2↑0)", filtered("task:ner"))),
        (Cell("no label"), Cell("1", "index.html#d.kind=data&d.task=-"), Cell("0", faint=True),
         Cell("1", "index.html#d.task=-")),
        (Cell("All"), Cell("1", filtered("kind:data")), Cell("3 (2↑0)", "index.html#d.kind=-"),
         Cell("4", "index.html")),
    )  # fmt: skip
    assert (gaps.anchor, gaps.title, gaps.note) == ("minimal-gaps", "Minimal gaps", "2")
    assert gaps.rows[0] == (
        Cell("QA × Dataset", question([qa, data], MATRIX.about)), Cell("0.5"),
        Cell("QA: 2 (1↑0)", filtered("task:qa")), Cell("Dataset: 1", filtered("kind:data")),
        Cell("all works: 4 (2↑0)", "index.html"),
    )  # fmt: skip


def test_the_timelines_tables_count_the_works_that_its_picture_shows() -> None:
    page = timeline_page(TIMELINE, AMONG, TAXONOMY, PICTURE)
    assert page.files == {"timeline.svg": PICTURE}
    by_time, by_size = page.grids
    assert [row[-1].text for row in by_size.rows] == ["1", "1", "1"]
    assert sum(int(row[-1].text) for row in by_time.rows) == 3
    assert by_time.rows[0][0] == Cell("2024-02")  # another work of 2024 has no known month
    assert by_time.rows[-1][0] == Cell("2021-01", "index.html#from=2021&to=2021")


def test_results_stand_together_only_if_measured_in_one_way() -> None:
    elsewhere = WorkId("arxiv", "2301.00001")
    page = results_page(
        [
            reported(WORKS[0].id, "70.5"),
            reported(elsewhere, "78.2", precision="int8", url="https://example.org/t?a=1&b=2"),
            reported(WORKS[0].id, "66", setting="zero-shot", status="confirmed"),
        ],
        RECORD,
        Benchmarks(),
    )
    assert page is not None
    tables = {grid.title: grid.rows for grid in page.grids}
    unsure = Cell("suggested, confirmed by nobody yet")
    home = Cell("Alpha reads notes", "w/arxiv-2501.00001.html")
    assert tables == {
        "PubMedQA · split not stated · accuracy · per cent · setting not stated": (
            (Cell("BioGPT (int8)"), Cell("78.2%"),
             Cell("arxiv:2301.00001", "https://arxiv.org/abs/2301.00001"), unsure,
             Cell("It gets.", "https://example.org/t?a=1&b=2")),
            (Cell("BioGPT"), Cell("70.5%"), home, unsure, Cell("It gets.")),
        ),
        "PubMedQA · split not stated · accuracy · per cent · zero-shot": (
            (Cell("BioGPT"), Cell("66%"), home, Cell("confirmed"), Cell("It gets.")),
        ),
    }  # fmt: skip
    assert len({grid.anchor for grid in page.grids}) == 2


def test_a_works_page_lists_what_it_reports_and_leads_to_where_it_is_compared() -> None:
    one, elsewhere = WORKS[0].id, WorkId("arxiv", "2301.00001")
    sure = reported(one, "66", status="confirmed", note="v2")
    told = [reported(one, "70.5"), sure, reported(elsewhere, "1")]
    test = "PubMedQA · split not stated · accuracy · per cent · setting not stated"
    page = results_page(told, RECORD, Benchmarks())
    assert page is not None
    where = f"results.html#{page.grids[0].anchor}"
    found = reported_by(told, RECORD, Benchmarks())
    assert found == {
        str(WORKS[0].id): [
            Reported(test, where, "BioGPT", "70.5%", "suggested, confirmed by nobody yet"),
            Reported(test, where, "BioGPT", "66%", "confirmed (v2)"),
        ]
    }
    files = site(edited(WORKS, DECISIONS), [page], found)
    assert f'<a href="../{where}">{test}</a>' in files["w/arxiv-2501.00001.html"].decode()
    assert b"Reported results" not in files["w/arxiv-2501.00002.html"]


def test_a_works_page_names_its_journal_among_the_facts_and_in_the_citation() -> None:
    page = files_of([WORK], [decided(0, WORK)])["w/arxiv-2210.10341.html"].decode()
    assert f"<dt>Journal</dt><dd><bdi>{WORK.journal}</bdi></dd>" in page
    assert f"journal = {{{WORK.journal}}}" in page
    assert b"Journal" not in files_of()["w/arxiv-2501.00001.html"]


def test_a_survey_without_results_has_no_page_of_them() -> None:
    assert results_page([], RECORD, Benchmarks()) is None
    assert b"Results</a>" not in files_of()["index.html"]


def test_the_same_edition_is_the_same_bytes_and_an_empty_one_is_a_site_too() -> None:
    assert files_of() == files_of()
    empty = site(edited([titled(1, "One")])) | site(edited(()))
    assert b"0 works" in empty["index.html"]
    assert b'"works":[]' in empty["data.js"]
