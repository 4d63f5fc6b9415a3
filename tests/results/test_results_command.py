"""`tracker results`: what waits, what a curator says of it, and what the pages then show."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.results.reports import paper
from tests.surveys import NIGHT, Survey
from tracker.curation import append, load, write_work
from tracker.decisions import Decision
from tracker.identity import parse
from tracker.papers import PaperVersion
from tracker.results import standing
from tracker.settings import from_environment
from tracker.store import open_store
from tracker.store.papers import save
from tracker.works import Work

ABSTRACT = "We train. It achieves 67.2% accuracy on MedQA, while GPT-4 has 81.4% accuracy."
BENCHMARKS = """\
metrics:
  accuracy: {name: Accuracy}
datasets:
  medqa: {name: MedQA, metric: accuracy}
"""
ID = "arxiv:2403.18421"


def keep(survey: Survey, one: PaperVersion) -> None:
    with open_store(from_environment(survey.root).database_url).begin() as connection:
        save(connection, [one], "oai", NIGHT)


@pytest.fixture
def listed(survey: Survey) -> Survey:
    """A survey with one included paper whose abstract reports two numbers."""
    survey.write("curation/benchmarks.yaml", BENCHMARKS)
    work = parse(ID)
    write_work(survey.root, Work((work,), "A paper"))
    append(survey.root, Decision(datetime(2025, 3, 5, tzinfo=UTC), "ann", "include", work,
                                 labels=("kind:model",)))  # fmt: skip
    keep(survey, paper(ABSTRACT))
    return survey


def names(survey: Survey) -> list[tuple[str, str, str]]:
    found = survey.run("results", "suggest", "--json").json["results"]
    return [(one["name"], one["value"], one["why"]) for one in found]


def test_suggestions_come_with_their_quotes(listed: Survey) -> None:
    said = listed.run("results", "suggest", ID)
    assert said.code == 0
    assert said.out.splitlines()[:2] == [
        f"{ID} 1: model not found | medqa | accuracy | 67.2 percent | unknown (suggested)",
        '    "It achieves 67.2% accuracy on MedQA, while GPT-4 has 81.4% accuracy."',
    ]
    assert names(listed) == [("1", "67.2", "suggested"), ("2", "81.4", "suggested")]


def test_what_is_settled_is_not_suggested_again_and_keeps_no_other_from_its_number(
    listed: Survey,
) -> None:
    done = listed.run("results", "confirm", ID, "1", "--as", "ann", "--model", "Ours")
    assert done.code == 0
    assert names(listed) == [("2", "81.4", "suggested")]
    assert listed.run("results", "reject", ID, "2", "--as", "ANN", "--note", "copied").code == 0
    assert names(listed) == []
    said = [
        (r.model, r.value, r.status, r.by, r.version, r.note) for r in load(listed.root).results
    ]
    assert sorted(said) == [
        ("GPT-4", "81.4", "rejected", "ann", 1, "copied"),
        ("Ours", "67.2", "confirmed", "ann", 1, ""),
    ]
    assert listed.run("check").code == 0


def test_a_settled_suggestion_is_corrected_by_its_key(listed: Survey) -> None:
    listed.run("results", "confirm", ID, "1", "--as", "ann", "--model", "Ours")
    (one,) = load(listed.root).results
    for command in (("confirm", ID, "1", "--dataset", "PubMedQA"), ("reject", ID, "1")):
        again = listed.run("results", *command, "--as", "ann")
        how = f"correct it by its key, tracker results confirm {ID} {one.key}"
        told = f"result 1 of {ID} is settled: confirmed by ann as 67.2 percent; {how}"
        assert (again.code, again.out, again.err) == (2, "", f"tracker: {told}\n")
    assert load(listed.root).results == (one,)
    corrected = ("confirm", ID, one.key, "--dataset", "PubMedQA", "--as", "ann", "--json")
    key = listed.run("results", *corrected).json["file"][-17:-5]
    assert [r.dataset for r in standing(load(listed.root).results)] == ["PubMedQA"]
    assert f"confirm {ID} {key}\n" in listed.run("results", "reject", ID, "1", "--as", "ann").err
    assert listed.run("results", "reject", ID, key, "--as", "ann").code == 0
    assert standing(load(listed.root).results) == ()
    after_all = listed.run("results", "confirm", ID, "1", "--as", "ann")
    assert "is settled: rejected by ann" in after_all.err
    assert listed.run("results", "confirm", ID, one.key, "--as", "ann").code == 0
    assert [r.dataset for r in standing(load(listed.root).results)] == ["medqa"]


def test_a_name_that_the_vocabulary_lacks_is_told_and_kept(listed: Survey) -> None:
    stated = ("--dataset", "Nosuch typo", "--metric", "Glee", "--model", "Ours")
    said = listed.run("results", "confirm", ID, "1", "--as", "ann", *stated)
    told = [
        f"tracker: curation/benchmarks.yaml has no {field} {name!r}: it is on file as written; "
        "add it there, or correct it, if it is one that is known by another name"
        for field, name in (("dataset", "Nosuch typo"), ("metric", "Glee"))
    ]
    assert (said.code, said.err.splitlines()) == (0, told)
    assert [(r.dataset, r.metric) for r in load(listed.root).results] == [("Nosuch typo", "Glee")]
    known = ("--dataset", "Med-QA", "--metric", "accuracy", "--as", "ann")
    assert listed.run("results", "confirm", ID, "2", *known).err == ""


def test_what_waits_is_counted_in_words(listed: Survey) -> None:
    assert listed.run("results", "suggest").out.endswith("\n2 results wait\n")
    listed.run("results", "confirm", ID, "1", "--as", "ann")
    assert listed.run("results", "suggest").out.endswith("\n1 result waits\n")


def test_a_confirmed_result_is_rendered_and_checked(listed: Survey) -> None:
    listed.run("results", "confirm", ID, "1", "--as", "ann", "--model", "Ours")
    assert listed.run("render", "--check").code == 1
    listed.run("render")
    assert listed.run("render", "--check").code == 0
    assert "| Ours |  | 67.2% |" in page(listed.root)


def page(root: Path) -> str:
    return (root / "pages/results/medqa.md").read_text(encoding="utf-8")


def test_a_result_whose_quote_is_gone_is_marked_and_returns_to_the_list(listed: Survey) -> None:
    listed.run("results", "confirm", ID, "1", "--as", "ann", "--model", "Ours")
    keep(listed, paper("We train. It achieves 68.0% accuracy on MedQA.", version=2))
    (again, new) = names(listed)
    assert again[1:] == ("67.2", "check again: gone in version 2")
    assert new == ("1", "68.0", "suggested")
    assert "results marked" in listed.run("results", "recheck").out
    listed.run("render")
    assert "check again: a newer version no longer holds the quote" in page(listed.root)
    assert listed.run("results", "recheck", "--json").json == {"marked": []}
    refused = listed.run("results", "confirm", ID, names(listed)[0][0], "--as", "ann")
    assert refused.code == 2
    assert "version 2 of arxiv:2403.18421 does not hold this quote" in refused.err
    listed.run("results", "reject", ID, names(listed)[0][0], "--as", "ann")
    assert names(listed) == [("1", "68.0", "suggested")]
    listed.run("render")
    assert "67.2" not in page(listed.root)


def test_a_result_on_file_answers_only_to_its_own_work(listed: Survey) -> None:
    listed.run("results", "confirm", ID, "1", "--as", "ann")
    (one,) = load(listed.root).results
    said = listed.run("results", "reject", "arxiv:2001.00001", one.key, "--as", "ann")
    assert (said.code, "of arxiv:2001.00001 is on file" in said.err) == (2, True)
    assert listed.run("results", "reject", ID, one.key, "--as", "ann").code == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("confirm", ID, "9", "--as", "ann"), "has no suggested result 9"),
        (
            ("confirm", ID, "abcdefabcdef", "--as", "ann"),
            "no result 'abcdefabcdef' of arxiv:2403.18421 is on file",
        ),
        (("confirm", ID, "1", "--as", "nobody"), "no curator 'nobody'"),
        (("suggest", "arxiv:2001.00001"), "no abstract of arxiv:2001.00001 is stored"),
        (("suggest", "what"), "'what' names no work; write arxiv:…"),
        (
            ("confirm", ID, "1", "--as", "ann", "--dataset", " "),
            "tracker: --dataset is blank; state it, or leave it out",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    listed: Survey, arguments: tuple[str, ...], expected: str
) -> None:
    said = listed.run("results", *arguments)
    assert said.code == 2
    assert expected in said.err
    assert load(listed.root).results == ()


def test_what_is_stated_goes_on_file_without_the_space_around_it(listed: Survey) -> None:
    stated = ("--dataset", " MedQA ", "--split", " test", "--model", "Ours ")
    assert listed.run("results", "confirm", ID, "1", "--as", "ann", *stated).code == 0
    (one,) = load(listed.root).results
    assert (one.dataset, one.split, one.model) == ("medqa", "test", "Ours")


def test_a_correction_that_makes_no_result_is_refused_and_nothing_is_written(
    listed: Survey,
) -> None:
    said = listed.run("results", "confirm", ID, "1", "--as", "ann", "--unit", "fraction")
    assert said.code == 1
    assert "67.2 is outside 0 to 1" in said.err
    assert load(listed.root).results == ()


def test_without_a_vocabulary_nothing_can_be_suggested(listed: Survey) -> None:
    (listed.root / "curation/benchmarks.yaml").unlink()
    said = listed.run("results", "suggest")
    assert (said.code, "names no metric" in said.err) == (2, True)


def test_what_was_said_last_can_be_taken_back(listed: Survey) -> None:
    listed.run("results", "confirm", ID, "1", "--as", "ann", "--model", "Ours")
    listed.run("results", "reject", ID, "2", "--as", "ann")
    undone = listed.run("results", "undo", "--as", "ANN")
    assert (undone.code, undone.out) == (0, f"taken back: rejected {ID} 81.4 percent\n")
    assert names(listed) == [("2", "81.4", "suggested")]
    taken = listed.run("results", "undo", "--as", "ann", "--json").json["taken_back"]
    assert [(one["value"], one["status"]) for one in taken] == [("67.2", "confirmed")]
    assert [name for name, *_ in names(listed)] == ["1", "2"]
    assert listed.run("check").code == 0
    nothing = listed.run("results", "undo", "--as", "ann")
    assert (nothing.code, "ann has said nothing of any result" in nothing.err) == (2, True)


def test_what_would_contradict_a_result_on_file_is_refused(listed: Survey) -> None:
    listed.run("results", "confirm", ID, "1", "--as", "ann", "--model", "GPT-4")
    said = listed.run("results", "confirm", ID, "2", "--as", "ann")
    assert said.code == 2
    assert "has 67.2 percent on file for the same model and test" in said.err
    assert listed.run("check").code == 0


def test_what_is_stated_of_a_result_is_one_line_with_nothing_unseen(listed: Survey) -> None:
    stated = ("--model", "Ours\x1b[2J\u202e 7B", "--note", "table 2,\nrow 3\x00")
    done = listed.run("results", "confirm", ID, "1", "--as", "ann", *stated)
    assert done.code == 0
    (one,) = standing(load(listed.root).results)
    assert (one.model, one.note) == ("Ours[2J 7B", "table 2, row 3")
