"""The parts of the published pages in which people may have changed something.

In the front page these are its regions; in a page that the tracker writes whole, its stretches.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.curation.reader import Curation
from tracker.publish.dimensions import anchor, label_tables
from tracker.publish.entries import usual_style
from tracker.publish.front import region_anchor, section_page
from tracker.publish.markers import find, lines
from tracker.publish.readback import is_row
from tracker.publish.render import EMPTY, with_every_column
from tracker.publish.sheets import MARK, is_part, part_path
from tracker.publish.stamp import STAMP, as_rendered, digest, stamp_of, telling
from tracker.tables import Table

_SECTION = re.compile(r'## <a id="([^"]+)"></a>')
_REGION = re.compile(r"<!-- tracker:(\w+):start -->")


@dataclass(frozen=True)
class Part:
    """Lines of a page that have one stamp; ``fresh`` are those that are made anew here.

    ``name`` is the region's, or the key of the label whose works are listed; ``before`` is the
    number of the line before the first. ``table`` is the one whose rows stand here, None where
    none do. ``stamp`` holds the digests of what was rendered, None where there is no stamp.
    """

    file: str
    name: str
    before: int
    body: str
    fresh: frozenset[str]
    stamp: frozenset[str] | None
    table: Table | None = None


def where(name: str) -> str:
    """How a problem names a region, or a label's works, after what it quotes."""
    what = "under label" if ":" in name else "in region"
    return f" {what} {name!r}" if name else ""


def front_parts(page: str, fresh: str, curation: Curation) -> Iterator[Part]:
    """The regions of the front page that are not as they were rendered. Raises MarkerError."""
    file = curation.pages.page
    tables = {table.key: table for table in curation.pages.tables}
    new = {region.name: fresh[region.begin : region.end] for region in find(fresh)}
    for region in find(page, file):
        body, made = page[region.begin : region.end], new.get(region.name, "")
        if not as_rendered(body) and body != made:
            part = Part(file, region.name, region.line, body, frozenset(telling(made)),
                        stamp_of(body), tables.get(region.name))  # fmt: skip
            yield _without_idle(part, region_anchor(region.name))


def sheet_parts(file: str, page: str, fresh: str, curation: Curation) -> Iterator[Part]:
    """The stretches of a whole page that are not as they were rendered."""
    made: dict[str, set[str]] = {}
    for before, body in _stretches(fresh):
        made.setdefault(_shown(file, before, body, curation)[0], set()).update(telling(body))
    for before, body in _stretches(page):
        if not as_rendered(body):
            name, table = _shown(file, before, body, curation)
            lines_here = frozenset(made.get(name, ()))
            yield _without_idle(Part(file, name, before, body, lines_here, stamp_of(body), table))


def _without_idle(part: Part, anchor: str = "") -> Part:
    """The part as if the words that stand where no work does had not been rendered.

    Whoever types a first row in their place, behind our ``anchor``, took nothing out.
    """
    idle = {one for one in (EMPTY, f"{anchor}{EMPTY}") if digest(one) in (part.stamp or ())}
    if part.stamp is None or not idle:
        return part
    bare = ((line, line.removeprefix(anchor)) for line in lines(part.body))
    return replace(
        part,
        body="".join(rest if is_row(rest) else line for line, rest in bare),
        fresh=part.fresh | idle | {anchor},
        stamp=part.stamp - {digest(one) for one in idle},
    )


def _stretches(page: str) -> Iterator[tuple[int, str]]:
    """Each stretch up to and with its stamp, and the number of the line before it.

    The tracker's own first line stands in none, if nobody added to it.
    """
    first, *rest = lines(page) or [""]
    ours = first.strip("\ufeff \t\r\n") == MARK
    before, held = (1, list[str]()) if ours else (0, [first])
    for number, line in enumerate(rest, start=2):
        held.append(line)
        if STAMP.fullmatch(line.strip()):
            yield before, "".join(held)
            before, held = number, []
    if telling(left := "".join(held)):
        yield before, left


def _shown(file: str, before: int, body: str, curation: Curation) -> tuple[str, Table | None]:
    """Whose works a stretch of a page lists, and the table that this amounts to."""
    if before < 2:
        return "", None  # a page begins with its title and the way to others, whatever follows
    if region := _REGION.search(body):
        found = next((one for one in curation.pages.tables if one.key == region[1]), None)
        return region[1], with_every_column(found) if found else None
    section, style = _SECTION.search(body), usual_style(curation.pages)
    for dimension in curation.taxonomy.dimensions:
        page = section_page(curation.pages, f"by-{dimension.key}")
        for table in label_tables(dimension, style):
            here = file == page and section is not None and section[1] == anchor(table)
            if here or is_part(file, part_path(page, anchor(table))):
                return table.key, table
    return "", None
