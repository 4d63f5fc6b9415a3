"""The loopback GitHub: that it does what GitHub does, where other tests lean on it."""

from collections.abc import Iterator

import pytest
import requests

from tracker.demo.github import LoopbackGitHub
from tracker.demo.github.pulls import Refused

LINES = b"one\ntwo\nthree\nfour\nfive\nsix\n"


@pytest.fixture
def hub() -> Iterator[LoopbackGitHub]:
    with LoopbackGitHub({"README.md": LINES}) as hub:
        yield hub


def ask(hub: LoopbackGitHub, method: str, path: str, body: object = None) -> tuple[int, object]:
    headers = {"Authorization": f"Bearer {hub.token}"}
    url = f"{hub.url}/repos/{hub.repository}{path}"
    answer = requests.request(method, url, headers=headers, json=body, timeout=5)
    return answer.status_code, answer.json() if answer.content else None


def open_pull(hub: LoopbackGitHub, content: bytes) -> None:
    hub.commit("change", {"README.md": content})
    ask(hub, "POST", "/pulls", {"title": "t", "head": "change", "base": "main"})


def test_it_listens_on_this_machine_alone(hub: LoopbackGitHub) -> None:
    assert hub.url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(("squash", "parents"), [(False, 2), (True, 1)])
def test_a_merge_joins_changes_to_different_lines(
    hub: LoopbackGitHub, squash: bool, parents: int
) -> None:
    open_pull(hub, LINES.replace(b"six", b"6"))
    hub.commit("main", {"README.md": LINES.replace(b"one", b"1")})
    sha = hub.merge(1, squash=squash)
    assert hub.file("README.md") == LINES.replace(b"one", b"1").replace(b"six", b"6")
    (commit, *_) = hub.commits(f"{sha}^", sha)
    assert (len(commit["parents"]), hub.pulls) == (parents, ((1, "closed"),))


def test_a_merge_of_changes_to_the_same_line_is_refused(hub: LoopbackGitHub) -> None:
    open_pull(hub, LINES.replace(b"one", b"uno"))
    base = hub.commit("main", {"README.md": LINES.replace(b"one", b"1")})
    with pytest.raises(Refused, match="not mergeable"):
        hub.merge(1)
    assert (hub.head("main"), hub.pulls) == (base, ((1, "open"),))


def test_pushing_the_commits_to_the_base_merges_the_pull_request(hub: LoopbackGitHub) -> None:
    open_pull(hub, b"new\n")
    hub.point("main", str(hub.head("change")))
    assert (hub.pulls, hub.pull(1)["merged_at"]) == (((1, "closed"),), "2026-01-01T00:00:00Z")


def test_a_pull_request_without_its_branch_cannot_be_opened_again(hub: LoopbackGitHub) -> None:
    open_pull(hub, b"new\n")
    hub.delete_branch("change")
    with pytest.raises(Refused):
        hub.reopen(1)


def test_a_branch_moves_back_only_by_force(hub: LoopbackGitHub) -> None:
    old = hub.head("main")
    new = hub.commit("main", {"README.md": b"new\n"})
    refused = ask(hub, "PATCH", "/git/refs/heads/main", {"sha": old})
    assert refused == (422, {"message": "Update is not a fast forward"})
    assert hub.head("main") == new
    assert ask(hub, "PATCH", "/git/refs/heads/main", {"sha": old, "force": True})[0] == 200
    assert hub.head("main") == old


def test_what_does_not_exist_is_404_or_422_as_github_has_it(hub: LoopbackGitHub) -> None:
    nothing = "0" * 40
    asked: tuple[tuple[str, str, object], ...] = (
        ("GET", "/nowhere", None),
        ("GET", "/pulls/7", None),
        ("GET", f"/git/commits/{nothing}", None),
        ("GET", "/git/ref/heads/gone", None),
        ("DELETE", "/git/refs/heads/gone", None),
        ("POST", "/git/refs", {"ref": "refs/heads/new", "sha": nothing}),
        ("POST", "/pulls", {"title": "no head"}),
        ("POST", "/git/trees", {"tree": [{"path": "../x", "mode": "100644", "content": ""}]}),
    )
    got = [ask(hub, method, path, body)[0] for method, path, body in asked]
    assert got == [404, 404, 404, 404, 422, 422, 422, 422]
