"""Every work as one line with every column, made once for all pages that show it."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.curation.reader import Curation
from tracker.identity import WorkId
from tracker.publish.render import Row, head, row_texts, with_every_column
from tracker.tables import Pages, Style, Table


class Entries:
    """The lines of works on pages of their own, in a table's style or the survey's usual one."""

    def __init__(self, curation: Curation) -> None:
        self.curation = curation
        self.every = with_every_column(Table("every", "", usual_style(curation.pages)))
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


def usual_style(pages: Pages) -> Style:
    """A list where all the survey's tables are lists."""
    tables = pages.tables
    return "list" if tables and all(table.style == "list" for table in tables) else "table"
