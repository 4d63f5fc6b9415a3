"""The one rolling pull request, against a loopback GitHub over a real git repository."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tracker.demo.github import LoopbackGitHub
from tracker.errors import BranchMoved, GitHubError, PublishError
from tracker.publish.github import GitHub
from tracker.publish.proposal import BODY_LIMIT
from tracker.publish.rolling import BOT, GOODBYE, Outcome, PullRequest, publish

BRANCH = "tracker/update"
DATED_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SEED = {"README.md": b"v0\n", "docs/guide.md": b"guide\n", "docs/old/a.md": b"a\n"}


@pytest.fixture
def hub() -> Iterator[LoopbackGitHub]:
    with LoopbackGitHub(SEED) as hub:
        yield hub


def proposal(
    readme: str = "v1\n",
    *,
    title: str = "Update the tables",
    body: str = "Three papers are new.",
    files: dict[str, bytes] | None = None,
    dated_at: datetime = DATED_AT,
    labels: tuple[str, ...] = (),
) -> PullRequest:
    held = {"README.md": readme.encode()} if files is None else files
    return PullRequest(title, body, "Update the tables\n\nThree papers.", held, dated_at, labels)


def run(hub: LoopbackGitHub, wanted: PullRequest | None = None) -> Outcome:
    with client(hub) as github:
        return publish(github, wanted or proposal())


def client(hub: LoopbackGitHub) -> GitHub:
    return GitHub(hub.url, hub.repository, hub.token, sleep=lambda _: None, jitter=lambda: 0.0)


def did(outcome: Outcome) -> tuple[str, int | None]:
    return outcome.action, outcome.number


def branch_commits(hub: LoopbackGitHub) -> int:
    return len(hub.commits("main", BRANCH))


# The quiet cases.


def test_a_base_that_has_it_all_gets_no_pull_request(hub: LoopbackGitHub) -> None:
    assert run(hub, proposal("v0\n")) == Outcome("nothing")
    assert (hub.pulls, hub.writes) == ((), ())


def test_a_change_becomes_one_commit_and_one_pull_request(hub: LoopbackGitHub) -> None:
    outcome = run(hub, proposal(files={"README.md": b"v1\n", "docs/new/b.md": b"b\n"}))
    head = hub.head(BRANCH)
    assert outcome == Outcome("created", 1, f"{hub.url}/octo/lit/pull/1", head, 4)
    who = {"name": BOT.name, "email": BOT.email, "date": "2026-01-02T03:04:05Z"}
    (commit,) = hub.commits("main", BRANCH)
    assert {key: commit[key] for key in ("message", "parents", "author", "committer")} == {
        "message": "Update the tables\n\nThree papers.",
        "parents": [{"sha": hub.head("main")}],
        "author": who,
        "committer": who,
    }
    assert hub.changed(1) == ("README.md", "docs/new/b.md")
    assert hub.file("docs/new/b.md", BRANCH) == b"b\n"
    assert hub.pull(1)["title"] == "Update the tables"
    assert hub.pull(1)["body"].endswith("Three papers are new.")


def test_the_same_data_again_write_nothing(hub: LoopbackGitHub) -> None:
    first = run(hub)
    before = hub.writes
    assert run(hub) == Outcome("unchanged", 1, first.url, first.sha, 0)
    assert hub.writes == before


def test_another_date_alone_writes_nothing(hub: LoopbackGitHub) -> None:
    first = run(hub)
    later = proposal(dated_at=DATED_AT + timedelta(days=1))
    assert run(hub, later) == Outcome("unchanged", 1, first.url, first.sha, 0)


def test_the_same_data_make_the_same_commit_in_another_time_zone() -> None:
    tokyo = DATED_AT.astimezone(timezone(timedelta(hours=9))) + timedelta(microseconds=7)
    made = []
    for dated_at in (DATED_AT, tokyo):
        with LoopbackGitHub(SEED) as hub:
            made.append(run(hub, proposal(dated_at=dated_at)).sha)
    assert made[0] == made[1]


def test_a_date_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        proposal(dated_at=datetime(2026, 1, 2))


def test_labels_are_put_on_a_new_pull_request_only(hub: LoopbackGitHub) -> None:
    run(hub, proposal(labels=("automated", "tables")))
    assert hub.pull(1)["labels"] == [{"name": "automated"}, {"name": "tables"}]
    assert run(hub, proposal(labels=("other",))).action == "unchanged"
    assert hub.pull(1)["labels"] == [{"name": "automated"}, {"name": "tables"}]


# Data, text and base that change.


def test_new_data_replace_the_commit_of_the_same_pull_request(hub: LoopbackGitHub) -> None:
    run(hub)
    assert did(run(hub, proposal("v2\n"))) == ("updated", 1)
    assert (hub.file("README.md", BRANCH), branch_commits(hub)) == (b"v2\n", 1)


def test_a_file_no_longer_proposed_leaves_the_pull_request(hub: LoopbackGitHub) -> None:
    run(hub, proposal(files={"README.md": b"v1\n", "docs/guide.md": b"new\n"}))
    assert did(run(hub)) == ("updated", 1)
    assert hub.changed(1) == ("README.md",)


def test_new_text_alone_changes_the_text_alone(hub: LoopbackGitHub) -> None:
    first = run(hub)
    second = run(hub, proposal(title="Four papers", body="Four papers are new."))
    assert second == Outcome("updated", 1, first.url, first.sha, 1)
    assert hub.pull(1)["title"] == "Four papers"


def test_a_text_a_person_edited_stays_until_the_proposal_changes(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.edit(1, title="My title", body=hub.pull(1)["body"].replace("Three", "3") + "\r\nSee #7.")
    assert run(hub).writes == 0
    assert hub.pull(1)["title"] == "My title"
    assert did(run(hub, proposal("v2\n"))) == ("updated", 1)
    assert hub.pull(1)["title"] == "Update the tables"


def test_a_text_without_its_mark_is_written_again(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.edit(1, body="")
    assert did(run(hub)) == ("updated", 1)
    assert "Three papers are new." in hub.pull(1)["body"]
    assert run(hub).action == "unchanged"


def test_a_base_that_moved_gets_the_commit_on_top(hub: LoopbackGitHub) -> None:
    run(hub)
    base = hub.commit("main", {"docs/guide.md": b"by hand\n"})
    assert did(run(hub)) == ("updated", 1)
    (commit,) = hub.commits("main", BRANCH)
    assert commit["parents"] == [{"sha": base}]
    assert hub.changed(1) == ("README.md",)
    assert run(hub).writes == 0


def test_a_base_that_moved_without_a_change_gets_the_commit_on_top_too(hub: LoopbackGitHub) -> None:
    run(hub)
    base = hub.commit("main", {"README.md": b"v0\n"}, "Nothing changed")
    assert did(run(hub)) == ("updated", 1)
    assert hub.commits("main", BRANCH)[0]["parents"] == [{"sha": base}]


def test_a_base_that_comes_to_hold_everything_ends_the_pull_request(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.commit("main", {"README.md": b"v1\n"})
    assert run(hub) == Outcome("closed", 1, hub.pull(1)["html_url"], None, 3)
    assert (hub.pulls, hub.comments(1)) == (((1, "closed"),), (GOODBYE,))
    assert (hub.head(BRANCH), hub.pull(1)["merged_at"]) == (None, None)
    assert run(hub) == Outcome("nothing")


def test_what_the_tracker_closed_itself_is_proposed_again_when_needed(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.commit("main", {"README.md": b"v1\n"})
    run(hub)
    hub.commit("main", {"README.md": b"v0\n"}, "Take it back")
    assert did(run(hub)) == ("created", 2)


def test_an_executable_file_stays_one(hub: LoopbackGitHub) -> None:
    hub.commit("main", {"README.md": b"v0\n"}, mode="100755")
    run(hub)
    assert hub.mode("README.md", BRANCH) == "100755"
    assert run(hub).writes == 0


def test_the_base_may_be_named_and_may_be_the_default_branch(hub: LoopbackGitHub) -> None:
    hub.commit("next", {"README.md": b"v7\n"})
    with client(hub) as github:
        assert did(publish(github, proposal(), base="next")) == ("created", 1)
    with LoopbackGitHub(SEED, default_branch="trunk") as other:
        assert did(run(other)) == ("created", 1)
        assert other.pull(1)["base"]["ref"] == "trunk"


def test_a_base_that_is_not_there_is_an_error(hub: LoopbackGitHub) -> None:
    with client(hub) as github, pytest.raises(GitHubError, match="has no branch nowhere"):
        publish(github, proposal(), base="nowhere")


def test_a_named_base_in_a_repository_that_is_not_there_is_that_error(hub: LoopbackGitHub) -> None:
    github = GitHub(hub.url, "octo/other", hub.token)
    with pytest.raises(GitHubError, match="it has no repository octo/other"):
        publish(github, proposal(), base="main")


def test_the_base_is_never_the_trackers_branch(hub: LoopbackGitHub) -> None:
    with client(hub) as github, pytest.raises(PublishError, match="cannot use main both"):
        publish(github, proposal(), branch="main")
    assert hub.writes == ()


# People come first.


def test_a_persons_commit_on_the_branch_is_never_overwritten(hub: LoopbackGitHub) -> None:
    run(hub)
    theirs = hub.commit(BRANCH, {"README.md": b"v1, mended\n"}, name="Ann Person")
    before = hub.writes
    for wanted in (proposal(), proposal("v2\n"), proposal("v0\n")):
        with pytest.raises(BranchMoved) as caught:
            run(hub, wanted)
        assert str(caught.value) == (
            f"tracker/update in octo/lit holds commit {theirs[:10]} by Ann Person, which the "
            "tracker will not overwrite; merge pull request #1 or delete the branch, then run "
            "the command again."
        )
    assert (hub.head(BRANCH), hub.writes) == (theirs, before)


def test_a_branch_of_that_name_that_never_was_ours_is_left_alone(hub: LoopbackGitHub) -> None:
    theirs = hub.commit(BRANCH, {"NOTES.md": b"mine\n"})
    with pytest.raises(BranchMoved, match="overwrite; delete the branch, then"):
        run(hub)
    assert run(hub, proposal("v0\n")) == Outcome("nothing")
    assert hub.head(BRANCH) == theirs


@pytest.mark.parametrize("squash", [False, True])
def test_after_a_merge_the_branch_goes_and_new_data_get_a_new_one(
    hub: LoopbackGitHub, squash: bool
) -> None:
    run(hub)
    hub.merge(1, squash=squash)
    assert run(hub) == Outcome("nothing", writes=1)
    assert hub.head(BRANCH) is None
    assert did(run(hub, proposal("v2\n"))) == ("created", 2)
    assert (hub.changed(2), branch_commits(hub)) == (("README.md",), 1)


@pytest.mark.parametrize("squash", [False, True])
def test_a_merge_that_took_a_persons_commit_along_frees_the_branch(
    hub: LoopbackGitHub, squash: bool
) -> None:
    run(hub)
    hub.commit(BRANCH, {"docs/guide.md": b"by hand\n"})
    hub.merge(1, squash=squash)
    assert did(run(hub, proposal("v2\n"))) == ("created", 2)
    assert hub.changed(2) == ("README.md",)
    assert hub.file("docs/guide.md", BRANCH) == b"by hand\n"


def test_a_branch_a_person_began_at_the_base_is_taken(hub: LoopbackGitHub) -> None:
    hub.point(BRANCH, str(hub.head("main")))
    hub.commit("main", {"docs/guide.md": b"by hand\n"})
    assert did(run(hub)) == ("created", 1)


def test_a_declined_proposal_is_not_made_again_until_its_files_change(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.close(1)
    before = hub.writes
    hub.commit("main", {"docs/guide.md": b"by hand\n"})
    for wanted in (proposal(), proposal(title="Please?", body="Once more.")):
        assert run(hub, wanted) == Outcome("declined", 1, hub.pull(1)["html_url"])
    assert hub.writes == before
    assert did(run(hub, proposal("v2\n"))) == ("created", 2)


def test_a_declined_proposal_is_known_without_its_mark(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.edit(1, body="No, thank you.", state="closed")
    assert did(run(hub)) == ("declined", 1)
    assert did(run(hub, proposal("v2\n"))) == ("created", 2)


def test_a_declined_proposal_that_a_person_reopens_is_kept_up_to_date(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.close(1)
    hub.reopen(1)
    assert did(run(hub, proposal("v2\n"))) == ("updated", 1)


def test_a_branch_deleted_after_the_merge_is_made_again(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.merge(1)
    hub.delete_branch(BRANCH)
    assert did(run(hub, proposal("v2\n"))) == ("created", 2)


# Runs that were cut off, and two at once.


@pytest.mark.parametrize("step", ["/git/trees", "/git/commits", "/git/refs", "/pulls", "/labels"])
def test_a_run_cut_off_at_any_step_is_finished_by_the_next(hub: LoopbackGitHub, step: str) -> None:
    hub.fail_next("POST", step, 403)
    wanted = proposal(labels=("automated",))
    with pytest.raises(GitHubError):
        run(hub, wanted)
    assert run(hub, wanted).number == 1
    assert (hub.pulls, branch_commits(hub)) == (((1, "open"),), 1)
    assert run(hub, wanted).action == "unchanged"


def test_a_branch_without_its_pull_request_only_lacks_that(hub: LoopbackGitHub) -> None:
    hub.fail_next("POST", "/pulls", 403)
    with pytest.raises(GitHubError):
        run(hub)
    assert run(hub).writes == 1


@pytest.mark.parametrize(("method", "step"), [("PATCH", "/git/refs"), ("PATCH", "/pulls")])
def test_an_update_cut_off_is_finished_by_the_next(
    hub: LoopbackGitHub, method: str, step: str
) -> None:
    run(hub)
    wanted = proposal("v2\n", body="Four papers are new.")
    hub.fail_next(method, step, 403)
    with pytest.raises(GitHubError):
        run(hub, wanted)
    assert did(run(hub, wanted)) == ("updated", 1)
    assert run(hub, wanted).action == "unchanged"
    assert "Four papers are new." in hub.pull(1)["body"]


@pytest.mark.parametrize(
    ("method", "step"), [("POST", "/comments"), ("PATCH", "/pulls"), ("DELETE", "/git/refs")]
)
def test_a_closing_cut_off_is_finished_by_the_next(
    hub: LoopbackGitHub, method: str, step: str
) -> None:
    run(hub)
    hub.commit("main", {"README.md": b"v1\n"})
    hub.fail_next(method, step, 403)
    with pytest.raises(GitHubError):
        run(hub)
    run(hub)
    assert (hub.pulls, hub.comments(1), hub.head(BRANCH)) == (((1, "closed"),), (GOODBYE,), None)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", ["/git/trees", "/git/commits", "/git/refs", "/pulls"])
def test_a_lost_answer_anywhere_still_makes_exactly_one_pull_request(
    hub: LoopbackGitHub, step: str, after: bool
) -> None:
    hub.drop_next("POST", step, after=after)
    assert did(run(hub)) == ("created", 1)
    assert (hub.pulls, branch_commits(hub)) == (((1, "open"),), 1)


def test_a_pull_request_another_run_has_just_opened_is_adopted(hub: LoopbackGitHub) -> None:
    run(hub, proposal("v1\n", body="The other run's text."))
    hub.fail_next("GET", "/pulls", 200, body=[], times=2)
    assert did(run(hub)) == ("updated", 1)
    assert hub.pulls == ((1, "open"),)
    assert "Three papers are new." in hub.pull(1)["body"]


def test_a_pull_request_github_has_and_does_not_list_is_an_error(hub: LoopbackGitHub) -> None:
    run(hub)
    hub.fail_next("GET", "/pulls", 200, body=[], times=3)
    with pytest.raises(GitHubError, match="is open in octo/lit and does not list it"):
        run(hub)


def test_another_refusal_to_open_is_quoted(hub: LoopbackGitHub) -> None:
    hub.fail_next("POST", "/pulls", 422, body={"message": "Validation Failed", "errors": ["No"]})
    with pytest.raises(GitHubError, match="Validation Failed; No"):
        run(hub)


# Limits.


def test_a_text_beyond_githubs_limit_loses_whole_lines_and_says_how_many(
    hub: LoopbackGitHub,
) -> None:
    lines = [f"- paper {number:06}" for number in range(10_000)]
    assert run(hub, proposal(body="\n".join(lines))).action == "created"
    body = hub.pull(1)["body"]
    kept = [line for line in body.splitlines() if line.startswith("- paper")]
    assert kept == lines[: len(kept)]
    assert f"\n\n{10_000 - len(kept):,} more lines are left out here, because" in body
    assert BODY_LIMIT - 100 < len(body) <= BODY_LIMIT
    assert run(hub, proposal(body="\n".join(lines))).writes == 0


def test_a_single_line_beyond_the_limit_is_left_out(hub: LoopbackGitHub) -> None:
    run(hub, proposal(body="x" * 70_000))
    assert hub.pull(1)["body"].endswith(
        "\n\n1 more line is left out here, because GitHub takes 65,536 characters at most.\n"
    )


def test_a_title_beyond_githubs_limit_is_cut(hub: LoopbackGitHub) -> None:
    run(hub, proposal(title="t" * 300))
    assert hub.pull(1)["title"] == "t" * 255 + "…"


def test_directories_too_large_to_list_are_looked_up_path_by_path(hub: LoopbackGitHub) -> None:
    hub.cut_listings(0)
    wanted = proposal(files={"README.md": b"v1\n", "docs/guide.md": b"guide\n", "new.md": b"n"})
    assert run(hub, wanted).action == "created"
    assert hub.changed(1) == ("README.md", "new.md")
    assert run(hub, wanted).writes == 0
    hub.merge(1)
    assert run(hub, wanted).action == "nothing"


def test_only_directories_on_the_way_are_listed(hub: LoopbackGitHub) -> None:
    run(hub, proposal(files={"docs/guide.md": b"new\n"}))
    listed = [entry for entry in hub.log if entry.method == "GET" and "/git/trees/" in entry.path]
    assert len(listed) == 2


def test_many_files_go_in_one_tree(hub: LoopbackGitHub) -> None:
    files = {f"pages/{number:03}.md": b"page %d\n" % number for number in range(300)}
    outcome = run(hub, proposal(files=files))
    assert (outcome.action, outcome.writes) == ("created", 4)
    assert hub.changed(1) == tuple(sorted(files))
    assert run(hub, proposal(files=files)).writes == 0
