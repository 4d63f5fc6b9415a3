"""A curator's clone, worked by git's plumbing beside its index and its files.

Trees are made in a temporary index (git(1), GIT_INDEX_FILE), so neither the index nor the
work tree nor any branch of the clone is touched; only objects and refs/tracker/… are added.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tracker import git
from tracker.errors import GitError, PublishError, SettingsError
from tracker.git import Answer
from tracker.publish.answers import Signature


class Refused(PublishError):
    """What git said when it would not do something."""


class Clone:
    """The git repository around a survey; ``prefix`` is the survey's path inside it.

    Raises SettingsError if the survey is in none; the methods raise PublishError.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root
        found = self.run("rev-parse", "--show-toplevel")
        if found.code:
            raise SettingsError(
                f"{root} is in no git repository to work with ({found.fault}); decide in a clone "
                "of the survey's repository, or hand curation/decisions over by hand"
            )
        self.prefix = self.asked("rev-parse", "--show-prefix")
        self._folder = Path(found.text)

    def run(
        self,
        *arguments: str,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        options: Sequence[str] = (),
    ) -> Answer:
        """What a git command answers, whatever its exit status."""
        try:
            return git.run(self._folder, *arguments, stdin=stdin, env=env, options=options)
        except GitError as fault:
            raise Refused(str(fault)) from None

    def git(
        self, *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> Answer:
        """What a git command answers; raises Refused where it fails."""
        answer = self.run(*arguments, stdin=stdin, env=env)
        if answer.code:
            raise Refused(f"git {arguments[0]} failed: {answer.fault}")
        return answer

    def asked(self, *arguments: str) -> str:
        """What git answers to a question; empty where it says no."""
        answer = self.run(*arguments)
        return "" if answer.code else answer.text

    # Commits and trees.

    def contains(self, newer: str, older: str) -> bool:
        """Whether ``older`` is part of ``newer``'s history."""
        return self.run("merge-base", "--is-ancestor", older, newer).code == 0

    def fork(self, one: str, other: str) -> str:
        """The commit where two histories parted; empty where they share none."""
        return self.asked("merge-base", one, other)

    def commit(self, name: str) -> str:
        """The commit that a name stands for; empty if there is none."""
        return self.asked("rev-parse", "--quiet", "--verify", f"{name}^{{commit}}")

    def note(self, name: str, sha: str) -> None:
        """Remember a commit as refs/tracker/``name``."""
        self.git("update-ref", f"refs/tracker/{name}", sha)

    def below(self, commit: str, folder: str) -> list[str]:
        """The paths of all files in a folder of a commit, from the repository's root.

        The folder's name ends in a slash.
        """
        listed = self.git("ls-tree", "-r", "-z", "--name-only", commit, "--", folder)
        return [path for path in listed.out.decode(errors="replace").split("\0") if path]

    def contents(
        self, commit: str, paths: Iterable[str], index: Mapping[str, str] | None = None
    ) -> dict[str, bytes]:
        """Those of these files that a commit has; with no commit's name, an ``index`` has."""
        wanted = list(paths)
        if not wanted or not (commit or index):
            return {}
        asked = "".join(f"{commit}:{path}\n" for path in wanted).encode()
        told = git.objects(self.git("cat-file", "--batch", stdin=asked, env=index).out)
        found = zip(wanted, told, strict=True)
        return {path: one[1] for path, one in found if one and one[0] == "blob"}

    @contextmanager
    def draft(self, base: str, tip: str | None) -> Iterator["Draft"]:
        """A tree with all that a branch and its base hold, to be changed and committed."""
        parents = (base,) if tip is None else (tip, base)
        if tip and self.contains(tip, base):
            parents = (tip,)
        elif tip and self.contains(base, tip):
            parents = (base,)
        with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
            index = {"GIT_INDEX_FILE": f"{folder}/index"}
            if len(parents) == 1:
                self.git("read-tree", parents[0], env=index)
            else:
                nothing = ("hash-object", "-t", "tree", "-w", "--stdin")
                forked = self.fork(*parents) or self.git(*nothing).text
                self.git("read-tree", "-i", "-m", "--aggressive", forked, *parents, env=index)
            yield Draft(self, index, parents)


@dataclass(frozen=True)
class Draft:
    """A tree in the making, in an index of its own, and the commits it will follow."""

    clone: Clone
    index: Mapping[str, str]
    parents: tuple[str, ...]

    def torn(self) -> frozenset[str]:
        """Paths that were changed in the branch and in its base, so that the tree lacks them."""
        listed = self.clone.git("ls-files", "--unmerged", "-z", env=self.index)
        rows = listed.out.decode(errors="replace").split("\0")
        return frozenset(row.partition("\t")[2] for row in rows if row)

    def contents(self, paths: Iterable[str]) -> dict[str, bytes]:
        return self.clone.contents("", paths, self.index)

    def below(self, folder: str) -> list[str]:
        """The paths of all files in a folder, those left out that are torn."""
        listed = self.clone.git("ls-files", "-z", "--stage", "--", folder, env=self.index)
        rows = (row.partition("\t") for row in listed.out.decode(errors="replace").split("\0"))
        return [path for head, _, path in rows if head.endswith(" 0")]

    def put(self, files: Mapping[str, bytes]) -> None:
        rows = []
        for path, data in files.items():
            sha = self.clone.git("hash-object", "-w", "--stdin", stdin=data).text
            rows.append(f"0 {'0' * len(sha)}\t{path}\n100644 {sha}\t{path}\n")
        self.clone.git("update-index", "--index-info", stdin="".join(rows).encode(), env=self.index)

    def commit(self, message: str, by: Signature) -> str:
        """The name of the new commit; the same tree, words and signature give the same name."""
        tree = self.clone.git("write-tree", env=self.index).text
        at = by.as_json()["date"]
        env = {"GIT_AUTHOR_NAME": by.name, "GIT_AUTHOR_EMAIL": by.email, "GIT_AUTHOR_DATE": at}
        env |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in env.items()}
        before = [word for parent in self.parents for word in ("-p", parent)]
        return self.clone.git("commit-tree", tree, *before, stdin=message.encode(), env=env).text
