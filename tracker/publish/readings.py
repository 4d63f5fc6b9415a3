"""One part of a page that is not as it was rendered, read against the record."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.identity import WorkId
from tracker.problems import Problem
from tracker.publish.markdown import plain
from tracker.publish.markers import lines
from tracker.publish.parts import Part, where
from tracker.publish.placing import placed
from tracker.publish.readback import Unreadable, cells, is_row, is_rule, row_cells, said
from tracker.publish.recall import Recall
from tracker.publish.render import Row, head, row_texts, selected, shown_title
from tracker.publish.stamp import STAMP, digest
from tracker.publish.threeway import Merged, Refused, merge
from tracker.record import Standing
from tracker.tables import Table

NOTHING = Merged()
QUOTED = 160  # characters of a line that a problem repeats
_MOVE = "; to move it, take out its row there"
_BACK = "bring it back with tracker render --discard-edits"


@dataclass(frozen=True)
class Edit:
    """One row that a person changed, or typed: ``work`` is None for a work not in the record.

    It stands in a line of a file, in the rows of a table.
    """

    file: str
    table: Table
    line: int
    text: str
    work: WorkId | None = None
    asks: Merged = NOTHING

    @property
    def quoted(self) -> str:
        """The row and where it stands, as a problem begins."""
        return f"{plain(self.text, QUOTED)!r}{where(self.table.key)}"


class PartReading:
    """What people changed in one part, found in steps: `read`, `settle` all of them, `ask`.

    ``arrived`` are rows of works that this table does not show yet; ``gone`` works whose row was
    taken out, with their titles; ``moved`` those of them that arrived somewhere else.
    """

    def __init__(self, part: Part, recall: Recall) -> None:
        self.part, self.stamp, self.recall = part, part.stamp, recall
        numbered = enumerate(map(str.strip, lines(part.body)), part.before + 1)
        self.lines = [(number, line) for number, line in numbered
                      if line and not STAMP.fullmatch(line)]  # fmt: skip
        # Digests of what was rendered and stands here no more, at least not as it was.
        self.missing = set(self.stamp or ()) - {digest(line) for _, line in self.lines}
        self.found: list[Edit] = []
        self.problems: list[Problem] = []
        self.arrived: list[Edit] = []
        self.gone: dict[WorkId, str] = {}
        self.moved: set[WorkId] = set()

    @property
    def holds(self) -> bool:
        """Whether rendering would take something away unread."""
        return bool(self.found or self.problems or self.moved)

    def read(self) -> None:
        if not self.lines:
            said = f"everything{where(self.part.name)} was taken out; {_BACK}"
            self.problems.append(Problem(self.part.file, f"line {self.part.before}", said))
            return
        known: list[tuple[int, str]] = []
        unknown: list[tuple[int, str]] = []
        for number, line in self.lines:
            ours = line in self.part.fresh or (
                self.stamp is not None and digest(line) in self.stamp
            )
            (known if ours else unknown).append((number, line))
        if self.part.table is None:
            for number, line in unknown:
                self.refuse(number, line, f"is no row{self._remedy}")
            return
        self._read_rows(self.part.table, known, unknown)

    def _read_rows(
        self, table: Table, known: Sequence[tuple[int, str]], unknown: Sequence[tuple[int, str]]
    ) -> None:
        recall = self.recall
        rows = {row.work.id: row for row in selected(table, recall.rows)}
        texts = dict(zip(row_texts(table, rows.values(), recall.taxonomy), rows, strict=True))
        there = {one for _, line in known if (one := self._work(line, texts))}
        there |= {texts[line] for _, line in unknown if line in texts}
        theirs = [(number, line) for number, line in unknown
                   if line not in texts and not self._is_head(line, table)]  # fmt: skip
        mine, typed = self._owned(table, theirs, texts, rows, there)
        self.gone = dict(self._gone(table, rows, {*there, *(work for *_, work in mine)}))
        for number, line in typed:
            work = self._renamed(line, table)
            if work is None:
                self.found.append(Edit(self.part.file, table, number, line))
            else:
                del self.gone[work]
                mine.append((number, line, work))
        before = {work: self._before(table, work) for *_, work in mine}
        self.missing -= {digest(text) for text in before.values() if text is not None}
        if self.missing and None in before.values():
            self.missing.difference_update(map(digest, self._explained(table, rows)))
        for number, line, work in sorted(mine):
            if work in there:
                self.refuse(number, line, f"is a second row of {work} here; keep one")
            else:
                there.add(work)
                standing = recall.curation.record.by_id[work]
                self._change(table, number, line, standing, before[work])

    def settle(self, readings: Sequence["PartReading"]) -> None:
        """Give what arrived here its labels: a row taken out elsewhere was moved."""
        for edit in self.arrived:
            standing = self.recall.curation.record.by_id[edit.work] if edit.work else None
            if standing is None:
                continue
            others = [one for one in readings if standing.work.id in one.gone]
            left = [one.part.table for one in others if one.part.table]
            sections, labels = standing.work.sections, edit.asks.labels or standing.labels
            try:
                asked = placed(labels, sections, edit.table, self.recall.taxonomy, left)
            except Refused as fault:
                self.refuse(edit.line, edit.text, f"{fault}{_MOVE if not left else ''}")
                continue
            self.found.append(replace(edit, asks=replace(edit.asks, labels=asked)))
            for one in others:
                one.moved.add(standing.work.id)

    def ask(self) -> None:
        """Ask about the rows that were taken out and stand nowhere else."""
        for work, title in self.gone.items():
            if self.part.table and work not in self.moved:
                instead = f"{_instead(work, self.part.table)}, or {_BACK}"
                self.refuse(self.part.before, title, f"was taken out; {instead}")

    def _owned(
        self,
        table: Table,
        theirs: Sequence[tuple[int, str]],
        texts: Mapping[str, WorkId],
        rows: Mapping[WorkId, Row],
        there: set[WorkId],
    ) -> tuple[list[tuple[int, str, WorkId]], list[tuple[int, str]]]:
        """What people wrote: rows of works in the record, and rows of works that are not."""
        free = [row for work, row in rows.items() if not row.work.url and work not in there]
        mine: list[tuple[int, str, WorkId]] = []
        typed: list[tuple[int, str]] = []
        heads = {number - 1 for number, line in self.lines if is_rule(line)}
        for number, line in theirs:
            if number in heads and table.style == "table":
                own = head(table, self.recall.taxonomy)[0]
                self.refuse(number, line, f"is not the head of this table; put back {own!r}")
            elif not is_row(line):
                self.refuse(number, line, f"is no row{self._remedy}")
            elif work := self._work(line, texts) or self._respaced(line, table, free):
                mine.append((number, line, work))
                free = [row for row in free if row.work.id != work]
            else:
                typed.append((number, line))
        return mine, typed

    def refuse(self, number: int, line: str, why: str) -> None:
        said = f"{plain(line, QUOTED)!r}{where(self.part.name)} {why}"
        self.problems.append(Problem(self.part.file, f"line {number}", said))

    @property
    def _remedy(self) -> str:
        if self.part.file == self.recall.curation.pages.page:
            return "; move it out of the region"
        return (
            " of a work; say it on the front page, or drop it with tracker render --discard-edits"
        )

    def _work(self, line: str, texts: Mapping[str, WorkId]) -> WorkId | None:
        standing = None if line in texts else self.recall.standing(line)
        return texts.get(line) or (standing.work.id if standing else None)

    def _respaced(self, line: str, table: Table, bare: Sequence[Row]) -> WorkId | None:
        """The work without an address whose row this is in other spacing."""
        texts = row_texts(table, bare, self.recall.taxonomy)
        try:
            mine = cells(line, table)
            same = (row.work.id for row, text in zip(bare, texts, strict=True)
                    if mine == cells(text, table))  # fmt: skip
            return next(same, None)
        except Unreadable:
            return None

    def _is_head(self, line: str, table: Table) -> bool:
        """Whether this is the table's head in other spacing."""
        if table.style == "list" or not line.startswith("|"):
            return is_rule(line) and table.style == "table"
        try:
            return is_rule(line) or row_cells(line) == row_cells(
                head(table, self.recall.taxonomy)[0]
            )
        except Unreadable:
            return False

    def _gone(
        self, table: Table, rows: Mapping[WorkId, Row], there: set[WorkId]
    ) -> Iterator[tuple[WorkId, str]]:
        """The works whose row was rendered and stands here no more, each with that row."""
        for work, row in rows.items() if self.missing else ():
            if work not in there:
                standing = self.recall.curation.record.by_id[work]
                text = next((text for text in self.recall.earlier(standing, table)
                             if digest(text) in self.missing), None)  # fmt: skip
                if text is not None:
                    yield work, shown_title(row.work)

    def _explained(self, table: Table, rows: Collection[WorkId]) -> Iterator[str]:
        """Rows that may have been rendered here, of works that the record has elsewhere since."""
        for standing in self.recall.curation.record.standings:
            work = standing.work.id
            decided = len(self.recall.decisions.get(work, ()))
            if work not in rows and work in self.recall.files and decided > 1:
                yield from self.recall.earlier(standing, table)

    def _renamed(self, line: str, table: Table) -> WorkId | None:
        """The work whose row this was before somebody changed its paper's address."""
        try:
            told = [value for column, cell in (cells(line, as_written(line, table)) or {}).items()
                    if column in ("title", "item")
                    for value in [said(column, cell, self.recall.taxonomy)["title"]]]  # fmt: skip
        except Unreadable:
            return None
        same = [work for work, title in self.gone.items()
                if told and plain(title).rstrip(".") == str(told[0]).rstrip(".")]  # fmt: skip
        return same[0] if len(same) == 1 else None

    def _change(
        self, table: Table, number: int, line: str, standing: Standing, before: str | None
    ) -> None:
        recall = self.recall
        if standing.status != "included":
            told = f"is about a work that is {standing.status} in the record"
            remedy = f"decide on it with tracker decide {standing.work.id}"
            self.refuse(number, line, f"{told}; {remedy}, or take the row out")
            return
        row = Row(standing.work, recall.taxonomy.sort(standing.labels))
        shown = table.selects(row.labels, row.work.sections)
        # Where nothing rendered is missing, what was not rendered was added.
        typed = not (shown and self.missing)
        try:
            asks = merge(line, row, before, as_written(line, table), recall.taxonomy, typed)
        except Refused as fault:
            self.refuse(number, line, str(fault))
            return
        edit = Edit(self.part.file, table, number, line, standing.work.id, asks)
        if before is None and not shown:
            self.arrived.append(edit)
        elif asks.asks:
            self.found.append(edit)

    def _before(self, table: Table, work: WorkId) -> str | None:
        """The work's row as it was rendered; what it is now, where there is no stamp."""
        standing = self.recall.curation.record.by_id[work]
        if self.stamp is None:
            shown = table.selects(standing.labels, standing.work.sections)
            row = Row(standing.work, self.recall.taxonomy.sort(standing.labels))
            return row_texts(table, [row], self.recall.taxonomy)[0] if shown else None
        earlier = self.recall.earlier(standing, table)
        return next((text for text in earlier if digest(text) in self.stamp), None)


def _instead(work: WorkId, table: Table) -> str:
    """How to say that a work does not belong in a table."""
    if ":" in table.key:
        return f"say which labels it has with tracker decide {work} include --label LABEL"
    return f"exclude it with tracker decide {work} exclude"


def as_written(line: str, table: Table) -> Table:
    """The table in the style of a line: somebody may type an item where rows of cells stand."""
    return table if line.startswith("|") else replace(table, style="list")
