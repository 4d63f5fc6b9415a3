"""GitHub's REST addresses, answered from a bare repository and its pull requests.

Only what a client of git objects, branches, pull requests and comments asks for; the shapes
follow GitHub's REST documentation, version 2022-11-28. A body lacking a field raises KeyError.
"""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tracker.demo.github import shapes
from tracker.demo.github.pulls import OWNER, Forge, Refused

# JSON is untyped where it comes in; each route reads what it needs.
Body = Mapping[str, Any]
Query = Mapping[str, str]
Answer = tuple[int, object]


@dataclass(frozen=True)
class Asked:
    """One request: the part of its address that varies, its query and its body."""

    part: str
    query: Query
    body: Body


class Routes:
    """The answers of one repository; ``listing_limit`` is how many rows a tree is cut to."""

    def __init__(self, forge: Forge, url: str) -> None:
        self.forge, self.git, self.url = forge, forge.git, url
        self.listing_limit: int | None = None

    def answer(self, method: str, path: str, query: Query, body: Body) -> Answer:
        """The answer to ``path`` below the repository's own address; raises Refused."""
        for verb, pattern, route in _ROUTES:
            found = re.fullmatch(pattern, path) if verb == method else None
            if found:
                if "/git/" in path and self.forge.is_empty:
                    raise Refused(409, "Git Repository is empty.")
                part = found[1] if found.groups() else ""
                answer = route(self, Asked(part, query, body))
                if method != "GET":
                    self.forge.settle()
                return answer
        raise Refused(404, "Not Found")

    def repository(self, _: Asked) -> Answer:
        name, branch = self.forge.repository, self.forge.default_branch
        return 200, {"full_name": name, "default_branch": branch}

    def read_ref(self, asked: Asked) -> Answer:
        sha = self.git.head(asked.part)
        if sha is None:
            raise Refused(404, "Not Found")
        return 200, shapes.ref(asked.part, sha)

    def create_ref(self, asked: Asked) -> Answer:
        name = str(asked.body["ref"]).removeprefix("refs/heads/")
        self._need("commit", asked.body["sha"])
        if self.git.head(name) is not None:
            raise Refused(422, "Reference already exists")
        self.git.move(name, asked.body["sha"])
        return 201, shapes.ref(name, asked.body["sha"])

    def move_ref(self, asked: Asked) -> Answer:
        old, new = self.git.head(asked.part), asked.body["sha"]
        if old is None:
            raise Refused(422, "Reference does not exist")
        self._need("commit", new)
        if not asked.body.get("force") and not self.git.is_ancestor(old, new):
            raise Refused(422, "Update is not a fast forward")
        self.git.move(asked.part, new)
        return 200, shapes.ref(asked.part, new)

    def delete_ref(self, asked: Asked) -> Answer:
        if self.git.head(asked.part) is None:
            raise Refused(422, "Reference does not exist")
        self.git.delete(asked.part)
        return 204, None

    def read_commit(self, asked: Asked) -> Answer:
        if not self.git.is_a("commit", asked.part):
            raise Refused(404, "Not Found")
        return 200, shapes.commit(self.git, asked.part)

    def create_commit(self, asked: Asked) -> Answer:
        body = asked.body
        self._need("tree", body["tree"])
        for parent in body["parents"]:
            self._need("commit", parent)
        author = shapes.person(body.get("author")) or OWNER
        committer = shapes.person(body.get("committer")) or author
        sha = self.git.add_commit(body["tree"], body["parents"], body["message"], author, committer)
        return 201, shapes.commit(self.git, sha)

    def read_blob(self, asked: Asked) -> Answer:
        if not self.git.is_a("blob", asked.part):
            raise Refused(404, "Not Found")
        data = self.git.blob(asked.part)
        content = base64.encodebytes(data).decode()
        return 200, {"sha": asked.part, "size": len(data), "encoding": "base64", "content": content}

    def read_tree(self, asked: Asked) -> Answer:
        if not self.git.is_a("tree", asked.part):
            raise Refused(404, "Not Found")
        rows = self.git.rows(asked.part, recursive="recursive" in asked.query)
        limit = len(rows) if self.listing_limit is None else self.listing_limit
        shown = [
            {"path": row.path, "mode": row.mode, "type": row.kind, "sha": row.sha}
            for row in rows[:limit]
        ]
        return 200, {"sha": asked.part, "tree": shown, "truncated": limit < len(rows)}

    def create_tree(self, asked: Asked) -> Answer:
        rows: list[tuple[str, str, str | None]] = []
        for row in asked.body["tree"]:
            if {"", ".", "..", ".git"} & set(row["path"].split("/")):
                raise Refused(422, "tree.path contains a malformed path component")
            sha = row["sha"] if "sha" in row else self.git.add_blob(row["content"].encode())
            if sha is not None:
                self._need(row.get("type", "blob"), sha)
            rows.append((row["path"], row["mode"], sha))
        sha = self.git.add_tree(asked.body.get("base_tree"), rows)
        return 201, {"sha": sha, "truncated": False}

    def create_blob(self, asked: Asked) -> Answer:
        text = asked.body["content"]
        data = base64.b64decode(text) if asked.body.get("encoding") == "base64" else text.encode()
        return 201, {"sha": self.git.add_blob(data)}

    def contents(self, asked: Asked) -> Answer:
        row = self.git.row(asked.query.get("ref", self.forge.default_branch), asked.part)
        if row is None:
            raise Refused(404, "Not Found")
        return 200, shapes.contents(row, self.git.blob(row.sha) if row.kind == "blob" else b"")

    def compare(self, asked: Asked) -> Answer:
        base, _, head = asked.part.partition("...")
        ahead, behind = len(self.git.commits(base, head)), len(self.git.commits(head, base))
        words = {(0, 0): "identical", (1, 0): "ahead", (0, 1): "behind", (1, 1): "diverged"}
        status = words[min(ahead, 1), min(behind, 1)]
        return 200, {"status": status, "ahead_by": ahead, "behind_by": behind}

    def list_pulls(self, asked: Asked) -> Answer:
        query = asked.query
        state, base, head = query.get("state", "open"), query.get("base"), query.get("head")
        found = [
            shapes.pull(self.forge, self.url, pull)
            for pull in self.forge.pulls.values()
            if state in ("all", pull.state)
            and base in (None, pull.base)
            and head in (None, f"{self.forge.owner}:{pull.head}")
        ]
        return 200, found if query.get("direction") == "asc" else found[::-1]

    def create_pull(self, asked: Asked) -> Answer:
        body, text = asked.body, asked.body.get("body") or ""
        pull = self.forge.open(body["title"], text, body["head"], body["base"])
        return 201, shapes.pull(self.forge, self.url, pull)

    def read_pull(self, asked: Asked) -> Answer:
        return 200, shapes.pull(self.forge, self.url, self.forge.find(int(asked.part)))

    def change_pull(self, asked: Asked) -> Answer:
        pull = self.forge.find(int(asked.part))
        title, text = asked.body.get("title", pull.title), asked.body.get("body", pull.body)
        self.forge.change(pull, title, text, asked.body.get("state", pull.state))
        return 200, shapes.pull(self.forge, self.url, pull)

    def list_comments(self, asked: Asked) -> Answer:
        said = self.forge.find(int(asked.part)).comments
        return 200, [{"id": place, "body": text} for place, text in enumerate(said, 1)]

    def create_comment(self, asked: Asked) -> Answer:
        said = self.forge.find(int(asked.part)).comments
        said.append(asked.body["body"])
        return 201, {"id": len(said), "body": asked.body["body"]}

    def list_events(self, asked: Asked) -> Answer:
        return 200, [shapes.event(one) for one in self.forge.find(int(asked.part)).events]

    def add_labels(self, asked: Asked) -> Answer:
        pull = self.forge.find(int(asked.part))
        pull.labels += [name for name in asked.body["labels"] if name not in pull.labels]
        return 200, [{"name": name} for name in pull.labels]

    def _need(self, kind: str, sha: str) -> None:
        if not self.git.is_a(kind, sha):
            raise Refused(422, f"{kind} {sha} does not exist")


Route = Callable[[Routes, Asked], Answer]
_ROUTES: Final[tuple[tuple[str, str, Route], ...]] = (
    ("GET", r"", Routes.repository),
    ("GET", r"/git/ref/heads/(.+)", Routes.read_ref),
    ("POST", r"/git/refs", Routes.create_ref),
    ("PATCH", r"/git/refs/heads/(.+)", Routes.move_ref),
    ("DELETE", r"/git/refs/heads/(.+)", Routes.delete_ref),
    ("GET", r"/git/commits/(\w+)", Routes.read_commit),
    ("POST", r"/git/commits", Routes.create_commit),
    ("GET", r"/git/trees/(\w+)", Routes.read_tree),
    ("POST", r"/git/trees", Routes.create_tree),
    ("GET", r"/git/blobs/(\w+)", Routes.read_blob),
    ("POST", r"/git/blobs", Routes.create_blob),
    ("GET", r"/contents/(.+)", Routes.contents),
    ("GET", r"/compare/(.+\.\.\..+)", Routes.compare),
    ("GET", r"/pulls", Routes.list_pulls),
    ("POST", r"/pulls", Routes.create_pull),
    ("GET", r"/pulls/(\d+)", Routes.read_pull),
    ("PATCH", r"/pulls/(\d+)", Routes.change_pull),
    ("GET", r"/issues/(\d+)/comments", Routes.list_comments),
    ("POST", r"/issues/(\d+)/comments", Routes.create_comment),
    ("GET", r"/issues/(\d+)/events", Routes.list_events),
    ("POST", r"/issues/(\d+)/labels", Routes.add_labels),
)
