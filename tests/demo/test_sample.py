"""The demo sample is well formed, agrees with the shared records, and is our own prose."""

import json
import lzma
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from tests.replay import shared
from tracker import identity

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "tracker" / "demo"
NIGHTS = ("2025-11-18T01:00:00Z", "2025-11-19T01:00:00Z")
KEYS = [
    "arxiv_id",
    "version",
    "title",
    "abstract",
    "authors",
    "categories",
    "primary_category",
    "published",
    "updated",
    "comment",
    "journal_ref",
    "doi",
    "announced",
]
DIMENSIONS = {
    "nlp_task",
    "stakeholder",
    "care_continuum",
    "architecture",
    "adaptation",
    "compression",
    "kind",
    "size",
}
Record = dict[str, Any]


def papers() -> list[Record]:
    text = (DEMO / "sample.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def decisions() -> list[Record]:
    return cast(list[Record], json.loads((DEMO / "decisions.json").read_text(encoding="utf-8")))


def test_every_line_has_the_agreed_keys_in_their_order() -> None:
    odd = [p["arxiv_id"] for p in papers() if [k for k in p if k != "withdrawn"] != KEYS]
    assert odd == []


def test_identifiers_are_canonical_and_each_version_appears_once() -> None:
    seen = [(p["arxiv_id"], p["version"]) for p in papers()]
    assert [i for i, _ in seen if str(identity.parse(i)) != f"arxiv:{i}"] == []
    assert sorted(set(seen)) == sorted(seen)


def test_a_paper_is_submitted_then_updated_then_announced_on_one_of_two_nights() -> None:
    for paper in papers():
        first, latest, announced = (
            datetime.strptime(paper[key], "%Y-%m-%dT%H:%M:%S%z")
            for key in ("published", "updated", "announced")
        )
        assert first <= latest <= announced, paper["arxiv_id"]
        assert (first == latest) == (paper["version"] == 1), paper["arxiv_id"]
    assert tuple(sorted({p["announced"] for p in papers()})) == NIGHTS


def test_both_nights_carry_about_forty_papers() -> None:
    sizes = [sum(p["announced"] == night for p in papers()) for night in NIGHTS]
    assert sizes == [43, 45]


def test_authors_and_categories_fit_the_bounds_of_the_sample() -> None:
    odd = [
        p["arxiv_id"]
        for p in papers()
        if not 1 <= len(p["authors"]) <= 12 or p["primary_category"] not in p["categories"]
    ]
    assert odd == []


def test_a_summary_has_forty_to_seventy_five_words() -> None:
    lengths = {p["arxiv_id"]: len(p["abstract"].split()) for p in papers()}
    assert {i: n for i, n in lengths.items() if not 40 <= n <= 75} == {}


def test_the_second_night_brings_updates_a_withdrawal_and_papers_held_back() -> None:
    second = [p for p in papers() if p["announced"] == NIGHTS[1]]
    updates = {p["arxiv_id"]: p["version"] for p in second if p["version"] > 1}
    held = {p["arxiv_id"] for p in second if p["version"] == 1 and p["published"] < "2025-11-17"}
    assert updates == {"2508.01450": 2, "2511.10687": 2, "2511.13043": 2}
    assert [p["arxiv_id"] for p in papers() if p.get("withdrawn")] == ["2511.10687"]
    assert held == {"2511.13791"}


def test_the_second_version_changes_one_sentence_of_the_summary() -> None:
    first, second = (
        re.split(r"(?<=\.) ", p["abstract"]) for p in papers() if p["arxiv_id"] == "2511.13043"
    )
    assert len(first) == len(second)
    assert sum(a != b for a, b in zip(first, second, strict=True)) == 1


def test_one_title_keeps_its_latex() -> None:
    assert [p["arxiv_id"] for p in papers() if "$" in p["title"]] == ["2511.12691"]


def test_every_decided_work_is_in_the_sample_and_decided_once() -> None:
    works = [d["work"] for d in decisions()]
    known = {f"arxiv:{p['arxiv_id']}" for p in papers()}
    assert sorted(set(works)) == sorted(works)
    assert set(works) - known == set()


def test_decisions_use_the_three_verdicts_and_label_only_what_is_included() -> None:
    assert {d["verdict"] for d in decisions()} == {"include", "exclude", "defer"}
    for decision in decisions():
        assert bool(decision["labels"]) == (decision["verdict"] == "include"), decision["work"]
        assert len(set(decision["labels"])) == len(decision["labels"]), decision["work"]
        assert {label.split(":")[0] for label in decision["labels"]} <= DIMENSIONS


@cache
def _records() -> dict[str, Record]:
    """The shared records of the sample's papers, by identifier."""
    wanted = {p["arxiv_id"] for p in papers()}
    with lzma.open(shared("arxiv/stream-2025.jsonl.xz"), "rt", encoding="utf-8") as lines:
        # Only lines whose first key names a wanted paper are worth parsing: 75,000 others.
        found = [json.loads(line) for line in lines if line[:40].split('"')[3] in wanted]
    return {record["arxiv_id"]: record for record in found}


def test_facts_agree_with_the_shared_records() -> None:
    for paper in papers():
        record = _records()[paper["arxiv_id"]]
        assert paper["title"] == record["title"]
        assert paper["authors"] == record["authors"][:12]
        assert paper["categories"] == record["categories"]
        # One record lacks its primary category; arXiv lists that paper under cs.IR alone.
        assert paper["primary_category"] == record.get("primary_category", "cs.IR")


def test_dates_agree_with_the_shared_records() -> None:
    for paper in papers():
        record = _records()[paper["arxiv_id"]]
        day, basis = record["published"], record["basis"]
        listed = {d for d, kind, _ in record["seen"] if kind in ("listed", "new")}
        replaced = {(d, version) for d, kind, version in record["seen"] if kind == "replaced"}
        if basis == "api-time":
            assert paper["published"] == day
        elif basis == "api-day":
            assert paper["published"][:10] == day
        else:  # listing-day: the day of the first listing, so the paper is older than that
            assert paper["published"][:10] < day
        if paper["version"] == 1:
            assert min(listed) == paper["announced"][:10]
        else:
            assert (paper["announced"][:10], paper["version"]) in replaced


def test_no_summary_shares_eight_words_in_a_row_with_the_abstract() -> None:
    shared = {
        paper["arxiv_id"]: common
        for paper in papers()
        if (common := _runs(paper["abstract"]) & _runs(_records()[paper["arxiv_id"]]["abstract"]))
    }
    assert shared == {}


def _runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
