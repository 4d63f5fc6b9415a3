"""A request that a person declined is told from one that only went with its branch."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.publish.test_rolling import BRANCH, SEED, client, did, proposal, run
from tracker.demo.github import LoopbackGitHub
from tracker.errors import BranchMoved, GitHubError
from tracker.publish.answers import Event
from tracker.publish.closings import went_with_branch
from tracker.publish.rolling import publish

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def hub() -> Iterator[LoopbackGitHub]:
    with LoopbackGitHub(SEED) as hub:
        yield hub


def events(*told: tuple[str, int]) -> list[Event]:
    return [Event(kind, NOON + timedelta(seconds=second)) for kind, second in told]


def test_a_request_whose_branch_was_deleted_is_proposed_again(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.delete_branch(BRANCH)
    assert hub.pulls == ((1, "closed"),)
    assert did(run(hub)) == ("created", 2)
    assert hub.changed(2) == ("README.md",)
    assert did(run(hub)) == ("unchanged", 2)


def test_deleting_a_strangers_commit_with_the_branch_goes_on_as_the_advice_says(
    hub: LoopbackGitHub,
) -> None:
    run(hub)
    hub.commit(BRANCH, {"notes.md": b"theirs\n"})
    with pytest.raises(BranchMoved, match="delete the branch, then run the command again"):
        run(hub)
    hub.delete_branch(BRANCH)
    assert did(run(hub)) == ("created", 2)
    assert hub.file("notes.md", BRANCH) is None


def test_a_branch_deleted_after_the_closing_leaves_a_declined_request(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.close(1)
    hub.delete_branch(BRANCH)
    assert did(run(hub)) == ("declined", 1)
    assert hub.head(BRANCH) is None
    assert did(run(hub, proposal("v2\n"))) == ("created", 2)


def test_the_second_request_can_be_declined_like_any(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.delete_branch(BRANCH)
    run(hub)
    hub.close(2)
    assert did(run(hub)) == ("declined", 2)


@pytest.mark.parametrize("branch_too", [False, True])
def test_what_was_declined_is_proposed_again_on_request(
    hub: LoopbackGitHub, branch_too: bool
) -> None:
    run(hub)
    hub.close(1)
    if branch_too:
        hub.delete_branch(BRANCH)
    with client(hub) as github:
        assert did(publish(github, proposal(), again=True)) == ("created", 2)
    assert did(run(hub)) == ("unchanged", 2)


@pytest.mark.parametrize("status", [403, 404])
def test_a_token_that_may_not_read_events_takes_every_closing_for_a_decline(
    hub: LoopbackGitHub, status: int
) -> None:
    run(hub)
    hub.delete_branch(BRANCH)
    hub.fail_next("GET", "/issues/1/events", status)
    assert did(run(hub)) == ("declined", 1)


def test_another_failure_is_an_error(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.close(1)
    hub.fail_next("GET", "/issues/1/events", 422)
    with pytest.raises(GitHubError):
        run(hub)


def test_events_are_asked_for_only_where_a_closed_request_proposed_the_same(
    hub: LoopbackGitHub,
) -> None:
    run(hub)
    run(hub, proposal("v2\n"))
    hub.close(1)
    run(hub, proposal("v3\n"))
    assert not [one for one in hub.log if one.path.endswith("/events")]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((("closed", 0),), False),
        ((("closed", 0), ("head_ref_deleted", 1)), False),
        ((("closed", 0), ("head_ref_deleted", 0)), True),
        ((("head_ref_deleted", 0), ("closed", 0)), True),
        ((("head_ref_deleted", 0), ("closed", 4)), True),
        ((("head_ref_deleted", 0), ("closed", 0), ("head_ref_restored", 5), ("reopened", 6),
          ("closed", 7)), False),
        ((("closed", 0), ("reopened", 5), ("head_ref_deleted", 7), ("closed", 7)), True),
    ],
)  # fmt: skip
def test_the_order_of_events_tells(told: tuple[tuple[str, int], ...], expected: bool) -> None:
    assert went_with_branch(events(*told)) is expected
