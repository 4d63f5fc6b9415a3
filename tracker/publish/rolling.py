"""The one pull request that the tracker keeps up to date.

Its branch is always one commit on top of the base, so it never conflicts and never needs a
merge. A run that finds what it would have made writes nothing. What people do comes first:
their commits on the branch are never overwritten, and a proposal they closed is not made
again until its files change; one that only went with its branch is. Every step may be cut
off; the next run finishes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from tracker.errors import BranchMoved, GitHubError, PublishError
from tracker.publish.answers import Commit, Entry, Pull
from tracker.publish.closings import is_declined
from tracker.publish.github import GitHub
from tracker.publish.listing import surroundings
from tracker.publish.proposal import (
    CLOSED,
    PullRequest,
    closed_body,
    fingerprint,
    marked_files,
    signed,
)

__all__ = ["BOT", "BRANCH", "Action", "Bot", "Outcome", "PullRequest", "publish"]

Action = Literal["nothing", "created", "updated", "unchanged", "closed", "declined"]
BRANCH: Final = "tracker/update"
GOODBYE: Final = (
    "The base branch already holds everything this pull request proposed, so the tracker closes it."
)


@dataclass(frozen=True)
class Bot:
    """The name that makes a commit the tracker's own; the address can receive no mail."""

    name: str = "survey-tracker"
    email: str = "survey-tracker@noreply.invalid"


BOT: Final = Bot()


@dataclass(frozen=True)
class Outcome:
    """What a run did: the pull request, the commit it proposes, and the number of writes.

    "nothing": the base has it all; "unchanged": it was proposed already; "declined": a
    person closed this very proposal; "closed": the tracker did, since the base has it all.
    """

    action: Action
    number: int | None = None
    url: str | None = None
    sha: str | None = None
    writes: int = 0


def publish(
    github: GitHub,
    proposal: PullRequest,
    branch: str = BRANCH,
    base: str | None = None,
    bot: Bot = BOT,
    again: bool = False,
) -> Outcome:
    """Bring the pull request from ``branch`` to ``base`` (None: the default branch) up to date.

    What a person declined is proposed once more only if ``again`` says so. Raises GitHubError,
    and BranchMoved if the branch holds somebody else's work.
    """
    base = base or github.repository().default_branch
    if branch == base:
        raise PublishError(f"The tracker cannot use {branch} both as its own branch and the base.")
    return _Run(github, proposal, branch, base, bot, again, github.writes).outcome()


@dataclass(frozen=True)
class _Run:
    """One attempt to make the pull request what the proposal says."""

    github: GitHub
    proposal: PullRequest
    branch: str
    base: str
    bot: Bot
    again: bool
    writes_before: int

    def outcome(self) -> Outcome:
        root = self._commit(self.base)
        if root is None:
            self.github.repository()  # says so if it is the repository that is not there
            raise GitHubError(f"{self.github.name} has no branch {self.base} to propose to.", 404)
        have = surroundings(self.github, root, self.proposal.files)
        want = self.proposal.entries(have)
        pull, tip = self._pull("open"), self._commit(self.branch)
        if all(have.get(path) == entry for path, entry in want.items()):
            return self._retire(pull, tip, root)
        last = pull or self._pull("closed")
        if last is not None and not self.again and self._declined(last):
            return self._done("declined", last)
        self._check_ours(tip, root, last)
        sha = self._propose(root, have, want, tip)
        return self._show(pull, sha)

    def _retire(self, pull: Pull | None, tip: Commit | None, root: Commit) -> Outcome:
        """End a pull request that has nothing left to propose, and clear our branch away."""
        if pull is not None:
            self._check_ours(tip, root, pull)
            self.github.comment(pull.number, GOODBYE)
            self.github.update_pull(pull.number, state="closed", body=closed_body(pull.body))
        if tip is not None and (pull is not None or self._is_bots(tip)):
            self.github.delete_branch(self.branch, tip.sha)
        return self._done("nothing" if pull is None else "closed", pull)

    def _declined(self, last: Pull) -> bool:
        """Whether a person closed a pull request that proposed these very files."""
        if last.open or last.merged or CLOSED in last.body:
            return False
        return self._is_the_same(last) and is_declined(self.github, last)

    def _is_the_same(self, last: Pull) -> bool:
        """Whether a pull request proposed these very files."""
        files = marked_files(last.body)
        if files is None:
            # Somebody rewrote the text; the commit it proposed still tells.
            head = self.github.commit(last.head_sha)
            if self.proposal.content:
                return signed(head.message, self.proposal.content)
            held = surroundings(self.github, head, self.proposal.files)
            files = fingerprint(
                {path: held[path].sha for path in self.proposal.files if path in held}
            )
        return files == self.proposal.fingerprint

    def _check_ours(self, tip: Commit | None, root: Commit, last: Pull | None) -> None:
        """Raise BranchMoved where moving the branch would lose somebody else's commit."""
        if tip is None or self._is_bots(tip) or tip.sha == root.sha:
            return
        if last is not None and last.merged and last.head_sha == tip.sha:
            return
        if self.github.contains(self.base, tip.sha):
            return
        remedy = f"merge pull request #{last.number} or " if last is not None and last.open else ""
        raise BranchMoved(
            f"{self.branch} in {self.github.name} holds commit {tip.sha[:10]} by "
            f"{tip.committer.name}, which the tracker will not overwrite; {remedy}delete the "
            "branch, then run the command again."
        )

    def _propose(
        self,
        root: Commit,
        have: Mapping[str, Entry],
        want: Mapping[str, Entry],
        tip: Commit | None,
    ) -> str:
        """Make the branch one commit on top of the base, unless it is that already."""
        if tip is not None and self._is_made(tip, root, {**have, **want}):
            return tip.sha
        changed = {
            path: data for path, data in self.proposal.files.items() if have.get(path) != want[path]
        }
        modes = {path: entry.mode for path, entry in want.items()}
        tree = self.github.add_tree(root.tree, changed, modes)
        by = self.proposal.signature(self.bot.name, self.bot.email)
        sha = self.github.add_commit(self.proposal.signed_message, tree, root.sha, by)
        if tip is None:
            self.github.create_branch(self.branch, sha)
        elif tip.sha != sha:
            self.github.move_branch(self.branch, tip.sha, sha)
        return sha

    def _is_made(self, tip: Commit, root: Commit, expected: Mapping[str, Entry]) -> bool:
        """Whether the branch's commit is what this run would make, whenever it was made."""
        return (
            self._is_bots(tip)
            and tip.parents == (root.sha,)
            and tip.message.strip() == self.proposal.signed_message.strip()
            and surroundings(self.github, tip, self.proposal.files) == expected
        )

    def _show(self, pull: Pull | None, sha: str) -> Outcome:
        """Open the pull request, or give it the proposal's text unless it was given before."""
        opened = self._opened() if pull is None else None
        shown = pull or opened or self._pull("open")
        if shown is None:
            raise GitHubError(
                f"GitHub says a pull request from {self.branch} is open in {self.github.name} "
                "and does not list it; run the command again.",
                422,
            )
        if self.proposal.mark not in shown.body:
            title, body = self.proposal.short_title, self.proposal.marked_body
            self.github.update_pull(shown.number, title=title, body=body)
        if opened is not None and self.proposal.labels:
            self.github.label(shown.number, self.proposal.labels)
        wrote = self.github.writes > self.writes_before
        action: Action = "created" if opened else "updated" if wrote else "unchanged"
        return self._done(action, shown, sha)

    def _opened(self) -> Pull | None:
        """A new pull request; None if another run has just opened one."""
        title, body = self.proposal.short_title, self.proposal.marked_body
        try:
            return self.github.create_pull(title, body, self.branch, self.base)
        except GitHubError as error:
            if error.status != 422 or "already exists" not in str(error):
                raise
            return None

    def _commit(self, branch: str) -> Commit | None:
        sha = self.github.branch(branch)
        return None if sha is None else self.github.commit(sha)

    def _pull(self, state: str) -> Pull | None:
        return next(self.github.pulls(self.branch, self.base, state), None)

    def _is_bots(self, commit: Commit) -> bool:
        return commit.committer.email.lower() == self.bot.email.lower()

    def _done(self, action: Action, pull: Pull | None = None, sha: str | None = None) -> Outcome:
        wrote = self.github.writes - self.writes_before
        if pull is None:
            return Outcome(action, sha=sha, writes=wrote)
        return Outcome(action, pull.number, pull.url, sha, wrote)
