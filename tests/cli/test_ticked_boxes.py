"""Deciding from the pull request: the task list of the nightly request, and its ticked boxes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.surveys import NIGHT, TAXONOMY, Survey
from tracker.curation import load
from tracker.demo.github import LoopbackGitHub
from tracker.publish.tasks import Offer, read_tasks, task_list
from tracker.steps.publications import BRANCH
from tracker.store import open_store
from tracker.store.suggestions import replace_all
from tracker.suggestions import RELEVANT, Suggestion
from tracker.taxonomy import Taxonomy

EVENING = "2025-03-06T19:00:00Z"
LATER = "2025-03-06T19:30:00Z"
JOURNAL = "curation/decisions/ann/2025-03-ticked.jsonl"
CURATORS = "curators:\n  - {handle: Ann}\n  - {handle: bob}\n  - {handle: import}\n"


@dataclass(frozen=True)
class Night:
    """A survey that has published once, with the GitHub it did so to."""

    survey: Survey
    hub: LoopbackGitHub

    def write(self, path: str, text: str) -> None:
        """Change a people's file, and push it."""
        self.survey.write(path, text)
        self.hub.commit("main", {path: text.encode()})

    def publish(self, *more: str) -> Any:
        outcome = self.survey.run("publish", "--json", *more)
        assert outcome.code == 0, outcome.err
        return outcome.json

    @property
    def body(self) -> str:
        body: str = self.hub.pull(1)["body"]
        return body

    def tick(self, kind: str, number: int, by: str | None = "ann", at: str = EVENING) -> None:
        """Tick a box (or take the tick away) in the browser."""
        self.hub.edit(1, body=toggled(self.body, kind, number), by=by, at=at)

    def decided(self) -> list[dict[str, Any]]:
        """What the branch holds of ticks."""
        text = (self.hub.file(JOURNAL, BRANCH) or b"").decode()
        return [json.loads(line) for line in text.splitlines()]


def toggled(body: str, kind: str, number: int) -> str:
    lines = body.splitlines(keepends=True)
    (place,) = [
        place
        for place, line in enumerate(lines)
        if f"tracker-box {kind} arxiv:2503.{number:05d} " in line
    ]
    ticked = "[ ]" in lines[place]
    lines[place] = lines[place].replace(*(("[ ]", "[x]") if ticked else ("[x]", "[ ]")), 1)
    return "".join(lines)


def suggest(survey: Survey, chance: float = 0.9) -> None:
    """What a model would say of every paper: relevant, and a label or two."""
    root = survey.root
    found = []
    for number in range(1, 8):
        name, sure = f"2503.{number:05d}", chance - number / 100
        for label, probability, tier in (
            (RELEVANT, sure, ""),
            ("nlp_task:qa", 0.8, "suggested"),
            ("kind:model", 0.7, "suggested"),
            ("kind:dataset", 0.6, "suggested"),
            ("nlp_task:sum", 0.3, "ask"),
        ):
            found.append(Suggestion(name, label, 1, probability, (), "m0del", tier))  # type: ignore[arg-type]
    names = sorted({one.arxiv_id for one in found})
    replace_all(open_store(f"sqlite:///{root}/db/tracker.sqlite"), names, found, NIGHT)


@pytest.fixture
def night(survey: Survey, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    survey.write("curation/curators.yaml", CURATORS)
    survey.run("pull")
    suggest(survey)
    held = {
        path.relative_to(survey.root).as_posix(): path.read_bytes()
        for path in [*survey.root.glob("curation/*.yaml"), survey.root / "README.md"]
    }
    with LoopbackGitHub(held) as hub:
        monkeypatch.setenv("TRACKER_REPOSITORY", hub.repository)
        monkeypatch.setenv("GITHUB_TOKEN", hub.token)
        monkeypatch.setenv("TRACKER_GITHUB_URL", hub.url)
        survey.run("decide", "2503.00005", "include", "--as", "Ann", "--label", "kind:model")
        made = Night(survey, hub)
        made.publish()
        yield made


def test_the_request_offers_the_likeliest_papers_and_says_what_was_suggested(night: Night) -> None:
    tasks = night.body.partition("### Waiting for a curator")[2]
    shown = re.sub(r"<!--.*?-->", "", tasks)
    assert shown.splitlines()[5:8] == [
        "- [Clinical model 1](https://arxiv.org/abs/2503.00001) · 89% ",
        "  - [ ] include as suggested: Question answering, Model ",
        "  - [ ] exclude ",
    ]
    assert "2503.00005" not in tasks
    assert shown.startswith(" (6 of 6)")


def test_a_title_in_the_list_is_inert(night: Night) -> None:
    assert r"[A \| pipe \[and\] \`tick\`](https://arxiv.org/abs/2503.00006) · 84%" in night.body


def test_the_same_data_make_the_same_bytes_and_no_write(night: Night) -> None:
    body, writes = night.body, night.hub.writes
    assert night.publish()["action"] == "unchanged"
    assert (night.body, night.hub.writes) == (body, writes)


def test_ticked_boxes_become_decisions_under_the_handle(night: Night) -> None:
    night.tick("include", 1)
    night.tick("exclude", 2, at=LATER)
    report = night.publish()
    first, second = night.decided()
    assert first == {
        "at": "2025-03-06T19:00:00.000Z",
        "by": "Ann",
        "verdict": "include",
        "work": "arxiv:2503.00001",
        "version": 1,
        "title": "Clinical model 1",
        "labels": ["nlp_task:qa", "kind:model"],
        "note": "ticked in pull request #1: arxiv:2503.00001",
        "shown": {
            "labels": {"kind:model": 0.7, "nlp_task:qa": 0.8},
            "model": "m0del",
            "relevant": 0.89,
        },
    }
    assert (second["verdict"], second["at"]) == ("exclude", "2025-03-06T19:30:00.000Z")
    assert "labels" not in second
    assert report["summary"].endswith("; 2 decisions by ticked boxes")
    assert [one["work"] for one in report["ticked"]] == [first["work"], second["work"]]
    assert b"Clinical model 1" in (night.hub.file("README.md", BRANCH) or b"")
    assert night.hub.file("curation/works/arxiv-2503.00001.yaml", BRANCH) is not None
    assert "2503.00001 " not in night.body.partition("### Waiting")[2]


def test_the_checkout_gets_no_file_in_the_way_of_git_pull(night: Night) -> None:
    folder = night.survey.root / "curation"
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    assert before
    night.tick("include", 1)
    night.publish()
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before


def test_the_same_tick_read_again_is_the_same_decision(night: Night) -> None:
    night.tick("include", 1)
    night.publish()
    once = night.decided()
    head = night.hub.head(BRANCH)
    assert night.publish()["action"] == "unchanged"
    suggest(night.survey, 0.8)
    night.publish()
    assert (night.decided(), night.hub.head(BRANCH)) == (once, head)


def test_what_a_curator_decided_after_the_tick_stands(night: Night) -> None:
    """The survey's clock says half past nine in the morning; the tick came at eight."""
    night.tick("include", 1, at="2025-03-06T08:00:00Z")
    night.survey.run("decide", "2503.00001", "exclude", "--as", "bob", "--reason", "off topic")
    report = night.publish()
    assert [one["at"] for one in report["ticked"]] == ["2025-03-06T08:00:00.000Z"]
    assert b"Clinical model 1" not in (night.hub.file("README.md", BRANCH) or b"")
    assert night.publish()["action"] == "unchanged"


def test_a_decision_that_was_merged_is_not_taken_again(night: Night) -> None:
    night.tick("include", 1)
    night.publish()
    night.hub.merge(1)
    for path in (JOURNAL, "curation/works/arxiv-2503.00001.yaml", "README.md"):
        night.survey.write(path, (night.hub.file(path) or b"").decode())
    report = night.publish()
    assert (report["action"], report["ticked"]) == ("nothing", [])
    assert load(night.survey.root).problems == ()


def test_ticks_of_a_request_merged_before_the_run_count_in_the_next(night: Night) -> None:
    night.tick("exclude", 1)
    night.hub.merge(1)
    report = night.publish()
    assert (report["action"], report["number"]) == ("created", 2)
    assert [one["verdict"] for one in night.decided()] == ["exclude"]


def test_a_tick_between_the_reading_and_the_writing_counts_in_the_next_run(night: Night) -> None:
    old = night.body
    night.tick("exclude", 1)
    night.hub.edit(1, body=re.sub(" text=.{16}", " text=" + 16 * "0", old, count=1), by="octo-bot")
    assert "[x]" not in night.body
    night.publish()
    assert [one["work"] for one in night.decided()] == ["arxiv:2503.00001"]


def test_a_tick_taken_back_before_the_run_is_no_decision(night: Night) -> None:
    night.tick("include", 1)
    night.tick("include", 1, at=LATER)
    assert (night.publish()["ticked"], night.decided()) == ([], [])


def test_each_box_belongs_to_whoever_ticked_it(night: Night) -> None:
    night.tick("include", 1, by="bob")
    night.tick("exclude", 2, by="ANN", at=LATER)
    report = night.publish()
    assert [(one["by"], one["work"][-1]) for one in report["ticked"]] == [
        ("bob", "1"),
        ("Ann", "2"),
    ]


def test_the_line_ends_of_a_browser_change_nothing(night: Night) -> None:
    body = toggled(night.body, "include", 1).replace("\n", "\r\n")
    night.hub.edit(1, body=body, by="ann", at=EVENING)
    assert len(night.publish()["ticked"]) == 1


def test_a_curator_whose_token_the_tracker_uses_can_tick(night: Night) -> None:
    night.write("curation/curators.yaml", CURATORS + "  - {handle: octo-bot}\n")
    night.tick("exclude", 1, by="octo-bot")
    assert [one["by"] for one in night.publish()["ticked"]] == ["octo-bot"]


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("eve", "no curator 'eve' in curation/curators.yaml; add the handle there first"),
        (
            "import",
            (
                "'import' stands for the list that was adopted, and nobody speaks under that "
                "handle; use your own of curation/curators.yaml"
            ),
        ),
        (None, "GitHub does not say who ticked it"),
    ],
)
def test_a_tick_by_nobody_known_is_a_remark(night: Night, by: str | None, why: str) -> None:
    night.tick("include", 1, by=by)
    report = night.publish()
    who = f" by {by!r}" if by else ""
    said = f"#1: include 'arxiv:2503.00001'{who} is no decision: {why}"
    assert (report["ticked"], report["remarks"], night.decided()) == ([], [said], [])
    assert report["summary"].endswith("; 1 ticked box is no decision")


def test_both_boxes_ticked_decide_nothing(night: Night) -> None:
    night.tick("include", 1)
    night.tick("exclude", 1, by="bob", at=LATER)
    report = night.publish()
    assert report["ticked"] == []
    (said,) = report["remarks"]
    assert said.endswith("is no decision: both boxes are ticked")


def test_a_task_the_tracker_did_not_offer_decides_nothing(night: Night) -> None:
    """A stranger rewrites a title, or the paper behind it; a curator then ticks the box."""
    forged = night.body.replace("[Clinical model 1]", "[Something else]")
    night.hub.edit(1, body=forged, by="eve", at=EVENING)
    night.tick("include", 1, at=LATER)
    report = night.publish()
    assert report["ticked"] == []
    (said,) = report["remarks"]
    assert said.endswith("is no decision: the tracker did not offer this, in these words")


def test_a_tick_behind_a_deleted_revision_cannot_be_attributed(night: Night) -> None:
    night.tick("include", 1, by="eve")
    night.tick("exclude", 2, at=LATER)
    night.hub.forget_edit(1, 1)
    report = night.publish()
    assert report["ticked"] == []
    assert [said.partition(" is no")[2] for said in report["remarks"]] == [
        " decision: GitHub does not say who ticked it"
    ] * 2


def test_a_label_that_was_retired_meanwhile_is_a_remark(night: Night) -> None:
    night.tick("include", 1)
    retired = TAXONOMY.replace("keywords: [question]", "retired: true")
    night.write("curation/taxonomy.yaml", retired)
    report = night.publish()
    assert report["ticked"] == []
    (said,) = report["remarks"]
    assert "label 'nlp_task:qa' is retired" in said


def test_more_edits_than_a_page_holds_are_all_read(night: Night) -> None:
    night.tick("exclude", 2)
    for turn in range(210):
        night.tick("include", 1, at=f"2025-03-06T20:{turn // 60:02d}:{turn % 60:02d}Z")
    assert [one["work"] for one in night.publish()["ticked"]] == ["arxiv:2503.00002"]


def test_a_token_that_may_not_read_edits_is_a_remark_and_the_page_is_published(
    night: Night,
) -> None:
    night.tick("include", 1)
    refused = {
        "data": None,
        "errors": [{"type": "FORBIDDEN", "message": "Resource not accessible"}],
    }
    night.hub.fail_next("POST", "/graphql", 200, body=refused)
    report = night.publish()
    assert (report["action"], report["ticked"]) == ("unchanged", [])
    (said,) = report["remarks"]
    assert said.startswith("#1: its ticked boxes could not be read: GitHub's GraphQL API refused")


def test_an_api_that_is_busy_stops_the_run_rather_than_forget_a_tick(night: Night) -> None:
    busy = {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}
    night.hub.fail_next("POST", "/graphql", 200, body=busy)
    outcome = night.survey.run("publish")
    assert (outcome.code, "API rate limit exceeded" in outcome.err) == (3, True)


def test_a_dry_run_shows_what_ticks_would_decide_and_changes_nothing(night: Night) -> None:
    night.tick("include", 1)
    writes = night.hub.writes
    report = night.publish("--dry-run")
    assert ([one["work"] for one in report["ticked"]], JOURNAL in report["files"]) == (
        ["arxiv:2503.00001"],
        True,
    )
    assert (night.hub.writes, night.decided()) == (writes, [])


def test_without_a_database_nothing_is_offered_and_none_is_made(survey: Survey) -> None:
    survey.write("README.md", "# Survey\n\n<!-- tracker:models:start -->\n"
                 "<!-- tracker:models:end -->\n")  # fmt: skip
    report = survey.run("publish", "--dry-run", "--json").json
    assert (report["action"], "Waiting for a curator" in report["body"]) == ("dry-run", False)
    assert not (survey.root / "db").exists()


def test_the_list_gets_as_many_papers_as_there_is_room_for() -> None:
    offers = [
        Offer(f"arxiv:2503.{number:05d}", 1, f"Paper {number}", "https://x.org", "m", 0.5)
        for number in range(20)
    ]
    whole = task_list(offers, 300, Taxonomy(), 60_000)
    assert [task.work for task in read_tasks(whole)] == [one.work for one in offers[:10]]
    less = task_list(offers, 300, Taxonomy(), len(whole) - 1)
    assert [task.work for task in read_tasks(less)] == [one.work for one in offers[:9]]
    assert "(9 of 300)" in less
    assert task_list(offers, 300, Taxonomy(), 300) == ""


@pytest.mark.parametrize("work", ["doi:10.1/a--b-->c", "doi:10.1/<!-- x", "title:é 漢"])
def test_no_identifier_ends_the_comment_it_stands_in(work: str) -> None:
    listed = task_list([Offer(work, 1, "T", "", "m", 0.5)], 1, Taxonomy(), 60_000)
    assert [task.work for task in read_tasks(listed)] == [work]
    assert listed.count("-->") == listed.count("<!--") == 3


@pytest.mark.parametrize("spoilt", ["{", "[1]", '{"work":1}', "%7B%22work%22", "{" * 900])
def test_a_spoilt_comment_is_no_task(spoilt: str) -> None:
    assert list(read_tasks(f"- x <!-- tracker-offer {spoilt} -->\n")) == []
