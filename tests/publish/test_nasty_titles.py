"""A corpus of titles that break tables or act on GitHub, read back cell by cell from every page."""

from dataclasses import replace

import pytest

from tests.publish.shown import PARSER, Shown, tables
from tests.publish.test_render import curation, include, titled
from tracker.charts import Axis, Matrix, Timeline
from tracker.curation.reader import Curation
from tracker.publish.markdown import plain
from tracker.publish.printing import printing
from tracker.publish.skeleton import new_page
from tracker.tables import More, Pages, Table
from tracker.works import Link

FRAGMENTS = (
    # pipes and what looks like a table
    "|", "||", "a|b", "\\|", "\\\\|", "`a|b`", "| --- | --- |", "|:-:|", "|\n| x | y |", "$a|b$",
    # code
    "`", "``", "```", "`code", "``a`b``", "~~~", "\t\tcode", "```js\nalert(1)\n```",
    # dollars and LaTeX
    "$", "$$", "$x_1$", "$O(n^2)$", "$$\\sum_i$$", "\\(x\\)", "\\[x\\]", "\\textbf{b}", "{\\'e}",
    "$`a`$", "\\begin{x}", "costs $5 and $6",
    # brackets and links
    "[", "]", "](", "[x](http://e.org)", "![x](http://e.org/x.png)", "[x]: http://e.org", "[^1]",
    "[^1]: note", "[[x]]", "[ ] x", "[x] done", "(", ")", "<http://e.org>", "[a][b]",
    # HTML
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "-->", "<!-- x -->",
    "<b>", "</td></tr></table>", "<details>", "<?php", "<![CDATA[", "<a name=x>", "<svg/onload=x>",
    "<!-- tracker:every:end -->", "\n<!-- tracker:every:end -->\n",
    # directions, zero width, four bytes, combining
    "\u202etxt", "\u2066x\u2069", "מודל שפה", "نموذج", "a\u200bb", "\ufeffx", "a\u200db",
    "\U0001f600",
    "\U0001d4d0\U0001d4d1", "e\u0301", "\u0000x", "x\u0007", "\ud83d", "\u2028x", "\u00a0x\u00a0",
    "\U000e0041", "字" * 20, "Z̷̢͝a̵",
    # mentions, references, addresses
    "@octocat", "@org/team", "a@b.org", "#1", "GH-1", "gh-22", "o/r#1", "o/r@abcdef1",
    "fixes #3",
    "https://e.org", "http://e.org/a|b", "www.e.org", "ftp://e.org", "xmpp:a@b.org",
    "mailto:a@b.org",
    "deadbeef1", "0123456789abcdef0123456789abcdef01234567", "https://github.com/o/r/issues/1",
    "o/r/pull/2", "&#64;octocat", "&commat;octocat", "&num;1",
    # emoji names, entities, emphasis, blocks
    ":tada:", ":+1:", ":x:y:", "&amp;", "&lt;b&gt;", "&copy", "&nbsp;", "*a*", "_a_", "**a**",
    "a_b_c", "~~a~~", "# a", "## a", "> a", "- a", "* a", "+ a", "1. a", "1) a", "---",
    "***", "===", "    a", "\\", "\\\\", "a\\", "\\n", "a\nb", "a\r\nb", "a\n\nb", "a\n---",
    ":---", "\x0b\x0c",
    "==a==", "^a^", "~a~", "{#id}", "{: .x}", "%{x}", "{{ x }}", "{% x %}", "|> [!NOTE]",
)  # fmt: skip
TITLES = tuple(
    shape.format(x=fragment) if "{x}" in shape else fragment
    for fragment in (one.replace("{", "\x01").replace("}", "\x02") for one in FRAGMENTS)
    for shape in ("A {x} B", "{x}")
)
TITLES = tuple(title.replace("\x01", "{").replace("\x02", "}") for title in TITLES)


def survey(titles: tuple[str, ...]) -> Curation:
    """One work a title; the nasty text also stands where else strangers' text is shown."""
    works = tuple(
        replace(
            titled(number, title, "2025-03-04"),
            short_name=title[:40],
            base_model=title,
            withdrawn_on="2025-04-01" if number % 7 == 0 else "",
            links=(Link("code", f"https://e.org/{number}"),),
        )
        for number, title in enumerate(titles)
    )
    kept = curation(works, tuple(include(work, "task:ner", "kind:data") for work in works))
    tables = (Table("every", "Every | work"), Table("listed", "Listed", "list"))
    pages = Pages(
        tables=tables,
        more=More(dimensions=("task", "kind"), newest=1_000),
        timeline=Timeline(techniques=("task",)),
        matrix=Matrix(axes=(Axis("T|ask", ("task",)), Axis("K", ("kind",)))),
    )
    return replace(kept, pages=pages)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    kept = survey(TITLES)
    made = printing(new_page("x", kept.pages), kept, lambda _: None)
    return {path: data.decode() for path, data in made.items()}


def test_the_corpus_has_at_least_200_cases() -> None:
    assert len(set(TITLES)) >= 200


def titles_shown(pages: dict[str, str], path: str, column: int) -> dict[str, Shown]:
    """The cells of one column by the work their link leads to; every row has its head's cells."""
    found: dict[str, Shown] = {}
    for table in tables(pages[path]):
        assert {len(row) for row in table} == {len(table[0])}
        found |= {row[column].links[0][1]: row[column] for row in table[1:]}
    return found


@pytest.mark.parametrize(
    ("path", "column"),
    [
        ("README.md", 1),
        ("pages/every.md", 1),
        ("pages/by-task.md", 1),
        ("pages/by-kind.md", 1),
        ("timeline.md", 1),
    ],
)
def test_every_title_shows_as_itself_in_a_cell_of_its_own_and_does_nothing(
    pages: dict[str, str], path: str, column: int
) -> None:
    shown = titles_shown(pages, path, column)
    expected = {}
    for number, title in enumerate(TITLES):
        text = plain(title) or f"arxiv:2501.{number:05d}"
        mark = " (withdrawn 2025-04-01)" if number % 7 == 0 else ""
        expected[f"https://arxiv.org/abs/2501.{number:05d}"] = text + mark
    assert {url: cell.text for url, cell in shown.items()} == expected
    assert {url: cell.live for url, cell in shown.items() if cell.live} == {}


def test_no_cell_of_any_page_acts(pages: dict[str, str]) -> None:
    live = [
        (path, cell)
        for path, text in pages.items()
        if path.endswith(".md")
        for table in tables(text)
        for row in table
        for cell in row
        if cell.live
    ]
    assert live == []


def test_no_page_holds_an_image_or_an_element_but_our_own(pages: dict[str, str]) -> None:
    found = set()
    for path, text in pages.items():
        for token in PARSER.parse(text) if path.endswith(".md") else ():
            found |= {token.content.strip()} if token.type == "html_block" else set()
            for child in token.children or []:
                if child.type == "image":
                    found.add(str(child.attrs["src"]))
                elif child.type == "html_inline":
                    found.add(child.content)
    ours = ("<!-- tracker:", "<!-- Written by tracker", "<!-- rendered:", '<a id="', "</a>",
            "<span>", "</span>", '<span dir="auto">', "timeline.svg")  # fmt: skip
    assert [one for one in found if not one.startswith(ours)] == []


def test_a_list_holds_every_title_as_one_item(pages: dict[str, str]) -> None:
    tokens = PARSER.parse(pages["pages/listed.md"])
    items = [token for token in tokens if token.type == "list_item_open"]
    assert len(items) == len(TITLES)
    assert [token.type for token in tokens if token.level == 2].count("paragraph_open") == len(
        TITLES
    )
