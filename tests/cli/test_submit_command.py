"""``tracker submit``, and facts stated with ``tracker decide``, as a curator types them."""

from pathlib import Path

import pytest

from tests.publish.checkouts import BRANCH, JOURNAL, git
from tests.surveys import Survey


def test_an_evening_by_the_command_line(
    survey: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git(tmp_path, "init", "--quiet", "--bare", "hub.git", "--initial-branch=main")
    git(survey.root, "init", "--quiet", "--initial-branch=main")
    survey.write(".gitignore", "db/\n.tracker/\n")
    identity = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    git(survey.root, "add", ".")
    git(survey.root, *identity, "commit", "--quiet", "-m", "Begin")
    alone = survey.run("submit", "--as", "ann")
    assert alone.code == 2
    assert "git remote add origin ADDRESS" in alone.err
    git(survey.root, "remote", "add", "origin", str(tmp_path / "hub.git"))
    git(survey.root, "push", "--quiet", "origin", "main")
    nothing = survey.run("submit", "--as", "ann")
    said = "nothing to submit: main has every decision and result of ann\n"
    assert (nothing.code, nothing.out) == (0, said)
    survey.run("pull")
    survey.run("decide", "2503.00001", "include", "--as", "ann", "--label", "kind:model")
    report = survey.run("submit", "--as", "ann", "--json").json
    assert (report["action"], report["branch"], report["number"]) == ("pushed", BRANCH, None)
    assert report["files"] == [JOURNAL, "curation/works/arxiv-2503.00001.yaml"]
    assert [one["work"] for one in report["decisions"]] == ["arxiv:2503.00001"]
    assert survey.run("submit", "--as", "ann").out == "1 decision by ann: pushed before\n"
    git(survey.root, "remote", "set-url", "origin", str(tmp_path / "gone.git"))
    assert survey.run("submit", "--as", "ann").code == 3


def test_facts_are_stated_with_the_decision(survey: Survey) -> None:
    survey.run("pull")
    facts = ["--short-name", "ClinLM", "--size", "2.7B", "--size", "7B", "--base-model", "Llama"]
    facts += ["--journal", "J. Med.  5 (2024) 1-9"]
    links = ["--link", "code=https://github.com/a/b", "--link", "model=https://huggingface.co/a/b"]
    made = survey.run("decide", "2503.00001", "include", "--as", "ann", *facts, *links, "--json")
    assert made.json["decision"]["facts"] == {
        "journal": "J. Med. 5 (2024) 1-9",
        "short_name": "ClinLM",
        "sizes": ["2.7B", "7B"],
        "base_model": "Llama",
        "links": [
            {"kind": "code", "url": "https://github.com/a/b"},
            {"kind": "model", "url": "https://huggingface.co/a/b"},
        ],
    }
    work = survey.run("show", "2503.00001", "--json").json["work"]
    assert (work["short_name"], work["sizes"], work["base_model"]) == (
        "ClinLM", ["2.7B", "7B"], "Llama",
    )  # fmt: skip
    assert "journal: J. Med. 5 (2024) 1-9\n" in survey.run("show", "2503.00001").out
    undone = survey.run("undo", "--as", "ann", "--json").json["key"]
    assert survey.run("undo", undone, "--as", "ann").code == 0
    assert survey.run("show", "2503.00001", "--json").json["work"] == work


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--size", "big", "'big' is not a parameter count such as 2.7B"),
        ("--journal", "J" * 501, "journal must be one line of at most 500 characters"),
        ("--link", "https://github.com/a/b", "--link is KIND=URL"),
        ("--link", "film=https://x.org/a", "is none of paper, model, code, data, page"),
        ("--link", "code=javascript:alert", "links"),
    ],
)
def test_a_fact_the_record_would_refuse_is_wrong_usage(
    survey: Survey, option: str, value: str, said: str
) -> None:
    survey.run("pull")
    made = survey.run("decide", "2503.00001", "include", "--as", "ann", option, value)
    assert made.code == 2
    assert said in made.err
    assert not (survey.root / "curation/decisions").exists()
