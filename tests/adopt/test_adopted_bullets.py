"""Lists of works as people write them: one README a test, and exactly what is read from it."""

import pytest

from tracker.adopt.entries import Block, Entry, Link, PassedOver, read_page

A = "https://arxiv.org/abs/"
P = f"{A}2401.00001"
T = "A model for notes"
PAPER = Link("Paper", P)
CODE = Link("Code", "https://github.com/lab/tool")


def one(item: str) -> Entry:
    """The single entry of a page with this one item under a heading."""
    (entry,) = read_page(f"# List\n\n## Models\n{item}\n", "README.md").entries
    return entry


def test_a_numbered_list_with_a_tail_of_links_gives_titles_sections_and_lines() -> None:
    page = read_page(
        "# Small models\n"
        "What they are.\n"
        "\n"
        "## Models\n"
        "### Up to 5B\n"
        f"1. First model: a study. [Paper]({A}2401.00001) | [Code](https://github.com/lab/tool)\n"
        f"2. Second model? [Paper]({A}2401.00002)\n"
        "\n"
        "## Data\n"
        f"* A corpus of notes. [Paper]({A}2401.00003)\n",
        "README.md",
    )
    assert page.entries == (
        Entry(
            "First model: a study",
            (PAPER, CODE),
            ("Models", "Up to 5B"),
            6,
            6,
            f"1. First model: a study. [Paper]({A}2401.00001) | [Code](https://github.com/lab/tool)",
        ),
        Entry(
            "Second model?",
            (Link("Paper", f"{A}2401.00002"),),
            ("Models", "Up to 5B"),
            7,
            7,
            f"2. Second model? [Paper]({A}2401.00002)",
        ),
        Entry(
            "A corpus of notes",
            (Link("Paper", f"{A}2401.00003"),),
            ("Data",),
            10,
            10,
            f"* A corpus of notes. [Paper]({A}2401.00003)",
        ),
    )
    assert page.blocks == (
        Block(("Models", "Up to 5B"), 6, 7, "list"),
        Block(("Data",), 10, 10, "list"),
    )
    assert (page.problems, page.passed_over) == ((), ())


@pytest.mark.parametrize(
    ("item", "title", "note", "year"),
    [
        (f"- [{T}]({P}), Ann Lee, 2024.", T, "Ann Lee, 2024.", 2024),
        (f"- **{T}** [[Paper]({P})]", T, "", None),
        (f"- **[{T}]({P})**, *ACL 2023*", T, "ACL 2023", 2023),
        (f"- *{T}* [[Paper]]({P})", T, "", None),
        (f"- (2024.03) {T}. [Paper]({P})", T, "2024.03", 2024),
        (f"- [2024/05] [{T}]({P})", T, "2024/05", 2024),
        (f"- *arXiv 2023* **{T}** [pdf]({P})", T, "arXiv 2023", 2023),
        (f"- `ICLR'24` {T}. [pdf]({P})", T, "ICLR'24", 2024),
        (f"- **{T}** (EMNLP 2022) [pdf]({P})", T, "(EMNLP 2022)", 2022),
        (f"- [Survey] {T} [pdf]({P})", T, "Survey", None),
        (f'- A. Lee. "{T}." JAMIA. [pdf]({P})', T, "A. Lee. JAMIA.", None),
        (f"- Lee A (2021). {T}. JAMIA. {P}", T, "Lee A (2021). JAMIA.", 2021),
        (f"- {T}, Ann Lee, Bo Xu et al. [pdf]({P})", T, "Ann Lee, Bo Xu et al.", None),
        (f"- **NoteGPT**: a model for notes. [Paper]({P})", "NoteGPT: a model for notes", "", None),
        (f"- [NoteGPT]({P}): a model for notes.", "NoteGPT: a model for notes", "", None),
        ("- [NoteTool](https://github.com/lab/tool) - A tool.", "NoteTool", "A tool.", None),
        (f"- NoteGPT: [a model for notes]({P})", "NoteGPT: a model for notes", "", None),
        (f"- 🔥 :star: **{T}** [pdf]({P})", T, "", None),
        (f"- [x] {T}. [pdf]({P})", T, "", None),
        (f"- [Paper]({P}) | {T}", T, "", None),
        (f"- A [linked](https://x.org/n) model for notes. [Paper]({P})",
         "A linked model for notes", "", None),
        (f"- A model [for] $x^*y^*$ | \\*notes\\*. [Paper]({P})",
         "A model [for] $x^*y^*$ | *notes*", "", None),
        (f'- <a href="{P}"><b>{T}</b></a><br><i>Ann Lee</i>', T, "Ann Lee", None),
        (f"- GPT-4 vs. Doctors on notes. A study. [pdf]({P})",
         "GPT-4 vs. Doctors on notes", "A study.", None),
        (f"* [**npj Digital, 2024.5**] **NoteGPT** A model for notes [pdf]({P})",
         "NoteGPT: A model for notes", "npj Digital, 2024.5", 2024),
        (f"* **NoteGPT 7b** Effects of good, mixed data. 2023. [paper]({P})",
         "NoteGPT 7b: Effects of good, mixed data", "2023.", 2023),
        (f"* **NoteGPT** Ann Lee and Bo Xu [paper]({P})", "NoteGPT", "Ann Lee and Bo Xu", None),
        (f"1. **{T}**\n\n   *Ann Lee, Bo Xu.* [[abs]({P})], 2023.5",
         T, "Ann Lee, Bo Xu. 2023.5", 2023),
        (f"- C# for .NET notes. [pdf]({P})", "C# for .NET notes", "", None),
        (f"- **MedX**: *MedX: a model for notes* [[paper]({P})]",
         "MedX: a model for notes", "", None),
        (f"- MedX: [medX - a model for notes]({P})", "medX - a model for notes", "", None),
        (f"- **GPT**: GPT-4 for notes. [pdf]({P})", "GPT: GPT-4 for notes", "", None),
        (f"- two &lt;tag&gt; [pdf]({P})", "two <tag>", "", None),
        (f"- {T} > [pdf]({P})", T, "", None),
        (f"- {T} -> [pdf]({P})", T, "", None),
        (f"- 2024-05-01 [{T}]({P})", T, "2024-05-01", 2024),
        (f"- 2024.05 **{T}** [pdf]({P})", T, "2024.05", 2024),
        (f"- 2024-05-01 {T}. [pdf]({P})", T, "2024-05-01", 2024),
        (f"- 2024-05-01, {T}. [pdf]({P})", T, "2024-05-01", 2024),
        (f"- 2010-11 was a bad season. [pdf]({P})", "2010-11 was a bad season", "", None),
        (f"- 2018 [n2c2 shared task on notes]({P})", "n2c2 shared task on notes", "2018", 2018),
    ],
)  # fmt: skip
def test_a_title_is_found_among_dates_authors_venues_and_links(
    item: str, title: str, note: str, year: int | None
) -> None:
    entry = one(item)
    assert (entry.title, entry.note, entry.year) == (title, note, year)


def test_bullets_that_name_groups_become_sections_and_bound_the_blocks() -> None:
    page = read_page(
        "## Models\n"
        "- **Small**\n"
        f"  - [One small model]({A}2401.00001)\n"
        f"  - [Two small models]({A}2401.00002)\n"
        "    - [code](https://github.com/lab/two)\n"
        "- Large\n"
        f"  - [One large model]({A}2401.00003)\n",
        "README.md",
    )
    assert [(e.title, e.section, e.first_line, e.last_line) for e in page.entries] == [
        ("One small model", ("Models", "Small"), 3, 3),
        ("Two small models", ("Models", "Small"), 4, 5),
        ("One large model", ("Models", "Large"), 7, 7),
    ]
    assert page.blocks == (
        Block(("Models", "Small"), 3, 5, "list"),
        Block(("Models", "Large"), 7, 7, "list"),
    )


def test_a_work_above_other_works_is_an_entry_beside_them() -> None:
    page = read_page(
        f"## Models\n- [A base model]({A}2401.00001)\n  - [A tuned model]({A}2401.00002)\n", "R.md"
    )
    assert [(e.title, e.first_line, e.last_line) for e in page.entries] == [
        ("A base model", 2, 2),
        ("A tuned model", 3, 3),
    ]


def test_an_item_without_a_link_counts_where_the_others_are_works() -> None:
    page = read_page(f"## Models\n- First one. [Paper]({A}2401.00001)\n- Second one\n", "R.md")
    assert [(e.title, e.links) for e in page.entries] == [
        ("First one", (PAPER,)),
        ("Second one", ()),
    ]


def test_items_that_are_no_works_are_passed_over_and_keep_their_lines() -> None:
    page = read_page(
        "# List\n"
        "- [Models](#models)\n"
        "- [License](#license)\n"
        "## Models\n"
        f"- A model for notes. [Paper]({A}2401.00001)\n"
        f"- [Paper]({A}2401.00002)\n"
        f"- Another model for notes. [Paper]({A}2401.00003)\n"
        "## License\n"
        "- [MIT](https://opensource.org/license/mit)\n",
        "README.md",
    )
    assert page.blocks == (Block(("Models",), 5, 5, "list"), Block(("Models",), 7, 7, "list"))
    assert page.passed_over == (
        PassedOver(
            2, "a table of contents: its links stay in this repository", "- [Models](#models)"
        ),
        PassedOver(6, "a link without a title", "Paper"),
        PassedOver(9, "the section 'License' lists no works", "MIT"),
    )


def test_in_a_list_of_other_things_only_works_with_a_paper_are_entries() -> None:
    page = read_page(
        "## Start here\n"
        "- Install it first\n"
        "- Ask in the [forum](https://forum.org) for help\n"
        "- Then read on\n"
        f"- {T}. [Paper]({P})\n"
        "- [NoteTool](https://github.com/lab/tool) is a start\n",
        "R.md",
    )
    assert [entry.title for entry in page.entries] == [T]
    assert page.blocks == (Block(("Start here",), 5, 5, "list"),)
    assert [(place.line, place.reason) for place in page.passed_over] == [
        (2, "has no link, in a list of more than works"),
        (3, "reads like prose"),
        (4, "has no link, in a list of more than works"),
        (6, "reads like prose"),
    ]
