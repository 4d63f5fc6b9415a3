"""A survey in a folder with papers that wait, and evenings spent over it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.surveys import CURATORS, PAGE, QUERIES, TABLES, TAXONOMY
from tracker.curation import load
from tracker.decisions import Decision
from tracker.papers import PaperVersion
from tracker.queries import Query
from tracker.screen.evening import Evening
from tracker.settings import Settings, read_settings
from tracker.steps.reviewing import Desk
from tracker.store import open_store
from tracker.store.ledger import Ledger
from tracker.store.suggestions import replace_all
from tracker.suggestions import RELEVANT, Suggestion

NOW = datetime(2025, 3, 6, 9, 30, tzinfo=UTC)
QUERY = Query("clinic", ("cs.CL",))
ABSTRACT = "Nurses ask MedNote-2.7B, based on Llama 3.1, and it answers every question in a ward."


def paper(number: int, **more: Any) -> PaperVersion:
    """Paper number so-and-so, submitted that many minutes into 4 March 2025."""
    at = datetime(2025, 3, 4, 12, tzinfo=UTC) + timedelta(minutes=number)
    given = {
        "arxiv_id": f"2503.{number:05d}",
        "version": 1,
        "title": f"Clinical model {number}",
        "abstract": ABSTRACT,
        "authors": ("Ann Author", "Bo Writer"),
        "categories": ("cs.CL", "cs.AI"),
        "primary_category": "cs.CL",
        "submitted_at": at,
        "updated_at": at,
    }
    return PaperVersion(**{**given, **more})


def suggested(one: PaperVersion, relevance: float) -> list[Suggestion]:
    """Relevance, and two labels: question answering for a word, the kind without reasons."""
    start = one.text.find("question")
    words = ({"words": "question", "weight": 2.0, "start": start, "end": start + 8},)
    against = ({"words": "ward", "weight": -0.4, "start": 0, "end": 4},)
    common: dict[str, Any] = {"arxiv_id": one.arxiv_id, "version": one.version, "model": "m1"}
    return [
        Suggestion(label=RELEVANT, probability=relevance, evidence=words, **common),
        Suggestion(
            label="nlp_task:qa", probability=0.9, evidence=words if start >= 0 else (),
            tier="suggested", against=against, **common,
        ),
        Suggestion(label="kind:model", probability=0.6, evidence=(), tier="likely", **common),
    ]  # fmt: skip


def survey(root: Path, papers: Sequence[PaperVersion] = (), judged: bool = True) -> Settings:
    """A survey whose papers all wait, the first the likeliest."""
    for name, text in {
        "curation/taxonomy.yaml": TAXONOMY,
        "curation/queries.yaml": QUERIES,
        "curation/tables.yaml": TABLES,
        "curation/curators.yaml": CURATORS + "  - {handle: bo}\n",
        # One draw, at the end: the order is that of the papers.
        "tracker.yaml": "audit: 1000\nstrategy: likely\n",
        "README.md": PAGE,
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = replace(read_settings({}, root), now=NOW)
    engine = open_store(settings.database_url)
    Ledger(engine).save_page(papers, "oai", [QUERY], NOW)
    found = [
        one
        for place, each in enumerate(papers)
        for one in suggested(each, round(0.95 - place / max(100, 2 * len(papers)), 6))
    ]
    replace_all(engine, [one.arxiv_id for one in papers], found if judged else [], NOW)
    engine.dispose()
    return settings


class Ticking:
    """A clock that moves on five seconds whenever it is asked."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 5.0
        return self.now


def evening(settings: Settings, by: str = "ann", blind: bool = False) -> Evening:
    return Evening(Desk(settings, by, blind=blind), lambda url: f"Open {url}", Ticking())


def decisions(settings: Settings) -> list[Decision]:
    """Every decision on disk, oldest first, the curation being in good order."""
    curation = load(settings.root)
    assert curation.problems == ()
    return list(curation.decisions)


def told(settings: Settings) -> list[str]:
    """What the journals say, in a few words each."""
    return [" ".join([d.verdict, d.work.value, *d.labels]) for d in decisions(settings)]
