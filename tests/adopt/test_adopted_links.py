"""Links of an entry, in every way people write them, and those they write wrongly."""

import pytest

from tracker.adopt.entries import Entry, Link, read_page
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
        (f"- {T}. [Paper](//arxiv.org/abs/2401.00001) [Code](GitHub.com/lab/tool)",
         (PAPER, Link("Code", "https://GitHub.com/lab/tool"))),
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
