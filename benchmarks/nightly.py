"""A night with nothing new, beside an empty Prefect flow and beside the same night without Prefect.

Both flows start and stop Prefect's own little server. The loopback arXiv answers at once, so
what is left is what the tracker itself costs.

    .venv/bin/python benchmarks/nightly.py
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.story import sample
from tracker.settings import Settings
from tracker.steps.tidying import start

_EMPTY = "from prefect import flow\n@flow\ndef empty():\n    return 1\nempty()\n"
_TRACKER = str(Path(sys.executable).parent / "tracker")


def seconds(command: list[str], env: dict[str, str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return time.perf_counter() - started


def main() -> None:
    papers = sample()
    last = max(paper.announced_at for paper in papers) + timedelta(hours=8)
    with (
        tempfile.TemporaryDirectory() as folder,
        LoopbackArxiv(papers, now=last) as arxiv,
    ):
        root = Path(folder)
        start(Settings(root=root, database_url=""), "Benchmark", example=True)
        env = os.environ | {
            "TRACKER_ROOT": str(root),
            "TRACKER_ARXIV_URL": arxiv.search_url,
            "TRACKER_OAI_URL": arxiv.oai_url,
            "TRACKER_ARXIV_DELAY": "0",
            "TRACKER_NOW": last.isoformat(),
            "XDG_CACHE_HOME": str(root / "cache"),
            "PREFECT_HOME": str(root / "prefect"),
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
        }
        seconds([_TRACKER, "nightly", "--no-prefect"], env)
        seconds([_TRACKER, "nightly"], env)  # both homes of Prefect are made before the clock runs
        seconds([sys.executable, "-c", _EMPTY], env)
        asked = len(arxiv.requests)
        plain = seconds([_TRACKER, "nightly", "--no-prefect"], env)
        requests = len(arxiv.requests) - asked
        empty = seconds([sys.executable, "-c", _EMPTY], env)
        night = seconds([_TRACKER, "nightly"], env)
    print(f"tracker nightly --no-prefect, nothing new: {plain:6.2f} s ({requests} requests)")
    print(f"an empty Prefect flow:                     {empty:6.2f} s")
    print(f"tracker nightly, nothing new:              {night:6.2f} s")
    print(f"over the empty flow: {night - empty:+.2f} s; ratio {night / empty:.2f}")


if __name__ == "__main__":
    main()
