"""Lists of works as people write them: one README a test, and exactly what is read from it."""

import pytest

from tracker.adopt.entries import Block, Entry, Link, PassedOver, read_page
from tracker.problems import Problem

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
        (f"- GPT-4 vs. Doctors on notes. A study. [pdf]({P})", "GPT-4 vs. Doctors on notes", "A study.", None),
        (f"- C# for .NET notes. [pdf]({P})", "C# for .NET notes", "", None),
    ],
)  # fmt: skip
def test_a_title_is_found_among_dates_authors_venues_and_links(
    item: str, title: str, note: str, year: int | None
) -> None:
    entry = one(item)
    assert (entry.title, entry.note, entry.year) == (title, note, year)


@pytest.mark.parametrize(
    ("item", "links"),
    [
        (f"- {T}. <{P}>", (Link(f"{P}", f"{P}"),)),
        (f"- {T}. Paper: {P}", (PAPER,)),
        (f"- {T}. arXiv:2401.00001", (Link("arXiv:2401.00001", f"{P}"),)),
        (f"- {T}, doi: 10.1000/xyz.", (Link("doi: 10.1000/xyz", "https://doi.org/10.1000/xyz"),)),
        (f"- {T}. [Paper][1]\n\n[1]: {P}", (PAPER,)),
        (f"- {T}. [Paper](\n  {P})", (PAPER,)),
        (f"- {T}. [![arXiv](i.svg)]({P}) ![](j.svg)", (Link("arXiv", f"{P}"),)),
        (f"- {T}. [![](i.svg)]({P})", (Link("arxiv.org", f"{P}"),)),
        (f"- {T}. [Paper]({P}) [top](#top) [me](mailto:a@b.org)", (PAPER,)),
        (
            f"- {T}. [Paper](https://x.org/S1(23)0-4/a)",
            (Link("Paper", "https://x.org/S1(23)0-4/a"),),
        ),
        (
            f"- {T}\n  - Paper: {P}\n  - [Code](https://github.com/lab/tool)",
            (PAPER, CODE),
        ),
    ],
)  # fmt: skip
def test_links_are_read_in_every_way_of_writing_them(item: str, links: tuple[Link, ...]) -> None:
    entry = one(item)
    assert (entry.title, entry.links) == (T, links)


def test_an_address_in_the_middle_of_a_sentence_stays_part_of_the_title() -> None:
    item = "- Tiny: a copy of https://huggingface.co/big, which is big. [Model](https://hf.co/t)"
    page = read_page(f"- A model for notes. [Paper]({A}2401.00001)\n{item}\n", "R.md")
    entry = page.entries[1]
    assert entry.title == "Tiny: a copy of https://huggingface.co/big, which is big"
    assert entry.links == (Link("Model", "https://hf.co/t"),)


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


def test_links_written_wrongly_are_mended_and_reported() -> None:
    page = read_page(
        "## Models\n"
        f"1. First model of all. [Paper] ({A}2401.00001)\n"
        f"2. Second model of all. [Paper]([https://x.org/a]({A}2401.00002))\n"
        f"3. Third model of all. [Paper]({A}2401.00003)\n"
        "| [Code](https://github.com/lab/tool)\n"
        "4. Fourth model of all. [Paper][nowhere]\n",
        "R.md",
    )
    assert [(e.title, [link.url for link in e.links]) for e in page.entries] == [
        ("First model of all", [f"{A}2401.00001"]),
        ("Second model of all", [f"{A}2401.00002"]),
        ("Third model of all", [f"{A}2401.00003", "https://github.com/lab/tool"]),
        ("Fourth model of all", []),
    ]
    assert page.problems == (
        Problem(
            "R.md",
            "line 2",
            f"the link [Paper] ({P}) is not Markdown: write it as [words](address)",
        ),
        Problem(
            "R.md",
            "line 3",
            f"a link inside a link's address, [https://x.org/a]({A}2401.00002): "
            f"the inner address {A}2401.00002 is used",
        ),
        Problem("R.md", "line 5", "a link stands on its own line: join it to the entry above"),
        Problem(
            "R.md",
            "line 6",
            "something that looks like a link cannot be read: "
            "Fourth model of all. [Paper][nowhere]",
        ),
    )  # fmt: skip
