"""`tracker join` and `tracker split`: what then counts is said, and they take effect."""

from datetime import timedelta

from tests.surveys import NIGHT, Survey
from tracker.curation import load


def decided(survey: Survey, number: int, verdict: str, *labels: str, later: int = 0) -> None:
    """A decision of ann's on paper so-and-so, so many days later."""
    at = NIGHT + timedelta(days=later)
    survey.monkeypatch.setenv("TRACKER_NOW", at.isoformat())
    flags = [flag for label in labels for flag in ("--label", label)]
    done = survey.run("decide", f"2503.0000{number}", verdict, "--as", "ann", *flags)
    assert done.code == 0


def both(survey: Survey, verdict: str, *more: str, by: str = "ann") -> list[str]:
    """What joining or splitting the first two papers says, without keys."""
    done = survey.run(verdict, "2503.00001", "2503.00002", "--as", by, *more)
    assert (done.code, done.err) == (0, "")
    return [line.partition("  [")[0] for line in done.out.splitlines()]


def test_a_join_says_which_verdict_counts_now_and_a_split_that_it_no_longer_does(
    survey: Survey,
) -> None:
    survey.write("curation/curators.yaml", "curators:\n  - {handle: ann}\n  - {handle: bob}\n")
    survey.run("pull")
    decided(survey, 1, "include", "kind:model")
    decided(survey, 2, "exclude", later=1)
    assert both(survey, "join", by="bob") == [
        "arxiv:2503.00002 is now part of arxiv:2503.00001",
        "arxiv:2503.00001 is now excluded (ann, 2025-03-07); it was included with kind:model",
    ]
    assert both(survey, "split", "--title", "Clinical model 2") == [
        "arxiv:2503.00002 is no longer part of arxiv:2503.00001",
        "arxiv:2503.00001 is now included with kind:model (you, 2025-03-06); it was excluded",
    ]


def test_labels_that_change_are_said_too_and_in_json(survey: Survey) -> None:
    survey.run("pull")
    decided(survey, 2, "include", "nlp_task:qa")
    decided(survey, 1, "include", "kind:model", "nlp_task:qa", later=1)
    said = survey.run("join", "2503.00001", "2503.00002", "--as", "ann", "--json").json
    assert said["changed"] == [
        {
            "id": "arxiv:2503.00002",
            "status": "included",
            "labels": ["nlp_task:qa", "kind:model"],
            "by": "ann",
            "at": "2025-03-07T09:30:00.000Z",
            "was": {"status": "included", "labels": ["nlp_task:qa"]},
        }
    ]


def test_what_was_decided_on_the_joined_work_stays_with_its_name(survey: Survey) -> None:
    survey.run("pull")
    decided(survey, 1, "include")
    ids = ("2503.00001", "doi:10.1000/1")
    survey.run("join", *ids, "--as", "ann")
    cut = survey.run("split", *ids, "--as", "ann", "--title", "Another")
    assert cut.out.splitlines()[1:] == [
        "doi:10.1000/1 is now undecided; it was included without labels"
    ]


def test_nothing_more_is_said_where_what_counts_stays_as_it_was(survey: Survey) -> None:
    survey.run("pull")
    decided(survey, 1, "include", "kind:model")
    decided(survey, 2, "include", "kind:model", later=1)
    assert both(survey, "join") == ["arxiv:2503.00002 is now part of arxiv:2503.00001"]
    assert load(survey.root).problems == ()


def test_a_tie_is_later_than_those_of_a_curator_whose_clock_is_ahead(survey: Survey) -> None:
    survey.write("curation/curators.yaml", "curators:\n  - {handle: ann}\n  - {handle: bob}\n")
    survey.run("pull")
    decided(survey, 1, "include")
    decided(survey, 2, "include", later=1)
    both(survey, "join")
    survey.monkeypatch.setenv("TRACKER_NOW", NIGHT.isoformat())  # bob's clock
    for verdict, ids in (
        ("split", ["arxiv:2503.00001"]),
        ("join", ["arxiv:2503.00001", "arxiv:2503.00002"]),
        ("split", ["arxiv:2503.00001"]),
    ):
        both(survey, verdict, by="bob")
        assert survey.run("show", "2503.00001", "--json").json["ids"] == ids
    first, *others = [one.at for one in load(survey.root).decisions[-4:]]
    assert [at - first for at in others] == [timedelta(milliseconds=n) for n in (1, 2, 3)]
