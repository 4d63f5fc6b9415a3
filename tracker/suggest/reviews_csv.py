"""Labelled reviews in CSV files: what somebody screened, and what they kept."""

import csv
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from tracker.errors import SettingsError

LABELS = ("label_included", "label_abstract_screening")
"""The columns that say what was relevant; the first that is there counts."""
LARGEST = 256 * 1024 * 1024
"""Bytes of CSV, after decompression, that are read at most: some 150,000 abstracts."""
LONGEST = 1024 * 1024
"""Characters in one field."""
LEAST = 2
"""Relevant records, and irrelevant ones: the prior, and one to find."""


@dataclass(frozen=True)
class Review:
    """The records of a labelled review, in the order of its file."""

    titles: tuple[str, ...]
    abstracts: tuple[str, ...]
    relevant: tuple[bool, ...]

    @property
    def texts(self) -> list[str]:
        return [f"{t} {a}" for t, a in zip(self.titles, self.abstracts, strict=True)]


def read_review(path: Path) -> Review:
    """The review in a CSV file, plain or compressed (.gz, .xz).

    Raises SettingsError if it cannot be read, lacks a column, holds a label that is neither
    0 nor 1, or has fewer than two relevant or two irrelevant records.
    """
    text = _text(path)
    csv.field_size_limit(LONGEST)
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = [name.strip() for name in rows.fieldnames or ()]
        rows.fieldnames = columns
        label = _label(columns, path)
        review = _review(_records(rows, label, path))
    except csv.Error as fault:
        raise SettingsError(f"{path} is not CSV at line {rows.reader.line_num}: {fault}") from None
    for kind, count in (
        ("relevant", sum(review.relevant)),
        ("irrelevant", len(review.relevant) - sum(review.relevant)),
    ):
        if count < LEAST:
            raise SettingsError(
                f"{path} has {count} {kind} record{'' if count == 1 else 's'} by {label}; "
                f"a replay needs at least {LEAST}"
            )
    return review


def _text(path: Path) -> str:
    opener = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix.lower(), Path.open)
    try:
        with cast("IO[bytes]", opener(path, "rb")) as file:  # type: ignore[operator]
            data = file.read(LARGEST + 1)
    except OSError as fault:
        raise SettingsError(f"{path} cannot be read: {fault.strerror or fault}") from None
    except (EOFError, lzma.LZMAError, zlib.error) as fault:
        raise SettingsError(f"{path} cannot be decompressed: {fault}") from None
    if len(data) > LARGEST:
        raise SettingsError(f"{path} holds more than {LARGEST // 2**20} MB; split it")
    if not data.strip():
        raise SettingsError(f"{path} is empty; it must be CSV with title, abstract and a label")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        where = f"{path} is not UTF-8 at byte {fault.start}"
        raise SettingsError(f"{where}; save it as UTF-8") from None


def _label(columns: Sequence[str], path: Path) -> str:
    missing = [name for name in ("title", "abstract") if name not in columns]
    labels = [name for name in LABELS if name in columns]
    if not labels:
        missing.append(" or ".join(LABELS))
    if missing:
        raise SettingsError(f"{path} has no column {', no column '.join(missing)}")
    return labels[0]


def _records(
    rows: "csv.DictReader[str]", label: str, path: Path
) -> Iterator[tuple[str, str, bool]]:
    for row in rows:
        value = (row[label] or "").strip()
        if value not in ("0", "1"):
            where = f"{path}, line {rows.line_num}"
            raise SettingsError(f"{where}: {label} is {value[:40]!r}; it must be 1 or 0")
        yield row["title"] or "", row["abstract"] or "", value == "1"


def _review(records: Iterator[tuple[str, str, bool]]) -> Review:
    titles, abstracts, relevant = [], [], []
    for title, abstract, label in records:
        titles.append(title)
        abstracts.append(abstract)
        relevant.append(label)
    return Review(tuple(titles), tuple(abstracts), tuple(relevant))
