"""The HTTP side of the loopback arXiv: sockets, threads, and nothing of what is said."""

import socket
import socketserver
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

from tracker.demo.arxiv.faults import Answer


class Speaker(Protocol):
    """What answers the requests."""

    def began(self, client: socket.socket, url: str, agent: str) -> None: ...
    def ended(self, client: socket.socket) -> None: ...
    def answer(self, url: str) -> Answer: ...


def gone(client: socket.socket) -> bool:
    """Whether the other side has closed this connection, so that nobody waits for the answer."""
    try:
        return client.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


class Wire:
    """A threading HTTP server on a free port of 127.0.0.1, from ``open`` to ``close``."""

    def __init__(self, speaker: Speaker) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.speaker = speaker
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), name="loopback arXiv", daemon=True
        )

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stop listening, end every wait, and cut connections that clients keep alive."""
        self._server.closing.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        for connection in list(self._server.connections):
            _hang_up(connection)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    speaker: Speaker

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.closing = threading.Event()
        self.connections: set[socket.socket] = set()
        super().__init__(address, handler)

    def server_bind(self) -> None:
        # HTTPServer would look up the host's name, which can take long without a network.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Say nothing of clients that went away: that is their right, and often the test."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        super().finish()

    def log_message(self, format: str, *args: object) -> None:
        """Requests are recorded, not printed."""

    def do_GET(self) -> None:
        speaker = self.server.speaker
        speaker.began(self.connection, self.path, self.headers.get("User-Agent", ""))
        try:
            answer = speaker.answer(self.path)
            if answer.delay:
                self.server.closing.wait(answer.delay)
            self._send(answer)
        finally:
            speaker.ended(self.connection)

    do_HEAD = do_GET  # noqa: N815

    def _send(self, answer: Answer) -> None:
        """Send it; the request counts as answered just before its last byte leaves.

        A client that has read everything may ask again at once without overlapping.
        """
        self.close_connection |= answer.hangs_up or answer.sent is not None
        if answer.hangs_up:
            return self._ended()
        self.send_response(answer.status)
        for name, value in (*answer.headers, ("Content-Type", answer.media)):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        body = b"" if self.command == "HEAD" else answer.body[: answer.sent]
        if body:
            self.end_headers()
            self.wfile.write(body[:-1])
            self.wfile.flush()
        self._ended()
        if not body:
            self.end_headers()
        self.wfile.write(body[-1:])
        self.wfile.flush()
        return None

    def _ended(self) -> None:
        self.server.speaker.ended(self.connection)


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
