"""Repositories that mean harm: nothing of theirs runs, is followed, or leaves the folder."""

import subprocess
import tempfile
from datetime import date
from pathlib import Path

import pytest

from tests.lookback.past import Past, at, contents, lived
from tracker.curation.history import Untold, at_end_of

EVIL = """\
[core]
\tfsmonitor = {ran}
\thooksPath = {hooks}
\tpager = {ran}
\tsshCommand = {ran}
[pager]
\trev-list = true
[filter "evil"]
\tsmudge = {ran}
\tclean = {ran}
\trequired = true
[diff "evil"]
\ttextconv = {ran}
\tcommand = {ran}
[log]
\tshowSignature = true
[gpg]
\tprogram = {ran}
[alias]
\tcat-file = !{ran}
\tls-tree = !{ran}
"""
PROMISING = """\
[core]
\trepositoryformatversion = 1
[extensions]
\tpartialClone = origin
[remote "origin"]
\turl = ext::{ran}
\tpromisor = true
[protocol "ext"]
\tallow = always
"""


@pytest.fixture
def past(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Past:
    made = lived(tmp_path / "top", capsys, monkeypatch)
    made.decide(1, at(1))
    return made


def page(past: Past) -> tuple[str, str, str]:
    done = past.run("render", "--as-of", "2025-03-02", "--json")
    assert done.code == 0
    return done.json["basis"], done.json["text"], done.err


def script(path: Path, proof: Path, then: str = "cat") -> Path:
    """A program that leaves a proof of having run, and passes on what it was given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\necho "$0 $*" >> "{proof}"\n{then}\n')
    path.chmod(0o755)
    return path


def test_nothing_of_a_repository_runs(past: Past, tmp_path: Path) -> None:
    past.write(".gitattributes", "* filter=evil diff=evil export-subst ident\n")
    past.edit("README.md", "Our words.", "Our words. $Format:%H$ $Id$")
    commit = past.commit(at(1))
    expected = page(past)
    assert expected[0] == commit and "$Format:%H$ $Id$" in expected[1]
    proof = tmp_path / "ran"
    ran = script(tmp_path / "evil.sh", proof)
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"):
        script(past.top / ".git" / "hooks" / hook, proof)
    with (past.top / ".git" / "config").open("a") as config:
        config.write(EVIL.format(ran=ran, hooks=past.top / ".git" / "hooks"))
    assert page(past) == expected
    assert not proof.exists()
    past.git("status", "--short")  # a person's own git does run them: the trap is a trap
    assert proof.exists()


def test_a_repository_that_promises_its_files_fetches_none(past: Past, tmp_path: Path) -> None:
    past.commit(at(1))
    blob = past.git("rev-parse", "HEAD:README.md").strip()
    proof = tmp_path / "ran"
    ran = script(tmp_path / "evil.sh", proof, "exit 1")
    (past.top / ".git" / "config").write_text(PROMISING.format(ran=ran))
    (past.top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    basis, _, told = page(past)
    assert (basis, proof.exists()) == ("decisions", False)
    assert "because git says: " in told or "because this clone lacks files of " in told
    with pytest.raises(subprocess.CalledProcessError):
        past.git("cat-file", "-p", blob)
    assert proof.exists()  # a person's own git does run it: the trap is a trap


def test_variables_of_the_environment_lead_nowhere(past: Past, tmp_path: Path) -> None:
    commit = past.commit(at(1))
    expected = page(past)
    other = lived(tmp_path / "other", past.capsys, past.monkeypatch)
    other.commit(at(1), "another survey")
    before = contents(tmp_path / "other")
    for name, value in {
        "GIT_DIR": str(other.top / ".git"),
        "GIT_WORK_TREE": str(other.top),
        "GIT_INDEX_FILE": str(tmp_path / "index"),
        "GIT_OBJECT_DIRECTORY": str(other.top / ".git" / "objects"),
        "GIT_TRACE": str(tmp_path / "trace"),
        "GIT_SHALLOW_FILE": "/dev/null",
        "GIT_NAMESPACE": "other",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_PAGER": "false",
    }.items():
        past.monkeypatch.setenv(name, value)
    assert page(past) == expected and expected[0] == commit
    assert contents(tmp_path / "other") == before
    assert not (tmp_path / "trace").exists() and not (tmp_path / "index").exists()


def test_more_than_a_survey_can_be_is_not_read(past: Past) -> None:
    past.commit(at(1))
    commit = at_end_of(past.root, date(2025, 3, 1))
    size = len((past.root / "README.md").read_bytes())
    assert commit.read(["README.md"], most=size).keys() == {"README.md"}
    with pytest.raises(Untold, match=f"has {size} bytes, too many for a survey"):
        commit.read(["README.md"], most=size - 1)


@pytest.mark.parametrize(
    "link", ["curation/works/arxiv-2503.00009.yaml", "curation/results", "README.md"]
)
def test_a_link_in_a_commit_is_not_followed(past: Past, tmp_path: Path, link: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    before = (past.root / "README.md").read_text()
    target = past.root / link
    target.unlink(missing_ok=True)
    target.symlink_to(secret)
    commit = past.commit(at(1))
    target.unlink()
    past.write("README.md", before)
    basis, text, told = page(past)
    assert (basis, "s3cret" in text) == ("decisions", False)
    assert told.endswith(f"because commit {commit[:12]} has a symbolic link at '{link}'\n")


@pytest.mark.parametrize("name", ["..", ".", "/escaped", "a/../../../../../escaped", "a\nb"])
def test_a_name_that_leads_elsewhere_is_not_written(past: Past, tmp_path: Path, name: str) -> None:
    """Trees that no git makes by itself, with such a name where a work's file should be."""
    past.commit(at(1))
    blob = past.git("rev-parse", "HEAD:README.md").strip()
    works = tree(past, {name: ("100644", blob)})
    if name == "..":  # a folder: works/../../escaped
        works = tree(past, {name: ("40000", tree(past, {name: ("40000", works)}))})
    curated = tree(past, listing(past, "HEAD:curation") | {"works": ("40000", works)})
    whole = tree(past, listing(past, "HEAD") | {"curation": ("40000", curated)})
    commit = past.git("commit-tree", whole, "-m", "evil", when=at(1)).strip()
    past.git("update-ref", "refs/heads/main", commit)
    inside = tmp_path / "b" / "c" / "d"
    inside.mkdir(parents=True)
    past.monkeypatch.setattr(tempfile, "tempdir", str(inside))
    before = past.state()
    basis, _, told = page(past)
    assert basis == "decisions"
    assert f"because commit {commit[:12]} has something that is no file at 'curation/works" in told
    assert told.count("\n") == 1
    assert [path for path in tmp_path.rglob("*") if "escaped" in path.name] == []
    assert (past.state(), list(inside.iterdir())) == (before, [])
    assert not Path("/escaped").exists()


def listing(past: Past, name: str) -> dict[str, tuple[str, str]]:
    rows = (row.replace("\t", " ").split(" ") for row in past.git("ls-tree", name).splitlines())
    return {path: (mode, sha) for mode, _, sha, path in rows}


def tree(past: Past, entries: dict[str, tuple[str, str]]) -> str:
    raw = past.top.parent / "raw"
    raw.write_bytes(b"".join(f"{mode.lstrip('0')} {name}\0".encode() + bytes.fromhex(sha)
                             for name, (mode, sha) in entries.items()))  # fmt: skip
    return past.git("hash-object", "-t", "tree", "--literally", "-w", str(raw)).strip()
