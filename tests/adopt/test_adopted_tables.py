"""Tables of works, in Markdown and in HTML."""

from tracker.adopt.entries import Block, Entry, Link, PassedOver, read_page
from tracker.problems import Problem

A = "https://arxiv.org/abs/"


def test_the_title_column_is_found_by_its_header_wherever_it_stands() -> None:
    links = f"[Paper]({A}2401.00001) <https://github.com/l/t>"
    row = f"| 2024-03 | A model: small \\| fast. | Lee et al. | {links} |"
    page = read_page(
        f"# List\n## Models\n| Date | Title | Authors | Code |\n|---|:-:|---|---|\n{row}\n", "R.md"
    )
    assert page.entries == (
        Entry(
            "A model: small | fast",
            (Link("Paper", f"{A}2401.00001"), Link("Code", "https://github.com/l/t")),
            ("Models",),
            5,
            5,
            row,
            "2024-03; Lee et al.",
            2024,
        ),
    )
    assert page.blocks == (Block(("Models",), 3, 5, "table"),)


def test_a_paper_column_that_holds_only_labels_leaves_the_title_to_the_name_column() -> None:
    page = read_page(
        "## Models\n"
        "| Model | Size | Paper | Code |\n"
        "|---|---|---|---|\n"
        f"| NoteGPT | 1B | [arXiv]({A}2401.00001) | [✅](https://github.com/l/t) |\n"
        f"| ChartLM | 7B | [2401.00002]({A}2401.00002) | - |\n"
        "| NoLink | 7B | - | - |\n",
        "R.md",
    )
    assert [(e.title, e.links, e.note) for e in page.entries] == [
        (
            "NoteGPT",
            (Link("arXiv", f"{A}2401.00001"), Link("Code", "https://github.com/l/t")),
            "1B",
        ),
        ("ChartLM", (Link("2401.00002", f"{A}2401.00002"),), "7B"),
        ("NoLink", (), "7B"),
    ]


def test_a_paper_column_that_holds_titles_is_the_title_column() -> None:
    page = read_page(
        "## Models\n| Model | Paper |\n|---|---|\n"
        f"| NoteGPT | [Writing notes with a model]({A}2401.00001) <br> A. Lee <br> *ACL 2023* |\n",
        "R.md",
    )
    assert [(e.title, e.note, e.year) for e in page.entries] == [
        ("Writing notes with a model", "NoteGPT; A. Lee ACL 2023", 2023)
    ]


def test_a_row_with_one_filled_cell_names_a_group_inside_the_table() -> None:
    page = read_page(
        "## Models\n| Title | Link |\n|---|---|\n"
        f"| **Small** | |\n| One model | {A}2401.00001 |\n"
        f"| **Large** | |\n| Two model | {A}2401.00002 |\n",
        "R.md",
    )
    assert [(e.title, e.section, e.links) for e in page.entries] == [
        ("One model", ("Models", "Small"), (Link(f"{A}2401.00001", f"{A}2401.00001"),)),
        ("Two model", ("Models", "Large"), (Link(f"{A}2401.00002", f"{A}2401.00002"),)),
    ]
    assert page.blocks == (Block(("Models",), 2, 7, "table"),)


def test_a_row_without_a_title_is_kept_and_reported() -> None:
    page = read_page(
        "## Models\n| Title | PDF |\n|---|---|\n"
        f"| One model | [pdf]({A}2401.00001) |\n| | [pdf]({A}2401.00002) |\n",
        "R.md",
    )
    assert [e.title for e in page.entries] == ["One model", "pdf"]
    assert page.problems == (
        Problem("R.md", "line 5", "a row without a title: fill in its title cell"),
    )


def test_a_table_of_results_is_no_table_of_works() -> None:
    page = read_page(
        "## Scores\n| Model | MedQA |\n|---|---|\n| GPT | 90 |\n\n"
        f"| 2023 | 2024 |\n|---|---|\n| [1]({A}2401.00001) | 2 |\n",
        "R.md",
    )
    assert (page.entries, page.blocks) == ((), ())
    assert page.passed_over == (PassedOver(8, "a table without titles", "12"),)


def test_html_lists_and_tables_are_read_across_blank_lines_and_headings_in_tags() -> None:
    page = read_page(
        '<h1 align="center">Awesome</h1>\n'
        '<p align="center"><a href="https://x.org"><img src="b.svg" alt="build"></a></p>\n'
        "\n"
        "<h2>Data</h2>\n"
        "\n"
        "<ul>\n"
        f'<li><b>A corpus of notes</b> <a href="{A}2401.00001">Paper</a>\n'
        "\n"
        f'<li><a href="{A}2401.00002">Another corpus</a></li>\n'
        "</ul>\n"
        "\n"
        "<table>\n"
        "<tr><th>Area</th><th>Title</th><th>Link</th></tr>\n"
        '<tr><td rowspan="2">Notes</td><td>One &amp; two</td>'
        f'<td><a href="{A}2401.00003">pdf</a></td></tr>\n'
        "\n"
        f"<tr><td>[Three notes]({A}2401.00004)</td><td></td></tr>\n"
        "</table>\n",
        "R.md",
    )
    assert [(e.title, e.section, e.first_line, e.note) for e in page.entries] == [
        ("A corpus of notes", ("Data",), 7, ""),
        ("Another corpus", ("Data",), 9, ""),
        ("One & two", ("Data",), 14, "Notes"),
        ("Three notes", ("Data",), 16, "Notes"),
    ]
    assert page.blocks == (Block(("Data",), 6, 10, "html"), Block(("Data",), 12, 17, "html"))
    assert page.passed_over == (PassedOver(2, "links or badges without a title", "build"),)


def test_html_that_holds_more_than_entries_is_no_block() -> None:
    page = read_page(
        f'## Data\n<ul><li><a href="{A}2401.00001">A corpus</a></li></ul> and more\n', "R.md"
    )
    assert [e.title for e in page.entries] == ["A corpus"]
    assert page.blocks == ()


def test_badges_and_pictures_around_a_linked_title_do_not_hide_it() -> None:
    star = "[![Star](https://img.shields.io/s)](https://github.com/l/t)[![ICML'24](b.svg)]()"
    page = read_page(
        "## Pruning\n| Title & Authors | Introduction | Links |\n|:--|:--:|:--:|\n"
        f'|{star}<br>[Pruning a model]({A}2401.00001) <br> Ann Lee |<img src="i.png"> '
        f"|[Github](https://github.com/l/t) <br> [Paper]({A}2401.00001)|[//]: #06/12\n",
        "R.md",
    )
    assert [(e.title, e.links, e.note) for e in page.entries] == [
        (
            "Pruning a model",
            (
                Link("Star", "https://github.com/l/t"),
                Link("Pruning a model", f"{A}2401.00001"),
                Link("Github", "https://github.com/l/t"),
                Link("Paper", f"{A}2401.00001"),
            ),
            "Ann Lee",
        )
    ]
