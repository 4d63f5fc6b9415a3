"""What GitHub answers, read into values; anything else in an answer is not looked at.

The names of fields are those of GitHub's REST documentation (version 2022-11-28). Every
reader raises GitHubError when a field is missing or of another type.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.errors import GitHubError


@dataclass(frozen=True)
class Repository:
    """A repository: its full name as GitHub spells it, and the branch it shows first."""

    name: str
    default_branch: str


@dataclass(frozen=True)
class Signature:
    """Who made a commit and when, to the second, UTC."""

    name: str
    email: str
    at: datetime

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "email": self.email, "date": f"{self.at:%Y-%m-%dT%H:%M:%SZ}"}


@dataclass(frozen=True)
class Commit:
    """One commit, by name the tree it records and the commits before it."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    message: str
    author: Signature
    committer: Signature


@dataclass(frozen=True)
class Entry:
    """One row of a tree: git's mode, the kind (blob, tree or commit) and the object's name."""

    mode: str
    kind: str
    sha: str


@dataclass(frozen=True)
class Tree:
    """One directory; ``truncated`` where GitHub left rows out because there are too many."""

    entries: Mapping[str, Entry]
    truncated: bool


@dataclass(frozen=True)
class Pull:
    """One pull request; ``source`` is the repository its branch is in, None if that is gone."""

    number: int
    url: str
    title: str
    body: str
    open: bool
    merged: bool
    branch: str
    source: str | None
    head_sha: str


@dataclass(frozen=True)
class Event:
    """One thing that happened to a pull request, such as ``closed``, and when, UTC."""

    kind: str
    at: datetime


def repository(answer: object) -> Repository:
    return Repository(text(answer, "full_name"), text(answer, "default_branch"))


def commit(answer: object) -> Commit:
    return Commit(
        text(answer, "sha"),
        text(answer, "tree", "sha"),
        tuple(text(parent, "sha") for parent in rows(answer, "parents")),
        text(answer, "message"),
        _signature(answer, "author"),
        _signature(answer, "committer"),
    )


def tree(answer: object) -> Tree:
    entries = {
        text(row, "path"): Entry(text(row, "mode"), text(row, "type"), text(row, "sha"))
        for row in rows(answer, "tree")
    }
    return Tree(entries, _at(answer, "truncated") is True)


def pull(answer: object) -> Pull:
    source = _at(answer, "head", "repo")
    return Pull(
        number=_number(answer, "number"),
        url=text(answer, "html_url"),
        title=text(answer, "title"),
        body="" if _at(answer, "body") is None else text(answer, "body"),
        open=text(answer, "state") == "open",
        merged=_at(answer, "merged_at") is not None,
        branch=text(answer, "head", "ref"),
        source=None if source is None else text(source, "full_name"),
        head_sha=text(answer, "head", "sha"),
    )


def event(answer: object) -> Event:
    return Event(text(answer, "event"), _instant(answer, "created_at"))


def text(answer: object, *keys: str) -> str:
    """The text at ``keys``, outermost first."""
    value = _at(answer, *keys)
    if not isinstance(value, str):
        raise _strange(keys, "text")
    return value


def rows(answer: object, *keys: str) -> list[object]:
    """The list at ``keys``, or the answer itself where no key is given."""
    value = _at(answer, *keys)
    if not isinstance(value, list):
        raise _strange(keys, "a list")
    return value


def _number(answer: object, *keys: str) -> int:
    value = _at(answer, *keys)
    if not isinstance(value, int):
        raise _strange(keys, "a number")
    return value


def _signature(answer: object, role: str) -> Signature:
    name, email = text(answer, role, "name"), text(answer, role, "email")
    return Signature(name, email, _instant(answer, role, "date"))


def _instant(answer: object, *keys: str) -> datetime:
    try:
        return datetime.fromisoformat(text(answer, *keys)).astimezone(UTC)
    except ValueError:
        raise _strange(keys, "an instant") from None


def _at(answer: object, *keys: str) -> object:
    for key in keys:
        if not isinstance(answer, dict) or key not in answer:
            raise _strange(keys, "there")
        answer = answer[key]
    return answer


def _strange(keys: tuple[str, ...], expected: str) -> GitHubError:
    place = ".".join(keys) or "the answer"
    return GitHubError(
        f"GitHub answered in a form the tracker does not know ({place} is not {expected}); "
        "check that TRACKER_GITHUB_URL is the address of a GitHub API."
    )
