"""One clear sentence and the right exit code for everything that can be wrong."""

import pytest

from tests.surveys import PAGE, TAXONOMY, Survey


def one_sentence(text: str) -> bool:
    return text.startswith("tracker: ") and text.count("\n") == 1 and "Traceback" not in text


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("decide", "nonsense", "include", "--as", "ann"), 2, "names no work"),
        (("decide", "2503.99999", "include", "--as", "ann"), 2, "nothing is known about"),
        (("decide", "2503.00001", "maybe", "--as", "ann"), 2, "write include, exclude or defer"),
        (("decide", "2503.00001", "include", "--as", "eve"), 2, "no curator 'eve'"),
        (("pull", "--since", "yesterday"), 2, "is not a day such as"),
        (("pull", "--since", "2025-03-09", "--until", "2025-03-01"), 2, "is after"),
        (("undo", "--as", "ann"), 2, "there is no decision of ann to undo"),
        (("show", "2503.99999"), 2, "nothing is known about"),
        (("publish",), 2, "set TRACKER_REPOSITORY"),
        (("import", "no-such-file.md"), 2, "cannot be read"),
        (("--root", "no-such-folder", "queue"), 2, "is not a folder"),
        (("split", "2503.00001", "2503.00002", "--as", "ann"), 2, "is not in the record"),
    ],
)
def test_wrong_words_get_one_sentence(
    survey: Survey, arguments: tuple[str, ...], code: int, says: str
) -> None:
    outcome = survey.run(*arguments)
    assert (outcome.code, outcome.out) == (code, "")
    assert one_sentence(outcome.err) and says in outcome.err, outcome.err


def test_an_unknown_label_is_refused_and_the_nearest_named(survey: Survey) -> None:
    survey.run("pull")
    arguments = ("decide", "2503.00001", "include", "--as", "ann", "--label", "nlp_task:qu")
    outcome = survey.run(*arguments)
    assert outcome.code == 2
    assert "no label 'nlp_task:qu' in the taxonomy; did you mean 'nlp_task:qa'?" in outcome.err
    assert not (survey.root / "curation" / "works").exists()
    assert not (survey.root / "curation" / "decisions").exists()


def test_two_labels_of_a_choose_one_dimension_are_refused(survey: Survey) -> None:
    survey.run("pull")
    labels = ("--label", "kind:model", "--label", "kind:dataset")
    outcome = survey.run("decide", "2503.00001", "include", "--as", "ann", *labels)
    assert (outcome.code, outcome.err) == (
        2,
        "tracker: Kind takes one label, not kind:model, kind:dataset\n",
    )


def test_malformed_yaml_is_a_problem_with_its_place(survey: Survey) -> None:
    survey.write("curation/taxonomy.yaml", TAXONOMY + "  broken: [\n")
    checked = survey.run("check")
    assert checked.code == 1
    problem, count = checked.out.splitlines()
    assert problem.startswith("curation/taxonomy.yaml: is not YAML at line")
    assert count == "1 problem in 0 works and 0 decisions"
    rendered = survey.run("render")
    assert rendered.code == 1 and one_sentence(rendered.err)
    assert (survey.root / "README.md").read_text() == PAGE


def test_a_missing_marker_is_named_and_the_page_left_alone(survey: Survey) -> None:
    survey.write("README.md", "# Survey\n")
    rendered = survey.run("render")
    assert rendered.code == 1 and one_sentence(rendered.err) and "models" in rendered.err
    assert (survey.root / "README.md").read_text() == "# Survey\n"
    checked = survey.run("check")
    assert checked.code == 1
    assert checked.out.startswith("README.md: table 'models' has no region; add the lines")


def test_a_problem_of_a_page_names_the_page_once(survey: Survey) -> None:
    survey.write("README.md", f"{PAGE}\n<!-- tracker:models:start -->\n")
    what = "region 'models' has no end marker; write <!-- tracker:models:end --> after its table"
    assert survey.run("check").out.splitlines()[0] == f"README.md:9: {what}"
    assert survey.run("render").err == f"tracker: README.md:9: {what}\n"
    survey.write("README.md", PAGE)
    survey.write("methods.json", "[")
    what = "is not JSON; delete it, and the next tracker publish writes it anew"
    assert survey.run("check").out.splitlines()[0] == f"methods.json: {what}"
    (survey.root / "README.md").unlink()
    what = "is not there; tracker init writes one with its markers"
    assert survey.run("check").out.splitlines()[0] == f"README.md: {what}"
    (survey.root / "README.md").mkdir()
    what = "is a folder, where the front page belongs; move it away"
    assert survey.run("check").out.splitlines()[0] == f"README.md: {what}"
    assert survey.run("render").err == f"tracker: README.md {what}\n"


def test_a_duplicate_work_is_a_problem(survey: Survey) -> None:
    for name in ("arxiv-2503.00001", "doi-10.1000-x"):
        ids = '- "arxiv:2503.00001"\n' + ('- "doi:10.1000/x"\n' if "doi" in name else "")
        survey.write(f"curation/works/{name}.yaml", f'ids:\n{ids}title: "T"\n')
    checked = survey.run("check")
    assert checked.code == 1 and "also stands in arxiv-2503.00001.yaml" in checked.out


def test_a_duplicate_work_is_told_by_the_files_that_are_there(survey: Survey) -> None:
    for name in ("one", "two"):
        survey.write(f"curation/works/{name}.yaml", 'ids:\n- "arxiv:2503.00001"\ntitle: "T"\n')
    assert survey.run("check").out.splitlines()[2] == (
        "curation/works/two.yaml:ids: arxiv:2503.00001 also stands in one.yaml; "
        "merge the two files into one, or take it out of one"
    )


def test_a_newer_schema_is_refused(survey: Survey) -> None:
    import sqlite3

    survey.run("pull")
    with sqlite3.connect(survey.root / "db" / "tracker.sqlite") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    outcome = survey.run("queue")
    assert outcome.code == 3 and one_sentence(outcome.err)
    assert "schema 9999, newer than" in outcome.err


def test_a_second_pull_at_the_same_time_is_refused(survey: Survey) -> None:
    import fcntl

    (survey.root / ".tracker").mkdir()
    with (survey.root / ".tracker" / "pull.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        outcome = survey.run("pull")
    assert outcome.code == 3 and "another tracker pull is running" in outcome.err


def test_settings_are_checked_by_name(survey: Survey) -> None:
    survey.monkeypatch.setenv("TRACKER_ARXIV_DELAY", "fast")
    outcome = survey.run("queue")
    assert outcome.code == 2 and "TRACKER_ARXIV_DELAY is 'fast'" in outcome.err


def test_control_characters_of_strangers_do_not_reach_the_terminal(survey: Survey) -> None:
    survey.write(
        "curation/works/title-x.yaml", 'ids:\n- "title:x"\ntitle: "a\\u001b[31mred\\u202e"\n'
    )
    assert "\x1b" not in survey.run("show", "title:x").out
    assert "\u202e" not in survey.run("show", "title:x").out


def test_a_question_that_cannot_be_read_stops_the_pull_instead_of_being_left_out(
    survey: Survey,
) -> None:
    good = (survey.root / "curation" / "queries.yaml").read_text()
    survey.write("curation/queries.yaml", good + "  - {key: second, categories: [nonsense!]}\n")
    outcome = survey.run("pull")
    assert outcome.code == 1 and one_sentence(outcome.err)
    assert "'nonsense!' is not an arXiv category such as cs.CL" in outcome.err
    assert survey.arxiv.requests == []


def test_what_is_stated_twice_is_on_file_once(survey: Survey) -> None:
    survey.run("pull")
    link = ("--link", "code=https://github.com/a/b")
    size = ("--size", "2.7B")
    twice = ("--size", "7B", *size, *size, *link, *link)
    done = survey.run("decide", "2503.00001", "include", "--as", "ann", *twice, "--json")
    assert done.json["decision"]["facts"] == {
        "sizes": ["7B", "2.7B"],
        "links": [{"kind": "code", "url": "https://github.com/a/b"}],
    }


@pytest.mark.parametrize("option", ["--short-name", "--base-model", "--author"])
def test_a_fact_with_something_unseen_in_it_is_refused(survey: Survey, option: str) -> None:
    survey.run("pull")
    done = survey.run("decide", "2503.00001", "include", "--as", "ann", option, "A\x1b[2J")
    assert (done.code, done.out) == (2, "")
    assert one_sentence(done.err) and "must be one line with nothing unseen" in done.err


def test_a_note_and_a_reason_are_one_line_with_nothing_unseen(survey: Survey) -> None:
    survey.run("pull")
    why = ("--note", "two\nlines\x1b[2J", "--reason", "off\u202e topic")
    done = survey.run("decide", "2503.00001", "exclude", "--as", "ann", *why, "--json").json
    said = done["decision"]
    assert (said["note"], said["reason"]) == ("two lines[2J", "off topic")
