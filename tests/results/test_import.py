"""`tracker results import`: a table's cells as second-hand results, its problems, its repeats."""

from pathlib import Path
from typing import Any

import pytest

from tests.results.boards import board
from tests.surveys import Survey
from tracker.curation import load
from tracker.results import standing

PAGE = "https://example.org/board"
TABLE = """\
# A leaderboard

Some words.

| Model | Size | MedQA | PubMedQA* | Avg. |
|---|---|---|---|---|
| **Ours** ![](new.gif) | 7B | **51.1** | <u>77.7</u> | 64.4 |
| Ours | 70B | 60.2% | - | |
| | | | | |
| [GPT-4](https://example.org/4)* | ? | 81.40 | 75.2 | 78.3 |
"""
ASKED = ("--source", PAGE, "--unit", "percent", "--metric", "Accuracy")
STATED = ("--model", "Model", "--model", "size", "--column", "PubMedQA*=pubmedqa", "--skip", "Avg.")


@pytest.fixture
def listed(survey: Survey) -> Survey:
    board(survey.root)
    return survey


def take(survey: Survey, text: str, *more: str, name: str = "table.md") -> Any:
    path = survey.root.parent / name
    path.write_text(text, encoding="utf-8")
    return survey.run("results", "import", str(path), "--as", "ann", *ASKED, *more)


def rows(root: Path) -> list[tuple[str, str, str, str]]:
    curation = load(root)
    assert curation.problems == ()
    return sorted((one.model, one.dataset, one.value, one.quote) for one in curation.results)


def test_every_cell_becomes_a_second_hand_result_with_its_cells_and_source(listed: Survey) -> None:
    done = take(listed, TABLE, *STATED, "--setting", "5-shot", "--note", "as of May")
    assert (done.code, done.err) == (0, "")
    assert done.out == "5 second-hand results written; 0 on file already, 1 empty\n"
    assert rows(listed.root) == [
        ("GPT-4* ?", "medqa", "81.40", "GPT-4* ? | MedQA: 81.40"),
        ("GPT-4* ?", "pubmedqa", "75.2", "GPT-4* ? | PubMedQA*: 75.2"),
        ("Ours 70B", "medqa", "60.2", "Ours 70B | MedQA: 60.2%"),
        ("Ours 7B", "medqa", "51.1", "Ours 7B | MedQA: 51.1"),
        ("Ours 7B", "pubmedqa", "77.7", "Ours 7B | PubMedQA*: 77.7"),
    ]
    one = load(listed.root).results[0]
    assert (str(one.source), one.status, one.place, one.by) == (
        f"url:{PAGE}", "second-hand", "table", "ann",
    )  # fmt: skip
    assert (one.unit, one.metric, one.setting, one.note) == (
        "percent", "accuracy", "5-shot", "as of May",
    )  # fmt: skip


def test_the_same_table_again_adds_nothing_and_a_new_row_only_itself(listed: Survey) -> None:
    take(listed, TABLE, *STATED)
    again = take(listed, TABLE, *STATED)
    assert again.out == "0 second-hand results written; 5 on file already, 1 empty\n"
    more = take(listed, TABLE + "| New | 1B | 12.5 | 31 | 2 |\n", *STATED)
    assert more.out == "2 second-hand results written; 5 on file already, 1 empty\n"


def test_what_a_curator_rejected_does_not_come_back_with_the_next_import(listed: Survey) -> None:
    take(listed, TABLE, *STATED)
    one = next(one for one in load(listed.root).results if one.value == "81.40")
    listed.run("results", "reject", f"url:{PAGE}", one.key, "--as", "bo")
    assert "0 second-hand results written" in take(listed, TABLE, *STATED).out
    assert "81.40" not in {one.value for one in standing(load(listed.root).results)}


def test_what_is_not_stated_is_a_problem_and_never_a_guess(listed: Survey) -> None:
    done = take(listed, TABLE)
    assert done.code == 1
    way = "is no dataset of benchmarks.yaml: say which with --column"
    twice = "is 'Ours' on medqa once more, as at line 7, MedQA; tell them apart"
    assert done.out.splitlines() == [
        *(
            f"table.md:header: '{name}' {way} '{name}=KEY', or leave it out with --skip '{name}'"
            for name in ("Size", "PubMedQA*", "Avg.")
        ),
        f"table.md:line 8, MedQA: {twice} with one more --model column, or leave one out",
        "4 problems; nothing was written; 0 on file already, 0 empty",
    ]
    assert load(listed.root).results == ()


@pytest.mark.parametrize(
    ("cells", "more", "expected"),
    [
        ("| A | 511 |", (), "line 3, MedQA: 511 is outside 0 to 100, where every percent lies"),
        ("| A | 51,1 |", (), "line 3, MedQA: '51,1' is not a plain decimal such as 67.2"),
        ("| A | 51.1 ± 2 |", (), "line 3, MedQA: '51.1 ± 2' is not a plain decimal"),
        ("|  | 51.1 |", (), "line 3: names no model"),
        ("| A | 51.1 |\n| B | 0.62 |", (), "line 4, MedQA: value: 0.62 percent beside 51.1: a fr"),
        ("| A | 51.1 |", ("--model", "Name"), "header: there is no column 'Name'"),
        ("| A | 51.1 |", ("--skip", "Nmae"), "header: there is no column 'Nmae'"),
        ("| A | 51.1 |", ("--setting", "few"), "line 3, MedQA: setting: 'few' is none of zero-"),
        ("| A | |", (), "table.md: holds no value"),
        (f"| {'A' * 201} | 51.1 |", (), "line 3, MedQA: model: is longer than 200 characters"),
    ],
)
def test_a_cell_that_cannot_be_is_told_with_its_place(
    listed: Survey, cells: str, more: tuple[str, ...], expected: str
) -> None:
    done = take(listed, f"| Model | MedQA |\n|---|---|\n{cells}\n", *more)
    assert done.code == 1
    assert expected in done.out
    assert load(listed.root).results == ()


def test_two_columns_or_rows_of_one_name_are_told_and_no_cell_is_lost(listed: Survey) -> None:
    text = "| Model | MedQA | PubMedQA | medqa |\n|---|---|---|---|\n| A | 50 | 60 | 70 |\n"
    done = take(listed, text)
    assert (done.code, done.out.splitlines()[0]) == (
        1, "table.md:header: 'medqa' names 2 columns; rename them, or leave them out with --skip",
    )  # fmt: skip
    assert load(listed.root).results == ()
    assert "1 second-hand" in take(listed, text, "--skip", "MedQA").out


def test_in_a_turned_table_a_repeated_model_and_a_repeated_dataset_are_told(
    listed: Survey,
) -> None:
    text = (
        "| Test | A | B | A |\n|---|---|---|---|\n| MedQA | 50 | 60 | 70 |\n| MedQA | 1 | 2 | 3 |\n"
    )
    assert take(listed, text, "--transposed").out.splitlines()[:2] == [
        "table.md:header: 'A' names 2 columns; rename them, or leave them out with --skip",
        "table.md:header: 'MedQA' names 2 rows; rename them, or leave them out with --skip",
    ]
    assert load(listed.root).results == ()


def test_a_footnotes_mark_is_no_part_of_a_models_name(listed: Survey) -> None:
    note = "\n[^1]: https://example.org/note\n"
    text = "| M | MedQA |\n|---|---|\n| GPT-4[^1] | 51 |\n| Ours<sub>base</sub>[^b] | 52 |\n"
    take(listed, text + note)
    assert [row[0] for row in rows(listed.root)] == ["GPT-4", "Oursbase"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("| A<sup>2</sup> | 51.1 |", "line 3: 'A<sup>2</sup>' has raised signs: "),
        ("| A | 51.1<sup>2</sup> |", "line 3, MedQA: '51.1<sup>2</sup>' is not a plain decimal"),
        ("| A | 51.1<SUB>2</SUB> |", "line 3, MedQA: '51.1<sub>2</sub>' is not a plain decimal"),
        ("| A | 51.1[^1] |", "line 3, MedQA: '51.1[^1]' is not a plain decimal"),
    ],
)
def test_raised_signs_become_neither_digits_nor_letters_of_a_name(
    listed: Survey, cells: str, expected: str
) -> None:
    done = take(listed, f"| M | MedQA |\n|---|---|\n{cells}\n\n[^1]: https://example.org/n\n")
    assert (done.code, expected in done.out) == (1, True)
    assert load(listed.root).results == ()


def test_one_bad_cell_keeps_every_other_from_being_written(listed: Survey) -> None:
    done = take(listed, "| M | MedQA |\n|---|---|\n| A | 51.1 |\n| B | 511 |\n| C | 5l |\n")
    assert [line.partition(":")[2][:6] for line in done.out.splitlines()[:2]] == [
        "line 4",
        "line 5",
    ]
    assert load(listed.root).results == ()


def test_a_source_that_nobody_decided_on_is_one_problem_for_the_whole_table(
    listed: Survey,
) -> None:
    done = take(listed, TABLE, *STATED, "--source", "arxiv:2001.00001")
    assert done.out.splitlines()[:-1] == [
        "table.md:line 7, MedQA: source: no work arxiv:2001.00001 here; decide on it first"
    ]


def test_a_table_that_contradicts_what_is_on_file_is_refused(listed: Survey) -> None:
    take(listed, "| M | MedQA |\n|---|---|\n| A | 51.1 |\n")
    done = take(listed, "| M | MedQA |\n|---|---|\n| a | 52.0 |\n")
    assert (done.code, "give one test two values" in done.out) == (1, True)
    fraction = take(listed, "| M | MedQA |\n|---|---|\n| B | 0.52 |\n", "--unit", "fraction")
    assert "is a fraction beside percentages of one source; use one unit" in fraction.out


def test_datasets_may_stand_in_rows(listed: Survey) -> None:
    text = (
        "| Kind | Test | A | B |\n|---|---|---|---|\n| x | MedQA | 50 | 60 |\n| x | Avg | 1 | 2 |\n"
    )
    done = take(listed, text, "--transposed", "--skip", "Kind", "--skip", "avg")
    assert done.out == "2 second-hand results written; 0 on file already, 0 empty\n"
    assert [row[:3] for row in rows(listed.root)] == [("A", "medqa", "50"), ("B", "medqa", "60")]


def test_a_turned_table_knows_what_to_skip_in_its_rows_and_columns(listed: Survey) -> None:
    text = "| Test | A | B |\n|---|---|---|\n| MedQA | 50 | 60 |\n| Avg | 1 | 2 |\n"
    done = take(listed, text, "--transposed", "--skip", "B", "--skip", "Avg", "--skip", "Agv")
    assert done.out.splitlines()[0] == "table.md:header: there is no column 'Agv'"
    assert done.out.count("there is no column") == 1


def test_a_csv_file_is_a_table_too(listed: Survey) -> None:
    text = (
        '\ufeffModel,MedQA,PubMedQA\r\n"Ours, 7B",0.4148,0.71\r\n,,\r\nB,n/a,0.7904411764705882\r\n'
    )
    done = take(listed, text, "--unit", "fraction", name="board.csv")
    assert done.out == "3 second-hand results written; 0 on file already, 1 empty\n"
    assert [row[2] for row in rows(listed.root)] == ["0.7904411764705882", "0.4148", "0.71"]


def test_a_row_with_more_cells_than_the_header_is_a_problem(listed: Survey) -> None:
    done = take(listed, "Model,MedQA\nA,51\nB,61,71\n", name="board.csv")
    assert done.out.splitlines()[0] == "board.csv:row 3: has more cells than the header"
    assert load(listed.root).results == ()


def test_of_several_tables_one_must_be_named(listed: Survey) -> None:
    two = "| M | MedQA |\n|---|---|\n| A | 51 |\n\nAnd\n\n| M | PubMedQA |\n|---|---|\n| A | 61 |\n"
    assert (
        "table.md: holds 2 tables written in pipes; name one with --table" in take(listed, two).out
    )
    assert "holds 2 tables" in take(listed, two, "--table", "3").out
    take(listed, two, "--table", "2")
    assert [row[:3] for row in rows(listed.root)] == [("A", "pubmedqa", "61")]
    assert take(listed, "No table.\n").out.startswith("table.md: holds no table written in pipes\n")
    assert take(listed, "", name="t.csv").out.startswith("t.csv: holds no table\n")


def test_a_dry_run_says_what_would_be_and_writes_nothing(listed: Survey) -> None:
    done = take(listed, TABLE, *STATED, "--dry-run")
    assert done.out == "5 second-hand results to write; 0 on file already, 1 empty\n"
    assert load(listed.root).results == ()
    told = take(listed, TABLE, *STATED, "--dry-run", "--json").json
    assert [one["value"] for one in told["results"]] == ["51.1", "77.7", "60.2", "81.40", "75.2"]
    assert (told["problems"], told["known"], told["empty"]) == ([], 0, 1)


def test_an_import_is_taken_back_as_one(listed: Survey) -> None:
    take(listed, TABLE, *STATED)
    listed.run("results", "undo", "--as", "ann")
    assert standing(load(listed.root).results) == ()
    assert listed.run("check").code == 0


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (("--unit", "points"), "the unit 'points' is none of percent, fraction, score"),
        (("--column", "MedQA"), "--column 'MedQA' must be HEADER=KEY"),
        (("--column", "PubMedQA*= "), "--column 'PubMedQA*= ' must be HEADER=KEY"),
        (("--source", "what"), "tracker: 'what' names no work; write arxiv:…"),
        (("--url", "nonsense"), "tracker: --url: 'nonsense' is not a web address (http or https)"),
        (("--split", " "), "tracker: --split is blank; state it, or leave it out"),
        (("--as", "eve"), "no curator 'eve'"),
    ],
)
def test_wrong_usage_is_one_sentence(listed: Survey, more: tuple[str, ...], expected: str) -> None:
    done = take(listed, TABLE, *STATED, *more)
    assert (done.code, expected in done.err) == (2, True)


def test_a_file_that_cannot_be_read_is_one_sentence(listed: Survey) -> None:
    gone = listed.run("results", "import", "gone.md", "--as", "ann", *ASKED)
    assert (gone.code, gone.err) == (
        2,
        "tracker: gone.md cannot be read: No such file or directory\n",
    )
    path = listed.root.parent / "x.md"
    path.write_bytes(b"\xff\xfe")
    odd = listed.run("results", "import", str(path), "--as", "ann", *ASKED)
    assert odd.err == f"tracker: {path} is not UTF-8 text\n"
