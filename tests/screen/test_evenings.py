"""An evening over a real folder: what is decided, taken back, and done by others meanwhile."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from tests.screen.desks import NOW, decisions, evening, paper, survey, told
from tracker.curation import append, load, write_work
from tracker.decisions import Decision, active
from tracker.errors import SettingsError
from tracker.identity import parse
from tracker.record import replay
from tracker.review.page import heading, plain
from tracker.review.session import Write
from tracker.settings import Settings
from tracker.steps.reviewing import Desk
from tracker.store import open_store
from tracker.store.engine import writing
from tracker.works import Facts, Link, Work

HIDDEN = {
    "model": "m1",
    "relevant": 0.95,
    "labels": {"nlp_task:qa": 0.9, "kind:model": 0.6},
    "tiers": {"nlp_task:qa": "suggested", "kind:model": "likely"},
    "blind": True,
    "audit": True,
    "words": {"relevant": ["question"], "nlp_task:qa": ["question"]},
}


@pytest.fixture
def three(tmp_path: Path) -> Settings:
    return survey(tmp_path, [paper(1), paper(2), paper(3)])


def test_accepting_writes_labels_facts_and_the_work_before_the_next_paper(three: Settings) -> None:
    sitting = evening(three)
    sitting.do("accept")
    (one,) = decisions(three)
    assert (one.verdict, one.labels, one.version) == ("include", ("nlp_task:qa",), 1)
    assert one.facts == Facts({"sizes": ("2.7B",), "base_model": "Llama 3.1"})
    assert one.shown["labels"] == {"kind:model": 0.6, "nlp_task:qa": 0.9}
    assert sitting.session.sheet is not None
    assert sitting.session.sheet.case.title == "Clinical model 2"
    assert sitting.session.said == "Included: Clinical model 1 (u takes it back)"


def test_the_journal_that_arxiv_names_is_shown_and_filed_and_may_be_corrected(
    tmp_path: Path,
) -> None:
    settings = survey(tmp_path, [paper(1, journal_ref="J. Med. 5, 1-9")])
    sitting = evening(settings)
    assert "journal: J. Med. 5, 1-9" in [plain(line) for line in heading(sitting.session)]
    sitting.do("fact journal", "J. Med. 5 (2025) 1-9")
    sitting.do("accept")
    curation = load(settings.root)
    assert [work.journal for work in curation.works] == ["J. Med. 5, 1-9"]
    (standing,) = curation.record.standings
    assert standing.work.journal == "J. Med. 5 (2025) 1-9"


def test_a_size_label_that_the_works_own_sizes_contradict_is_said_at_once(tmp_path: Path) -> None:
    settings = survey(tmp_path, [paper(1)])
    sizes = "  size:\n    labels:\n      gt_5b: {name: '>5B', meaning: Large.}\n"
    with (tmp_path / "curation/taxonomy.yaml").open("a") as file:
        file.write(sizes)
    work = parse("arxiv:2503.00001")
    write_work(tmp_path, Work((work,), "Clinical model 1", sizes=("350M",)))
    adopted = Decision(NOW, "import", "include", work, labels=("size:gt_5b",), inferred=True)
    append(tmp_path, adopted)
    said = "Its sizes (350M) do not bear out its label >5B."
    assert said in evening(settings).session.said


def test_every_action_of_an_evening_leaves_its_line(three: Settings) -> None:
    sitting = evening(three)
    sitting.do("exclude", "1")
    sitting.do("note", "asked the authors")
    sitting.do("defer")
    sitting.do("type", "kind:dataset, sum")
    sitting.do("accept")
    assert told(three) == [
        "exclude 2503.00001",
        "defer 2503.00002",
        "include 2503.00003 nlp_task:qa nlp_task:sum kind:dataset",
    ]
    taken = decisions(three)
    assert (taken[0].reason, taken[1].note) == ("off topic", "asked the authors")
    assert sitting.session.sheet is None
    assert "Nothing waits any more." in sitting.session.said


def test_undo_and_redo_reach_back_into_earlier_evenings(three: Settings) -> None:
    evening(three).do("exclude", "not a clinic")
    later = evening(three)
    later.do("undo")
    assert later.session.said == "Taken back: excluded Clinical model 1."
    assert later.session.sheet is not None
    assert later.session.sheet.case.title == "Clinical model 1"
    after = evening(three)
    after.do("redo")
    assert after.session.said == "Put back: excluded Clinical model 1."
    assert [d.verdict for d in active(decisions(three))] == ["exclude"]
    after.do("redo")
    assert after.session.said == "There is nothing to put back."


def test_an_undone_inclusion_comes_back_with_its_ticks_and_note(three: Settings) -> None:
    sitting = evening(three)
    sitting.do("type", "nd")
    sitting.do("type", "sum")
    sitting.do("note", "twice read")
    sitting.do("accept")
    sitting.do("undo")
    choices = sitting.session.choices
    assert (choices.labels, choices.note) == (("nlp_task:qa", "nlp_task:sum"), "twice read")
    assert load(three.root).record.by_id[parse("2503.00001")].status == "undecided"


def test_undo_prefers_this_sitting_to_a_second_one_under_the_same_handle(three: Settings) -> None:
    one, two = evening(three), evening(three)
    one.do("accept")
    two.do("next")
    two.do("exclude", "2")
    one.do("undo")
    assert one.session.said == "Taken back: included Clinical model 1."


def test_what_somebody_else_decided_meanwhile_is_said_and_not_overwritten(three: Settings) -> None:
    ann, bo = evening(three), evening(three, "bo")
    bo.do("exclude", "off topic")
    ann.do("accept")
    assert ann.session.said == (
        "bo excluded it at 09:30 UTC. Yours is not written: decide again to replace it, "
        "or go on with l."
    )
    assert told(three) == ["exclude 2503.00001"]
    ann.do("accept")
    assert told(three) == ["exclude 2503.00001", "include 2503.00001 nlp_task:qa"]


def test_papers_others_decided_are_passed_over(three: Settings) -> None:
    ann, bo = evening(three), evening(three, "bo")
    bo.do("next")
    bo.do("defer")
    ann.do("accept")
    assert ann.session.sheet is not None
    assert ann.session.sheet.case.title == "Clinical model 3"
    assert ann.session.said.endswith("The curation changed on disk and was read again.")


def test_a_taxonomy_broken_while_reviewing_stops_nobody(three: Settings) -> None:
    sitting = evening(three)
    path = three.root / "curation" / "taxonomy.yaml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[:40], encoding="utf-8")
    sitting.do("accept")
    path.write_text(whole, encoding="utf-8")
    assert told(three) == ["include 2503.00001 nlp_task:qa"]


def test_a_label_added_to_the_taxonomy_meanwhile_can_be_given(three: Settings) -> None:
    sitting = evening(three)
    path = three.root / "curation" / "taxonomy.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "      survey: {name: Survey, meaning: Sums up.}\n", encoding="utf-8")
    sitting.do("next")
    sitting.do("type", "survey")
    assert sitting.session.choices.labels == ("nlp_task:qa", "kind:survey")


def test_blind_decisions_say_so_and_nothing_is_ticked(three: Settings) -> None:
    sitting = evening(three, blind=True)
    assert sitting.session.choices.labels == ()
    sitting.do("accept")
    assert sitting.session.said.startswith("nothing is ticked")
    assert sitting.session.view == "labels"
    sitting.do("type", "nq")
    sitting.do("accept")
    (one,) = decisions(three)
    assert (one.labels, one.shown) == (("nlp_task:qa",), HIDDEN)


def test_without_a_model_papers_show_all_the_same(tmp_path: Path) -> None:
    settings = survey(tmp_path, [paper(1)], judged=False)
    sitting = evening(settings)
    assert sitting.session.said == "No suggestions yet: tracker suggest makes them."
    sitting.do("type", "qa")
    sitting.do("accept")
    assert told(settings) == ["include 2503.00001 nlp_task:qa"]


def test_reading_goes_on_while_the_nightly_run_writes(three: Settings) -> None:
    sitting = evening(three)
    with writing(open_store(three.database_url)):
        sitting.do("accept")
        sitting.do("exclude", "1")
    assert sitting.session.sheet is not None
    assert sitting.session.sheet.case.paper == paper(3)


def test_a_paper_that_is_not_in_the_queue_is_found_by_its_identifier(three: Settings) -> None:
    sitting = evening(three)
    sitting.do("exclude", "1")
    sitting.do("jump", "arXiv:2503.00001")
    assert sitting.session.sheet is not None
    assert sitting.session.sheet.case.title == "Clinical model 1"
    assert sitting.session.left == 2
    sitting.do("jump", "2503.99999")
    assert sitting.session.said == "Nothing is known about arxiv:2503.99999."


def test_a_fact_is_corrected_or_dropped_and_a_wrong_one_refused(three: Settings) -> None:
    sitting = evening(three)
    sitting.do("fact short_name", "MedNote")
    sitting.do("fact sizes", "big")
    assert sitting.session.said == "'big' is not a parameter count such as 2.7B"
    sitting.do("fact base_model", "-")
    sitting.do("fact code", "https://github.com/a/b")
    sitting.do("accept")
    (one,) = decisions(three)
    assert one.facts == Facts(
        {
            "short_name": "MedNote",
            "sizes": ("2.7B",),
            "links": (Link("code", "https://github.com/a/b"),),
        }
    )


def test_an_unknown_handle_opens_no_desk(three: Settings) -> None:
    with pytest.raises(SettingsError, match="no curator 'eve'"):
        Desk(three, "eve")


def test_a_disk_that_refuses_leaves_the_paper_where_it_is(three: Settings) -> None:
    sitting = evening(three)
    (three.root / "curation" / "decisions").write_text("in the way", encoding="utf-8")
    sitting.do("exclude", "1")
    assert "could not be saved" in sitting.session.said
    assert sitting.session.sheet is not None
    assert sitting.session.sheet.case.title == "Clinical model 1"


@pytest.mark.parametrize("decided", range(6))
@pytest.mark.parametrize("strategy", ["likely", "value", "uncertain", "oldest"])
def test_the_head_of_the_queue_begins_as_the_whole_does(
    tmp_path: Path, strategy: str, decided: int
) -> None:
    settings = survey(tmp_path, [paper(number) for number in range(1, 121)])
    (tmp_path / "tracker.yaml").write_text(f"strategy: {strategy}\n", encoding="utf-8")
    desk = Desk(settings, "ann")
    for waiting in [one for one in desk.whole() if not one.audit][:decided]:
        desk.decide(desk.sheet(waiting), Write("exclude", reason="off topic"))
    head, whole = desk.head(), desk.whole()
    assert 0 < len(head) < len(whole) == 120 - decided
    drawn = {one.work for one in whole if one.audit}
    valued = [one for one in whole if not one.audit]
    kept = [one for one in head if one.work not in drawn]
    assert valued[: len(kept)] == kept


def test_the_head_is_not_empty_once_the_likeliest_fifty_are_decided(tmp_path: Path) -> None:
    settings = survey(tmp_path, [paper(number) for number in range(1, 121)])
    (tmp_path / "tracker.yaml").write_text("strategy: likely\n", encoding="utf-8")
    desk = Desk(settings, "ann")
    for waiting in [one for one in desk.whole() if not one.audit][:60]:
        desk.decide(desk.sheet(waiting), Write("exclude", reason="off topic"))
    head, whole = desk.head(), desk.whole()
    drawn = {one.work for one in whole if one.audit}
    kept = [one for one in head if one.work not in drawn]
    assert kept and kept == [one for one in whole if not one.audit][: len(kept)]


def test_the_whole_queue_takes_the_place_of_its_head_and_the_paper_stays(tmp_path: Path) -> None:
    settings = survey(tmp_path, [paper(number) for number in range(1, 121)])
    sitting = evening(settings)
    sitting.do("accept")
    shown = sitting.session.sheet
    sitting.fill(*sitting.whole())
    session = sitting.session
    assert (session.sheet, session.left, session.whole) == (shown, 119, True)
    assert session.queue[session.place].title == "Clinical model 2"


MOVES = st.lists(
    st.sampled_from(["accept", "exclude", "defer", "undo", "redo", "next"]), max_size=12
)


@budget(max_examples=25)
@given(MOVES, st.integers(0, 11))
def test_any_sequence_replays_to_the_same_state_wherever_it_is_cut(
    tmp_path_factory: pytest.TempPathFactory, moves: list[str], cut: int
) -> None:
    """The model is an editor's: a stack of what is done and one of what is undone."""
    settings = survey(tmp_path_factory.mktemp("cut") / "s", [paper(n) for n in range(1, 5)])
    sitting = evening(settings)
    done: list[tuple[str, str]] = []
    undone: list[tuple[str, str]] = []
    for place, move in enumerate(moves):
        if place == cut:  # as after kill -9: only what is on disk goes on
            sitting = evening(settings)
        sheet = sitting.session.sheet
        if move == "undo" and done:
            undone.append(done.pop())
        elif move == "redo" and undone:
            done.append(undone.pop())
        elif move in ("accept", "exclude", "defer") and sheet is not None:
            done.append((sheet.waiting.work.value, move))
            undone.clear()
        sitting.do(move, "1" if move == "exclude" else "")
    verdicts = {"include": "accept", "exclude": "exclude", "defer": "defer"}
    stands = [(d.work.value, verdicts[d.verdict]) for d in active(decisions(settings))]
    assert sorted(stands) == sorted(done)
    curation = load(settings.root)
    assert sitting.desk.record().by_id == replay(curation.works, curation.decisions).by_id


def test_the_pace_counts_the_seconds_of_decisions(three: Settings) -> None:
    sitting = evening(three)
    sitting.do("accept")
    sitting.do("exclude", "1")
    tally = sitting.session.tally
    assert (tally.decided, tally.pace) == (2, 5.0)
    sitting.do("undo")
    assert sitting.session.tally.decided == 1
    assert replace(sitting.session.tally, decided=2).pace == 5.0


def test_a_second_read_hides_the_first_and_becomes_a_vote(three: Settings) -> None:
    (three.root / "tracker.yaml").write_text(
        "second_reads: 1.0\nstrategy: likely\n", encoding="utf-8"
    )
    evening(three).do("exclude", "off topic")
    second = evening(three, "bo")
    assert second.session.sheet is not None
    assert second.session.sheet.waiting.why == "second"
    assert second.session.sheet.case.title == "Clinical model 1"
    assert second.session.sheet.case.standing is not None
    assert second.session.sheet.case.standing.history == ()
    second.do("accept")
    vote = decisions(three)[-1]
    assert (vote.verdict, vote.by, vote.shown["second"]) == ("include", "bo", True)
    record = load(three.root).record
    assert record.by_id[parse("2503.00001")].status == "excluded"
    assert second.session.sheet.case.title == "Clinical model 2"
    second.do("undo")
    assert second.session.sheet.waiting.why == "second"


def test_a_paper_drawn_for_the_audit_says_so_in_its_decision(tmp_path: Path) -> None:
    settings = survey(tmp_path, [paper(number) for number in range(1, 31)])
    (settings.root / "tracker.yaml").write_text("audit: 2\nstrategy: likely\n", encoding="utf-8")
    sitting = evening(settings)
    sitting.fill(*sitting.whole())
    drawn = next(one for one in sitting.session.queue if one.audit)
    sitting.do("jump", str(drawn.work))
    sitting.do("exclude", "1")
    assert decisions(settings)[-1].shown["audit"] is True


def test_a_paper_asked_for_does_not_wait_once_its_decision_is_taken_back(three: Settings) -> None:
    first = evening(three)
    first.do("next")
    first.do("exclude", "1")
    sitting = evening(three)
    sitting.do("jump", "2503.00002")
    sitting.do("accept")
    sitting.do("undo")
    session = sitting.session
    assert session.sheet is not None
    assert (session.sheet.case.title, session.left) == ("Clinical model 2", 2)
    (three.root / "curation" / "curators.yaml").touch()  # what others change is taken in
    sitting.do("next")
    assert (sitting.session.sheet or session.sheet).case.title != "Clinical model 2"
    assert sitting.session.left == len(sitting.desk.whole()) == 2


def test_what_is_taken_back_of_an_earlier_evening_waits_only_if_nothing_else_stands(
    three: Settings,
) -> None:
    first = evening(three)
    first.do("exclude", "1")
    first.do("jump", "2503.00001")
    first.do("accept")
    later = evening(three)
    later.do("undo")
    assert (later.session.said, later.session.left) == ("Taken back: included Clinical model 1.", 2)
    later.do("undo")
    assert (later.session.said, later.session.left) == ("Taken back: excluded Clinical model 1.", 3)


@pytest.mark.parametrize(("away", "to"), [("jump", "2"), ("next", ""), ("previous", "")])
def test_a_note_waits_on_its_paper_until_the_decision(three: Settings, away: str, to: str) -> None:
    sitting = evening(three)
    sitting.do("note", "ask the authors")
    sitting.do(away, to)
    assert sitting.session.choices.note == ""
    sitting.do("jump", "1")
    assert sitting.session.choices.note == "ask the authors"
    sitting.do("defer")
    assert (decisions(three)[-1].note, sitting.session.choices.note) == ("ask the authors", "")
    sitting.do("jump", "2503.00001")
    assert sitting.session.choices.note == ""
