"""The loopback GitHub's server: who may ask, what goes wrong on purpose, pages and headers."""

import json
import socketserver
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Final, Literal
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from tracker.demo.github import graphql
from tracker.demo.github.pulls import Forge, Refused
from tracker.demo.github.routes import Routes
from tracker.errors import TrackerError

RESET: Final = 1_900_000_000  # when the rate limit starts anew, in seconds since 1970: far away


@dataclass(frozen=True)
class Exchange:
    """One request and the status it got; 0 where the connection was dropped.

    ``headers`` have lower-case names and lack the one that holds the token.
    """

    method: str
    path: str
    status: int
    headers: Mapping[str, str] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Response:
    """A status, the bytes of a body and headers beyond the usual ones."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """A failure that waits for its request."""

    method: str
    path_part: str
    kind: Literal["answer", "drop", "stall"]
    response: Response
    takes_effect: bool = False


class Server(socketserver.ThreadingTCPServer):
    """Serves one forge on 127.0.0.1; ``lock`` guards the forge, ``log`` is what was asked."""

    daemon_threads = True

    def __init__(self, forge: Forge, token: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.routes = Routes(forge, self.url)
        self.lock, self.closing = threading.RLock(), threading.Event()
        self.faults: list[Fault] = []
        self.log: list[Exchange] = []
        self.former: str | None = None
        self._forge, self._token = forge, token

    def respond(self, request: "_Handler", raw: bytes) -> Response:
        """The response to one request; status 0 closes the connection without one."""
        path = unquote(urlsplit(request.path).path)
        with self.lock:
            fault = self._fault(request.command, path)
            if fault is None or fault.takes_effect:
                response = self._answer(request, path, raw)
            if fault is not None:
                response = fault.response
            headers = {name.lower(): value for name, value in request.headers.items()}
            headers.pop("authorization", None)
            self.log.append(Exchange(request.command, path, response.status, headers))
        if fault is not None and fault.kind == "stall":
            self.closing.wait()
        return response

    def _fault(self, method: str, path: str) -> Fault | None:
        for place, fault in enumerate(self.faults):
            if fault.method == method and fault.path_part in path:
                return self.faults.pop(place)
        return None

    def _answer(self, request: "_Handler", path: str, raw: bytes) -> Response:
        given = request.headers.get("Authorization")
        if "User-Agent" not in request.headers:
            return _response(403, {"message": "Request forbidden by administrative rules."})
        if given is None:
            return _response(401, {"message": "Requires authentication"})
        if given != f"Bearer {self._token}":
            return _response(401, {"message": "Bad credentials"})
        if path == "/graphql" and request.command == "POST":
            return _response(200, graphql.answer(self._forge, json.loads(raw)))
        rest = _below(path, self.former) if self.former else None
        if rest is not None:
            moved = {"Location": f"{self.url}/repositories/1{rest}"}
            return _response(301, {"message": "Moved Permanently"}, moved)
        rest = _below(path, self._forge.repository)
        if rest is None:
            return _response(404, {"message": "Not Found"})
        return self._routed(request, rest, raw)

    def _routed(self, request: "_Handler", path: str, raw: bytes) -> Response:
        query = dict(parse_qsl(urlsplit(request.path).query))
        try:
            body = json.loads(raw or b"{}")
        except ValueError:
            return _response(400, {"message": "Problems parsing JSON"})
        try:
            status, answer = self.routes.answer(request.command, path, query, body)
        except Refused as refused:
            errors = [{"code": "custom", "message": error} for error in refused.errors]
            said = {"message": refused.message} | ({"errors": errors} if errors else {})
            return _response(refused.status, said)
        except TrackerError as error:
            return _response(422, {"message": str(error)})
        except KeyError as error:
            return _response(422, {"message": f"Invalid request.\n\n{error} wasn't supplied."})
        if isinstance(answer, list):
            return self._page(request.path, query, answer)
        return _response(status, answer)

    def _page(self, target: str, query: Mapping[str, str], rows: list[object]) -> Response:
        size, page = int(query.get("per_page", "30")), int(query.get("page", "1"))
        following = urlencode({**query, "page": page + 1})
        link = f'<{self.url}{urlsplit(target).path}?{following}>; rel="next"'
        more = {"Link": link} if page * size < len(rows) else {}
        return _response(200, rows[(page - 1) * size : page * size], more)


def _response(status: int, answer: object, headers: Mapping[str, str] | None = None) -> Response:
    body = b"" if status == 204 else json.dumps(answer).encode()
    return Response(status, body, headers or {})


def _below(path: str, repository: str) -> str | None:
    """What follows a repository's address; GitHub compares names without case."""
    start = f"/repos/{repository}".lower()
    if path.lower() == start or path.lower().startswith(f"{start}/"):
        return path[len(start) :]
    return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One packet an answer: headers and body sent apart wait for the client's acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server

    def answer(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        response = self.server.respond(self, raw)
        if response.status == 0:
            self.close_connection = True
            return
        headers = {
            "content-type": "application/json; charset=utf-8",
            "content-length": str(len(response.body)),
            "x-ratelimit-limit": "5000",
            "x-ratelimit-remaining": "4999",
            "x-ratelimit-reset": str(RESET),
        }
        self.send_response(response.status)
        headers |= {name.lower(): value for name, value in response.headers.items()}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.body)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the server keeps its own log, without tokens."""
