"""A survey with included papers whose abstracts report numbers, and curators to say something."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.results.reports import paper
from tests.screen.desks import survey
from tests.surveys import CURATORS
from tracker.curation import append, load, write_work
from tracker.decisions import Decision
from tracker.identity import parse
from tracker.papers import PaperVersion
from tracker.results import ReportedResult
from tracker.settings import Settings
from tracker.store import open_store
from tracker.store.papers import save
from tracker.works import Work

FIRST, SECOND = "arxiv:2503.00001", "arxiv:2503.00002"
NAMES = """\
metrics:
  accuracy: {name: Accuracy}
  f1: {name: F1}
datasets:
  medqa: {name: MedQA, split: test, metric: accuracy}
  pubmedqa: {name: PubMedQA}
"""
ONE = "We train. Ours-7B achieves 67.2% accuracy on MedQA, while GPT-4 has 81.4% accuracy."
TWO = "On the FooMed dataset Theirs-2B has an F1 of 0.83."


def keep(settings: Settings, *papers: PaperVersion) -> None:
    with open_store(settings.database_url).begin() as connection:
        save(connection, papers, "oai", datetime(2025, 3, 5, tzinfo=UTC))


def board(root: Path, abstracts: Iterable[str] = (ONE, TWO)) -> Settings:
    """A survey that lists a paper for each abstract, 2503.00001 the first."""
    settings = survey(root)
    (root / "curation/benchmarks.yaml").write_text(NAMES, encoding="utf-8")
    (root / "curation/curators.yaml").write_text(CURATORS + "  - {handle: bo}\n")
    for number, abstract in enumerate(abstracts, start=1):
        work = parse(f"arxiv:2503.{number:05d}")
        write_work(root, Work((work,), f"Clinical model {number}"))
        at = datetime(2025, 3, 5, 9, number, tzinfo=UTC)
        append(root, Decision(at, "ann", "include", work, labels=("kind:model",)))
        keep(settings, paper(abstract, name=work.value))
    return settings


def revise(settings: Settings, abstract: str, name: str = "2503.00001", version: int = 2) -> None:
    at = datetime(2025, 3, 5, 18, tzinfo=UTC)
    keep(settings, replace(paper(abstract, version, name), updated_at=at))


def said(settings: Settings) -> list[tuple[str, str, str, str]]:
    """What is on file in the order it was said: status, model, value and who said it."""
    curation = load(settings.root)
    assert curation.problems == ()
    every = sorted(curation.results, key=_when)
    return [(one.status, one.model, one.value, one.by) for one in every]


def _when(one: ReportedResult) -> datetime:
    assert one.at is not None
    return one.at
