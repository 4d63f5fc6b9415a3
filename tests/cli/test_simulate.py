"""`tracker simulate` on a small labelled review."""

from tests.surveys import Survey

FIGURES = ["loss", "ndcg", "wss95", "rrf10", "atd", "cpu_s"]


def labelled(survey: Survey) -> str:
    lines = ["title,abstract,label_included"]
    for number in range(40):
        topic = "migraine triptan" if number % 8 == 0 else "bridge concrete"
        lines.append(f"{topic} {number},A trial of {topic} number {number},{number % 8 == 0:d}")
    survey.write("review.csv", "\n".join(lines))
    return str(survey.root / "review.csv")


def test_the_report_has_a_row_a_seed_and_their_mean(survey: Survey) -> None:
    outcome = survey.run("simulate", labelled(survey), "--seeds", "2", "--scope", "x", "--json")
    assert (outcome.code, outcome.err) == (0, "")
    report = outcome.json
    assert {name: report[name] for name in ("file", "records", "relevant", "scope")} == {
        "file": "review.csv", "records": 40, "relevant": 5, "scope": "x",
    }  # fmt: skip
    assert [list(run) for run in report["runs"]] == [["seed", *FIGURES]] * 2
    assert [run["seed"] for run in report["runs"]] == [0, 1]
    assert list(report["mean"]) == FIGURES
    assert report["mean"]["loss"] == 0.0 and report["mean"]["ndcg"] == 1.0
    assert list(report["interval"]) == FIGURES
    assert report["interval"]["loss"] == [0.0, 0.0] and report["interval"]["ndcg"] == [1.0, 1.0]
    low, high = report["interval"]["cpu_s"]
    assert low <= report["mean"]["cpu_s"] <= high
    assert report["mean"]["cpu_s"] == sum(run["cpu_s"] for run in report["runs"]) / 2


def test_people_get_a_table(survey: Survey) -> None:
    outcome = survey.run("simulate", labelled(survey))
    first, heads, *rows = outcome.out.splitlines()
    assert first == "review.csv: 40 records, 5 relevant"
    assert heads.split() == ["seed", "loss", "NDCG", "WSS@95", "RRF@10", "ATD", "CPU", "s"]
    assert [row.split()[0] for row in rows] == ["0", "1", "2", "mean", "from", "to"]
    assert [row.split()[1:3] for row in rows] == [["0.0000", "1.0000"]] * 6


def test_one_seed_has_no_interval(survey: Survey) -> None:
    file = labelled(survey)
    report = survey.run("simulate", file, "--seeds", "1", "--json").json
    assert report["interval"] == dict.fromkeys(FIGURES)
    rows = survey.run("simulate", file, "--seeds", "1").out.splitlines()[2:]
    assert [row.split()[0] for row in rows] == ["0", "mean"]


def test_a_strategy_is_asked_for_by_name(survey: Survey) -> None:
    file = labelled(survey)
    loss = {}
    for name in ("most-likely", "uncertain", "diverse", "random-share", "random"):
        outcome = survey.run("simulate", file, "--strategy", name, "--json")
        assert (outcome.code, outcome.json["strategy"]) == (0, name)
        loss[name] = outcome.json["mean"]["loss"]
    assert loss["most-likely"] == 0.0 < loss["random-share"] < loss["random"]
    outcome = survey.run("simulate", file, "--strategy", "best")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "tracker: there is no strategy 'best'; there are most-likely, uncertain, diverse, "
        "random-share and random\n"
    )


def test_a_file_that_is_no_review_is_wrong_usage(survey: Survey) -> None:
    outcome = survey.run("simulate", "none.csv")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "tracker: none.csv cannot be read: No such file or directory\n"
