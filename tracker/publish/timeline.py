"""The works over time, by size and technique: what the picture shows, and the same as a table.

Works stand in columns of a month, a quarter or a year, whichever is the finest that fits, and
in lanes of size: the largest stated number of parameters in steps of 1, 2 and 5, or else the
size class. Shape and colour tell the technique.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import floor, log10
from typing import Final

from tracker.charts import MOST_TECHNIQUES, Timeline
from tracker.identity import WorkId
from tracker.publish.lettering import distinct
from tracker.publish.markdown import alternative, cell, link
from tracker.publish.render import Row, shown_label, withdrawn
from tracker.publish.sheets import Sheet, divided, relative
from tracker.taxonomy import Taxonomy

_MOST_COLUMNS: Final = 40
_UNITS: Final = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)([KMBT])")
SEVERAL, NO_TECHNIQUE = "several of these", "none of these"
_NO_SIZE, _OTHER = "no size known", "others"
_LANE, _GROUP = 16, 40  # narrow letters of a lane's and a technique's name in the picture


@dataclass(frozen=True)
class Plan:
    """Everything that decides a picture: the same plan is the same picture.

    ``columns`` are spans of time, the oldest first; ``lanes`` sizes, the largest first;
    ``groups`` techniques. ``cells`` are (column, lane, works in each group).
    """

    columns: tuple[str, ...]
    lanes: tuple[str, ...]
    groups: tuple[str, ...]
    cells: tuple[tuple[int, int, tuple[int, ...]], ...]
    undated: int = 0

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:32]

    @property
    def dated(self) -> int:
        return sum(sum(counts) for _, _, counts in self.cells)

    @property
    def step(self) -> str:
        """What a column spans."""
        sample = self.columns[0] if self.columns else ""
        return "quarter" if "Q" in sample else "month" if "-" in sample else "year"

    @property
    def title(self) -> str:
        works = f"{self.dated:,} work{'' if self.dated == 1 else 's'}"
        if not self.columns:
            return "Timeline: no work with a date yet"
        return f"Timeline of {works}, {self.columns[0]} to {self.columns[-1]}"

    @property
    def description(self) -> str:
        """The picture in words, for those who do not see it."""
        sizes: Counter[str] = Counter()
        techniques: Counter[str] = Counter()
        years: Counter[str] = Counter()
        for column, lane, counts in self.cells:
            sizes[self.lanes[lane]] += sum(counts)
            years[self.columns[column][:4]] += sum(counts)
            techniques.update(dict(zip(self.groups, counts, strict=True)))
        told = [
            f"By {what}: {', '.join(f'{name} {count[name]:,}' for name in names)}."
            for what, count, names in (
                ("year", years, sorted(years)),
                ("size", sizes, self.lanes),
                ("technique", techniques, self.groups),
            )
            if names
        ]
        if self.undated:
            told.append(f"{self.undated:,} more without a known month are only in the table.")
        return " ".join([f"{self.title}.", *told])


def plan(timeline: Timeline, among: Sequence[Row], taxonomy: Taxonomy) -> Plan:
    """What the picture of these works shows."""
    found = [(row, _month(row.work.published_on)) for row in among]
    months = {row.work.id: month for row, month in found if month is not None}
    dated = [row for row in among if row.work.id in months]
    span = _Columns.of(list(months.values()))
    lanes = _lanes(dated, timeline, taxonomy)
    groups = _groups(dated, timeline, taxonomy)
    counts: Counter[tuple[int, int, int]] = Counter()
    lane_of = {name: place for place, name in enumerate(lanes.names)}
    for row in dated:
        work = row.work.id
        lane, group = lane_of[lanes.of[work]], groups.names.index(groups.of[work])
        counts[span.column(months[work]), lane, group] += 1
    cells = [
        (column, lane, tuple(counts[column, lane, group] for group in range(len(groups.names))))
        for column, lane in sorted({key[:2] for key in counts})
    ]
    return Plan(span.names, lanes.names, groups.names, tuple(cells), len(among) - len(dated))


def timeline_pages(
    timeline: Timeline, among: Sequence[Row], taxonomy: Taxonomy, seen: Plan, front: str
) -> dict[str, bytes]:
    """The same as a table: every work with its date, size and techniques, newest first."""
    shorts = {label.key: cell(shown_label(label)) for label in taxonomy}
    head = ("| Date | Work | Size | Technique |", "| --- | --- | --- | --- |")
    rows = [_line(row, timeline, shorts) for row in among]
    lead = (
        f"{picture(timeline, seen, timeline.page)}\n\n"
        "A work stands at its largest stated model; where no number of parameters is stated, at "
        "its size class. The table holds every work, also those without a known month."
    )
    return divided(Sheet(timeline.page, "Timeline", rows, head, lead), front)


def picture(timeline: Timeline, seen: Plan, page: str) -> str:
    """The picture in Markdown, with its words as the text alternative."""
    words = alternative(seen.description, 2_000)
    return f"![{words}]({relative(timeline.picture, page)})"


def region(timeline: Timeline, seen: Plan, front: str) -> str:
    """What the front page shows: the picture, and the way to the table."""
    table = relative(timeline.page, front)
    return f"{picture(timeline, seen, front)}\n\n[The same as a table]({table})."


@dataclass(frozen=True)
class _Named:
    """Names in their order, and which of them each work has."""

    names: tuple[str, ...]
    of: dict[WorkId, str]


@dataclass(frozen=True)
class _Columns:
    """Spans of ``width`` months; what is older than the first stands in it."""

    first: int
    width: int
    names: tuple[str, ...]

    @classmethod
    def of(cls, months: Sequence[int]) -> "_Columns":
        if not months:
            return cls(0, 1, ())
        width = next((width for width in (1, 3) if _spans(months, width) <= _MOST_COLUMNS), 12)
        last = max(months) // width
        first = max(min(months) // width, last - _MOST_COLUMNS + 1)
        names = [_column_name(place * width, width) for place in range(first, last + 1)]
        if first > min(months) // width:
            names[0] += " and before"
        return cls(first, width, tuple(names))

    def column(self, month: int) -> int:
        return max(month // self.width - self.first, 0)


def _spans(months: Sequence[int], width: int) -> int:
    return max(months) // width - min(months) // width + 1


def _column_name(month: int, width: int) -> str:
    year, rest = divmod(month, 12)
    if width == 12:
        return f"{year:04d}"
    return f"{year:04d} Q{rest // 3 + 1}" if width == 3 else f"{year:04d}-{rest + 1:02d}"


def _lanes(dated: Iterable[Row], timeline: Timeline, taxonomy: Taxonomy) -> _Named:
    """Stated sizes from large to small, then the classes in the taxonomy's order, then none."""
    sizes = _labels(taxonomy, (timeline.size,))
    classes = {key: f"{name}*" for key, name in reversed(distinct(sizes, _LANE).items())}
    steps: dict[str, float] = {}
    found: dict[WorkId, str] = {}
    for row in dated:
        if stated := _parameters(row.work.sizes):
            name, low = _step(stated)
            steps[name] = low
        else:
            held = [name for key, name in classes.items() if key in row.labels]
            name = held[0] if held else _NO_SIZE
        found[row.work.id] = name
    numbers = sorted(steps, key=lambda name: -steps[name])
    used = set(found.values())
    order = dict.fromkeys([*numbers, *classes.values(), _NO_SIZE])
    return _Named(tuple(name for name in order if name in used), found)


def _parameters(sizes: Iterable[str]) -> float:
    """The largest number of parameters; 0 if none is stated."""
    found = (_SIZE.fullmatch(size) for size in sizes)
    return max((float(one[1]) * _UNITS[one[2]] for one in found if one), default=0.0)


def _step(parameters: float) -> tuple[str, float]:
    """The step of 1, 2 and 5 that holds a number, its upper bound included, and its lower."""
    low = 10.0 ** floor(log10(parameters))
    edges = [low / 2, low, low * 2, low * 5, low * 10]
    place = next(place for place, edge in enumerate(edges[1:], 1) if parameters <= edge)
    return f"{_short(edges[place - 1])} to {_short(edges[place])}", edges[place - 1]


def _short(parameters: float) -> str:
    unit = next(unit for unit in "TBMK" if parameters >= _UNITS[unit] or unit == "K")
    return f"{parameters / _UNITS[unit]:g}{unit}"


def _groups(dated: Iterable[Row], timeline: Timeline, taxonomy: Taxonomy) -> _Named:
    """Techniques in the taxonomy's order, then works of several, then of none."""
    single = len(timeline.techniques) == 1
    asked = timeline.techniques
    names = {one.key: one.name for one in taxonomy.dimensions}
    named = {key: names[key] for key in asked if key in names}
    shown = distinct(
        _labels(taxonomy, asked) if single else named, _GROUP, (_OTHER, SEVERAL, NO_TECHNIQUE)
    )
    carried = {row.work.id: dict.fromkeys(_techniques(row, timeline, single)) for row in dated}
    usual = Counter(key for keys in carried.values() for key in keys if key in shown)
    ranked = sorted(usual, key=lambda key: (-usual[key], key))
    kept = set(ranked[: MOST_TECHNIQUES - (len(ranked) > MOST_TECHNIQUES)])
    found = {}
    for work, keys in carried.items():
        told = list(dict.fromkeys(shown[key] if key in kept else _OTHER for key in keys))
        found[work] = told[0] if len(told) == 1 else SEVERAL if told else NO_TECHNIQUE
    order = dict.fromkeys([*shown.values(), _OTHER, SEVERAL, NO_TECHNIQUE])
    return _Named(tuple(name for name in order if name in set(found.values())), found)


def _labels(taxonomy: Taxonomy, dimensions: Sequence[str]) -> dict[str, str]:
    return {one.key: shown_label(one) for one in taxonomy if one.dimension in dimensions}


def _techniques(row: Row, timeline: Timeline, single: bool) -> Iterable[str]:
    for key in row.labels:
        dimension = key.partition(":")[0]
        if dimension in timeline.techniques:
            yield key if single else dimension


def _month(text: str) -> int | None:
    """Months since year 0 of a day or month; None if only the year is known, or nothing."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1 if len(text) > 4 else None


def _line(row: Row, timeline: Timeline, shorts: dict[str, str]) -> str:
    held = {dimension: [shorts.get(key) or cell(key) for key in row.labels
                        if key.partition(":")[0] == dimension]
            for dimension in (*timeline.techniques, timeline.size)}  # fmt: skip
    size = cell(", ".join(row.work.sizes)) or ", ".join(held[timeline.size])
    told = ", ".join(name for key in timeline.techniques for name in held[key])
    title = link(row.title, row.work.url) + withdrawn(row.work)
    return f"| {cell(row.work.published_on)} | {title} | {size} | {told} |"
