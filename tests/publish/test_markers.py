"""Regions are found where Markdown has them, filled, and nothing else in the page moves."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.shown import PARSER
from tracker.errors import MarkerError
from tracker.publish.markers import fill, find, lines, marker
from tracker.publish.skeleton import Block, insert_regions

START, END = "<!-- tracker:a:start -->", "<!-- tracker:a:end -->"
B = "<!-- tracker:b:start -->"


def refused(text: str, bodies: dict[str, str] | None = None) -> str:
    with pytest.raises(MarkerError) as caught:
        fill(text, bodies or {"a": "x"}, "README.md")
    return str(caught.value)


def test_a_region_is_filled_and_every_other_byte_is_kept() -> None:
    page = (
        "\ufeff---\r\ntitle: x\r\n---\r\n# T  \r\n\r\n```\r\n" + START + "\r\n```\r\n\tmixed\n"
        f"\r\n{START}\r\nold\r\n{END}\r\n\r\ntail \\ without newline"
    )
    filled = fill(page, {"a": "| x |\n| --- |"}, "README.md")
    assert filled == page.replace("\r\nold\r\n", "\r\n\r\n| x |\r\n| --- |\r\n\r\n")
    assert fill(filled, {"a": "| x |\n| --- |"}, "README.md") == filled


def test_regions_keep_their_order_and_their_line_endings() -> None:
    page = f"{START}\n{END}\r\n{B}\r<!-- tracker:b:end -->"
    assert fill(page, {"b": "2", "a": "1"}) == (
        f"{START}\n\n1\n\n{END}\r\n{B}\r\r2\r\r<!-- tracker:b:end -->"
    )


def test_an_optional_body_needs_no_region() -> None:
    assert fill(f"{START}\n{END}", {"a": "1", "s": "2"}, optional={"s"}) == f"{START}\n\n1\n\n{END}"


SHOWN_ONLY = {
    "fence": "```\n{}\n```",
    "long fence": "~~~~ text\n~~~\n{}\n~~~~",
    "fence in a list, at its column": "- ```\n  {}\n  ```",
    "unclosed fence": "```\n{}",
    "indented code": "    {}",
    "list item": "- {}",
    "quote": "> {}",
    "inline code": "`{}`",
    "sentence": "write {} there",
    "pre": "<pre>\n{}\n</pre>",
    "longer comment": "<!-- hidden\n{}",
    "declaration": "<?php\n{}",
}


@pytest.mark.parametrize("shape", SHOWN_ONLY.values(), ids=SHOWN_ONLY)
def test_a_marker_that_is_only_shown_is_none(shape: str) -> None:
    page = f"{START}\n{END}\n\n{shape.format(B)}\n"
    assert fill(page, {"a": "x"}) == page.replace(f"{START}\n", f"{START}\n\nx\n\n")


IN_PLACE = [
    "text\n{}", "- item\n{}", "<div>\n{}", "<details>\n\n{}", "# head\n{}", "> quote\n{}",
    "- ```\n{}", "    code\n{}", "[ref]:\n{}", "| a |\n|---|\n{}", "<br>\n```\n{}"
]  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_one_line_ending_is_no_blank_line(newline: str) -> None:
    page = f"{START}\n{END}\n<div>\n{B}\n```\n\n<!-- tracker:b:end -->".replace("\n", newline)
    assert [region.name for region in find(page)] == ["a", "b"]


@pytest.mark.parametrize("shape", IN_PLACE)
def test_a_marker_on_its_own_line_counts_whatever_came_before(shape: str) -> None:
    page = f"{shape.format(START)}\nold\n{END}\n"
    assert fill(page, {"a": "x"}) == page.replace("\nold\n", "\n\nx\n\n")


def test_what_is_wrong_is_named_with_file_line_and_remedy() -> None:
    assert refused(f"x\n{START}\n") == (
        f"README.md:2: region 'a' has no end marker; write {END} after its table"
    )
    assert refused(f"x\n{END}\n") == (
        f"README.md:2: region 'a' ends but never started; add {START} above"
    )
    assert refused(f"{START}\n{END}\n\n{START}\n{END}\n") == (
        "README.md:4: region 'a' stands a second time (first at line 1); delete one"
    )
    assert refused(f"{START}\n{START}\n{END}\n") == (
        "README.md:2: region 'a' starts inside region 'a' of line 1; move it out"
    )
    assert refused(f"{START}\n{B}\n<!-- tracker:b:end -->\n{END}\n") == (
        "README.md:2: region 'b' starts inside region 'a' of line 1; move it out; "
        "README.md:3: region 'b' ends inside region 'a' of line 1; move it out"
    )
    assert refused(f"{START}\n{B}\n{END}\n<!-- tracker:b:end -->\n") == (
        "README.md:2: region 'b' starts inside region 'a' of line 1; move it out; "
        f"README.md:4: region 'b' ends but never started; add {B} above"
    )
    assert refused("<!-- tracker:a:strat -->\n") == (
        "README.md:1: write <!-- tracker:NAME:start --> or <!-- tracker:NAME:end -->"
    )


def test_a_missing_end_marker_is_named_alone_and_not_what_follows_from_it() -> None:
    others = "".join(
        f"<!-- tracker:{name}:start -->\n<!-- tracker:{name}:end -->\n" for name in "bcdefg"
    )
    told = f"region 'a' has no end marker; write {END} after its table"
    assert refused(f"{START}\n{others}") == f"README.md:1: {told}"
    assert refused(f"{START}\n{others}{START}\nold\n{END}\n") == f"README.md:1: {told}"


def test_all_regions_without_a_table_and_tables_without_a_region_are_named_at_once() -> None:
    assert refused(f"{START}\n{END}\n{B}\n<!-- tracker:b:end -->", {"c": "", "d": ""}) == (
        "README.md:1: no table has the key 'a'; "
        "delete the region or add the table to curation/tables.yaml; "
        "README.md:3: no table has the key 'b'; "
        "delete the region or add the table to curation/tables.yaml; "
        "README.md: table 'c' has no region; add the lines "
        "<!-- tracker:c:start --> and <!-- tracker:c:end -->; "
        "README.md: table 'd' has no region; add the lines "
        "<!-- tracker:d:start --> and <!-- tracker:d:end -->"
    )


def test_a_page_that_filling_would_turn_inside_out_is_refused() -> None:
    # Right after <div> the fence is HTML; after the region's blank line it would open.
    page = f"<div>\n{START}\n{END}\n```\n{B}\n<!-- tracker:b:end -->\n"
    assert refused(page, {"a": "1", "b": "2"}) == (
        "README.md: a filled region would change how the page around it is read; "
        "put a blank line before each start marker and after each end marker"
    )


def test_a_hundred_faults_are_counted_not_listed() -> None:
    assert refused(f"{END}\n" * 100).endswith("above; and 80 more")


def full_parse(text: str) -> list[tuple[str, str, int]]:
    """Name, kind and line of each real marker, by parsing the whole page with markdown-it."""
    found = []
    for token in PARSER.parse(text):
        if token.type != "html_block" or token.level or token.map is None:
            continue
        raw = re.match(r"\s*<([!?]|(pre|script|style|textarea)(\s|>|$))", token.content, re.I)
        for number, line in enumerate(lines(token.content)[: 1 if raw else None]):
            named = re.fullmatch(r"<!-- tracker:(\w+):(start|end) -->", line.rstrip("\r\n "))
            if named:
                found.append((named[1], named[2], token.map[0] + number + 1))
    return found


FRAGMENTS = [
    START, END, B, "<!-- tracker:b:end -->", "", "", "```", "````", "~~~", "  ```", "    ```",
    f"{START}\n{END}", f"{START}\n\n| <span>x</span> |\n\n{END}", f"{START}\n<div>\n\n{END}",
    f"{B}\n\n1. x\n\n<!-- tracker:b:end -->", f"{B}\n```\n\n<!-- tracker:b:end -->",
    "- ```", "- item", "  - deeper", "1. one", "  text", "text", "> quote", "> ```", "`x",
    "<div>", "</div>", "<br>", "  <div>", "<pre>", "</pre>", "<script>x</script>", "<pre",
    "<!--", "-->", "<!-- x -->", "text -->", "<?x", "?>", "<!X", "<![CDATA[", "]]>",
    "text <pre>", "<textarea>", "</textarea> x", "<a href='x'>", "# h", "===", "---",
    "[r]: /u", "[r]:", "| a |", "|---|", "| <span>x</span> |", "\ttab",
    "  " + START, "    " + END, "- " + START, "> " + END,
]  # fmt: skip
PAGES = st.builds(
    lambda parts, newline: "\n".join(parts).replace("\n", newline),
    st.lists(st.sampled_from(FRAGMENTS), max_size=30),
    st.sampled_from(["\n", "\r\n", "\r"]),
)


@given(PAGES)
def test_markers_count_exactly_where_a_full_parse_has_them(text: str) -> None:
    real = full_parse(text)
    starts = real[0::2]
    paired = [
        (one[0], one[2]) for one, two in zip(starts, real[1::2], strict=False)
        if (one[0], one[1], two[1]) == (two[0], "start", "end")
    ]  # fmt: skip
    if len(paired) * 2 == len(real) and len({name for name, _ in paired}) == len(paired):
        assert [(one.name, one.line) for one in find(text)] == paired
    else:
        with pytest.raises(MarkerError):
            find(text)


@given(PAGES, st.lists(st.text(alphabet="|x ab-", max_size=8), max_size=4))
def test_filling_is_idempotent_and_touches_only_the_inside(text: str, body: list[str]) -> None:
    try:
        regions = find(text)
    except MarkerError:
        return
    bodies = {region.name: "\n".join(body) for region in regions}
    try:
        filled = fill(text, bodies)
    except MarkerError as fault:
        assert "<div>" in text or "<br>" in text or "<a href='x'>" in text, fault
        return
    assert fill(filled, bodies) == filled
    at = 0
    for before, after in zip(regions, find(filled), strict=True):
        assert filled[: after.begin].endswith(text[at : before.begin])
        at = before.end
        inside = filled[after.begin : after.end]
        assert inside == before.newline.join(["", "\n".join(body).replace("\n", before.newline), ""]
                                             ) + before.newline  # fmt: skip
    assert filled.endswith(text[at:])


def test_an_adopted_list_gets_its_regions_and_keeps_every_other_byte() -> None:
    page = "# L\r\n## D\r\n1. a\r\n2. b\r\n\r\n## M\r\n1. c\r\n## D again\r\n1. d"
    blocks = [Block(9, 9, "d"), Block(7, 7, "m"), Block(3, 4, "d")]
    assert insert_regions(page, blocks) == (
        f"# L\r\n## D\r\n{marker('d', 'start')}\r\n{marker('d', 'end')}\r\n\r\n"
        f"## M\r\n{marker('m', 'start')}\r\n{marker('m', 'end')}\r\n## D again\r\n"
    )
    only = insert_regions("1. a", [Block(1, 1, "d")])
    assert only == f"{marker('d', 'start')}\n{marker('d', 'end')}"


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        ([Block(1, 2, "a"), Block(2, 3, "b")], "page:2: the lines 2 to 3 for region 'b' overlap"),
        ([Block(3, 9, "a")], "page:3: the lines 3 to 9 for region 'a' overlap other lines or are"),
        ([Block(0, 1, "a")], "page:0: the lines 0 to 1 for region 'a' overlap"),
        ([Block(2, 1, "a")], "page:2: the lines 2 to 1 for region 'a' overlap"),
        ([Block(4, 4, "a")], "the lines for region 'a' are inside a code block or raw HTML"),
    ],
)
def test_lines_that_cannot_become_a_region_are_refused(blocks: list[Block], complaint: str) -> None:
    with pytest.raises(MarkerError, match=re.escape(complaint)):
        insert_regions("x\ny\n```\n1. z\n```\n", blocks)
