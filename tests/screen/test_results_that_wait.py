"""The review tells of results that wait: when it begins and ends, and on the work they are of."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.results.boards import NAMES
from tests.screen.desks import NOW, decisions, evening, paper, survey
from tests.screen.test_full_screen import played, shown
from tests.screen.test_line_mode import said as in_lines
from tests.screen.test_new_versions import revise
from tracker.identity import parse
from tracker.review.page import heading, plain
from tracker.screen.app import Review
from tracker.screen.evening import DONE
from tracker.settings import Settings
from tracker.steps.reviewing import Desk
from tracker.steps.vouching import settle

ID = "arxiv:2503.00001"
FIRST = "MedNote-2.7B has 67.2% accuracy on MedQA and answers every question in a ward."
GONE = "MedNote-2.7B answers every letter in a ward. Its accuracy on PubMedQA is 70.1%."
WAITS = "1 result waits to be checked again: tracker results review --as ann."
LINE = f"results: 1 to check again, 1 suggested: tracker results review {ID} --as ann"


@pytest.fixture
def read(tmp_path: Path) -> Settings:
    """Paper 1 is listed with a confirmed result, whose quote its second version lacks."""
    settings = survey(tmp_path, [paper(1, abstract=FIRST), paper(2)])
    (tmp_path / "curation/benchmarks.yaml").write_text(NAMES)
    evening(settings).do("accept")
    settle(settings, parse(ID), "1", "ann", True)
    revise(settings, 1, abstract=GONE)
    return replace(settings, now=NOW)


def test_an_evening_begins_with_how_many_wait(read: Settings) -> None:
    sitting = evening(read)
    assert sitting.session.said == WAITS
    sitting.do("next")
    assert WAITS not in sitting.session.said


def test_on_the_work_itself_a_line_says_what_waits(read: Settings) -> None:
    sitting = evening(read)
    assert [one.work.value for one in sitting.session.queue] == ["2503.00001", "2503.00002"]
    assert LINE in [plain(line) for line in heading(sitting.session)]
    sitting.do("next")
    assert not any("results: " in plain(line) for line in heading(sitting.session))


def test_what_was_settled_meanwhile_waits_no_longer(read: Settings) -> None:
    sitting = evening(read)
    settle(read, parse(ID), "1", "ann", True)
    sitting.do("next")
    sitting.do("previous")
    lines = [plain(line) for line in heading(sitting.session)]
    assert f"results: 1 to check again: tracker results review {ID} --as ann" in lines


def test_an_evening_ends_with_how_many_wait(read: Settings) -> None:
    sitting = evening(read)
    sitting.do("accept")
    sitting.do("exclude", "1")
    assert sitting.session.said.endswith(f"{DONE} {WAITS}")
    assert len(decisions(read)) == 3


def test_a_second_reader_is_not_told_that_the_first_listed_the_work(tmp_path: Path) -> None:
    settings = survey(tmp_path, [paper(1, abstract=FIRST)])
    (tmp_path / "curation/benchmarks.yaml").write_text(NAMES)
    (tmp_path / "tracker.yaml").write_text("second_reads: 1.0\n")
    evening(settings).do("accept")
    first = Desk(settings, "ann")
    assert first.sheet(first.waiting_again(parse(ID))).reported == 1
    second = Desk(settings, "bo")
    (one,) = second.whole()
    assert (one.why, second.sheet(one).reported) == ("second", 0)


def test_both_faces_show_it(read: Settings) -> None:
    async def act(pilot: Pilot[None], app: Review) -> None:
        assert shown(app, "said") == WAITS
        assert LINE in shown(app, "text").replace("\n", " ")

    played(read, act, (110, 30))
    told = in_lines(read, "q\n").stdout
    assert f"{WAITS}\n" in told
    assert f"{LINE}\n" in told


def test_an_empty_queue_still_tells_of_them(read: Settings) -> None:
    evening(read).do("accept")
    evening(read).do("exclude", "1")
    assert in_lines(read, "").stdout.splitlines() == [
        "Nothing waits for a decision. tracker pull and tracker suggest bring new papers.",
        WAITS,
    ]
