"""Submitting results: whose, which, beside decisions or alone, and accidents."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publish.checkouts import BRANCH, JOURNAL, Checkout, clone, minute, survey_files
from tracker.curation.reported import written_result
from tracker.demo.github import LoopbackGitHub
from tracker.results import ReportedResult

FOLDER = "curation/results/"


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


def file(one: ReportedResult) -> str:
    return f"curation/{one.path}"


def data(one: ReportedResult) -> bytes:
    return written_result(one).encode()


def body(hub: LoopbackGitHub, number: int = 1) -> str:
    said: str = hub.pull(number)["body"].partition("-->\n")[2]
    return said


def test_an_evening_of_results_alone_is_a_submission(hub: LoopbackGitHub, ann: Checkout) -> None:
    first = ann.say(1, split="test", setting="5-shot")
    second = ann.say(2, status="rejected", model="", note="copied")
    report = ann.submit()
    assert (report.action, report.number, report.decisions) == ("created", 1, ())
    assert report.results == (first, second)
    assert sorted(report.files) == sorted([file(first), file(second)]) == sorted(hub.changed(1))
    assert hub.file(file(first), BRANCH) == data(first)
    (commit,) = hub.commits("main", BRANCH)
    assert commit["message"].strip() == (
        "2 results by ann\n\n"
        "confirmed BioMedLM · medmcqa · test split · accuracy · 57.3% · 5-shot · arxiv:2503.00001\n"
        "rejected model not named · medmcqa · accuracy · 57.3% · arxiv:2503.00002"
    )
    assert commit["author"]["date"] == "2025-03-06T19:02:00Z"
    assert hub.pull(1)["title"] == "2 results by ann"
    assert body(hub) == (
        "Results by ann (ann), from `tracker submit`.\n\n"
        "- **confirmed** BioMedLM · medmcqa · test split · accuracy · 57.3% · 5-shot"
        " · arxiv:2503.00001 v1 · “BioMedLM reaches 57.3% on MedMCQA.”\n"
        "- **rejected** model not named · medmcqa · accuracy · 57.3%"
        " · arxiv:2503.00002 v1 · copied · “BioMedLM reaches 57.3% on MedMCQA.”\n"
    )


def test_results_go_with_the_evenings_decisions_in_one_commit(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    decided, said = ann.decide(1, "exclude"), ann.say(2)
    report = ann.submit()
    assert (report.decisions, report.results) == ((decided,), (said,))
    assert report.files == (JOURNAL, file(said))
    assert hub.pull(1)["title"] == "1 decision and 1 result by ann"
    assert body(hub).splitlines()[0] == "Decisions and results by ann (ann), from `tracker submit`."
    assert [line.partition("**")[2][:9] for line in body(hub).splitlines()[2:]] == [
        "exclude**", "", "confirmed",
    ]  # fmt: skip
    assert len(hub.commits("main", BRANCH)) == 1


def test_a_survey_with_a_vocabulary_tells_results_by_their_names(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    names = "metrics: {accuracy: {name: Accuracy}}\ndatasets: {medmcqa: {name: MedMCQA}}\n"
    (ann.root / "curation/benchmarks.yaml").write_text(names)
    ann.say(1)
    ann.submit()
    assert "BioMedLM · MedMCQA · Accuracy · 57.3%" in body(hub)


def test_only_her_own_are_handed_in(hub: LoopbackGitHub, ann: Checkout) -> None:
    own = ann.say(1, by="ANN")
    ann.say(2, by="Bob")
    ann.say(3, by="import", status="second-hand")
    report = ann.submit()
    assert (report.files, report.remarks) == ((file(own),), ())


def test_what_the_base_has_is_not_handed_in_again(hub: LoopbackGitHub, ann: Checkout) -> None:
    ann.say(1)
    ann.submit()
    assert ann.submit().action == "unchanged"
    hub.merge(1, squash=True)
    assert ann.submit().action == "nothing"
    second = ann.say(2)
    report = ann.submit()
    assert (report.action, report.number, report.results) == ("created", 2, (second,))
    assert hub.changed(2) == (file(second),)


def test_two_checkouts_of_one_curator_join_their_results(
    hub: LoopbackGitHub, ann: Checkout, tmp_path: Path
) -> None:
    other = clone(hub, tmp_path / "laptop").with_github(hub)
    first, second = ann.say(1), other.say(2)
    ann.submit()
    assert other.submit().results == (first, second)
    assert hub.file(file(first), BRANCH) == data(first)
    assert hub.pull(1)["title"] == "2 results by ann"
    assert ann.submit().action == "unchanged"


def test_what_the_base_took_out_is_not_put_back(
    hub: LoopbackGitHub, ann: Checkout, tmp_path: Path
) -> None:
    first = ann.say(1)
    ann.submit()
    hub.merge(1)
    identity = ("-c", "user.name=ann", "-c", "user.email=ann@example.org")
    ann.git("add", "curation/results")
    ann.git(*identity, "pull", "--quiet", "--autostash")
    editor = clone(hub, tmp_path / "editor")
    editor.git("rm", "--quiet", file(first))
    editor.git(*identity, "commit", "--quiet", "-m", "A paper taken back")
    editor.git("push", "--quiet")
    second = ann.say(2)
    report = ann.submit()
    assert (report.results, hub.file(file(first), BRANCH)) == ((second,), None)


def test_a_file_that_people_mended_on_the_base_stays_as_they_left_it(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    first = ann.say(1)
    ann.submit()
    hub.commit("main", {file(first): b"mended by hand\n"})
    second = ann.say(2)
    report = ann.submit()
    assert (report.results, hub.file(file(first), BRANCH)) == ((second,), b"mended by hand\n")
    assert hub.merge(1)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('"accuracy"', "accuracy"),
        lambda text: text.replace("57.3", "57.4"),  # the name no longer says what it holds
        lambda text: text.replace('value: "57.3"', 'value: "573"'),
        lambda text: "- {",
        lambda text: "\xff",
    ],
)
def test_a_file_that_is_not_canonical_is_left_out_and_told(
    hub: LoopbackGitHub, ann: Checkout, spoil: object
) -> None:
    assert callable(spoil)
    first, second = ann.say(1), ann.say(2)
    path = ann.root / file(first)
    path.write_bytes(spoil(path.read_text()).encode("latin-1"))
    report = ann.submit()
    assert report.files == (file(second),)
    assert report.remarks == (
        f"{file(first)} left out: not a result in canonical form; tracker check says more",
    )
    assert hub.file(file(first), BRANCH) is None


def test_a_spoilt_file_that_the_base_has_too_is_not_her_business(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    first = ann.say(1)
    hub.commit("main", {file(first): b"- {"})
    (ann.root / file(first)).write_text("- {")
    assert (ann.submit().action, ann.submit().remarks) == ("nothing", ())


def test_a_survey_in_a_folder_of_its_repository_is_submitted_there(tmp_path: Path) -> None:
    with LoopbackGitHub(survey_files("lists/one/")) as hub:
        here = clone(hub, tmp_path / "deep", "lists/one").with_github(hub)
        said = here.say(1)
        report = here.submit()
        assert report.files == (f"lists/one/{file(said)}",)
        assert (report.results, here.submit().action) == ((said,), "unchanged")


def test_the_index_and_every_file_stay_as_they_are(hub: LoopbackGitHub, ann: Checkout) -> None:
    ann.say(1)
    before = ann.state()
    ann.submit()
    assert ann.state() == before


def test_after_the_merge_git_pull_brings_the_checkout_up_to_date(
    hub: LoopbackGitHub, ann: Checkout
) -> None:
    first = ann.say(1)
    ann.submit()
    hub.merge(1)
    second = ann.say(2)
    ann.git("config", "user.name", "ann")
    ann.git("config", "user.email", "ann@example.org")
    ann.git("add", "curation")
    ann.git("pull", "--quiet", "--autostash")
    assert (ann.root / file(first)).read_bytes() == data(first)
    assert ann.submit().results == (second,)


def test_strangers_text_does_nothing_and_stays_bounded(hub: LoopbackGitHub, ann: Checkout) -> None:
    nasty = "a | b <img src=x> [x](http://evil.example) @bob fixes #1 [skip ci]\x1b[31m "
    ann.say(1, quote=(nasty * 9)[:400], model=nasty, dataset=nasty, metric=nasty, note=nasty)
    ann.submit()
    line = body(hub).splitlines()[2]
    assert r"a \| b \<img src=x> \[x\](http<span>:</span>//evil.example) <span>@</span>bob" in line
    assert "\x1b" not in line
    assert len(line) < 1_200
    (commit,) = hub.commits("main", BRANCH)
    told = commit["message"].splitlines()[2]
    assert "@ bob fixes # 1 (skip ci)" in told
    assert not any(live in told for live in ("@bob", "#1", "[skip", "://", "\x1b"))
    assert len(told) < 500


def test_the_last_word_dates_the_commit_whichever_it_is(hub: LoopbackGitHub, ann: Checkout) -> None:
    ann.decide(5, "exclude")
    ann.say(2)
    ann.say(9, at=minute(9))
    ann.submit()
    assert hub.commits("main", BRANCH)[0]["author"]["date"] == "2025-03-06T19:09:00Z"


def test_more_results_than_a_message_lists_are_counted(hub: LoopbackGitHub, ann: Checkout) -> None:
    for number in range(203):
        ann.say(1, value=str(number / 4))
    ann.submit()
    assert body(hub).splitlines()[-1] == "- … and 3 more"
    assert len(body(hub).splitlines()) == 203
    assert hub.pull(1)["title"] == "203 results by ann"
