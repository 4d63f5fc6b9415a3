"""The remote of a clone: what it has, what is fetched from it and pushed to it.

A branch there is only ever moved on, never back and never aside.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urlsplit

from tracker.errors import PublishError, SettingsError
from tracker.git import Answer, unlocked
from tracker.publish.clone import Clone, Refused

# Reads the token from the environment of that one command (gitcredentials(7), custom helpers).
_HELPER = (
    '!f() { test "$1" = get && '
    'printf "username=x-access-token\\npassword=%s\\n" "$TRACKER_PUSH_TOKEN"; }; f'
)
_SAFE = "they are safe on this disk"


class Raced(Refused):
    """Somebody else moved the branch between looking and pushing."""


@dataclass(frozen=True)
class Tips:
    """The default branch and its commit, and the commit of the branch asked for, if any."""

    base: str
    base_sha: str
    branch_sha: str | None


@dataclass(frozen=True)
class Remote:
    """One remote of a clone; ``host`` is the one web address that ``token`` is offered to,
    after the curator's own credentials."""

    clone: Clone
    name: str
    host: str = ""
    token: str = field(default="", repr=False)

    @property
    def address(self) -> str:
        return self.clone.asked("remote", "get-url", "--push", self.name)

    def tips(self, branch: str) -> Tips:
        """What the remote has now."""
        asked = ("ls-remote", "--symref", "--", self.name, "HEAD", f"refs/heads/{branch}")
        heads: dict[str, str] = {}
        base = ""
        for line in self._talk(*asked).splitlines():
            value, _, name = line.partition("\t")
            if name == "HEAD" and value.startswith("ref: refs/heads/"):
                base = value.removeprefix("ref: refs/heads/")
            else:
                heads[name] = value
        if not base or "HEAD" not in heads:
            raise PublishError(self._headless())
        return Tips(base, heads["HEAD"], heads.get(f"refs/heads/{branch}"))

    def _headless(self) -> str:
        """Why there is no branch to propose to. Git names no HEAD that leads nowhere."""
        told = f"the remote {self.name} has no default branch to propose to; "
        listed = self._talk("ls-remote", "--heads", "--", self.name).splitlines()
        if not listed:
            return f"{told}push the survey's first commit there"
        name = min(line.partition("\trefs/heads/")[2] for line in listed)
        return (
            f"{told}its HEAD names a branch that it does not have, though it has {name}; "
            "make the survey's branch the default there (in a bare repository: "
            "git symbolic-ref HEAD refs/heads/BRANCH)"
        )

    def fetch(self, tips: Tips, branch: str) -> None:
        """Bring the commits of both tips here, beside the clone's own branches."""
        wanted = [f"+refs/heads/{tips.base}:refs/tracker/base"]
        if tips.branch_sha:
            wanted.append(f"+refs/heads/{branch}:refs/tracker/fetched/{branch}")
        quiet = ("--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=")
        self._talk("fetch", *quiet, "--", self.name, *wanted)

    def push(self, sha: str, branch: str) -> None:
        """Move the branch on to a commit; raises Raced if it is not where it was."""
        quiet = ("--porcelain", "--no-verify", "--receive-pack=git-receive-pack")
        done = self.run("push", *quiet, "--", self.name, f"{sha}:refs/heads/{branch}")
        if not done.code:
            return
        told = [line for line in done.text.splitlines() if line.startswith("!")]
        raced = ("[rejected]", "cannot lock ref", "failed to update ref")
        if any(sign in line for line in told for sign in raced):
            raise Raced(f"somebody else keeps moving {branch}; run tracker submit again")
        why = unlocked(told[0].rpartition("\t")[2]) if told else done.fault
        raise Refused(
            f"the remote {self.name} did not take the decisions ({why}); {_SAFE}, "
            "run tracker submit again when that is mended"
        )

    def _talk(self, *arguments: str) -> str:
        answer = self.run(*arguments)
        if answer.code:
            raise Refused(
                f"the remote {self.name} could not be asked ({answer.fault}); your decisions: "
                f"{_SAFE}, run tracker submit again when it answers"
            )
        return answer.text

    def run(self, *arguments: str, stdin: bytes = b"") -> Answer:
        """What a git command answers that may need the remote's credentials."""
        if not self.token:
            return self.clone.run(*arguments, stdin=stdin)
        helper = ("-c", f"credential.{self.host}.helper={_HELPER}")
        env = {"TRACKER_PUSH_TOKEN": self.token}
        return self.clone.run(*arguments, stdin=stdin, env=env, options=helper)


def remote_name(clone: Clone) -> str:
    """The remote of the present branch, else origin, else the only one.

    Raises SettingsError if there is none, or no telling which.
    """
    names: list[str] = clone.asked("remote").split()
    branch = clone.asked("symbolic-ref", "--quiet", "--short", "HEAD")
    own = clone.asked("config", "--get", f"branch.{branch}.remote") if branch else ""
    for name in (own, "origin", *(names if len(names) == 1 else [])):
        if name in names:
            return name
    if names:
        raise SettingsError(
            f"this clone has the remotes {', '.join(names)} and none is called origin; "
            "git branch --set-upstream-to=REMOTE/BRANCH says which one is meant"
        )
    raise SettingsError(
        "this clone has no remote to push to; git remote add origin ADDRESS, "
        "then run tracker submit again"
    )


def compare_url(address: str, base: str, branch: str) -> str:
    """Where a browser opens a pull request; empty if the address is no web or ssh one.

    Handles the three forms of git's "GIT URLS" (git-push(1)): https, ssh and scp's.
    """
    scp = re.fullmatch(r"(?:[^@/\s]+@)?([\w.-]+):(?!/)(\S+)", address)
    parts: SplitResult = urlsplit(f"ssh://{scp[1]}/{scp[2]}" if scp else address)
    path = parts.path.strip("/").removesuffix(".git")
    if parts.scheme not in ("https", "ssh") or not parts.hostname or "/" not in path:
        return ""
    return (
        f"https://{parts.hostname}/{quote(path)}/compare/{quote(base)}...{quote(branch)}?expand=1"
    )
