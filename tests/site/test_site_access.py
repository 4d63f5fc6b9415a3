"""Keyboard, screen reader, both schemes, a phone and a desktop."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, expect

from tests.site.shelves import files_of, many, put, unbroken, visit
from tracker.curation import load
from tracker.settings import Settings
from tracker.steps.sites import write

SIZES = {"phone": {"width": 360, "height": 800}, "desktop": {"width": 1280, "height": 900}}
PAGES = ("index.html#q=nothing", "w/arxiv-2501.00002.html", "w/arxiv-2501.00004.html",
         "shipped/index.html", "shipped/timeline.html", "shipped/gaps.html",
         "shipped/gaps.html#rows=stakeholder&columns=care_continuum&in.nlp_task=nlp_task:qa",
         "shipped/results.html", "shipped/w/arxiv-2210.10341.html",
         "unbroken/index.html", "unbroken/gaps.html", "unbroken/timeline.html",
         "unbroken/all.html", "unbroken/w/arxiv-2501.00001.html")  # fmt: skip
ASKED = {"resultTypes": ["violations"], "preload": False}  # it would fetch the style sheet itself


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site, in ``unbroken/`` one of long labels, in ``shipped/`` the survey's own."""
    made = put(tmp_path_factory.mktemp("site"), files_of())
    put(made / "unbroken", files_of(taxonomy=unbroken(400)))
    root = Path(__file__).parents[2]
    write(Settings(root=root, database_url=""), load(root), made / "shipped")
    return made


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_and_nothing_is_wider_than_the_window(
    browser: Browser, folder: Path, scheme: str, size: str
) -> None:
    found = []
    with visit(browser, viewport=SIZES[size], color_scheme=scheme) as visitor:
        for page in PAGES:
            path, _, state = page.partition("#")
            visitor.open(folder / path, f"#{state}" if state else "")
            if size == "phone" and visitor.tab.locator("#fold").count():
                visitor.tab.click("#fold")
            faults = Axe().run(visitor.tab, options=ASKED).response["violations"]
            found += [(page, one["id"], one["nodes"][0]["html"]) for one in faults
                      if one["impact"] in ("serious", "critical")]  # fmt: skip
            width = visitor.tab.evaluate("document.documentElement.scrollWidth")
            if width > SIZES[size]["width"]:
                found.append((page, "too wide", str(width)))
        assert (found, visitor.faults) == ([], [])


def test_the_scheme_follows_the_readers(browser: Browser, folder: Path) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        with visit(browser, color_scheme=scheme) as visitor:
            visitor.open(folder / "index.html")
            script = "getComputedStyle(document.body).backgroundColor"
            grounds[scheme] = visitor.tab.evaluate(script)
    assert grounds == {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 17, 23)"}


def test_the_first_tab_leads_past_the_navigation_and_keeps_the_question(
    browser: Browser, folder: Path
) -> None:
    with visit(browser) as visitor:
        visitor.open(folder / "index.html", "#has=code")
        visitor.tab.keyboard.press("Tab")
        skip = visitor.tab.locator(".skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        visitor.tab.keyboard.press("Enter")
        expect(visitor.tab.locator("main")).to_be_focused()
        assert (visitor.state(), len(visitor.titles())) == ("has=code", 2)


def test_everything_can_be_done_with_the_keyboard_and_where_it_is_can_be_seen(
    browser: Browser, folder: Path
) -> None:
    with visit(browser) as visitor:
        visitor.open(folder / "index.html")
        visitor.tab.focus("#q")
        seen = []
        for _ in range(14):
            visitor.tab.keyboard.press("Tab")
            seen.append(visitor.tab.evaluate(
                "[document.activeElement.name ?? document.activeElement.tagName, "
                "getComputedStyle(document.activeElement).outlineStyle]"
            ))  # fmt: skip
        assert {outline for _, outline in seen} <= {"solid", "auto"}
        assert [name for name, _ in seen][:4] == ["sort", "SUMMARY", "d.task", "d.task"]
        visitor.tab.focus('[name="d.task"][value="qa"]')
        visitor.tab.keyboard.press("Space")
        assert visitor.told() == "2 of 4 works"


def test_a_change_is_announced_and_the_list_is_a_table_at_every_width(
    browser: Browser, folder: Path
) -> None:
    for size in SIZES.values():
        with visit(browser, viewport=size) as visitor:
            visitor.open(folder / "index.html")
            page = visitor.tab
            expect(page.get_by_role("search", name="Works")).to_be_visible()
            expect(page.get_by_role("status")).to_have_text("4 works")
            expect(page.get_by_role("main").get_by_role("table", name="Works")).to_be_visible()
            expect(page.get_by_role("rowheader")).to_have_count(4)
            # Empty cells are hidden on a phone, where they would only take room.
            assert page.get_by_role("row").count() == 5
            page.get_by_label("Search titles").fill("gamma")
            expect(page.get_by_role("status")).to_have_text("1 of 4 works")


def test_on_a_phone_the_filters_open_when_asked(browser: Browser, tmp_path: Path) -> None:
    put(tmp_path, many(3))
    with visit(browser, viewport=SIZES["phone"]) as visitor:
        visitor.open(tmp_path / "index.html")
        button, facets = visitor.tab.locator("#fold"), visitor.tab.locator("#facets")
        expect(facets).to_be_hidden()
        button.click()
        expect(facets).to_be_visible()
        expect(button).to_have_attribute("aria-expanded", "true")
        visitor.tab.check('[name="d.task"][value="qa"]')
        expect(button).to_have_text("Filters (1)")
        button.click()
        expect(facets).to_be_hidden()
