"""Reported results on disk: one file for each thing that somebody said about a result."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tracker.curation.canonical import Unreadable, dump, load, load_canonical
from tracker.curation.journal import write_whole
from tracker.curators import IMPORT, Curator
from tracker.decisions import Decision
from tracker.errors import CurationError
from tracker.problems import Problem
from tracker.results import (
    ReportedResult,
    mixed_units,
    read_result,
    result_fields,
    standing,
)
from tracker.works import Work

_FOLDER = "curation"


def read_results(
    root: Path, paths: Iterable[Path], problems: list[Problem]
) -> tuple[ReportedResult, ...]:
    """The results in these files; what is wrong with one goes to ``problems``."""
    results: list[ReportedResult] = []
    for path in paths:
        file = path.relative_to(root).as_posix()
        try:
            text = path.read_bytes().decode("utf-8")
            data = load_canonical(text) or load(text)
        except (Unreadable, OSError, UnicodeDecodeError) as fault:
            problems.append(Problem(file, "", _why(fault)))
            continue
        result, faults = read_result(data, file)
        problems += faults
        if result is None:
            continue
        results.append(result)
        if written_result(result) != text:
            problems.append(Problem(file, "", "is not in canonical form; run tracker format"))
        elif file != f"{_FOLDER}/{result.path}":
            problems.append(Problem(file, "", f"must be named {result.path}; run tracker format"))
    return tuple(results)


def result_faults(
    results: Sequence[ReportedResult],
    curators: Sequence[Curator],
    works: Sequence[Work],
    decisions: Sequence[Decision],
) -> Iterator[Problem]:
    """Where results contradict each other, the curators or the record."""
    handles = {curator.handle.lower() for curator in curators}
    known = {work_id for work in works for work_id in work.ids}
    known |= {decision.work for decision in decisions}
    keys = {one.key for one in results if not one.undoes}
    for one in results:
        file = f"{_FOLDER}/{one.path}"
        # The tracker's own mark is no person's word, and needs nobody's leave.
        marked = one.status == "stale" and one.by == IMPORT
        if handles and one.by.lower() not in handles and not marked:
            yield Problem(file, "by", f"no curator {one.by!r} in curation/curators.yaml")
        if one.source.scheme != "url" and one.source not in known:
            yield Problem(file, "source", f"no work {one.source} here; decide on it first")
        if one.undoes and one.undoes not in keys:
            yield Problem(file, "undoes", f"takes back {one.undoes}, which nobody said here")
    shown = standing(results)
    for path, what in mixed_units(shown).items():
        yield Problem(f"{_FOLDER}/{path}", "value", what)
    first: dict[tuple[str, ...], ReportedResult] = {}
    for one in shown:
        other = first.setdefault(one.test, one)
        if other is not one:
            what = f"and {other.path} give one test two values; tell the tests apart or reject one"
            yield Problem(f"{_FOLDER}/{one.path}", "value", what)


def write_result(root: Path, result: ReportedResult) -> Path:
    """Put a result on disk, whole or not at all; return its path. Nothing is overwritten.

    Raises CurationError if it could not be read again.
    """
    path = root / _FOLDER / result.path
    _, faults = read_result(dict(result_fields(result)), result.path)
    if faults:
        raise CurationError(f"the result would not be readable: {faults[0]}", faults)
    write_whole(path, written_result(result).encode())
    return path


def tidy_result(root: Path, path: Path) -> str:
    """The name of a result's file if it had to be rewritten or renamed, else nothing."""
    try:
        text = path.read_bytes().decode("utf-8")
        result, problems = read_result(load(text), path.name)
    except (OSError, UnicodeDecodeError, Unreadable):
        return ""
    if result is None or problems:
        return ""
    target = root / _FOLDER / result.path
    if target == path and written_result(result) == text:
        return ""
    write_result(root, result)
    if target != path:
        path.unlink()
    return target.relative_to(root).as_posix()


def written_result(result: ReportedResult) -> str:
    """The canonical text of a result's file."""
    return dump(result_fields(result))


def _why(fault: Exception) -> str:
    if isinstance(fault, OSError):
        return f"cannot be read: {fault.strerror}"
    return "is not UTF-8 text" if isinstance(fault, UnicodeDecodeError) else str(fault)
