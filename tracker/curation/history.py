"""What git knows of a survey's past: which commit was its state at the end of a day.

The state of a day is the last commit of that day on the first-parent line of HEAD, which is
the branch as its readers saw it: a request's commits count from its merge on, whenever they
were made. Days are those of the committer (UTC). docs/adr/0016 says why.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from tracker import git
from tracker.errors import GitError
from tracker.folders import usable

MOST: Final = 1 << 30  # bytes read from one commit; more is no survey
_LAST_INSTANT: Final = 253_402_300_799  # the end of the year 9999: what a date can say
_FILES: Final = frozenset(("100644", "100755", "100664"))  # as git-fsck(1) lets files be
_ODD: Final = {"120000": "a symbolic link", "160000": "a submodule"}


class Untold(Exception):
    """Git cannot tell what the survey was on a day; the message is the reason."""


@dataclass(frozen=True)
class Commit:
    """The state of a survey's folder in one commit.

    ``files`` are objects by their path from the survey's root; ``odd`` says of other paths
    what stands there. ``astray`` of the line's commits are dated out of order.
    """

    root: Path
    id: str
    astray: int
    files: Mapping[str, str]
    odd: Mapping[str, str]

    def read(self, paths: Iterable[str], most: int = MOST) -> dict[str, bytes]:
        """The content of files, as git stores it: no filter or attribute changes a byte.

        Raises Untold for what is no plain file or not in this clone, and for more than ``most``
        bytes.
        """
        wanted = sorted(paths)
        for path in wanted:
            if path in self.odd:
                raise Untold(f"commit {self.id[:12]} has {self.odd[path]} at {path!r}")
        names = "".join(f"{self.files[path]}\n" for path in wanted).encode()
        sizes = _asked(self.root, "cat-file", "--batch-check", "--buffer", stdin=names)
        if b" missing\n" in sizes:
            raise Untold(f"this clone lacks files of commit {self.id[:12]}")
        total = sum(int(line.rpartition(b" ")[2]) for line in sizes.splitlines())
        if total > most:
            raise Untold(f"commit {self.id[:12]} has {total:,} bytes, too many for a survey")
        told = git.objects(_asked(self.root, "cat-file", "--batch", "--buffer", stdin=names))
        return {path: one[1] for path, one in zip(wanted, told, strict=True) if one}


def at_end_of(root: Path, day: date) -> Commit:
    """The commit that was the survey's state at the end of a day (UTC); raises Untold."""
    inside = _asked(root, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository")
    if inside.split() not in ([b"true", b"true"], [b"true", b"false"]):
        raise Untold("no work tree of a git repository is here")
    if git.run(root, "rev-parse", "--quiet", "--verify", "HEAD^{commit}", offline=True).code:
        raise Untold("the git repository here has no commit yet")
    line = _asked(root, "rev-list", "--first-parent", "--timestamp", "HEAD", "--").split()[::-1]
    commits, dates = line[::2], [int(stamp) for stamp in line[1::2]]
    midnight = datetime.combine(day + timedelta(days=1), time.min, UTC)
    count, astray = reached(dates, int(midnight.timestamp()))
    if not count:
        first = datetime.fromtimestamp(min(dates[0], _LAST_INSTANT), UTC).date()
        if inside.split()[1] == b"true":
            raise Untold(f"this shallow clone begins on {first} (git fetch --unshallow helps)")
        raise Untold(f"the history in git begins on {first}")
    return _commit(root, commits[count - 1].decode(), astray)


def reached(dates: Sequence[int], end: int) -> tuple[int, int]:
    """How many commits of a line, the oldest first, were there before an instant.

    And how many dates contradict that. Clocks differ, so dates need not rise along the line:
    it is cut where the fewest do; of several such places at the earliest, so that nothing is
    said of a day which may have come later.
    """
    astray = fewest = sum(at < end for at in dates)
    count = 0
    for place, at in enumerate(dates, start=1):
        astray += 1 if at >= end else -1
        if astray < fewest:
            count, fewest = place, astray
    return count, fewest


def _commit(root: Path, name: str, astray: int) -> Commit:
    """The commit with its listing: below the present folder only, with paths from there."""
    files: dict[str, str] = {}
    odd: dict[str, str] = {}
    for row in _asked(root, "ls-tree", "-r", "-z", name).split(b"\0")[:-1]:
        head, _, raw = row.partition(b"\t")
        mode, _, sha = head.decode().split(" ")
        path = os.fsdecode(raw)
        if mode in _FILES and usable(path):
            files[path] = sha
        else:
            odd[path] = _ODD.get(mode, "something that is no file")
    return Commit(root, name, astray, files, odd)


def _asked(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What git answers to a question about objects it has; raises Untold where it does not."""
    try:
        answer = git.run(root, *arguments, stdin=stdin, offline=True)
    except GitError as fault:
        raise Untold(str(fault)) from None
    if answer.code:
        raise Untold(f"git says: {answer.fault}")
    return answer.out
