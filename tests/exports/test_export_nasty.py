"""Whatever strangers put in titles and names arrives in every format, and does nothing there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.editions import decided, edited, titled
from tests.exports.readers import OF_WORKS, READERS, mended, printed
from tracker.publish.exports import FORMATS
from tracker.publish.exports.sheet import harmless
from tracker.publish.exports.text import clean

PIECES = [
    "a\x00b\x1fc", "nul\x00", "\x7f\x85x", "bidi \u202e rm -rf", "\u2066isolate\u2069",
    "\ud800half",
    "zero\u200bwidth", "\ufeffbom", "\ufffe\uffff",
    "\U0001f9ec gene \U0001f468\u200d\U0001f469",
    "مرحبا بالعالم", "שלום (world)", "日本語の題", "e\u0301 é ñ Å", "line\nbreak\r\nagain\u2028x",
    "tab\tbed", "{", "}", "}}{{", "{a}", "\\", "\\\\", "\\input{/etc/passwd}", "^^5cinput{x}",
    "$k$-means", "$\\alpha_1$ and $5", "costs $5 to $10", "$", "$$", "$x", "$\\input{x}$",
    "$^^5cwrite18{x}$", "$\\def\\a{b}$", "$N^{2}$", "$\\{$", "$a}$", "$\\frac{1}{2}$", "$x_$",
    "100% sure", "a & b", "snake_case", "#1", "~tilde~", "a^b", "<b>bold</b>",
    "<script>alert(1)</script>", "&lt;i&gt;", "&amp;", "<!-- c -->", "]]>", "<![CDATA[x]]>",
    "@article{x, title={y}}", "@comment", "@string{a = b}", "x @ y", "=1+1", "+1", "-1",
    "@SUM(A1)",
    "=cmd|'/C calc'!A0", "＝1", "'quoted'", '"double"', 'a","b', "a;b", "a, b and c", "TY  - JOUR",
    "ER  - ", "\nER  - \nTY  - BOOK", "a" * 5_000, "[x](javascript:x)", "`tick`", "a|b",
    "--- dashes",
    "``quotes''", "O'Neil", "é" * 3, "¿?", "a -- b", "ĲŸßﬁ", "％＿", "\"", "',", "\\\"o",
    "\\'{e}", "%", "Ã©tude", "Â¡",
]  # fmt: skip
TITLES = [
    title for piece in PIECES for title in (piece, f"{piece} after", f"Before {piece}: and After")
]


def wanted(number: int, title: str) -> str:
    return clean(title) or f"arxiv:2501.{number:05d}"


def expected(name: str, title: str) -> str:
    """What a reader of that format gives back for a title."""
    return {"bibtex": printed, "csv": harmless, "atom": mended}.get(name, str)(title)


def test_the_corpus_is_large_and_without_repeats() -> None:
    assert len(set(TITLES)) == len(TITLES) >= 200


@pytest.mark.parametrize("name", OF_WORKS)
def test_every_nasty_title_arrives(name: str) -> None:
    for begin in range(0, len(TITLES), 100):  # the feed holds two hundred entries
        some = list(enumerate(TITLES[begin : begin + 100], start=1))
        text = FORMATS[name].write(edited(titled(number, title) for number, title in some))
        assert text.encode().decode() == text
        shown = [expected(name, wanted(number, title)) for number, title in some]
        assert READERS[name](text) == shown


ODD = st.text(max_size=30) | st.text("{}$\\%&_#~^<>|@=+-,;:'\"` \n aB.éא\u202e\ud800", max_size=25)


@given(st.lists(st.tuples(ODD, ODD, ODD), min_size=1, max_size=3))
@settings(max_examples=60)
def test_no_text_breaks_any_format(facts: list[tuple[str, str, str]]) -> None:
    works = [
        titled(number, title, author, author, short_name=other, sizes=(other,), base_model=other,
               journal=other)
        for number, (title, author, other) in enumerate(facts, start=1)
    ]  # fmt: skip
    history = [decided(count, work, labels=("task:ner",)) for count, work in enumerate(works)]
    for name in OF_WORKS:
        format = FORMATS[name]
        text = format.write(edited(works, history))
        titles = [wanted(number, title) for number, (title, _, _) in enumerate(facts, start=1)]
        assert READERS[name](text) == [expected(name, title) for title in titles]
        assert format.write(edited(reversed(works), reversed(history))) == text
