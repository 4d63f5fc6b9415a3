"""Why a pull request was closed: by a person who declined it, or with its branch."""

from collections.abc import Iterable

from tracker.errors import GitHubError
from tracker.publish.answers import Event, Pull
from tracker.publish.github import GitHub

_UNSEEN = (403, 404)  # a token that may not read the events


def is_declined(github: GitHub, pull: Pull) -> bool:
    """Whether a person closed this pull request, unmerged, rather than deleted its branch.

    Where the token may not read what happened, a closed request counts as declined: nothing
    is lost by it, since ``tracker publish --force`` asks again.
    """
    try:
        return not went_with_branch(github.events(pull.number))
    except GitHubError as fault:
        if fault.status in _UNSEEN:
            return True
        raise


def went_with_branch(events: Iterable[Event]) -> bool:
    """Whether the last closing was that of the branch going.

    GitHub closes a request whose branch is deleted, and tells both (GitHub's manual, "Issue
    event types": ``closed``, ``head_ref_deleted``). A branch deleted later, in the way that the
    closed request offers, changes nothing. In one and the same second nobody can tell which
    came first; then it counts as going with the branch, so that nothing waits unseen.
    """
    gone, closed_at, with_branch = False, None, False
    for event in events:
        if event.kind == "head_ref_deleted":
            gone, with_branch = True, with_branch or event.at == closed_at
        elif event.kind in ("head_ref_restored", "reopened"):
            gone = False
        elif event.kind == "closed":
            closed_at, with_branch = event.at, gone
    return with_branch
