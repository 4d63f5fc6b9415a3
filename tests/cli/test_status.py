"""``tracker status``, and second reads by the command line."""

import json
from typing import Any

from tests.surveys import TAXONOMY, Survey

CURATORS = "curators:\n" + "".join(
    f"  - {{handle: {handle}}}\n" for handle in ("ann", "bo", "cy", "import")
)
EVERYTHING = "second_reads: 1.0\n"
ONE = "2503.00001"
NONE = "0 read twice, 0 of them blind"


def team(survey: Survey) -> None:
    """Three curators of a harvested survey, who read everything twice."""
    survey.write("curation/curators.yaml", CURATORS)
    survey.write("tracker.yaml", EVERYTHING)
    survey.run("pull")


def again(survey: Survey, handle: str) -> list[tuple[str, str]]:
    """What waits for a curator to be read again."""
    items = survey.run("queue", "--as", handle, "--json", "--limit", "0").json["items"]
    return [(one["id"], one["why"]) for one in items if one["why"] in ("second", "conflict")]


def decide(survey: Survey, handle: str, verdict: str, *more: str) -> dict[str, Any]:
    made = survey.run("decide", ONE, verdict, "--as", handle, "--json", *more)
    assert made.code == 0, made.err
    decision: dict[str, Any] = made.json["decision"]
    return decision


def stands(survey: Survey) -> tuple[str, list[str]]:
    seen = survey.run("show", ONE, "--json").json
    return seen["status"], seen["labels"]


def test_a_second_read_goes_through_conflict_to_a_third_vote(survey: Survey) -> None:
    team(survey)
    decide(survey, "ann", "include", "--label", "kind:model")
    assert [again(survey, who) for who in ("ann", "bo")] == [[], [(f"arxiv:{ONE}", "second")]]
    assert "second" not in survey.run("queue", "--limit", "0").out
    second = decide(survey, "bo", "exclude", "--second", "--reason", "off topic")
    assert second["shown"] == {"second": True}
    assert stands(survey) == ("included", ["kind:model"])
    assert [again(survey, who) for who in ("ann", "bo", "CY")] == [
        [],
        [],
        [(f"arxiv:{ONE}", "conflict")],
    ]
    third = decide(survey, "cy", "exclude", "--second", "--reason", "off topic")
    assert third["shown"] == {"second": True, "conflict": True}
    assert stands(survey) == ("excluded", [])
    assert again(survey, "cy") == []
    survey.run("undo", "--as", "cy")
    assert stands(survey) == ("included", ["kind:model"])
    assert again(survey, "cy") == [(f"arxiv:{ONE}", "conflict")]
    assert survey.run("check").code == 0


def test_a_second_read_starts_without_the_first_ones_labels(survey: Survey) -> None:
    team(survey)
    decide(survey, "ann", "include", "--label", "kind:model")
    assert "labels" not in decide(survey, "bo", "include", "--second")
    assert "labels" in decide(survey, "bo", "include")  # no second read: it confirms


def test_a_second_read_of_ones_own_or_of_nothing_is_refused_and_writes_nothing(
    survey: Survey,
) -> None:
    team(survey)
    early = survey.run("decide", ONE, "include", "--as", "bo", "--second")
    assert (early.code, early.err) == (
        2,
        f"tracker: nobody has read arxiv:{ONE} yet; decide without --second to read it first\n",
    )
    assert not (survey.root / "curation" / "works").exists()
    decide(survey, "ann", "exclude")
    own = survey.run("decide", ONE, "include", "--as", "ann", "--second")
    assert own.code == 2
    assert own.err.startswith(f"tracker: ann has decided on arxiv:{ONE}, and cannot read it a sec")
    assert survey.run("queue", "--as", "nobody").code == 2


def test_status_of_a_new_survey_says_what_is_not_known(survey: Survey) -> None:
    page = survey.run("status")
    assert page.code == 0
    assert page.out.splitlines()[:12] == [
        "coverage      nothing is proven yet; run tracker pull",
        "last pull     none",
        "store         0 papers, 0 answer a query",
        "model         none has suggested anything yet; run tracker suggest",
        "queue         0 waiting; 0 below 5% not shown",
        "pace          not known before the first whole week",
        "backlog       nothing undecided",
        "works         0 included, 0 excluded, 0 deferred, 0 imported and not confirmed",
        f"second reads  0 wanted (10% of what is decided), {NONE}; 0 open conflicts",
        "agreement     verdict         not known yet: 0 of 20 works",
        "results       0 on file, 0 confirmed",
        "curation      in good order",
    ]


def test_status_counts_what_there_is(survey: Survey) -> None:
    team(survey)
    decide(survey, "ann", "include", "--label", "kind:model")
    decide(survey, "bo", "exclude", "--second")
    for number, reason in ((2, "off topic"), (3, "off topic"), (4, "")):
        survey.run("decide", f"2503.0000{number}", "exclude", "--as", "cy", "--reason", reason)
    survey.run("decide", "2503.00005", "defer", "--as", "ann")
    seen = survey.run("status", "--json").json
    assert seen["at"] == "2025-03-06T09:30:00+00:00"
    assert seen["coverage"] == {"last_proven": "2025-03-05", "open_days": []}
    run = seen["last_run"]
    assert (run["step"], run["outcome"], run["started_at"]) == ("pull", "ok", seen["at"])
    assert (seen["store"]["papers"], seen["store"]["considered"]) == (7, 7)
    assert seen["works"] == {
        "included": 1,
        "excluded": 3,
        "deferred": 1,
        "inferred": 0,
        "undecided": 0,
        "reasons": {"off topic": 2, "no reason given": 1},
    }
    assert seen["queue"] == {
        "by_why": {"new": 2, "deferred": 1},
        "oldest": "2025-03-03",
        "below": 0,
        "threshold": 0.05,
    }
    assert seen["weeks"][-1] == {
        "monday": "2025-03-03",
        "arrived": 7,
        "decided": 6,
        "by": {"ann": 2, "bo": 1, "cy": 3},
        "waited_days": 2,
    }
    assert seen["pace"] == {
        "waiting": 3,
        "weeks": 0,
        "arrived_a_week": 0.0,
        "decided_a_week": 0.0,
        "grows_by_a_week": 0.0,
        "empties_on": None,
        "median_age_days": 1,
        "oldest_age_days": 3,
    }
    assert (seen["stop"]["papers"], seen["stop"]["done"]) == (4, False)
    assert seen["second_reads"] == {
        "share": 1.0,
        "read": 1,
        "blind": 0,
        "wanted": 3,
        "conflicts": 1,
        "stuck": 0,
    }
    assert [one["question"] for one in seen["agreement"]] == ["verdict", "nlp_task", "kind"]
    assert seen["problems"] == 0
    lines = survey.run("status").out.splitlines()
    excluded = "3 excluded (off topic 2, no reason given 1)"
    assert lines[7] == (
        f"works         1 included, {excluded}, 1 deferred, 0 imported and not confirmed"
    )
    assert lines[-1] == "2025-03-03        7        6     2 d  ann 2, bo 1, cy 3"


def test_status_names_the_model_and_counts_the_problems_of_the_curation(survey: Survey) -> None:
    team(survey)
    decide(survey, "ann", "include", "--label", "kind:model")
    survey.run("suggest")
    survey.write("curation/works/stray.txt", "?")
    seen = survey.run("status", "--json").json
    assert (seen["problems"], seen["store"]["judged"]) == (1, 7)
    assert seen["store"]["suggested_at"] == "2025-03-06T09:30:00+00:00"
    page = survey.run("status").out
    assert f"model         {seen['store']['model']} judged 7 papers, last on 2025-03-06" in page
    assert "curation      1 problem in the curation; run tracker check" in page


SIZES = """\
  size:
    name: Size
    choose: any
    labels:
      p100m_5b: {name: 100M to 5B, meaning: Small.}
      gt_5b: {name: More than 5B, meaning: Large.}
"""


def test_status_names_works_whose_size_label_no_stated_size_bears_out(survey: Survey) -> None:
    survey.write("curation/taxonomy.yaml", TAXONOMY + SIZES)
    survey.run("pull")
    for number, label, size in ((1, "p100m_5b", "7B"), (2, "gt_5b", "7B"), (3, "gt_5b", "350M")):
        name = f"2503.{number:05d}"
        survey.run(
            "decide", name, "include", "--as", "ann", f"--label=size:{label}", "--size", size
        )
    seen = survey.run("status", "--json").json
    assert seen["missized"] == [
        {"work": "arxiv:2503.00001", "labels": ["size:p100m_5b"], "sizes": ["7B"]},
        {"work": "arxiv:2503.00003", "labels": ["size:gt_5b"], "sizes": ["350M"]},
    ]
    assert (
        "sizes         2 works with a size label that no stated size bears out: "
        "arxiv:2503.00001 (7B), arxiv:2503.00003 (350M)\n"
    ) in survey.run("status").out
    assert survey.run("check").code == 0


def test_status_reports_the_agreement_of_those_who_read_the_same_works(survey: Survey) -> None:
    team(survey)
    lines: dict[str, list[str]] = {"ann": [], "bo": []}
    for number in range(20):
        for handle, verdict in (("ann", number < 10), ("bo", number < 12)):
            shown = {"blind": True} | ({"second": True} if handle == "bo" else {})
            line: dict[str, Any] = {
                "at": f"2025-03-01T09:{number:02}:{0 if handle == 'ann' else 30:02}.000Z",
                "by": handle,
                "verdict": "include" if verdict else "exclude",
                "work": f"arxiv:2503.1{number:04d}",
                "title": "T",
                "shown": shown,
            }
            lines[handle].append(json.dumps(line))
    for handle, written in lines.items():
        survey.write(f"curation/decisions/{handle}/2025-03.jsonl", "\n".join([*written, ""]))
    seen = survey.run("status", "--json").json
    # equal .9; ann includes .5, bo .6: by chance .3 + .2
    verdict = seen["agreement"][0]
    assert (verdict["coefficient"], verdict["value"], verdict["works"]) == ("kappa", 0.8, 20)
    assert verdict["low"] < 0.8 < verdict["high"]
    assert seen["blind_agreement"][0] == verdict
    page = survey.run("status").out
    span = f"(95 %: {verdict['low']:.2f} to {verdict['high']:.2f})"
    figure = f"kappa 0.80 {span}, 90% equal, 20 works, 2 curators"
    assert f"agreement     verdict         {figure}\n" in page
    assert f"… read blind  verdict         {figure}\n" in page
    assert "              kind            not known yet: 10 of 20 works\n" in page
    assert "2 open conflicts\n" in page
