"""Rendering a survey of 5,000 works, beside a Jinja2 template that escapes nothing.

All of it: the front page, a page for each table and dimension, the timeline as picture and
table, the matrix. The peer writes the rows of the front page's tables from ready values, once
each, and nothing else.

    .venv/bin/python benchmarks/render.py
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jinja2 import Template

from tracker import curation as files
from tracker.curation.canonical import dump
from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.settings import Settings
from tracker.tidying import start
from tracker.works import Link, Work, work_fields

WORKS = 5_000
ROUNDS = 5
_PEER = Template(
    "{% for r in rows %}| {{ r.short }} | [{{ r.title }}]({{ r.url }}) | {{ r.date }} | "
    "{{ r.labels }} | [Code]({{ r.code }}) |\n{% endfor %}"
)


def survey(root: Path) -> None:
    """The shipped configuration with 5,000 invented works, a decision each."""
    start(Settings(root=root, database_url=""), "Benchmark", example=True)
    first = datetime(2025, 1, 1, tzinfo=UTC)
    lines = []
    (root / "curation" / "works").mkdir(parents=True)
    for number in range(WORKS):
        name = WorkId("arxiv", f"25{number % 12 + 1:02d}.{number:05d}")
        work = Work(
            ids=(name,),
            title=f"Model{number}: a small | careful [model] for task_{number} with $x_{number}$",
            authors=("Ann Author", "Bo Writer", "Cy Third"),
            published_on=f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            sizes=("2.7B",),
            links=(Link("code", f"https://github.com/example/{number}"),),
        )
        path = root / "curation" / "works" / f"{work.id.slug}.yaml"
        path.write_text(dump(work_fields(work)))
        technique = ("quantization", "pruning", "knowledge_distillation")[number % 3]
        labels = ("nlp_task:qa", "kind:model", "size:p100m_5b", f"compression:{technique}")
        at = first + timedelta(seconds=number)
        lines.append(Decision(at, "editor", "include", name, labels=labels, title=work.title).line)
    journal = root / "curation" / "decisions" / "editor" / "2025-01.jsonl"
    journal.parent.mkdir(parents=True)
    journal.write_text("\n".join(lines) + "\n")


def peer(root: Path) -> float:
    rows = [
        {
            "short": f"Model{number}",
            "title": standing.work.title,
            "url": standing.work.url,
            "date": standing.work.published_on,
            "labels": ", ".join(standing.labels),
            "code": standing.work.links[0].url,
        }
        for number, standing in enumerate(files.load(root).record.standings)
    ]
    started = time.perf_counter()
    (root / "peer.md").write_text(_PEER.render(rows=rows * 2))  # each work stands in two tables
    return time.perf_counter() - started


def ours(root: Path) -> float:
    page = root / "README.md"
    page.write_text(page.read_text().replace("arxiv.org", "arxiv.example"))  # all rows are stale
    shutil.rmtree(root / "pages", ignore_errors=True)
    return rendered(root)


def rendered(root: Path) -> float:
    """The whole command, as it finds the survey."""
    command = [str(Path(sys.executable).parent / "tracker"), "--root", str(root), "render"]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        survey(root)
        ours(root)
        pairs = [(ours(root), peer(root)) for _ in range(ROUNDS)]
        rendered(root)
        again = statistics.median(rendered(root) for _ in range(ROUNDS))
    mine, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"tracker render, {WORKS:,} works, whole command: {mine:.2f} s")
    print(f"again, with nothing changed: {again:.2f} s")
    print(f"Jinja2, the same rows unescaped, template only: {theirs:.3f} s")
    print(f"ratio: {mine / theirs:.1f}")


if __name__ == "__main__":
    main()
