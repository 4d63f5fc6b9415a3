"""Labelled works in a CSV file, and the taxonomy that their labels make."""

import csv
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, cast

from tracker.errors import SettingsError
from tracker.suggest.examples import Example
from tracker.taxonomy import Dimension, Label, Taxonomy

LARGEST = 2**28
"""Bytes of a file, unpacked: 256 MiB are a hundred thousand abstracts and more."""
LONGEST = 10**6
"""Characters of one field."""
PARTS = re.compile(r"[|;]")
SPEAKING = 3
"""Shorter names are found by chance."""
DIMENSION = "label"
"""The only dimension of a taxonomy made from labels."""


def read_labelled(path: Path) -> tuple[Example, ...]:
    """The works of a CSV file (also .gz or .xz) with ``title``, ``abstract`` (or ``text``) and
    ``labels`` separated by | or ;. Labels are as written; no label says that none applies.

    Raises SettingsError with the reason why the file cannot be used.
    """
    try:
        with _opened(path) as packed:
            data = packed.read(LARGEST + 1)
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as fault:
        why = getattr(fault, "strerror", None) or "it is damaged or not packed as its name says"
        raise SettingsError(f"{path} cannot be read: {why}") from None
    if len(data) > LARGEST:
        raise SettingsError(f"{path} is larger than {LARGEST >> 20} MiB unpacked; split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise SettingsError(
            f"{path} is not UTF-8 text at byte {fault.start}; save it as UTF-8"
        ) from None
    works = tuple(_works(path, text))
    if not works:
        raise SettingsError(f"{path} holds no work: no row has a title, an abstract or a text")
    return works


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".xz":
        return lzma.open(path)
    return cast(IO[bytes], gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _works(path: Path, text: str) -> Iterator[Example]:
    before = csv.field_size_limit(LONGEST)
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), restval="")
        _columns(path, rows.fieldnames or ())
        for number, row in enumerate(rows, start=1):
            if None in row:
                raise SettingsError(
                    f"{path}:{rows.line_num} has more fields than the heading; quote the commas"
                )
            body = row.get("abstract") or row.get("text") or ""
            words = "\n".join(" ".join(x.split()) for x in (row.get("title") or "", body) if x)
            if words.strip():
                yield Example(f"{number:08}", words, frozenset(_labels(row["labels"])))
    except csv.Error as fault:
        raise SettingsError(f"{path}:{rows.line_num} is not CSV: {fault}") from None
    finally:
        csv.field_size_limit(before)


def _columns(path: Path, found: Sequence[str]) -> None:
    if not found:
        raise SettingsError(f"{path} is empty; its first line must name the columns")
    if "labels" not in found:
        raise SettingsError(f"{path} has no column 'labels', only {', '.join(map(repr, found))}")
    if not {"title", "abstract", "text"} & set(found):
        raise SettingsError(
            f"{path} has no column 'title', 'abstract' or 'text', only "
            + ", ".join(map(repr, found))
        )


def _labels(written: str) -> Iterator[str]:
    return (part.strip() for part in PARTS.split(written) if part.strip())


def taxonomy_of(train: Iterable[Example]) -> Taxonomy:
    """One dimension with the labels in use. Their names are all that is known of them, so
    those stand for the meaning and, unless they are very short, for a keyword."""
    names = sorted(set().union(*(work.labels or () for work in train)))
    labels = tuple(
        Label(f"{DIMENSION}:{name}", name, "", keywords=(name,) if len(name) >= SPEAKING else ())
        for name in names
    )
    return Taxonomy(1, (Dimension(DIMENSION, "Label", "any", labels),))


def named(works: Iterable[Example], taxonomy: Taxonomy, path: Path) -> tuple[Example, ...]:
    """The works with the taxonomy's keys in place of the labels as written.

    Raises SettingsError for a label that the taxonomy does not name, or names twice.
    """
    keys = taxonomy.names() | {label.name: label.key for label in taxonomy}
    made = []
    for work in works:
        found = set()
        for name in sorted(work.labels or ()):
            key = keys.get(name) or keys.get(name.lower())
            if key is None:
                known = ", ".join(label.name for label in list(taxonomy)[:8])
                raise SettingsError(
                    f"{path}: nothing to learn the label {name!r} from; give training works or a"
                    f" taxonomy with it (known are {known}{', ...' * (len(taxonomy.by_key) > 8)})"
                )
            found.add(key)
        made.append(Example(work.key, work.text, frozenset(found)))
    return tuple(made)


def require_classes(train: Sequence[Example], path: Path) -> None:
    """Raises SettingsError where no label parts the works: all have the same labels."""
    sets = {work.labels for work in train}
    if sets == {frozenset()}:
        raise SettingsError(f"{path} gives no work a label, so there is nothing to learn")
    if len(sets) == 1:
        raise SettingsError(
            f"{path} gives every work the same labels, so there is nothing to tell apart;"
            " add works with other labels or none"
        )
