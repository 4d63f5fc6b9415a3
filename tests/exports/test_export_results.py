"""Reported results as a spreadsheet and in the JSON document."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.exports.editions import WORK, edited
from tests.exports.readers import READERS
from tracker.benchmarks import Benchmarks, read_benchmarks
from tracker.identity import parse
from tracker.publish.exports.document import document
from tracker.publish.exports.edition import Edition
from tracker.publish.exports.measurements import measurements
from tracker.publish.exports.sheet import results_sheet
from tracker.record import replay
from tracker.results import ReportedResult

KNOWN, _ = read_benchmarks(
    {"metrics": {"accuracy": {"name": "Accuracy"}}, "datasets": {"medqa": {"name": "MedQA"}}}, ""
)
RESULT = ReportedResult(
    source=parse("doi:10.1093/bib/bbac409"), value="-0.5", unit="score", model="=Ours", version=2,
    dataset="medqa", metric="accuracy", setting="5-shot", quote="Ours gains -0.5.",
    status="confirmed", by="ada", at=datetime(2026, 11, 21, tzinfo=UTC),
)  # fmt: skip


def edition(*results: ReportedResult, known: Benchmarks = KNOWN) -> Edition:
    found = edited([WORK])
    record = replay([WORK], [])
    return replace(found, measurements=measurements(results, record, known))


def rows(shown: Edition) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(results_sheet(shown), newline="")))


def test_a_result_is_a_row_in_the_sources_own_digits_under_its_works_best_name() -> None:
    assert rows(edition(RESULT)) == [
        {
            "work": "arxiv:2210.10341", "title": WORK.title, "version": "2", "model": "'=Ours",
            "dataset": "medqa", "dataset_name": "MedQA", "split": "", "metric": "accuracy",
            "metric_name": "Accuracy", "value": "-0.5", "unit": "score", "setting": "5-shot",
            "precision": "", "status": "confirmed", "place": "abstract",
            "quote": "Ours gains -0.5.", "url": "", "note": "",
        }
    ]  # fmt: skip


def test_the_document_holds_the_same_and_answers_its_schema() -> None:
    elsewhere = replace(RESULT, source=parse("url:https://example.org/board"), version=None,
                        value="67.2", unit="percent", status="second-hand")  # fmt: skip
    text = document(edition(RESULT, elsewhere))
    assert READERS["json"](text) == [WORK.title]
    told = json.loads(text)["results"]
    assert [(one["work"], one["title"], one["version"], one["value"]) for one in told] == [
        ("arxiv:2210.10341", WORK.title, 2, "-0.5"),
        ("url:https://example.org/board", "", None, "67.2"),
    ]


def test_what_was_rejected_is_not_told() -> None:
    later = replace(RESULT, status="rejected", at=datetime(2026, 11, 22, tzinfo=UTC))
    assert rows(edition(RESULT, later)) == []


@given(st.text(max_size=40) | st.text("=+-@\t\n\u202e\ud800,;\"'", max_size=20))
def test_no_text_breaks_the_sheet_or_the_document(text: str) -> None:
    odd = replace(RESULT, model=text, dataset=text or "x", note=text, precision=text, quote="q")
    shown = edition(odd)
    (row,) = rows(shown)
    assert row["value"] == "-0.5"
    assert not row["model"].lstrip().startswith(("=", "+", "-", "@"))
    assert READERS["json"](document(shown)) == [WORK.title]
    results_sheet(shown).encode()
