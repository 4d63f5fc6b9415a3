"""What deciding adds to the record: the decision itself, and sometimes the work's file."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.record.surveys import DOI, ONE, PMID, TAXONOMY, TWO, decided, minute
from tracker.decisions import Decision, Verdict
from tracker.errors import SettingsError
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.record import Standing, replay
from tracker.review.decide import Case, decide, listed, shown, undo
from tracker.suggestions import Suggestion
from tracker.works import Facts, Work

AT = datetime(2024, 7, 17, 23, 59, tzinfo=UTC)
PAPER = PaperVersion(
    arxiv_id="2407.12341",
    version=2,
    title="One",
    abstract="…",
    authors=("Ada", "Grace"),
    categories=("cs.CL",),
    primary_category="cs.CL",
    submitted_at=AT,
    updated_at=AT + timedelta(days=9),
    doi="10.1038/SDATA.2016.35 see-also 10.1/no",
    journal_ref="Sci. Data\n 3 (2016)  160035",
)
WORK = Work(
    (ONE, DOI), "One", ("Ada", "Grace"), "2024-07-17", category="cs.CL",
    journal="Sci. Data 3 (2016) 160035",
)  # fmt: skip
NEW = Case(ONE, paper=PAPER)


def after(*history: Decision, files: tuple[Work, ...] = ()) -> Standing:
    return replay(files, history).by_id[ONE]


def test_including_a_paper_records_what_was_seen_and_lists_it() -> None:
    suggested = (
        Suggestion("2407.12341", "relevant", 2, 0.87654, (), "m1"),
        Suggestion("2407.12341", "task:qa", 2, 0.25, (), "m1"),
    )
    case = Case(ONE, paper=PAPER, suggestions=suggested)
    labels = ["task:qa", "kind:model", "task:qa"]
    assert decide(case, "include", "ada", minute(0), TAXONOMY, labels, "fine") == (
        Decision(
            minute(0),
            "ada",
            "include",
            ONE,
            version=2,
            title="One",
            labels=("kind:model", "task:qa"),
            note="fine",
            shown={"model": "m1", "relevant": 0.877, "labels": {"task:qa": 0.25}},
        ),
        WORK,
    )


@pytest.mark.parametrize("verdict", ["exclude", "defer"])
def test_a_paper_not_included_is_one_decision_without_labels_or_file(verdict: Verdict) -> None:
    found = decide(NEW, verdict, "ada", minute(0), TAXONOMY, ["kind:model"], reason="off topic")
    assert found == (
        decided(0, verdict, version=2, title="One", reason="off topic"),
        None,
    )


@pytest.mark.parametrize("verdict", ["exclude", "defer"])
def test_a_paper_included_on_second_thoughts_is_listed_with_all_its_facts(
    verdict: Verdict,
) -> None:
    first, _ = decide(NEW, verdict, "ada", minute(0), TAXONOMY)
    case = Case(ONE, after(first), PAPER)
    assert decide(case, "include", "ada", minute(1), TAXONOMY) == (
        decided(1, "include", version=2, title="One"),
        WORK,
    )


def test_a_work_that_has_a_file_keeps_it() -> None:
    adopted = Work((ONE,), "As the list has it")
    case = Case(ONE, after(files=(adopted,)), PAPER)
    assert decide(case, "include", "ada", minute(1), TAXONOMY, ["task:qa"]) == (
        decided(1, "include", version=2, title="As the list has it", labels=("task:qa",)),
        None,
    )


def test_including_without_labels_confirms_those_an_import_gave() -> None:
    imported = decided(0, "include", by="import", labels=("kind:dataset",), inferred=True)
    case = Case(ONE, after(imported, files=(Work((ONE,), "One"),)))
    decision, _ = decide(case, "include", "ada", minute(1), TAXONOMY)
    assert decision == decided(1, "include", title="One", labels=("kind:dataset",))
    assert after(imported, decision).inferred is False


def test_including_with_no_labels_on_purpose_takes_them_away() -> None:
    case = Case(ONE, after(decided(0, "include", labels=("kind:dataset",))))
    assert decide(case, "include", "ada", minute(1), TAXONOMY, [])[0].labels == ()


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        (["kind:modle"], "no label 'kind:modle' in the taxonomy; did you mean 'kind:model'?"),
        (["task:old"], "label 'task:old' is retired; use task:qa"),
        (
            ["kind:dataset", "kind:model", "x"],
            "no label 'x' in the taxonomy; Kind takes one label, not kind:model, kind:dataset",
        ),
    ],
)
def test_labels_that_cannot_stand_together_are_refused(labels: list[str], sentence: str) -> None:
    with pytest.raises(SettingsError) as fault:
        decide(NEW, "include", "ada", minute(0), TAXONOMY, labels)
    assert str(fault.value) == sentence


def test_a_paper_nobody_has_heard_of_is_refused() -> None:
    with pytest.raises(SettingsError) as fault:
        decide(Case(PMID), "exclude", "ada", minute(0), TAXONOMY)
    assert str(fault.value) == (
        "nothing is known about pmid:31066443; run tracker pull, or check the identifier"
    )


def test_a_case_is_called_as_the_record_calls_it_and_else_as_arxiv_does() -> None:
    standing = Standing(Work((ONE,), "Mine"))
    assert [Case(ONE, standing, PAPER).title, NEW.title, Case(ONE).title] == ["Mine", "One", ""]


def test_a_listed_paper_starts_with_the_identifiers_that_arxiv_knows() -> None:
    assert listed(PAPER) == WORK


def test_nothing_was_shown_where_nothing_was_suggested() -> None:
    assert shown(()) == {}


def test_what_chance_put_on_the_table_is_recorded_as_a_draw() -> None:
    suggested = (Suggestion("2407.12341", "relevant", 2, 0.0312, (), "m1"),)
    assert shown((), audit=True) == {"audit": True}
    case = Case(ONE, paper=PAPER, suggestions=suggested, audit=True)
    decision, _ = decide(case, "exclude", "ada", minute(0), TAXONOMY)
    assert decision.shown == {"model": "m1", "relevant": 0.031, "labels": {}, "audit": True}


HISTORY = (
    decided(0, "include", by="Grace"),
    decided(1, "include"),
    decided(2, "exclude", TWO),
    decided(3, "exclude", by="Grace"),
)


def taken(count: int, target: Decision, by: str = "ada") -> tuple[Decision, Decision]:
    return decided(count, "undo", target.work, by, undoes=target.key), target


def test_an_undo_takes_back_the_curators_own_last_decision() -> None:
    assert undo(HISTORY, "ADA", minute(4)) == taken(4, HISTORY[2], "ADA")


def test_an_undo_on_a_work_takes_back_the_curators_last_decision_on_it() -> None:
    assert undo(HISTORY, "ada", minute(4), works=[ONE]) == taken(4, HISTORY[1])


def test_an_undo_by_key_takes_back_anybodys() -> None:
    assert undo(HISTORY, "ada", minute(4), HISTORY[0].key) == taken(4, HISTORY[0])


def test_an_undo_again_takes_back_the_one_before() -> None:
    first, _ = undo(HISTORY, "ada", minute(4))
    assert undo([*HISTORY, first], "ada", minute(5)) == taken(5, HISTORY[1])


def test_the_key_of_an_undo_redoes() -> None:
    first, _ = undo(HISTORY, "ada", minute(4))
    redo, target = undo([*HISTORY, first], "ada", minute(5), first.key)
    assert (redo, target) == taken(5, first)
    assert replay([], [*HISTORY, first, redo]) == replay([], HISTORY)


def test_an_undo_is_later_than_what_it_undoes_even_if_clocks_disagree() -> None:
    found, _ = undo([decided(60, "exclude")], "ada", minute(0))
    assert found.at == minute(60) + timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("which", "works", "what"),
    [
        ("", None, "eve"),
        ("", [TWO], "eve on arxiv:2407.12342"),
        ("feedfacefeedface", None, "feedfacefeedface"),
    ],
)
def test_where_there_is_nothing_to_undo_it_is_told(
    which: str, works: list[WorkId] | None, what: str
) -> None:
    with pytest.raises(SettingsError) as fault:
        undo(HISTORY, "eve", minute(4), which, works)
    assert str(fault.value) == f"there is no decision of {what} to undo"


def test_keeping_a_withdrawn_paper_states_when_it_was_withdrawn_once() -> None:
    gone = replace(PAPER, withdrawn=True)
    stated, _ = decide(Case(ONE, paper=gone), "include", "ada", minute(0), TAXONOMY)
    assert stated.facts == Facts({"withdrawn_on": "2024-07-26"})
    standing = after(stated, files=(WORK,))
    assert standing.work == replace(WORK, withdrawn_on="2024-07-26")
    again, _ = decide(Case(ONE, standing, gone), "include", "ada", minute(1), TAXONOMY)
    dropped, _ = decide(Case(ONE, standing, gone), "exclude", "ada", minute(1), TAXONOMY)
    assert (again.facts, dropped.facts) == (None, None)


def _said(label: str, version: int, words: str, against: str) -> Suggestion:
    def piece(some: str) -> tuple[dict[str, object], ...]:
        return ({"words": some, "weight": 1.0, "start": 0, "end": 1},)

    return Suggestion("2407.12341", label, version, 0.5, piece(words), "m1", "", piece(against))


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("include", {"relevant": ["clinic"], "task:qa": ["asks"]}),
        ("exclude", {"relevant": ["clinic", "law"]}),
        ("defer", None),
    ],
)
def test_a_decision_names_the_words_it_rests_on(
    verdict: Verdict, words: dict[str, list[str]] | None
) -> None:
    suggested = (
        _said("relevant", 2, "clinic", "law"),
        _said("task:qa", 2, "asks", "no"),
        _said("kind:model", 2, "model", "no"),  # not given
    )
    case = Case(ONE, paper=PAPER, suggestions=suggested)
    decision, _ = decide(case, verdict, "ada", minute(0), TAXONOMY, ["task:qa"])
    assert decision.shown.get("words") == words


def test_words_of_another_version_or_too_long_to_be_a_phrase_are_not_named() -> None:
    suggested = (_said("relevant", 1, "clinic", ""), _said("task:qa", 2, "x" * 81, ""))
    case = Case(ONE, paper=PAPER, suggestions=suggested)
    decision, _ = decide(case, "include", "ada", minute(0), TAXONOMY, ["task:qa"])
    assert "words" not in decision.shown


def test_a_blind_decision_keeps_what_was_hidden_and_says_that_it_was() -> None:
    suggested = (Suggestion("2407.12341", "relevant", 2, 0.5, (), "m1"),)
    case = Case(ONE, paper=PAPER, suggestions=suggested)
    decision, _ = decide(case, "exclude", "ada", minute(0), TAXONOMY, blind=True)
    assert decision.shown == {"model": "m1", "relevant": 0.5, "labels": {}, "blind": True}
