"""Comparing this checkout with the base branch, so that publishing never takes anything back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.errors import GitHubError, PublishError
from tracker.publish.answers import Entry
from tracker.publish.github import GitHub
from tracker.publish.listing import surroundings
from tracker.publish.proposal import blob_sha

_RECORD = ("curation/works/", "curation/decisions/", "curation/results/")


@dataclass(frozen=True)
class Base:
    """The base branch: its name, and the entries around the files of the survey."""

    branch: str
    entries: Mapping[str, Entry]

    def text(self, path: str, github: GitHub) -> str | None:
        """A file's text on the base branch; None if it is not there.

        Raises PublishError if it is no text.
        """
        entry = self.entries.get(path)
        try:
            return github.blob(entry.sha).decode("utf-8") if entry else None
        except UnicodeDecodeError:
            raise PublishError(
                f"{path} on {self.branch} is not UTF-8 text; save it there as UTF-8"
            ) from None


def read_base(github: GitHub, paths: Iterable[str]) -> Base:
    """The default branch as GitHub has it; raises GitHubError if it is empty.

    Raises PublishError where something other than a file stands at one of ``paths``: it would
    be read as nothing, and written over.
    """
    paths = tuple(paths)
    branch = github.repository().default_branch
    sha = github.branch(branch)
    if sha is None:
        raise GitHubError(f"{github.name} has no branch {branch}; push a first commit to it", 404)
    wanted = [*paths, *(f"{folder}any" for folder in _RECORD)]
    entries = surroundings(github, github.commit(sha), wanted)
    if odd := [path for path in paths if path in entries and entries[path].kind != "blob"]:
        raise PublishError(
            f"{branch} of {github.name} has no file but a folder or another repository at "
            f"{odd[0]}, where a file of the survey belongs; move it away there"
        )
    return Base(branch, entries)


def require_current(base: Base, local: Mapping[str, bytes], github: GitHub) -> None:
    """Raise PublishError if the base branch holds decisions or works this checkout lacks.

    Journals may have grown here, since they are only appended to; a work file must be equal.
    """
    behind = [
        path
        for path, entry in base.entries.items()
        if path.startswith(_RECORD) and not _held(path, entry, local.get(path), github)
    ]
    if behind:
        more = f" and {len(behind) - 1} more" if len(behind) > 1 else ""
        raise PublishError(
            f"{base.branch} of {github.name} has {behind[0]}{more} in another form than this "
            "checkout; run git pull here (and push edits of your own) before publishing"
        )


def _held(path: str, entry: Entry, mine: bytes | None, github: GitHub) -> bool:
    if mine is None:
        return not path.endswith((".yaml", ".jsonl")) and entry.kind != "tree"
    if blob_sha(mine) == entry.sha:
        return True
    if not path.endswith(".jsonl"):
        return False
    return set(github.blob(entry.sha).split(b"\n")) <= set(mine.split(b"\n"))
