"""Pull requests over a bare repository, with the rules GitHub keeps for them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tracker.demo.github.bare import INSTANT, BareRepository, Person

OWNER: Final = Person("Octo Owner", "octo@example.org")
LOGIN: Final = "octo-bot"  # whose token clients have


class Refused(Exception):
    """A request GitHub would refuse: the status and the words it would use."""

    def __init__(self, status: int, message: str, *errors: str) -> None:
        super().__init__(message)
        self.status, self.message, self.errors = status, message, errors


@dataclass(frozen=True)
class Edit:
    """One edit of a pull request's text; ``body`` is None once somebody deleted the revision."""

    at: str
    editor: str | None
    body: str | None


@dataclass(frozen=True)
class Event:
    """What happened to a pull request, by GitHub's name, and when."""

    kind: str
    at: str


@dataclass
class Pull:
    """One pull request; ``head_sha`` follows the branch as long as it is open."""

    number: int
    head: str
    base: str
    title: str
    body: str
    head_sha: str
    state: str = "open"
    merged_at: str | None = None
    labels: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    author: str = LOGIN
    edits: list[Edit] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    has_branch: bool = True


class Forge:
    """A repository with its pull requests."""

    def __init__(self, git: BareRepository, repository: str, default_branch: str) -> None:
        self.git = git
        self.repository = repository
        self.default_branch = default_branch
        self.pulls: dict[int, Pull] = {}
        self._begun = False
        self._second = datetime.fromisoformat(INSTANT)

    @property
    def owner(self) -> str:
        return self.repository.split("/")[0]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever committed; an answer of no is final."""
        self._begun = self._begun or self.git.head(self.default_branch) is not None
        return not self._begun

    def settle(self) -> None:
        """Let every pull request follow its branches, as GitHub does after a push.

        Every settling is a second later than the last; what it does, it does at once.
        """
        self._second += timedelta(seconds=1)
        for pull in self.pulls.values():
            head, base = self.git.head(pull.head), self.git.head(pull.base)
            self._follow(pull, head)
            if pull.state != "open":
                continue
            if head is None or base is None:
                pull.state = "closed"
                self._note(pull, "closed")
                continue
            pull.head_sha = head
            if self.git.is_ancestor(head, base):
                pull.state, pull.merged_at = "closed", INSTANT
                self._note(pull, "merged", "closed")

    def _follow(self, pull: Pull, head: str | None) -> None:
        """Note that a pull request's branch went, or came back as it was."""
        if head is None and pull.has_branch:
            pull.has_branch = False
            self._note(pull, "head_ref_deleted")
        elif head == pull.head_sha and not pull.has_branch:
            pull.has_branch = True
            self._note(pull, "head_ref_restored")

    def _note(self, pull: Pull, *kinds: str) -> None:
        pull.events += [Event(kind, f"{self._second:%Y-%m-%dT%H:%M:%SZ}") for kind in kinds]

    def find(self, number: int) -> Pull:
        if number not in self.pulls:
            raise Refused(404, "Not Found")
        return self.pulls[number]

    def open(self, title: str, body: str, head: str, base: str) -> Pull:
        head = head.removeprefix(f"{self.owner}:")
        sha, onto = self.git.head(head), self.git.head(base)
        if sha is None or onto is None:
            where = "base" if onto is None else "head"
            raise Refused(422, "Validation Failed", f"PullRequest {where} is invalid")
        if any(
            pull.state == "open" and (pull.head, pull.base) == (head, base)
            for pull in self.pulls.values()
        ):
            name = f"{self.owner}:{head}"
            raise Refused(422, "Validation Failed", f"A pull request already exists for {name}.")
        if self.git.is_ancestor(sha, onto):
            raise Refused(422, "Validation Failed", f"No commits between {base} and {head}")
        check_text(title, body)
        pull = Pull(len(self.pulls) + 1, head, base, title, body, sha)
        self.pulls[pull.number] = pull
        return pull

    def change(
        self,
        pull: Pull,
        title: str,
        body: str,
        state: str,
        by: str | None = LOGIN,
        at: str = INSTANT,
    ) -> None:
        check_text(title, body)
        over = pull.merged_at is not None or self.git.head(pull.head) is None
        if state == "open" and pull.state == "closed" and over:
            raise Refused(422, "Validation Failed", "state cannot be changed.")
        if body != pull.body:
            # The history begins, with the text as it was created, at the first edit.
            pull.edits = pull.edits or [Edit(INSTANT, pull.author, pull.body)]
            pull.edits.append(Edit(at, by, body))
        if state != pull.state:
            self._second += timedelta(seconds=1)
            self._note(pull, "closed" if state == "closed" else "reopened")
        pull.title, pull.body, pull.state = title, body, state

    def merge(self, pull: Pull, squash: bool) -> str:
        """Merge as the green button does; the branch stays."""
        base = self.git.head(pull.base)
        tree = self.git.merged(base, pull.head_sha) if base else None
        if base is None or tree is None or pull.state != "open":
            raise Refused(405, "Pull Request is not mergeable")
        parents = [base] if squash else [base, pull.head_sha]
        message = f"{pull.title} (#{pull.number})"
        sha = self.git.add_commit(tree, parents, message, OWNER, OWNER)
        self.git.move(pull.base, sha)
        pull.state, pull.merged_at = "closed", INSTANT
        self._note(pull, "merged", "closed")
        self.settle()
        return sha


def check_text(title: str, body: str) -> None:
    """Refuse a text longer than GitHub takes, in GitHub's words."""
    for what, text, most in (("title", title, 256), ("body", body, 65_536)):
        if len(text) > most:
            fault = f"{what} is too long (maximum is {most} characters)"
            raise Refused(422, "Validation Failed", fault)
