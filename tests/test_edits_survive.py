"""The survey's own list: adopted, rendered, edited by hand, taken over and rendered again."""

import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.publish.test_render import include, titled
from tests.replay import shared_folder
from tests.surveys import peoples
from tracker import identity
from tracker.curation import load
from tracker.curation.journal import append
from tracker.decisions import Decision
from tracker.demo.github import LoopbackGitHub
from tracker.settings import Settings
from tracker.steps import edits, publications, renderings
from tracker.steps.adoptions import adopt
from tracker.steps.tidying import start
from tracker.works import Facts

ANN = ("Ann Editor", "7+ann@users.noreply.github.com")
STRANGER = ("Passer By", "someone@example.org")
REGION = re.compile(r"(?s)(<!-- tracker:(\w+):start -->\n).*?(?=<!-- tracker:\w+:end -->)")


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path, author: tuple[str, str]) -> None:
    named = ("-c", f"user.name={author[0]}", "-c", f"user.email={author[1]}")
    git(root, "add", "--all")
    git(root, *named, "commit", "--quiet", "-m", "edit")


@pytest.fixture
def survey(tmp_path: Path) -> Settings:
    shared = shared_folder("survey")
    settings = Settings(root=tmp_path, database_url=f"sqlite:///{tmp_path}/tracker.sqlite",
                        now=datetime(2026, 11, 21, 9, tzinfo=UTC))  # fmt: skip
    start(settings, "x", example=True)
    (tmp_path / "README.md").unlink()
    with (tmp_path / "curation/curators.yaml").open("a", encoding="utf-8") as curators:
        curators.write("  - handle: ann\n  - handle: bea\n  - handle: ada\n")
    adopt(settings, shared / "companion_README.md", shared / "survey_seed.csv")
    assert renderings.render(settings).ok
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, ("First", "first@example.org"))
    return settings


def insides(settings: Settings) -> dict[str, str]:
    text = (settings.root / "README.md").read_text(encoding="utf-8")
    return {one[2]: one[0] for one in REGION.finditer(text)}


def row(settings: Settings, region: str, part: str) -> str:
    """The one line of a region that holds these words."""
    (line,) = [line for line in insides(settings)[region].splitlines() if part in line]
    return line


def change(settings: Settings, region: str, old: str, new: str) -> None:
    """Exchange what stands once in a region, as somebody would in an editor."""
    inside = insides(settings)[region]
    assert inside.count(old) == 1, old
    page = settings.root / "README.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(inside, inside.replace(old, new)), encoding="utf-8")


def below_head(settings: Settings, region: str, line: str) -> None:
    """Put a line where the first row stands, that row below it."""
    lines = insides(settings)[region].splitlines()
    rule = next(one for one in lines if one.startswith("| ---"))
    change(settings, region, f"{rule}\n", f"{rule}\n{line}\n")


def prose(settings: Settings) -> str:
    return REGION.sub(r"\1", (settings.root / "README.md").read_text(encoding="utf-8"))


TYPED = "| Sieve | [Sieve: a pruned model](https://arxiv.org/abs/2501.00042) | 2025 | | QA | |"
TAKEN_OUT = (
    "'datasets' was taken out; exclude it with tracker decide pmid:31066443 exclude, or bring it "
    "back with tracker render --discard-edits"
)
SENTENCE = "Look at these again before the next edition."


def test_what_people_edit_in_the_companions_tables_survives(survey: Settings) -> None:
    before = prose(survey)
    models = "models_100m_to_5b"
    mamba = row(survey, models, "ClinicalMamba")
    sized = mamba.replace("| 2024-03 |  |  | IE, CLS |", "| 2024-03 | 130M, 2.8B |  | IE, CLS |")
    gpt = row(survey, models, "CancerGPT")
    labelled = gpt.replace("| CLS |", "| QA, CLS |")
    change(survey, models, mamba, sized)
    change(survey, models, gpt, labelled)
    below_head(survey, "pruning", TYPED)
    commit(survey.root, ANN)
    change(survey, "datasets", row(survey, "datasets", "DrugComb") + "\n", "")
    last = row(survey, "quantization", "<!-- rendered:")
    change(survey, "quantization", last, f"{SENTENCE}\n\n{last}")

    found = edits.read(survey)
    assert [(one.by, str(one.row.work.id), one.new) for one in found.proposals] == [
        ("ann", "arxiv:2403.05795", False),
        ("ann", "arxiv:2304.10946", False),
        ("ann", "arxiv:2501.00042", True),
    ]
    assert [one.what.partition(" in region ")[::2] for one in found.problems] == [
        ("'DrugComb: an integrative cancer drug combination data portal'", TAKEN_OUT),
        (f"'{SENTENCE}'", "'quantization' is no row; move it out of the region"),
    ]
    held = (survey.root / "README.md").read_bytes()
    waiting = renderings.render(survey)
    assert (waiting.ok, len(waiting.waiting)) == (False, 5)
    assert (survey.root / "README.md").read_bytes() == held

    decisions = edits.accept(survey, "bea")
    assert [(one.by, one.inferred, one.note) for one in decisions] == [
        ("ann", True, "edited in README.md, accepted by bea")
    ] * 3
    curation = load(survey.root)
    assert curation.problems == ()
    standings = {str(one.work.id): one for one in curation.record.standings}
    new = standings["arxiv:2501.00042"]
    assert standings["arxiv:2403.05795"].work.sizes == ("130M", "2.8B")
    assert standings["arxiv:2304.10946"].labels[:2] == ("nlp_task:qa", "nlp_task:cls")
    assert (new.work.title, new.labels, new.work.published_on) == (
        "Sieve: a pruned model", ("nlp_task:qa", "compression:pruning"), "2025"
    )  # fmt: skip

    drug = Decision(
        survey.clock() + timedelta(hours=1), "bea", "exclude", identity.parse("pmid:31066443")
    )
    append(survey.root, drug)
    change(survey, "quantization", f"{SENTENCE}\n\n", "")
    assert renderings.render(survey).ok
    assert row(survey, models, "ClinicalMamba") == sized
    assert row(survey, models, "CancerGPT") == labelled
    assert "[Sieve: a pruned model](https://arxiv.org/abs/2501.00042) | 2025 |" in row(
        survey, "pruning", "Sieve"
    )
    assert "DrugComb" not in insides(survey)["datasets"]
    assert len(curation.record.of("included")) == 75
    assert prose(survey) == before
    assert edits.read(survey).ok


def test_an_edit_of_nobody_we_know_becomes_a_curators_only_when_she_takes_it_over(
    survey: Settings,
) -> None:
    models = "models_100m_to_5b"
    gpt = row(survey, models, "CancerGPT")
    change(survey, models, gpt, gpt.replace("2023-04 |  |", "2023-04 | 124M |"))
    commit(survey.root, STRANGER)
    found = edits.read(survey)
    assert [(one.by, one.author) for one in found.proposals] == [("", "Passer By")]
    assert "'Passer By', who is no curator here" in found.problems[0].what
    (decision,) = edits.accept(survey, "bea")
    assert (decision.by, decision.note) == ("bea", "edited in README.md")
    assert decision.facts == Facts({"sizes": ("124M",)})
    assert renderings.render(survey).ok
    assert "| 124M |" in row(survey, models, "CancerGPT")


def test_edits_can_be_discarded_by_asking_for_it(survey: Settings) -> None:
    page = survey.root / "README.md"
    rendered = page.read_bytes()
    below_head(survey, "reasoning", "Just words.")
    edited = page.read_bytes()
    assert not renderings.render(survey).ok
    assert page.read_bytes() == edited
    below = survey.root / "pages/pruning.md"
    there = below.read_bytes()
    below.write_bytes(there + b"\nMine.\n")
    one = renderings.render(survey, discard=lambda path: path == "README.md")
    assert (one.changed, len(one.waiting)) == (("README.md",), 1)
    assert "'Just words.' in region 'reasoning' is no row" in one.discarded[0]
    assert page.read_bytes() == rendered
    assert renderings.render(survey, discard=lambda _: True).ok
    assert below.read_bytes() == there


def test_what_people_edit_on_the_other_pages_survives_too(survey: Settings) -> None:
    sized = survey.root / "pages/by-nlp_task.md"
    text = sized.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("| ClinicalMamba"))
    name, title, day, *rest = old.split(" | ")
    new = " | ".join([name, title, day, "130M, 2.8B", *rest[1:]])
    sized.write_text(text.replace(old, new, 1), encoding="utf-8")
    pruned = survey.root / "pages/pruning.md"
    text = pruned.read_text(encoding="utf-8")
    rule = next(line for line in text.splitlines() if line.startswith("| ---"))
    typed = "|  | [Sieve: a pruned model](https://arxiv.org/abs/2501.00042) | 2025 |  |  |  |  |"
    pruned.write_text(text.replace(f"{rule}\n", f"{rule}\n{typed}\n"), encoding="utf-8")
    commit(survey.root, ANN)
    waiting = renderings.render(survey)
    assert (waiting.ok, waiting.changed, len(waiting.waiting)) == (False, (), 2)

    found = edits.read(survey)
    assert (found.problems, [(one.edit.file, one.by) for one in found.proposals]) == (
        (), [("pages/pruning.md", "ann"), ("pages/by-nlp_task.md", "ann")]
    )  # fmt: skip
    decisions = edits.accept(survey, "bea")
    assert [one.note for one in decisions] == [
        "edited in pages/pruning.md, accepted by bea",
        "edited in pages/by-nlp_task.md, accepted by bea",
    ]
    assert renderings.render(survey).ok
    assert "| 130M, 2.8B |" in row(survey, "models_100m_to_5b", "ClinicalMamba")
    assert "2501.00042" in row(survey, "pruning", "Sieve")
    for path in (sized, pruned, survey.root / "pages/by-compression.md"):
        shown = path.read_text(encoding="utf-8")
        assert ("130M, 2.8B" in shown, "2501.00042" in shown).count(True) >= 1
    assert edits.read(survey).ok


def test_edits_on_the_base_branch_alone_are_named_there_with_git_pull_first(
    survey: Settings,
) -> None:
    append(survey.root, include(titled(7, "A new model"), "kind:model", "compression:pruning"))
    mine = (survey.root / "README.md").read_bytes()
    below_head(survey, "quantization", "A remark.")
    below_head(survey, "pruning", TYPED)
    base = {"README.md": (survey.root / "README.md").read_bytes(), **peoples(survey.root)}
    (survey.root / "README.md").write_bytes(mine)
    with LoopbackGitHub(base, token="loopback") as github:
        there = replace(survey, github_url=github.url, repository=github.repository,
                        github_token="loopback")  # fmt: skip
        ahead = publications.publish(there, dry_run=True).waiting
        (survey.root / "README.md").write_bytes(base["README.md"])
        pulled = publications.publish(there, dry_run=True).waiting
    typed, remark = (one.removeprefix("README.md:") for one in pulled)
    assert typed.endswith("is not what was rendered; take it over with tracker edits")
    assert ahead == (
        f"README.md on main: {typed.replace('take it over with', 'run git pull, then')}",
        f"README.md on main: {remark}; run git pull to have it here",
    )


def test_a_request_leaves_an_edited_region_of_the_base_branch_and_says_so(survey: Settings) -> None:
    append(survey.root, include(titled(7, "A new model"), "kind:model", "compression:pruning",
                                "compression:quantization"))  # fmt: skip
    below_head(survey, "pruning", "A remark about @nobody.")
    base = {"README.md": (survey.root / "README.md").read_bytes(), **peoples(survey.root)}
    with LoopbackGitHub(base, token="loopback") as github:
        there = replace(survey, github_url=github.url, repository=github.repository,
                        github_token="loopback")  # fmt: skip
        report = publications.publish(there)
        assert (report.action, report.ok, len(report.waiting)) == ("created", False, 1)
        told = report.body.partition("### Edits that wait (1)")[2]
        assert "A remark about <span>@</span>nobody" in told
        proposed = (github.file("README.md", publications.BRANCH) or b"").decode()
    shown = {one[2]: one[0] for one in REGION.finditer(proposed)}
    assert shown["pruning"] == insides(survey)["pruning"]
    assert "2501.00007" in shown["quantization"]
