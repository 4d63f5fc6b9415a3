"""Pages of results: what may share a table, what stands side by side, and what is marked."""

from dataclasses import replace
from datetime import timedelta

from tests.publish.shown import LIVE, Shown, tables
from tests.results.reports import benchmarks, result
from tracker.identity import parse
from tracker.publish.results import region, result_pages
from tracker.publish.sheets import WALL
from tracker.record import replay
from tracker.results import ReportedResult
from tracker.works import Work

BOARD = parse("https://example.org/board")
RECORD = replay((Work((parse("arxiv:2403.18421"),), "BioMedLM: a model", short_name="BML"),), ())


def pages(*results: ReportedResult) -> dict[str, str]:
    made = result_pages(results, RECORD, benchmarks(), "pages/results", "README.md")
    return {path: data.decode() for path, data in made.items()}


def texts(rows: list[list[Shown]]) -> list[list[str]]:
    return [[one.text for one in row] for row in rows]


def test_without_results_there_is_no_page() -> None:
    assert pages() == {}


def test_a_result_is_a_row_with_its_source_version_status_and_quote() -> None:
    (table,) = tables(pages(result(version=2, precision="4-bit"))["pages/results/medmcqa.md"])
    assert texts(table) == [
        ["Model", "Precision", "Value", "Source", "Status", "Quote"],
        ["BioMedLM", "4-bit", "57.3%", "BML v2", "confirmed", "BioMedLM reaches 57.3% on MedMCQA."],
    ]
    assert table[1][3].links == (("BML", "https://arxiv.org/abs/2403.18421v2"),)


def test_the_index_names_every_dataset_once() -> None:
    (table,) = tables(
        pages(result(), result(dataset="MedMCQA", model="Other"), result(dataset=""))[
            "pages/results/README.md"
        ]
    )
    assert texts(table)[1:] == [
        ["MedMCQA", "2", "2", "1", "Accuracy"],
        ["No dataset named", "1", "1", "1", "Accuracy"],
    ]


def test_what_is_not_comparable_never_shares_a_table() -> None:
    one = result(source=BOARD)
    page = pages(
        one,
        replace(one, split="dev"),
        replace(one, metric="f1"),
        replace(one, value="0.573", unit="fraction"),
        replace(one, setting="5-shot"),
    )["pages/results/medmcqa.md"]
    assert [len(table) for table in tables(page)] == [2, 2, 2, 2, 2]
    headings = [line for line in page.splitlines() if line.startswith("##")]
    assert headings == [
        "## Accuracy, fraction of 1, split not stated",
        "### Setting not stated",
        "## Accuracy, per cent, split not stated",
        "### 5-shot",
        "### Setting not stated",
        "## Accuracy, per cent, dev split",
        "### Setting not stated",
        "## F1, per cent, split not stated",
        "### Setting not stated",
    ]


def test_two_reports_on_one_model_stand_side_by_side_with_their_difference() -> None:
    one = result(setting="5-shot")
    page = pages(one, replace(one, source=BOARD, version=None, value="54.1"))
    side, _ = tables(page["pages/results/medmcqa.md"])
    assert texts(side) == [
        ["Model", "Measure", "Reported", "Difference"],
        [
            "BioMedLM",
            "Accuracy, split not stated",
            "57.3% (5-shot; BML v1); 54.1% (5-shot; example.org/board)",
            "3.2 points",
        ],
    ]


def test_no_difference_is_taken_between_units_and_settings_are_told() -> None:
    one = result(setting="5-shot")
    other = replace(one, source=BOARD, version=None)
    mixed = pages(one, replace(other, value="0.541", unit="fraction"))["pages/results/medmcqa.md"]
    assert tables(mixed)[0][1][3].text == "not comparable: different units"
    shots = pages(one, replace(other, setting="zero-shot", precision="8-bit", value="50"))
    difference = tables(shots["pages/results/medmcqa.md"])[0][1][3].text
    assert difference == "7.3 points, in different settings and precision"


def test_two_numbers_of_one_source_are_not_two_reports() -> None:
    page = pages(result(setting="5-shot"), result(setting="zero-shot"))["pages/results/medmcqa.md"]
    assert "several reports" not in page


def test_second_hand_and_stale_results_say_so() -> None:
    second = result(status="second-hand", url="https://example.org/copy", note="a copy")
    read = result(model="B")
    assert read.at is not None
    gone = replace(read, status="stale", at=read.at + timedelta(days=1))
    page = pages(second, read, gone)["pages/results/medmcqa.md"]
    (table,) = tables(page)
    assert [row[4].text for row in table[1:]] == [
        "check again: a newer version no longer holds the quote",
        "second-hand: not read in the work that measured it (a copy)",
    ]
    assert table[2][3].text == "BML v1, read at example.org/copy"


def test_a_rejected_result_is_not_shown() -> None:
    one = result()
    assert one.at is not None
    assert pages(one, replace(one, status="rejected", at=one.at + timedelta(days=1))) == {}


def test_strangers_text_stays_in_its_cell_and_does_nothing() -> None:
    nasty = "a | b <img src=x> [x](http://evil.example) @ann #1 `c` $d$ \u202e"
    page = pages(
        result(model=nasty, quote=nasty, dataset=nasty, note=nasty, split=nasty, metric=nasty)
    )
    for text in page.values():
        assert "<img" not in text.replace("\\<img", "")
        for table in tables(text):
            assert {len(row) for row in table} in ({6}, {5})
            live = [hit for row in table for one in row for node in one.nodes
                    for hit in LIVE.findall(node)]  # fmt: skip
            assert live == []


def test_names_that_would_share_a_file_get_files_of_their_own() -> None:
    made = pages(result(dataset="README"), result(dataset="a b!"), result(dataset="a-b?"),
                 result(dataset="問"))  # fmt: skip
    assert len(made) == 5
    assert len({path.lower() for path in made}) == 5


def test_the_front_page_counts_results_and_says_how_many_are_confirmed() -> None:
    several = [result(), result(model="B", status="second-hand"), result(dataset="medqa")]
    assert region(several, benchmarks(), "r.md") == (
        "[3 reported results](r.md) on 2 datasets, 2 of them confirmed by a curator. "
        "Most are on MedMCQA (2), MedQA (1)."
    )
    assert region([], benchmarks(), "r.md") == "No result yet."
    assert [region([one], benchmarks(), "r.md") for one in (several[0], several[1])] == [
        "[1 reported result](r.md) on 1 dataset (MedMCQA), confirmed by a curator.",
        "[1 reported result](r.md) on 1 dataset (MedMCQA), not yet confirmed by a curator.",
    ]
    assert region([result(dataset=""), result(dataset="", model="B")], benchmarks(), "r.md") == (
        "[2 reported results](r.md), 2 of them confirmed by a curator."
    )


def test_a_long_page_is_divided_below_the_wall() -> None:
    many = [result(model=f"Model {n}", quote=f"{n} " + "words " * 60) for n in range(1_500)]
    made = result_pages(many, RECORD, benchmarks(), "pages/results", "README.md")
    assert max(len(data) for data in made.values()) <= WALL
    rows = sum(len(table) - 1 for path, data in made.items() if not path.endswith("README.md")
               for table in tables(data.decode()))  # fmt: skip
    assert rows == 1_500


def divided_pages(models: int, quote: str, **more: str) -> dict[str, str]:
    """The pages of many models, each reported by two sources."""
    pairs = [
        result(model=f"Model {n}", quote=f"{n} {quote}", source=source, value=value, **more)
        for n in range(models)
        for source, value in ((BOARD, "50"), (parse("arxiv:2403.18421"), "60"))
    ]
    made = pages(*pairs)
    assert max(len(data.encode()) for data in made.values()) <= WALL
    return made


def test_a_divided_page_keeps_what_it_says_above_its_tables() -> None:
    made = divided_pages(700, "words " * 60, metric="my_score", split="*dev*_1")
    page = made["pages/results/medmcqa.md"]
    assert "Reports that do not say usually mean " in page
    (pairs,) = tables(page)
    assert len(pairs) == 701 and "## One model, several reports" in page
    part = made["pages/results/medmcqa-1-unknown.md"]
    heading = "MedMCQA: my\\_score, per cent, \\*dev\\*\\_1 split"
    assert f"# {heading}" in part and f"- [{heading}" in page
    assert texts(pairs)[1][1] == "my_score, *dev*_1 split"


def test_pairs_too_long_for_a_divided_page_have_a_page_of_their_own() -> None:
    made = divided_pages(1_200, "word", precision="p" * 250)
    assert tables(made["pages/results/medmcqa.md"]) == []
    assert (
        "- [MedMCQA: One model, several reports](medmcqa-pairs.md) (1,200)"
        in (made["pages/results/medmcqa.md"])
    )
    rows = [row for path, data in made.items() if "pairs" in path for table in tables(data)
            for row in table[1:]]  # fmt: skip
    assert len(rows) == 1_200


def test_the_order_of_files_does_not_change_a_byte() -> None:
    several = [result(model=name, value=value) for name, value in (("B", "1"), ("a", "2"))]
    assert pages(*several) == pages(*reversed(several))
