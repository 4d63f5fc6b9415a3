"""A survey of invented works in the shipped configuration, for benchmarks of what readers get."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker import curation as files
from tracker.curation.canonical import dump
from tracker.curation.reported import written_result
from tracker.decisions import Decision
from tracker.identity import WorkId
from tracker.results import ReportedResult
from tracker.settings import Settings
from tracker.steps.tidying import start
from tracker.works import Link, Work, work_fields

WORKS = 5_000
RESULTS = 500
_FIRST = datetime(2025, 1, 1, tzinfo=UTC)
_WORDS = (
    "small language models", "clinical notes", "discharge summaries", "radiology reports",
    "question answering", "distillation", "quantization", "pruning", "on-device", "private",
    "hospital", "patients", "benchmark", "instruction tuning", "retrieval", "multilingual",
)  # fmt: skip
_NAMES = ("Chen", "Müller", "García", "Okafor", "Łukasz", "Nguyễn", "Sørensen", "Kim", "Rossi",
          "Haddad", "Ivanova", "Singh")  # fmt: skip


def survey(root: Path, works: int = WORKS, results: int = RESULTS) -> None:
    """Works of seven years with authors, sizes, labels of most dimensions, half of them with code;
    some report a result."""
    start(Settings(root=root, database_url=""), "Small models in the clinic", example=True)
    keys = [
        [label.key for label in dimension.labels if not label.retired]
        for dimension in files.load(root).taxonomy.dimensions
    ]
    choice = random.Random(5)
    for folder in ("works", "results", "decisions/editor"):
        (root / "curation" / folder).mkdir(parents=True, exist_ok=True)
    lines = []
    for number in range(works):
        work = _work(number, choice)
        path = root / "curation" / "works" / f"{work.id.slug}.yaml"
        path.write_text(dump(work_fields(work)), encoding="utf-8")
        labels = tuple(choice.choice(some) for some in keys if choice.random() < 0.7)
        at = _FIRST + timedelta(seconds=number)
        decision = Decision(at, "editor", "include", work.id, labels=labels, title=work.title,
                            inferred=number % 3 == 0)  # fmt: skip
        lines.append(decision.line)
    journal = root / "curation" / "decisions" / "editor" / "2025-01.jsonl"
    journal.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for result in _results(results, choice):
        path = root / "curation" / result.path
        path.write_text(written_result(result), encoding="utf-8")


def _name(number: int) -> WorkId:
    return WorkId("arxiv", f"{(2019 + number % 7) % 100:02d}{number % 12 + 1:02d}.{number:05d}")


def _work(number: int, choice: random.Random) -> Work:
    return Work(
        ids=(_name(number),),
        title=f"Model{number}: {' '.join(choice.sample(_WORDS, 6))}",
        authors=tuple(f"{initial}. {choice.choice(_NAMES)}"
                      for initial in choice.sample("ABCDEFGHIJKL", choice.randint(1, 9))),
        published_on=f"{2019 + number % 7}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        short_name=f"Model{number}",
        sizes=(f"{choice.choice((0.1, 0.35, 1, 2.7, 7, 13))}B",),
        links=(Link("code", f"https://github.com/example/{number}"),) * (number % 2),
        category="cs.CL",
    )  # fmt: skip


def _results(count: int, choice: random.Random) -> Iterator[ReportedResult]:
    for number in range(count):
        value = f"{choice.randint(300, 899) / 10}"
        yield ReportedResult(
            source=_name(number), value=value, unit="percent", model=f"Model{number}",
            dataset=choice.choice(("medqa", "medmcqa", "pubmedqa")), metric="accuracy", version=1,
            quote=f"Model{number} reaches {value}% accuracy.", status="confirmed", by="editor",
            at=_FIRST + timedelta(seconds=number),
        )  # fmt: skip
