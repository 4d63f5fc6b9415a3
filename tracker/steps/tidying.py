"""Keeping a survey's files in order, composed: starting one, checking its page, formatting."""

import re
import shutil
from pathlib import Path

from tracker import curation as files
from tracker.assets import asset
from tracker.curation import Curation
from tracker.curation.canonical import Unreadable, dump, load
from tracker.curation.journal import write_whole
from tracker.curation.reported import tidy_result
from tracker.curation.shelves import SHELVES, record_files
from tracker.curation.skeleton import write_skeleton
from tracker.decisions import read_decision
from tracker.errors import CurationError, MarkerError
from tracker.figures import FILE as FIGURES
from tracker.figures import read_figures
from tracker.folders import held
from tracker.problems import Problem
from tracker.publish.front import render_page
from tracker.publish.printing import places
from tracker.publish.skeleton import new_page
from tracker.scope import FILE as SCOPE
from tracker.settings import Settings
from tracker.steps.copies import beside
from tracker.works import read_work, work_fields

PRECEDENTS = "## Precedents\n"
_PEOPLES = ("taxonomy.yaml", "queries.yaml", "tables.yaml", "curators.yaml", "benchmarks.yaml")


def start(settings: Settings, title: str, example: bool) -> list[str]:
    """Write what a new survey lacks: configuration and page. Returns the names of new files."""
    written: list[str] = []
    folder = settings.root / "curation"
    if example:
        for name in _PEOPLES:
            if not (folder / name).exists():
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(asset("curation") / name, folder / name)
                written.append(f"curation/{name}")
        written += _scope_of_the_example(settings.root)
    written += write_skeleton(settings.root)
    pages = files.load(settings.root).pages
    target = settings.root / pages.page
    if not target.exists():
        write_whole(target, new_page(title, pages).encode())
        written.append(pages.page)
    return written


def _scope_of_the_example(root: Path) -> list[str]:
    """The shipped scope without its precedents: the works they name are not in a new survey."""
    name = f"curation/{SCOPE}"
    if (root / name).exists():
        return []
    text = (asset("curation") / SCOPE).read_text(encoding="utf-8")
    write_whole(root / name, f"{text.partition(PRECEDENTS)[0]}{PRECEDENTS}\n".encode())
    return [name]


def read_page(settings: Settings, curation: Curation) -> str:
    """The published page as it stands here; raises MarkerError if there is none."""
    page = curation.pages.page
    try:
        return (settings.root / page).read_bytes().decode("utf-8")
    except FileNotFoundError:
        why = "is not there; tracker init writes one with its markers"
    except IsADirectoryError:
        why = "is a folder, where the front page belongs; move it away"
    except OSError as fault:
        why = f"cannot be read ({fault.strerror}); mend its permissions, or move it away"
    except UnicodeDecodeError:
        why = "is not UTF-8 text; save it as UTF-8"
    raise MarkerError(f"{page} {why}")


def page_problems(settings: Settings, curation: Curation) -> list[Problem]:
    """What keeps the pages from being rendered."""
    try:
        render_page(read_page(settings, curation), curation)
        others = {FIGURES, *places(curation), *beside(settings.root, curation)}
    except MarkerError as fault:
        return [_told_of(curation.pages.page, str(fault))]
    problems = []
    for path in sorted(others):
        try:
            there = held(settings.root / path)
            if path == FIGURES:
                read_figures(there)
        except OSError as fault:
            problems.append(Problem(path, "", f"cannot be read: {fault.strerror}"))
        except CurationError as fault:
            problems.append(_told_of(path, str(fault)))
    return problems


def _told_of(file: str, sentence: str) -> Problem:
    """What is wrong with a file of which the sentence may begin with its name, and the line."""
    found = re.match(rf"{re.escape(file)}(?::(\d+))?:? ", sentence)
    if not found:
        return Problem(file, "", sentence)
    return Problem(file, found[1] or "", sentence[found.end() :])


def tidy(settings: Settings) -> list[str]:
    """Rewrite works, decisions and results in canonical form.

    A file that cannot be read is left alone; a folder is a CurationError.
    """
    root = settings.root
    files.load(root)  # says so if there is no curation
    works, decisions, results = (record_files(root, name) for name in SHELVES)
    changed: list[str] = []
    for path in works:
        if tidied := _tidy_work(root, path):
            changed.append(tidied)
    for path in decisions:
        if _tidy_journal(path):
            changed.append(path.relative_to(root).as_posix())
    for path in results:
        if tidied := tidy_result(root, path):
            changed.append(tidied)
    return changed


def _tidy_work(root: Path, path: Path) -> str:
    """The work file's name if it had to be rewritten or renamed."""
    try:
        text = path.read_bytes().decode("utf-8")
        work, problems = read_work(load(text), path.name)
    except (OSError, UnicodeDecodeError, Unreadable):
        return ""
    if work is None or problems:
        return ""
    target = path.with_name(f"{work.id.slug}.yaml")
    if target == path and dump(work_fields(work)) == text:
        return ""
    if target != path and target.exists():
        raise CurationError(f"{path.name} and {target.name} are one work; merge them by hand first")
    written = files.write_work(root, work)
    if target != path:
        path.unlink()
    return written.relative_to(root).as_posix()


def _tidy_journal(path: Path) -> bool:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    lines = [_tidy_line(line) for line in text.split("\n")]
    tidied = "\n".join(lines)
    if tidied != text:
        write_whole(path, tidied.encode())
    return tidied != text


def _tidy_line(line: str) -> str:
    decision, problems = read_decision(line, "", "") if line else (None, [])
    return decision.line if decision and not problems else line
