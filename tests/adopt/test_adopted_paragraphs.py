"""Works written as paragraphs, lines and headings, and prose that must not become one."""

import pytest

from tracker.adopt.entries import Block, PassedOver, read_page

A = "https://arxiv.org/abs/"


def test_each_paragraph_can_be_one_work_under_setext_headings() -> None:
    page = read_page(
        "The list\n"
        "========\n"
        "\n"
        "Notes\n"
        "-----\n"
        "\n"
        f"**A model for notes**, Ann Lee, 2024. [pdf]({A}2401.00001)\n"
        "\n"
        f"A second model, A. Lee, JAMIA. [Paper]({A}2401.00002)\n"
        "\n"
        f"[A third model]({A}2401.00003) <br>\n"
        "*A. Lee, B. Xu* <br>\n"
        "ACL 2023 [[code](https://github.com/l/t)]\n",
        "R.md",
    )
    assert [(e.title, e.section, e.first_line, e.last_line, e.note) for e in page.entries] == [
        ("A model for notes", ("Notes",), 7, 7, "Ann Lee, 2024."),
        ("A second model", ("Notes",), 9, 9, "A. Lee, JAMIA."),
        ("A third model", ("Notes",), 11, 13, "A. Lee, B. Xu ACL 2023"),
    ]
    assert page.blocks == (Block(("Notes",), 7, 13, "paragraph"),)


def test_lines_of_one_paragraph_can_each_be_a_work() -> None:
    page = read_page(
        f"## Notes\n[First of lines]({A}2401.00001) ICML 2022\n[Second of lines]({A}2401.00002)\n"
        f"\n[Third]({A}2401.00003)<br>[Fourth]({A}2401.00004)\n",
        "R.md",
    )
    assert [(e.title, e.first_line, e.last_line) for e in page.entries] == [
        ("First of lines", 2, 2),
        ("Second of lines", 3, 3),
        ("Third", 5, 5),
        ("Fourth", 5, 5),
    ]
    assert page.blocks == (Block(("Notes",), 2, 5, "paragraph"),)


def test_a_heading_or_a_bold_line_above_links_is_their_title() -> None:
    page = read_page(
        f"## Notes\n### A model for notes\n[Paper]({A}2401.00001) | [Code](https://github.com/l/t)\n"
        f"\n**Another model**\n\n[arXiv]({A}2401.00002)\n"
        f"\n### [A linked model]({A}2401.00003)\n\nWords.\n",
        "R.md",
    )
    assert [(e.title, e.section, e.first_line, e.last_line) for e in page.entries] == [
        ("A model for notes", ("Notes",), 2, 3),
        ("Another model", ("Notes",), 5, 7),
        ("A linked model", ("Notes",), 9, 9),
    ]
    assert page.blocks == (Block(("Notes",), 2, 7, "paragraph"),)


def test_a_bold_line_above_a_list_and_a_summary_are_headings() -> None:
    page = read_page(
        f"## Notes\n**🏥 Hospitals**\n- [A ward model]({A}2401.00001)\n\n"
        "<details>\n<summary>Clinics</summary>\n"
        f"\n- [A clinic model]({A}2401.00002)\n\n</details>\n\n"
        f"- [A notes model]({A}2401.00003)\n",
        "R.md",
    )
    assert [(e.title, e.section) for e in page.entries] == [
        ("A ward model", ("Notes", "🏥 Hospitals")),
        ("A clinic model", ("Notes", "Clinics")),
        ("A notes model", ("Notes",)),
    ]


def test_with_several_h1_headings_each_is_a_section() -> None:
    page = read_page(f"# One\n- [A model]({A}2401.00001)\n# Two\n- [B model]({A}2401.00002)\n", "R")
    assert [e.section for e in page.entries] == [("One",), ("Two",)]


@pytest.mark.parametrize(
    "prose",
    [
        f"If you use this list, please cite [our paper]({A}2401.00001).",
        f"[NoteGPT]({A}2401.00001) is a model that writes notes; see [code](https://github.com/l/t).",
        f"**Note:** an older list is in this [paper]({A}2401.00001).",
        f"We follow the order of the [paper]({A}2401.00001)",
        f"> [A survey of notes]({A}2401.00001)",
    ],
)
def test_prose_and_badges_are_passed_over_and_never_lost(prose: str) -> None:
    page = read_page(f"# List\n\n## Notes\n\n{prose}\n", "R.md")
    assert (page.entries, page.blocks) == ((), ())
    assert [place.line for place in page.passed_over] == [5]


def test_badges_below_the_page_title_and_labels_below_a_label_are_no_works() -> None:
    badges = f"[![arXiv](i.svg)]({A}2401.00001) [![Stars](j.svg)](https://github.com/l/t)"
    page = read_page(f"# List\n{badges}\n## Paper\n[arXiv]({A}2401.00002)\n", "R.md")
    assert (page.entries, page.blocks) == ((), ())
    assert page.passed_over == (
        PassedOver(2, "links or badges without a title", "arXiv Stars"),
        PassedOver(4, "links or badges without a title", "arXiv"),
    )


def test_what_stands_in_code_comments_and_front_matter_is_no_entry() -> None:
    page = read_page(
        "---\n"
        "title: The list\n"
        "---\n"
        "# List\n"
        "## Notes\n"
        "```\n"
        f"- [In a fence]({A}2401.00001)\n"
        "```\n"
        "<!--\n"
        f"- [In a comment]({A}2401.00002)\n"
        "-->\n"
        f"- [A model for notes]({A}2401.00003)\n",
        "R.md",
    )
    assert [(e.title, e.section, e.first_line) for e in page.entries] == [
        ("A model for notes", ("Notes",), 12)
    ]
    assert page.passed_over == (PassedOver(6, "inside a code block", "```"),)
