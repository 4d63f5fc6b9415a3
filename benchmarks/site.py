"""The site of 5,000 works: how long it takes to make, to load in Chromium, and to filter.

Times in the browser are the page's own (performance.now), in Debian's Chromium, from the
disk. Loading is from the start of the navigation until the list is searchable and laid out;
filtering from the change of the form until the new list is laid out.

    .venv/bin/python benchmarks/site.py [FOLDER]      keep the site in FOLDER
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tracker import curation as files
from tracker.curation.canonical import dump
from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.settings import Settings
from tracker.sites import write
from tracker.tidying import start
from tracker.works import Link, Work, work_fields

WORKS = 5_000
ROUNDS = 7
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update",
             "--disable-sync")  # fmt: skip
_WORDS = (
    "small language models", "clinical notes", "discharge summaries", "radiology reports",
    "question answering", "distillation", "quantization", "pruning", "on-device", "private",
    "hospital", "patients", "benchmark", "instruction tuning", "retrieval", "multilingual",
)  # fmt: skip
_NAMES = ("Chen", "Müller", "García", "Okafor", "Łukasz", "Nguyễn", "Sørensen", "Kim", "Rossi",
          "Haddad", "Ivanova", "Singh")  # fmt: skip
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


def survey(root: Path) -> None:
    """The shipped configuration with 5,000 invented works, each with its labels and links."""
    start(Settings(root=root, database_url=""), "Small models in the clinic", example=True)
    taxonomy = files.load(root).taxonomy
    choice = random.Random(5)
    first = datetime(2025, 1, 1, tzinfo=UTC)
    (root / "curation" / "works").mkdir(parents=True)
    lines = []
    for number in range(WORKS):
        year, month = 2019 + number % 7, number % 12 + 1
        name = WorkId("arxiv", f"{year % 100:02d}{month:02d}.{number:05d}")
        work = Work(
            ids=(name,),
            title=f"Model{number}: {' '.join(choice.sample(_WORDS, 6))}",
            authors=tuple(
                f"{initial}. {choice.choice(_NAMES)}"
                for initial in choice.sample("ABCDEFGHIJKL", choice.randint(1, 9))
            ),
            published_on=f"{year}-{month:02d}-{number % 28 + 1:02d}",
            short_name=f"Model{number}",
            sizes=(f"{choice.choice((0.1, 0.35, 1, 2.7, 7, 13))}B",),
            links=(Link("code", f"https://github.com/example/{number}"),) * (number % 2),
            category="cs.CL",
        )
        path = root / "curation" / "works" / f"{work.id.slug}.yaml"
        path.write_text(dump(work_fields(work)))
        labels = [
            choice.choice([label.key for label in dimension.labels if not label.retired])
            for dimension in taxonomy.dimensions
            if choice.random() < 0.7
        ]
        at = first + timedelta(seconds=number)
        decision = Decision(at, "editor", "include", name, labels=tuple(labels), title=work.title,
                            inferred=number % 3 == 0)  # fmt: skip
        lines.append(decision.line)
    journal = root / "curation" / "decisions" / "editor" / "2025-01.jsonl"
    journal.parent.mkdir(parents=True)
    journal.write_text("\n".join(lines) + "\n")


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
        times = []
        for _ in range(2):
            began, worked = time.perf_counter(), time.process_time()
            report = write(settings, files.load(root), folder)
            times.append((time.perf_counter() - began, time.process_time() - worked))
        print(f"making the site of {WORKS:,} works ({report.files:,} files): "
              f"{times[0][0]:.2f} s ({times[0][1]:.2f} s of CPU)")  # fmt: skip
        print(f"again, with nothing changed: {times[1][0]:.2f} s ({times[1][1]:.2f} s of CPU)")
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
