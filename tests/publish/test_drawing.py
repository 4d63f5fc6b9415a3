"""The picture of the timeline: the same bytes for the same plan, in words too, and harmless."""

import re
from dataclasses import replace

import matplotlib
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tracker.publish.drawing import draw, shows
from tracker.publish.timeline import Plan

SVG = "{http://www.w3.org/2000/svg}"
PLAN = Plan(
    columns=("2024 Q4", "2025 Q1", "2025 Q2"),
    lanes=("5B to 10B", "100M to 5B*", "no size known"),
    groups=("Adaptation", "Compression", "several of these", "none of these"),
    cells=((0, 0, (1, 0, 0, 0)), (1, 1, (0, 2, 1, 0)), (2, 2, (3, 0, 0, 1))),
    undated=4,
)


def marks(svg: str) -> int:
    return len(etree.fromstring(svg.encode()).findall(f".//{SVG}use"))


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in etree.fromstring(svg.encode()).iter(f"{SVG}text")]


def test_the_same_plan_is_the_same_bytes_whatever_the_machines_settings() -> None:
    first = draw(PLAN)
    with matplotlib.rc_context({"svg.fonttype": "path", "axes.facecolor": "red", "font.size": 30}):
        assert draw(PLAN) == first
        assert matplotlib.rcParams["font.size"] == 30
    assert draw(replace(PLAN, undated=5)) != first


def test_a_picture_is_known_again_unless_it_or_the_plan_changed() -> None:
    held = draw(PLAN).encode()
    assert shows(held, PLAN)
    assert not shows(held, replace(PLAN, undated=5))
    assert not shows(held.replace(b"Adaptation", b"Adoptation"), PLAN)
    assert not shows(held + b"\n", PLAN)
    assert not shows(b"", PLAN)


def test_the_picture_says_in_words_what_it_shows() -> None:
    root = etree.fromstring(draw(PLAN).encode())
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "t d")
    assert (root.get("width"), root.get("viewBox", "").split()[2]) == ("830", "830")
    assert root.findtext(f"{SVG}title[@id='t']") == "Timeline of 8 works, 2024 Q4 to 2025 Q2"
    assert root.findtext(f"{SVG}desc[@id='d']") == (
        "Timeline of 8 works, 2024 Q4 to 2025 Q2. By year: 2024 1, 2025 7. "
        "By size: 5B to 10B 1, 100M to 5B* 3, no size known 4. "
        "By technique: Adaptation 4, Compression 2, several of these 1, none of these 1. "
        "4 more without a known month are only in the table."
    )


def test_every_text_is_in_the_readers_own_letters() -> None:
    named = replace(PLAN, groups=("font-family: 'Serif'", *PLAN.groups[1:]))
    root = etree.fromstring(draw(named).encode())
    styles = [one.get("style", "") for one in root.iter(f"{SVG}text")]
    assert len(styles) > 10
    assert all("font-family: system-ui, -apple-system, " in style for style in styles)
    assert not any("DejaVu" in style for style in styles)
    assert "font-family: 'Serif'" in texts(draw(named))


def test_every_work_is_one_mark_beside_the_legend() -> None:
    assert marks(draw(PLAN)) == 8 + len(PLAN.groups)


def test_a_mark_stands_for_several_works_where_there_are_too_many() -> None:
    many = replace(PLAN, cells=((1, 0, (9_000, 0, 0, 0)),))
    svg = draw(many)
    (note,) = [text for text in texts(svg) if "stands for up to" in text]
    unit = int(re.sub(r"\D", "", note))
    assert marks(svg) == -(-9_000 // unit) + len(PLAN.groups)
    assert int(etree.fromstring(svg.encode()).get("height", "")) < 700


def test_every_colour_has_another_in_the_dark() -> None:
    svg = draw(replace(PLAN, groups=("a", "b", "c", "d"), cells=((0, 0, (1, 1, 1, 1)),)))
    used = set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", svg.partition("</style>")[2]))
    dark = dict(re.findall(r'"\w+: (#\w{6})"\] \{ \w+: (#\w{6}) !important', svg))
    assert used - dark.keys() == set()
    assert "@media (prefers-color-scheme: dark)" in svg


def test_no_name_of_a_lane_is_printed_over_its_count() -> None:
    def begins(svg: str, text: str) -> float:
        (found,) = [one for one in etree.fromstring(svg.encode()).iter(f"{SVG}text")
                    if one.text == text]  # fmt: skip
        return float(found.get("x", ""))

    many = replace(
        PLAN, lanes=("参数规模从一亿到…*", *PLAN.lanes[1:]), cells=((0, 0, (4_321,) * 4),)
    )
    gap = begins(draw(many), "17,284") - begins(draw(many), "参数规模从一亿到…*")
    assert gap - 8 * 12 - 2 * 6 > len("17,284") * 6.6  # eight letters are 12 pixels broad
    assert begins(draw(PLAN), "3") == 132


def test_names_in_the_legend_have_the_room_they_need() -> None:
    wide = replace(PLAN, groups=("面向临床问答的大语言模型系统与检索",) * 2 + PLAN.groups[2:])
    found = [
        (float(one.get("x", "")), float(one.get("y", "")))
        for one in etree.fromstring(draw(wide).encode()).iter(f"{SVG}text")
        if one.text == wide.groups[0]
    ]
    (first, line), (second, other) = found
    assert line == other and second - first > 17 * 12 + 20


def test_a_survey_without_a_dated_work_has_a_picture_that_says_so() -> None:
    svg = draw(Plan((), (), (), (), 3))
    assert texts(svg) == ["Timeline: no work with a date yet"]


@settings(max_examples=25)
@given(st.text(max_size=20))
def test_no_name_becomes_an_element_an_address_or_a_formula(name: str) -> None:
    nasty = f"{name}<script>&amp;$x^2$\"'>]]>"
    plan = replace(PLAN, lanes=(nasty, *PLAN.lanes[1:]), groups=(nasty, *PLAN.groups[1:]))
    root = etree.fromstring(draw(plan).encode())
    names = {str(one.tag).removeprefix(SVG) for one in root.iter(etree.Element)}
    assert names <= {
        "svg", "title", "desc", "style", "defs", "g", "path", "use", "text", "clipPath", "rect",
        "metadata",
    }  # fmt: skip
    assert "script" not in names
    targets = {value for one in root.iter() for key, value in one.attrib.items() if "href" in key}
    assert all(target.startswith("#") for target in targets)
    assert sum("<script>" in (one.text or "") for one in root.iter(f"{SVG}text")) == 2
