"""GitHub's GraphQL API, as far as the edits of one pull request's text go.

Fields, nesting, cursors and refusals follow GitHub's public schema (PullRequest.userContentEdits,
UserContentEdit); a field that was not asked for is not answered.
"""

import re
from typing import Any

from tracker.demo.github.pulls import LOGIN, Forge, Pull

_WORD = re.compile(r"\b[A-Za-z]+\b")


def answer(forge: Forge, body: dict[str, Any]) -> dict[str, Any]:
    """The whole answer to one question; GitHub refuses with status 200, too."""
    asked, given = body["query"], body["variables"]
    words = set(_WORD.findall(asked))
    if f"{given['owner']}/{given['name']}".lower() != forge.repository.lower():
        said = (
            f"Could not resolve to a Repository with the name '{given['owner']}/{given['name']}'."
        )
        return _refused("NOT_FOUND", ["repository"], said, {"repository": None})
    pull = forge.pulls.get(given["number"])
    if pull is None:
        said = f"Could not resolve to a PullRequest with the number of {given['number']}."
        place = ["repository", "pullRequest"]
        return _refused("NOT_FOUND", place, said, {"repository": {"pullRequest": None}})
    size = int((re.search(r"first: (\d+)", asked) or [0, 100])[1])
    found = _pull(pull, size, given.get("after"))
    data = {"viewer": {"login": LOGIN}, "repository": {"pullRequest": found}}
    return {"data": _picked(data, words)}


def _pull(pull: Pull, size: int, after: str | None) -> dict[str, Any]:
    newest = pull.edits[::-1]
    begin = int(after or 0)
    page = newest[begin : begin + size]
    nodes = [
        {
            "editedAt": edit.at,
            "deletedAt": edit.at if edit.body is None else None,
            "editor": None if edit.editor is None else {"login": edit.editor},
            "diff": edit.body,
        }
        for edit in page
    ]
    end = begin + len(page)
    info = {"hasNextPage": end < len(newest), "endCursor": str(end) if page else None}
    return {
        "author": {"login": pull.author},
        "body": pull.body,
        "includesCreatedEdit": bool(pull.edits),
        "userContentEdits": {"totalCount": len(newest), "pageInfo": info, "nodes": nodes},
    }


def _picked(value: Any, words: set[str]) -> Any:
    """Only the fields whose names stand in the question."""
    if isinstance(value, dict):
        return {name: _picked(one, words) for name, one in value.items() if name in words}
    return [_picked(one, words) for one in value] if isinstance(value, list) else value


def _refused(kind: str, path: list[str], said: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"data": data, "errors": [{"type": kind, "path": path, "message": said}]}
