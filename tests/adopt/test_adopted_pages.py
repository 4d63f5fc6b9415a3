"""What must hold for any text at all: blocks are exact, nothing is torn, nothing raises."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.adopt.entries import Block, Page, read_page, replace_blocks, split_lines
from tracker.adopt.works import gather
from tracker.problems import Problem

A = "https://arxiv.org/abs/"

PIECES = [
    *("# ", "## ", "- ", "  - ", "1. ", "> ", "| ", "\n", "\n\n", "\r\n", "\r", "    "),
    *("\t", "\x0c", "\u2028", "\x00", "\ud800", "*", "**", "_", "`", "```\n", "$x$"),
    *("[", "](", ")", "![", "[1]: ", "(2024)"),
    *("| a | b |\n|---|---|\n", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>"),
    *("<a href='https://x.org'>", "</a>", "<br>", "<!--", "-->", "<![CDATA[", "<?x", "<summary>s"),
    *("<details>", "</details>", "<h2>S</h2>", "---\n", "a: b\n", "&amp;", "🔥", ":fire:"),
    *(f"{A}2401.00001", "A title of words", "Paper", "et al.", "https://[", " "),
]  # fmt: skip
pages = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=200)
)


@settings(max_examples=300)
@given(pages)
def test_taking_the_blocks_out_leaves_every_other_line_as_it_was(text: str) -> None:
    page = read_page(text, "R.md")
    lines = split_lines(text)
    taken = [n for b in page.blocks for n in range(b.first_line, b.last_line + 1)]
    assert len(taken) == len(set(taken))
    kept = [line for number, line in enumerate(lines, 1) if number not in set(taken)]
    assert replace_blocks(text, page.blocks, [""] * len(page.blocks)) == "".join(kept)
    assert replace_blocks(text, (), ()) == text


@settings(max_examples=300)
@given(pages)
def test_every_entry_has_a_title_and_the_text_of_its_lines(text: str) -> None:
    page = read_page(text, "R.md")
    lines = split_lines(text)
    for entry in page.entries:
        assert entry.title
        whole = "".join(lines[entry.first_line - 1 : entry.last_line])
        assert entry.text == whole.rstrip("\r\n")
    listings, _ = gather(page, "R.md")
    assert sorted(n for one in listings for n in one.entries) == list(range(len(page.entries)))
    assert all(listing.ids for listing in listings)


def test_blocks_are_replaced_and_line_endings_and_a_missing_last_one_stay() -> None:
    text = (
        f"# List\r\nWords\x0chere.\r\n\r\n## A\r\n- One. [Paper]({A}2401.00001)\r\n"
        f"\r\n## B\r\n1. Two. [Paper]({A}2401.00002)"
    )
    page = read_page(text, "R.md")
    assert page.blocks == (Block(("A",), 5, 5, "list"), Block(("B",), 8, 8, "list"))
    new = replace_blocks(text, page.blocks, ["first\r\n", "second"])
    assert new == "# List\r\nWords\x0chere.\r\n\r\n## A\r\nfirst\r\n\r\n## B\r\nsecond"


def test_a_megabyte_of_entries_is_read_whole() -> None:
    items = "".join(
        f"- Model number {n} for notes. [Paper]({A}2401.{n:05})\n" for n in range(12_000)
    )
    page = read_page(f"## Models\n{items}", "R.md")
    assert (len(page.entries), page.blocks) == (12_000, (Block(("Models",), 2, 12_001, "list"),))


def test_a_page_beyond_all_size_is_refused_with_a_problem() -> None:
    what = "the page has more than 4000000 characters: split it, nothing was read"
    assert read_page("a" * 4_000_001, "R.md") == Page(problems=(Problem("R.md", "", what),))
