"""`tracker show`: what curators said of a work stands beside what arXiv says."""

from tests.surveys import Survey


def said(survey: Survey, name: str) -> list[str]:
    """The lines after the paper's own, decisions without their instants and keys."""
    lines = survey.run("show", name).out.split("answer a question.\n\n")[1].splitlines()
    return [line.partition("Z  ")[2].partition("  [")[0] or line for line in lines]


def test_facts_that_curators_stated_are_shown(survey: Survey) -> None:
    survey.run("pull")
    facts = {
        "--short-name": "MedNote",
        "--size": "2.7B",
        "--base-model": "Llama 3.1",
        "--author": "Cy Corrected",
        "--link": "code=https://github.com/a/b",
        "--published-on": "2025-04",
        "--journal": "J. Med. 5",
        "--note": "read\ntwice",
    }
    flags = [word for pair in facts.items() for word in pair]
    assert survey.run("decide", "2503.00001", "include", "--as", "ann", *flags).code == 0
    assert said(survey, "2503.00001") == [
        "published: 2025-04",
        "journal: J. Med. 5",
        "short name: MedNote",
        "sizes: 2.7B",
        "base model: Llama 3.1",
        "code link: https://github.com/a/b",
        "ann: include",
        "      note: read twice",
    ]
    assert survey.run("show", "2503.00001").out.splitlines()[3] == "Cy Corrected"


def test_why_a_work_was_excluded_is_shown(survey: Survey) -> None:
    survey.run("pull")
    why = ("--reason", "off topic", "--note", "about cats")
    survey.run("decide", "2503.00002", "exclude", "--as", "ann", *why)
    assert said(survey, "2503.00002") == [
        "ann: exclude",
        "      reason: off topic",
        "      note: about cats",
    ]


def test_a_work_that_arxiv_lacks_has_its_authors(survey: Survey) -> None:
    survey.write(
        "curation/works/doi-10.1000-x.yaml",
        'ids:\n- "doi:10.1000/x"\ntitle: "The article"\nauthors:\n- "Bo Writer"\n',
    )
    assert survey.run("show", "doi:10.1000/x").out.splitlines() == [
        "The article",
        "doi:10.1000/x · undecided",
        "Bo Writer",
    ]
