"""Any stranger's text comes back from the page as exactly that text, and does nothing else."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.shown import Shown, cells, items
from tests.replay import shared
from tracker.publish.markdown import LIMIT, address, cell, inline, link, plain

URL = "https://arxiv.org/abs/2601.00001"

AS_IT_IS = [
    "A | B", "| all | of | it |", "a \\| b", "ends with \\", "\\", "\\\\", "C:\\new\\|x", "|",
    "`code|x` and ``", "```", "~~~", "~~gone~~ and ~one~", "*em* _em_ **b** __b__ snake_case_x",
    "**", "_____", "[x](http://e.org)", "![img](u)", "[ref][1]", "[^1]: note", "[x] done",
    "[ ] to do", "[", "]", "](", "a](b", "[[wiki]]", "<script>alert(1)</script>", "<!-- x -->",
    "<think> so", "-->", "x < y > z", "<https://e.org>", "&amp; &lt; &#64;octocat &copy", "R&D",
    "$O(n_1^2)$", "$$x$$ costs $5", "$`a`$", "NO$_2$ {a_{b}}", "\\textit{Questio} \\(x\\)",
    "1. not a list", "2) nor this", "123456789. x", "1.", "- dash", "+ plus", "* star", "-", "---",
    "- - -", "***", "===", "# not a heading", "#", "> not a quote", ">", ": colon", "--- | ---",
    "|---|", "@octocat thanks", "by @org/team, @a", "me@example.org", "xmpp:me@example.org",
    "#1 and fixes #23", "octo/repo#1 octo/repo@1234567", "GH-1, gh-22", "see #", "C# and F#",
    "commit a5c3785ed8d6a35868bc169f07e40e889087fd2e", "deadbeef 20250423 1234567", "defaced",
    "https://e.org/a|b", "http://e.org", "ftp://e.org", "www.e.org WWW.e.org", "file:///etc",
    ":smile: :+1: a:b:c", "{{ jinja }} {% raw %} {{{", "é 模型 😀 𝒳 𠀋", "e\u0301 combining",
    "מודל שפה", "نموذج لغوي: small", "A (مرحبا) B", "می\u200cخواهم",
    "👩\u200d🔬", "“quotes” 'x' \"y\"",
    "a ^ b ~ c ! d !", "100% of 50%", "x\u0338\u0489", "tracker:papers:start", "Ⅷ ﬁ ½ ﷽",
]  # fmt: skip
CLEANED = [
    ("a\nb\tc\r\nd", "a b c d"),
    ("  two   spaces  ", "two spaces"),
    ("a\u00a0b\u2028c\u2029d\x85e\x0cf\u3000g", "a b c d e f g"),
    ("nul\x00 esc\x1b[31m del\x7f", "nul esc[31m del"),
    ("\u202eevil\u202c \u2066x\u2069 \u200e\u200f\u061c", "evil x"),
    ("zero\u200bwidth\u2060 soft\u00adhyphen \ufeffbom", "zerowidth softhyphen bom"),
    ("ht\u200btp://e.org @\u200boctocat", "http://e.org @octocat"),
    ("tag\U000e0041\U000e007f non\ufffe\uffff", "tag non"),
    ("lone \ud83d half", "lone \ufffd half"),
    ("x" * 301, "x" * 299 + "…"),
    ("|" * 400, "|" * 299 + "…"),
    ("word " * 80, ("word " * 80)[:299] + "…"),
    ("x" * 300, "x" * 300),
    ("\n\t ", ""),
    ("", ""),
]
PAIRS = [(text, text) for text in AS_IT_IS] + CLEANED


def row(*parts: str) -> list[Shown]:
    """The second row of a table with these cells between two others."""
    heads = ["first", *("x" for _ in parts), "last"]
    body = [["a", *parts, "z"], ["b", *parts, "y"]]
    table = [heads, ["---"] * len(heads), *body]
    shown = cells("\n".join(f"| {' | '.join(line)} |" for line in table))
    assert [len(line) for line in shown] == [len(heads)] * 3
    assert [(line[0].text, line[-1].text) for line in shown[1:]] == [("a", "z"), ("b", "y")]
    return shown[1][1:-1]


def item(*parts: str) -> list[Shown]:
    """Items of a list with these texts, all but the sentinel at its end."""
    shown = items("\n".join(f"1. {part}" for part in (*parts, "z")))
    assert shown[-1] == Shown("z", ("z",))
    return shown[:-1]


@pytest.mark.parametrize(("text", "visible"), PAIRS)
def test_a_text_shows_as_itself_in_a_table_cell(text: str, visible: str) -> None:
    bare, linked = row(cell(text), link(text, URL))
    assert (bare.text, bare.live, bare.links) == (visible, (), ())
    assert (linked.text, linked.live) == (visible, ())
    assert linked.links == (((visible, URL),) if visible else ())


@pytest.mark.parametrize(("text", "visible"), [pair for pair in PAIRS if pair[1]])
def test_a_text_shows_as_itself_in_a_list_item(text: str, visible: str) -> None:
    bare, linked, bold = item(
        f"{inline(text)}. [Paper]({URL}) | [Model]({URL})", link(text, URL), f"**{cell(text)}**: x"
    )
    assert (bare.text, bare.live) == (f"{visible}. Paper | Model", ())
    assert bare.links == (("Paper", URL), ("Model", URL))
    assert (linked.text, linked.live, linked.links) == (visible, (), ((visible, URL),))
    assert (bold.text, bold.bold, bold.live) == (f"{visible}: x", (visible,), ())


def awkward() -> st.SearchStrategy[str]:
    marks = "\\`*_{}[]()<>#|~$!&@:;.-+=\"'^%/ \t\n"
    words = ["&#64;", "1. ", "www.", "http://", "GH-1", "abcdef0", "\u202e", "א", "\u200b"]
    pieces = st.sampled_from([*AS_IT_IS, *marks, *words])
    return st.one_of(st.text(), st.lists(st.one_of(pieces, st.text(max_size=3))).map("".join))


@given(awkward())
def test_whatever_the_text_it_shows_as_itself_everywhere(text: str) -> None:
    visible = plain(text)
    bare, linked = row(cell(text), link(text, URL))
    assert (bare.text, bare.live, linked.text, linked.live) == (visible, (), visible, ())
    if visible:
        found = item(inline(text), f"**{cell(text)}**: x")
        assert [(one.text, one.live) for one in found] == [(visible, ()), (f"{visible}: x", ())]
        assert found[1].bold == (visible,)


@given(awkward())
def test_what_is_shown_is_one_bounded_line_without_anything_invisible(text: str) -> None:
    visible = plain(text)
    assert len(visible) <= LIMIT
    assert plain(visible) == visible
    assert visible == visible.strip()
    seen = {unicodedata.category(char) for char in visible}
    assert not seen & {"Cc", "Cs", "Zl", "Zp"}
    bidi = {unicodedata.bidirectional(char) for char in visible}
    assert not bidi & {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_right_to_left_text_is_isolated_from_its_row() -> None:
    assert cell("מודל 2") == '<span dir="auto">מודל 2</span>'
    assert cell("model 2") == "model 2"


ADDRESSES = [
    (URL, URL),
    ("  https://e.org/a b ", "https://e.org/a%20b"),
    ("HTTP://e.org/(x)", "HTTP://e.org/%28x%29"),
    ("https://e.org/a|b\\c`d", "https://e.org/a%7Cb%5Cc%60d"),
    ('https://e.org/"x"\'<y>', "https://e.org/%22x%22%27%3Cy%3E"),
    ("https://e.org/x\ny\x00", "https://e.org/x%0Ay%00"),
    ("https://e.org/é?q=模", "https://e.org/%C3%A9?q=%E6%A8%A1"),
    ("https://e.org/\u202ex", "https://e.org/%E2%80%AEx"),
    ("https://e.org/%20%zz%", "https://e.org/%20%25zz%25"),
    ("https://e.org/?a=1&b=2&copy=3", "https://e.org/?a=1&b=2&copy=3"),
    ("https://e.org/?a=1&lt;=2", "https://e.org/?a=1&amp;lt;=2"),
    ("https://e.org/[a]_b_*c*$x$~#f", "https://e.org/[a]_b_%2Ac%2A%24x%24~#f"),
    ("https://medium.com/@user/x", "https://medium.com/@user/x"),
]


@pytest.mark.parametrize(("url", "written"), ADDRESSES)
def test_an_address_leads_where_it_led(url: str, written: str) -> None:
    assert address(url) == written
    target = written.replace("&amp;", "&")
    assert row(link("x", url))[0].links == (("x", target.replace("[", "%5B").replace("]", "%5D")),)
    assert item(link("x", url))[0].text == "x"


NO_ADDRESS = [
    "", "x", "javascript:alert(1)", "java\nscript:x", "data:text/html,x", "ftp://e.org", "//e.org",
    "https://", "https:///x", "https://user:pw@e.org/", "https://good.org\\@e.org", "https://a b/",
    "mailto:a@e.org", "https://e.org/\ud800", "https://e.org/" + "x" * 2000, "http:e.org",
]  # fmt: skip


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_web_address_is_not_linked(url: str) -> None:
    assert link("a|b", url) == "a\\|b"


@given(st.text().map(lambda tail: f"https://e.org/{tail}"))
def test_no_address_breaks_out_of_its_cell(url: str) -> None:
    assert row(link("x", url))[0].text == "x"


def test_the_real_awkward_titles_show_as_themselves() -> None:
    lines = shared("arxiv/oddcases.jsonl").read_text("utf-8").splitlines()
    titles = [json.loads(line)["title"] for line in lines]
    visible = [" ".join(title.split()) for title in titles]
    in_cells = [row(link(title, URL))[0] for title in titles]
    in_items = item(*(inline(title) for title in titles))
    assert [one.text for one in in_cells] == visible
    assert [one.text for one in in_items] == visible
    assert {one.live for one in (*in_cells, *in_items)} == {()}
