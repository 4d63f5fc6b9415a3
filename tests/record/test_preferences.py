"""``tracker.yaml``: what a survey may choose about its suggestions."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tracker.curation.reader import load
from tracker.curation.skeleton import write_skeleton
from tracker.errors import SettingsError
from tracker.preferences import Preferences, read_preferences
from tracker.problems import Problem
from tracker.settings import read_settings


def test_without_a_file_everything_is_as_usual_and_the_skeleton_says_the_same(
    tmp_path: Path,
) -> None:
    write_skeleton(tmp_path)
    assert load(tmp_path).preferences == Preferences()
    (tmp_path / "tracker.yaml").unlink()
    assert load(tmp_path).preferences == Preferences()
    assert load(tmp_path).problems == ()


def test_a_survey_may_choose_each_of_them() -> None:
    shares = {"doubt": 0.05, "precision": 0.95, "audit": 4, "threshold": 0.2, "second_reads": 0.25}
    data = {**shares, "strategy": "oldest", "budget": 105}
    found, problems = read_preferences(data, "tracker.yaml")
    assert (asdict(found), problems) == (data, [])


@pytest.mark.parametrize(
    ("data", "place", "what"),
    [
        ({"doubt": 0}, "doubt", "must be a number from 0.01 to 0.5"),
        ({"doubt": True}, "doubt", "must be a number from 0.01 to 0.5"),
        ({"precision": "high"}, "precision", "must be a number from 0.5 to 0.99"),
        ({"threshold": float("nan")}, "threshold", "must be a number from 0 to 1"),
        ({"second_reads": 1.5}, "second_reads", "must be a number from 0 to 1"),
        ({"audit": 1}, "audit", "is 1; one paper in how many? 2 or more"),
        (
            {"strategy": "best"},
            "strategy",
            "'best' is none of value, likely, uncertain, oldest, ne",
        ),
        ({"strategy": 3}, "strategy", "must be text in quotes, not the int 3"),
        ({"budget": -1}, "budget", "is -1; how many decisions a week? 0 if it is not known"),
        ({"audits": 6}, "audits", "is not a field here; known are doubt, precision, audit, thresh"),
        ([], "", "must be a mapping of fields, not a list"),
    ],
)
def test_what_cannot_be_meant_is_a_problem_and_changes_nothing(
    data: Any, place: str, what: str
) -> None:
    found, (problem,) = read_preferences(data, "tracker.yaml")
    assert found == Preferences()
    assert problem == Problem("tracker.yaml", place, problem.what)
    assert problem.what.startswith(what)


def test_the_environment_may_choose_the_doubt_for_one_run() -> None:
    assert read_settings({}).doubt is None
    assert read_settings({"TRACKER_DOUBT": "0.2"}).doubt == 0.2
    for wrong in ("0", "0.7", "nan", "much"):
        with pytest.raises(SettingsError, match=r"TRACKER_DOUBT is .*; it must be a number from"):
            read_settings({"TRACKER_DOUBT": wrong})
