"""The history that the feed tells."""

from typing import Any

from tests.exports.editions import WORK, decided, edited, titled
from tracker.decisions import Decision
from tracker.works import Facts


def told(*decisions: Decision) -> list[tuple[Any, ...]]:
    return [(one.what, one.by, one.parts) for one in edited([WORK], decisions).changes]


def undone(count: int, decision: Decision) -> Decision:
    return decided(count, WORK, "undo", undoes=decision.key)


def test_only_what_readers_see_is_a_change() -> None:
    assert told(
        decided(0, WORK, "defer"),
        decided(1, WORK, by="import", labels=("task:qa", "kind:data"), inferred=True),
        decided(2, WORK, labels=("kind:data", "task:qa")),
        decided(3, WORK, labels=("kind:data", "task:qa"), note="still so"),
        decided(4, WORK, labels=("task:ner", "task:qa"), facts=Facts({"published_on": "2023"})),
        decided(5, WORK, "exclude"),
        decided(6, WORK, "exclude", reason="off topic"),
        decided(7, WORK, labels=("task:qa",)),
    ) == [
        ("added", "import", ()),
        ("changed", "ada", ("confirmed by a curator",)),
        (
            "changed",
            "ada",
            ("labels added: task:ner", "labels removed: kind:data", "corrected: published on"),
        ),
        ("removed", "ada", ()),
        ("added", "ada", ()),
    ]


def test_taking_back_is_told_as_it_happened() -> None:
    added = decided(0, WORK, labels=("task:qa",))
    taken = undone(1, added)
    again = undone(2, taken)
    assert told(added, taken) == [("added", "ada", ()), ("removed", "ada", ())]
    assert told(added, taken, again)[2:] == [("added", "ada", ())]
    changed = decided(1, WORK, by="import", labels=(), inferred=True)
    assert told(added, changed, undone(2, changed))[2:] == [
        ("changed", "ada", ("labels added: task:qa", "confirmed by a curator"))
    ]


def test_an_entry_is_dated_by_its_latest_addition_and_change() -> None:
    history = (
        decided(0, WORK), decided(1, WORK, "exclude"), decided(2, WORK),
        decided(3, WORK, labels=("task:qa",)), decided(4, WORK, labels=("task:qa",)),
    )  # fmt: skip
    (entry,) = edited([WORK], history).entries
    assert (entry.added_at, entry.changed_at) == (history[2].at, history[3].at)


def test_an_undo_counts_for_what_it_undoes_whatever_work_it_names() -> None:
    other, out = titled(1, "Other"), decided(1, WORK, "exclude")
    history = (decided(0, WORK), out, decided(2, other, "undo", undoes=out.key))
    found = edited([WORK, other], history)
    assert [(one.what, one.work) for one in found.changes] == [
        ("added", "arxiv:2210.10341"), ("removed", "arxiv:2210.10341"),
        ("added", "arxiv:2210.10341"),
    ]  # fmt: skip
