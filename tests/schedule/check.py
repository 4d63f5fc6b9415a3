"""Installs the tracker without its lock, as a stranger would, and sees a schedule fire.

    python tests/schedule/check.py [--with sqlalchemy==2.1.9] [--patience 180]

The one check that notices when a new release of a dependency, allowed by our bounds, breaks
the night: the lock hides it from every other test. Prefect's server can look healthy and run
flows by hand while its scheduler never creates a run, so this waits for a run that the
schedule itself started. ``--with`` forces a version in, to prove that the check can fail.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

FLOW = """\
from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.states import Completed


@task(retries=1)
def pull():
    create_markdown_artifact("nothing new", key="pull-report")
    return 0


@flow(name="nightly")
def nightly():
    return Completed(message=f"pull: {pull()} new")
"""

SERVE = """\
import sys
from pathlib import Path
from tracker.scheduler import serve
root = Path(sys.argv[1])
sys.exit(serve(root, "* * * * *", "America/New_York", root, lambda line: print(line, flush=True)))
"""

IMPORT_ALL = """\
import importlib, pkgutil, tracker
from tracker.assets import asset
from tracker.scheduler import load
names = [m.name for m in pkgutil.walk_packages(tracker.__path__, "tracker.")]
for name in names:
    importlib.import_module(name)
print(len(names), "modules imported, flow", load(asset("flows")).name)
"""

VERSIONS = """\
from importlib.metadata import version
for name in ("prefect", "fastapi", "sqlalchemy", "sqlmodel", "alembic", "scikit-learn", "typer"):
    print(" ", name, version(name))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--with", dest="forced", action="append", default=[], metavar="PIN")
    parser.add_argument("--patience", type=float, default=180, help="seconds for a run to complete")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unlocked-") as folder:
        try:
            check(Path(folder), asked.forced, asked.patience)
        except Broken as why:
            print(f"schedule-check: {why}", file=sys.stderr)
            return 1
    print("schedule-check: a scheduled night ran to its end without the lock")
    return 0


class Broken(Exception):
    """What a stranger who installs the tracker today would run into."""


def check(folder: Path, forced: Sequence[str], patience: float) -> None:
    python = install(folder, forced)
    run(python, "-c", VERSIONS, at=folder)
    run(python, "-c", IMPORT_ALL, at=folder)
    run(python.with_name("tracker"), "--version", at=folder)
    (folder / "nightly.py").write_text(FLOW, encoding="utf-8")
    began = time.monotonic()
    with served(python, folder) as api:
        await_completed_run(api, began + patience, folder)
    print(f"  a scheduled run completed {time.monotonic() - began:.0f} s after tracker serve began")


def install(folder: Path, forced: Sequence[str]) -> Path:
    """An environment made from pyproject.toml's bounds alone; the path of its python."""
    run(sys.executable, "-m", "venv", folder / "venv", at=folder)
    python = folder / "venv" / "bin" / "python"
    pip = (python, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "--wheel-dir", folder, ROOT, at=folder)
    (wheel,) = folder.glob("*.whl")
    run(*pip, "install", f"survey-tracker[postgres] @ {wheel.as_uri()}", at=folder)
    if forced:
        run(*pip, "install", "--no-deps", *forced, at=folder)
    else:
        run(python, "-m", "pip", "check", at=folder)
    return python


@contextmanager
def served(python: Path, root: Path) -> Iterator[str]:
    """The API of the server that `tracker.scheduler.serve` starts, while it keeps the schedule."""
    command = [str(python), "-c", SERVE, str(root)]
    with subprocess.Popen(command, env=bare(), cwd=root, stdout=subprocess.PIPE, text=True) as kept:
        try:
            assert kept.stdout
            page = kept.stdout.readline().removeprefix("Prefect's pages: ").strip()
            if not page:
                raise Broken("tracker serve did not start; what it said is above")
            yield f"{page}/api"
        finally:
            kept.terminate()
            kept.communicate(timeout=90)


def await_completed_run(api: str, deadline: float, root: Path) -> None:
    """Returns once a run made by the schedule has completed; raises Broken when none has."""
    states: Counter[str] = Counter()
    while time.monotonic() < deadline:
        time.sleep(2)
        runs = [run for run in flow_runs(api) if run["auto_scheduled"]]
        states = Counter(run["state_type"] for run in runs)
        if states["COMPLETED"]:
            return
    log = (root / ".tracker" / "prefect" / "serve" / "server.log").read_text(errors="replace")
    print(log[-3000:], file=sys.stderr)
    raise Broken(f"no scheduled run completed; runs by state: {dict(states) or 'none at all'}")


def flow_runs(api: str) -> list[dict[str, Any]]:
    question = urllib.request.Request(
        f"{api}/flow_runs/filter", b'{"limit": 200}', {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(question, timeout=30) as answer:
        found: list[dict[str, Any]] = json.load(answer)
        return found


def run(*command: str | Path, at: Path) -> None:
    done = subprocess.run([str(part) for part in command], env=bare(), cwd=at, check=False)
    if done.returncode:
        raise Broken(f"{' '.join(str(part) for part in command[:4])} … exited {done.returncode}")


def bare() -> dict[str, str]:
    """This environment without what would make the check pass or fail for the wrong reason."""
    unwanted = ("PYTHONPATH", "VIRTUAL_ENV")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in unwanted and not name.startswith(("PREFECT_", "TRACKER_", "UV_"))
    }


if __name__ == "__main__":
    sys.exit(main())
