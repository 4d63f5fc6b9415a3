"""The edits of a pull request's text, from GitHub's GraphQL API.

The fields are those of GitHub's public schema: PullRequest.userContentEdits, newest first,
whose ``diff`` is the whole text after the edit (null where that revision was deleted), and
whose oldest entry is the creation where ``includesCreatedEdit`` says so.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from tracker.errors import GitHubError
from tracker.publish.answers import rows, text
from tracker.publish.ticks import Edit, History

if TYPE_CHECKING:
    from tracker.publish.github import GitHub

PAGES: Final = 20  # of 100 edits each
_QUESTION: Final = """\
query($owner: String!, $name: String!, $number: Int!, $after: String) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      author { login }
      includesCreatedEdit
      userContentEdits(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { editedAt deletedAt editor { login } diff }
      }
    }
  }
}
"""


def history(github: "GitHub", number: int) -> History:
    """The edits of a pull request's text; raises GitHubError.

    Beyond PAGES pages the oldest are left out, and the history is not ``whole``.
    """
    owner, _, name = github.name.partition("/")
    edits: list[Edit] = []
    after, more, whole = None, True, False
    trackers: frozenset[str] = frozenset()
    for _ in range(PAGES):
        asked = {"owner": owner, "name": name, "number": number, "after": after}
        answer: Any = github.query(_QUESTION, asked)
        try:
            pull = answer["repository"]["pullRequest"]
            listed = pull["userContentEdits"] or {"nodes": [], "pageInfo": {"hasNextPage": False}}
            trackers = frozenset(filter(None, (_login(answer["viewer"]), _login(pull["author"]))))
            edits += [_edit(row) for row in rows(listed, "nodes") if row is not None]
            more, after = listed["pageInfo"]["hasNextPage"], listed["pageInfo"].get("endCursor")
            whole = not more and pull["includesCreatedEdit"] is True
        except (KeyError, TypeError, ValueError):
            raise GitHubError(
                f"GitHub's GraphQL API told the edits of #{number} in a form the tracker does "
                "not know; check TRACKER_GITHUB_URL.",
                200,
            ) from None
        if not more:
            break
    return History(number, tuple(reversed(edits)), whole, trackers)


def _edit(row: object) -> Edit:
    node: Any = row
    at = datetime.fromisoformat(text(node, "editedAt")).astimezone(UTC)
    gone = node["diff"] is None or node.get("deletedAt") is not None
    return Edit(at, _login(node["editor"]), None if gone else text(node, "diff"))


def _login(actor: Any) -> str:
    """An actor's login in one spelling: an app's has [bot] after it in some answers."""
    return "" if actor is None else text(actor, "login").lower().removesuffix("[bot]")
