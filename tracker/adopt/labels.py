"""Labels that people gave to a list's entries in a spreadsheet (CSV, RFC 4180).

A column gives labels when every word in it (cells are split at ``;``) is known to the
vocabulary; other columns are ignored and named. A column named like a dimension
(``nlp_task``, ``technique_readme``) looks its words up in that dimension first.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.adopt.page import Entry
from tracker.adopt.sheet import Table, Vocabulary
from tracker.adopt.wording import words_of
from tracker.identity import WorkId, from_url, parse
from tracker.problems import Problem

_IDS: Final = ("arxiv_id", "doi", "pmid", "other_id")
_BASIS: Final = ("labels_basis", "labels_confidence", "basis", "confidence")
_KNOWN: Final = (*_IDS, *_BASIS, "title", "url", "note")


@dataclass(frozen=True)
class LabelRow:
    """One row: which entry it means, and what it says about it.

    ``line`` is where the row begins, from 1; ``labels`` are full keys ("nlp_task:qa") in
    the order of the columns; ``unread`` holds identifiers of kinds the tracker has no
    scheme for ("ieee:10776558").
    """

    line: int
    title: str
    url: str
    labels: tuple[str, ...] = ()
    ids: tuple[WorkId, ...] = ()
    basis: str = ""
    note: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class LabelSheet:
    """A CSV's rows, which of its columns gave labels and which nothing was read from."""

    rows: tuple[LabelRow, ...]
    label_columns: tuple[str, ...]
    ignored_columns: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def read_labels(csv_text: str, vocabulary: Mapping[str, str], file: str = "") -> LabelSheet:
    """The rows of a CSV whose header names a ``title`` or a ``url`` column.

    ``vocabulary`` maps names, keys and aliases, in any case, to full keys
    ("dimension:label"). ``file`` is the name the problems carry.
    """
    table = Table(csv_text)
    if not {"title", "url"} & set(table.header):
        what = "the CSV has neither a title nor a url column, so its rows match no entry"
        return LabelSheet((), (), tuple(table.header), (Problem(file, "line 1", what),))
    known = Vocabulary(vocabulary)
    labelled: list[str] = []
    problems = [Problem(file, f"line {line}", what) for line, what in table.problems]
    for name in (name for name in table.header if name and name not in _KNOWN):
        words = {word for _, row in table.rows for word in _split(row[name])}
        unknown = sorted(word for word in words if not known.key(word, name))
        if words and not unknown:
            labelled.append(name)
        elif known.dimension(name) and len(unknown) < len(words):
            what = f"{', '.join(map(repr, unknown))}: no label of the vocabulary; column not read"
            problems.append(Problem(file, f"column {name}", what))
    rows = tuple(_row(line, row, labelled, known) for line, row in table.rows)
    ignored = tuple(name for name in table.header if name not in (*_KNOWN, *labelled))
    return LabelSheet(rows, tuple(labelled), ignored, tuple(problems))


def match(
    rows: Sequence[LabelRow], entries: Sequence[Entry], file: str = ""
) -> tuple[tuple[LabelRow | None, ...], tuple[Problem, ...]]:
    """For each entry its row or None, and a problem for each row that fits no entry.

    Rows and entries are paired by title and address; then, in the order they stand, by
    title alone; last by an address that only one of either still has.
    """
    titles = [words_of(entry.title) for entry in entries]
    urls = [{_address(link.url) for link in entry.links} for entry in entries]
    both = [{(title, url) for url in of} for title, of in zip(titles, urls, strict=True)]
    found: list[LabelRow | None] = [None] * len(entries)
    left = _pair(rows, lambda row: (words_of(row.title), _address(row.url)), both, found)
    left = _pair(left, lambda row: words_of(row.title), [{title} for title in titles], found)
    left = _pair(left, lambda row: _address(row.url), urls, found, once=True)
    problems = tuple(
        Problem(file, f"line {row.line}", f"{row.title or row.url!r} is no entry of the list")
        for row in left
    )
    return tuple(found), problems


def _pair(
    rows: Sequence[LabelRow],
    key: Callable[[LabelRow], Hashable],
    keys: Sequence[Collection[Hashable]],
    found: list[LabelRow | None],
    once: bool = False,
) -> list[LabelRow]:
    """Gives each row to the first free entry with its key; returns the rows left over.

    With ``once``, only where one row and one free entry have that key.
    """
    places: dict[Hashable, list[int]] = {}
    for index, names in enumerate(keys):
        for name in names if found[index] is None else ():
            places.setdefault(name, []).append(index)
    uses = Counter(key(row) for row in rows)
    left: list[LabelRow] = []
    for row in rows:
        free = [index for index in places.get(key(row), ()) if found[index] is None]
        if not key(row) or not free or (once and (len(free) > 1 or uses[key(row)] > 1)):
            left.append(row)
        else:
            found[free[0]] = row
    return left


def _split(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(";") if word.strip()]


def _row(line: int, row: dict[str, str], labelled: list[str], known: Vocabulary) -> LabelRow:
    keys = [known.key(word, name) for name in labelled for word in _split(row[name])]
    ids: list[WorkId] = []
    unread: list[str] = []
    for name in (name for name in _IDS if name in row):
        for word in _split(row[name]):
            work = _identifier(name, word)
            ids += [work] if work else []
            unread += [] if work else [word]
    basis = "; ".join(row[name] for name in _BASIS if row.get(name))
    return LabelRow(
        line,
        row.get("title", ""),
        row.get("url", ""),
        tuple(dict.fromkeys(keys)),
        tuple(dict.fromkeys(ids)),
        basis,
        row.get("note", ""),
        tuple(unread),
    )


def _identifier(column: str, text: str) -> WorkId | None:
    """The identifier a cell writes, with or without its scheme and a remark in brackets.

    A remark follows a space: a DOI may hold brackets of its own.
    """
    text = re.sub(r"\s+\([^()]*\)\s*$", "", text)
    scheme = column.removesuffix("_id")
    tries = [text, text.split()[-1]] if scheme == "other" else [f"{scheme}:{text}", text]
    for attempt in tries:
        try:
            return parse(attempt)
        except ValueError:
            continue
    return None


def _address(url: str) -> str:
    try:
        return str(from_url(url))
    except ValueError:
        return url
