"""Adopting a hand-written list, composed: works, labels and page become the survey's."""

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tracker import curation as files
from tracker.adopt import records
from tracker.adopt.entries import read_page
from tracker.adopt.labels import LabelRow, LabelSheet, match, read_labels
from tracker.adopt.page import Entry, Page, split_lines
from tracker.adopt.records import Source
from tracker.adopt.works import Listing, gather
from tracker.curation import Curation
from tracker.curation.canonical import quoted
from tracker.curation.journal import write_whole
from tracker.curation.skeleton import is_skeleton, write_skeleton
from tracker.curators import IMPORT
from tracker.errors import CurationError, MarkerError, SettingsError
from tracker.problems import Problem, summary
from tracker.publish import markers
from tracker.publish import skeleton as pages
from tracker.record import Standing
from tracker.settings import Settings
from tracker.works import Work


@dataclass(frozen=True)
class Adoption:
    """What an import found and wrote: counts of entries, sections, works and new files.

    ``beyond`` are the entries with words that were not taken over; of the files ``written``,
    those ``rewritten`` were there before.
    """

    page: Page
    works: int
    new_works: int
    changed_works: int
    decisions: int
    problems: tuple[Problem, ...]
    written: tuple[str, ...]
    label_columns: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    beyond: tuple[Entry, ...] = ()
    rewritten: tuple[str, ...] = ()

    @property
    def sections(self) -> int:
        return len({entry.section for entry in self.page.entries})

    @property
    def summary(self) -> str:
        return (
            f"{len(self.page.entries)} entries in {self.sections} sections are {self.works} works: "
            f"{self.new_works} new, {self.changed_works} changed, {self.decisions} decisions; "
            f"{len(self.problems)} problems"
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "entries": len(self.page.entries),
            "sections": self.sections,
            "works": self.works,
            "new_works": self.new_works,
            "changed_works": self.changed_works,
            "decisions": self.decisions,
            "problems": [problem.as_json() for problem in self.problems],
            "passed_over": [
                {"line": one.line, "reason": one.reason, "text": one.text[:200]}
                for one in self.page.passed_over
            ],
            "not_taken_over": [
                {"line": entry.first_line, "text": entry.note} for entry in self.beyond
            ],
            "written": list(self.written),
            "rewritten": list(self.rewritten),
            "label_columns": list(self.label_columns),
            "ignored_columns": list(self.ignored_columns),
        }


def adopt(settings: Settings, path: Path, sheet: Path | None = None) -> Adoption:
    """Read a list and put what it says into the curation; the same list again adds nothing.

    Titles and links become facts in ``works/``; labels (from the headings that tables name,
    and from ``sheet``, a CSV) become decisions of the curator ``import``, marked inferred.
    Raises CurationError, and writes nothing, if that would not be read again without problems.
    """
    text = _read(path)
    page = read_page(text, path.name)
    curation = _rehearse(settings, page, path.name, sheet)
    target = settings.root / curation.pages.page
    adopted = _adopted_page(target, path, text, page, curation)
    adoption = _enter(settings, page, path.name, sheet)[0]
    adoption = replace(adoption, beyond=_beyond(text, page, path.name))
    if not adopted:
        return adoption
    was_there = target.exists()
    write_whole(target, adopted.encode())
    name = curation.pages.page
    written = tuple(dict.fromkeys((*adoption.written, name)))
    return replace(adoption, written=written, rewritten=(name,) if was_there else ())


def _rehearse(settings: Settings, page: Page, name: str, sheet: Path | None) -> Curation:
    """Enter the list into a copy of the curation; raise CurationError if it cannot be read.

    The curation as it will be before the list's works.
    """
    folder = settings.root / files.FOLDER
    before = files.load(settings.root).problems if folder.is_dir() else ()
    with tempfile.TemporaryDirectory() as copy:
        with suppress(shutil.Error):  # a file that cannot be read is a problem already
            if folder.is_dir():
                shutil.copytree(folder, Path(copy, files.FOLDER))
        _, curation = _enter(replace(settings, root=Path(copy)), page, name, sheet)
        faults = [one for one in files.load(Path(copy)).problems if one not in before]
    if faults:
        raise CurationError(
            f"{name} was not imported: what it says could not be read again: {summary(faults)}",
            faults,
        )
    return curation


def _enter(
    settings: Settings, page: Page, name: str, sheet: Path | None
) -> tuple[Adoption, Curation]:
    """Write the works and decisions of a list; also the curation as it was before them."""
    listings, problems = gather(page, name)
    written = write_skeleton(settings.root) + _own_tables(settings, page)
    curation = files.load(settings.root)
    _require_import(curation)
    labels, rows, strays = _labels(sheet, curation, page)
    source = Source(page, rows)
    found = [*page.problems, *problems, *labels.problems, *strays, *source.strays(name)]
    found += records.homeless(page, curation.pages.tables, name)
    new, changed, decided = 0, 0, 0
    for listing in listings:
        work = records.work_of(listing, source)
        standing, known = _known(curation, work)
        joined = known.joined(records.news(known, work)) if known else work
        if joined != known:
            _write(settings.root, joined, known)
            new, changed = new + (known is None), changed + (known is not None)
        if standing is None or not standing.history:
            _decide(settings, curation, listing, source, joined)
            decided += 1
    adoption = Adoption(
        page,
        len(listings),
        new,
        changed,
        decided,
        tuple(sorted(set(found), key=_by_line)),
        tuple(written),
        labels.label_columns,
        labels.ignored_columns,
    )
    return adoption, curation


def _require_import(curation: Curation) -> None:
    """Raise SettingsError where the adopted list may not decide."""
    if IMPORT not in {one.handle.lower() for one in curation.curators}:
        raise SettingsError(
            f"no curator {IMPORT!r} in curation/curators.yaml; add the handle there first: "
            "it stands for the list"
        )


def _by_line(problem: Problem) -> tuple[str, int, str]:
    number = problem.place.removeprefix("line ")
    return problem.file, int(number) if number.isdigit() else 0, problem.what


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as fault:
        raise SettingsError(f"{path} cannot be read: {fault.strerror}") from None
    except UnicodeDecodeError as fault:
        raise SettingsError(f"{path} is not UTF-8 text (byte {fault.start})") from None


def _labels(
    sheet: Path | None, curation: Curation, page: Page
) -> tuple[LabelSheet, tuple[LabelRow | None, ...], tuple[Problem, ...]]:
    """The label sheet, its row for each entry, and its rows that no entry has."""
    if sheet is None:
        return LabelSheet((), (), ()), (None,) * len(page.entries), ()
    read = read_labels(_read(sheet), curation.taxonomy.names(), sheet.name)
    rows, strays = match(read.rows, page.entries, sheet.name)
    return read, rows, strays


def _known(curation: Curation, work: Work) -> tuple[Standing | None, Work | None]:
    """Where a work stands already, and the file it has (or what its decisions tell of it)."""
    by_id = curation.record.by_id
    standing = next((by_id[work_id] for work_id in work.ids if work_id in by_id), None)
    if standing is None:
        return None, None
    files_of = [one for one in curation.works if set(one.ids) & set(standing.work.ids)]
    closest = [one for one in files_of if set(one.ids) & set(work.ids)]
    return standing, next(iter([*closest, *files_of]), standing.work)


def _write(root: Path, work: Work, known: Work | None) -> None:
    """Write a work's file; one that got a better name leaves none under the old."""
    files.write_work(root, work)
    if known and known.id != work.id:
        (root / files.FOLDER / "works" / f"{known.id.slug}.yaml").unlink(missing_ok=True)


def _decide(
    settings: Settings, curation: Curation, listing: Listing, source: Source, work: Work
) -> None:
    tables, at = curation.pages.tables, settings.clock()
    decision = records.decision_of(listing, source, work, tables, curation.taxonomy, at)
    files.append(settings.root, decision)


def _own_tables(settings: Settings, page: Page) -> list[str]:
    """A survey without tables gets the list's own: one table a section."""
    name = f"{files.FOLDER}/tables.yaml"
    titles = {records.heading(block): block.section for block in page.blocks}
    if not titles or not is_skeleton(settings.root, name):
        return []
    lines = ["# One table for each section of the adopted list.", "page: README.md", "tables:"]
    for number, (heading, section) in enumerate(titles.items(), start=1):
        lines += [
            f"  - key: section_{number}",
            f"    title: {quoted(section[-1] if section else heading)}",
            "    style: list",
            f"    section: {quoted(heading)}",
            f"    heading: {quoted(heading)}",
        ]
    write_whole(settings.root / name, ("\n".join(lines) + "\n").encode())
    return [name]


def _adopted_page(target: Path, path: Path, text: str, page: Page, curation: Curation) -> str:
    """The list's page with regions where its entries stood; empty if there is none to write."""
    if target.exists() and target.resolve() != path.resolve():
        return ""
    if markers.find(text, path.name):
        return ""  # adopted before
    tables = {table.heading.lower(): table.key for table in curation.pages.tables}
    adopted = _regions(text, page, tables, path.name)
    return adopted if adopted != text else ""


def _beyond(text: str, page: Page, name: str) -> tuple[Entry, ...]:
    """The entries with words that no work holds, without the rows that the tracker wrote."""
    ours = [
        range(one.line, one.line + len(split_lines(text[one.begin : one.end])) + 1)
        for one in markers.find(text, name)
    ]
    return tuple(
        entry
        for entry in page.entries
        if entry.note.strip("()[]., ") not in ("", str(entry.year))
        and not any(entry.first_line in lines for lines in ours)
    )


def _regions(text: str, page: Page, keys: Mapping[str, str], name: str) -> str:
    """The page with markers for its lists; lists in HTML stay where markers would not count."""
    blocks = [
        (block, pages.Block(block.first_line, block.last_line, key))
        for block in page.blocks
        if (key := keys.get(records.heading(block).lower()))
    ]
    try:
        return pages.insert_regions(text, [region for _, region in blocks], name)
    except MarkerError:
        plain = [region for block, region in blocks if block.kind != "html"]
        return pages.insert_regions(text, plain, name)
