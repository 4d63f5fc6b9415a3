"""The methods box counts people whose decisions stand."""

from tests.surveys import Survey
from tracker.curation import load
from tracker.steps.methods import box


def test_who_took_everything_back_is_no_curator_of_the_box(survey: Survey) -> None:
    def curators() -> str:
        told = box(load(survey.root), None).splitlines()
        return next(line for line in told if line.startswith("| Curators |")).split(" | ")[1]

    survey.run("pull")
    assert curators() == "0"
    survey.run("decide", "2503.00001", "include", "--as", "ann", "--label", "kind:model")
    survey.run("decide", "2503.00002", "exclude", "--as", "ann")
    assert curators() == "1"
    survey.run("undo", "2503.00001", "--as", "ann")
    assert curators() == "1"
    survey.run("undo", "2503.00002", "--as", "ann")
    assert curators() == "0"
