"""GitHub, as far as one rolling pull request needs it: git objects, branches, pulls, comments.

A client of the REST API, version 2022-11-28, for one repository. All it raises is
GitHubError, BranchMoved and, when it is made, SettingsError.
"""

import base64
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Self
from urllib.parse import quote, urlencode

import requests
from requests.auth import AuthBase

from tracker import __version__
from tracker.errors import BranchMoved, GitHubError
from tracker.publish import access, answers
from tracker.publish.answers import Commit, Entry, Event, Pull, Repository, Signature, Tree
from tracker.publish.patience import Patience
from tracker.publish.refusals import Reply
from tracker.publish.wire import Body, Wire

_INLINE: Final = 256 * 1024  # bytes of text sent inside a tree; a larger file is its own blob
_HEADERS: Final = {
    "X-GitHub-Api-Version": "2022-11-28",
    "User-Agent": f"survey-tracker/{__version__}",
}


class _Bearer(AuthBase):
    """The token, where no representation and no error can show it.

    An auth object also keeps requests from replacing the header by what a .netrc says.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class GitHub:
    """One repository on GitHub.

    ``timeout`` is (connect, read) in seconds for one request; ``max_wait`` the seconds one
    call may wait in all for a rate limit to pass. ``sleep``, ``clock`` (seconds since 1970)
    and ``jitter`` (0 to 1) are arguments so that a test need not wait.
    """

    def __init__(
        self,
        url: str,
        repository: str,
        token: str,
        *,
        timeout: tuple[float, float] = (10.0, 60.0),
        max_wait: float = 300.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.name = access.repository(repository)
        self._url = access.api(url)
        self._timeout = timeout
        self._patience = Patience(max_wait, sleep, clock, jitter)
        self._wire = Wire(self._url, self.name, self._patience, self._send)
        self._session = requests.Session()
        self._session.auth = _Bearer(access.token(token))
        self._session.headers.update(_HEADERS)

    def __repr__(self) -> str:
        return f"GitHub({self._url!r}, {self.name!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    @property
    def writes(self) -> int:
        """How many requests other than reads GitHub has confirmed so far."""
        return self._wire.writes

    # Reading.

    def repository(self) -> Repository:
        return answers.repository(self._wire.json("GET", ""))

    def branch(self, name: str) -> str | None:
        """The commit a branch points at, None if there is no such branch."""
        answer = self._wire.maybe(f"/git/ref/heads/{quote(name)}")
        return None if answer is None else answers.text(answer, "object", "sha")

    def commit(self, sha: str) -> Commit:
        return answers.commit(self._wire.json("GET", f"/git/commits/{sha}"))

    def tree(self, sha: str) -> Tree:
        """One directory, not what is below it."""
        return answers.tree(self._wire.json("GET", f"/git/trees/{sha}"))

    def file(self, path: str, commit: str) -> Entry | None:
        """One file's entry by its path: for directories too large for GitHub to list."""
        query = urlencode({"ref": commit})
        answer = self._wire.maybe(
            f"/contents/{quote(path)}?{query}", accept="application/vnd.github.object+json"
        )
        if answer is None or answers.text(answer, "type") != "file":
            return None
        return Entry("100644", "blob", answers.text(answer, "sha"))

    def blob(self, sha: str) -> bytes:
        """A file's content, by the name of its object."""
        answer = self._wire.json("GET", f"/git/blobs/{sha}")
        return base64.b64decode(answers.text(answer, "content"))

    def contains(self, branch: str, sha: str) -> bool:
        """Whether a commit is already part of a branch."""
        spread = f"{quote(branch)}...{sha}"
        answer = self._wire.json("GET", f"/compare/{spread}?per_page=1")
        return answers.text(answer, "status") in ("behind", "identical")

    def pulls(self, branch: str, base: str, state: str) -> Iterator[Pull]:
        """The pull requests from a branch of this repository to another, newest first."""
        query = urlencode(
            {"head": f"{self.name.split('/')[0]}:{branch}", "base": base, "state": state}
            | {"sort": "created", "direction": "desc", "per_page": "100"}
        )
        for row in self._wire.rows(f"/pulls?{query}"):
            pull = answers.pull(row)
            if pull.branch == branch and (pull.source or "").lower() == self.name.lower():
                yield pull

    def comments(self, number: int) -> Iterator[str]:
        """The comments on a pull request, oldest first."""
        for row in self._wire.rows(f"/issues/{number}/comments?per_page=100"):
            yield answers.text(row, "body")

    def events(self, number: int) -> Iterator[Event]:
        """What happened to a pull request, oldest first ("List issue events")."""
        for row in self._wire.rows(f"/issues/{number}/events?per_page=100"):
            yield answers.event(row)

    def query(self, question: str, variables: Body) -> object:
        """What GitHub's GraphQL API answers to a question; never a change."""
        return self._wire.query(question, variables)

    # Git objects: named by their content, so asking twice is harmless.

    def add_tree(self, base: str, files: Mapping[str, bytes], modes: Mapping[str, str]) -> str:
        """A tree like ``base`` with these files in it; a path without a mode gets 100644."""
        tree = [
            {"path": path, "mode": modes.get(path, "100644"), "type": "blob"} | self._content(data)
            for path, data in sorted(files.items())
        ]
        return answers.text(
            self._wire.json("POST", "/git/trees", {"base_tree": base, "tree": tree}), "sha"
        )

    def add_blob(self, data: bytes) -> str:
        body = {"content": base64.b64encode(data).decode(), "encoding": "base64"}
        return answers.text(self._wire.json("POST", "/git/blobs", body), "sha")

    def add_commit(self, message: str, tree: str, parent: str, by: Signature) -> str:
        body: Body = {
            "message": message,
            "tree": tree,
            "parents": [parent],
            "author": by.as_json(),
            "committer": by.as_json(),
        }
        return answers.text(self._wire.json("POST", "/git/commits", body), "sha")

    # Branches. GitHub's REST API cannot move a branch only if it is where one thinks, so it
    # is read just before; what remains is the moment between the two requests.

    def create_branch(self, name: str, sha: str) -> None:
        """Raises BranchMoved if somebody created it elsewhere meanwhile."""
        try:
            self._wire.json("POST", "/git/refs", {"ref": f"refs/heads/{name}", "sha": sha})
        except GitHubError as error:
            found = self.branch(name) if error.status == 422 else None
            if found is None:
                raise
            if found != sha:
                raise self._moved(name) from None

    def move_branch(self, name: str, old: str, new: str) -> None:
        """Raises BranchMoved if it is not at ``old`` any more."""

        def move() -> str:
            if self.branch(name) != old:
                raise self._moved(name)
            path = f"/git/refs/heads/{quote(name)}"
            self._wire.json("PATCH", path, {"sha": new, "force": True}, repeat=False)
            return new

        self._patience.once(move, lambda: new if self.branch(name) == new else None)

    def delete_branch(self, name: str, sha: str) -> None:
        """Raises BranchMoved if it is not at ``sha`` any more."""
        found = self.branch(name)
        if found not in (None, sha):
            raise self._moved(name)
        if found is not None:
            # 422 is GitHub's "Reference does not exist": an answer to an earlier try was lost.
            self._wire.call("DELETE", f"/git/refs/heads/{quote(name)}", accepted=(404, 422))

    # Pull requests.

    def create_pull(self, title: str, body: str, branch: str, base: str) -> Pull:
        """A new pull request; raises GitHubError with status 422 if one is open already."""
        asked = {"title": title, "body": body, "head": branch, "base": base}
        return self._patience.once(
            lambda: answers.pull(self._wire.json("POST", "/pulls", asked, repeat=False)),
            lambda: next(self.pulls(branch, base, "open"), None),
        )

    def update_pull(self, number: int, **fields: str) -> None:
        """Change some of a pull request's ``title``, ``body`` and ``state``."""
        self._wire.json("PATCH", f"/pulls/{number}", fields)

    def comment(self, number: int, body: str) -> None:
        """Say something on a pull request, unless it has been said there already."""

        def said() -> str | None:
            return next((text for text in self.comments(number) if text == body), None)

        if said() is None:
            path = f"/issues/{number}/comments"
            self._patience.once(
                lambda: answers.text(
                    self._wire.json("POST", path, {"body": body}, repeat=False), "body"
                ),
                said,
            )

    def label(self, number: int, labels: Sequence[str]) -> None:
        self._wire.json("POST", f"/issues/{number}/labels", {"labels": list(labels)})

    def _send(self, method: str, url: str, body: Body | None, accept: str) -> Reply:
        """One request, once; never raises for what the network does."""
        asked = f"{method} {url.removeprefix(self._url).partition('?')[0]}"
        try:
            answer = self._session.request(
                method,
                url,
                json=body,
                headers={"Accept": accept},
                timeout=self._timeout,
                allow_redirects=False,  # a redirect may lead to another host, with the token
            )
        except requests.Timeout:
            return Reply(asked, 0, {}, fault="it took too long")
        except requests.RequestException as error:
            # Not the error's own words: they may hold a proxy's password.
            return Reply(asked, 0, {}, fault=f"the connection failed ({type(error).__name__})")
        return Reply(asked, answer.status_code, answer.headers, answer.content)

    def _moved(self, name: str) -> BranchMoved:
        return BranchMoved(
            f"Somebody else moved {name} in {self.name} while the tracker was about to; "
            "nothing of theirs was changed; run the command again."
        )

    def _content(self, data: bytes) -> dict[str, str]:
        """A tree row's content: the text itself where JSON carries it exactly, else a blob."""
        if len(data) <= _INLINE and b"\0" not in data:
            try:
                return {"content": data.decode()}
            except UnicodeDecodeError:
                pass
        return {"sha": self.add_blob(data)}
