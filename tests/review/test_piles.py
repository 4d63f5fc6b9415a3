"""Papers with one cause: which they are, and clearing and taking back as values."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.record.surveys import minute
from tracker.decisions import Decision, active, in_order
from tracker.errors import SettingsError
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.review.piles import Causes, Pile, latest, marker, piles, redos, undos
from tracker.review.waiting import Waiting
from tracker.scope import Facet, Scope

SCOPE = Scope(
    facets=(
        Facet("Health", ("medic*", "patient", "mental health")),
        Facet("language models", ("language model", "LLM")),
    )
)
AT = datetime(2026, 1, 2, tzinfo=UTC)
PLAIN = PaperVersion(
    "2601.00001", 1, "A language model for the clinic", "It reads what patients say.",
    ("A",), ("cs.CL",), "cs.CL", AT, AT,
)  # fmt: skip
FRENCH = (
    "Nous présentons un corpus de comptes rendus médicaux annotés par des médecins et nous "
    "montrons que les modèles entraînés dessus répondent mieux aux questions des patients "
    "dans les hôpitaux où ils ont été essayés pendant une année entière"
)


def causes(**fields: object) -> list[str]:
    paper = replace(PLAIN, **fields)  # type: ignore[arg-type]
    return [key.removeprefix("pile:") for key, _ in Causes(SCOPE).of(paper)]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, []),
        ({"abstract": "It reads."}, ["silent-health"]),
        ({"title": "LLMs", "abstract": "Mental-health chats."}, []),
        ({"title": "Cars", "abstract": "A medication."}, ["silent-language-models"]),
        ({"title": "Cars", "abstract": ""}, []),  # nothing is known of it yet
        ({"withdrawn": True}, ["withdrawn"]),
        ({"abstract": f"LLM. {FRENCH}"}, ["language"]),
        ({"comment": "12 pages, in French"}, ["language"]),
        ({"comment": "in French language, 3 figures"}, ["language"]),
        ({"comment": "evaluated in French hospitals"}, []),
        ({"title": "A Survey of LLM in medicine"}, ["survey"]),
        ({"title": "LLM in medicine: a scoping review"}, ["survey"]),
        ({"title": "LLM that review charts"}, []),
        ({"title": "Proceedings of the LLM Workshop"}, ["proceedings"]),
        ({"title": "Team X at SemEval-2025 Task 9: LLM"}, ["event-semeval"]),
        ({"title": "LLM at BioASQ 2025"}, ["event-bioasq"]),
    ],
)
def test_a_cause_is_seen_in_the_papers_own_words(
    fields: dict[str, object], found: list[str]
) -> None:
    assert causes(**fields) == found


def waits(number: int, **fields: object) -> Waiting:
    given = Waiting(WorkId("arxiv", f"2601.{number:05}"), "new", "T")
    return replace(given, **fields)  # type: ignore[arg-type]


def test_piles_hold_what_is_open_and_was_not_drawn_largest_first() -> None:
    survey = replace(PLAIN, title="An LLM survey")
    silent = replace(survey, abstract="None.")
    some = [waits(n) for n in range(4)]
    others = [waits(4, audit=True), waits(5, why="second"), waits(6, why="inferred")]
    pairs = [(some[0], silent), (some[1], survey), (some[2], silent), (some[3], PLAIN)]
    found = piles([*pairs, *((one, silent) for one in others)], SCOPE)
    said = "a survey, review, tutorial or position paper by its title"
    facet = "no word of the scope's facet “Health” in title and abstract"
    assert found == (
        Pile("pile:survey", said, tuple(some[:3])),
        Pile("pile:silent-health", facet, (some[0], some[2])),
    )
    assert found[1].as_json(1) == {
        "key": "pile:silent-health",
        "cause": facet,
        "papers": 2,
        "examples": [some[0].as_json()],
    }


MARK = marker("pile:survey", date(2026, 1, 2))


def cleared(number: int, by: str = "ada", mark: str = MARK) -> Decision:
    work = WorkId("arxiv", f"2601.{number:05}")
    return Decision(minute(number), by, "exclude", work, title="T", shown={"pile": mark})


def test_one_undo_takes_all_back_one_redo_puts_all_back_and_repeats_add_nothing() -> None:
    own = [cleared(n) for n in range(3)]
    others = [cleared(3, "bo"), cleared(4, mark="pile:survey@2026-01-09")]
    told = [*own, *others]
    at = minute(60)
    taken = undos(told, MARK, "Ada", at)
    assert [(one.verdict, one.undoes, one.shown) for one in taken] == [
        ("undo", one.key, {"pile": MARK}) for one in own
    ]
    assert active([*told, *taken]) == in_order(others)
    assert undos([*told, *taken], MARK, "ada", at) == []
    assert redos(told, MARK, "ada", at) == []
    back = redos([*told, *taken], MARK, "ada", at + timedelta(minutes=1))
    assert active([*told, *taken, *back]) == in_order(told)
    assert redos([*told, *taken, *back], MARK, "ada", at) == []
    again = undos([*told, *taken, *back], MARK, "ada", at + timedelta(minutes=2))
    assert active([*told, *taken, *back, *again]) == in_order(others)


@pytest.mark.parametrize("written", range(4))
def test_an_undo_or_redo_that_was_killed_is_completed_by_a_repeat(written: int) -> None:
    told = [cleared(n) for n in range(3)]
    part = undos(told, MARK, "ada", minute(60))[:written]
    rest = undos([*told, *part], MARK, "ada", minute(61))
    undone = [*told, *part, *rest]
    assert (len(rest), active(undone)) == (3 - written, ())
    put = redos(undone, MARK, "ada", minute(62))[:written]
    more = redos([*undone, *put], MARK, "ada", minute(63))
    assert (len(more), len(active([*undone, *put, *more]))) == (3 - written, 3)


def test_a_piles_name_means_the_curators_latest_clearing_of_it() -> None:
    later = marker("pile:survey", date(2026, 1, 9))
    told = [cleared(0), cleared(1, mark=later), cleared(2, "bo", "pile:survey@2026-02-01")]
    assert latest(told, "pile:survey", "Ada") == later
    assert latest(told, MARK, "ada") == MARK
    with pytest.raises(SettingsError, match="ada has cleared no pile:language; tracker piles"):
        latest(told, "pile:language", "ada")
