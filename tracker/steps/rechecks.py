"""Results to check again, composed: which wait, and the marks that a night puts on file.

A quote that a newer version lacks is marked in the night's proposal, like a ticked box: the
mark's file lives in the request, and a checkout gets it with ``git pull`` (docs/adr/0011).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker import curation as files
from tracker.curation import Curation
from tracker.curation.reported import written_result
from tracker.curators import IMPORT
from tracker.papers import PaperVersion
from tracker.publish.statements import shown
from tracker.results import ReportedResult, same_words, signed, stale, standing
from tracker.settings import Settings

if TYPE_CHECKING:
    import sqlalchemy as sa

MOST = 20  # marks that a request lists; all of them are among its files


@dataclass(frozen=True)
class Marks:
    """The curation with the marks of this night: ``files`` hold them, ``body`` tells of them."""

    curation: Curation
    results: tuple[ReportedResult, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    body: str = ""

    @property
    def summary(self) -> tuple[str, ...]:
        """A few words for the night's report, none if nothing was marked."""
        count = len(self.results)
        return (f"{count:,} result{'' if count == 1 else 's'} to check again",) if count else ()


def marks(settings: Settings, curation: Curation) -> Marks:
    """A mark for each result on file whose quote the newest stored version lacks.

    Signed by the tracker's own handle and dated by that version, or just after the word that
    stands if it was said later (of an older version, since it was not read in this one): so
    every night makes the same bytes, and whatever a curator says afterwards is the later word.
    """
    papers = _stored(settings, curation)
    made, lines = list[ReportedResult](), list[str]()
    for one, paper in gone(curation.results, papers):
        if one.status != "stale":
            made.append(signed(one, "stale", IMPORT, paper.updated_at, curation.results))
            told = shown(made[-1], curation.benchmarks)
            lines.append(f"{told} · gone from version {paper.version}")
    if not made:
        return Marks(curation)
    held = {f"{files.FOLDER}/{one.path}": written_result(one).encode() for one in made}
    grown = replace(curation, results=(*curation.results, *made))
    return Marks(grown, tuple(made), held, _body(lines))


def keep_here(settings: Settings, found: Marks) -> None:
    """Write the marks into this checkout, where no request carries them."""
    for one in found.results:
        files.write_result(settings.root, one)


def again(
    results: Sequence[ReportedResult], papers: Mapping[str, PaperVersion]
) -> Iterator[tuple[ReportedResult, str]]:
    """Results that stand and need another look, each with why; ``papers`` by their arXiv ids."""
    lost = {one.claim: paper.version for one, paper in gone(results, papers)}
    for one in standing(results):
        paper = papers.get(one.source.value)
        if one.claim in lost:
            yield one, f"check again: gone in version {lost[one.claim]}"
        elif one.status == "stale":
            back = paper and one.place == "abstract" and same_words(one.quote, paper.text)
            why = f": version {paper.version} holds the quote again" if paper and back else ""
            yield one, f"check again{why}"


def gone(
    results: Sequence[ReportedResult], papers: Mapping[str, PaperVersion]
) -> Iterator[tuple[ReportedResult, PaperVersion]]:
    """Results that stand and whose quote the newest version lacks, with that version."""
    texts = {name: (paper.version, paper.text) for name, paper in papers.items()}
    for one in standing(results):
        if stale(one, texts) is not None:
            yield one, papers[one.source.value]


def waiting(curation: Curation, database: "sa.Engine") -> int:
    """How many results on file wait to be checked again."""
    return sum(1 for _ in again(curation.results, sources(curation.results, database)))


def invitation(count: int, handle: str = "HANDLE") -> tuple[str, ...]:
    """The line that says so and how to get there; none where nothing waits."""
    if not count:
        return ()
    wait = "result waits" if count == 1 else "results wait"
    return (f"{count:,} {wait} to be checked again: tracker results review --as {handle}",)


def sources(results: Sequence[ReportedResult], database: "sa.Engine") -> dict[str, PaperVersion]:
    """The stored papers that these results were read in, by their arXiv ids."""
    from tracker.store.papers import by_ids

    names = {one.source.value for one in results if one.source.scheme == "arxiv"}
    return by_ids(database, sorted(names)) if names else {}


def _stored(settings: Settings, curation: Curation) -> dict[str, PaperVersion]:
    from tracker.store import open_existing

    database = open_existing(settings.database_url) if curation.results else None
    return sources(curation.results, database) if database is not None else {}


def _body(lines: Sequence[str]) -> str:
    """The part of a request's text that tells of the marks."""
    more = [f"- … and {len(lines) - MOST:,} more"] if len(lines) > MOST else []
    lead = (
        "A newer version no longer holds the sentence that these were read in. They stay on the "
        "pages, marked, until a curator has looked: `tracker results review --as HANDLE`."
    )
    listed = "\n".join([*lines[:MOST], *more])
    return f"### Results to check again ({len(lines):,})\n\n{lead}\n\n{listed}\n"
