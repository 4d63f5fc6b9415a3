"""`tracker import` as a person sees it: what it says of words, links and files."""

from tests.surveys import Survey

ENTRY = "- **Cats {n} sleep** by A. {n} [paper](https://arxiv.org/abs/2401.0000{n})\n"


def test_it_names_the_words_it_did_not_take_over_and_the_page_it_rewrote(survey: Survey) -> None:
    survey.write("curation/tables.yaml", "tables:\n  - {key: a, title: A, heading: A}\n")
    survey.write("README.md", "## A\n" + "".join(ENTRY.format(n=n) for n in range(1, 8)))
    done = survey.run("import", str(survey.root / "README.md"))
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [*lines[:7], lines[-1]] == [
        *(f"README.md:line {n + 1}: not taken over: by A. {n}" for n in range(1, 6)),
        "words of 2 more entries were not taken over; --json has them",
        "7 entries in 1 sections are 7 works: 7 new, 0 changed, 7 decisions; 0 problems",
        "rewrote README.md",
    ]


def test_as_json_it_names_all_of_them(survey: Survey) -> None:
    survey.write("curation/tables.yaml", "tables:\n  - {key: a, title: A, heading: A}\n")
    survey.write("list.md", "## A\n" + "".join(ENTRY.format(n=n) for n in range(1, 8)))
    (survey.root / "README.md").unlink()
    told = survey.run("import", str(survey.root / "list.md"), "--json").json
    assert told["not_taken_over"][-1] == {"line": 8, "text": "by A. 7"}
    assert len(told["not_taken_over"]) == 7
    assert (told["written"][-1], told["rewritten"]) == ("README.md", [])
