"""One conversation with GitHub's API: requests asked patiently, answers read as JSON.

What sends a request is an argument, so nothing here knows the HTTP library.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tracker.errors import GitHubError
from tracker.publish import answers
from tracker.publish.patience import Patience
from tracker.publish.refusals import Reply, refusal

JSON: Final = "application/vnd.github+json"
_NEXT = re.compile(r'<([^>]+)>\s*;[^,]*\brel="?next"?')

Body = Mapping[str, object]
Send = Callable[[str, str, Body | None, str], Reply]


class Wire:
    """Requests about one repository; ``send`` gets a method, an address, a body and Accept.

    ``writes`` counts the confirmed requests other than reads.
    """

    def __init__(self, url: str, repository: str, patience: Patience, send: Send) -> None:
        self.writes = 0
        self._url, self._repository = url, repository
        self._patience, self._send = patience, send

    def json(self, method: str, path: str, body: Body | None = None, repeat: bool = True) -> object:
        """The answer to one request; ``repeat`` is false where asking twice would do it twice."""
        return self._parsed(self.call(method, path, body, repeat=repeat))

    def maybe(self, path: str, accept: str = JSON) -> object | None:
        """What is at ``path``, None if nothing is."""
        reply = self.call("GET", path, accept=accept, accepted=(404,))
        return None if reply.status == 404 else self._parsed(reply)

    def rows(self, path: str) -> Iterator[object]:
        """A list that GitHub gives out in pages, each fetched when it is needed."""
        following: str | None = path
        while following is not None:
            reply = self.call("GET", following)
            yield from answers.rows(self._parsed(reply))
            found = _NEXT.search(reply.headers.get("Link", ""))
            following = found[1] if found else None
            if following is not None and not following.startswith(f"{self._url}/"):
                raise GitHubError(
                    f"GitHub's next page for {reply.asked} is at another address, and the token "
                    "was not sent there; check TRACKER_GITHUB_URL."
                )

    def query(self, question: str, variables: Body) -> object:
        """The data that the GraphQL API answers. Refusals come with status 200, as "errors"."""
        body = {"query": question, "variables": variables}
        url = f"{self._url.removesuffix('/v3')}/graphql"
        reply = self._patience.ask(lambda: self._send("POST", url, body, JSON), self._repository)
        if not 200 <= reply.status < 300:
            raise refusal(reply, self._repository)
        answer = self._parsed(reply)
        if not isinstance(answer, dict) or answer.get("errors") or "data" not in answer:
            busy = b"RATE_LIMITED" in reply.body
            raise GitHubError(
                f"GitHub's GraphQL API refused {reply.asked}: {reply.message or 'no data'}",
                429 if busy else 403,
            )
        return answer["data"]

    def call(
        self,
        method: str,
        path: str,
        body: Body | None = None,
        repeat: bool = True,
        accept: str = JSON,
        accepted: tuple[int, ...] = (),
    ) -> Reply:
        """A reply with a status from 200 to 299 or one of ``accepted``; else GitHubError."""
        inside = not path.startswith(f"{self._url}/")
        url = f"{self._url}/repos/{self._repository}{path}" if inside else path
        reply = self._patience.ask(
            lambda: self._send(method, url, body, accept), self._repository, repeat
        )
        if not 200 <= reply.status < 300:
            if reply.status in accepted:
                return reply
            raise refusal(reply, self._repository)
        self.writes += method != "GET"
        return reply

    def _parsed(self, reply: Reply) -> object:
        try:
            answer: object = json.loads(reply.body)
        except (ValueError, RecursionError):
            raise GitHubError(
                f"GitHub's answer to {reply.asked} is not JSON; check that TRACKER_GITHUB_URL is "
                "the address of a GitHub API and that no proxy answers in its place.",
                reply.status,
            ) from None
        return answer
