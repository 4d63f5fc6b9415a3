"""What curators accepted of what they were shown, counted by hand."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tracker.decisions import Decision, Verdict
from tracker.identity import WorkId
from tracker.record import Standing
from tracker.suggest.acceptance import acceptance, kept, shown
from tracker.suggest.intervals import Share
from tracker.taxonomy import Dimension, Label, Taxonomy
from tracker.works import Work

TAXONOMY = Taxonomy(
    1,
    (
        Dimension(
            "task", "Task", "any", (Label("task:qa", "QA", "m"), Label("task:sum", "S", "m"))
        ),
        Dimension("kind", "Kind", "one", (Label("kind:model", "M", "m"),)),
    ),
)
AT = datetime(2026, 5, 1, tzinfo=UTC)


def decision(
    verdict: Verdict, said: Any, labels: tuple[str, ...] = (), inferred: bool = False
) -> Decision:
    work = WorkId("arxiv", "2605.00001")
    return Decision(AT, "ann", verdict, work, labels=labels, inferred=inferred, shown=said)


def said(relevant: float | None, blind: bool | None = None, **labels: float) -> dict[str, Any]:
    """``task_qa=0.9`` is the label task:qa."""
    found = {"relevant": relevant, "labels": {k.replace("_", ":"): v for k, v in labels.items()}}
    return found if blind is None else found | {"blind": blind}


def standings(decisions: Iterable[Decision]) -> list[Standing]:
    """A work of its own for each decision."""
    return [
        Standing(Work((WorkId("arxiv", f"2605.{i:05d}"),), "t"), (one,))
        for i, one in enumerate(decisions)
    ]


DECISIONS = [
    # Suggested qa and model; kept qa, added sum.
    decision(
        "include", said(0.9, task_qa=0.8, kind_model=0.6, task_sum=0.4), ("task:qa", "task:sum")
    ),
    decision("include", said(0.2, False, task_qa=0.5), ("task:qa",)),  # unlikely, yet included
    decision("exclude", said(0.7, task_qa=0.9)),  # its labels say nothing
    decision("include", said(0.9, True, task_qa=0.9, kind_model=0.9), ("kind:model",)),
    decision("include", said(0.9, task_qa=0.9), ("task:sum",), inferred=True),  # an import
    decision("defer", said(0.9, task_qa=0.9)),
    decision("include", {}, ("task:qa",)),  # nothing was shown
    decision("include", {"relevant": "high", "labels": [1]}, ("task:qa",)),  # unreadable
]


def share(count: int, of: int) -> dict[str, Any]:
    return Share(count, of).as_json()


NOBODY = {
    "decisions": 0,
    "included": 0,
    "relevance": {"likely": share(0, 0), "unlikely": share(0, 0)},
    "dimensions": {
        name: {"accepted": share(0, 0), "stayed": share(0, 0), "foreseen": share(0, 0)}
        for name in ("all", "task", "kind")
    },
}


def test_kept_added_and_dropped_labels_are_counted_blind_and_not_blind_apart() -> None:
    assert acceptance(shown(standings(DECISIONS), TAXONOMY.by_key), TAXONOMY) == {
        "suggested_from": 0.5,
        "seen": {
            "decisions": 3,
            "included": 2,
            "relevance": {"likely": share(1, 2), "unlikely": share(1, 1)},
            "dimensions": {
                "all": {"accepted": share(2, 3), "stayed": share(0, 0), "foreseen": share(2, 3)},
                "task": {"accepted": share(2, 2), "stayed": share(0, 0), "foreseen": share(2, 3)},
                "kind": {"accepted": share(0, 1), "stayed": share(0, 0), "foreseen": share(0, 0)},
            },
        },
        "blind": {
            "decisions": 1,
            "included": 1,
            "relevance": {"likely": share(1, 1), "unlikely": share(0, 0)},
            "dimensions": {
                "all": {"accepted": share(1, 2), "stayed": share(0, 0), "foreseen": share(1, 1)},
                "task": {"accepted": share(0, 1), "stayed": share(0, 0), "foreseen": share(0, 0)},
                "kind": {"accepted": share(1, 1), "stayed": share(0, 0), "foreseen": share(1, 1)},
            },
        },
        "again": NOBODY,
    }


def test_of_all_decisions_half_of_the_suggested_labels_were_kept() -> None:
    assert kept(shown(standings(DECISIONS), TAXONOMY.by_key)) == Share(3, 5)


def test_labels_the_taxonomy_does_not_know_are_passed_over() -> None:
    old = decision("include", said(0.9, task_old=0.9, task_qa=0.9), ("task:qa", "task:old"))
    assert kept(shown(standings([old]), TAXONOMY.by_key)) == Share(1, 1)


def test_where_tiers_were_recorded_they_say_what_was_suggested_and_what_was_ticked() -> None:
    shown_tiers = said(0.9, task_qa=0.45, kind_model=0.95, task_sum=0.6) | {
        "tiers": {"task:qa": "likely", "kind:model": "suggested", "task:sum": "ask"}
    }
    one = decision("include", shown_tiers, ("task:qa", "task:sum"))
    assert acceptance(shown(standings([one]), TAXONOMY.by_key), TAXONOMY)["seen"]["dimensions"] == {
        "all": {"accepted": share(1, 2), "stayed": share(0, 1), "foreseen": share(1, 2)},
        "task": {"accepted": share(1, 1), "stayed": share(0, 0), "foreseen": share(1, 2)},
        "kind": {"accepted": share(0, 1), "stayed": share(0, 1), "foreseen": share(0, 0)},
    }


def test_a_work_decided_before_is_told_apart_unless_it_was_only_deferred() -> None:
    imported = decision("include", {}, ("task:sum",), inferred=True)
    put_off = decision("defer", said(0.9, task_qa=0.9))
    chosen = decision("include", said(0.9, task_qa=0.9), ("task:qa",))
    work = Work((WorkId("arxiv", "2605.00001"),), "t")
    found = [Standing(work, (imported, chosen)), Standing(work, (put_off, chosen))]
    rows = shown(found, TAXONOMY.by_key)
    assert [one.again for one in rows] == [True, False]
    live = acceptance(rows, TAXONOMY)
    assert (live["seen"]["decisions"], live["again"]["decisions"]) == (1, 1)
    assert kept(rows) == Share(1, 1)
