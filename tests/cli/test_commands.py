"""The command line on a small survey: what it reports, and how it leaves."""

from pathlib import Path
from shutil import rmtree

from tests.surveys import Survey

COMPARED_HERE = (
    "tracker: compared with the files here, not with a base branch (TRACKER_REPOSITORY or "
    "GITHUB_TOKEN is not set)\n"
)


def test_pull_reports_counts_and_proves_the_days_that_are_over(survey: Survey) -> None:
    report = survey.run("pull", "--json")
    assert report.code == 0
    assert {
        name: report.json[name]
        for name in ("seen", "new", "revised", "withdrawn", "unreadable", "cells_open")
    } == {"seen": 7, "new": 7, "revised": 0, "withdrawn": 0, "unreadable": 0, "cells_open": 0}
    coverage = survey.run("coverage", "--json")
    assert coverage.json["last_proven"] == "2025-03-05"
    cells = coverage.json["cells"]
    assert [(c["day"], c["state"], c["expected"], c["stored"]) for c in cells] == [
        ("2025-03-03", "proven", 1, 1),
        ("2025-03-04", "proven", 5, 5),
        ("2025-03-05", "proven", 1, 1),
    ]
    assert [cell["settled"] for cell in cells] == [True, True, False]
    said = survey.run("coverage").out
    assert "may still grow, asked before their last announcement: from 2025-03-05 on" in said


def test_the_same_pull_again_changes_nothing(survey: Survey) -> None:
    survey.run("pull")
    before = survey.run("papers", "--json").out
    again = survey.run("pull", "--json")
    assert (again.code, again.json["new"], again.json["changed"]) == (0, 0, 0)
    assert survey.run("papers", "--json").out == before


def test_a_pull_that_proves_nothing_says_so_and_exits_1(survey: Survey) -> None:
    survey.arxiv.shut = {"search", "oai"}
    report = survey.run("pull")
    assert report.code == 1
    assert report.err.startswith("tracker: nothing was proven: 0 papers seen")
    assert "the search door is shut" in report.err and "the oai door is shut" in report.err
    assert "clinic  2025-03-04 to 2025-03-05 (2 days)  failed  not asked" in report.out


def test_suggesting_without_papers_is_no_success(survey: Survey) -> None:
    outcome = survey.run("suggest")
    assert (outcome.code, outcome.out) == (
        1,
        "there is no paper in the store to judge; run tracker pull first\n",
    )


def test_papers_are_one_json_record_a_line(survey: Survey) -> None:
    import json

    survey.run("pull")
    lines = survey.run("papers", "--json", "--since", "2025-03-05").out.splitlines()
    (record,) = [json.loads(line) for line in lines]
    assert (record["arxiv_id"], record["version"], record["title"]) == (
        "2503.00007",
        1,
        "Question answering",
    )
    assert record["submitted_at"] == "2025-03-05T12:07:00+00:00"


def test_where_nothing_was_harvested_an_empty_answer_says_so(survey: Survey) -> None:
    why = "tracker: nothing was harvested yet; run tracker pull\n"
    for command in (("papers",), ("papers", "--json"), ("complete",)):
        told = survey.run(*command)
        assert (told.code, told.err) == (0, why), command
    survey.run("pull")
    assert survey.run("papers", "--since", "2026-01-01").err == ""
    assert survey.run("complete").err == ""


def test_an_included_paper_gets_a_file_a_row_and_a_request(survey: Survey) -> None:
    survey.run("pull")
    labels = ("--label", "kind:model", "--label", "nlp_task:qa")
    decided = survey.run("decide", "2503.00006v1", "include", "--as", "ANN", *labels, "--json")
    assert decided.code == 0
    assert decided.json["decision"]["labels"] == ["nlp_task:qa", "kind:model"]
    assert decided.json["decision"]["by"] == "ann"
    assert survey.run("render", "--check").code == 1
    dry = survey.run("publish", "--dry-run", "--json")
    assert dry.json["title"] == "1 added"
    assert dry.err == COMPARED_HERE
    assert survey.run("render").out == "README.md written\n"
    assert survey.run("render", "--check").code == 0
    assert survey.run("publish", "--dry-run").err == COMPARED_HERE
    page = (survey.root / "README.md").read_text()
    assert page.startswith("# Survey\n\nOurs.\n\n<!-- tracker:models:start -->\n")
    assert page.endswith("<!-- tracker:models:end -->\n\nend")
    assert "A \\| pipe" in page
    assert survey.run("check").code == 0


def test_a_suspicious_request_is_refused_with_one_sentence_unless_forced(survey: Survey) -> None:
    survey.run("pull")
    for number in range(1, 7):
        name = f"2503.0000{number}"
        survey.run("decide", name, "include", "--as", "ann", "--label", "kind:model")
    survey.run("render")
    rmtree(survey.root / "curation" / "decisions")  # lost, not taken back
    refused = survey.run("publish", "--dry-run")
    assert refused.code == 1
    assert "refused to publish: 6 of 6 works would leave the tables" in refused.out
    forced = survey.run("publish", "--dry-run", "--force", "--json")
    assert (forced.code, forced.json["action"]) == (0, "dry-run")
    assert forced.json["body"].startswith("**Published with --force, although**: 6 of 6 works")


def test_undo_takes_the_row_back_and_its_own_undo_restores_it(survey: Survey) -> None:
    survey.run("pull")
    survey.run("decide", "2503.00001", "include", "--as", "ann", "--label", "kind:model")
    survey.run("render")
    with_row = (survey.root / "README.md").read_text()
    undone = survey.run("undo", "--as", "ann", "--json").json
    survey.run("render")
    assert "2503.00001" not in (survey.root / "README.md").read_text()
    survey.run("undo", undone["key"], "--as", "ann")
    survey.run("render")
    assert (survey.root / "README.md").read_text() == with_row


def test_the_queue_lists_what_waits_and_counts_what_is_hidden(survey: Survey) -> None:
    survey.run("pull")
    assert survey.run("suggest").code == 0
    everything = survey.run("queue", "--json", "--threshold", "0").json
    assert (everything["waiting"], everything["below_threshold"]) == (7, 0)
    survey.run("decide", "2503.00002", "exclude", "--as", "ann", "--reason", "off topic")
    survey.run("decide", "2503.00003", "defer", "--as", "ann")
    left = survey.run("queue", "--json", "--threshold", "0", "--limit", "0").json
    assert left["waiting"] == 6
    (deferred,) = [one for one in left["items"] if one["id"] == "arxiv:2503.00003"]
    assert deferred | {"relevance": None} == {
        "id": "arxiv:2503.00003",
        "why": "deferred",
        "title": "Clinical model 3",
        "submitted_on": "2025-03-04",
        "relevance": None,
        "audit": True,  # in a survey of seven papers every one is among the next draws
    }
    counted = dict.fromkeys(("found", "below_threshold", "draws", "relevant_draws"), 0)
    unknown = dict.fromkeys(("point", "low", "high", "missed"))
    assert left["recall"] == unknown | counted | {"draws_needed": 0}


def test_a_decision_on_a_draw_is_recorded_as_one_and_counts_for_the_recall(survey: Survey) -> None:
    survey.run("pull")
    survey.run("suggest")
    decided = survey.run("decide", "2503.00002", "exclude", "--as", "ann", "--json").json
    assert decided["decision"]["shown"]["audit"] is True
    survey.run("decide", "2503.00001", "include", "--as", "ann")
    seen = survey.run("queue", "--json", "--threshold", "1").json["recall"]
    assert (seen["found"], seen["draws"], seen["below_threshold"]) == (1, 2, 7)
    told = survey.run("queue", "--threshold", "1").out
    assert "recall is not known yet: 2 audit draws of about" in told or "recall about" in told


def test_the_scope_is_shown_and_checked(survey: Survey) -> None:
    told = "nobody has written the scope yet; it belongs in curation/scope.md\n"
    assert survey.run("scope").out == told
    page = survey.root / "curation" / "scope.md"
    page.write_text(
        "# Scope\n\nClinics.\n\n## Include\n1. Clinical\n   models\n\n"
        "## Precedents\n- arxiv:2503.00002 include: plain\x1b[2J\n",
        encoding="utf-8",
    )
    shown = survey.run("scope")
    assert shown.out.splitlines() == [
        *("Clinics.", "", "Include:", "  1. Clinical models", "", "Exclude:", "", "Precedents:"),
        *("include  arxiv:2503.00002", "         plain [2J"),
    ]
    assert survey.run("scope", "--json").json["include"] == ["Clinical models"]
    checked = survey.run("check")
    assert checked.code == 1
    assert "curation/scope.md:arxiv:2503.00002: is a precedent to include, but" in checked.out


def test_a_decision_stores_what_was_shown(survey: Survey) -> None:
    survey.run("pull")
    survey.run("suggest")
    shown = survey.run("show", "2503.00007", "--json").json
    decided = survey.run("decide", "2503.00007", "include", "--as", "ann", "--json").json
    probabilities = {one["label"]: one["probability"] for one in shown["suggestions"]}
    stored = decided["decision"]["shown"]
    assert stored["model"] == shown["suggestions"][0]["model"]
    assert abs(stored["relevant"] - probabilities["relevant"]) < 0.001
    assert decided["decision"]["version"] == 1


def test_two_records_are_joined_and_split_again(survey: Survey) -> None:
    survey.run("pull")
    for number in (1, 2):
        survey.run("decide", f"2503.0000{number}", "include", "--as", "ann")
    survey.run("join", "2503.00001", "2503.00002", "--as", "ann")
    both = survey.run("show", "2503.00002", "--json").json
    assert both["ids"] == ["arxiv:2503.00001", "arxiv:2503.00002"]
    survey.run("split", "2503.00001", "2503.00002", "--as", "ann")
    assert survey.run("show", "2503.00002", "--json").json["ids"] == ["arxiv:2503.00002"]
    assert survey.run("show", "2503.00002", "--json").json["title"] == "Clinical model 2"


def test_a_withdrawn_listed_paper_comes_first_in_the_queue(survey: Survey) -> None:
    from dataclasses import replace
    from datetime import timedelta

    survey.run("pull")
    survey.run("decide", "2503.00001", "include", "--as", "ann")
    old = survey.papers[0]
    gone = replace(
        old.paper, version=2, withdrawn=True, updated_at=old.paper.updated_at + timedelta(days=1)
    )
    survey.arxiv.announce(replace(old, paper=gone, announced_at=survey.arxiv.now))
    assert survey.run("pull", "--json").json["withdrawn"] == 1
    first = survey.run("queue", "--json").json["items"][0]
    assert (first["id"], first["why"]) == ("arxiv:2503.00001", "withdrawn")


def test_a_deleted_database_is_made_again_by_one_command(survey: Survey) -> None:
    survey.run("pull")
    survey.run("decide", "2503.00001", "include", "--as", "ann", "--label", "kind:model")
    before = survey.run("papers", "--json").out
    for file in (survey.root / "db").glob("*.sqlite*"):
        file.unlink()
    assert survey.run("backfill").code == 0
    assert survey.run("papers", "--json").out == before
    assert survey.run("show", "2503.00001", "--json").json["status"] == "included"


def test_a_preprint_of_a_listed_article_joins_it_and_keeps_its_labels(survey: Survey) -> None:
    from dataclasses import replace

    survey.write(
        "curation/works/doi-10.1000-x.yaml", 'ids:\n- "doi:10.1000/x"\ntitle: "The article"\n'
    )
    labels = ("--label", "kind:model")
    survey.run("decide", "doi:10.1000/x", "include", "--as", "ann", *labels)
    old = survey.papers[4]
    survey.arxiv.announce(replace(old, paper=replace(old.paper, doi="10.1000/X")))
    survey.run("pull")
    assert survey.run("decide", old.paper.arxiv_id, "include", "--as", "ann").code == 0
    seen = survey.run("show", old.paper.arxiv_id, "--json").json
    assert seen["ids"] == [f"arxiv:{old.paper.arxiv_id}", "doi:10.1000/x"]
    assert (seen["title"], seen["labels"]) == ("The article", ["kind:model"])
    assert survey.run("check").code == 0
    for _ in ("the confirmation", "the join"):
        survey.run("undo", old.paper.arxiv_id, "--as", "ann")
    left = survey.run("show", "doi:10.1000/x", "--json").json
    assert (left["ids"], left["labels"]) == (["doi:10.1000/x"], ["kind:model"])


def test_files_that_nothing_reads_are_problems(survey: Survey) -> None:
    survey.write("curation/works/arxiv-2503.00001.yml", "ids: []\n")
    survey.write("curation/decisions/2025-03.jsonl", "")
    said = survey.run("check").out
    assert "curation/works/arxiv-2503.00001.yml: is not read: only works/*.yaml are" in said
    assert "curation/decisions/2025-03.jsonl: is not read" in said


def test_listed_works_that_no_table_shows_are_named(survey: Survey) -> None:
    survey.run("pull")
    survey.run("decide", "2503.00001", "include", "--as", "ann", "--label", "kind:dataset")
    assert survey.run("render").out == (
        "README.md written\n1 listed work answers no table: arxiv:2503.00001\n"
    )
    assert survey.run("render", "--json").json["untabled"] == ["arxiv:2503.00001"]


def test_a_survey_from_the_example_brings_the_scope_but_not_its_precedents(
    survey: Survey, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    new.mkdir()
    assert survey.run("init", "--example", "--root", str(new)).code == 0
    scope = survey.run("scope", "--json", "--root", str(new)).json
    assert (len(scope["include"]), len(scope["facets"]), scope["precedents"]) == (6, 2, [])
    assert survey.run("check", "--root", str(new)).code == 0


def test_a_new_survey_begins_with_a_scope_to_fill(survey: Survey, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    assert "curation/scope.md" in survey.run("init", "--json", "--root", str(new)).json["written"]
    told = "curation/scope.md has no sentence, criterion, phrase or precedent yet\n"
    assert survey.run("scope", "--root", str(new)).out == told
    assert survey.run("check", "--root", str(new)).code == 0
