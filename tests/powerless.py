"""The command as somebody runs it whom permissions bind: root runs it without its power."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
POWER = "-dac_override,-dac_read_search"  # capabilities(7): to pass by permissions
COMMAND = (sys.executable, "-m", "tracker")


def run(root: Path, *arguments: str, answers: str = "") -> tuple[int, str, str]:
    """What a command leaves in the survey at ``root``: exit code, output, and what it complains.

    Skips the test where root cannot lay its power down.
    """
    kept = {name: value for name, value in os.environ.items()
            if name not in ("TRACKER_REPOSITORY", "GITHUB_TOKEN")}  # fmt: skip
    done = subprocess.run(
        [*_without_power(), *COMMAND, "--root", str(root), *arguments],
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        input=answers,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


@contextmanager
def closed(path: Path, mode: int = 0) -> Iterator[None]:
    """A file or folder with these permissions for a while."""
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


def _without_power() -> list[str]:
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    words = [setpriv or "", "--bounding-set", POWER, "--inh-caps", POWER]
    if not setpriv or subprocess.run([*words, "true"], capture_output=True).returncode:
        pytest.skip("root reads whatever it likes, and setpriv(1) cannot take that from it here")
    return words
