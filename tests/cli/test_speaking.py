"""Whose word is no word: one for the adopted list, and one against a precedent."""

import pytest

from tests.cli.test_ticked_boxes import Night, night
from tests.results.reports import result
from tests.surveys import Survey
from tracker.curation import append, load, write_result, write_work
from tracker.decisions import Decision
from tracker.errors import SettingsError
from tracker.folders import contents
from tracker.identity import parse
from tracker.review.session import Write
from tracker.settings import from_environment
from tracker.steps.reviewing import Desk
from tracker.works import Work

__all__ = ["night"]

IMPORT = (
    "'import' stands for the list that was adopted, and nobody speaks under that handle; use "
    "your own of curation/curators.yaml"
)
WORK = Work((parse("arxiv:2503.00001"), parse("doi:10.1000/1")), "Clinical model 1")
SCOPE = """\
# Scope

## Precedents

- doi:10.1000/1 include: a model for the clinic.
- arxiv:2503.00002 exclude: no clinic in it.
"""


@pytest.fixture
def adopted(survey: Survey) -> Survey:
    """A survey whose one work, with a result, comes from the list it adopted."""
    survey.write("curation/benchmarks.yaml", "metrics:\n  accuracy: {name: Accuracy}\n")
    survey.run("pull")
    write_work(survey.root, WORK)
    at = survey.papers[0].paper.submitted_at
    labels = ("kind:model",)
    append(survey.root, Decision(at, "import", "include", WORK.id, labels=labels, inferred=True))
    write_result(survey.root, result(source=WORK.id, by="import", at=at))
    return survey


@pytest.mark.parametrize("handle", ["import", "Import"])
@pytest.mark.parametrize(
    "command",
    [
        ("decide", "2503.00001", "exclude"),
        ("decide", "2503.00001", "exclude", "--second"),
        ("undo",),
        ("undo", "2503.00001"),
        ("undo", "pile:silent"),
        ("join", "2503.00001", "2503.00002"),
        ("split", "2503.00001", "doi:10.1000/1", "--title", "Two"),
        ("queue",),
        ("review", "--plain"),
        ("results", "review"),
        ("results", "undo"),
        ("results", "confirm", "2503.00001", "1"),
        ("results", "reject", "2503.00001", "1"),
        ("results", "import", "board.csv", "--source", "2503.00001", "--unit", "percent"),
        ("edits", "--accept"),
        ("submit",),
    ],
)
def test_no_command_speaks_for_the_adopted_list(
    adopted: Survey, command: tuple[str, ...], handle: str
) -> None:
    before = contents(adopted.root / "curation")
    said = adopted.run(*command, "--as", handle)
    assert (said.code, said.out, said.err) == (2, "", f"tracker: {IMPORT}\n")
    assert contents(adopted.root / "curation") == before


def test_no_command_clears_a_pile_for_the_adopted_list(adopted: Survey) -> None:
    adopted.write("curation/scope.md", "# S\n\n## Must speak of\n\n- numbers: 1, 2, 3, 4\n")
    pile = ("decide", "pile:silent-numbers", "defer", "--yes", "--json")
    said = adopted.run(*pile, "--as", "import")
    assert (said.code, said.out, said.err) == (2, "", f"tracker: {IMPORT}\n")
    assert adopted.run(*pile, "--as", "ann").code == 0


def refused(name: str, verdict: str, why: str, asked: str) -> str:
    return (
        f"{name} is a precedent to {verdict} in curation/scope.md ({why}); to {asked} it, take "
        "that line out there first, or change its verdict"
    )


@pytest.mark.parametrize("verdict", ["exclude", "defer"])
def test_a_precedent_is_not_decided_against(adopted: Survey, verdict: str) -> None:
    adopted.write("curation/scope.md", SCOPE)
    before = contents(adopted.root / "curation")
    said = adopted.run("decide", "2503.00001", verdict, "--as", "ann")
    why = refused("doi:10.1000/1", "include", "a model for the clinic.", verdict)
    assert (said.code, said.out, said.err) == (2, "", f"tracker: {why}\n")
    other = adopted.run("decide", "2503.00002", "include", "--as", "ann")
    why = refused("arxiv:2503.00002", "exclude", "no clinic in it.", "include")
    assert (other.code, other.out, other.err) == (2, "", f"tracker: {why}\n")
    assert contents(adopted.root / "curation") == before
    for number, asked in (("1", "include"), ("2", "exclude"), ("3", "exclude")):
        assert adopted.run("decide", f"2503.0000{number}", asked, "--as", "ann").code == 0
    assert load(adopted.root).problems == ()


def test_a_pile_with_a_precedent_is_cleared_as_a_whole_or_not(survey: Survey) -> None:
    scope = "# S\n\n## Must speak of\n\n- numbers: 1, 2, 3, 4\n\n## Precedents\n\n"
    survey.write("curation/scope.md", scope)
    survey.run("pull")
    listed = survey.run("piles", "--json").json["piles"]
    last = sorted(one["id"] for one in listed[0]["examples"])[-1]
    survey.write("curation/scope.md", f"{scope}- {last} include: it counts.\n")
    pile = ("decide", listed[0]["key"], "exclude", "--reason", "x", "--yes", "--json")
    said = survey.run(*pile, "--as", "ann")
    why = refused(last, "include", "it counts.", "exclude")
    assert (said.code, said.out, said.err) == (2, "", f"tracker: {why}\n")
    assert load(survey.root).decisions == ()


def test_a_vote_may_differ_from_a_precedent_as_long_as_it_moves_nothing(survey: Survey) -> None:
    survey.write("curation/curators.yaml", "curators:\n" + "".join(
        f"  - {{handle: {name}}}\n" for name in ("ann", "bo", "cy")))  # fmt: skip
    survey.run("pull")
    survey.write("curation/scope.md", "# S\n\n## Precedents\n\n- arxiv:2503.00001 include: it.\n")
    assert survey.run("decide", "2503.00001", "include", "--as", "ann").code == 0
    second = ("decide", "2503.00001", "exclude", "--second", "--as")
    assert survey.run(*second, "bo").code == 0
    third = survey.run(*second, "cy")
    assert (third.code, "is a precedent to include" in third.err) == (2, True)
    assert [one.by for one in load(survey.root).decisions] == ["ann", "bo"]
    assert load(survey.root).problems == ()


def test_a_review_refuses_it_and_takes_the_other_verdict(survey: Survey) -> None:
    survey.run("pull")
    survey.write("curation/scope.md", "# S\n\n## Precedents\n\n- arxiv:2503.00001 include: it.\n")
    desk = Desk(from_environment(survey.root), "ann")
    (waits,) = [one for one in desk.whole() if str(one.work) == "arxiv:2503.00001"]
    sheet = desk.sheet(waits)
    with pytest.raises(SettingsError) as fault:
        desk.decide(sheet, Write("exclude"))
    assert str(fault.value) == refused("arxiv:2503.00001", "include", "it.", "exclude")
    assert load(survey.root).decisions == ()
    desk.decide(sheet, Write("include"))
    assert [one.verdict for one in load(survey.root).decisions] == ["include"]


def test_a_ticked_box_against_a_precedent_is_a_remark(night: Night) -> None:
    scope = "# S\n\n## Precedents\n\n- arxiv:2503.00001 exclude: no clinic.\n"
    night.survey.write("curation/scope.md", scope)
    night.hub.commit("main", {"curation/scope.md": scope.encode()})
    night.tick("include", 1)
    report = night.publish()
    why = refused("arxiv:2503.00001", "exclude", "no clinic.", "include")
    said = f"#1: include 'arxiv:2503.00001' by 'ann' is no decision: {why}"
    assert (report["ticked"], report["remarks"], night.decided()) == ([], [said], [])
