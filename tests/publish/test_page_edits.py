"""What people change in pages that are written whole is told from data that moved on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.publish.test_render import EVERY, GPT, PLAIN, curation, include, titled
from tracker.curation.reader import Curation
from tracker.decisions import Decision
from tracker.publish.printing import printing
from tracker.publish.rewrites import Edits
from tracker.publish.skeleton import new_page
from tracker.publish.waiting import edited, spare
from tracker.tables import More, Pages, Table
from tracker.works import Facts

LISTED = Table("listed", "Listed", style="list")
KEPT = replace(
    curation((GPT, PLAIN), (include(GPT, "task:qa"), include(PLAIN))),
    pages=Pages(tables=(EVERY, LISTED), more=More("p", ("task",))),
)
FRONT = new_page("x", KEPT.pages)
QA = '## <a id="qa"></a>'
TYPED = "| X | [X: new](https://arxiv.org/abs/2501.00077) | 2025 |  |  |  |  |"


def made(kept: Curation = KEPT) -> dict[str, bytes]:
    return printing(FRONT, kept, lambda _: None)


def changed(path: str, old: str, new: str, after: str = "") -> dict[str, bytes]:
    """The pages as rendered, with one text of one page exchanged, the first behind ``after``."""
    files = made()
    head, mark, tail = files[path].decode().partition(after) if after else ("", "", "")
    text = tail or files[path].decode()
    assert old in text
    return files | {path: f"{head}{mark}{text.replace(old, new, 1)}".encode()}


def seen(files: dict[str, bytes], kept: Curation = KEPT) -> Edits:
    return edited(files["README.md"].decode(), made(kept), files.get, kept)


def test_pages_as_they_were_rendered_hold_no_edit_even_when_data_moved_on() -> None:
    more = titled(9, "New", "2025-05")
    wider = Decision(include(GPT).at + timedelta(days=1), "ada", "include", GPT.id,
                     labels=("task:ner",))  # fmt: skip
    moved = replace(KEPT, works=(*KEPT.works, more),
                    decisions=(*KEPT.decisions, include(more), wider))  # fmt: skip
    assert seen(made()) == Edits()
    assert seen(made(), moved) == Edits()
    windows = {path: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
               for path, data in made().items()}  # fmt: skip
    assert seen(windows | {"README.md": made()["README.md"]}, moved) == Edits()


@pytest.mark.parametrize(("path", "after"), [("p/every.md", ""), ("p/by-task.md", QA)])
def test_a_cell_changed_on_any_page_is_a_fact(path: str, after: str) -> None:
    found = seen(changed(path, "| GPT-2 |", "| GPT-3 |", after))
    (edit,) = found.found
    assert (edit.file, edit.work, edit.asks.facts) == (path, GPT.id, Facts({"base_model": "GPT-3"}))
    line = made()[path].decode().splitlines()[edit.line - 1]
    assert "| GPT-2 |" in line
    assert found.problems == ()


def test_an_item_changed_on_a_page_of_items_is_a_fact() -> None:
    (edit,) = seen(changed("p/listed.md", "biomedical text", "all text")).found
    assert edit.asks.facts == Facts({"title": GPT.title.replace("biomedical text", "all text")})


def test_a_label_changed_in_a_labels_section_is_a_label() -> None:
    (edit,) = seen(changed("p/by-task.md", "| QA |", "| QA, NER |", QA)).found
    assert edit.asks.labels == ("task:qa", "task:ner")


def test_a_work_typed_in_a_labels_section_belongs_to_it() -> None:
    rule = "| --- | --- | --- | --- | --- | --- | --- |\n"
    (edit,) = seen(changed("p/by-task.md", rule, f"{rule}{TYPED}\n", QA)).found
    assert (edit.work, edit.text, edit.table.all_of) == (None, TYPED, ("task:qa",))


def test_a_row_taken_out_is_asked_about() -> None:
    row = next(line for line in made()["p/every.md"].decode().splitlines() if "2210.10341" in line)
    (problem,) = seen(changed("p/every.md", f"{row}\n", "")).problems
    assert (problem.file, "was taken out; exclude it with" in problem.what) == ("p/every.md", True)


@pytest.mark.parametrize(
    ("path", "old", "new", "quoted"),
    [
        ("p/by-task.md", "- [Question answering", "- [Questions", "'- [Questions (QA)](#qa) (1)'"),
        ("p/every.md", "# Every work", "# All of them", "'# All of them (2)'"),
        ("p/every.md", "<!-- tracker:every:end -->", "By @me.\n\n<!-- tracker:every:end -->",
         "'By @me.' in region 'every'"),
    ],
)  # fmt: skip
def test_what_is_no_row_is_quoted_and_its_page_stays(
    path: str, old: str, new: str, quoted: str
) -> None:
    files = changed(path, old, new)
    found = seen(files)
    assert (found.found, [problem.file for problem in found.problems]) == ((), [path])
    assert found.problems[0].what.startswith(quoted)
    fresh = made()
    (told,) = spare(files["README.md"].decode(), fresh, files.get, KEPT)
    assert told.startswith(f"{path}:line ")
    assert fresh == {**made(), path: files[path]}


def test_a_changed_head_holds_its_page() -> None:
    assert ("p/by-task.md", "task:qa") in seen(
        changed("p/by-task.md", "| Name | Title |", "| Names | Title |")
    ).held


def test_a_file_of_somebody_elses_is_no_page_of_ours_and_stays() -> None:
    files = made() | {"p/every.md": b"# My own page\n"}
    (problem,) = seen(files).problems
    assert problem.what.startswith("is where a page of the tracker's would be, and is none;")
    fresh = made()
    assert len(spare(files["README.md"].decode(), fresh, files.get, KEPT)) == 1
    assert fresh["p/every.md"] == b"# My own page\n"


def test_a_page_from_before_stamps_is_made_anew() -> None:
    former = (
        b"<!-- Written by tracker render from curation/; what is changed here is lost. -->\nx\n"
    )
    assert seen(made() | {"p/every.md": former}) == Edits()
