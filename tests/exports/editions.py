"""Editions of small surveys, for tests of what is exported."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker import identity
from tracker.curators import Curator
from tracker.decisions import Decision, Verdict
from tracker.publish.exports.edition import Edition, edition
from tracker.record import replay
from tracker.taxonomy import Dimension, Label, Taxonomy
from tracker.works import Link, Work

TAXONOMY = Taxonomy(
    3,
    (
        Dimension(
            "task",
            "NLP task",
            "any",
            (
                Label("task:qa", "Question answering", "Answers.", "QA"),
                Label("task:ner", "Names & {entities}", "Finds."),
            ),
        ),
        Dimension("kind", "Kind", "one", (Label("kind:data", "Dataset", "Is data."),)),
    ),
)
CURATORS = (Curator("ada", "Ada Lovelace"), Curator("import", "The old list"))
WORK = Work(
    ids=(identity.parse("arxiv:2210.10341"), identity.parse("doi:10.1093/bib/bbac409")),
    title="BioGPT: generative pre-trained transformer for biomedical text",
    authors=("Ludwig van Beethoven", "Ann O'Neil Jr.", "The BIG Collaboration", "孙中山"),
    published_on="2022-10-19",
    short_name="BioGPT",
    sizes=("347M", "1.5B"),
    base_model="GPT-2",
    links=(
        Link("code", "https://github.com/microsoft/BioGPT"),
        Link("model", "https://huggingface.co/microsoft/biogpt"),
    ),
    category="cs.CL",
    journal="Briefings in Bioinformatics 23(6), 2022",
)


def minute(count: int) -> datetime:
    return datetime(2026, 11, 21, 9, tzinfo=UTC) + timedelta(minutes=count)


def decided(
    count: int, work: Work, verdict: Verdict = "include", by: str = "ada", **more: Any
) -> Decision:
    """A decision on a work, so many minutes into the tests' history."""
    return Decision(minute(count), by, verdict, work.id, **more)


def titled(number: int, title: str, *authors: str, **more: Any) -> Work:
    work = Work((identity.parse(f"arxiv:2501.{number:05d}"),), title, authors, "2025-01")
    return replace(work, **more)


def edited(works: Iterable[Work], decisions: Iterable[Decision] = ()) -> Edition:
    """The edition of these works, all included one after the other unless decided otherwise."""
    works = tuple(works)
    history = tuple(decisions) or tuple(
        decided(count, work, labels=("task:ner",)) for count, work in enumerate(works)
    )
    address = "https://github.com/ada/survey"
    return edition("A survey", address, replay(works, history), history, TAXONOMY, CURATORS)
