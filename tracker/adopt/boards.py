"""A table of results (a leaderboard), read into results as one source gives them.

Nothing is guessed: which column names the model, what the unit is and which dataset a column
stands for is either written in the table, word for word as the vocabulary has it, or stated
by whoever imports it. Every fault of a table is reported at once.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.adopt.entries import LARGEST, read_grids
from tracker.adopt.tables import Cell
from tracker.benchmarks import Benchmarks, folded
from tracker.identity import WorkId
from tracker.problems import Problem
from tracker.results import MAX_QUOTE, UNKNOWN, ReportedResult, Unit, range_faults

_EMPTY: Final = frozenset({"", "-", "--", "---", "–", "—", "n/a", "na", "tbd"})
_RAISED: Final = re.compile(r"<(/?su[bp])\b[^<>]*>", re.IGNORECASE)
_FOOTNOTE: Final = re.compile(r"\[\^[^\]\s]+\]")


@dataclass(frozen=True)
class Stated:
    """What whoever imports a table says about it.

    ``models`` are the headers of the columns whose words together name the model, the first
    column if there are none; ``columns`` gives the dataset of a header that the vocabulary
    does not know, ``skip`` are headers to leave out. A ``transposed`` table has datasets in
    rows and models in columns. ``number`` picks one of several tables, from 1.
    """

    source: WorkId
    unit: Unit
    url: str = ""
    metric: str = ""
    split: str = ""
    setting: str = UNKNOWN
    precision: str = ""
    note: str = ""
    models: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    transposed: bool = False
    number: int = 0


@dataclass(frozen=True)
class Board:
    """The results of a table by where they stand in it; ``empty`` counts cells without a value."""

    results: Mapping[str, ReportedResult] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    empty: int = 0


@dataclass(frozen=True)
class _Table:
    """Plain words: a header, and rows with the names by which a person finds them."""

    header: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]


def read_board(text: str, file: str, stated: Stated, benchmarks: Benchmarks) -> Board:
    """The results of the one table in a Markdown or CSV file. Never raises."""
    is_csv = file.lower().endswith(".csv")
    tables = _csv(text) if is_csv else _markdown(text)
    if not tables:
        what = "holds no table" if is_csv else "holds no table written in pipes"
        return Board(problems=(Problem(file, "", what),))
    chosen = stated.number or 1
    if not 0 < chosen <= len(tables) or (len(tables) > 1 and not stated.number):
        count = f"{len(tables):,} tables" if len(tables) != 1 else "1 table"
        what = f"holds {count} written in pipes; name one with --table"
        return Board(problems=(Problem(file, "", what),))
    table = _chosen(tables[chosen - 1], stated)
    problems = [*_not_there(tables[chosen - 1], stated, file), *_repeated(table, stated, file)]
    columns = _columns(table, stated, benchmarks, file, problems)
    results: dict[str, ReportedResult] = {}
    empty = 0
    for place, model, header, value in _cells(table, stated, columns, file, problems):
        if value.lower() in _EMPTY:
            empty += 1
            continue
        digits = value.removesuffix("%").rstrip() if stated.unit == "percent" else value
        faults = range_faults(digits, stated.unit)
        problems += (Problem(file, place, fault) for fault in faults)
        if not faults:
            results[place] = _result(model, header, value, digits, columns[header], stated)
    problems += _twice(results, file)
    if not results and not problems:
        problems.append(Problem(file, "", "holds no value"))
    return Board(results, tuple(problems), empty)


def _markdown(text: str) -> list[_Table]:
    found = []
    # Shown as written, because 51<sup>1</sup> is not 511.
    text = _RAISED.sub(lambda tag: f"&lt;{tag[1].lower()}&gt;", text)
    for grid in read_grids(text) if len(text) <= LARGEST else ():
        header = [_words(cell) for cell in grid.header]
        rows = [(f"line {row.first}", [_words(cell) for cell in row.cells])
                for row in grid.rows]  # fmt: skip
        found.append(_Table(header, rows))
    return found


def _words(cell: Cell) -> str:
    """What a reader sees of a cell; a footnote's star is part of what it says."""
    # A footnote whose text is one address is read as a link by the name of "^1".
    texts = [f"[{run.text}]" if run.url and run.text[:1] == "^" else run.text
             for run in cell if run.mark != "image"]  # fmt: skip
    return " ".join("".join(texts).split())


def _model(cells: Iterable[str]) -> str:
    """The name that cells give a model together, without references to footnotes."""
    name = " ".join(filter(None, (_FOOTNOTE.sub("", cell).strip() for cell in cells)))
    return re.sub(r"</?sub>", "", name)


def _csv(text: str) -> list[_Table]:
    rows = [
        [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text.lstrip("\ufeff")))
    ]
    numbered = [(f"row {number}", row) for number, row in enumerate(rows[1:], start=2) if any(row)]
    return [_Table(rows[0], numbered)] if rows else []


def _chosen(table: _Table, stated: Stated) -> _Table:
    """The table without the columns to skip, models in rows and datasets in columns."""
    table = _without(table, stated.skip)
    if not stated.transposed:
        return table
    width = len(table.header)
    turned = [
        (
            table.header[at] or f"column {at + 1}",
            [table.header[at], *(_at(row, at) for _, row in table.rows)],
        )
        for at in range(1, width)
    ]
    header = [table.header[0] if width else "", *(_at(row, 0) for _, row in table.rows)]
    return _without(_Table(header, turned), stated.skip)


def _without(table: _Table, skip: Sequence[str]) -> _Table:
    left_out = {_name(name) for name in skip}
    kept = [at for at, name in enumerate(table.header) if _name(name) not in left_out]
    width = len(table.header)
    rows = [(place, [*(_at(row, at) for at in kept), *row[width:]]) for place, row in table.rows]
    return _Table([table.header[at] for at in kept], rows)


def _not_there(table: _Table, stated: Stated, file: str) -> Iterator[Problem]:
    """Headers to skip that the table has not, neither as it stands nor turned."""
    there = {_name(header) for header in table.header}
    if stated.transposed:
        there |= {_name(_at(row, 0)) for _, row in _without(table, stated.skip).rows}
    for header in stated.skip:
        if _name(header) not in there:
            yield Problem(file, "header", f"there is no column {header!r}")


def _repeated(table: _Table, stated: Stated, file: str) -> Iterator[Problem]:
    """Names that several columns (or rows, turned) have: their cells would share a place."""
    models = {_name(header) for header in stated.models or table.header[:1]}
    heads = [header for header in table.header if _name(header) not in models]
    named = {"columns": heads}
    if stated.transposed:
        named = {"columns": [place for place, _ in table.rows], "rows": heads}
    for what, names in named.items():
        spelt = {_name(name): name for name in names}
        for name, times in Counter(map(_name, names)).items():
            if times > 1:
                told = f"{spelt[name]!r} names {times} {what}"
                way = "rename them, or leave them out with --skip"
                yield Problem(file, "header", f"{told}; {way}")


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _name(text: str) -> str:
    return " ".join(text.split()).casefold()


def _columns(
    table: _Table, stated: Stated, benchmarks: Benchmarks, file: str, problems: list[Problem]
) -> dict[str, str]:
    """The dataset of each column of values, by its header; a key where the vocabulary has one."""
    given = {_name(header): name for header, name in stated.columns.items()}
    headers = {_name(header) for header in table.header}
    for header in (*stated.models, *stated.columns):
        if _name(header) not in headers:
            problems.append(Problem(file, "header", f"there is no column {header!r}"))
    models = {_name(header) for header in stated.models or table.header[:1]}
    found: dict[str, str] = {}
    for header in table.header:
        if _name(header) in models:
            continue
        name = given.get(_name(header), header)
        known = benchmarks.dataset(name)
        if known or (_name(header) in given and name):
            found[header] = known.key if known else name
        else:
            what = (
                f"{header!r} is no dataset of benchmarks.yaml: say which with --column "
                f"'{header}=KEY', or leave it out with --skip '{header}'"
            )
            problems.append(Problem(file, "header", what))
    return found


def _cells(
    table: _Table, stated: Stated, columns: Mapping[str, str], file: str, problems: list[Problem]
) -> Iterator[tuple[str, str, str, str]]:
    """Every cell of a value: its place, its row's model, its column's header, its words."""
    models = [_name(header) for header in stated.models or table.header[:1]]
    places = [at for name in models for at, own in enumerate(table.header) if _name(own) == name]
    for number, row in table.rows:
        if any(row[len(table.header) :]):
            problems.append(Problem(file, number, "has more cells than the header"))
            continue
        model = _model(_at(row, at) for at in places)
        values = [
            (header, _at(row, at)) for at, header in enumerate(table.header) if header in columns
        ]
        if not model and any(value.lower() not in _EMPTY for _, value in values):
            problems.append(Problem(file, number, "names no model"))
        elif "<sup>" in model:
            what = f"{model!r} has raised signs: leave a footnote's mark out, write others plainly"
            problems.append(Problem(file, number, what))
        elif model:
            yield from ((f"{number}, {header}", model, header, value) for header, value in values)


def _result(
    model: str, header: str, value: str, digits: str, dataset: str, stated: Stated
) -> ReportedResult:
    return ReportedResult(
        source=stated.source, value=digits, unit=stated.unit, model=model, dataset=dataset,
        split=stated.split, metric=stated.metric, setting=stated.setting,
        precision=stated.precision, url=stated.url, place="table",
        quote=f"{model} | {header}: {value}"[-MAX_QUOTE:], status="second-hand", note=stated.note,
    )  # fmt: skip


def _twice(results: Mapping[str, ReportedResult], file: str) -> Iterator[Problem]:
    """Cells that speak of one model on one test."""
    first: dict[tuple[str, str], str] = {}
    for place, one in results.items():
        before = first.setdefault((folded(one.model), folded(one.dataset)), place)
        if before != place:
            what = f"is {one.model!r} on {one.dataset} once more, as at {before}; tell them apart"
            yield Problem(file, place, f"{what} with one more --model column, or leave one out")
