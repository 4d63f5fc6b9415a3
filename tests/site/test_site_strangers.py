"""Whatever strangers put in titles and names, a browser shows it as text and does nothing."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from tests.exports.editions import decided, edited, titled
from tests.exports.test_export_nasty import TITLES
from tests.site.shelves import files_of, put, visit
from tracker.publish.exports.text import clean
from tracker.publish.site import Page, site
from tracker.publish.site.data import script_safe
from tracker.publish.site.pages import Cell, Grid
from tracker.works import Link

ATTACKS = (
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</title><h1>x</h1>",
    '"><svg onload=alert(1)>', "' onmouseover='alert(1)", "javascript:alert(1)", "{{ 7 * 7 }}",
    "{% raw %}", "<!--<script>", "]]></script>", "&lt;b&gt; &amp; &#60;", "\u2028alert(1)//\u2029",
    "__proto__", "constructor", "\u202egnp.exe", "مرحبا (بالعالم) 1/2", "𝒜𝓁𝓅𝒽𝒶 🧬",
    "$\\frac{1}{2}$",
)  # fmt: skip


def shown_in(browser: Browser, folder: Path, page: str) -> tuple[list[str], list[str], list[str]]:
    """The titles a page shows, and what it did that it should not."""
    with visit(browser) as visitor:
        visitor.open(folder / page)
        while visitor.tab.locator("#more").count() and visitor.tab.locator("#more").is_visible():
            visitor.tab.click("#more")
        found = visitor.tab.locator(".works tbody .title").all_text_contents()
        return found, visitor.faults, visitor.strangers


def test_every_nasty_title_is_shown_as_it_is_with_and_without_the_script(
    browser: Browser, tmp_path: Path
) -> None:
    texts = [*ATTACKS, *TITLES]
    works = [titled(n, text, text, "Second") for n, text in enumerate(texts, start=1)]
    decisions = [decided(n, work, labels=("task:qa",)) for n, work in enumerate(works)]
    put(tmp_path, files_of(works, decisions))
    wanted = sorted(clean(work.title) or str(work.id) for work in works)
    for page in ("index.html", "all.html"):
        found, faults, strangers = shown_in(browser, tmp_path, page)
        # A browser shows spaces in a row as one; the text itself has none (clean).
        assert (sorted(found), faults, strangers) == (wanted, [], [])


def test_a_nasty_works_own_page_shows_it_everywhere_and_does_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    bad = (
        Link("code", "javascript:alert(1)"), Link("model", "https://example.org/'onclick='x"),
        Link("data", "data:text/html,<script>alert(1)</script>"),
    )  # fmt: skip
    works = [
        titled(n, text, text, short_name=text, base_model=text, journal=text, links=bad)
        for n, text in enumerate(ATTACKS)
    ]
    decisions = [decided(n, work, labels=("odd:<b>",)) for n, work in enumerate(works)]
    put(tmp_path, files_of(works, decisions))
    protocols = "all => all.map(one => one.protocol)"
    with visit(browser) as visitor:
        for work in works:
            visitor.open(tmp_path / "w" / f"{work.id.slug}.html")
            assert visitor.tab.locator("h1").text_content() == clean(work.title)
            found = visitor.tab.locator("a").evaluate_all(protocols)
            assert set(found) == {"https:", "file:"}
        visitor.open(tmp_path / "index.html")
        for work in works:
            visitor.tab.fill("#q", clean(work.title))
            assert clean(work.title) in visitor.titles()
            assert set(visitor.tab.locator("a").evaluate_all(protocols)) == {"https:", "file:"}
        assert (visitor.faults, visitor.strangers) == ([], [])


def test_a_right_to_left_title_does_not_turn_round_what_stands_beside_it(
    browser: Browser, tmp_path: Path
) -> None:
    work = titled(1, "שלום (world) 123", published_on="2024-05", short_name="Tiny")
    put(tmp_path, files_of([work], [decided(0, work)]))
    with visit(browser) as visitor:
        visitor.open(tmp_path / "index.html")
        name, title = visitor.tab.locator("#rows bdi").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().left)"
        )
        assert name < title


def test_no_page_carries_a_script_or_a_style_in_itself() -> None:
    for name, data in files_of().items():
        if name.endswith(".html"):
            text = data.decode()
            assert "default-src &#39;none&#39;; script-src &#39;self&#39;" in text
            inside = (" style=", "<style", " onclick=", "<script>")
            assert [word for word in inside if word in text] == []


def test_a_page_of_tables_shows_strangers_words_as_words(browser: Browser, tmp_path: Path) -> None:
    rows = tuple((Cell(text), Cell(text, "https://example.org/")) for text in ATTACKS)
    page = Page("results.html", "Results", ATTACKS[0], (ATTACKS[1],),
                (Grid("one", ATTACKS[2], ("", ATTACKS[3]), rows),))  # fmt: skip
    put(tmp_path, site(edited([titled(1, "Title")]), [page]))
    with visit(browser) as visitor:
        visitor.open(tmp_path / "index.html")
        visitor.tab.click("nav >> text=Results")
        assert visitor.tab.locator("h1").text_content() == ATTACKS[0]
        assert visitor.tab.locator("tbody th").all_text_contents() != []
        assert [text.strip() for text in visitor.tab.locator("tbody td").all_text_contents()] == [
            text.strip() for text in ATTACKS
        ]
        assert (visitor.faults, visitor.strangers) == ([], [])


@given(st.text(max_size=40) | st.text("</script>!-]&\u2028\u2029\\\"'", max_size=30))
def test_the_data_read_back_as_json_and_hold_nothing_that_ends_a_script(text: str) -> None:
    written = script_safe([text])
    assert json.loads(written) == [text]
    assert set(written) & set("<>&\u2028\u2029") == set()
