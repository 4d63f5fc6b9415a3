"""Small surveys on disk, and the values in them, for tests of the record."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tracker.curation import load
from tracker.decisions import Decision, Verdict
from tracker.identity import WorkId, parse
from tracker.taxonomy import Dimension, Label, Taxonomy
from tracker.works import Work

FILES = {
    "taxonomy.yaml": """\
version: 3
dimensions:
  kind:
    name: "Kind"
    choose: one
    labels:
      model: {name: "Model", meaning: "It is a model."}
      dataset: {name: "Dataset", meaning: "It is data.", aliases: ["corpus"]}
  task:
    labels:
      qa: {name: "Question answering", meaning: "It answers.", abbreviation: "QA"}
      old: {name: "Old", meaning: "It was.", successors: ["task:qa"]}
""",
    "queries.yaml": """\
queries:
  - key: "slm"
    categories: ["cs.CL", "cs.LG"]
    any_of: ["small language model"]
    since: 2024-01-31
""",
    "tables.yaml": """\
page: "README.md"
tables:
  - key: "models"
    title: "Models"
    all_of: ["kind:model"]
""",
    "curators.yaml": """\
curators:
  - {handle: "ada", name: "Ada"}
  - {handle: "Grace", name: "Grace"}
""",
}
TAXONOMY = Taxonomy(
    3,
    (
        Dimension(
            "kind",
            "Kind",
            "one",
            (
                Label("kind:model", "Model", "It is a model."),
                Label("kind:dataset", "Dataset", "It is data.", aliases=("corpus",)),
            ),
        ),
        Dimension(
            "task",
            "task",
            "any",
            (
                Label("task:qa", "Question answering", "It answers.", "QA"),
                Label("task:old", "Old", "It was.", retired=True, successors=("task:qa",)),
            ),
        ),
    ),
)
ONE, TWO, THREE = (parse(f"arxiv:2407.1234{n}") for n in (1, 2, 3))
DOI, PMID = parse("doi:10.1038/sdata.2016.35"), parse("pmid:31066443")
WORK = Work((ONE, DOI), "One", ("Ada",))


def minute(count: int) -> datetime:
    """The instant so many minutes into the tests' history."""
    return datetime(2026, 11, 21, 19, tzinfo=UTC) + timedelta(minutes=count)


def decided(
    count: int, verdict: Verdict, work: WorkId = ONE, by: str = "ada", **fields: Any
) -> Decision:
    """A decision, so many minutes into the tests' history."""
    return Decision(minute(count), by, verdict, work, **fields)


def survey(root: Path) -> Path:
    """A survey without works and decisions, in good order."""
    folder = root / "curation"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return root


def put(root: Path, name: str, content: str | bytes) -> Path:
    """Write one file of the curation just so."""
    path = root / "curation" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def journal(root: Path, *decisions: Decision, by: str = "ada") -> Path:
    """Write a curator's journal of November 2026."""
    return put(root, f"decisions/{by}/2026-11.jsonl", "".join(d.line + "\n" for d in decisions))


def names(folder: Path) -> list[str]:
    """What lies in a folder, hidden files included."""
    return sorted(path.name for path in folder.iterdir())


def problems(root: Path) -> list[str]:
    """Every problem of the survey, as its curators read it."""
    return [str(problem) for problem in load(root).problems]


def line(**fields: Any) -> str:
    """A journal line that is fine, but for these fields; None takes a field out."""
    fine: dict[str, Any] = {
        "at": "2026-11-21T19:00:00.000Z",
        "by": "ada",
        "verdict": "include",
        "work": "arxiv:2407.12341",
    }
    return json.dumps({name: v for name, v in (fine | fields).items() if v is not None})
