"""The page of what is missing: a reader crosses any axes, and every cell says where it leads."""

import json
import re
from collections.abc import Iterator
from itertools import permutations, product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.exports.editions import CURATORS, decided, titled
from tests.site.shelves import Visit, put, visit
from tracker.charts import Axis, Matrix
from tracker.publish.cross import ANY, NO_LABEL, Combination, crossed, newest_month
from tracker.publish.exports.edition import edition
from tracker.publish.questions import question
from tracker.publish.render import included
from tracker.publish.site import matrix_page, site
from tracker.record import replay
from tracker.taxonomy import Dimension, Label, Taxonomy

LONG = tuple(f"{number}'s (long) phrase*! über 字字字字字字字字字字字" for number in range(6))
TAXONOMY = Taxonomy(
    1,
    (
        Dimension("task", "Task", "any", (
            Label("task:qa", "Answers", "M.", "QA", keywords=LONG),
            Label("task:ner", "Names", "M.", keywords=LONG[::-1]),
        )),
        Dimension("care", "Care", "any", (
            Label("care:triage", "Triage <b>", "M.", keywords=("triage",)),
            Label("care:cure", "Cure", "M.", keywords=LONG),
            Label("care:old", "Old", "M.", retired=True),
        )),
        Dimension("compression", "Compression", "any", (Label("compression:p", "Pruning", "M."),)),
        Dimension("prompts", "Prompts", "any", (Label("prompts:p", "Prompting", "M."),)),
    ),
)  # fmt: skip
MATRIX = Matrix(
    axes=(Axis("Task", ("task",)), Axis("Care", ("care",)),
          Axis("Technique", ("compression", "prompts"))),
    about=("language model", *LONG),
)  # fmt: skip
KEYS = ("task", "care", "compression-prompts")
DAYS = ("2025-03-04", "2025-03", "2024-04-30", "2024-03-31", "2023-04", "2023-03", "2025", "")
LABELS = (
    ("task:qa", "care:triage"), ("task:qa", "task:ner", "care:triage", "care:cure"), ("task:ner",),
    (), ("compression:p", "prompts:p", "task:qa"), ("care:triage", "care:old"),
    ("task:qa", "care:triage"), ("care:cure", "compression:p"),
)  # fmt: skip
WORKS = tuple(titled(n, f"Work {n}", published_on=day) for n, day in enumerate(DAYS, start=1))
DECISIONS = tuple(
    decided(n, work, labels=own) for n, (work, own) in enumerate(zip(WORKS, LABELS, strict=True))
)
RECORD = replay(WORKS, DECISIONS)
AMONG = included(RECORD, TAXONOMY)
CROSS = crossed(MATRIX, AMONG, TAXONOMY, newest_month(AMONG))
CELLS = """table => [...table.rows].map((row) => [...row.cells].map(
  (cell) => [cell.textContent, cell.querySelector("a")?.getAttribute("href") ?? ""]))"""
# The page's own listener was there first, so the promise is kept when it is done.
ASK = """state => location.hash === `#${state}` || new Promise((done) => {
  addEventListener("popstate", done, { once: true });
  location.hash = state;
}).then(() => null)"""
TABLE = "#crossing table"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shown = edition("A survey", "", RECORD, DECISIONS, TAXONOMY, CURATORS)
    made = site(shown, [matrix_page(MATRIX, AMONG, TAXONOMY)])
    return put(tmp_path_factory.mktemp("site"), made)


@pytest.fixture
def reader(browser: Browser, folder: Path) -> Iterator[Visit]:
    with visit(browser) as visitor:
        visitor.open(folder / "gaps.html")
        yield visitor
        assert (visitor.faults, visitor.strangers) == ([], [])


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("combobox", name=name, exact=True)


def cells(reader: Visit) -> list[list[list[str]]]:
    found: list[list[list[str]]] = reader.tab.locator(TABLE).evaluate(CELLS)
    return found


def ask(reader: Visit, state: str) -> None:
    reader.tab.evaluate(ASK, state)


def asked(rows: int, columns: int, rest: str | None) -> str:
    """What stands in the address bar for two axes and what is asked of the third."""
    state = "" if (rows, columns) == (0, 1) else f"rows={KEYS[rows]}&columns={KEYS[columns]}"
    value = "-" if rest == NO_LABEL else (rest or "").replace(":", "%3A")
    third = KEYS[3 - rows - columns]
    return "&".join(filter(None, [state, value and f"in.{third}={value}"]))


@pytest.mark.parametrize(("rows", "columns"), tuple(permutations(range(3), 2)))
def test_every_cell_of_every_cross_counts_its_works_or_asks_arxiv(
    reader: Visit, rows: int, columns: int
) -> None:
    third = 3 - rows - columns
    for rest in (ANY, *CROSS.carried[third]):
        ask(reader, asked(rows, columns, rest) or "rows=task&columns=care")
        sides = [(*CROSS.carried[place], ANY) for place in (rows, columns)]
        expected = []
        for row, column in product(*sides):
            given = {rows: row, columns: column, third: rest}
            expected.append(answer((given[0], given[1], given[2])))
        found = [cell for line in cells(reader)[1:] for cell in line[1:]]
        assert [[text, "" if url.startswith("index") else url] for text, url in found] == expected


def answer(combination: Combination) -> list[str]:
    """A cell's text, and its address if it asks arXiv."""
    tally = CROSS.tally(combination)
    labels = [TAXONOMY.by_key[key] for key in combination if key]
    retired = any(label.retired for label in labels)  # which no work can get any more
    if tally.count or NO_LABEL in combination or retired:
        return [str(tally), ""]
    return ["none", question(labels, MATRIX.about)]


def test_a_number_leads_to_so_many_works(reader: Visit, folder: Path) -> None:
    numbers = []
    for rest in ("", "&in.care=care%3Atriage", "&in.care=-"):
        ask(reader, f"rows=task&columns=compression-prompts{rest}")
        numbers += [cell for line in cells(reader) for cell in line if cell[1].startswith("index")]
    assert len(numbers) > 20
    reader.open(folder / "index.html")
    for text, url in numbers:
        ask(reader, url.partition("#")[2])
        expect(reader.tab.locator("#rows .title")).to_have_count(int(text.split()[0]))


def test_what_is_chosen_stands_in_the_address_bar_and_back_goes_back(
    reader: Visit, folder: Path
) -> None:
    page = reader.tab
    told = page.locator("#crossed")
    expect(told).to_have_text("8 works; 0 of 4 combinations empty")
    assert [cell[0] for cell in cells(reader)[0]] == [
        "", "Triage <b>", "Cure", "Old (retired)", "no label", "All",
    ]  # fmt: skip
    box(page, "Technique").select_option("Pruning")
    expect(told).to_have_text("2 works; 4 of 4 combinations empty")
    assert reader.state() == "in.compression-prompts=compression%3Ap"
    box(page, "Columns").select_option("Task")  # which makes the rows: they change places
    assert box(page, "Rows").input_value() == "care"
    assert reader.state() == "rows=care&columns=task&in.compression-prompts=compression%3Ap"
    box(page, "Rows").select_option("Technique")  # no longer to be restricted
    assert reader.state() == "rows=compression-prompts&columns=task"
    expect(page.locator("select[name='in.compression-prompts']")).to_be_hidden()
    expect(page.locator("select[name='in.care']")).to_be_visible()
    page.go_back()
    page.go_back()
    assert reader.state() == "in.compression-prompts=compression%3Ap"
    expect(told).to_have_text("2 works; 4 of 4 combinations empty")
    address = page.url
    reader.open(folder / "index.html")
    page.goto(address)
    assert box(page, "Technique").input_value() == "compression:p"
    expect(told).to_have_text("2 works; 4 of 4 combinations empty")


def test_an_address_with_nonsense_or_a_place_in_the_page_shows_all_works(reader: Visit) -> None:
    for state in ("rows=__proto__&columns=x&in.care=nothing&%E0%A4%A=1", "rows=task&columns=task",
                  "minimal-gaps"):  # fmt: skip
        ask(reader, state)
        expect(reader.tab.locator("#crossed")).to_have_text("8 works; 0 of 4 combinations empty")


def test_the_minimal_gaps_lead_to_the_search_and_their_parts_to_works(reader: Visit) -> None:
    gaps = reader.tab.locator("section:has(> #minimal-gaps)")
    lines = gaps.locator("tbody tr").evaluate_all(
        "all => all.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    assert lines[0] == ["Triage <b> × Pruning", "1.0", "Triage <b>: 4 (2↑0)", "Pruning: 2 (0↓1)",
                        "all works: 8 (3↑2)"]  # fmt: skip
    first = gaps.locator("tbody tr").first.locator("a")
    triage, pruning = TAXONOMY.by_key["care:triage"], TAXONOMY.by_key["compression:p"]
    assert first.first.get_attribute("href") == question([triage, pruning], MATRIX.about)
    first.nth(1).click()
    expect(reader.tab.locator("#rows .title")).to_have_count(4)


def test_it_can_be_done_with_the_keyboard_and_is_told(reader: Visit) -> None:
    page = reader.tab
    expect(page.get_by_role("form", name="Cross any axes")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("8 works; 0 of 4 combinations empty")
    box(page, "Rows").focus()
    page.keyboard.press("ArrowDown")
    assert reader.state() == "rows=care&columns=task"
    page.keyboard.press("Tab")
    expect(box(page, "Columns")).to_be_focused()
    page.keyboard.press("Tab")  # what is crossed cannot be restricted, so it is passed over
    expect(page.locator("select[name='in.compression-prompts']")).to_be_focused()
    head = page.locator(TABLE).get_by_role("rowheader")
    expect(head).to_have_text(["Triage <b>", "Cure", "Old (retired)", "no label", "All"])


def test_without_javascript_there_are_the_gaps_and_all_pairs(
    browser: Browser, folder: Path
) -> None:
    with visit(browser, java_script_enabled=False) as visitor:
        visitor.open(folder / "gaps.html")
        expect(visitor.tab.locator("#crossing")).to_be_hidden()
        headings = visitor.tab.locator("h2:visible").all_text_contents()
        assert headings == ["Minimal gaps", "Care × Task", "Task × Technique", "Care × Technique"]
        assert visitor.tab.locator("a:text('none'):visible").count() > 3


def test_the_axes_are_data_and_nothing_else(folder: Path) -> None:
    text = (folder / "axes.js").read_text()
    found = re.fullmatch(r"globalThis\.CROSS = (\{.*\});\n", text)
    assert found and not set(found[1]) & set("<>&")
    data = json.loads(found[1])
    assert [[key, dimensions] for key, dimensions, _ in data["axes"]] == [
        ["task", ["task"]], ["care", ["care"]], ["compression-prompts", ["compression", "prompts"]],
    ]  # fmt: skip
    assert data["axes"][2][2] == [["compression:p", "Pruning", ["%22Pruning%22"]],
                                  ["prompts:p", "Prompting", ["%22Prompting%22"]]]  # fmt: skip


def test_a_survey_of_one_axis_has_nothing_to_cross(browser: Browser, tmp_path: Path) -> None:
    shown = edition("A survey", "", RECORD, DECISIONS, TAXONOMY, CURATORS)
    page = matrix_page(Matrix(axes=(MATRIX.axes[0], Axis("Bare", ()))), AMONG, TAXONOMY)
    put(tmp_path, site(shown, [page]))
    with visit(browser) as visitor:
        visitor.open(tmp_path / "gaps.html")
        assert visitor.tab.locator("h2").all_text_contents() == ["Minimal gaps"]
        assert (visitor.faults, visitor.tab.locator("#crossing").count()) == ([], 0)
