"""The shapes of GitHub's answers: its documented names, filled from git and the pull requests."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime

from tracker.demo.github.bare import INSTANT, BareRepository, Person, Row
from tracker.demo.github.pulls import Event, Forge, Pull


def pull(forge: Forge, url: str, pull: Pull) -> dict[str, object]:
    """A pull request as GitHub writes it."""
    repository = {"full_name": forge.repository}
    owner = forge.owner
    head = {"ref": pull.head, "sha": pull.head_sha, "label": f"{owner}:{pull.head}"}
    base = {"ref": pull.base, "sha": forge.git.head(pull.base), "label": f"{owner}:{pull.base}"}
    return {
        "number": pull.number,
        "state": pull.state,
        "title": pull.title,
        "body": pull.body,
        "draft": False,
        "merged_at": pull.merged_at,
        "html_url": f"{url}/{forge.repository}/pull/{pull.number}",
        "labels": [{"name": name} for name in pull.labels],
        "head": {**head, "repo": repository},
        "base": {**base, "repo": repository},
    }


def event(event: Event) -> dict[str, object]:
    """Something that happened to a pull request, as GitHub writes it."""
    return {"event": event.kind, "created_at": event.at}


def commit(git: BareRepository, sha: str) -> dict[str, object]:
    """A commit as GitHub writes it."""
    tree, parents, *people, message = git.commit_facts(sha)
    return {
        "sha": sha,
        "tree": {"sha": tree},
        "parents": [{"sha": parent} for parent in parents.split()],
        "message": message,
        "author": _signature(*people[:3]),
        "committer": _signature(*people[3:]),
    }


def ref(name: str, sha: str) -> dict[str, object]:
    return {"ref": f"refs/heads/{name}", "object": {"type": "commit", "sha": sha}}


def contents(row: Row, data: bytes) -> dict[str, object]:
    if row.kind != "blob":
        return {"type": "dir", "path": row.path, "sha": row.sha, "entries": []}
    content = {"encoding": "base64", "content": base64.b64encode(data).decode()}
    return {"type": "file", "path": row.path, "sha": row.sha, "size": len(data), **content}


def person(given: Mapping[str, str] | None) -> Person | None:
    if given is None:
        return None
    return Person(given["name"], given["email"], given.get("date", INSTANT))


def _signature(name: str, email: str, second: str) -> dict[str, str]:
    at = datetime.fromtimestamp(int(second), UTC)
    return {"name": name, "email": email, "date": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
