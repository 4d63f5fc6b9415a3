"""Long pages are divided from their oldest row, and a page that goes leaves word where to go."""

from hypothesis import given
from hypothesis import strategies as st

from tests.publish.shown import PARSER
from tracker.publish.markers import find
from tracker.publish.render import page_rows
from tracker.publish.sheets import MARK, WALL, Sheet, divided, left_behind, parts, relative
from tracker.publish.stamp import stamped

HEAD = ("| N | T |", "| --- | --- |")


def line(number: int) -> str:
    return f"| {number} | {'x' * 2_000} |"


def test_a_short_page_is_one_file_with_its_count_and_its_region() -> None:
    sheet = Sheet("p/x.md", "A *b*", ("| 1 | a |",), HEAD, "Lead.", "key")
    head = stamped("# A \\*b\\* (1)\n\n[Front page](../README.md)\n\nLead.")
    rows = stamped("<!-- tracker:key:start -->\n\n| N | T |\n| --- | --- |\n| 1 | a |\n\n"
                   "<!-- tracker:key:end -->")  # fmt: skip
    assert divided(sheet, "README.md") == {"p/x.md": f"{MARK}\n\n{head}\n\n{rows}\n".encode()}
    (page,) = (data.decode() for data in divided(sheet, "README.md").values())
    assert [token.type for token in PARSER.parse(page)].count("table_open") == 1
    assert page_rows(page) == {("key", "| 1 | a |"): "| 1 | a |"}


def test_a_long_page_is_divided_below_the_wall_and_a_new_row_changes_one_part() -> None:
    rows = [line(number) for number in range(700, 0, -1)]
    files = divided(Sheet("p/x.md", "X", rows, HEAD, region="key"), "README.md")
    assert list(files) == ["p/x-2.md", "p/x-1.md", "p/x.md"]
    assert max(map(len, files.values())) <= WALL
    shown = [row for data in reversed(files.values()) for row in data.decode().splitlines()
             if row.startswith("| ") and row[2].isdigit()]  # fmt: skip
    assert sorted(shown) == sorted(rows)
    assert "[older, part 2](x-2.md) · [older, part 1](x-1.md)" in files["p/x.md"].decode()
    more = divided(Sheet("p/x.md", "X", [line(701), *rows], HEAD, region="key"), "README.md")
    assert [path for path in more if more[path] != files[path]] == ["p/x.md"]
    assert [len(find(data.decode())) for data in files.values()] == [1, 1, 1]


@given(st.lists(st.integers(1, 50), max_size=60), st.integers(70, 200))
def test_parts_hold_every_row_in_order_and_fit(sizes: list[int], room: int) -> None:
    rows = [f"{number:03}{'x' * size}" for number, size in enumerate(sizes)]
    found = parts(rows, room)
    assert [row for part in found for row in part] == rows
    assert max(sum(len(row) + 10 for row in part) for part in found) <= room
    longer = parts(["new", *rows], room)
    assert longer[len(longer) - len(found) + 1 :] == found[1:]


def test_only_our_own_former_pages_are_replaced_by_a_word() -> None:
    former = b"<!-- Written by tracker render from curation/; what is changed here is lost. -->\n"
    there = {"p/a.md": MARK.encode() + b"\nold", "p/b.md": b"# Mine", "p/c.md": MARK.encode(),
             "p/d.md": former}  # fmt: skip
    left = left_behind(there, {"p/c.md"}, "docs/README.md")
    word = stamped("Nothing stands here now. [Front page](../docs/README.md)")
    assert left == dict.fromkeys(("p/a.md", "p/d.md"), f"{MARK}\n\n{word}\n".encode())
    assert left_behind(left, {}, "docs/README.md") == left


def test_links_between_pages_are_relative() -> None:
    assert relative("README.md", "pages/x.md") == "../README.md"
    assert relative("pages/x.md", "README.md") == "pages/x.md"
    assert relative("a/x.svg", "a/x.md") == "x.svg"
