"""Proving coverage: arXiv's own total for each query and day against what is stored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tracker.coverage import CoverageCell
from tracker.errors import SourceUnavailable
from tracker.harvest.calendar import announced_by, is_weekend, settled
from tracker.harvest.night import Night
from tracker.harvest.search import SearchDoor, SearchPage
from tracker.queries import Query

PATIENCE = 2  # questions in a row without an answer, then the door counts as shut


class Prover:
    """Fills the ledger for one night through the search API."""

    def __init__(self, night: Night, door: SearchDoor) -> None:
        self.night, self.door = night, door
        self.unanswered = 0
        self.asked: set[tuple[str, date]] = set()  # cells that had a question of their own

    def prove(self, query: Query, days: Sequence[date], recount: Sequence[date]) -> None:
        """Ask for each of ``days`` that is open, then recount the span ``recount`` at once."""
        held = {cell.day: cell for cell in self.night.shelf.cells(query.key)}
        for day in days:
            cell = held.get(day) or CoverageCell(query.key, day, "failed", note="not asked yet")
            if day in held and cell.closed and settled(cell.day, cell.asked_at):
                continue
            held[day] = self.ask(query, cell)
        known = [held[day] for day in recount if day in held and held[day].expected is not None]
        for span in _spans(known):
            self._recount(query, span)

    def ask(self, query: Query, cell: CoverageCell) -> CoverageCell:
        """Settle one cell as well as arXiv's answers allow; the result is in the ledger."""
        if "search" in self.night.shut:
            cell = replace(cell, state="failed", note="not asked: the search API was shut")
            if cell.attempts == 0:
                self.night.shelf.save_cells([cell])
            return cell
        self.asked.add((query.key, cell.day))
        asked = replace(cell, attempts=cell.attempts + 1, asked_at=self.night.now, note="")
        try:
            answered = self._answer(query, asked)
            self.unanswered = 0
        except SourceUnavailable as fault:
            answered = replace(self._held(query, asked), state="failed", note=str(fault)[:300])
            self.no_answer(fault)
        self.night.shelf.save_cells([answered])
        # An empty weekend before its announcement is no news yet.
        self.night.confirmed += answered.state == "proven" or (
            answered.closed and settled(answered.day, answered.asked_at)
        )
        return answered

    def _answer(self, query: Query, cell: CoverageCell) -> CoverageCell:
        self.night.say(f"{query.key} {cell.day}")
        held = self.night.shelf.stored(query.key, cell.day, cell.day)[cell.day]
        page: SearchPage | None = None
        # arXiv's index and ours may differ about phrases, and the numbers agree by accident:
        # then only a listing shows which papers are meant.
        if held and (cell.fetched or not query.has_phrases):
            total = self.door.total(query, cell.day, cell.day, held)
        else:
            page = self.door.page(query, cell.day, 0, held=held)
            total = page.total
        if total == 0:
            return self._nothing(query, cell, held)
        if total == held and not query.has_phrases:
            return replace(cell, state="proven", expected=total, stored=held, fetched=0)
        start = cell.fetched if cell.expected == total and cell.fetched < total else 0
        return self._listed(query, replace(cell, expected=total, fetched=start), page)

    def _listed(self, query: Query, cell: CoverageCell, page: SearchPage | None) -> CoverageCell:
        """Read the day's listing page by page; a killed run goes on at the page it reached."""
        start, total, listed = cell.fetched, cell.expected or 0, set[str]()
        resumed = start > 0
        if resumed or page is None:
            page = self.door.page(query, cell.day, start)
        while True:
            total = page.total
            start += page.entries
            listed.update(filter(None, page.ids))
            self.unread(page)
            reached = replace(cell, state="partial", expected=total, fetched=start)
            self.night.keep(page.papers, "search", found_by=query.key, cell=reached)
            if start >= total or page.entries == 0:
                break
            page = self.door.page(query, cell.day, start, listed)
        lost = sorted(listed - self.night.shelf.known(listed))
        if lost:
            self.by_id(lost, query.key)
        held = self.night.shelf.stored(query.key, cell.day, cell.day)[cell.day]
        cell = replace(cell, expected=total, stored=min(held, total), fetched=0)
        if held == total:
            return replace(cell, state="proven")
        missing = listed - self.night.shelf.known(listed)
        if len(listed) == total and not missing and not resumed:
            more = f"{held - total} more stored than arXiv lists" if held > total else ""
            return replace(cell, state="proven", stored=total, note=more)
        which = f": {', '.join(sorted(missing)[:5])}" if missing else ""
        return replace(cell, state="partial", note=f"{abs(total - held)} of {total} differ{which}")

    def _nothing(self, query: Query, cell: CoverageCell, held: int) -> CoverageCell:
        """arXiv says zero, which it also says when it is ill: believed only with proof."""
        cell, day = replace(cell, expected=0, stored=held, fetched=0), cell.day
        if held:
            note = f"arXiv says none of the {held} papers stored for this day"
            return replace(cell, state="partial", expected=None, note=note)
        early = "not announced yet" if announced_by(day) > self.night.now else ""
        if early and not is_weekend(day):
            return replace(cell, state="partial", note=early)
        if self.door.total(query, day, day):
            return self._listed(query, cell, None)
        if is_weekend(day):
            return replace(cell, state="empty", note=early)
        week = self.door.total(query, day - timedelta(days=6), day)
        if week or self.door.total_ever(query):
            return replace(cell, state="proven", note=f"none; {week} in the week up to this day")
        return replace(cell, state="partial", note="arXiv says none, but nothing bears it out")

    def _recount(self, query: Query, cells: Sequence[CoverageCell], total: int = -1) -> None:
        """Compare a span's total with the ledger's; where they differ, halve down to the days."""
        if "search" in self.night.shut:
            return
        expected = sum(cell.expected or 0 for cell in cells)
        try:
            if total < 0:
                total = self.door.total(query, cells[0].day, cells[-1].day, expected)
            if total == expected:
                self.night.confirmed += sum(
                    cell.closed and (query.key, cell.day) not in self.asked for cell in cells
                )
                return
            if len(cells) == 1:
                if cells[0].closed and (query.key, cells[0].day) in self.asked:
                    # Asked on its own a moment ago: a direct answer counts for more.
                    note = f"the days up to {cells[0].day} add up to {total - expected:+d} papers"
                    self.night.remarks.append(f"{query.key}: arXiv's totals differ, {note}")
                    return
                self.ask(query, cells[0])
                return
            half = len(cells) // 2
            counted = sum(cell.expected or 0 for cell in cells[:half])
            left = self.door.total(query, cells[0].day, cells[half - 1].day, counted)
        except SourceUnavailable as fault:
            self.no_answer(fault)
            return
        self._recount(query, cells[:half], left)
        self._recount(query, cells[half:], max(0, total - left))

    def by_id(self, arxiv_ids: Sequence[str], found_by: str = "") -> set[str]:
        """Fetch these papers one by one; return the ids arXiv gave no readable entry for."""
        left = set(arxiv_ids)
        for page in self.door.by_id(arxiv_ids):
            self.unread(page)
            self.night.keep(page.papers, "search", found_by=found_by)
            left -= {paper.arxiv_id for paper in page.papers}
        return left

    def unread(self, page: SearchPage) -> None:
        """Count the entries of a page that could not be read."""
        read = {paper.arxiv_id for paper in page.papers}
        self.night.unreadable.update(name or "(no id)" for name in page.ids if name not in read)

    def no_answer(self, fault: SourceUnavailable) -> None:
        """Count a question without an answer; after PATIENCE of them the door is shut."""
        self.unanswered += 1
        if self.unanswered >= PATIENCE:
            self.night.shut["search"] = str(fault)

    def _held(self, query: Query, cell: CoverageCell) -> CoverageCell:
        """The cell with what an interrupted listing already put in the ledger."""
        for held in self.night.shelf.cells(query.key, cell.day, cell.day):
            cell = replace(cell, expected=held.expected, fetched=held.fetched)
        return replace(
            cell, stored=self.night.shelf.stored(query.key, cell.day, cell.day)[cell.day]
        )


def _spans(cells: Sequence[CoverageCell]) -> list[list[CoverageCell]]:
    """The cells in runs of consecutive days."""
    spans: list[list[CoverageCell]] = []
    for cell in sorted(cells, key=lambda cell: cell.day):
        if spans and cell.day - spans[-1][-1].day == timedelta(days=1):
            spans[-1].append(cell)
        else:
            spans.append([cell])
    return spans
