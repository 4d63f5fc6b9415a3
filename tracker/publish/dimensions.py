"""A dimension's page: the works of each label; a page a label where one would not do."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tracker.publish.entries import Entries
from tracker.publish.front import section_page
from tracker.publish.markdown import cell, inline
from tracker.publish.render import EMPTY, EVERY, Row, shown_label
from tracker.publish.sheets import WALL, Sheet, divided, part_path, relative, stretch, written
from tracker.tables import Style, Table
from tracker.taxonomy import Dimension, Label

WITHOUT: Final = "without-label"  # the section of works without a label: no label's key can be it


def label_tables(dimension: Dimension, style: Style) -> Iterator[Table]:
    """The sections of a dimension's page, each as the table it amounts to."""
    for label in dimension.labels:
        yield Table(label.key, _long(label), style, (label.key,), columns=EVERY)
    keys = tuple(label.key for label in dimension.labels)
    name = f"{dimension.key}:{WITHOUT}"
    yield Table(name, "No label here", style, none_of=keys, columns=EVERY)


def anchor(table: Table) -> str:
    """The name by which a section is linked to: its label's, without the dimension."""
    return table.key.partition(":")[2]


def dimension_pages(dimension: Dimension, entries: Entries) -> dict[str, bytes]:
    """The page's files by their paths: an index and a page a label if it would pass the wall."""
    front = entries.curation.pages.page
    path = section_page(entries.curation.pages, f"by-{dimension.key}")
    sections = list(_sections(dimension, entries))
    title = f"# {inline(dimension.name)} ({len(entries.rows) - len(sections[-1].rows):,})"
    home = f"[Front page]({relative(front, path)})"
    contents = "\n".join(f"- [{one.name}](#{one.anchor}) ({one.count})" for one in sections)
    whole = written(stretch(title, home, contents), *(one.text(entries) for one in sections))
    if len(whole) <= WALL:
        return {path: whole}
    files: dict[str, bytes] = {}
    lines = []
    for one in sections:
        place = part_path(path, one.anchor)
        rows = entries.lines(one.rows)
        files |= divided(Sheet(place, one.table.title, rows, entries.head(), one.meaning), front)
        link = f"[{one.name}]({relative(place, path)})"
        lines.append(f'- <a id="{one.anchor}"></a>{link} ({one.count})')
    return files | {path: written(stretch(title, home, "\n".join(lines)))}


@dataclass(frozen=True)
class _Section:
    """The works of one label."""

    table: Table
    meaning: str
    rows: Sequence[Row]

    @property
    def anchor(self) -> str:
        return anchor(self.table)

    @property
    def name(self) -> str:
        return cell(self.table.title)

    @property
    def count(self) -> str:
        return f"{len(self.rows):,}"

    def text(self, entries: Entries) -> str:
        body = "\n".join([*entries.head(), *entries.lines(self.rows)]) if self.rows else EMPTY
        heading = f'## <a id="{self.anchor}"></a>{self.name} ({self.count})'
        return stretch(heading, self.meaning, body)


def _sections(dimension: Dimension, entries: Entries) -> Iterator[_Section]:
    """A section for each label, but for retired ones that no work has; the last is of no label."""
    keys = {label.key for label in dimension.labels}
    works: dict[str, list[Row]] = defaultdict(list)
    for row in entries.rows:
        for key in keys.intersection(row.labels) or ("",):
            works[key].append(row)
    *labelled, rest = label_tables(dimension, entries.every.style)
    for label, table in zip(dimension.labels, labelled, strict=True):
        if works[label.key] or not label.retired:
            yield _Section(table, inline(label.meaning, 1_000), works[label.key])
    yield _Section(rest, "", works[""])


def _long(label: Label) -> str:
    """The label's full name, with its abbreviation for those who look for it."""
    name = shown_label(replace(label, abbreviation=""))
    return f"{name} ({label.abbreviation})" if label.abbreviation else name
