"""The site of 5,000 works: how long it takes to load in Chromium, and to filter.

Times in the browser are the page's own (performance.now), in Debian's Chromium, from the
disk. Loading is from the start of the navigation until the list is searchable and laid out;
filtering from the change of the form until the new list is laid out.

    .venv/bin/python benchmarks/site.py [FOLDER]      keep the site in FOLDER
"""

import statistics
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.invented import survey
from tracker.curation import load
from tracker.settings import Settings
from tracker.steps.sites import write

ROUNDS = 7
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update",
             "--disable-sync")  # fmt: skip
_LOADED = """() => { document.body.offsetHeight; return performance.now(); }"""
_FILTERED = """([name, value]) => {
  const field = [...document.querySelectorAll(`[name="${name}"]`)]
    .find((one) => one.type !== "checkbox" || one.value === value);
  const began = performance.now();
  if (field.type === "checkbox") field.checked = !field.checked; else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.offsetHeight;
  return performance.now() - began;
}"""
_CHANGES = (
    ("q", "m"), ("q", "muller distill"), ("q", "no such words"), ("q", ""),
    ("d.kind", "model"), ("d.nlp_task", "qa"), ("d.nlp_task", "sum"), ("has", "code"),
    ("sort", "title"), ("sort", "size"), ("sort", ""), ("from", "2023"), ("from", ""),
    ("has", "code"), ("d.nlp_task", "sum"), ("d.nlp_task", "qa"), ("d.kind", "model"),
)  # fmt: skip


def loading(page: Page, address: str) -> float:
    """Milliseconds of one visit."""
    page.goto(address)
    return float(page.evaluate(_LOADED))


def filtering(page: Page) -> list[float]:
    """Milliseconds of each change of the form."""
    return [float(page.evaluate(_FILTERED, list(change))) for change in _CHANGES]


def shown(milliseconds: Iterable[float]) -> str:
    times = sorted(milliseconds)
    return f"median {statistics.median(times):.0f} ms, slowest {times[-1]:.0f} ms"


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root / "site"
        survey(root)
        settings = Settings(root=root, database_url="")
        write(settings, load(root), folder)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            address = (folder / "index.html").as_uri()
            print(f"loading: {shown(loading(page, address) for _ in range(ROUNDS))}")
            changes = [time for _ in range(ROUNDS) for time in filtering(page)]
            print(f"filtering: {shown(changes)} of {len(changes)} changes")
            browser.close()


if __name__ == "__main__":
    main()
