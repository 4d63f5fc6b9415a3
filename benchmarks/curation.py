"""Loading 25,000 decisions and replaying them, beside parsing the same lines as JSON.

Cold means that the operating system has to read the files from disk again; where its cache
cannot be dropped (only root can), the first load of new files stands for it.

    .venv/bin/python benchmarks/curation.py
"""

import gc
import json
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker import curation as files
from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.settings import Settings
from tracker.steps.tidying import start

DECISIONS = 25_000
ROUNDS = 5


def survey(root: Path) -> list[Path]:
    """Two curators' decisions over two years, one paper in five included."""
    start(Settings(root=root, database_url=""), "Benchmark", example=True)
    begin = datetime(2025, 1, 1, tzinfo=UTC)
    lines: dict[Path, list[str]] = {}
    for number in range(DECISIONS):
        by = ("editor", "import")[number % 2]
        at = begin + timedelta(minutes=42 * number)
        included = number % 5 == 0
        decision = Decision(
            at=at,
            by=by,
            verdict="include" if included else "exclude",
            work=WorkId("arxiv", f"{at:%y%m}.{number % 100_000:05d}"),
            version=1,
            title=f"A title of the usual length about language models in the clinic, {number}",
            labels=("nlp_task:qa", "kind:model") if included else (),
            shown={"model": "073ce7671b8f1732", "relevant": 0.93, "labels": {"nlp_task:qa": 0.91}},
        )
        path = root / "curation" / "decisions" / by / f"{at:%Y-%m}.jsonl"
        lines.setdefault(path, []).append(decision.line)
    for path, written in lines.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(written) + "\n")
    return list(lines)


def load(root: Path) -> float:
    started = time.perf_counter()
    curation = files.load(root)
    if len(curation.decisions) != DECISIONS or curation.problems:
        raise SystemExit(f"{len(curation.decisions)} decisions, {curation.problems[:3]}")
    return time.perf_counter() - started


def peer(journals: list[Path]) -> float:
    started = time.perf_counter()
    for path in journals:
        for line in path.read_text().splitlines():
            json.loads(line)
    return time.perf_counter() - started


def main() -> None:
    gc.set_threshold(100_000, 50, 50)  # as the command does
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        journals = survey(root)
        cold = load(root)
        warm = statistics.median(load(root) for _ in range(ROUNDS))
        parsed = statistics.median(peer(journals) for _ in range(ROUNDS))
        curation = files.load(root)
        started = time.perf_counter()
        standings = len(curation.record.standings)
        replayed = time.perf_counter() - started
    print(f"{DECISIONS:,} decisions in {len(journals)} journals")
    print(f"first load  {cold:.2f} s")
    print(f"warm load   {warm:.2f} s   {warm / parsed:.1f} × json.loads of each line")
    print(f"replay      {replayed:.2f} s   {standings:,} works")


if __name__ == "__main__":
    main()
