"""A curator's own pull request: opened, brought up to date, or left as a person closed it."""

from tracker.errors import GitHubError
from tracker.publish.answers import Pull
from tracker.publish.github import GitHub
from tracker.publish.proposal import PullRequest
from tracker.publish.rolling import Action, Outcome


def propose(
    github: GitHub, proposal: PullRequest, branch: str, base: str, sha: str, pushed: bool
) -> Outcome | None:
    """Make the pull request say what the proposal says; None if ``sha`` is not on GitHub's branch.

    The branch is there already. A proposal somebody closed is made again only when there is
    something new, which ``pushed`` says.
    """
    if github.branch(branch) != sha:
        return None
    before = github.writes
    pull = next(github.pulls(branch, base, "open"), None)
    if pull is None and not pushed:
        last = next(github.pulls(branch, base, "closed"), None)
        if last is not None and not last.merged and last.head_sha == sha:
            return Outcome("declined", last.number, last.url, sha)
    opened = _opened(github, proposal, branch, base) if pull is None else None
    shown = opened or pull or next(github.pulls(branch, base, "open"), None)
    if shown is None:
        raise GitHubError(
            f"GitHub says a pull request from {branch} is open and does not list it; "
            "run the command again.",
            422,
        )
    if proposal.mark not in shown.body:
        title, body = proposal.short_title, proposal.marked_body
        github.update_pull(shown.number, title=title, body=body)
    changed = pushed or github.writes > before
    action: Action = "created" if opened else "updated" if changed else "unchanged"
    return Outcome(action, shown.number, shown.url, sha, github.writes - before)


def _opened(github: GitHub, proposal: PullRequest, branch: str, base: str) -> Pull | None:
    """A new pull request; None if another run has just opened one."""
    try:
        return github.create_pull(proposal.short_title, proposal.marked_body, branch, base)
    except GitHubError as error:
        if error.status != 422 or "already exists" not in str(error):
            raise
        return None
