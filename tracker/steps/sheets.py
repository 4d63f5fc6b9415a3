"""A paper laid out for review: its case, its past versions, its facts and its likes, composed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.curation import Curation
from tracker.errors import StoreError
from tracker.extract.reported import suggest
from tracker.identity import WorkId, parse
from tracker.papers import PaperVersion
from tracker.record import Standing
from tracker.review import decide as review
from tracker.review import second
from tracker.review.facts import Found, found_facts
from tracker.review.sheet import Earlier, Near, Sheet
from tracker.review.waiting import Waiting
from tracker.steps import reviews
from tracker.steps.findings import on_file, unsettled
from tracker.taxonomy import Taxonomy

if TYPE_CHECKING:
    import sqlalchemy as sa

    Database = Callable[[], sa.Engine]

NONE_YET = "No suggestions yet: tracker suggest makes them."


def sheet_of(
    database: "Database", curation: Curation, by_id: Mapping[WorkId, Standing], waiting: Waiting
) -> Sheet:
    """A waiting paper with all that is known about it.

    Where the database cannot be read, the record alone, and the sheet says why. A second
    read does not show what the first reader decided.
    """
    try:
        sheet = Sheet(waiting, reviews.case_from(database, by_id, waiting.work))
        if sheet.case.paper is not None:
            sheet = _full(sheet, sheet.case.paper, database(), curation, by_id)
    except StoreError as fault:
        known = by_id.get(waiting.work)
        case = review.Case(known.work.id if known else waiting.work, known)
        sheet = Sheet(waiting, case, said=f"{fault}.")
    standing = sheet.case.standing
    if standing is None:
        return sheet
    sheet = replace(sheet, seen=standing.history)
    if not sheet.again:
        said = " ".join(filter(None, (sheet.said, _doubt(standing, curation.taxonomy))))
        return _with_results(replace(sheet, said=said), standing, curation)
    return replace(sheet, case=replace(sheet.case, standing=second.unseen(standing)))


def _doubt(standing: Standing, taxonomy: Taxonomy) -> str:
    """That the sizes in a work's file and its size label contradict each other."""
    from tracker.suggest.sizes import outside

    labels = outside(standing.labels, standing.work.sizes)
    names = [taxonomy.by_key[key].short if key in taxonomy.by_key else key for key in labels]
    sizes = ", ".join(standing.work.sizes)
    return f"Its sizes ({sizes}) do not bear out its label {', '.join(names)}." if names else ""


def _full(
    sheet: Sheet,
    paper: PaperVersion,
    database: "sa.Engine",
    curation: Curation,
    by_id: Mapping[WorkId, Standing],
) -> Sheet:
    from tracker.store.papers import versions
    from tracker.store.waiting import queries_of

    keys = [query.key for query in curation.queries]
    earlier = [
        Earlier(old.version, old.title, old.abstract, old.comment or "", old.updated_at.date())
        for old in versions(database, paper.arxiv_id)
    ]
    return replace(
        sheet,
        queries=queries_of(database, paper.arxiv_id, keys),
        earlier=tuple(earlier),
        found=found_facts(paper.title, paper.abstract, paper.comment or "", _sizes(paper)),
        near=_near(sheet.case, by_id),
        said="" if sheet.case.suggestions else NONE_YET,
    )


def _with_results(sheet: Sheet, standing: Standing, curation: Curation) -> Sheet:
    """The sheet of a listed work with how many of its results wait for a curator."""
    paper = sheet.case.paper
    if paper is None or standing.status != "included":
        return sheet
    own = [one for one in curation.results if one.source in standing.work.ids]
    found = suggest(paper, curation.benchmarks) if curation.benchmarks.metrics else ()
    return replace(
        sheet,
        to_check=sum(1 for _ in on_file(own, {paper.arxiv_id: paper}, whole=False)),
        reported=sum(1 for _ in unsettled(own, found)),
    )


def _near(case: review.Case, by_id: Mapping[WorkId, Standing]) -> tuple[Near, ...]:
    found = []
    for one in (near for suggestion in case.suggestions for near in suggestion.nearest):
        standing = by_id.get(parse(one["work"]))
        if standing and standing.status == "included":
            work = standing.work
            found.append(Near(str(work.id), work.title, standing.labels, one["likeness"]))
    return tuple(found)


def _sizes(paper: PaperVersion) -> list[Found]:
    """The sizes of models that title, abstract and comment name, as facts of a row."""
    from tracker.suggest.sizes import CLEAR, find_sizes

    texts = (("title", paper.title), ("abstract", paper.abstract), ("comment", paper.comment or ""))
    return [
        Found("sizes", (_count(size.parameters),), text[size.start : size.end], where, *place)
        for where, text in texts
        for size in find_sizes(text)
        if size.sure >= CLEAR and (place := (size.start, size.end))
    ]


def _count(parameters: float) -> str:
    """A number of parameters as a row writes it: 2.7B."""
    for unit, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M")):
        if parameters >= unit:
            return f"{parameters / unit:.4g}{letter}"
    return f"{parameters / 1e3:.4g}K"
