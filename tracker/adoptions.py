"""Adopting a hand-written list, composed: works, labels and page become the survey's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tracker import curation as files
from tracker import identity
from tracker.adopt.entries import read_page
from tracker.adopt.labels import LabelRow, match, read_labels
from tracker.adopt.links import is_paper
from tracker.adopt.page import Block, Entry, Link, Page
from tracker.adopt.works import Listing, gather
from tracker.curation import Curation
from tracker.curation.canonical import quoted
from tracker.curation.journal import write_whole
from tracker.curation.skeleton import is_skeleton, write_skeleton
from tracker.curators import IMPORT
from tracker.decisions import Decision
from tracker.errors import SettingsError
from tracker.identity import WorkId
from tracker.problems import Problem
from tracker.publish import markers
from tracker.publish import skeleton as pages
from tracker.settings import Settings
from tracker.tables import Table
from tracker.works import Link as WorkLink
from tracker.works import Work, sorted_ids


@dataclass(frozen=True)
class Adoption:
    """What an import found and wrote: counts of entries, sections, works and new files."""

    page: Page
    works: int
    new_works: int
    changed_works: int
    decisions: int
    problems: tuple[Problem, ...]
    written: tuple[str, ...]

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
            "written": list(self.written),
        }


def adopt(settings: Settings, path: Path, sheet: Path | None = None) -> Adoption:
    """Read a list and put what it says into the curation; the same list again adds nothing.

    Titles and links become facts in ``works/``; labels (from the headings that tables name,
    and from ``sheet``, a CSV) become decisions of the curator ``import``, marked inferred.
    """
    text, name = _read(path), path.name
    page = read_page(text, name)
    listings, problems = gather(page, name)
    written = write_skeleton(settings.root)
    tables = _own_tables(settings, page)
    written += ["curation/tables.yaml"] if tables else []
    curation = files.load(settings.root)
    curation.curator(IMPORT)
    rows, more = _labels(sheet, curation, page.entries)
    found = [*page.problems, *problems, *more, *_homeless(page, curation, name)]
    new, changed, decided = 0, 0, 0
    for listing in listings:
        work = _work(listing, [row for row in (rows[n] for n in listing.entries) if row])
        standing = curation.record.by_id.get(work.id) or next(
            (curation.record.by_id[i] for i in work.ids if i in curation.record.by_id), None
        )
        known = standing.work if standing else None
        joined = known.joined(_news(known, work)) if known else work
        if joined != known:
            files.write_work(settings.root, joined)
            if known and known.id != joined.id:
                _remove(settings.root, known)
            new, changed = new + (known is None), changed + (known is not None)
        if standing is None or not standing.history:
            entries = [page.entries[n] for n in listing.entries]
            files.append(
                settings.root, _decision(settings, curation, joined, listing, entries, rows)
            )
            decided += 1
    written += _adopt_page(settings, path, text, page, curation)
    return Adoption(
        page,
        len(listings),
        new,
        changed,
        decided,
        tuple(sorted(set(found), key=_by_line)),
        tuple(dict.fromkeys(written)),
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
    sheet: Path | None, curation: Curation, entries: Sequence[Entry]
) -> tuple[Sequence[LabelRow | None], list[Problem]]:
    if sheet is None:
        return [None] * len(entries), []
    read = read_labels(_read(sheet), curation.taxonomy.names(), sheet.name)
    rows, strays = match(read.rows, entries, sheet.name)
    return rows, [*read.problems, *strays]


def _work(listing: Listing, rows: Sequence[LabelRow]) -> Work:
    ids = sorted_ids([*listing.ids, *(work_id for row in rows for work_id in row.ids)])
    links = [WorkLink(_kind(link), link.url) for link in listing.links]
    months = [identity.month(work_id) for work_id in ids]
    return Work(
        ids=ids,
        title=listing.title,
        published_on=next((month for month in months if month), ""),
        # A paper link that another work claims is the list's mistake, reported as such.
        links=tuple(dict.fromkeys(k for k in links if k.kind != "paper" or _names(k, ids))),
        sections=tuple(" > ".join(section) for section in listing.sections if section),
    )


def _news(known: Work, work: Work) -> Work:
    """What a list says of a known work, without links that lead where a known one leads."""
    held = {_target(link) for link in known.links} | set(known.ids)
    return replace(work, links=tuple(link for link in work.links if _target(link) not in held))


def _target(link: WorkLink) -> WorkId | str:
    try:
        return identity.from_url(link.url)
    except ValueError:
        return link.url


def _names(link: WorkLink, ids: Sequence[WorkId]) -> bool:
    """Whether a link leads to the work of these identifiers, as far as can be told."""
    return _target(link) in ids or all(work_id.scheme == "title" for work_id in ids)


def _kind(link: Link) -> str:
    """What a link leads to, by the word on it, else by where it leads."""
    if is_paper(link):
        return "paper"
    label, parts = link.label.lower(), urlsplit(link.url)
    for kind, words in _KINDS.items():
        if any(word in label for word in words):
            return kind
    host = parts.hostname or ""
    if host.endswith("huggingface.co"):
        return "data" if parts.path.startswith("/datasets") else "model"
    if host in ("github.com", "gitlab.com", "bitbucket.org"):
        return "code"
    return "page"


_KINDS = {
    "data": ("dataset", "data", "corpus", "benchmark"),
    "model": ("model", "weights", "checkpoint", "hugging"),
    "code": ("code", "github", "implementation"),
    "paper": ("paper", "pdf", "arxiv", "doi", "abstract", "article", "preprint"),
    "page": ("project", "page", "website", "demo", "blog"),
}


def _decision(
    settings: Settings,
    curation: Curation,
    work: Work,
    listing: Listing,
    entries: Sequence[Entry],
    rows: Sequence[LabelRow | None],
) -> Decision:
    """The list's word on a work: included, with what its headings and the sheet say of it."""
    headings = {" > ".join(entry.section).lower() for entry in entries}
    labels = [
        label
        for table in curation.pages.tables
        if table.heading.lower() in headings
        for label in table.adopts
    ]
    given = [row for row in (rows[place] for place in listing.entries) if row]
    labels += [label for row in given for label in row.labels]
    basis = dict.fromkeys(row.basis for row in given if row.basis)
    remarks = dict.fromkeys(row.note for row in given if row.note)
    return Decision(
        at=settings.clock(),
        by=IMPORT,
        verdict="include",
        work=work.id,
        title=work.title,
        labels=curation.taxonomy.sort(labels),
        inferred=True,
        reason="; ".join(basis)[:300],
        note=" ".join(remarks)[:1000],
    )


def _own_tables(settings: Settings, page: Page) -> bool:
    """A survey without tables gets the list's own: one table a section. True if written."""
    path = settings.root / "curation" / "tables.yaml"
    sections = list(dict.fromkeys(block.section for block in page.blocks))
    if not sections or not is_skeleton(path):
        return False
    lines = [
        "# One table for each section of the adopted list; see tables in the curation's README."
    ]
    lines += ["page: README.md", "tables:"]
    for number, section in enumerate(sections, start=1):
        heading = " > ".join(section)
        lines += [
            f"  - key: section_{number}",
            f"    title: {quoted(section[-1] if section else 'Works')}",
            "    style: list",
            f"    section: {quoted(heading)}" if heading else "    section: ''",
            f"    heading: {quoted(heading or 'Works')}",
        ]
    write_whole(path, ("\n".join(lines) + "\n").encode())
    return True


def _homeless(page: Page, curation: Curation, name: str) -> list[Problem]:
    """Sections that no table publishes: their works would silently have no row."""
    headings = {table.heading.lower() for table in curation.pages.tables}
    lost: dict[str, int] = {}
    for block in page.blocks:
        lost.setdefault(" > ".join(block.section), block.first_line)
    return [
        Problem(
            name, f"line {line}", f"no table in curation/tables.yaml has the heading {heading!r}"
        )
        for heading, line in lost.items()
        if heading.lower() not in headings and heading
    ]


def _adopt_page(
    settings: Settings, path: Path, text: str, page: Page, curation: Curation
) -> list[str]:
    """Write the list's page with regions where its entries stood, unless another is there."""
    target = settings.root / curation.pages.page
    if target.exists() and target.resolve() != path.resolve():
        return []
    if markers.find(text, path.name):
        return []  # adopted before
    by_heading: Mapping[str, Table] = {t.heading.lower(): t for t in curation.pages.tables}
    blocks = [
        pages.Block(block.first_line, block.last_line, table.key)
        for block in page.blocks
        if (table := by_heading.get(_heading(block)))
    ]
    if not blocks:
        return []
    write_whole(target, pages.insert_regions(text, blocks, path.name).encode())
    return [curation.pages.page]


def _heading(block: Block) -> str:
    return (" > ".join(block.section) or "Works").lower()


def _remove(root: Path, work: Work) -> None:
    """A work that got a better name leaves no file under the old one."""
    (root / "curation" / "works" / f"{work.id.slug}.yaml").unlink(missing_ok=True)
