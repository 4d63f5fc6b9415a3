"""The queue's outlook and its piles by the command line."""

import pytest

from tests.surveys import Survey

SCOPE = "# Scope\n\nOurs.\n\n## Must speak of\n\n- numbers: 1, 2, 3, 4\n"
WHY = ("--reason", "no number", "--as", "ann")
PILE = "pile:silent-numbers"


@pytest.fixture
def harvested(survey: Survey) -> Survey:
    survey.write("curation/scope.md", SCOPE)
    survey.write("tracker.yaml", "audit: 1000\n")  # one draw, whatever the queue's length
    survey.run("pull")
    return survey


def decisions(survey: Survey) -> list[str]:
    return sorted(
        line
        for path in (survey.root / "curation" / "decisions").rglob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    )


def excluded(survey: Survey) -> int:
    count: int = survey.run("status", "--json").json["works"]["excluded"]
    return count


def test_the_queue_says_its_order_its_pace_and_how_far_the_backlog_is(harvested: Survey) -> None:
    seen = harvested.run("queue", "--json", "--strategy", "newest").json
    assert seen["strategy"] == "newest"
    assert seen["items"][0]["id"] == "arxiv:2503.00007"
    assert (seen["pace"]["waiting"], seen["stop"]["draws_to_go"], seen["budget"]) == (7, 7, None)
    page = harvested.run("queue").out
    assert "order: value (three in five the likeliest, one the most uncertain, one the long" in page
    assert "pace: not known before the first whole week\n" in page
    assert (
        "backlog: recall ≥ 95% with 95% confidence takes all of the 7 papers left (0 of 7" in page
    )
    wrong = harvested.run("queue", "--strategy", "best")
    assert (wrong.code, wrong.err) == (
        2,
        "tracker: 'best' is no strategy; known are value, likely, uncertain, oldest, newest\n",
    )


def test_a_budget_moves_the_threshold_of_the_look_and_prints_the_line_to_keep_it(
    harvested: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = harvested.run("queue", "--budget", "3").out
    assert "budget of 3 a week: not known before the first whole week\n" in early
    harvested.run("suggest")
    monkeypatch.setenv("TRACKER_NOW", "2025-03-12T09:00:00+00:00")
    seen = harvested.run("queue", "--budget", "3", "--json").json
    budget = seen["budget"]
    assert (budget["arrived_a_week"], budget["shown_a_week"], budget["solvent"]) == (7.0, 1.0, True)
    assert seen["threshold"] == budget["threshold"] > 0.0
    page = harvested.run("queue", "--budget", "3").out
    assert f"threshold {budget['threshold']:g} shows 1 of 7 arrivals a week\n" in page
    assert f"  to keep it, write into tracker.yaml:  threshold: {budget['threshold']:g}\n" in page
    assert "by the model's probabilities, if they are right\n" in page
    assert "  recall by audit draws not known yet, 0 of about " in page
    harvested.write("tracker.yaml", "budget: 3\n")
    own = harvested.run("queue", "--json").json
    assert (own["threshold"], own["budget"]["threshold"]) == (0.05, budget["threshold"])


def test_a_pile_is_listed_cleared_taken_back_and_put_back_as_one(harvested: Survey) -> None:
    (pile,) = harvested.run("piles", "--json").json["piles"]
    assert (pile["key"], pile["papers"]) == (PILE, 3)
    assert f"     3  {PILE}  no word of the scope's facet" in harvested.run("piles").out
    asked = harvested.run("decide", PILE, "exclude", *WHY)
    assert (asked.code, asked.out.count("arxiv:2503."), decisions(harvested)) == (2, 3, [])
    done = harvested.run("decide", PILE, "exclude", *WHY, "--yes", "--json").json
    assert (done["pile"], len(done["decided"])) == (f"{PILE}@2025-03-06", 3)
    assert [f'"pile": "{done["pile"]}"' in line for line in decisions(harvested)] == [True] * 3
    assert (excluded(harvested), harvested.run("check").code) == (3, 0)
    gone = harvested.run("decide", PILE, "exclude", *WHY, "--yes")
    assert (gone.code, gone.err) == (
        2,
        f"tracker: the queue holds no {PILE}; its piles are: none\n",
    )
    back = harvested.run("undo", PILE, "--as", "ann")
    assert (back.out, excluded(harvested)) == (f"{PILE}@2025-03-06: 3 decisions taken back\n", 0)
    again = harvested.run("undo", PILE, "--as", "ann", "--redo", "--json").json
    assert (len(again["decisions"]), excluded(harvested)) == (3, 3)
    assert harvested.run("undo", PILE, "--as", "import").code == 2


def test_a_clearing_that_was_killed_is_completed_by_the_same_command(harvested: Survey) -> None:
    harvested.run("decide", PILE, "exclude", *WHY, "--yes")
    (journal,) = (harvested.root / "curation" / "decisions" / "ann").glob("*.jsonl")
    whole = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    journal.write_text("".join(whole[:-1]), encoding="utf-8")  # killed before the last one
    harvested.run("decide", PILE, "exclude", *WHY, "--yes")
    works = [line.partition('"work": "')[2][:17] for line in decisions(harvested)]
    assert (len(works), len(set(works))) == (3, 3)
    harvested.run("undo", PILE, "--as", "ann")
    assert excluded(harvested) == 0


def test_a_pile_is_never_included_and_never_excluded_without_a_reason(harvested: Survey) -> None:
    assert harvested.run("decide", PILE, "include", *WHY, "--yes").code == 2
    assert harvested.run("decide", PILE, "exclude", "--as", "ann", "--yes").code == 2
    assert harvested.run("undo", "--redo", "--as", "ann").code == 2
    assert decisions(harvested) == []


def test_a_count_below_none_is_no_limit(survey: Survey) -> None:
    refused = survey.run("queue", "--limit", "-1")
    assert (refused.code, refused.out) == (2, "")
    assert "--limit" in refused.err
