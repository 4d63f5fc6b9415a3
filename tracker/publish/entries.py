"""The included works as every page shows them: each thing made once, for all pages."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from tracker.curation.reader import Curation
from tracker.identity import WorkId
from tracker.publish import timeline
from tracker.publish.render import Row, head, included, row_texts, selected, with_every_column
from tracker.tables import Pages, Style, Table


class Entries:
    """The included works of a curation, newest first, and what is made of them."""

    def __init__(self, curation: Curation) -> None:
        self.curation = curation
        self.every = with_every_column(Table("every", "", usual_style(curation.pages)))
        self._made: dict[str, dict[WorkId, str]] = {}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return included(self.curation.record, self.curation.taxonomy)

    @cached_property
    def tables(self) -> dict[str, tuple[Row, ...]]:
        """The rows of each of the survey's tables, by its key."""
        return {table.key: selected(table, self.rows) for table in self.curation.pages.tables}

    @cached_property
    def plan(self) -> timeline.Plan:
        """What the timeline's picture shows; the survey must have a timeline."""
        asked = self.curation.pages.timeline
        assert asked is not None
        return timeline.plan(asked, self.rows, self.curation.taxonomy)

    def lines(self, rows: Sequence[Row], style: Style | None = None) -> list[str]:
        """Each work as one line with every column, in a table's style or the survey's usual."""
        table = replace(self.every, style=style or self.every.style)
        made = self._made.setdefault(table.style, {})
        missing = [row for row in rows if row.work.id not in made]
        texts = row_texts(table, missing, self.curation.taxonomy)
        made |= zip((row.work.id for row in missing), texts, strict=True)
        return [made[row.work.id] for row in rows]

    def head(self, style: Style | None = None) -> tuple[str, ...]:
        return head(replace(self.every, style=style or self.every.style), self.curation.taxonomy)


def usual_style(pages: Pages) -> Style:
    """A list where all the survey's tables are lists."""
    tables = pages.tables
    return "list" if tables and all(table.style == "list" for table in tables) else "table"
