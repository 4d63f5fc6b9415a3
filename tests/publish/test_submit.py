"""Submitting: real clones, a bare repository behind a loopback GitHub, and accidents."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.publish.checkouts import (
    BRANCH,
    JOURNAL,
    Checkout,
    clone,
    git,
    minute,
    survey_files,
)
from tracker.curation import load
from tracker.demo.github import LoopbackGitHub
from tracker.errors import BranchMoved, GitHubError, PublishError, SettingsError
from tracker.publish.clone import Clone
from tracker.publish.remote import Remote, compare_url
from tracker.publish.submission import union

WORK = "curation/works/arxiv-2503.00001.yaml"


@pytest.fixture(autouse=True)
def no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests has a name; the curator's clone has none."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def hub() -> Iterator[LoopbackGitHub]:
    with LoopbackGitHub(survey_files()) as hub:
        yield hub


@pytest.fixture
def ann(hub: LoopbackGitHub, tmp_path: Path) -> Checkout:
    return clone(hub, tmp_path / "ann").with_github(hub)


def lines(hub: LoopbackGitHub, ref: str = BRANCH, path: str = JOURNAL) -> list[str]:
    return (hub.file(path, ref) or b"").decode().splitlines()


# The evening.


def test_an_evening_becomes_one_commit_and_one_pull_request(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    first, second = ann.decide(1), ann.decide(2, "exclude", reason="off topic")
    report = ann.submit()
    assert (report.action, report.number, report.branch) == ("created", 1, BRANCH)
    assert report.decisions == (first, second)
    assert report.files == (JOURNAL, WORK) == hub.changed(1)
    assert lines(hub) == [first.line, second.line]
    (commit,) = hub.commits("main", BRANCH)
    assert commit["message"].strip() == (
        "2 decisions by ann\n\n"
        "include arxiv:2503.00001 Clinical model 1 · Question answering, Model\n"
        "exclude arxiv:2503.00002 Clinical model 2 · off topic"
    )
    assert commit["author"] == {
        "name": "ann", "email": "ann@users.noreply.github.com", "date": "2025-03-06T19:02:00Z",
    }  # fmt: skip
    assert hub.pull(1)["title"] == "2 decisions by ann"
    assert hub.pull(1)["body"].partition("-->\n")[2] == (
        "Decisions by ann (ann), from `tracker submit`.\n\n"
        "- **include** arxiv:2503.00001 Clinical model 1 · Question answering · Model\n"
        "- **exclude** arxiv:2503.00002 Clinical model 2 · off topic\n"
    )


def test_a_second_evening_goes_on_the_same_branch_and_pull_request(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    first = ann.decide(1)
    ann.submit()
    tip = hub.head(BRANCH)
    second = ann.decide(2, "defer")
    report = ann.submit()
    assert (report.action, report.number, hub.pulls) == ("updated", 1, ((1, "open"),))
    assert (lines(hub), hub.pull(1)["title"]) == ([first.line, second.line], "2 decisions by ann")
    assert [commit["parents"] for commit in hub.commits(str(tip), BRANCH)] == [[{"sha": tip}]]


def test_submitting_twice_writes_nothing_the_second_time(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    ann.decide(1)
    ann.submit()
    tip, writes = hub.head(BRANCH), hub.writes
    again = ann.submit()
    assert (again.action, again.files, again.number) == ("unchanged", (), 1)
    assert (hub.head(BRANCH), hub.writes) == (tip, writes)


def test_with_nothing_decided_there_is_nothing_to_submit(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    report = ann.submit()
    said = "nothing to submit: main has every decision and result of ann"
    assert (report.action, report.summary, hub.head(BRANCH)) == ("nothing", said, None)


@pytest.mark.parametrize("squash", [False, True])
def test_after_the_merge_the_next_evening_starts_afresh(
    hub: LoopbackGitHub, ann: Checkout, squash: bool
) -> None:
    ann.decide(1)
    ann.submit()
    hub.merge(1, squash=squash)
    assert ann.submit().action == "nothing"
    second = ann.decide(2, "exclude")
    report = ann.submit()
    assert (report.action, report.number, report.decisions) == ("created", 2, (second,))
    assert hub.changed(2) == (JOURNAL,)
    hub.merge(2)
    assert len(lines(hub, "main")) == 2


def test_after_the_merge_git_pull_brings_the_checkout_up_to_date(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    first = ann.decide(1)
    ann.submit()
    hub.merge(1)
    second = ann.decide(2, "defer")
    ann.git("config", "user.name", "ann")
    ann.git("config", "user.email", "ann@example.org")
    ann.git("add", "curation")
    ann.git("pull", "--quiet", "--autostash")
    assert (ann.root / JOURNAL).read_text().splitlines() == [first.line, second.line]
    assert ann.submit().decisions == (second,)


def test_without_a_token_it_pushes_and_says_where_to_go(
    hub: LoopbackGitHub, tmp_path: Path
) -> None:
    here = clone(hub, tmp_path / "plain")
    here.decide(1)
    report = here.submit()
    assert (report.action, report.number, report.summary) == (
        "pushed", None, f"pushed 1 decision by ann to {BRANCH}",
    )  # fmt: skip
    assert (hub.head(BRANCH), hub.pulls) == (report.commit, ())


def test_a_remote_that_is_not_the_repository_gets_no_pull_request(
    hub: LoopbackGitHub, tmp_path: Path
) -> None:
    with LoopbackGitHub(survey_files(), repository="octo/other") as other:
        here = clone(other, tmp_path / "fork").with_github(hub)
        here.decide(1)
        assert here.submit().summary == (
            f"pushed 1 decision by ann to {BRANCH}, but origin is not octo/lit"
        )


# What may not be touched.


def dirty(checkout: Checkout, state: str) -> None:
    (checkout.root / "README.md").write_text("half a thought")
    (checkout.root / "notes.txt").write_text("mine")
    if state == "staged":
        checkout.git("add", "notes.txt", "README.md")
        (checkout.root / "README.md").write_text("and another half")
    if state == "detached":
        checkout.git("checkout", "--quiet", "--detach")
    if state == "on the branch itself":
        checkout.git("checkout", "--quiet", "-b", BRANCH)
    if state == "unborn":
        checkout.git("checkout", "--quiet", "--orphan", "new")


STATES = ("dirty", "staged", "detached", "on the branch itself", "unborn")


@pytest.mark.parametrize("state", STATES)
def test_files_index_and_branches_stay_byte_for_byte(
    hub: LoopbackGitHub, ann: Checkout, state: str
) -> None:
    ann.decide(1)
    dirty(ann, state)
    before = ann.state()
    assert ann.submit().files == (JOURNAL, WORK)
    ann.submit()
    assert ann.state() == before
    assert hub.file("notes.txt", BRANCH) is None
    assert hub.file("README.md", BRANCH) == hub.file("README.md")


def test_a_checkout_behind_the_base_takes_nothing_back(hub: LoopbackGitHub, ann: Checkout) -> None:
    first = ann.decide(1)
    ann.submit()
    hub.merge(1)
    hub.commit("main", {WORK: b'ids:\n- "arxiv:2503.00001"\ntitle: "Mended"\n', "README.md": b"n"})
    ann.decide(2, "exclude")
    # A later decision on the same work: its file is looked at again, and here it is the old one.
    ann.decide(1, "include", at=minute(9))
    report = ann.submit()
    assert hub.file(WORK, BRANCH) == hub.file(WORK)
    assert hub.file("README.md", BRANCH) == b"n"
    assert lines(hub)[0] == first.line
    assert hub.changed(2) == (JOURNAL,)
    assert report.remarks == ()


def test_a_work_that_changed_here_and_there_keeps_the_other_and_says_so(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    theirs = b'ids:\n- "arxiv:2503.00001"\ntitle: "Theirs"\n'
    hub.commit("main", {WORK: theirs})
    ann.decide(1)
    report = ann.submit()
    assert hub.file(WORK, BRANCH) == theirs
    assert report.remarks == (
        f"{WORK} was changed here and elsewhere: the other is kept; run git pull and look at it",
    )


def test_only_works_that_were_decided_on_are_handed_in(hub: LoopbackGitHub, ann: Checkout) -> None:
    ann.decide(1)
    ann.decide(3, by="Bob")
    assert ann.submit().files == (JOURNAL, WORK)


def test_lines_that_are_no_decisions_are_left_out_and_counted(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    first = ann.decide(1, "exclude")
    with (ann.root / JOURNAL).open("a") as journal:
        journal.write('not json\n{"at": "2025-03-06T19:00')
    report = ann.submit()
    assert lines(hub) == [first.line]
    (said,) = report.remarks
    assert said.startswith(f"2 lines of {JOURNAL} left out: not ann's decisions in canonical form")


def test_a_survey_in_a_folder_of_its_repository_is_submitted_there(tmp_path: Path) -> None:
    with LoopbackGitHub(survey_files("lists/one/")) as hub:
        here = clone(hub, tmp_path / "deep", "lists/one").with_github(hub)
        first = here.decide(1)
        assert here.submit().files == (f"lists/one/{JOURNAL}", f"lists/one/{WORK}")
        assert lines(hub, BRANCH, f"lists/one/{JOURNAL}") == [first.line]


def test_hooks_filters_and_programs_of_the_clone_are_not_run(
    hub: LoopbackGitHub, ann: Checkout, tmp_path: Path
) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for hook in ("pre-push", "reference-transaction", "post-index-change", "pre-auto-gc"):
        (ann.root / ".git" / "hooks" / hook).symlink_to(trap)
    for name in ("core.fsmonitor", "filter.x.clean", "filter.x.smudge", "gpg.program"):
        ann.git("config", name, str(trap))
    ann.git("config", "commit.gpgSign", "true")
    ann.git("config", "remote.origin.receivepack", str(trap))
    (ann.root / ".git" / "info" / "attributes").write_text("* filter=x\n")
    ann.decide(1)
    assert ann.submit().action == "created"
    assert not (tmp_path / "sprung").exists()


# Several at once, and accidents.


def test_two_curators_submitting_at_once_get_a_pull_request_each(
    hub: LoopbackGitHub, ann: Checkout, tmp_path: Path
) -> None:
    bob = clone(hub, tmp_path / "bob").with_github(hub)
    ann.decide(1)
    bob.decide(1, "exclude", by="Bob")
    jobs = [threading.Thread(target=ann.submit), threading.Thread(target=bob.submit, args=("bob",))]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert {hub.pull(number)["head"]["ref"] for number in (1, 2)} == {
        BRANCH, "tracker/decisions/bob",
    }  # fmt: skip
    hub.merge(1)
    hub.merge(2)
    ann.git("clone", "--quiet", str(hub.folder), str(tmp_path / "after"))
    assert {one.by for one in load(tmp_path / "after").decisions} == {"ann", "Bob"}


def test_two_checkouts_of_one_curator_join_their_lines(
    hub: LoopbackGitHub, ann: Checkout, tmp_path: Path
) -> None:
    other = clone(hub, tmp_path / "laptop").with_github(hub)
    first, second = ann.decide(1), other.decide(2)
    ann.submit()
    assert other.submit().decisions == (first, second)
    assert lines(hub) == [first.line, second.line]
    assert ann.submit().action == "unchanged"
    third = ann.decide(3, "defer")
    assert ann.submit().decisions == (first, second, third)


def test_a_branch_that_moves_in_between_is_built_on(
    hub: LoopbackGitHub, ann: Checkout, tmp_path: Path
) -> None:
    """A hook of the server's lets another checkout push just before the first one's push."""
    other = clone(hub, tmp_path / "laptop")
    second = other.decide(2, "exclude")
    rival = other.submit().commit
    git(hub.folder, "update-ref", "-d", f"refs/heads/{BRANCH}")
    hook = hub.folder / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        "#!/bin/sh\nunset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY\n"
        f'rm "$0"; git update-ref refs/heads/{BRANCH} {rival}\n'
    )
    hook.chmod(0o755)
    first = ann.decide(1)
    assert ann.submit().action == "created"
    assert sorted(lines(hub)) == sorted([first.line, second.line])


@pytest.mark.parametrize("squash", [False, True])
def test_a_base_that_moved_is_merged_into_the_branch(
    hub: LoopbackGitHub, ann: Checkout, squash: bool
) -> None:
    first = ann.decide(1)
    ann.submit()
    hub.commit("main", {"README.md": b"by hand\n", JOURNAL: f"{first.line}\n".encode()})
    second = ann.decide(2, "exclude")
    ann.submit()
    assert lines(hub) == [first.line, second.line]
    assert hub.file("README.md", BRANCH) == b"by hand\n"
    hub.merge(1, squash=squash)
    assert lines(hub, "main") == [first.line, second.line]


def test_journals_that_grew_in_both_are_joined(hub: LoopbackGitHub, ann: Checkout) -> None:
    first, second = ann.decide(1, "exclude"), ann.decide(2, "exclude")
    ann.submit()
    stray = second.line.replace("00002", "00009")
    hub.commit("main", {JOURNAL: f"{stray}\n".encode()})
    third = ann.decide(3, "exclude")
    ann.submit()
    assert lines(hub) == [stray, first.line, second.line, third.line]
    assert hub.merge(1)


def test_edits_of_others_that_clash_stop_it_with_what_to_do(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    ann.decide(1)
    ann.submit()
    hub.commit(BRANCH, {"README.md": b"one\n"})
    hub.commit("main", {"README.md": b"other\n"})
    ann.decide(2, "exclude")
    tip = hub.head(BRANCH)
    with pytest.raises(BranchMoved, match=r"changed README\.md differently; merge main into"):
        ann.submit()
    assert hub.head(BRANCH) == tip


def test_a_submit_cut_off_between_push_and_request_is_finished_by_the_next(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    ann.decide(1)
    hub.fail_next("POST", "/pulls", 403)
    with pytest.raises(GitHubError, match=r"^pushed 1 decision by ann to .*, without its pull"):
        ann.submit()
    tip = hub.head(BRANCH)
    report = ann.submit()
    assert (report.action, report.files, hub.head(BRANCH)) == ("created", (), tip)


def test_a_pull_request_closed_by_hand_waits_for_new_decisions(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    ann.decide(1)
    ann.submit()
    hub.close(1)
    assert (ann.submit().action, hub.pulls) == ("declined", ((1, "closed"),))
    ann.decide(2, "defer")
    assert (ann.submit().action, hub.pulls) == ("created", ((1, "closed"), (2, "open")))


def test_a_work_of_a_branch_that_was_deleted_is_handed_in_again(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    ann.decide(1)
    ann.submit()
    hub.delete_branch(BRANCH)
    ann.decide(2, "defer")
    ann.submit()
    assert hub.changed(2) == (JOURNAL, WORK)


def test_offline_it_says_so_and_loses_nothing(ann: Checkout, tmp_path: Path) -> None:
    ann.decide(1)
    ann.git("remote", "set-url", "origin", str(tmp_path / "nowhere"))
    before = ann.state()
    with pytest.raises(PublishError, match=r"origin could not be asked .* safe on this disk"):
        ann.submit()
    assert ann.state() == before


def test_a_server_that_refuses_is_quoted(hub: LoopbackGitHub, ann: Checkout) -> None:
    hook = hub.folder / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    ann.decide(1)
    with pytest.raises(PublishError, match=r"did not take the decisions .*pre-receive hook decl"):
        ann.submit()


def test_without_a_remote_it_says_what_to_do(ann: Checkout) -> None:
    ann.git("remote", "remove", "origin")
    with pytest.raises(SettingsError, match="no remote to push to; git remote add origin ADDRESS"):
        ann.submit()


def test_with_several_remotes_it_asks_which_and_takes_the_branchs(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    ann.git("remote", "rename", "origin", "one")
    ann.git("remote", "add", "two", str(hub.folder))
    ann.decide(1)
    assert ann.submit().action == "created"  # the branch follows one/main
    ann.git("branch", "--unset-upstream")
    with pytest.raises(SettingsError, match="the remotes one, two and none is called origin"):
        ann.submit()


def test_outside_a_repository_it_says_what_to_do(ann: Checkout, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "other")
    (ann.root / ".git").rename(tmp_path / "gone")
    with pytest.raises(SettingsError, match="is in no git repository to work with"):
        ann.submit()


def test_an_empty_remote_asks_for_a_first_commit(ann: Checkout, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "empty.git")
    ann.git("remote", "set-url", "origin", str(tmp_path / "empty.git"))
    ann.decide(1)
    told = "no default branch to propose to; push the survey's first commit there"
    with pytest.raises(PublishError, match=told):
        ann.submit()


def test_a_remote_whose_head_names_no_branch_it_has_is_told_so(
    ann: Checkout, tmp_path: Path
) -> None:
    remote = str(tmp_path / "lost.git")
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=elsewhere", remote)
    ann.git("push", "--quiet", remote, "HEAD:refs/heads/main")
    ann.git("remote", "set-url", "origin", remote)
    ann.decide(1)
    told = "its HEAD names a branch that it does not have, though it has main; make the survey's"
    with pytest.raises(PublishError, match=told):
        ann.submit()


def test_an_unknown_handle_is_wrong_usage(ann: Checkout) -> None:
    with pytest.raises(SettingsError, match="no curator 'eve'"):
        ann.submit("eve")


# Words and secrets.


def test_nothing_in_a_message_acts_on_github(hub: LoopbackGitHub, ann: Checkout) -> None:
    title = "Fixes #12 by @bob\x1b[31m [skip ci] https://x.org\nSecond: line" + "!" * 200
    ann.decide(1, "exclude", title=title, reason="see GH-3")
    ann.submit()
    (commit,) = hub.commits("main", BRANCH)
    told = commit["message"].splitlines()[2]
    assert told.startswith(
        "exclude arxiv:2503.00001 Fixes # 12 by @ bob(31m (skip ci) https: //x.org Second: line!!"
    )
    assert told.endswith("…· see GH -3".replace("…·", "… ·"))
    assert len(told) < 160


def test_the_token_is_offered_to_its_own_host_alone_and_never_shown(
    ann: Checkout, hub: LoopbackGitHub
) -> None:
    host = Remote(Clone(ann.root), "origin", "https://github.test", "s3cret")
    asked = b"protocol=https\nhost=%s\n\n"
    told = host.run("credential", "fill", stdin=asked % b"github.test")
    assert b"username=x-access-token\npassword=s3cret\n" in told.out
    other = host.run("credential", "fill", stdin=asked % b"elsewhere.test")
    assert (other.code, b"s3cret" in other.out + other.err) == (128, False)
    assert "s3cret" not in repr(host)


def test_a_password_in_the_remotes_address_is_never_quoted(ann: Checkout) -> None:
    ann.git("remote", "set-url", "origin", "https://user:pa55@127.0.0.1:1/x/y")
    ann.decide(1)
    with pytest.raises(PublishError, match="could not be asked") as caught:
        ann.submit()
    assert "pa55" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://github.com/o/n.git", "https://github.com/o/n"),
        ("https://me:secret@github.com/o/n", "https://github.com/o/n"),
        ("git@github.com:o/n.git", "https://github.com/o/n"),
        ("ssh://git@ghe.example:2222/o/n", "https://ghe.example/o/n"),
        ("/srv/git/n.git", ""),
        ("../n.git", ""),
        ("file:///srv/o/n", ""),
    ],
)
def test_where_a_browser_opens_the_pull_request(address: str, expected: str) -> None:
    found = compare_url(address, "main", BRANCH)
    assert found == (expected and f"{expected}/compare/main...tracker/decisions/ann?expand=1")


@settings(max_examples=200)
@given(st.lists(st.lists(st.sampled_from([b"a", b"b", b"c", b"d"]), max_size=5), max_size=3))
def test_a_union_has_every_line_once(sides: list[list[bytes]]) -> None:
    written = [b"".join(line + b"\n" for line in side) for side in sides]
    joined = union(*written)
    assert sorted(joined.split()) == sorted({line for side in sides for line in side})
    assert union(joined, *written) == joined
