"""What a list's entries become in the record: works with their facts, and labels to confirm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from tracker import identity
from tracker.adopt.labels import LabelRow
from tracker.adopt.links import is_paper
from tracker.adopt.page import Block, Entry, Link, Page
from tracker.adopt.works import Listing
from tracker.curators import IMPORT
from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.problems import Problem
from tracker.tables import Table
from tracker.taxonomy import Taxonomy
from tracker.works import Link as WorkLink
from tracker.works import Work, sorted_ids

# What the word on a link says that it leads to; the first that fits counts.
_KINDS = {
    "data": ("dataset", "data", "corpus", "benchmark"),
    "model": ("model", "weights", "checkpoint", "hugging"),
    "code": ("code", "github", "implementation"),
    "page": ("project", "page", "website", "demo", "blog"),
}


@dataclass(frozen=True)
class Source:
    """A list as it was read: its page, and for each entry the row of labels it was given."""

    page: Page
    rows: Sequence[LabelRow | None]

    def entries(self, listing: Listing) -> list[Entry]:
        return [self.page.entries[place] for place in listing.entries]

    def given(self, listing: Listing) -> list[LabelRow]:
        return [row for place in listing.entries if (row := self.rows[place])]

    def heading(self, entry: Entry) -> str:
        """The heading whose table an entry belongs to: its block's, where it stands in one."""
        for block in self.page.blocks:
            if block.first_line <= entry.first_line <= block.last_line:
                return heading(block)
        return " > ".join(entry.section)

    def strays(self, file: str) -> list[Problem]:
        """Entries whose lines no region can take the place of."""
        blocks = [(block.first_line, block.last_line) for block in self.page.blocks]
        return [
            Problem(
                file,
                f"line {entry.first_line}",
                f"{entry.title[:80]!r} is listed, but its lines stay: no list of their own",
            )
            for entry in self.page.entries
            if not any(first <= entry.first_line <= last for first, last in blocks)
        ]


def heading(block: Block) -> str:
    """A block's heading path as tables name it."""
    return " > ".join(block.section) or "Works"


def work_of(listing: Listing, source: Source) -> Work:
    """The work, with its identifiers, its links and the headings it stood under."""
    given = [work_id for row in source.given(listing) for work_id in row.ids]
    ids = sorted_ids([*listing.ids, *given])
    links = [WorkLink(_kind(link), link.url) for link in listing.links]
    entries = source.entries(listing)
    years = [str(entry.year) for entry in entries if entry.year]
    days = [month for work_id in ids if (month := identity.month(work_id))] + years
    return Work(
        ids=ids,
        title=listing.title,
        published_on=next(iter(days), ""),
        # A paper link that another work claims is the list's mistake, reported as such.
        links=tuple(dict.fromkeys(k for k in links if k.kind != "paper" or _names(k, ids))),
        sections=tuple(dict.fromkeys(source.heading(entry) for entry in entries)),
    )


def decision_of(
    listing: Listing,
    source: Source,
    work: Work,
    tables: Sequence[Table],
    taxonomy: Taxonomy,
    at: datetime,
) -> Decision:
    """The list's word on a work: included, with what its headings and the labels' rows say."""
    headings = {name.lower() for name in work.sections}
    labels = [key for table in tables if table.heading.lower() in headings for key in table.adopts]
    given = source.given(listing)
    labels += [key for row in given for key in row.labels]
    basis = dict.fromkeys(row.basis for row in given if row.basis)
    remarks = dict.fromkeys(row.note for row in given if row.note)
    return Decision(
        at=at,
        by=IMPORT,
        verdict="include",
        work=work.id,
        title=work.title,
        labels=taxonomy.sort(labels),
        inferred=True,
        reason="; ".join(basis)[:300],
        note=" ".join(remarks)[:1000],
    )


def news(known: Work, work: Work) -> Work:
    """What a list says of a known work, without links that lead where a known one leads."""
    held = {_target(link) for link in known.links} | set(known.ids)
    return replace(work, links=tuple(link for link in work.links if _target(link) not in held))


def homeless(page: Page, tables: Sequence[Table], file: str) -> list[Problem]:
    """Sections that no table publishes: their works would silently have no row."""
    known = {table.heading.lower() for table in tables}
    lost: dict[str, int] = {}
    for block in page.blocks:
        lost.setdefault(heading(block), block.first_line)
    return [
        Problem(file, f"line {line}", f"no table in tables.yaml has the heading {name!r}")
        for name, line in lost.items()
        if name.lower() not in known
    ]


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
    return "code" if host in ("github.com", "gitlab.com", "bitbucket.org") else "page"


def _names(link: WorkLink, ids: Sequence[WorkId]) -> bool:
    """Whether a link leads to the work of these identifiers, as far as can be told."""
    return _target(link) in ids or all(work_id.scheme == "title" for work_id in ids)


def _target(link: WorkLink) -> WorkId | str:
    try:
        return identity.from_url(link.url)
    except ValueError:
        return link.url
