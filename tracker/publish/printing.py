"""A printing: every file that a survey publishes, from one reading of its curation."""

from collections.abc import Callable, Iterable

from tracker.curation.reader import Curation
from tracker.publish import matrix, timeline
from tracker.publish.dimensions import dimension_pages
from tracker.publish.entries import Entries
from tracker.publish.front import render_front, section_page
from tracker.publish.methods import NOTHING
from tracker.publish.results import INDEX, result_pages, results_folder
from tracker.publish.sheets import Sheet, divided, is_part
from tracker.tables import More, Table


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
    entries = Entries(curation)
    page = render_front(front, entries, methods)
    files = {pages.page: page.text.encode()}
    for table in pages.tables:
        if pages.more or table.key in page.cut:
            files |= divided(_section(table, entries), pages.page)
    dimensions = _dimensions(curation)
    for dimension in taxonomy.dimensions:
        if dimension.key in dimensions:
            files |= dimension_pages(dimension, entries)
    if pages.timeline:
        shown = (entries.rows, taxonomy, entries.plan)
        files |= timeline.timeline_pages(pages.timeline, *shown, pages.page)
        files[pages.timeline.picture] = _drawn(entries.plan, held(pages.timeline.picture))
    if pages.matrix:
        files |= matrix.matrix_pages(pages.matrix, entries.rows, taxonomy, pages.page)
    if curation.results:
        place = results_folder((pages.more or More()).folder)
        told = (curation.results, curation.record, curation.benchmarks)
        files |= result_pages(*told, place, pages.page)
    return files


def places(curation: Curation) -> tuple[str, ...]:
    """The main files of a printing, at least one in every folder that it writes to.

    The further parts of long pages, and the pages of single labels and datasets, stand beside
    them.
    """
    pages = curation.pages
    found = [pages.page, *(section_page(pages, table.key) for table in pages.tables)]
    found += [section_page(pages, f"by-{key}") for key in _dimensions(curation)]
    if pages.timeline:
        found += [pages.timeline.picture, pages.timeline.page]
    if pages.matrix:
        found.append(pages.matrix.page)
    found.append(f"{results_folder((pages.more or More()).folder)}/{INDEX}")
    return tuple(found)


def table_of(path: str, curation: Curation) -> str | None:
    """The table whose own page this is, or a further part of it."""
    pages = curation.pages
    return next((table.key for table in pages.tables
                 if is_part(path, section_page(pages, table.key))), None)  # fmt: skip


def lists_all(path: str, curation: Curation) -> bool:
    """Whether this is a page of the one dimension in which every included work is looked up."""
    first = next(iter(_dimensions(curation)), None)
    stem = section_page(curation.pages, f"by-{first}").removesuffix(".md")
    return first is not None and path.endswith(".md") and path.startswith((f"{stem}.", f"{stem}-"))


def shows_results(path: str, curation: Curation) -> bool:
    """Whether reported results stand in this file."""
    return path.startswith(f"{results_folder((curation.pages.more or More()).folder)}/")


def former(paths: Iterable[str], curation: Curation, wanted: Iterable[str]) -> tuple[str, ...]:
    """Which of these files an earlier printing may have left, though this one lacks them."""
    pages, now = curation.pages, set(wanted)
    folder = f"{(pages.more or More()).folder}/"
    stems = [one.page.removesuffix(".md") for one in (pages.timeline, pages.matrix) if one]
    starts = (folder, *(f"{stem}-" for stem in stems))
    return tuple(path for path in sorted(paths) if path.endswith(".md") and path not in now
                 and path.startswith(starts))  # fmt: skip


def _dimensions(curation: Curation) -> tuple[str, ...]:
    """The dimensions that have pages, in the taxonomy's order."""
    wanted = curation.pages.more.dimensions if curation.pages.more else ()
    return tuple(one.key for one in curation.taxonomy.dimensions if one.key in wanted)


def _section(table: Table, entries: Entries) -> Sheet:
    path = section_page(entries.curation.pages, table.key)
    lines = entries.lines(entries.tables[table.key], table.style)
    return Sheet(path, table.title, lines, entries.head(table.style), region=table.key)


def _drawn(plan: timeline.Plan, held: bytes | None) -> bytes:
    from tracker.publish.drawing import draw, shows

    return held if held is not None and shows(held, plan) else draw(plan).encode()
