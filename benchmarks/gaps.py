"""Crossing 5,000 works by four axes, beside a bare Counter over the products of their labels.

Ours also tells the two years apart, counts the works without a label, and finds the minimal
gaps; the peer counts the combinations, and nothing else. CPU seconds.

    .venv/bin/python benchmarks/gaps.py
"""

import random
import statistics
import time
from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path

from tracker import curation as files
from tracker.charts import Matrix
from tracker.identity import WorkId
from tracker.publish.cross import crossed, newest_month, whole
from tracker.publish.gaps import minimal_gaps
from tracker.publish.matrix import matrix_pages
from tracker.publish.render import Row
from tracker.publish.surprises import SHOWN
from tracker.taxonomy import Taxonomy
from tracker.works import Work

WORKS = 5_000
ROUNDS = 7


def works(matrix: Matrix, taxonomy: Taxonomy) -> list[Row]:
    """Works with one to three labels on most axes, always the same."""
    draw = random.Random(5)
    found = []
    for number in range(WORKS):
        labels = [
            draw.choice([one.key for one in taxonomy if one.dimension in axis.dimensions])
            for axis in matrix.axes if draw.random() < 0.7 for _ in range(draw.randint(1, 3))
        ]  # fmt: skip
        month = f"{2019 + number % 7}-{number % 12 + 1:02d}"
        work = Work((WorkId("arxiv", f"2501.{number:05d}"),), f"Work {number}", published_on=month)
        found.append(Row(work, taxonomy.sort(labels)))
    return found


def peer(among: list[Row], matrix: Matrix) -> Counter[tuple[str, ...]]:
    counts: Counter[tuple[str, ...]] = Counter()
    for row in among:
        counts.update(product(*([key for key in row.labels
                                 if key.partition(":")[0] in axis.dimensions]
                                for axis in matrix.axes)))  # fmt: skip
    return counts


def cpu(step: Callable[[], object]) -> float:
    """The median CPU seconds of a step."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        step()
        times.append(time.process_time() - started)
    return statistics.median(times)


def main() -> None:
    curation = files.load(Path(__file__).parents[1])
    matrix, taxonomy = curation.pages.matrix, curation.taxonomy
    assert matrix is not None
    among = works(matrix, taxonomy)
    until = newest_month(among)
    cross = crossed(matrix, among, taxonomy, until)
    counts = peer(among, matrix)
    assert all(cross.tally(labels).count == count for labels, count in counts.items())
    ours = cpu(lambda: crossed(matrix, among, taxonomy, until).tallies())
    theirs = cpu(lambda: peer(among, matrix))
    gaps = cpu(lambda: minimal_gaps(whole(cross), SHOWN))
    pages = cpu(lambda: matrix_pages(matrix, among, taxonomy, "README.md"))
    print(f"counting {cross.size:,} combinations of {WORKS:,} works: {ours:.3f} s CPU")
    print(f"a Counter over the products of their labels: {theirs:.3f} s CPU")
    print(f"ratio: {ours / theirs:.2f}")
    print(f"minimal gaps: {gaps:.3f} s CPU; all pages of the matrix: {pages:.3f} s CPU")


if __name__ == "__main__":
    main()
