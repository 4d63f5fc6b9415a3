"""New versions of decided papers over a real folder: the queue, both faces, two checkouts."""

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.screen.desks import ABSTRACT, NOW, QUERY, evening, paper, survey
from tests.screen.test_full_screen import played, shown
from tests.screen.test_line_mode import COMMAND, environment, said
from tracker.curation import write_result
from tracker.identity import parse
from tracker.results import ReportedResult, signed
from tracker.screen.app import Review
from tracker.settings import Settings
from tracker.steps.queues import waiting
from tracker.steps.reviewing import Desk
from tracker.store import open_store
from tracker.store.ledger import Ledger

LABEL_GONE = ABSTRACT.replace("every question", "every letter")
TYPO_FIXED = ABSTRACT.replace("Nurses ask", "The nurses ask")


def revise(settings: Settings, number: int, version: int = 2, **fields: Any) -> None:
    """A night brings a newer version of a paper."""
    engine = open_store(settings.database_url)
    Ledger(engine).save_page([paper(number, version=version, **fields)], "oai", [QUERY], NOW)
    engine.dispose()


def queued(settings: Settings, by: str = "ann") -> list[tuple[str, str]]:
    """What waits, from the whole queue; what goes first must stand in its head alike."""
    desk = Desk(settings, by)
    whole, head = desk.whole(), desk.head()
    first = [one for one in whole if one.why in ("withdrawn", "revised")]
    assert [one for one in head if one.why in ("withdrawn", "revised")] == first
    assert whole == waiting(settings, handle=by).waiting
    return [(one.work.value, one.why) for one in whole]


def asked(settings: Settings, *arguments: str) -> str:
    done = subprocess.run(
        [*COMMAND, *arguments], env=environment(settings), capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.fixture
def read(tmp_path: Path) -> Settings:
    """Paper 1 is included as question answering, paper 2 left out, paper 3 waits."""
    settings = survey(tmp_path / "one", [paper(1), paper(2), paper(3)])
    settings = replace(settings, root=tmp_path / "one")
    (settings.root / "tracker.yaml").write_text("audit: 1000\nsecond_reads: 0\n", encoding="utf-8")
    sitting = evening(settings)
    sitting.do("accept")
    sitting.do("exclude", "off topic")
    return settings


def test_a_typo_fix_stays_quiet_and_a_lost_label_word_reopens(read: Settings) -> None:
    assert queued(read) == [("2503.00003", "new")]
    revise(read, 1, abstract=TYPO_FIXED)
    revise(read, 2, abstract=TYPO_FIXED)
    assert queued(read) == [("2503.00003", "new")]
    revise(read, 1, 3, abstract=LABEL_GONE)
    assert queued(read) == [("2503.00001", "revised"), ("2503.00003", "new")]


def test_a_number_in_a_quoted_sentence_reopens_until_the_result_is_rejected(read: Settings) -> None:
    quote = "It answers every question in a ward at 81.4%."
    result = ReportedResult(
        parse("2503.00003"), "81.4", "percent", metric="accuracy", quote=quote, version=1,
        status="confirmed", by="ann", at=NOW,
    )  # fmt: skip
    write_result(read.root, result)
    revise(read, 3, 2, abstract=f"{ABSTRACT} {quote}")
    evening(read).do("accept")
    assert queued(read) == []
    revise(read, 3, 3, abstract=f"{ABSTRACT} {quote}".replace("81.4", "84.1"))
    assert queued(read) == [("2503.00003", "revised")]
    later = NOW + timedelta(hours=1)
    write_result(read.root, signed(result, "rejected", "ann", later, [result]))
    assert queued(read) == []


def test_a_withdrawal_goes_before_every_revision(read: Settings) -> None:
    revise(read, 1, abstract=LABEL_GONE, withdrawn=True)
    revise(read, 2, abstract=LABEL_GONE)
    assert queued(read) == [
        ("2503.00001", "withdrawn"),
        ("2503.00002", "revised"),
        ("2503.00003", "new"),
    ]


@pytest.mark.parametrize("action", ["accept", "exclude", "defer"])
def test_any_decision_on_the_new_version_closes_it_and_undo_opens_it(
    read: Settings, action: str
) -> None:
    revise(read, 1, abstract=LABEL_GONE)
    sitting = evening(read)
    sitting.do(action, "changed its mind" if action == "exclude" else "")
    assert ("2503.00001", "revised") not in queued(read)
    assert evening(read).session.queue[0].work.value == "2503.00003"
    sitting.do("undo")
    assert queued(read)[0] == ("2503.00001", "revised")


def test_what_one_checkout_decided_on_the_new_version_closes_it_in_the_other(
    read: Settings, tmp_path: Path
) -> None:
    shutil.copytree(read.root, tmp_path / "two")
    url = read.database_url.replace(str(read.root), str(tmp_path / "two"))
    other = replace(read, root=tmp_path / "two", database_url=url)
    for checkout in (read, other):
        revise(checkout, 1, abstract=LABEL_GONE)
        assert queued(checkout, "bo")[0] == ("2503.00001", "revised")
    evening(other, "bo").do("accept")
    assert queued(read)[0] == ("2503.00001", "revised")
    journals = Path("curation", "decisions")
    shutil.copytree(other.root / journals, read.root / journals, dirs_exist_ok=True)
    assert queued(read) == queued(other) == [("2503.00003", "new")]


def test_a_text_that_is_not_kept_is_counted_unless_words_named_are_gone(
    read: Settings, tmp_path: Path
) -> None:
    elsewhere = replace(read, database_url=f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    revise(elsewhere, 1, 3, abstract=TYPO_FIXED)
    revise(elsewhere, 2, 3, abstract=LABEL_GONE)
    found = waiting(elsewhere)
    assert [(one.work.value, one.why) for one in found.waiting] == [("2503.00002", "revised")]
    assert found.unknown == 1


def test_the_screen_shows_word_by_word_what_changed_since_the_version_decided_on(
    read: Settings,
) -> None:
    revise(read, 1, 2, abstract=TYPO_FIXED)
    revise(read, 1, 3, abstract=LABEL_GONE)

    async def act(pilot: Pilot[None], app: Review) -> None:
        whole = " ".join(shown(app, "text").split())
        assert "decided on an earlier version; words that it rests on changed" in whole
        assert "changed since v1: … it answers every [-question-] {+letter+} in a ward." in whole
        await pilot.press("v")
        assert "From v1, which was decided on, to v3." in shown(app, "text")
        assert "every [-question-] {+letter+} in a ward." in " ".join(shown(app, "text").split())

    played(read, act, (200, 60))
    lines = said(read, "v\nq\n").stdout
    assert "changed since v1: … it answers every [-question-] {+letter+} in a ward." in lines
    assert "From v1, which was decided on, to v3. Kept: v1 of 2025-03-04, v2 of" in lines
    assert "answers every [-question-] {+letter+} in a ward." in lines.split("From v1")[1]


def test_commands_say_why_a_paper_is_back_and_what_changed(read: Settings) -> None:
    revise(read, 1, abstract=LABEL_GONE.replace("ward", "wa\u202e\x1b[2Jrd"))
    assert "95%  revised    arxiv:2503.00001        Clinical model 1\n" in asked(read, "queue")
    (first, _) = json.loads(asked(read, "queue", "--json"))["items"]
    assert (first["id"], first["why"]) == ("arxiv:2503.00001", "revised")
    change = "… it answers every [-question-] {+letter+} in a [-ward.-] {+wa"
    told = asked(read, "show", "2503.00001")
    assert f"changed since v1: {change}\ufffd\ufffd[2Jrd.+}}\n" in told
    seen = json.loads(asked(read, "show", "2503.00001", "--json"))["changed"]
    assert seen["difference"].startswith(change)
    assert (seen["since"], seen["decided_on"]) == (1, True)
    assert json.loads(asked(read, "show", "2503.00003", "--json"))["changed"] is None
