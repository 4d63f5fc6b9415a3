"""Real leaderboards that disagree with one another: imported, checked, and shown side by side.

The 26 tables lie beside the repository and are never part of it.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from tests.publish.shown import tables
from tests.replay import shared
from tests.results.reports import benchmarks
from tests.results.test_pages import RECORD
from tracker.adopt.boards import Board, Stated, read_board
from tracker.benchmarks import Benchmarks, Dataset
from tracker.identity import parse
from tracker.publish.results import result_pages
from tracker.results import ReportedResult, mixed_units, range_faults

NUMBERS = {"medqa", "medmcqa", "pubmedqa", "medqaus"}


@cache
def pages() -> tuple[dict[str, Any], ...]:
    """The 17 tables out of repositories' pages."""
    text = shared("results/results_tables.jsonl").read_text(encoding="utf-8")
    return tuple(map(json.loads, text.splitlines()))


@cache
def copies() -> tuple[dict[str, Any], ...]:
    """The 9 result files and tables copied from web pages."""
    text = shared("results/web_results.jsonl").read_text(encoding="utf-8")
    return tuple(map(json.loads, text.splitlines()))


def markdown(table: dict[str, Any]) -> str:
    """A table as its page had it."""
    rows = [table["header"], ["---"] * len(table["header"]), *table["rows"]]
    return "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows)


def source(table: dict[str, Any]) -> str:
    return f"https://github.com/{table['repo']}/{table['path']}#{table['heading'][:20].split()[0]}"


def taken(table: dict[str, Any], **stated: Any) -> Board:
    given: dict[str, Any] = {"source": parse(source(table)), "unit": "percent"}
    given |= {"metric": "accuracy"} | stated
    return read_board(markdown(table), "board.md", Stated(**given), benchmarks())


def found(repo: str, heading: str) -> dict[str, Any]:
    (one,) = (t for t in pages() if t["repo"] == repo and t["heading"].startswith(heading))
    return one


BIOMISTRAL = ("BioMistral/BioMistral", "3. Supervised")
MMED = ("MAGIC-AI4Med/MMedLM", "Results on Commonly")
SUBJECTS = ("Clinical KG", "Medical Genetics", "Anatomy", "Pro Medicine", "College Biology",
            "College Medicine", "Avg.")  # fmt: skip
MMLU = tuple(f"MMLU_{part}" for part in ("CK", "MG", "AN", "PM", "CB", "CM"))


def test_every_table_is_read_or_told_why_not_and_nothing_is_guessed() -> None:
    kinds = Counter[str]()
    for table in pages():
        board = taken(table)
        for place, one in board.results.items():
            assert range_faults(one.value, one.unit) == [], place
            assert benchmarks().dataset(one.dataset), place
        kinds["clean" if not board.problems else "told"] += 1
        assert board.results or board.problems
    # Averages, sizes and subjects stand in every one of them, and nobody said what they are.
    assert kinds == {"told": 17}


def test_once_it_is_said_what_the_columns_are_the_numbers_come_in_their_own_digits() -> None:
    table = found(*BIOMISTRAL)
    board = taken(table, skip=SUBJECTS, columns={"MedQA 5 opts": "medqa_5options"})
    assert board.problems == ()
    values = {(one.model, one.dataset): one.value for one in board.results.values()}
    assert values["BioMistral 7B", "medqa"] == "50.6"
    assert values["BioMistral 7B DARE", "medqa"] == "51.1"  # bold on the page
    assert values["BioMistral 7B SLERP", "medqa"] == "50.8"  # underlined with a tag
    assert values["GPT-3.5 Turbo 1106*", "medqa_5options"] == "50.82"  # a footnote's star stays
    rows = [row for row in table["rows"] if any(cell.strip() for cell in row)]
    assert len(board.results) == 4 * len(rows)
    assert {one.status for one in board.results.values()} == {"second-hand"}


def test_sizes_in_a_column_of_their_own_tell_models_apart() -> None:
    table = found(*MMED)
    alone = taken(table, skip=("Size", "Year", "Avg.", *MMLU))
    together = taken(table, skip=("Year", "Avg.", *MMLU), models=("Method", "Size"))
    assert together.problems == ()
    names = {one.model for one in together.results.values()}
    assert "MedAlpaca 7B" in names
    assert len(alone.results) == len(together.results) == 3 * len(table["rows"])


def test_datasets_in_rows_are_read_once_that_is_said() -> None:
    table = found("m42-health/med42", "Appendix")
    rows = [row[0] for row in table["rows"]]
    keep = {"MedMCQA", "MedQA", "USMLE Sample Exam"}
    board = taken(table, transposed=True, skip=tuple(set(rows) - keep))
    assert board.problems == ()
    assert {one.model for one in board.results.values()} == set(table["header"][1:])
    assert board.empty > 0  # "-" where nothing was measured


def test_the_wrong_unit_is_refused_in_every_cell() -> None:
    board = taken(found(*BIOMISTRAL), unit="fraction", skip=SUBJECTS,
                  columns={"MedQA 5 opts": "medqa_5options"})  # fmt: skip
    assert board.results == {}
    assert len(board.problems) == 4 * 11
    assert all("where every fraction lies" in one.what for one in board.problems)


def test_tables_of_words_hold_no_result() -> None:
    words = [table for table in pages() if not NUMBERS & set(map(plain, table["header"]))]
    assert len(words) == 9
    for table in words:
        assert taken(table).results == {}, source(table)


def plain(cell: str) -> str:
    return "".join(c for c in cell.partition("(")[0] if c.isalnum()).casefold()


def leaderboard() -> Iterator[ReportedResult]:
    """The result files of a leaderboard: fractions, with all digits of a float."""
    extra = (Dataset("medqa_5options", "MedQA (5 options)"),)
    known = Benchmarks((*benchmarks().datasets, *extra), benchmarks().metrics)
    for one in copies():
        if one["unit"] != "fraction":
            continue
        names = [name for name in one["results"] if known.dataset(name)]
        text = f"model,{','.join(names)}\n{one['model']},"
        text += ",".join(repr(one["results"][name]) for name in names)
        stated = Stated(parse(f"https://{one['url'].split()[0]}"), "fraction", metric="accuracy")
        board = read_board(text, "board.csv", stated, known)
        assert board.problems == ()
        yield from board.results.values()


def test_leaderboard_files_keep_every_digit_of_their_fractions() -> None:
    values = {(one.model, one.dataset): one.value for one in leaderboard()}
    assert values["BioMistral/BioMistral-7B", "medmcqa"] == "0.4148"
    assert mixed_units(leaderboard()) == {}


def test_per_cent_and_fraction_of_one_model_stand_side_by_side_and_are_not_subtracted() -> None:
    page = taken(found(*BIOMISTRAL), skip=SUBJECTS, columns={"MedQA 5 opts": "medqa_5options"})
    fractions = [replace(one, model="BioMistral 7B") for one in leaderboard()
                 if one.model == "BioMistral/BioMistral-7B"]  # fmt: skip
    made = result_pages([*page.results.values(), *fractions], RECORD, benchmarks(), "r", "f.md")
    side, *rest = tables(made["r/medmcqa.md"].decode())
    (row,) = [row for row in side[1:] if row[0].text == "BioMistral 7B"]
    assert "48.1%" in row[2].text
    assert "0.4148" in row[2].text
    assert row[3].text == "not comparable: different units"
    units = [{"%" in row[2].text for row in table[1:]} for table in rest]
    assert all(len(some) == 1 for some in units)  # no table mixes them


def test_two_pages_that_disagree_on_one_model_show_by_how_much() -> None:
    first = taken(found("mbzuai-oryx/BiMediX", "English"), skip=COLUMNS)
    second = taken(found("chaoyi-wu/PMC-LLaMA", "QA"), skip=("Model Size",))
    named = {"PMC_LLaMA_13B": "PMC-LLaMA-13B"}
    results = [*first.results.values()]
    results += [
        replace(one, model=named.get(one.model, one.model)) for one in second.results.values()
    ]
    made = result_pages(results, RECORD, benchmarks(), "r", "f.md")
    side = tables(made["r/medmcqa.md"].decode())[0]
    (row,) = [row for row in side[1:] if row[0].text == "PMC-LLaMA-13B"]
    values = sorted(Decimal(one.value) for one in results
                    if one.model == "PMC-LLaMA-13B" and one.dataset == "medmcqa")  # fmt: skip
    assert len(values) == 2
    assert row[3].text == f"{values[1] - values[0]} points, settings unknown"


COLUMNS = ("CKG", "CBio", "CMed", "MedGen", "ProMed", "Ana", "AVG")


@pytest.mark.parametrize("kind", ["Papers with Code", "leaderboard page"])
def test_copied_tables_hold_values_in_range_or_are_told(kind: str) -> None:
    for one in copies():
        if one["kind"].startswith(kind) and "header" in one:
            text = markdown({"header": one["header"], "rows": one["rows"]})
            stated = Stated(parse(f"https://{one['url']}"), "percent", metric="accuracy")
            board = read_board(text, "board.md", stated, benchmarks())
            # A fourth value in rows under three headers: whoever copied it must say what it is.
            assert all(place.rpartition(", ")[2] in one["header"] for place in board.results)
