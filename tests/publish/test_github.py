"""The client of GitHub's REST API, against a loopback GitHub over a real git repository."""

import logging
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from tracker import __version__
from tracker.demo.github import LoopbackGitHub
from tracker.errors import BranchMoved, GitHubError, SettingsError
from tracker.publish.answers import Repository, Signature
from tracker.publish.github import GitHub

NOW = 1_750_000_000.0
TOKEN = "ghp_0123456789secret"
BOT = Signature("bot", "bot@example.org", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))


@pytest.fixture
def hub() -> Iterator[LoopbackGitHub]:
    with LoopbackGitHub({"README.md": b"v0\n"}, token=TOKEN) as hub:
        yield hub


def client(hub: LoopbackGitHub, sleeps: list[float] | None = None, **more: Any) -> GitHub:
    """A client that notes its sleeps instead of sleeping, at a fixed instant."""
    waits = [] if sleeps is None else sleeps
    asked: dict[str, Any] = {"repository": "octo/lit", "token": TOKEN, "url": hub.url} | more
    return GitHub(**asked, sleep=waits.append, clock=lambda: NOW, jitter=lambda: 0.5)


def refusal(github: GitHub) -> tuple[str, int | None]:
    """The error that asking for the repository raises, as its sentence and status."""
    with pytest.raises(GitHubError) as caught:
        github.repository()
    return str(caught.value), caught.value.status


def proposed(github: GitHub, hub: LoopbackGitHub, text: bytes = b"v1\n") -> str:
    """A commit on top of main, no branch pointing at it yet."""
    root = github.commit(str(hub.head("main")))
    tree = github.add_tree(root.tree, {"README.md": text}, {})
    return github.add_commit("m", tree, root.sha, BOT)


# The token.


def test_requests_name_the_api_version_the_media_type_and_the_tracker(
    hub: LoopbackGitHub,
) -> None:
    client(hub).repository()
    sent = hub.log[0].headers
    assert {name: sent[name] for name in ("accept", "x-github-api-version", "user-agent")} == {
        "accept": "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
        "user-agent": f"survey-tracker/{__version__}",
    }


def test_a_netrc_file_does_not_replace_the_token(
    hub: LoopbackGitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ann password other\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert client(hub).repository() == Repository("octo/lit", "main")


def test_the_token_shows_in_no_representation_no_error_and_no_log(
    hub: LoopbackGitHub, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hub.drop_next("GET", "/repos", times=4)
    github = client(hub)
    with pytest.raises(GitHubError) as caught:
        github.repository()
    shown = (
        f"{github!r} {vars(github)} {caught.value!r} {caplog.text} {hub.log} {hub.log[0].headers}"
    )
    assert repr(github) == f"GitHub('{hub.url}', 'octo/lit')"
    assert TOKEN not in shown


@pytest.mark.parametrize("token", ["", "  \n", "two words", "line\nbreak", "nb\xa0sp"])
def test_a_token_that_cannot_be_sent_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(SettingsError) as caught:
        GitHub("https://api.github.com", "octo/lit", token)
    assert "GITHUB_TOKEN" in str(caught.value)
    assert not token.strip() or token not in str(caught.value)


def test_a_line_break_after_the_token_does_no_harm(hub: LoopbackGitHub) -> None:
    assert client(hub, token=f"{TOKEN}\n").repository() == Repository("octo/lit", "main")


@pytest.mark.parametrize(
    "url", ["http://github.example.org", "https://u:p@api.github.com", "api.github.com", "https://"]
)
def test_an_address_that_would_expose_the_token_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="TRACKER_GITHUB_URL"):
        GitHub(url, "octo/lit", TOKEN)


@pytest.mark.parametrize("name", ["lit", "octo/lit/x", "octo/..", "octo/l it", "../lit", ""])
def test_a_repository_is_owner_and_name(name: str) -> None:
    with pytest.raises(SettingsError, match="TRACKER_REPOSITORY"):
        GitHub("https://api.github.com", name, TOKEN)


# Refusals.


def test_a_refused_token_says_what_a_token_needs(hub: LoopbackGitHub) -> None:
    assert refusal(client(hub, token="wrong")) == (
        (
            "GitHub refused the token for octo/lit (Bad credentials); put a valid one in "
            "GITHUB_TOKEN, with Contents and Pull requests, both read and write, for a "
            "fine-grained token, or the scope repo for a classic one."
        ),
        401,
    )


def test_the_loopback_wants_a_token_at_all(hub: LoopbackGitHub) -> None:
    answer = requests.get(f"{hub.url}/repos/octo/lit", timeout=5)
    assert (answer.status_code, answer.json()) == (401, {"message": "Requires authentication"})


def test_a_missing_permission_is_named_by_githubs_header(hub: LoopbackGitHub) -> None:
    hub.fail_next(
        "GET",
        "/repos",
        403,
        {"X-Accepted-GitHub-Permissions": "contents=write; metadata=read"},
        {"message": "Resource not accessible by personal access token"},
    )
    assert refusal(client(hub)) == (
        (
            "GitHub forbids GET /repos/octo/lit (Resource not accessible by personal access "
            "token): the token lacks the permission contents=write or metadata=read on octo/lit; "
            "add it, or use another token in GITHUB_TOKEN."
        ),
        403,
    )


def test_a_missing_permission_is_named_by_what_was_asked(hub: LoopbackGitHub) -> None:
    hub.fail_next("POST", "/pulls", 403, body={"message": "Forbidden"})
    with pytest.raises(GitHubError, match=r"lacks the permission Pull requests \(read and write\)"):
        client(hub).create_pull("t", "b", "tracker/update", "main")


def test_a_repository_that_cannot_be_seen_is_named(hub: LoopbackGitHub) -> None:
    sentence, status = refusal(client(hub, repository="octo/other"))
    assert status == 404
    assert "it has no repository octo/other, or the token cannot see or change it" in sentence


def test_an_empty_repository_asks_for_a_first_commit() -> None:
    with LoopbackGitHub({}, token=TOKEN) as hub, pytest.raises(GitHubError) as caught:
        client(hub).branch("main")
    assert str(caught.value) == "The repository octo/lit is empty; push a first commit to it."
    assert caught.value.status == 409


def test_any_other_conflict_quotes_github(hub: LoopbackGitHub) -> None:
    hub.fail_next("GET", "/repos", 409, body={"message": "Merge conflict"})
    assert refusal(client(hub)) == (
        (
            "GitHub reports a conflict for GET /repos/octo/lit (Merge conflict); "
            "run the command again."
        ),
        409,
    )


def test_what_github_cannot_process_is_quoted_with_its_reasons(hub: LoopbackGitHub) -> None:
    with pytest.raises(GitHubError) as caught:
        client(hub).create_pull("t", "b", "main", "main")
    assert (str(caught.value), caught.value.status) == (
        (
            "GitHub cannot do POST /repos/octo/lit/pulls: Validation Failed; "
            "No commits between main and main."
        ),
        422,
    )


def test_a_renamed_repository_is_reported_and_not_followed(hub: LoopbackGitHub) -> None:
    hub.rename("octo/living-review")
    assert refusal(client(hub)) == (
        (
            "GitHub sends GET /repos/octo/lit on to 127.0.0.1/repositories/1: octo/lit was renamed "
            "or moved; put its new name in TRACKER_REPOSITORY."
        ),
        301,
    )
    assert [exchange.path for exchange in hub.log] == ["/repos/octo/lit"]


def test_a_redirect_to_another_host_never_gets_the_token(hub: LoopbackGitHub) -> None:
    with LoopbackGitHub({"README.md": b""}, token=TOKEN) as other:
        hub.fail_next("GET", "/repos", 302, {"Location": f"{other.url}/repos/octo/lit"})
        refusal(client(hub))
        assert other.log == ()


def test_a_next_page_on_another_host_never_gets_the_token(hub: LoopbackGitHub) -> None:
    with LoopbackGitHub({"README.md": b""}, token=TOKEN) as other:
        link = {"Link": f'<{other.url}/repos/octo/lit/pulls?page=2>; rel="next"'}
        hub.fail_next("GET", "/pulls", 200, link, [])
        with pytest.raises(GitHubError, match=r"next page .* is at another address"):
            list(client(hub).pulls("tracker/update", "main", "open"))
        assert other.log == ()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>Sign in to the Wi-Fi</html>", "is not JSON"),
        (b"", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        ([], "full_name is not there"),
        ({"full_name": 7}, "full_name is not text"),
        ({"full_name": "octo/lit"}, "default_branch is not there"),
    ],
)
def test_a_strange_answer_is_an_error_that_names_the_address(
    hub: LoopbackGitHub, body: object, said: str
) -> None:
    hub.fail_next("GET", "/repos", 200, body=body)
    sentence, _ = refusal(client(hub))
    assert said in sentence
    assert "TRACKER_GITHUB_URL" in sentence


def test_a_list_where_github_answers_an_object_is_an_error(hub: LoopbackGitHub) -> None:
    hub.fail_next("GET", "/pulls", 200, body={"message": "hello"})
    with pytest.raises(GitHubError, match="the answer is not a list"):
        list(client(hub).pulls("tracker/update", "main", "open"))


def test_errors_survive_pickling_with_their_status(hub: LoopbackGitHub) -> None:
    hub.drop_next("POST", "/pulls", times=4)
    with pytest.raises(GitHubError) as caught:
        client(hub).create_pull("t", "b", "main", "main")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again), again.status) == (GitHubError, str(caught.value), None)


# Trying again.


def test_a_failing_server_is_asked_four_times_with_growing_pauses(hub: LoopbackGitHub) -> None:
    hub.fail_next("GET", "/repos", 502, times=4)
    sleeps: list[float] = []
    assert refusal(client(hub, sleeps)) == (
        "GitHub failed at GET /repos/octo/lit with 502 (injected); try again later.",
        502,
    )
    assert sleeps == [1.25, 2.5, 5.0]


def test_a_closed_connection_is_retried_and_the_answer_used(hub: LoopbackGitHub) -> None:
    hub.drop_next("GET", "/repos", times=3)
    sleeps: list[float] = []
    assert client(hub, sleeps).repository() == Repository("octo/lit", "main")
    assert sleeps == [1.25, 2.5, 5.0]


def test_a_server_that_never_answers_is_given_up_after_the_read_timeout(
    hub: LoopbackGitHub,
) -> None:
    for _ in range(4):
        hub.stall_next("GET", "/repos")
    assert refusal(client(hub, timeout=(1.0, 0.05))) == (
        (
            "GitHub did not answer GET /repos/octo/lit: it took too long; "
            "check the network and TRACKER_GITHUB_URL, then try again."
        ),
        None,
    )


def test_nobody_listening_is_an_error_without_a_status(hub: LoopbackGitHub) -> None:
    sentence, status = refusal(client(hub, url="http://127.0.0.1:9"))
    assert (status, "the connection failed (ConnectionError)" in sentence) == (None, True)


def test_an_unavailable_server_is_asked_again_when_it_said(hub: LoopbackGitHub) -> None:
    hub.fail_next("GET", "/repos", 503, {"Retry-After": "17"})
    sleeps: list[float] = []
    client(hub, sleeps).repository()
    assert sleeps == [17.0]


def test_git_objects_lost_on_the_way_are_sent_again(hub: LoopbackGitHub) -> None:
    for path in ("/git/blobs", "/git/trees", "/git/commits"):
        hub.drop_next("POST", path, after=True)
    github = client(hub)
    blob = b"\0binary\xff"
    assert hub.file("README.md", proposed(github, hub, blob)) == blob


# Rate limits.


@pytest.mark.parametrize(
    ("status", "headers", "message", "pauses"),
    [
        (429, {"Retry-After": "30"}, "slow down", [30.0]),
        (403, {"Retry-After": "0"}, "slow down", [1.0]),
        (429, {"Retry-After": "²"}, "slow down", [60.0]),
        (403, {"Retry-After": "Sun, 15 Jun 2025 15:07:20 GMT"}, "slow down", [40.0]),
        (
            403,
            {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": f"{NOW + 50:.0f}"},
            "API rate limit exceeded",
            [51.0],
        ),
        (429, {}, "no header says how long", [60.0]),
        (403, {}, "You have exceeded a secondary rate limit.", [60.0]),
    ],
)
def test_a_rate_limit_is_waited_out(
    hub: LoopbackGitHub,
    status: int,
    headers: dict[str, str],
    message: str,
    pauses: list[float],
) -> None:
    hub.fail_next("GET", "/repos", status, headers, {"message": message})
    sleeps: list[float] = []
    assert client(hub, sleeps).repository() == Repository("octo/lit", "main")
    assert sleeps == pauses


def test_a_rate_limit_longer_than_the_longest_wait_says_when_to_try_again(
    hub: LoopbackGitHub,
) -> None:
    reset = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": f"{NOW + 3600:.0f}"}
    hub.fail_next("GET", "/repos", 403, reset, {"message": "API rate limit exceeded"})
    sleeps: list[float] = []
    assert refusal(client(hub, sleeps)) == (
        (
            "GitHub takes no more requests now (GET /repos/octo/lit: API rate limit exceeded); "
            "try again after 2025-06-15T16:06:41Z."
        ),
        403,
    )
    assert sleeps == []


def test_a_wait_beyond_every_calendar_is_still_one_sentence(hub: LoopbackGitHub) -> None:
    hub.fail_next("GET", "/repos", 429, {"Retry-After": "9" * 30}, b"[" * 100_000)
    assert refusal(client(hub)) == (
        (
            "GitHub takes no more requests now (GET /repos/octo/lit: 429); "
            "try again after 2026-06-15T15:06:40Z."
        ),
        429,
    )


def test_the_longest_wait_bounds_all_waits_for_one_request(hub: LoopbackGitHub) -> None:
    hub.fail_next("GET", "/repos", 429, {"Retry-After": "90"}, times=9)
    sleeps: list[float] = []
    refusal(client(hub, sleeps, max_wait=200.0))
    assert sleeps == [90.0, 90.0]


def test_a_rate_limit_without_a_time_is_waited_for_twice_as_long_each_time(
    hub: LoopbackGitHub,
) -> None:
    hub.fail_next("GET", "/repos", 429, times=2)
    sleeps: list[float] = []
    client(hub, sleeps).repository()
    assert sleeps == [60.0, 120.0]


def test_a_rate_limit_when_opening_a_pull_request_is_waited_out_without_looking(
    hub: LoopbackGitHub,
) -> None:
    github = client(hub)
    github.create_branch("tracker/update", proposed(github, hub))
    hub.fail_next("POST", "/pulls", 429, {"Retry-After": "5"})
    assert github.create_pull("t", "b", "tracker/update", "main").number == 1
    assert hub.log[-2:][0].status == 429


# Pull requests and branches.


@pytest.mark.parametrize("after", [False, True])
def test_a_pull_request_whose_answer_is_lost_is_opened_exactly_once(
    hub: LoopbackGitHub, after: bool
) -> None:
    github = client(hub)
    github.create_branch("tracker/update", proposed(github, hub))
    hub.drop_next("POST", "/pulls", after=after)
    assert github.create_pull("t", "b", "tracker/update", "main").number == 1
    assert hub.pulls == ((1, "open"),)


@pytest.mark.parametrize("after", [False, True])
def test_a_comment_whose_answer_is_lost_is_made_exactly_once(
    hub: LoopbackGitHub, after: bool
) -> None:
    github = client(hub)
    github.create_branch("tracker/update", proposed(github, hub))
    github.create_pull("t", "b", "tracker/update", "main")
    hub.drop_next("POST", "/comments", after=after)
    github.comment(1, "hello")
    github.comment(1, "hello")
    assert hub.comments(1) == ("hello",)


@pytest.mark.parametrize("after", [False, True])
def test_a_branch_whose_creation_is_lost_is_created(hub: LoopbackGitHub, after: bool) -> None:
    github = client(hub)
    sha = proposed(github, hub)
    hub.drop_next("POST", "/git/refs", after=after)
    github.create_branch("tracker/update", sha)
    assert hub.head("tracker/update") == sha


def test_a_branch_somebody_else_creates_meanwhile_is_theirs(hub: LoopbackGitHub) -> None:
    github = client(hub)
    theirs = hub.commit("tracker/update", {"NOTES.md": b"mine\n"})
    with pytest.raises(BranchMoved):
        github.create_branch("tracker/update", proposed(github, hub))
    assert hub.head("tracker/update") == theirs


@pytest.mark.parametrize("after", [False, True])
def test_a_branch_whose_move_is_lost_is_moved(hub: LoopbackGitHub, after: bool) -> None:
    github = client(hub)
    old, new = proposed(github, hub, b"old"), proposed(github, hub, b"new")
    github.create_branch("tracker/update", old)
    hub.drop_next("PATCH", "/git/refs", after=after)
    github.move_branch("tracker/update", old, new)
    assert hub.head("tracker/update") == new


def test_a_branch_somebody_else_moved_is_neither_moved_nor_deleted(hub: LoopbackGitHub) -> None:
    github = client(hub)
    old, new = proposed(github, hub, b"old"), proposed(github, hub, b"new")
    github.create_branch("tracker/update", old)
    theirs = hub.commit("tracker/update", {"NOTES.md": b"mine\n"})
    with pytest.raises(BranchMoved, match="Somebody else moved tracker/update in octo/lit"):
        github.move_branch("tracker/update", old, new)
    with pytest.raises(BranchMoved):
        github.delete_branch("tracker/update", old)
    assert hub.head("tracker/update") == theirs


@pytest.mark.parametrize("after", [False, True])
def test_a_branch_whose_deletion_is_lost_is_deleted(hub: LoopbackGitHub, after: bool) -> None:
    github = client(hub)
    sha = proposed(github, hub)
    github.create_branch("tracker/update", sha)
    hub.drop_next("DELETE", "/git/refs", after=after)
    github.delete_branch("tracker/update", sha)
    assert hub.head("tracker/update") is None


def test_a_list_is_read_to_its_last_page(hub: LoopbackGitHub) -> None:
    github = client(hub)
    github.create_branch("tracker/update", proposed(github, hub))
    github.create_pull("t", "b", "tracker/update", "main")
    said = [f"comment {number}" for number in range(205)]
    for text in said:
        hub.say(1, text)
    before = len(hub.log)
    assert list(github.comments(1)) == said
    assert len(hub.log) - before == 3


def test_a_pull_request_from_a_fork_with_the_same_branch_is_not_ours(hub: LoopbackGitHub) -> None:
    github = client(hub)
    github.create_branch("tracker/update", proposed(github, hub))
    github.create_pull("t", "b", "tracker/update", "main")
    ours = hub.pull(1)
    fork = {**ours, "number": 9, "head": {**ours["head"], "repo": {"full_name": "eve/lit"}}}
    gone = {**ours, "number": 8, "head": {**ours["head"], "repo": None}}
    hub.fail_next("GET", "/pulls", 200, body=[fork, gone, ours])
    found = github.pulls("tracker/update", "main", "open")
    assert [pull.number for pull in found] == [1]


def test_a_commit_says_who_made_it_when_on_top_of_what(hub: LoopbackGitHub) -> None:
    github = client(hub)
    commit = github.commit(proposed(github, hub))
    assert (commit.parents, commit.message, commit.author, commit.committer) == (
        (hub.head("main"),),
        "m",
        BOT,
        BOT,
    )


@pytest.mark.parametrize(
    "data", [b"", b"\r\n\r\n", "ü\u2028😀\n".encode(), b"\xff\xfe\0", b"x\n" * 200_000]
)
def test_every_content_arrives_to_the_byte(hub: LoopbackGitHub, data: bytes) -> None:
    assert hub.file("README.md", proposed(client(hub), hub, data)) == data
