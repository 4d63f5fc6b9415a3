"""How fast parsed records are stored, against a bare executemany into the same tables.

Run ``.venv/bin/python benchmarks/store.py``. The bare rate inserts ready tuples with the
same settings of SQLite and one transaction a page, and checks nothing: not whether the
paper is known, nor its version, nor its queries. The target is a third of it.
"""

import gc
import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TypeVar

from tracker.papers import PaperVersion, Saved
from tracker.queries import Query
from tracker.store import open_store
from tracker.store.ledger import Ledger

PAPERS, PAGE, REPETITIONS = 20_000, 500, 5
QUERIES = (Query("language_models", ("cs.CL", "cs.LG")), Query("images", ("eess.IV",)))
NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
_FIRST = datetime(2025, 1, 1, tzinfo=UTC)
_COLUMNS = (
    "arxiv_id, version, title, abstract, authors, categories, primary_category, submitted_at, "
    "updated_at, comment, journal_ref, doi, withdrawn, door, stored_at, changed_at"
)
_PAPER = f"INSERT INTO paper ({_COLUMNS}) VALUES ({', '.join('?' * 16)})"
_MATCH = "INSERT INTO match (query, arxiv_id) VALUES (?, ?)"
Row = TypeVar("Row")


def invented(count: int) -> list[PaperVersion]:
    """Papers of nobody, the size of arXiv's: abstracts of 1,200 characters, five authors."""
    dice = random.Random(7)
    words = ["".join(dice.choices("aeionrtlsd", k=dice.randint(2, 11))) for _ in range(3000)]

    def text(length: int) -> str:
        return " ".join(dice.choices(words, k=length // 5))[:length]

    return [
        PaperVersion(
            arxiv_id=f"25{place // 90_000 + 1:02}.{place % 90_000 + 10_000:05}",
            version=1,
            title=text(80).capitalize(),
            abstract=text(1200).capitalize(),
            authors=tuple(text(16).title() for _ in range(5)),
            categories=("cs.CL", "cs.AI", "cs.LG")[: dice.randint(1, 3)],
            primary_category="cs.CL",
            submitted_at=_FIRST + timedelta(minutes=25 * place),
            updated_at=_FIRST + timedelta(minutes=25 * place),
            comment=text(40) if place % 2 else None,
        )
        for place in range(count)
    ]


def ready(paper: PaperVersion) -> tuple[object, ...]:
    """The row as SQLite keeps it."""
    submitted, now = (f"{at:%Y-%m-%d %H:%M:%S.%f}" for at in (paper.submitted_at, NOW))
    return (
        paper.arxiv_id, paper.version, paper.title, paper.abstract, json.dumps(paper.authors),
        json.dumps(paper.categories), paper.primary_category, submitted, submitted,
        paper.comment, None, None, 0, "oai", now, now,
    )  # fmt: skip


def pages(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for place in range(0, len(rows), PAGE):
        yield rows[place : place + PAGE]


def bare(path: Path, rows: Sequence[tuple[object, ...]]) -> float:
    """Seconds for ready rows through sqlite3 alone."""
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {setting}")
    start = time.perf_counter()
    for page in pages(rows):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_PAPER, page)
        connection.executemany(_MATCH, [(QUERIES[0].key, row[0]) for row in page])
        connection.execute("COMMIT")
    spent = time.perf_counter() - start
    connection.close()
    return spent


def ours(ledger: Ledger, papers: Sequence[PaperVersion], expected: Saved) -> float:
    """Seconds for parsed records through the store."""
    start = time.perf_counter()
    saved = sum((ledger.save_page(page, "oai", QUERIES, NOW) for page in pages(papers)), Saved())
    spent = time.perf_counter() - start
    if saved != expected:
        raise SystemExit(f"stored {saved}, not {expected}: the rates mean nothing")
    return spent


def main() -> None:
    papers = invented(PAPERS)
    rows = [ready(paper) for paper in papers]
    gc.freeze()  # what was made up here is no part of the store's work
    times: dict[str, list[float]] = {"bare": [], "store": [], "again": []}
    for _ in range(REPETITIONS):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "bare.sqlite")
            open_store(f"sqlite:///{path}").dispose()
            times["bare"].append(bare(path, rows))
            ledger = Ledger(open_store(f"sqlite:///{Path(folder, 'store.sqlite')}"))
            times["store"].append(ours(ledger, papers, Saved(new=PAPERS)))
            times["again"].append(ours(ledger, papers, Saved()))
            ledger.engine.dispose()
    rate = {name: PAPERS / median(spent) for name, spent in times.items()}
    print(f"{PAPERS:,} papers in pages of {PAGE}; medians of {REPETITIONS}, papers a second")
    print(f"bare executemany        {rate['bare']:>9,.0f}")
    print(
        f"Ledger.save_page        {rate['store']:>9,.0f}  {rate['store'] / rate['bare']:.2f} of it"
    )
    print(f"the same papers again   {rate['again']:>9,.0f}")


if __name__ == "__main__":
    main()
