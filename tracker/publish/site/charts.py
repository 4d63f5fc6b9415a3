"""The timeline as a page of the site."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from tracker.charts import Timeline
from tracker.publish.render import Row
from tracker.publish.site.facets import within
from tracker.publish.site.pages import Cell, Grid, Page
from tracker.publish.timeline import Plan, plan
from tracker.taxonomy import Taxonomy

_PICTURE: Final = "timeline.svg"
_PLACES: Final = (
    "A work stands at its largest stated model; where no number of parameters is stated, at its "
    "size class, marked by an asterisk."
)


def timeline_page(
    timeline: Timeline, among: Sequence[Row], taxonomy: Taxonomy, picture: bytes
) -> Page:
    """The picture, and the same as two tables: by time and by size, each by technique."""
    seen = plan(timeline, among, taxonomy)
    lead = [_PLACES]
    if seen.undated:
        lead.append(f"{seen.undated:,} more without a known month are only in the list of works.")
    years = Counter(row.work.published_on[:4] for row in among)
    tables = tuple(
        Grid(anchor, title, ("", *seen.groups, "All"), rows)
        for anchor, title, rows in (
            ("by-time", f"By {seen.step} and technique", _over(seen, seen.columns, 0, years)[::-1]),
            ("by-size", "By size and technique", _over(seen, seen.lanes, 1, {})),
        )
        if rows
    )
    return Page(
        "timeline.html", "Timeline", "Timeline", tuple(lead), tables, _PICTURE, seen.description,
        {_PICTURE: picture},
    )  # fmt: skip


def _over(
    seen: Plan, names: Sequence[str], side: int, years: Mapping[str, int]
) -> tuple[tuple[Cell, ...], ...]:
    """A row for each of the names; ``side`` is their place in a cell of the plan.

    A name leads to its year in the list of works if all works of that year stand in its row.
    """
    counts: Counter[tuple[int, int]] = Counter()
    for one in seen.cells:
        for group, number in enumerate(one[2]):
            counts[one[:2][side], group] += number
    rows = []
    for place, name in enumerate(names):
        numbers = [counts[place, group] for group in range(len(seen.groups))]
        whole = years.get(name[:4]) == sum(numbers) and "before" not in name
        url = within(name[:4]) if whole else ""
        rows.append((Cell(name, url), *map(_number, numbers), _number(sum(numbers))))
    return tuple(rows)


def _number(count: int) -> Cell:
    return Cell(f"{count:,}", faint=not count)
