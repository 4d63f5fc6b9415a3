"""A printing: every file that a survey publishes, from one reading of its curation."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from tracker.curation.reader import Curation
from tracker.identity import WorkId
from tracker.publish import matrix, timeline
from tracker.publish.front import render_front, section_page
from tracker.publish.markdown import cell, inline
from tracker.publish.methods import NOTHING
from tracker.publish.render import (
    EMPTY,
    EVERY,
    Row,
    head,
    included,
    row_texts,
    selected,
    shown_label,
)
from tracker.publish.results import INDEX, result_pages, results_folder
from tracker.publish.sheets import (
    WALL,
    Sheet,
    divided,
    part_path,
    relative,
    written,
)
from tracker.tables import More, Style, Table
from tracker.taxonomy import Dimension, Label

_WITHOUT: Final = "without-label"  # an anchor that no label's key can be


def printing(
    front: str,
    curation: Curation,
    held: Callable[[str], bytes | None],
    methods: str = NOTHING,
) -> dict[str, bytes]:
    """Every file by its path from the survey's root, the front page filled from the text ``front``.

    ``held`` gives a file as it stands, None if there is none: a picture that still shows
    the same works is kept as it is, because another version of the library may draw the
    same otherwise. ``methods`` is the methods box. Raises MarkerError.
    """
    pages, taxonomy = curation.pages, curation.taxonomy
    among = included(curation.record, taxonomy)
    page = render_front(front, curation, among, methods)
    files = {pages.page: page.text.encode()}
    lines = _Lines(curation)
    for table in pages.tables:
        if pages.more or table.key in page.cut:
            files |= divided(lines.section(table, selected(table, among)), pages.page)
    for dimension in taxonomy.dimensions:
        if pages.more and dimension.key in pages.more.dimensions:
            files |= _dimension(dimension, among, lines)
    if pages.timeline:
        files |= timeline.timeline_pages(pages.timeline, among, taxonomy, pages.page)
        files[pages.timeline.picture] = _drawn(curation, among, held(pages.timeline.picture))
    if pages.matrix:
        files |= matrix.matrix_pages(pages.matrix, among, taxonomy, pages.page)
    if curation.results:
        place = results_folder((pages.more or More()).folder)
        told = (curation.results, curation.record, curation.benchmarks)
        files |= result_pages(*told, place, pages.page)
    return files


def possible(curation: Curation) -> tuple[str, ...]:
    """Every path a printing may have, but for the further parts of long pages."""
    pages = curation.pages
    found = [pages.page, *(section_page(pages, table.key) for table in pages.tables)]
    if pages.timeline:
        found += [pages.timeline.picture, pages.timeline.page]
    if pages.matrix:
        found.append(pages.matrix.page)
    found.append(f"{results_folder((pages.more or More()).folder)}/{INDEX}")
    return tuple(found)


def shows_table(path: str, curation: Curation) -> bool:
    """Whether rows of tables stand in this file: in the front page, or a table's own pages."""
    pages = curation.pages
    stems = (section_page(pages, table.key).removesuffix(".md") for table in pages.tables)
    return path == pages.page or path.startswith(
        tuple(f"{stem}{end}" for stem in stems for end in (".", "-"))
    )


def former(paths: Iterable[str], curation: Curation, wanted: Iterable[str]) -> tuple[str, ...]:
    """Which of these files an earlier printing may have left, though this one lacks them."""
    pages, now = curation.pages, set(wanted)
    folder = f"{(pages.more or More()).folder}/"
    stems = [one.page.removesuffix(".md") for one in (pages.timeline, pages.matrix) if one]
    starts = (folder, *(f"{stem}-" for stem in stems))
    return tuple(path for path in sorted(paths) if path.endswith(".md") and path not in now
                 and path.startswith(starts))  # fmt: skip


def _drawn(curation: Curation, among: Sequence[Row], held: bytes | None) -> bytes:
    from tracker.publish.drawing import draw, shows

    asked = curation.pages.timeline
    assert asked is not None
    plan = timeline.plan(asked, among, curation.taxonomy)
    return held if held is not None and shows(held, plan) else draw(plan).encode()


class _Lines:
    """Every work as one line with every column, made once for all pages that show it."""

    def __init__(self, curation: Curation) -> None:
        self.curation = curation
        tables = curation.pages.tables
        listed = bool(tables) and all(table.style == "list" for table in tables)
        self.every = Table("every", "", "list" if listed else "table", columns=EVERY)
        self.made: dict[tuple[str, WorkId], str] = {}

    def of(self, rows: Sequence[Row], style: Style | None = None) -> list[str]:
        table = replace(self.every, style=style or self.every.style)
        missing = [row for row in rows if (table.style, row.work.id) not in self.made]
        texts = row_texts(table, missing, self.curation.taxonomy)
        for row, text in zip(missing, texts, strict=True):
            self.made[table.style, row.work.id] = text
        return [self.made[table.style, row.work.id] for row in rows]

    def head(self, style: Style | None = None) -> tuple[str, ...]:
        return head(replace(self.every, style=style or self.every.style), self.curation.taxonomy)

    def section(self, table: Table, rows: Sequence[Row]) -> Sheet:
        path = section_page(self.curation.pages, table.key)
        lines = self.of(rows, table.style)
        return Sheet(path, table.title, lines, self.head(table.style), region=table.key)


def _dimension(dimension: Dimension, among: Sequence[Row], lines: _Lines) -> dict[str, bytes]:
    """A dimension's page: the works of each label; a page a label where one would not do."""
    pages = lines.curation.pages
    path = section_page(pages, f"by-{dimension.key}")
    picked: list[tuple[str, str, str, list[Row]]] = []
    for label in dimension.labels:
        rows = [row for row in among if label.key in row.labels]
        if rows or not label.retired:
            picked.append((_anchor(label), _long(label), label.meaning, rows))
    shown = {row.work.id for *_, rows in picked for row in rows}
    without = [row for row in among if row.work.id not in shown]
    picked.append((_WITHOUT, "No label here", "", without))
    title = f"# {inline(dimension.name)} ({len(shown):,})"
    home = f"[Front page]({relative(pages.page, path)})"
    contents = [f"- [{cell(name)}](#{anchor}) ({len(rows):,})" for anchor, name, _, rows in picked]
    sections = []
    for anchor, name, meaning, rows in picked:
        body = "\n".join([*lines.head(), *lines.of(rows)]) if rows else EMPTY
        sections += [f'## <a id="{anchor}"></a>{cell(name)} ({len(rows):,})',
                     inline(meaning, 1_000), body]  # fmt: skip
    whole = written(title, home, "\n".join(contents), *sections)
    if len(whole) <= WALL:
        return {path: whole}
    files: dict[str, bytes] = {}
    contents = []
    for anchor, name, meaning, rows in picked:
        place = part_path(path, anchor)
        sheet = Sheet(place, name, lines.of(rows), lines.head(), inline(meaning, 1_000))
        files |= divided(sheet, pages.page)
        contents.append(f'- <a id="{anchor}"></a>[{cell(name)}]({relative(place, path)}) '
                        f"({len(rows):,})")  # fmt: skip
    return files | {path: written(title, home, "\n".join(contents))}


def _anchor(label: Label) -> str:
    return label.key.partition(":")[2]


def _long(label: Label) -> str:
    """The label's full name, with its abbreviation for those who look for it."""
    name = shown_label(replace(label, abbreviation=""))
    return f"{name} ({label.abbreviation})" if label.abbreviation else name
