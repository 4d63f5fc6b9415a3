"""The history that the feed tells."""

from dataclasses import replace
from typing import Any

from tests.exports.editions import WORK, decided, edited, minute, titled
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
            (
                "labels added: Names & {entities}",
                "labels removed: Dataset",
                "corrected: published on",
            ),
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
        ("changed", "ada", ("labels added: Question answering", "confirmed by a curator"))
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


OTHER = titled(2, "The same")
BEFORE = (
    decided(0, WORK, labels=("task:qa",)),
    decided(1, OTHER, labels=("kind:data",)),
    decided(2, OTHER, labels=("kind:data", "task:ner")),
)
JOIN = Decision(minute(3), "bob", "join", WORK.id, other=OTHER.id)
SPLIT = Decision(minute(5), "bob", "split", WORK.id, other=OTHER.id)


def both(*decisions: Decision) -> list[tuple[Any, ...]]:
    found = edited([WORK, OTHER], (*BEFORE, *decisions)).changes
    return [(one.by, one.what, one.named, one.work, *one.parts) for one in found]


def test_works_have_histories_of_their_own_until_they_are_joined() -> None:
    one, two = str(WORK.id), str(OTHER.id)
    assert both(JOIN, decided(4, OTHER, labels=("task:ner",))) == [
        ("ada", "added", one, one),
        ("ada", "added", two, one),
        ("ada", "changed", two, one, "labels added: Names & {entities}"),
        ("bob", "changed", one, one, f"joined with {two}",
         "labels added: Dataset, Names & {entities}", "labels removed: Question answering"),
        ("ada", "changed", one, one, "labels removed: Dataset"),
    ]  # fmt: skip


def test_what_is_split_off_is_added_again() -> None:
    one, two = str(WORK.id), str(OTHER.id)
    apart = [
        ("bob", "changed", one, one, f"split from {two}", "labels added: Question answering",
         "labels removed: Dataset, Names & {entities}"),
        ("bob", "added", two, two),
    ]  # fmt: skip
    told = both(JOIN, SPLIT)
    assert [told[1], *sorted(told[4:], reverse=True)] == [("ada", "added", two, two), *apart]
    assert sorted(both(JOIN, undone(5, JOIN))[4:], reverse=True) == [
        ("ada", *apart[0][1:]), ("ada", *apart[1][1:])
    ]  # fmt: skip


def test_a_join_that_leaves_nothing_to_see_is_told_as_what_it_does() -> None:
    out, join = decided(3, OTHER, "exclude"), replace(JOIN, at=minute(4))
    assert [one[:3] for one in both(out, join)][-2:] == [
        ("ada", "removed", str(OTHER.id)), ("bob", "removed", str(WORK.id)),
    ]  # fmt: skip


def test_a_joined_work_is_as_old_as_the_older_of_the_two() -> None:
    found = edited([WORK, OTHER], (*BEFORE, JOIN))
    (entry,) = found.entries
    assert (entry.added_at, entry.changed_at) == (BEFORE[0].at, JOIN.at)


def test_ids_in_one_file_are_one_work_from_the_start() -> None:
    found = told(decided(0, WORK), Decision(minute(1), "ada", "exclude", WORK.ids[1]))
    assert [one[0] for one in found] == ["added", "removed"]
