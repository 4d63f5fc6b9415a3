"""Small sites on the disk, and visitors who note everything a page does."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Dialog, Route
from playwright.sync_api import Page as Tab

from tests.exports.editions import CURATORS, TAXONOMY, decided, titled
from tracker import identity
from tracker.charts import Axis, Matrix, Timeline
from tracker.decisions import Decision
from tracker.publish.exports.edition import edition
from tracker.publish.render import included
from tracker.publish.site import matrix_page, site, timeline_page
from tracker.record import replay
from tracker.taxonomy import Taxonomy
from tracker.works import Link, Work

TIMELINE = Timeline(techniques=("task",), size="")
MATRIX = Matrix(axes=(Axis("Task", ("task",)), Axis("Kind", ("kind",))), about=("language model",))
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 830 90"/>\n'
CODE = (Link("code", "https://github.com/a/b"),)
DOI = identity.parse("doi:10.1038/sdata.2016.35")
WORKS = (
    titled(1, "Alpha reads notes", "Ada Müller", published_on="2023-05", sizes=("7B",), links=CODE),
    titled(2, "Beta: finds names", "Łukasz Kowalski", "Ann B", "Cy C", "Di D", "Ed E",
           published_on="2024-02-11", sizes=("350M", "1.5B"), short_name="Beta"),
    titled(3, "Gamma answers", published_on="2024", short_name="Tiny",
           links=(Link("model", "https://example.org/m"), *CODE)),
    replace(titled(4, "Delta data", published_on="2021-01-01"), withdrawn_on="2022-01-01",
            ids=(identity.parse("arxiv:2501.00004"), DOI)),
)  # fmt: skip
DECISIONS = (
    decided(0, WORKS[0], labels=("task:qa", "task:ner")),
    decided(1, WORKS[1], by="import", inferred=True, labels=("task:ner",)),
    decided(2, WORKS[2], labels=("task:qa",)),
    decided(3, WORKS[3], labels=("kind:data",)),
)


def files_of(
    works: Iterable[Work] = WORKS,
    decisions: Iterable[Decision] = DECISIONS,
    taxonomy: Taxonomy = TAXONOMY,
) -> dict[str, bytes]:
    """The site of these works with a timeline and a matrix, all labels from this taxonomy."""
    history = tuple(decisions)
    record = replay(tuple(works), history)
    among = included(record, taxonomy)
    pages = (
        timeline_page(TIMELINE, among, taxonomy, PICTURE),
        matrix_page(MATRIX, among, taxonomy),
    )
    address = "https://github.com/ada/survey"
    return site(edition("A survey", address, record, history, taxonomy, CURATORS), pages)


def unbroken(length: int) -> Taxonomy:
    """The tests' taxonomy, every label's name one word of that many letters."""
    dimensions = [
        replace(
            one,
            labels=tuple(
                replace(label, name="x" * length, abbreviation="") for label in one.labels
            ),
        )
        for one in TAXONOMY.dimensions
    ]
    return replace(TAXONOMY, dimensions=tuple(dimensions))


def many(count: int) -> dict[str, bytes]:
    """A site of that many works, each labelled, spread over the months of a year."""
    works = [
        titled(n, f"Work {n:03d}", published_on=f"2024-{n % 12 + 1:02d}-11") for n in range(count)
    ]
    return files_of(works, [decided(n, work, labels=("task:qa",)) for n, work in enumerate(works)])


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@dataclass
class Visit:
    """A tab, and what its pages did besides showing themselves."""

    tab: Tab
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def strangers(self) -> list[str]:
        return [url for url in self.asked if not url.startswith("file://")]

    def open(self, path: Path, state: str = "") -> None:
        self.tab.goto(path.as_uri() + state)

    def titles(self) -> list[str]:
        return self.tab.locator("#rows .title").all_text_contents()

    def told(self) -> str:
        return self.tab.locator("#told").inner_text()

    def state(self) -> str:
        return self.tab.url.partition("#")[2]


@contextmanager
def visit(browser: Browser, **options: Any) -> Iterator[Visit]:
    """A visitor; nothing but files is let through, and whatever was asked for is noted."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    visitor = Visit(context.new_page())

    def pass_files(route: Route) -> None:
        visitor.asked.append(route.request.url)
        if route.request.url.startswith("file://"):
            route.continue_()
        else:
            route.abort()

    def refuse(dialog: Dialog) -> None:
        visitor.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    context.route("**/*", pass_files)
    visitor.tab.on("console", lambda message: visitor.faults.append(message.text))
    visitor.tab.on("pageerror", lambda fault: visitor.faults.append(str(fault)))
    visitor.tab.on("dialog", refuse)
    try:
        yield visitor
    finally:
        context.close()
