"""Readers search, filter and come back in a real browser, from the disk."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.site.shelves import Visit, files_of, many, put, visit
from tracker.curation import load
from tracker.settings import Settings
from tracker.steps.sites import write

ALPHA, BETA, GAMMA, DELTA = (
    "Alpha reads notes", "Beta: finds names", "Tiny: Gamma answers", "Delta data",
)  # fmt: skip
TITLES = "#rows .title"
NEWEST = [BETA, GAMMA, ALPHA, DELTA]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put(tmp_path_factory.mktemp("site"), files_of())


@pytest.fixture
def reader(browser: Browser, folder: Path) -> Iterator[Visit]:
    with visit(browser) as visitor:
        visitor.open(folder / "index.html")
        yield visitor
        assert (visitor.faults, visitor.strangers) == ([], [])


def counts(reader: Visit) -> dict[str, str]:
    labels = reader.tab.locator("#facets label:has(.count)").all()
    texts = [re.sub(r"\s+", " ", label.text_content() or "").strip() for label in labels]
    return dict(text.rsplit(" ", 1) for text in texts)


def test_the_script_makes_the_very_rows_that_the_page_was_written_with(
    browser: Browser, folder: Path
) -> None:
    rows = []
    for script in (False, True):
        with visit(browser, java_script_enabled=script) as visitor:
            visitor.open(folder / "index.html")
            expect(visitor.tab.locator("#find")).to_be_visible(visible=script)
            rows.append(re.sub(r">\s+<", "><", visitor.tab.locator("#rows").inner_html()).strip())
    assert rows[0] == rows[1]
    assert rows[0].count("<tr") == 4


def test_every_word_must_stand_in_title_names_authors_or_labels(reader: Visit) -> None:
    for words, found in {
        "muller": [ALPHA],  # an author, without the diaeresis
        "LUKASZ": [BETA],  # a letter that no decomposition takes apart
        "tiny": [GAMMA],  # a short name
        "question gamma": [GAMMA],  # a label's name and a word of the title
        "qa": [GAMMA, ALPHA],  # a label's abbreviation
        "gamma notes": [],  # every word must be there
        "2501.00004": [DELTA],
        "  ": NEWEST,
    }.items():
        reader.tab.fill("#q", words)
        assert reader.titles() == found
        assert reader.told() == ("4 works" if len(found) == 4 else f"{len(found)} of 4 works")
        expect(reader.tab.locator("#none")).to_be_visible(visible=not found)


def test_within_a_group_one_answer_suffices_and_across_groups_all_must_hold(reader: Visit) -> None:
    assert counts(reader) == {
        "Question answering": "2", "Names & {entities}": "2", "Dataset": "1", "No label": "3",
        "Code": "2", "Model": "1", "Data": "0", "Verified by a curator": "3",
    }  # fmt: skip
    reader.tab.check('[name="d.task"][value="ner"]')
    assert reader.titles() == [BETA, ALPHA]
    reader.tab.check('[name="d.task"][value="qa"]')
    assert reader.titles() == [BETA, GAMMA, ALPHA]
    reader.tab.check('[name="has"][value="code"]')
    assert reader.titles() == [GAMMA, ALPHA]
    # Its own group counts what each answer alone would find; the others what is left.
    assert counts(reader) == {
        "Question answering": "2", "Names & {entities}": "1", "Dataset": "0", "No label": "2",
        "Code": "2", "Model": "1", "Data": "0", "Verified by a curator": "2",
    }  # fmt: skip


def test_years_checked_works_and_works_without_a_label(reader: Visit) -> None:
    reader.tab.select_option('[name="from"]', "2023")
    assert reader.titles() == [BETA, GAMMA, ALPHA]
    reader.tab.select_option('[name="to"]', "2023")
    assert reader.titles() == [ALPHA]
    reader.tab.click("#clear")
    reader.tab.check('[name="verified"]')
    assert reader.titles() == [GAMMA, ALPHA, DELTA]
    reader.tab.check('[name="d.task"][value="-"]')
    assert reader.titles() == [DELTA]


def test_the_list_is_sorted_as_asked(reader: Visit) -> None:
    for order, titles in {
        "oldest": [DELTA, ALPHA, GAMMA, BETA],
        "title": [ALPHA, BETA, DELTA, GAMMA],
        "size": [ALPHA, BETA, GAMMA, DELTA],  # those of unknown size last, the newest first
        "": NEWEST,
    }.items():
        reader.tab.select_option('[name="sort"]', order)
        assert reader.titles() == titles


def test_the_address_bar_holds_the_question_and_back_goes_back(reader: Visit, folder: Path) -> None:
    reader.tab.check('[name="d.task"][value="qa"]')
    reader.tab.select_option('[name="sort"]', "title")
    reader.tab.fill("#q", "gam")
    reader.tab.wait_for_url(re.compile("gam"))
    question = reader.state()
    assert question == "q=gam&sort=title&d.task=qa"
    reader.tab.go_back()
    expect(reader.tab.locator(TITLES)).to_have_text([ALPHA, GAMMA])
    assert reader.state() == "sort=title&d.task=qa"
    reader.tab.go_back()
    reader.tab.go_back()
    expect(reader.tab.locator(TITLES)).to_have_text(NEWEST)
    assert reader.state() == ""
    assert not reader.tab.is_checked('[name="d.task"][value="qa"]')
    reader.open(folder / "all.html")
    reader.open(folder / "index.html", f"#{question}")
    assert (reader.titles(), reader.tab.input_value("#q")) == ([GAMMA], "gam")


def test_an_address_with_nonsense_shows_everything(reader: Visit, folder: Path) -> None:
    reader.open(folder / "all.html")
    reader.open(
        folder / "index.html", "#d.task=nothing&sort=__proto__&from=x&%E0%A4%A=1&constructor=1"
    )
    assert reader.titles() == NEWEST


def test_clearing_takes_every_filter_away_and_can_be_undone(reader: Visit) -> None:
    expect(reader.tab.locator("#clear")).to_be_disabled()
    reader.tab.check('[name="has"][value="model"]')
    reader.tab.click("#clear")
    assert (reader.state(), reader.titles()) == ("", NEWEST)
    reader.tab.go_back()
    expect(reader.tab.locator(TITLES)).to_have_text([GAMMA])
    assert reader.state() == "has=model"


def test_a_long_list_shows_its_beginning_and_more_when_asked(
    browser: Browser, tmp_path: Path
) -> None:
    put(tmp_path, many(300))
    with visit(browser) as visitor:
        visitor.open(tmp_path / "index.html")
        button = visitor.tab.locator("#more")
        assert (len(visitor.titles()), button.inner_text()) == (30, "Show 200 more of 270")
        button.press("Enter")
        assert (len(visitor.titles()), button.inner_text()) == (230, "Show 70 more of 70")
        focused = visitor.tab.evaluate("document.activeElement.textContent")
        assert focused == visitor.titles()[30]  # the keyboard goes on where the list went on
        button.click()
        expect(button).to_be_hidden()
        assert len(set(visitor.titles())) == 300


def test_without_javascript_every_work_is_one_step_away(browser: Browser, tmp_path: Path) -> None:
    put(tmp_path, many(60))
    with visit(browser, java_script_enabled=False) as visitor:
        visitor.open(tmp_path / "index.html")
        assert len(visitor.titles()) == 30
        visitor.tab.click("text=Every work on one page")
        assert visitor.tab.locator("tbody tr").count() == 60
        visitor.tab.click("text=Work 007")
        assert visitor.tab.locator("h1").inner_text() == "Work 007"
        assert (visitor.faults, visitor.strangers) == ([], [])


def test_a_work_says_all_that_is_known_of_it(reader: Visit) -> None:
    reader.tab.click("text=Beta: finds names")
    page = re.sub(r"\s+", " ", reader.tab.locator("main").inner_text())
    assert page.startswith("Beta: finds names Łukasz Kowalski, Ann B, Cy C, Di D, Ed E Paper Facts")
    assert "Names & {entities} Finds." in page
    assert "no curator has confirmed it yet" in page
    assert page.endswith(
        "2026-11-21 The old list: taken over from the older list, not yet confirmed"
    )
    reader.tab.click("text=Names & {entities}")
    expect(reader.tab.locator(TITLES)).to_have_text([BETA, ALPHA])
    assert reader.state() == "d.task=ner"


def test_the_citation_can_be_copied(browser: Browser, folder: Path) -> None:
    with visit(browser, permissions=["clipboard-read", "clipboard-write"]) as visitor:
        visitor.open(folder / "w" / "arxiv-2501.00001.html")
        visitor.tab.click("text=Copy BibTeX")
        expect(visitor.tab.locator(".copied")).to_have_text("Copied")
        copied = visitor.tab.evaluate("navigator.clipboard.readText()")
        assert copied == visitor.tab.locator("#bibtex").text_content()
        assert copied.startswith("@misc{muller2023alpha,")


def test_a_works_other_identifiers_lead_to_it(reader: Visit, folder: Path) -> None:
    reader.open(folder / "w" / "doi-10.1038-sdata.2016.35.html")
    reader.tab.wait_for_url("**/w/arxiv-2501.00004.html")
    assert "withdrawn by its authors on 2022-01-01" in reader.tab.locator("main").inner_text()


def test_every_number_of_the_matrix_leads_to_so_many_works(reader: Visit, folder: Path) -> None:
    reader.open(folder / "gaps.html")
    cells = reader.tab.locator(".grid td a[href^='index.html']").evaluate_all(
        "all => all.map(a => [a.textContent, a.getAttribute('href')])"
    )
    assert len(cells) > 8
    reader.open(folder / "index.html")
    for text, address in cells:
        reader.tab.evaluate("hash => { location.hash = hash }", address.partition("#")[2])
        count = re.search(r"(\d+)( \(.*\))?$", text)
        assert count
        expect(reader.tab.locator(TITLES)).to_have_count(int(count[1]))


def test_the_timeline_shows_its_picture_in_words_and_as_tables(reader: Visit, folder: Path) -> None:
    reader.tab.click("nav >> text=Timeline")
    alternative = reader.tab.locator("img").get_attribute("alt") or ""
    assert alternative.startswith("Timeline of 3 works, 2021-01 to 2024-02.")
    assert "1 more without a known month" in reader.tab.locator("main").inner_text()
    reader.tab.click("text=2023-05")
    expect(reader.tab.locator(TITLES)).to_have_text([ALPHA])


def test_the_shipped_survey_opens_from_the_disk(browser: Browser, tmp_path: Path) -> None:
    settings = Settings(root=Path(__file__).parents[2], database_url="")
    assert write(settings, load(settings.root), tmp_path / "site").kept == ()
    with visit(browser) as visitor:
        visitor.open(tmp_path / "site" / "index.html")
        total = int(visitor.told().split()[0])
        assert total > 60
        visitor.tab.check('[name="d.nlp_task"][value="qa"]')
        assert 0 < int(visitor.told().split()[0]) < total
        visitor.tab.click("nav >> text=Timeline")
        expect(visitor.tab.locator("img")).to_be_visible()
        assert visitor.tab.evaluate("document.querySelector('img').naturalWidth > 0")
        visitor.tab.click("nav >> text=Gaps")
        expect(visitor.tab.locator("h2")).to_have_count(8)
        expect(visitor.tab.locator("#crossed")).to_contain_text(f"{total} works;")
        visitor.tab.click("nav >> text=Results")
        expect(visitor.tab.locator("h1")).to_have_text("Reported results")
        assert (visitor.faults, visitor.strangers) == ([], [])
