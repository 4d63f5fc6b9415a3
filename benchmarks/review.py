"""How fast the review is with 100,000 papers waiting, and what an evening of it costs.

Run ``.venv/bin/python benchmarks/review.py``. Seconds are the processor's, of a process of
its own. The first screen is measured from the start of the command to the first paper laid
out and drawn, byte code cached; the next paper from the key to the next paper drawn.

Beside it ASReview LAB's flow, counted from its documentation (docs/source/lab/screening.rst
of asreview/asreview): one key a record, ``r`` or ``i``, after which the next is shown; ``n``
opens a note, whose words are typed; a decision is changed on another page, Collection, with
three clicks. Its screening page has no reasons to choose from, no putting off, no facts.
"""

import asyncio
import gc
import json
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

PAPERS, EVENING = 100_000, 100
NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
FILES = {
    "taxonomy.yaml": """\
version: 1
dimensions:
  task:
    labels:
      qa: {name: Question answering, meaning: Answers.}
      sum: {name: Summarization, meaning: Shortens.}
  kind:
    labels:
      model: {name: Model, meaning: A model.}
      data: {name: Dataset, meaning: Data.}
""",
    "queries.yaml": "queries:\n  - {key: language_models, categories: [cs.CL, cs.LG]}\n",
    "tables.yaml": "tables: []\n",
    "curators.yaml": "curators:\n  - {handle: ann}\n",
}


def survey(root: Path) -> None:
    """100,000 invented papers in a store, each with a relevance and three labels."""
    from benchmarks.store import invented, pages
    from tracker.queries import Query
    from tracker.store import open_store
    from tracker.store.ledger import Ledger
    from tracker.store.suggestions import replace_all
    from tracker.suggestions import RELEVANT, Suggestion

    for name, text in FILES.items():
        path = root / "curation" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    dice = random.Random(7)
    ledger = Ledger(open_store(f"sqlite:///{root / 'db' / 'tracker.sqlite'}"))
    queries = [Query("language_models", ("cs.CL", "cs.LG"))]
    for page in pages(invented(PAPERS)):
        ledger.save_page(page, "oai", queries, NOW)
        found = []
        for paper in page:
            start = len(paper.title) + 1
            words = paper.text[start : start + 9]
            evidence = ({"words": words, "weight": 1.0, "start": start, "end": start + 9},)
            chance = 0.06 + 0.9 * dice.random()
            found.append(Suggestion(paper.arxiv_id, RELEVANT, 1, chance, evidence, "m1"))
            for label, tier in (("task:qa", "suggested"), ("kind:model", "likely")):
                found.append(
                    Suggestion(paper.arxiv_id, label, 1, dice.random(), evidence, "m1", tier)  # type: ignore[arg-type]
                )
        replace_all(ledger.engine, [paper.arxiv_id for paper in page], found, NOW)
    ledger.engine.dispose()


def _peak() -> float:
    """The most memory this process has held, in MB; getrusage would count its parent's too."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


async def _sit(root: Path) -> dict[str, float]:
    """One evening of scripted keys; seconds to the first screen and to each next paper."""
    import tracker.cli  # noqa: F401  (the command's own start)
    from tracker.screen.app import Review
    from tracker.screen.evening import Evening
    from tracker.settings import read_settings
    from tracker.steps.reviewing import Desk

    gc.set_threshold(100_000, 50, 50)  # as the command does
    app = Review(Evening(Desk(read_settings({}, root), "ann"), lambda url: url))
    async with app.run_test(size=(80, 24)) as pilot:
        first = time.process_time()
        await app.workers.wait_for_complete()
        whole = time.process_time()
        spent, keys = [], 0
        for place in range(EVENING):
            # Sixty accepted as suggested, twenty excluded, ten with a label more, ten put off.
            steps = ["a"] if place % 10 < 6 else ["x", "1"] if place % 10 < 8 else (
                ["e", "t", "s", "enter"] if place % 10 == 8 else ["d"]
            )  # fmt: skip
            keys += len(steps)
            start = time.process_time()
            for key in steps:
                await pilot.press(key)
            await pilot.pause()
            spent.append(time.process_time() - start)
    assert app.evening.session.tally.decided == EVENING
    return {
        "first": first, "whole": whole, "next": median(spent), "slowest": max(spent),
        "keys": keys / EVENING, "decided": app.evening.session.tally.decided,
        "left": app.evening.session.left,
        "memory": _peak(),
    }  # fmt: skip


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(_sit(Path(sys.argv[1])))))
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "survey")
        survey(root)
        runs = []
        for _ in range(3):  # the first makes the byte code and warms the disk
            command = [sys.executable, __file__, str(root)]
            runs.append(json.loads(subprocess.check_output(command, text=True)))
    found = min(runs[1:], key=lambda run: run["first"])
    print(f"{PAPERS:,} papers waiting, 80×24; processor seconds, the better of two warm runs")
    print(f"first screen            {found['first']:.2f} s   (target 1 s)")
    print(f"the whole queue behind  {found['whole']:.2f} s")
    print(f"next paper, median      {1000 * found['next']:.0f} ms  (target 50 ms)")
    print(f"next paper, slowest     {1000 * found['slowest']:.0f} ms")
    print(f"memory                  {found['memory']:.0f} MB  (target 300 MB)")
    print(f"{EVENING} decisions: {found['keys']:.2f} keystrokes and {found['next']:.3f} s of")
    print("machine each: 60 accepted as suggested (1 key), 20 excluded with a reason (2), 10 with")
    print("a label more (4), 10 put off (1). Taking one back: 1 key.")
    print("ASReview LAB, as bare relevant or irrelevant: 1.00 key each. With the 20 reasons as")
    print("notes 1.20 and the letters of each; putting off: none. Taking one back: 3 clicks.")


if __name__ == "__main__":
    main()
