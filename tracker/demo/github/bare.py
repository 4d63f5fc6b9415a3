"""A bare git repository, worked through the git command, so that its facts are git's own."""

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tracker.errors import TrackerError

INSTANT: Final = "2026-01-01T00:00:00Z"
_COMMIT: Final = "%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B"


@dataclass(frozen=True)
class Person:
    """Who made a commit, and when, as git reads instants."""

    name: str
    email: str
    at: str = INSTANT


@dataclass(frozen=True)
class Row:
    """One row of ``git ls-tree``."""

    mode: str
    kind: str
    sha: str
    path: str


class BareRepository:
    """A bare repository in a folder, made there if it is not.

    Every method raises TrackerError where git refuses, and none reads the user's git settings.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.git("init", "--quiet", "--bare", str(folder))

    def git(self, *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> str:
        done = self._run(arguments, stdin, env or {})
        if done.returncode:
            fault = done.stderr.decode(errors="replace").strip()
            raise TrackerError(f"git {arguments[0]} failed: {fault}")
        return done.stdout.decode().strip()

    def holds(self, *arguments: str) -> bool:
        """Whether git answers yes (exit status 0) to a question."""
        return self._run(arguments, b"", {}).returncode == 0

    def _run(
        self, arguments: Sequence[str], stdin: bytes, env: Mapping[str, str]
    ) -> "subprocess.CompletedProcess[bytes]":
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        clean |= {"GIT_DIR": str(self._folder), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
        clean |= {"GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(self._folder)}
        try:
            return subprocess.run(
                ["git", *arguments], input=stdin, capture_output=True, env=clean | dict(env)
            )
        except FileNotFoundError:
            raise TrackerError("There is no git command on this machine; install git.") from None

    # Branches.

    def head(self, branch: str) -> str | None:
        """The commit a branch points at."""
        name = f"refs/heads/{branch}"
        found = self._run(("rev-parse", "--quiet", "--verify", name), b"", {})
        return found.stdout.decode().strip() or None

    def move(self, branch: str, sha: str) -> None:
        self.git("update-ref", f"refs/heads/{branch}", sha)

    def delete(self, branch: str) -> None:
        self.git("update-ref", "-d", f"refs/heads/{branch}")

    def is_ancestor(self, older: str, newer: str) -> bool:
        return self.holds("merge-base", "--is-ancestor", older, newer)

    # Objects.

    def is_a(self, kind: str, sha: str) -> bool:
        return self.holds("cat-file", "-e", f"{sha}^{{{kind}}}")

    def add_blob(self, data: bytes) -> str:
        return self.git("hash-object", "-w", "--stdin", stdin=data)

    def blob(self, sha: str) -> bytes:
        return self._run(("cat-file", "blob", sha), b"", {}).stdout

    def add_tree(self, base: str | None, rows: Sequence[tuple[str, str, str | None]]) -> str:
        """The tree ``base`` with (path, mode, sha) put into it; sha None takes a path out."""
        with tempfile.TemporaryDirectory() as folder:
            env = {"GIT_INDEX_FILE": f"{folder}/index"}
            self.git("read-tree", base or "--empty", env=env)
            lines = [
                f"{mode if sha else '0'} {sha or '0' * 40}\t{path}" for path, mode, sha in rows
            ]
            self.git("update-index", "--index-info", stdin="\n".join(lines).encode(), env=env)
            return self.git("write-tree", env=env)

    def rows(self, tree: str, recursive: bool = False) -> list[Row]:
        listed = self.git("ls-tree", "-z", *(["-r", "-t"] if recursive else []), tree)
        found = []
        for line in filter(None, listed.split("\0")):
            facts, path = line.split("\t", 1)
            mode, kind, sha = facts.split()
            found.append(Row(mode, kind, sha, path))
        return found

    def row(self, commit: str, path: str) -> Row | None:
        """What is at a path."""
        listed = self.git("ls-tree", "-z", "--full-tree", commit, "--", path).rstrip("\0")
        if not listed:
            return None
        mode, kind, sha = listed.split("\t", 1)[0].split()
        return Row(mode, kind, sha, path)

    def add_commit(
        self, tree: str, parents: Sequence[str], message: str, by: Person, committer: Person
    ) -> str:
        env = {"GIT_AUTHOR_NAME": by.name, "GIT_AUTHOR_EMAIL": by.email, "GIT_AUTHOR_DATE": by.at}
        env |= {"GIT_COMMITTER_NAME": committer.name, "GIT_COMMITTER_EMAIL": committer.email}
        env |= {"GIT_COMMITTER_DATE": committer.at}
        before = [word for parent in parents for word in ("-p", parent)]
        return self.git("commit-tree", tree, *before, stdin=message.encode(), env=env)

    def commit_facts(self, sha: str) -> list[str]:
        """Tree, parents, then name, email and second of author and committer, then message."""
        return self.git("show", "--no-patch", f"--format={_COMMIT}", sha).split("\0")

    def commits(self, since: str, until: str) -> list[str]:
        """The commits of ``until`` that are not in ``since``, newest first."""
        return self.git("rev-list", f"{since}..{until}").split()

    def changed(self, since: str, until: str) -> list[str]:
        """The paths changed in ``until`` since it left ``since``."""
        return self.git("diff", "--name-only", f"{since}...{until}").splitlines()

    def merged(self, ours: str, theirs: str) -> str | None:
        """The tree of a real three-way merge; None where the two conflict."""
        base = self.git("merge-base", ours, theirs)
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder) / "work"
            work.mkdir()
            env = {"GIT_INDEX_FILE": f"{folder}/index", "GIT_WORK_TREE": str(work)}
            self.git("read-tree", "-i", "-m", "--aggressive", base, ours, theirs, env=env)
            if self._run(("merge-index", "git-merge-one-file", "-a"), b"", env).returncode:
                return None
            return self.git("write-tree", env=env)
