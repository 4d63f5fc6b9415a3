"""Checking links: over a real connection, and never to where one must not go."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tracker.links import Answer, CheckedLink, judge, read_exceptions
from tracker.publish.links import HOPS, Prober, in_turns

AT = datetime(2026, 11, 21, tzinfo=UTC)


def prober(allowed: tuple[str, ...] = ("127.0.0.1",), delay: float = 0.0, **more: Any) -> Prober:
    return Prober("survey-tracker/test", allowed, delay, **more)


FINE = CheckedLink("u", "fine", 200, "", 0, "", "", AT)


def test_an_answer_keeps_its_validators_and_the_next_question_sends_them(
    httpserver: HTTPServer,
) -> None:
    seen: list[tuple[str | None, ...]] = []

    def serve(request: Request) -> Response:
        names = ("If-None-Match", "If-Modified-Since", "User-Agent")
        seen.append(tuple(request.headers.get(name) for name in names))
        head = {"ETag": '"a"', "Last-Modified": "Fri, 20 Nov 2026 00:00:00 GMT"}
        return Response(status=304 if request.headers.get("If-None-Match") else 200, headers=head)

    httpserver.expect_request("/a").respond_with_handler(serve)
    url = httpserver.url_for("/a")
    first = prober().ask(url)
    assert first == Answer(200, "", '"a"', "Fri, 20 Nov 2026 00:00:00 GMT")
    before = judge(url, first, AT, None)
    assert prober().ask(url, before).status == 304
    agent = "survey-tracker/test"
    assert seen == [(None, None, agent), ('"a"', "Fri, 20 Nov 2026 00:00:00 GMT", agent)]


def test_redirects_are_followed_so_far_and_no_further(httpserver: HTTPServer) -> None:
    for hop in range(HOPS + 1):
        head = {"Location": f"/{hop + 1}"}
        httpserver.expect_request(f"/{hop}").respond_with_data("", 302, head)
    httpserver.expect_request(f"/{HOPS + 1}").respond_with_data("", 200, {"ETag": '"x"'})
    assert prober().ask(httpserver.url_for("/1")) == Answer(200)
    assert prober().ask(httpserver.url_for("/0")) == Answer(why="led on more than 5 times")


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://e.org/x", "javascript:1"])
def test_a_redirect_out_of_the_web_is_not_followed(httpserver: HTTPServer, location: str) -> None:
    httpserver.expect_request("/a").respond_with_data("", 302, {"Location": location})
    expected = Answer(why="led to something that is no web address")
    assert prober().ask(httpserver.url_for("/a")) == expected


@pytest.mark.parametrize("location", ["http://[", "http://e.org:99999/", "//["])
def test_a_redirect_to_no_address_is_unclear(location: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _ = server.accept()
            with line:
                line.recv(10_000)
                line.sendall(f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n".encode())

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert prober().ask(url) == Answer(why="could not be asked")
        thread.join(10)


def test_validators_of_another_form_are_not_kept(httpserver: HTTPServer) -> None:
    head = {"ETag": "a b", "Last-Modified": "<b>"}
    httpserver.expect_request("/a").respond_with_data("", 200, head)
    assert prober().ask(httpserver.url_for("/a")) == Answer(200)


def test_nothing_is_sent_to_a_local_address(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("")
    for host in ("127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]"):
        url = f"http://{host}:{httpserver.port}/a"
        expected = Answer(why="led to a private or local address")
        assert prober(allowed=()).ask(url) == expected
    assert httpserver.log == []


def test_a_redirect_to_a_local_address_is_not_followed(httpserver: HTTPServer) -> None:
    # The whole of 127.0.0.0/8 is the loopback; only one address of it is allowed here.
    inside = f"http://127.0.0.2:{httpserver.port}/secret"
    httpserver.expect_request("/a").respond_with_data("", 302, {"Location": inside})
    with listening("127.0.0.2", httpserver.port) as heard:
        expected = Answer(why="led to a private or local address")
        assert prober().ask(httpserver.url_for("/a")) == expected
    assert heard == [b""]


@contextmanager
def listening(host: str, port: int) -> Iterator[list[bytes]]:
    """A server that says nothing and notes what one caller sends."""
    heard: list[bytes] = []
    with socket.create_server((host, port)) as server:

        def serve() -> None:
            line, _ = server.accept()
            with line:
                heard.append(line.recv(1000))

        thread = threading.Thread(target=serve)
        thread.start()
        yield heard
        thread.join(10)


def test_a_server_that_drips_its_answer_is_hung_up_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            line, _ = server.accept()
            with line, pytest.raises(OSError):
                line.sendall(b"HTTP/1.1 200 OK\r\n")
                while True:
                    line.sendall(b"x")
                    time.sleep(0.02)

        thread = threading.Thread(target=drip)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert prober(seconds=0.4).ask(url) == Answer(why="did not answer in time")
        thread.join(10)
    assert not thread.is_alive()


def test_what_cannot_be_reached_says_why_in_a_few_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    said = {
        url: prober().ask(url).why for url in (f"http://127.0.0.1:{port}/", "http://a.invalid/")
    }
    assert list(said.values()) == [
        "could not be connected to, or hung up", "is on a host that nobody knows",
    ]  # fmt: skip


def test_one_host_is_asked_at_a_distance_and_others_meanwhile(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("")
    now, naps = [100.0], list[float]()

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        now[0] += seconds

    polite = prober(delay=2.0, sleep=sleep, clock=lambda: now[0])
    host = httpserver.url_for("/a")
    other = host.replace("localhost", "127.0.0.1")
    polite.ask(host)
    polite.ask(other)
    now[0] += 0.5
    polite.ask(host)
    assert naps == [1.5]


def test_hosts_take_turns() -> None:
    urls = [
        "https://a/1",
        "https://a/2",
        "https://a/3",
        "https://b/1",
        "https://c/1",
        "https://c/2",
    ]
    assert list(in_turns(urls)) == [
        "https://a/1", "https://b/1", "https://c/1", "https://a/2", "https://c/2", "https://a/3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "states"),
    [
        ([200, 404, 404, 200], ["fine 0", "unclear 1", "gone 2", "fine 0"]),
        ([410], ["gone 1"]),
        ([403, 429, 500, 0, 404], ["unclear 1", "unclear 2", "unclear 3", "unclear 4", "gone 5"]),
        ([304], ["unclear 1"]),
        ([204, 304], ["fine 0", "fine 0"]),
    ],
)
def test_a_link_is_fine_gone_or_unclear(answers: list[int], states: list[str]) -> None:
    before: CheckedLink | None = None
    found = []
    for status in answers:
        before = judge("u", Answer(status, "" if status else "hung up"), AT, before)
        found.append(f"{before.state} {before.failures}")
    assert found == states


def test_not_modified_keeps_the_validators_and_a_failure_forgets_them() -> None:
    kept = replace(FINE, etag='"a"', modified="then")
    assert judge("u", Answer(304), AT, kept) == replace(
        FINE, status=304, etag='"a"', modified="then"
    )
    lost = replace(FINE, state="unclear", status=500, why="answered 500", failures=1)
    assert judge("u", Answer(500), AT, kept) == lost


def test_exceptions_have_an_address_and_a_reason() -> None:
    good = {"url": "http://www.e.org/a/", "reason": "answers people only"}
    bad = [{"url": "x", "reason": "y"}, {"url": "https://e.org"}, {"url": "https://e.org", "by": 1}]
    found, problems = read_exceptions({"exceptions": [good, *bad]}, "links.yaml")
    assert found == {"https://e.org/a": "answers people only"}
    assert [str(one) for one in problems] == [
        "links.yaml:exceptions[1].url: 'x' is not a web address (http or https)",
        "links.yaml:exceptions[2].reason: is missing",
        "links.yaml:exceptions[3].reason: is missing",
        "links.yaml:exceptions[3].by: is not a field here; known are url, reason",
    ]
