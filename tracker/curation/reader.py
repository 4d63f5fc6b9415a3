"""Everything people decided, read from ``curation/`` in one go."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date
from functools import cached_property
from pathlib import Path
from typing import Any

from tracker.benchmarks import Benchmarks, read_benchmarks
from tracker.curation.canonical import Unreadable, load_canonical
from tracker.curation.canonical import load as load_yaml
from tracker.curation.consistency import disagreements, overruled
from tracker.curation.reported import read_results, result_faults
from tracker.curation.shelves import SHELVES, Shelf, shelf
from tracker.curators import IMPORT, Curator, read_curators
from tracker.decisions import Decision, in_order, read_decision
from tracker.errors import CurationError, SettingsError
from tracker.preferences import FILE, Preferences, read_preferences
from tracker.problems import Problem, summary
from tracker.queries import Query, read_queries
from tracker.record import Record, replay
from tracker.results import ReportedResult
from tracker.scope import FILE as SCOPE
from tracker.scope import UNWRITTEN, Scope, read_scope
from tracker.tables import Pages, read_tables
from tracker.taxonomy import Taxonomy, read_taxonomy
from tracker.works import Work, read_work, work_fields

FOLDER = "curation"


@dataclass(frozen=True)
class Curation:
    """The survey as its people wrote it, with every problem found while reading."""

    taxonomy: Taxonomy
    queries: tuple[Query, ...]
    pages: Pages
    curators: tuple[Curator, ...]
    works: tuple[Work, ...]
    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...]
    preferences: Preferences = field(default_factory=Preferences)
    scope: Scope = UNWRITTEN
    benchmarks: Benchmarks = field(default_factory=Benchmarks)
    results: tuple[ReportedResult, ...] = ()

    @cached_property
    def record(self) -> Record:
        return replay(self.works, self.decisions)

    def as_of(self, day: date) -> "Curation":
        """The decisions up to the end of a day (UTC), and what they are about.

        Works whose first decision came later are left out. Facts and the taxonomy are today's:
        `tracker.steps.snapshots` asks git for those of the day, and this where git cannot tell.
        """
        decisions = tuple(one for one in self.decisions if one.at.astimezone(UTC).date() <= day)
        known = {work_id for one in decisions for work_id in (one.work, one.other)}
        later = {work_id for one in self.decisions for work_id in (one.work, one.other)} - known
        works = tuple(work for work in self.works if known & {*work.ids} or not later & {*work.ids})
        results = tuple(r for r in self.results if r.at and r.at.astimezone(UTC).date() <= day)
        return replace(self, works=works, decisions=decisions, results=results)

    def curator(self, handle: str) -> Curator:
        """The curator of that handle, whatever its case, to speak under it.

        Raises SettingsError if it is unknown, or the adopted list's: nobody speaks for that.
        """
        if handle.lower() == IMPORT:
            raise SettingsError(
                f"{IMPORT!r} stands for the list that was adopted, and nobody speaks under that "
                "handle; use your own of curation/curators.yaml"
            )
        for curator in self.curators:
            if curator.handle.lower() == handle.lower():
                return curator
        raise SettingsError(
            f"no curator {handle!r} in curation/curators.yaml; add the handle there first"
        )


def load(root: Path) -> Curation:
    """The curation under a survey's root. Problems are collected, never raised.

    Raises CurationError only if there is no ``curation/`` at all, or none that may be entered.
    """
    try:
        there = (root / FOLDER).is_dir()
    except OSError as fault:
        raise CurationError(f"{root / FOLDER} cannot be read: {fault.strerror}") from None
    if not there:
        raise CurationError(f"no {FOLDER}/ in {root}; go to a survey's folder or run tracker init")
    taxonomy, faults = read_taxonomy(*_parsed(root, "taxonomy.yaml"))
    problems = [*faults]
    queries, faults = read_queries(*_parsed(root, "queries.yaml"))
    problems += faults
    pages, faults = read_tables(*_parsed(root, "tables.yaml"), taxonomy)
    problems += faults
    curators, faults = read_curators(*_parsed(root, "curators.yaml"))
    problems += faults
    preferences, faults = read_preferences(*_optional(root, FILE))
    problems += faults
    scope, faults = _scope(root)
    problems += faults
    shelves = {name: shelf(root, name) for name in SHELVES}
    problems += (problem for one in shelves.values() for problem in one.problems)
    problems += _strays(root, shelves)
    listed = _works(shelves["works"].files, problems)
    works = tuple(listed.values())
    decisions = _decisions(root, shelves["decisions"].files, problems)
    problems += disagreements(taxonomy, curators, listed, decisions)
    problems += overruled(scope, works, decisions)
    benchmarks, faults = read_benchmarks(*_optional(root, f"{FOLDER}/benchmarks.yaml"))
    problems += faults
    results = read_results(root, shelves["results"].files, problems)
    problems += result_faults(results, curators, works, decisions)
    people = taxonomy, queries, pages, curators
    found = works, decisions, tuple(problems)
    return Curation(*people, *found, preferences, scope, benchmarks, results)


def require(curation: Curation) -> Curation:
    """The curation, if it has no problem; raises CurationError with all of them otherwise."""
    if curation.problems:
        count = len(curation.problems)
        raise CurationError(
            f"{count} problem{'s' * (count > 1)} in the curation; run tracker check: "
            + summary(curation.problems),
            curation.problems,
        )
    return curation


def _parsed(root: Path, name: str) -> tuple[Any, str]:
    """A people's file as data, or the reason it cannot be read, and its name."""
    return _read(root, f"{FOLDER}/{name}")


def _optional(root: Path, file: str) -> tuple[Any, str]:
    """The same of a file that need not be there, which then is None."""
    try:
        return load_yaml(_text(root / file)), file
    except FileNotFoundError:
        return None, file
    except (Unreadable, OSError, UnicodeDecodeError) as fault:
        return Unreadable(_why(fault)), file


def _read(root: Path, file: str) -> tuple[Any, str]:
    try:
        return load_yaml(_text(root / file)), file
    except (Unreadable, OSError, UnicodeDecodeError) as fault:
        return Unreadable(_why(fault)), file


def _scope(root: Path) -> tuple[Scope, list[Problem]]:
    """The written scope, an empty one where nobody has written it yet."""
    file = f"{FOLDER}/{SCOPE}"
    try:
        return read_scope(_text(root / file), file)
    except FileNotFoundError:
        return UNWRITTEN, []
    except (OSError, UnicodeDecodeError) as fault:
        return UNWRITTEN, [Problem(file, "", _why(fault))]


def _why(fault: Exception) -> str:
    if isinstance(fault, FileNotFoundError):
        return "is missing; restore it from git, or let tracker init write one"
    if isinstance(fault, OSError):
        return f"cannot be read: {fault.strerror}"
    return "is not UTF-8 text" if isinstance(fault, UnicodeDecodeError) else str(fault)


def _strays(root: Path, shelves: Mapping[str, Shelf]) -> Iterator[Problem]:
    """Files that nothing reads, where somebody may believe that they count."""
    for folder, one in shelves.items():
        for path in one.strays:
            file = path.relative_to(root).as_posix()
            yield Problem(file, "", f"is not read: only {folder}/{SHELVES[folder]} are")


def _works(paths: Iterable[Path], problems: list[Problem]) -> dict[str, Work]:
    """The works by the names of their files."""
    works: dict[str, Work] = {}
    for path in paths:
        file = f"{FOLDER}/works/{path.name}"
        try:
            text = _text(path)
            strict = load_canonical(text)
            data = load_yaml(text) if strict is None else strict
        except (Unreadable, OSError, UnicodeDecodeError) as fault:
            problems.append(Problem(file, "", _why(fault)))
            continue
        work, faults = read_work(data, file)
        problems += faults
        if work is not None:
            works[path.name] = work
            # As text, because two mappings are equal whatever the order of their fields.
            canonical = str(work_fields(work)) == str(strict)
            if not faults and not canonical:
                problems.append(Problem(file, "", "is not in canonical form; run tracker format"))
            if path.stem != work.id.slug:
                problems.append(Problem(file, "", f"must be named {work.id.slug}.yaml"))
    return works


def _decisions(root: Path, paths: Iterable[Path], problems: list[Problem]) -> tuple[Decision, ...]:
    decisions: list[Decision] = []
    for path in paths:
        file = path.relative_to(root).as_posix()
        try:
            lines = _text(path).split("\n")
        except (OSError, UnicodeDecodeError) as fault:
            problems.append(Problem(file, "", _why(fault)))
            continue
        owner = path.parent.name.lower()
        if lines[-1]:
            problems.append(Problem(file, f"line {len(lines)}", "is cut off; delete or finish it"))
        for number, line in enumerate(lines[:-1], start=1):
            decision, faults = read_decision(line, file, f"line {number}")
            problems += faults
            if decision is None:
                continue
            decisions.append(decision)
            if decision.line != line:
                problems.append(
                    Problem(file, f"line {number}", "is not in canonical form; run tracker format")
                )
            if decision.by.lower() != owner:
                problems.append(
                    Problem(file, f"line {number}", f"is by {decision.by}: not this folder's")
                )
    return in_order(decisions)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")
