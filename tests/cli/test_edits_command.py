"""tracker edits: what people changed in the page, listed, and taken into the record."""

from tests.surveys import Survey
from tracker.steps.edits import blamed

ROW = "| --- | --- | --- |\n"


def _rendered(survey: Survey) -> str:
    survey.run("pull")
    survey.run("decide", "2503.00001", "include", "--as", "ann", "--label", "kind:model")
    assert survey.run("render").code == 0
    return (survey.root / "README.md").read_text(encoding="utf-8")


def test_nothing_edited_is_said_and_is_fine(survey: Survey) -> None:
    _rendered(survey)
    done = survey.run("edits")
    assert (done.code, done.out) == (0, "nothing was edited in the pages by hand\n")


def test_an_edit_is_listed_accepted_and_rendered(survey: Survey) -> None:
    page = _rendered(survey)
    typed = "| | [A paper by hand](https://arxiv.org/abs/2501.00042) | QA |\n"
    survey.write("README.md", page.replace("|  |\n", "| SUM |\n").replace(ROW, f"{ROW}{typed}"))
    stopped = survey.run("render")
    assert (stopped.code, stopped.out) == (1, "what nobody edited is current\n")
    assert "is not what was rendered; take it over with tracker edits" in stopped.err
    listed = survey.run("edits", "--json")
    found = listed.json["proposals"]
    assert listed.code == 1
    assert [(one["work"], one["new"], one["labels"], one["by"]) for one in found] == [
        ("arxiv:2501.00042", True, ["nlp_task:qa", "kind:model"], None),
        ("arxiv:2503.00001", False, ["nlp_task:sum", "kind:model"], None),
    ]
    assert survey.run("edits", "--accept").code == 2
    assert survey.run("edits", "--accept", "--as", "import").code == 2
    accepted = survey.run("edits", "--accept", "--as", "ann")
    assert (accepted.code, accepted.out.count("as a decision of ann")) == (0, 2)
    assert survey.run("render", "--check").code == 1  # the page is older than its record
    assert survey.run("render").code == 0
    assert (survey.run("render", "--check").code, survey.run("check").code) == (0, 0)
    after = (survey.root / "README.md").read_text(encoding="utf-8")
    assert "[A paper by hand](https://arxiv.org/abs/2501.00042) | Question answering |" in after
    assert survey.run("show", "2501.00042", "--json").json["inferred"] is True


def test_what_cannot_be_read_is_quoted_without_its_control_characters(survey: Survey) -> None:
    page = _rendered(survey)
    survey.write("README.md", page.replace(ROW, f"{ROW}| only | two \x1b[31m |\n"))
    listed = survey.run("edits")
    assert (listed.code, "\x1b" in listed.out) == (1, False)
    assert "'| only | two [31m |' in region 'models'" in listed.out
    assert survey.run("render", "--only", "README.md").code == 2
    other = survey.run("render", "--discard-edits", "--only", "curation/tables.yaml")
    assert (other.code, "tables.yaml holds no edits to discard" in other.err) == (1, True)
    told = survey.run("render", "--discard-edits", "--check").err
    assert "to discard: README.md:line " in told
    for name in ("READ.md", "../README.md", str(survey.root), "/README.md"):
        missing = survey.run("render", "--discard-edits", "--only", name)
        said = f"tracker: --only {name}: the survey in {survey.root} has no such page\n"
        assert (missing.code, missing.err) == (2, said)
    given_up = survey.run("render", "--discard-edits", "--only", "./pages/../README.md")
    assert (given_up.code, "discarded: README.md:line " in given_up.err) == (0, True)
    assert (survey.root / "README.md").read_text(encoding="utf-8") == page
    survey.write("README.md", page.replace(ROW, f"{ROW}| only | two |\n"))
    whole = survey.run("render", "--discard-edits", "--only", str(survey.root / "README.md"))
    assert (whole.code, whole.err.count("holds no edits")) == (0, 0)


def test_blame_names_authors_but_not_of_uncommitted_lines_nor_at_the_edge_of_a_clone() -> None:
    one, two, zero = "a" * 40, "b" * 40, "0" * 40
    said = (
        f"{one} 1 1 1\nauthor Ann\nauthor-mail <ann@e.org>\nfilename r\n\tauthor Eve\n"
        f"{two} 2 2 1\nauthor Bo\nauthor-mail <bo@e.org>\nboundary\n\tx\n"
        f"{zero} 3 3 1\nauthor Not Committed Yet\nauthor-mail <not.committed.yet>\n\ty\n"
    )
    assert blamed(said) == {1: "Ann <ann@e.org>"}


def test_an_edit_against_a_precedent_is_refused_before_anything_is_written(survey: Survey) -> None:
    page = _rendered(survey)
    survey.write(
        "curation/scope.md", "# S\n\n## Precedents\n\n- arxiv:2501.00042 exclude: no clinic.\n"
    )
    typed = "| | [A paper by hand](https://arxiv.org/abs/2501.00042) | QA |\n"
    survey.write("README.md", page.replace(ROW, f"{ROW}{typed}"))
    for done in (survey.run("edits"), survey.run("edits", "--accept", "--as", "ann")):
        assert (done.code, done.out.count("\n")) == (1, 1)
        assert (
            "is of a work that may not be listed: arxiv:2501.00042 is a precedent to exclude in "
            "curation/scope.md (no clinic.); to include it, take that line out there first"
            in done.out
        )
    assert survey.run("check").code == 0


def test_a_paper_typed_into_two_tables_is_listed_once_and_asked_about(survey: Survey) -> None:
    tables = "tables:\n" + "".join(
        f'  - {{key: {key}, title: T, any_of: ["kind:{kind}"], columns: [name, title, nlp_task]}}\n'
        for key, kind in (("models", "model"), ("data", "dataset"))
    )
    survey.write("curation/tables.yaml", tables)
    page = (survey.root / "README.md").read_text(encoding="utf-8")
    survey.write("README.md", f"{page}\n<!-- tracker:data:start -->\n<!-- tracker:data:end -->\n")
    _rendered(survey)
    survey.run("decide", "2503.00002", "include", "--as", "ann", "--label", "kind:dataset")
    survey.run("render")
    page = (survey.root / "README.md").read_text(encoding="utf-8")
    typed = "| | [A paper by hand](https://arxiv.org/abs/2501.00042) | QA |\n"
    assert page.count(ROW) == 2
    survey.write("README.md", page.replace(ROW, f"{ROW}{typed}"))
    done = survey.run("edits", "--accept", "--as", "ann")
    assert done.code == 1
    assert "accepted arxiv:2501.00042 as a decision of ann" in done.out
    assert "takes one label, not kind:model, kind:dataset; to move it, take out" in done.out
    assert survey.run("check").code == 0
