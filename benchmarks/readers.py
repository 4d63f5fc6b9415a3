"""Everything readers get from 5,000 works and 500 results, beside two generators of lists.

Ours: `tracker render` (front page, a page for each table and dimension, timeline, matrix, results)
and `tracker site` (a page a work, search data, all six exports). Each figure is a whole command's
CPU time, its children's included, the best of three runs, with byte code kept; hecat runs once.
What the file system alone costs, which differs much from machine to machine, is printed beside.

The peers get the same works, their titles, links and labels, as YAML (JSON is YAML), and write
fewer pages: best-of-generator (https://github.com/best-of-lists/best-of-generator, `pip install
best-of`) one README; hecat (https://github.com/nodiscc/hecat, a checkout with ruamel.yaml and
jinja2) its Markdown site, an index and a page for each tag. A peer that is not named is skipped.

    .venv/bin/python benchmarks/readers.py [--best-of COMMAND] [--hecat PYTHON FOLDER]
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.invented import RESULTS, WORKS, survey
from tracker import curation as files
from tracker.publish.render import Row, included

ROUNDS = 3
KEPT = {"PYTHONDONTWRITEBYTECODE": ""}
TRACKER = str(Path(sys.executable).parent / "tracker")


def seconds(command: Sequence[str], folder: Path, more: Mapping[str, str] | None = None) -> float:
    """CPU seconds of a command, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False,
                          env={**os.environ, **KEPT, **(more or {})})  # fmt: skip
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-500:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours(root: Path) -> dict[str, float]:
    """The best time of each command that makes everything anew, and of each with nothing to do."""
    found: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for folder in ("pages", "site", ".tracker"):
            shutil.rmtree(root / folder, ignore_errors=True)
        for name in ("render", "site"):
            found.setdefault(name, []).append(seconds([TRACKER, name], root))
        for name in ("render", "site"):
            again = seconds([TRACKER, name], root)
            found.setdefault(f"{name}, nothing changed", []).append(again)
    return {name: min(times) for name, times in found.items()}


def bare(root: Path) -> tuple[int, float]:
    """How many files that were, and the CPU time in which a bare loop writes their bytes."""
    made = [path for folder in ("pages", "site") for path in (root / folder).rglob("*")]
    files = {path.relative_to(root): path.read_bytes() for path in made if path.is_file()}
    times = []
    for attempt in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_SELF)
        for path, data in files.items():
            target = root / f"bare{attempt}" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        after = resource.getrusage(resource.RUSAGE_SELF)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return len(files), min(times)


def best_of(command: str, root: Path, rows: Sequence[Row]) -> float:
    """best-of-generator on the same works; a work stands under the first of its labels."""
    folder = root / "best-of"
    folder.mkdir()
    labels = sorted({label for row in rows for label in row.labels})
    projects = [
        {"name": row.title, "homepage": row.work.url, "category": (row.labels or ("other",))[0],
         "description": row.work.published_on, "labels": list(row.labels), "show": True}
        for row in rows
    ]  # fmt: skip
    data = {
        "configuration": {"require_license": False, "min_projectrank": 0},
        "categories": [{"category": key, "title": key} for key in (*labels, "other")],
        "labels": [{"label": key, "name": key} for key in labels],
        "projects": projects,
    }
    (folder / "projects.yaml").write_text(json.dumps(data))
    return min(seconds([command, "generate", "projects.yaml"], folder) for _ in range(ROUNDS))


def hecat(python: str, checkout: str, root: Path, rows: Sequence[Row]) -> float:
    """hecat's Markdown site of the same works, a page for each label."""
    folder = root / "hecat"
    for name in ("software", "tags", "markdown", "out"):
        (folder / name).mkdir(parents=True)
    for name in ("header.md", "footer.md"):
        (folder / "markdown" / name).write_text("")
    (folder / "licenses.yml").write_text(
        json.dumps([{"identifier": "MIT", "name": "MIT", "url": "https://example.org"}])
    )
    for row in rows:
        entry = {"name": row.title, "website_url": row.work.url, "description": row.work.title,
                 "licenses": ["MIT"], "platforms": list(row.work.sizes),
                 "tags": list(row.labels) or ["other"]}  # fmt: skip
        (folder / "software" / f"{row.work.id.slug}.yml").write_text(json.dumps(entry))
    for key in sorted({label for row in rows for label in row.labels} | {"other"}):
        tag = {"name": key, "description": key}
        (folder / "tags" / f"{key.replace(':', '-')}.yml").write_text(json.dumps(tag))
    options = {"source_directory": str(folder), "output_directory": str(folder / "out")}
    step = {"name": "x", "module": "exporters/markdown_multipage", "module_options": options}
    (folder / ".hecat.yml").write_text(json.dumps({"steps": [step]}))
    command = [python, "-c", "from hecat.main import main; main()"]
    return seconds(command, folder, {"PYTHONPATH": checkout})  # once: it takes minutes


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--best-of", metavar="COMMAND")
    asked.add_argument("--hecat", nargs=2, metavar=("PYTHON", "FOLDER"))
    peers = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        survey(root)
        KEPT["PYTHONPYCACHEPREFIX"] = str(root / "bytecode")
        mine = ours(root)
        for name, time in mine.items():
            print(f"tracker {name}: {time:.2f} s of CPU")
        whole = mine["render"] + mine["site"]
        print(f"everything, {WORKS:,} works and {RESULTS:,} results: {whole:.2f} s of CPU")
        count, time = bare(root)
        print(f"writing the bytes of its {count:,} files in a bare loop: {time:.2f} s of CPU")
        curation = files.load(root)
        rows = included(curation.record, curation.taxonomy)
        if peers.best_of:
            time = best_of(peers.best_of, root, rows)
            print(
                f"best-of-generator, one README: {time:.2f} s; everything here: {whole / time:.2f}"
            )
        if peers.hecat:
            python, checkout = peers.hecat
            time = hecat(python, checkout, root, rows)
            print(f"hecat, its Markdown site: {time:.2f} s; everything here: {whole / time:.2f}")
        if not (peers.best_of and peers.hecat):
            print("skipped: a peer that was not named (see the first lines of this script)")


if __name__ == "__main__":
    main()
