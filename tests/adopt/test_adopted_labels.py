"""Labels read from a spreadsheet and matched with a list's entries."""

from tracker.adopt.entries import read_page
from tracker.adopt.labels import LabelRow, LabelSheet, match, read_labels
from tracker.identity import WorkId
from tracker.problems import Problem

A = "https://arxiv.org/abs/"
VOCABULARY = {
    "qa": "task:qa",
    "Question answering": "task:qa",
    "sum": "task:sum",
    "patients": "reader:patient",
    "reasoning": "method:reasoning",
    "tuning": "method:tuning",
    "task reasoning": "task:reasoning",
}


def test_columns_whose_words_are_all_known_give_labels_and_the_others_are_named() -> None:
    sheet = read_labels(
        "Title,URL,task,audience,method_read,kind,arxiv_id,other_id,"
        "labels_basis,labels_confidence,note\n"
        f"One model,{A}2401.00001,QA;sum,Patients,reasoning,model,2401.00001v2,"
        '"doi:10.1000/X; pmid:39668168 (PubMed); ieee:1",abstract,low,"a, b"\n'
        "Two model,,question answering; reasoning,,,,,,,,\n",
        VOCABULARY,
        "labels.csv",
    )
    assert sheet == LabelSheet(
        (
            LabelRow(
                2,
                "One model",
                f"{A}2401.00001",
                ("task:qa", "task:sum", "reader:patient", "method:reasoning"),
                (
                    WorkId("arxiv", "2401.00001"),
                    WorkId("doi", "10.1000/x"),
                    WorkId("pmid", "39668168"),
                ),
                "abstract; low",
                "a, b",
                ("ieee:1",),
            ),
            LabelRow(3, "Two model", "", ("task:qa", "task:reasoning")),
        ),
        ("task", "audience", "method_read"),
        ("kind",),
    )


def test_a_column_named_like_a_dimension_with_an_unknown_word_is_reported_and_not_read() -> None:
    sheet = read_labels("title,task,free\nOne,qa; qaa,sum; words\n", VOCABULARY, "labels.csv")
    assert sheet == LabelSheet(
        (LabelRow(2, "One", ""),),
        (),
        ("task", "free"),
        (
            Problem(
                "labels.csv", "column task", "'qaa': no label of the vocabulary; column not read"
            ),
        ),
    )


def test_a_spreadsheet_that_cannot_be_matched_or_is_torn_is_reported() -> None:
    what = "the CSV has neither a title nor a url column, so its rows match no entry"
    assert read_labels("name,task\nOne,qa\n", VOCABULARY, "l.csv") == LabelSheet(
        (), (), ("name", "task"), (Problem("l.csv", "line 1", what),)
    )
    torn = read_labels('title\n"One\nmodel"\nTwo,three\n', VOCABULARY, "l.csv")
    assert torn == LabelSheet(
        (LabelRow(2, "One\nmodel", ""), LabelRow(4, "Two", "")),
        (),
        (),
        (Problem("l.csv", "line 4", "the row has more cells than the header: quote commas"),),
    )


def test_rows_find_their_entries_by_title_and_address_then_title_then_address() -> None:
    page = read_page(
        "## A\n"
        f"- One model. [Paper]({A}2401.00001)\n"
        f"- One model. [Paper]({A}2401.00002)\n"
        f"- Two model. [Paper]({A}2401.00003)\n"
        f"- Three model. [Paper]({A}2401.00004)\n"
        f"- Four model. [Paper]({A}2401.00005)\n",
        "R.md",
    )
    rows = (
        LabelRow(2, "One model", "https://arxiv.org/pdf/2401.00002"),
        LabelRow(3, "One model", f"{A}2401.00001"),
        LabelRow(4, "TWO MODEL.", "https://elsewhere.org"),
        LabelRow(5, "Renamed", f"{A}2401.00004"),
        LabelRow(6, "Unknown", "https://nowhere.org"),
    )
    assert match(rows, page.entries, "l.csv") == (
        (rows[1], rows[0], rows[2], rows[3], None),
        (Problem("l.csv", "line 6", "'Unknown' is no entry of the list"),),
    )


def test_a_work_listed_twice_takes_its_rows_in_their_order() -> None:
    item = f"- One model. [Paper]({A}2401.00001)\n"
    page = read_page(f"## A\n{item}## B\n{item}", "R.md")
    rows = tuple(LabelRow(n, "One model", f"{A}2401.00001") for n in (2, 3, 4))
    assert match(rows, page.entries) == (
        (rows[0], rows[1]),
        (Problem("", "line 4", "'One model' is no entry of the list"),),
    )
