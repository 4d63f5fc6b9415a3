"""A GitHub on this machine alone: its REST API over a real git repository.

``tracker demo`` publishes to it and the tests try the tracker against it. It listens on
127.0.0.1 only, keeps its repository in a temporary folder, and can be told to fail.
"""

import json
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from tracker.demo.github import shapes
from tracker.demo.github.bare import INSTANT, BareRepository, Person
from tracker.demo.github.http import Exchange, Fault, Response, Server
from tracker.demo.github.pulls import OWNER, Forge


class LoopbackGitHub:
    """One repository ``octo/lit`` with these files on its default branch; none: an empty one.

    A context manager: it serves between entering and leaving. ``url``, ``repository`` and
    ``token`` are what a client needs; ``log`` is what clients asked, without their tokens.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        *,
        repository: str = "octo/lit",
        token: str = "loopback-token",
        default_branch: str = "main",
    ) -> None:
        self.token = token
        self._folder = tempfile.TemporaryDirectory()
        self._git = BareRepository(Path(self._folder.name) / "repository.git")
        self._git.git("symbolic-ref", "HEAD", f"refs/heads/{default_branch}")
        self._forge = Forge(self._git, repository, default_branch)
        self._server = Server(self._forge, token)
        self._lock, self._routes = self._server.lock, self._server.routes
        self.url = self._server.url
        if files:
            self.commit(default_branch, files, "Begin", OWNER.name, OWNER.email)

    @property
    def repository(self) -> str:
        return self._forge.repository

    @property
    def folder(self) -> Path:
        """The repository itself, for git to clone and push to."""
        return Path(self._folder.name) / "repository.git"

    @property
    def log(self) -> tuple[Exchange, ...]:
        return tuple(self._server.log)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.closing.set()
        self._server.shutdown()
        self._server.server_close()
        with self._lock:
            self._folder.cleanup()

    # Failures to come.

    def fail_next(
        self,
        method: str,
        path_part: str,
        status: int,
        headers: Mapping[str, str] | None = None,
        body: object = None,
        times: int = 1,
    ) -> None:
        """Answer the next such requests so, without doing them; bytes are sent as they are."""
        said = {"message": "injected"} if body is None else body
        data = said if isinstance(said, bytes) else json.dumps(said).encode()
        fault = Fault(method, path_part, "answer", Response(status, data, headers or {}))
        self._server.faults += [fault] * times

    def drop_next(
        self, method: str, path_part: str, *, after: bool = False, times: int = 1
    ) -> None:
        """Close the connection instead of answering, before or after doing what was asked."""
        self._server.faults += [Fault(method, path_part, "drop", Response(0), after)] * times

    def stall_next(self, method: str, path_part: str) -> None:
        """Take the next such request and never answer it."""
        self._server.faults.append(Fault(method, path_part, "stall", Response(0)))

    def cut_listings(self, rows: int) -> None:
        """Give out only the first rows of a directory, as GitHub does with very large ones."""
        self._routes.listing_limit = rows

    def rename(self, repository: str) -> None:
        """Rename the repository; its old name then answers with a redirect."""
        self._server.former, self._forge.repository = self.repository, repository

    # What people do.

    def commit(
        self,
        branch: str,
        files: Mapping[str, bytes | None],
        message: str = "Edit by hand",
        name: str = "Ann Person",
        email: str = "ann@example.org",
        mode: str = "100644",
    ) -> str:
        """Commit as a person and push; None takes a file out; a new branch leaves the default."""
        with self._lock:
            parent = self._git.head(branch) or self._git.head(self._forge.default_branch)
            rows = [
                (path, mode, None if data is None else self._git.add_blob(data))
                for path, data in files.items()
            ]
            tree = self._git.add_tree(parent, rows)
            who = Person(name, email)
            sha = self._git.add_commit(tree, [parent] if parent else [], message, who, who)
            self.point(branch, sha)
            return sha

    def point(self, branch: str, sha: str) -> None:
        """Make a branch point at a commit, with force."""
        with self._lock:
            self._git.move(branch, sha)
            self._forge.settle()

    def delete_branch(self, branch: str) -> None:
        """Delete a branch, which closes its open pull request."""
        with self._lock:
            self._git.delete(branch)
            self._forge.settle()

    def merge(self, number: int, *, squash: bool = False) -> str:
        """Merge a pull request; its branch stays."""
        with self._lock:
            return self._forge.merge(self._forge.find(number), squash)

    def close(self, number: int) -> None:
        self.edit(number, state="closed")

    def reopen(self, number: int) -> None:
        self.edit(number, state="open")

    def edit(
        self, number: int, *, by: str | None = "ann-person", at: str = INSTANT, **fields: str
    ) -> None:
        """Change a pull request's title, body or state in the browser, under a login."""
        with self._lock:
            pull = self._forge.find(number)
            have = {"title": pull.title, "body": pull.body, "state": pull.state}
            self._forge.change(pull, **{**have, **fields}, by=by, at=at)

    def forget_edit(self, number: int, place: int) -> None:
        """Delete a revision from the history of a pull request's text, from 0, the oldest."""
        with self._lock:
            edits = self._forge.find(number).edits
            edits[place] = replace(edits[place], body=None)

    def say(self, number: int, text: str) -> None:
        """Comment on a pull request."""
        with self._lock:
            self._forge.find(number).comments.append(text)

    # What can be seen.

    def file(self, path: str, ref: str = "main") -> bytes | None:
        """A file's content at a branch or commit; None if it is not there."""
        with self._lock:
            row = self._git.row(ref, path)
            return None if row is None or row.kind != "blob" else self._git.blob(row.sha)

    def mode(self, path: str, ref: str = "main") -> str | None:
        """A file's mode as git writes it."""
        with self._lock:
            row = self._git.row(ref, path)
            return None if row is None else row.mode

    def head(self, branch: str = "main") -> str | None:
        with self._lock:
            return self._git.head(branch)

    def commits(self, since: str, until: str) -> tuple[dict[str, Any], ...]:
        """The commits of ``until`` that ``since`` lacks, newest first, as GitHub writes them."""
        with self._lock:
            shas = self._git.commits(since, until)
            return tuple(shapes.commit(self._git, sha) for sha in shas)

    def changed(self, number: int) -> tuple[str, ...]:
        """The paths a pull request changes."""
        with self._lock:
            pull = self._forge.find(number)
            return tuple(self._git.changed(pull.base, pull.head_sha))

    def pull(self, number: int) -> dict[str, Any]:
        """A pull request as GitHub writes it."""
        with self._lock:
            return shapes.pull(self._forge, self.url, self._forge.find(number))

    @property
    def pulls(self) -> tuple[tuple[int, str], ...]:
        """The number and state of every pull request."""
        with self._lock:
            return tuple((pull.number, pull.state) for pull in self._forge.pulls.values())

    def comments(self, number: int) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._forge.find(number).comments)

    @property
    def writes(self) -> tuple[Exchange, ...]:
        """The requests that were not reads; a GraphQL question is one."""
        return tuple(
            exchange
            for exchange in self.log
            if exchange.method != "GET" and exchange.path != "/graphql"
        )
