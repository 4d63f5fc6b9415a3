"""What people changed in the published pages, composed: read, ascribed, taken into the record."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tracker import curation as files
from tracker import git
from tracker.adopt import records
from tracker.adopt.entries import read_page as read_list
from tracker.adopt.works import gather
from tracker.curation import Curation
from tracker.curation.consistency import require_precedents
from tracker.curators import IMPORT
from tracker.decisions import Decision
from tracker.errors import GitError, SettingsError
from tracker.identity import WorkId
from tracker.problems import Problem
from tracker.publish.markdown import plain
from tracker.publish.placing import placed
from tracker.publish.readings import Edit, as_written
from tracker.publish.render import Row, head
from tracker.publish.threeway import Refused, typed
from tracker.publish.waiting import edited
from tracker.settings import Settings
from tracker.steps.renderings import held_here, printed
from tracker.works import Work, work_fields

# The address GitHub gives an account that hides its own ("Setting your commit email address").
_NOREPLY = re.compile(r"<(?:\d+\+)?([A-Za-z0-9-]{1,39})@users\.noreply\.github\.com>")


@dataclass(frozen=True)
class ProposedChange:
    """One change of the record that a person's edit asks for.

    ``by`` is the curator who committed it, empty if that is nobody the survey knows;
    ``author`` is the name in the commit. ``row`` is the whole work as it would then be.
    """

    edit: Edit
    row: Row
    new: bool
    by: str
    author: str

    def as_json(self) -> dict[str, Any]:
        facts = self.edit.asks.facts
        labels = self.row.labels if self.new else self.edit.asks.labels
        return {
            "file": self.edit.file,
            "line": self.edit.line,
            "region": self.edit.table.key,
            "work": str(self.row.work.id),
            "new": self.new,
            "facts": work_fields(self.row.work) if self.new else facts.as_json() if facts else {},
            "labels": None if labels is None else list(labels),
            "by": self.by or None,
            "author": self.author or None,
            "text": self.edit.text,
        }

    def __str__(self) -> str:
        told = self.as_json()
        facts = "; ".join(f"{name} {_words(value)}" for name, value in told["facts"].items()
                          if name not in ("ids", "title") or not self.new)  # fmt: skip
        labels = "" if told["labels"] is None else f"labels {', '.join(told['labels']) or 'none'}"
        what = "; ".join(part for part in (facts, labels) if part)
        verb = "list" if self.new else "change"
        who = f"by {self.by}" if self.by else f"by {self.author or 'somebody'}, no curator we know"
        name = f"{self.row.work.id} {plain(self.row.title, 80)!r}"
        return f"{self.edit.file}:line {self.edit.line}: {verb} {name}: {what} ({who})"


@dataclass(frozen=True)
class Reading:
    """What people changed in the pages: proposals, and what only a person can settle."""

    proposals: tuple[ProposedChange, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.proposals and not self.problems

    def as_json(self) -> dict[str, Any]:
        return {
            "proposals": [one.as_json() for one in self.proposals],
            "problems": [one.as_json() for one in self.problems],
        }


def read(settings: Settings) -> Reading:
    """The edits in the pages of this checkout. Raises CurationError or MarkerError."""
    curation = files.require(files.load(settings.root))
    front, made = printed(settings, curation)
    found = edited(front, made, partial(held_here, settings), curation)
    authors = {file: _authors(settings.root, file) for file in {one.file for one in found.found}}
    proposals: list[ProposedChange] = []
    problems = list(found.problems)
    for edit in found.found:
        by, author = _author(authors[edit.file].get(edit.line, ""), curation)
        try:
            row = _row(edit, curation)
        except Refused as fault:
            problems.append(Problem(edit.file, f"line {edit.line}", f"{edit.quoted} {fault}"))
            continue
        proposals.append(ProposedChange(edit, row, edit.work is None, by, author))
        if not by and author:
            what = (
                f"{edit.quoted} was changed by {plain(author, 60)!r}, who is no "
                "curator here: a curator may take it over with tracker edits --accept --as HANDLE"
            )
            problems.append(Problem(edit.file, f"line {edit.line}", what))
    return Reading(tuple(proposals), tuple(problems))


def accept(settings: Settings, handle: str) -> tuple[Decision, ...]:
    """Write every proposal as a decision: of its author, or of ``handle`` where that is nobody.

    A work that was typed in stays marked as inferred until somebody confirms it, like one
    from an imported list. Raises SettingsError for a handle that may not decide.
    """
    curation = files.require(files.load(settings.root))
    accepting = curation.curator(handle).handle
    written: list[Decision] = []
    tried: set[tuple[str, int]] = set()  # files and lines
    while wanted := _first_each(read(settings), tried):
        curation = files.require(files.load(settings.root))
        written += [_accept(settings, curation, one, accepting) for one in wanted]
        tried |= {(one.edit.file, one.edit.line) for one in wanted}
    return tuple(written)


def _first_each(reading: Reading, tried: set[tuple[str, int]]) -> tuple[ProposedChange, ...]:
    """One proposal for each work, since the next on it is asked of what the first has made."""
    first: dict[WorkId, ProposedChange] = {}
    for one in reading.proposals:
        if (one.edit.file, one.edit.line) not in tried:
            first.setdefault(one.row.work.id, one)
    return tuple(first.values())


def _accept(settings: Settings, curation: Curation, one: ProposedChange, handle: str) -> Decision:
    work, by = one.row.work, one.by or handle
    standing = curation.record.by_id.get(work.id)
    if one.new:
        files.write_work(settings.root, work)
    note = f"edited in {one.edit.file}" + ("" if by == handle else f", accepted by {handle}")
    at = settings.clock()
    if standing and standing.decided_at:
        # What it edits may come from a machine whose clock is ahead; it is later all the same.
        at = max(at, standing.decided_at + timedelta(milliseconds=1))
    decision = Decision(
        at=at,
        by=by,
        verdict="include",
        work=work.id,
        title=work.title,
        labels=one.row.labels,
        facts=one.edit.asks.facts,
        note=note,
        inferred=one.new or (standing is not None and standing.inferred),
    )
    return files.append(settings.root, decision)


def _row(edit: Edit, curation: Curation) -> Row:
    """The work as the edit would have it; raises Refused."""
    if edit.work is None:
        return _adopted(edit, curation)
    standing, asks = curation.record.by_id[edit.work], edit.asks
    work = standing.work.corrected(asks.facts) if asks.facts else standing.work
    return Row(work, standing.labels if asks.labels is None else asks.labels)


def _adopted(edit: Edit, curation: Curation) -> Row:
    """A work that stands in no record yet, read from a typed row as from an imported list."""
    line, table, taxonomy = edit.text, edit.table, curation.taxonomy
    view = as_written(line, table)
    page = read_list("\n".join([*head(view, taxonomy), line]) + "\n", edit.file)
    if len(page.entries) != 1:
        raise Refused("reads like no work; give it a title and the link to its paper")
    (listing,), _ = gather(page, edit.file)
    work = records.work_of(listing, records.Source(page, (None,)))
    if work.id.scheme == "title":
        raise Refused("has no link; add the one to its paper")
    if known := next((one for one in work.ids if one in curation.record.by_id), None):
        raise Refused(f"is {known} by one of its links, which the record has with another paper")
    work = replace(work, sections=(table.section,) if table.section else ())
    _require_accord(work, curation)
    row = typed(line, Row(work, ()), view, taxonomy)
    return Row(row.work, placed(row.labels, work.sections, table, taxonomy))


def _require_accord(work: Work, curation: Curation) -> None:
    """Raise Refused where a precedent of the written scope is against listing a new work."""
    listing = Decision(datetime.now(UTC), IMPORT, "include", work.id)
    works, decisions = (*curation.works, work), curation.decisions
    try:
        require_precedents(curation.scope, works, decisions, listing, work.ids)
    except SettingsError as fault:
        raise Refused(f"is of a work that may not be listed: {fault}") from None


def _author(line: str, curation: Curation) -> tuple[str, str]:
    """The curator's handle and the author's name, from ``name <address>``; empty if unknown.

    Only the address that GitHub gives an account names a login that is surely theirs.
    """
    name, _, mail = line.rpartition(" ")
    login = _NOREPLY.fullmatch(mail)
    for curator in curation.curators if login else ():
        if login and curator.handle.lower() == login[1].lower() != IMPORT:
            return curator.handle, name
    return "", name


def _authors(root: Path, page: str) -> Mapping[int, str]:
    """Who last changed each line of a file, ``name <address>`` by its number from 1.

    Nothing for lines that are not committed, and for those at the edge of a shallow clone;
    nothing at all where there is no repository or no git.
    """
    try:
        told = git.run(root, "blame", "--line-porcelain", "--", page)
    except GitError:
        return {}
    return {} if told.code else blamed(told.out.decode("utf-8", "replace"))


def blamed(porcelain: str) -> dict[int, str]:
    """The authors in what ``git blame --line-porcelain`` prints (git-blame(1))."""
    found: dict[int, str] = {}
    number, name, mail, unsure = 0, "", "", False
    for line in porcelain.split("\n"):
        if begins := re.match(r"([0-9a-f]{40,64}) \d+ (\d+)", line):
            number, unsure = int(begins[2]), not begins[1].strip("0")
        elif line.startswith("author "):
            name = line.removeprefix("author ")
        elif line.startswith("author-mail "):
            mail = line.removeprefix("author-mail ")
        elif line == "boundary":
            unsure = True
        elif line.startswith("\t") and not unsure:
            found[number] = f"{name} {mail}"
    return found


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value['kind']} {value['url']}"
    return ", ".join(map(_words, value)) if isinstance(value, list) else repr(str(value)[:120])
