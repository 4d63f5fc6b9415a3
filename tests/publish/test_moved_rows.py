"""A row typed, copied or moved into another table says which labels its work has."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.test_render import GPT, curation, include
from tracker.curation.reader import Curation
from tracker.decisions import Decision
from tracker.publish.placing import placed
from tracker.publish.printing import printing
from tracker.publish.rewrites import Edits
from tracker.publish.skeleton import new_page
from tracker.publish.threeway import Refused
from tracker.publish.waiting import edited
from tracker.tables import More, Pages, Table
from tracker.taxonomy import Dimension, Label, Taxonomy

FRONT = "README.md"
KINDS = ("kind:model", "kind:data", "kind:tool")
TASKS = ("task:qa", "task:ner")
TAXONOMY = Taxonomy(
    1,
    (
        Dimension("kind", "Kind", "one", tuple(Label(key, key[5:].title(), "") for key in KINDS)),
        Dimension("task", "Task", "any", tuple(Label(key, key[5:].upper(), "") for key in TASKS)),
    ),
)
MODELS = Table("models", "Models", any_of=("kind:model",))
DATA = Table("data", "Data", any_of=("kind:data",))
KEPT = replace(
    curation((GPT,), (include(GPT, "kind:model", "task:qa"),)),
    taxonomy=TAXONOMY,
    pages=Pages(tables=(MODELS, DATA), more=More("p", ("kind", "task"))),
)
EMPTY = '<a id="data"></a>No work yet.'
BY_TASK = "p/by-task.md"


def made(kept: Curation = KEPT) -> dict[str, bytes]:
    return printing(new_page("x", kept.pages), kept, lambda _: None)


def seen(files: dict[str, bytes], kept: Curation = KEPT) -> Edits:
    return edited(files[FRONT].decode(), made(kept), files.get, kept)


def row_of(path: str, kept: Curation = KEPT) -> str:
    text = made(kept)[path].decode()
    return next(line for line in text.splitlines() if "2210.10341" in line)


def typed(path: str, empty: str, row: str, taken: bool, kept: Curation = KEPT) -> dict[str, bytes]:
    """The pages with a row in place of a table's word that it is empty, and perhaps taken out."""
    files = made(kept)
    text = files[path].decode().replace(empty, row, 1)
    if taken:
        text = text.replace(f"{row_of(path, kept)}\n", "", 1)
    return files | {path: text.encode()}


def test_a_row_moved_to_another_table_changes_the_label_of_a_dimension_with_one() -> None:
    item = "- BioGPT: generative. [Paper](https://arxiv.org/abs/2210.10341)"
    for row in (row_of(FRONT), item.replace("generative", GPT.title.partition(": ")[2])):
        found = seen(typed(FRONT, EMPTY, row, taken=True))
        (edit,) = found.found
        assert (edit.table, edit.asks.labels) == (DATA, ("kind:data", "task:qa"))
        assert found.problems == ()
        assert found.held == {(FRONT, "data"), (FRONT, "models")}


def test_a_row_moved_between_labels_that_could_both_be_had_changes_its_label_too() -> None:
    files = typed(BY_TASK, "No work yet.", row_of(BY_TASK), taken=False)
    copied = seen(files)
    assert [edit.asks.labels for edit in copied.found] == [("kind:model", *TASKS)]
    first = files[BY_TASK].decode().replace(f"{row_of(BY_TASK)}\n", "", 1)
    moved = seen(files | {BY_TASK: first.encode()})
    assert [edit.asks.labels for edit in moved.found] == [("kind:model", "task:ner")]
    assert (copied.problems, moved.problems) == ((), ())


def test_a_row_moved_to_where_no_label_is_loses_its_label() -> None:
    files, row = made(KEPT), row_of(BY_TASK)
    head, mark, tail = files[BY_TASK].decode().partition('<a id="without-label">')
    text = head.replace(f"{row}\n", "", 1) + mark + tail.replace("No work yet.", row, 1)
    (edit,) = seen(files | {BY_TASK: text.encode()}).found
    assert edit.asks.labels == ("kind:model",)


def test_a_row_copied_to_where_its_labels_cannot_be_is_refused() -> None:
    found = seen(typed(FRONT, EMPTY, row_of(FRONT), taken=False))
    (problem,) = found.problems
    assert found.found == ()
    assert problem.what.endswith(
        "cannot stand here: Kind takes one label, not kind:model, kind:data; to move it, take out "
        "its row there"
    )


def test_a_row_that_was_accepted_in_an_empty_table_is_no_edit_any_more() -> None:
    row = "|  | [Zed: a work](https://arxiv.org/abs/2210.10341) | 2022 |  |"
    before = replace(KEPT, decisions=())
    files = typed(FRONT, '<a id="models"></a>No work yet.', row, taken=False, kept=before)
    named = replace(GPT, title="Zed: a work", links=())
    assert seen(files, replace(KEPT, works=(named,))).problems == ()


def test_a_row_beside_one_that_left_is_no_edit_once_both_are_settled() -> None:
    other = replace(GPT, ids=GPT.ids[1:], title="Another work", links=())
    row = "|  | [Another work](https://doi.org/10.1093/bib/bbac409) |  |  |"
    mine = replace(GPT, ids=GPT.ids[:1])
    before = replace(KEPT, works=(mine,))
    files = made(before)
    text = files[FRONT].decode().replace(row_of(FRONT, before), row, 1)
    gone = Decision(include(GPT).at + timedelta(days=1), "ada", "exclude", mine.id)
    come = replace(gone, verdict="include", work=other.id, labels=("kind:model",))
    after = replace(KEPT, works=(mine, other), decisions=(*before.decisions, gone, come))
    found = seen(files | {FRONT: text.encode()}, after)
    assert (found.found, found.problems) == ((), ())


def test_a_typed_year_says_nothing_once_a_night_has_completed_the_day() -> None:
    row = row_of(FRONT).replace("2022-10-19", "2022")
    before = replace(KEPT, decisions=())
    files = typed(FRONT, '<a id="models"></a>No work yet.', row, taken=False, kept=before)
    assert (seen(files).found, seen(files).problems) == ((), ())
    other = {name: text.replace(b"| 2022 |", b"| 2021 |") for name, text in files.items()}
    (problem,) = seen(other).problems
    assert "says '2021' where the record now says '2022-10-19'" in problem.what


def test_what_a_cell_would_cut_off_is_quoted_not_lost() -> None:
    long = replace(KEPT, works=(replace(GPT, title=f"Long {'words ' * 60}"),))
    files = made(long)
    text = files[FRONT].decode().replace("…](https", "… and more](https", 1)
    (problem,) = seen(files | {FRONT: text.encode()}, long).problems
    assert problem.what.endswith("has 308 characters in a cell, which shows 300 of them")


LABELS = st.lists(st.sampled_from((*KINDS, *TASKS)), unique=True)


@given(LABELS, LABELS, LABELS, LABELS, st.booleans())
def test_what_a_place_says_shows_the_work_there_and_nowhere_that_it_left(
    labels: Sequence[str], every: Sequence[str], one: Sequence[str], none: Sequence[str], gone: bool
) -> None:
    table = Table("here", "Here", all_of=tuple(every), none_of=tuple(none))
    other = Table("there", "There", any_of=tuple(one))
    left = [other] if gone and other.any_of and other.selects(labels) else []
    try:
        found = placed(labels, (), table, TAXONOMY, left)
    except Refused:
        return
    assert table.selects(found) and not list(TAXONOMY.faults(found))
    assert {*labels} - {*found} <= {*one}
    if left and not {*one} & {*every}:
        assert not other.selects(found)


def test_one_of_several_labels_that_would_do_is_kept_and_none_is_guessed() -> None:
    table = Table("either", "Either", any_of=TASKS)
    assert placed(("task:ner",), (), table, TAXONOMY, [table]) == ("task:ner",)
    with pytest.raises(Refused, match="needs one of the labels task:qa, task:ner"):
        placed((), (), table, TAXONOMY)
