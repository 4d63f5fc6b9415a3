"""The git command, called so that nothing of a repository runs.

No hook, filter, fsmonitor, pager or signing program of the repository is started
(git-config(1)), and variables that name another repository are not heeded (git(1), "The Git
Repository"). What reaches a remote, such as a credential helper, stays its owner's own.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tracker.errors import GitError
from tracker.visible import on_one_line

PATIENCE: Final = 300.0  # seconds that one command may take, talking to a remote included
_STILL: Final = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.attributesFile": os.devnull,
    "core.quotePath": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "push.gpgSign": "false",
    "push.followTags": "false",
    "push.recurseSubmodules": "no",
    "fetch.recurseSubmodules": "no",
    "protocol.ext.allow": "never",
}
# Where git would look for another repository or index than the one here, and the token.
_ELSEWHERE: Final = frozenset((
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX", "GITHUB_TOKEN",
))  # fmt: skip
# What an offline command keeps: where its owner's settings are, and where to stop looking.
_KEPT: Final = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
# A clone may lack files and fetch them when they are read; here it says that it lacks them.
_OFFLINE: Final = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
_UNLOCKED: Final = re.compile(r"(\w+://)[^/\s@]*@")  # a user and a password in an address
_LONGEST: Final = 300  # characters of a complaint


@dataclass(frozen=True)
class Answer:
    """How a git command ended, and what it said."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode(errors="replace").strip()

    @property
    def fault(self) -> str:
        """The complaint on one line, without passwords."""
        lines = self.err.decode(errors="replace").splitlines()
        told = [line for line in lines if line.startswith(("fatal:", "error:"))] or lines
        return unlocked(" ".join(line.partition(": ")[2] or line for line in told)) or "no reason"


def run(
    folder: Path,
    *arguments: str,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
    offline: bool = False,
) -> Answer:
    """What a git command answers in a folder, whatever its exit status.

    Raises GitError if there is no git command, or it takes longer than PATIENCE.
    """
    still = [word for name, value in _STILL.items() for word in ("-c", f"{name}={value}")]
    try:
        done = subprocess.run(
            ["git", *still, *options, *arguments],
            input=stdin,
            capture_output=True,
            env={**_environment(offline), **(env or {})},
            cwd=folder,
            timeout=PATIENCE,
        )
    except (FileNotFoundError, PermissionError):
        raise GitError("there is no git command on this machine; install git") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]} took longer than {PATIENCE:.0f} s") from None
    return Answer(done.returncode, done.stdout, done.stderr)


def objects(batch: bytes) -> Iterator[tuple[str, bytes] | None]:
    """What ``git cat-file --batch`` printed: each object's kind and content, in the order asked.

    None stands for one that is not there (git-cat-file(1), "Batch Output").
    """
    place = 0
    while place < len(batch):
        end = batch.index(b"\n", place)
        head, place = batch[place:end], end + 1
        if head.endswith(b" missing"):
            yield None
            continue
        kind, size = head.rsplit(b" ", 2)[1:]
        yield kind.decode(), batch[place : place + int(size)]
        place += int(size) + 1


def unlocked(text: str) -> str:
    """Text on one line, bounded, with users and passwords taken out of its addresses."""
    line = on_one_line(_UNLOCKED.sub(r"\1", text))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _environment(offline: bool) -> dict[str, str]:
    """This process's variables, but for those that lead git astray."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _ELSEWHERE
        and not (offline and name.startswith("GIT_") and not name.startswith(_KEPT))
    }
    kept |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", **(_OFFLINE if offline else {})}
    if not os.isatty(0):
        kept["GIT_TERMINAL_PROMPT"] = "0"
    return kept
