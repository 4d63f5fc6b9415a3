"""How fast the suggester reads papers and learns, beside arxiv-sanity-lite's recipe.

All on real texts of 2025's stream (title and abstract), one core, seconds of this process.
The papers whose reading is timed were never read before in the run. The recipe is
20,000 words and word pairs, and for each tag a linear SVM over all papers. Ours scores every
paper for relevance, or for all labels of the survey's taxonomy too; its training learns 40
labels (arXiv's commonest categories) and relevance from 10,000 papers.

    .venv/bin/python benchmarks/speed.py
"""

import json
import lzma
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from tracker.curation.canonical import load
from tracker.suggest.examples import Example
from tracker.suggest.fitting import fit
from tracker.suggest.keywords import Keywords
from tracker.suggest.passages import read
from tracker.suggest.tags import recipe
from tracker.suggest.threads import alone
from tracker.taxonomy import Dimension, Label, Taxonomy, read_taxonomy

ROOT = Path(__file__).parents[1]
STREAM = ROOT.parent / "shared" / "data" / "arxiv" / "stream-2025.jsonl.xz"
DECIDED, UNJUDGED, ASKED, WARM = 10_000, 5_000, 10_000, 2_000
CATEGORIES = 40
KNOWN = 400
"""Decided papers of the model whose reading is timed."""
TAG = 100
"""Papers that carry the recipe's tag."""

Made = TypeVar("Made")


def timed(work: Callable[[], Made]) -> tuple[Made, float]:
    started = time.process_time()
    made = work()
    return made, time.process_time() - started


def papers(count: int) -> list[tuple[str, list[str]]]:
    """Texts and categories of the first papers of the year."""
    with lzma.open(STREAM, "rt", encoding="utf-8") as lines:
        records = map(json.loads, islice(lines, count))
        return [(f"{r['title']}\n{r['abstract'] or ''}", r["categories"]) for r in records]


def survey() -> Taxonomy:
    file = ROOT / "curation" / "taxonomy.yaml"
    taxonomy, problems = read_taxonomy(load(file.read_text(encoding="utf-8")), file.name)
    if problems:
        raise SystemExit(str(problems[0]))
    return taxonomy


def categories(decided: Sequence[tuple[str, list[str]]]) -> tuple[Taxonomy, list[Example]]:
    """arXiv's commonest categories as a taxonomy, and the papers with theirs."""
    counts = Counter(name for _, names in decided for name in names)
    chosen = sorted(name for name, _ in counts.most_common(CATEGORIES))
    keys = {name: "category:" + name.lower().replace(".", "_").replace("-", "_") for name in chosen}
    labels = tuple(Label(key, name, f"Papers of {name}.") for name, key in keys.items())
    taxonomy = Taxonomy(1, (Dimension("category", "Category", "any", labels),))
    works = [
        Example(str(place), text, frozenset(keys[n] for n in names if n in keys), "cs.CL" in names)
        for place, (text, names) in enumerate(decided)
    ]
    return taxonomy, works


def peer(texts: Sequence[str]) -> tuple[float, float, float]:
    """The recipe's seconds to learn the terms, to make the rows, and for one tag."""
    vectoriser, model = recipe()
    _, learning = timed(lambda: vectoriser.fit(texts))
    rows, making = timed(lambda: vectoriser.transform(texts).astype(np.float32))
    chosen = np.arange(len(texts)) < TAG
    _, tag = timed(lambda: model.fit(rows, chosen).decision_function(rows))
    return learning, making, tag


@alone
def main() -> None:
    if not STREAM.exists():
        print("benchmarks/speed.py: skipped, 2025's stream is not in ../shared")
        return
    every = papers(DECIDED + UNJUDGED + WARM + 2 * ASKED)
    decided, texts = every[:DECIDED], [text for text, _ in every[DECIDED:]]
    unjudged, rest = texts[:UNJUDGED], texts[UNJUDGED:]
    learning, making, tag = peer(rest[WARM : WARM + ASKED])
    print(f"arxiv-sanity-lite's recipe on {ASKED:,} papers")
    print(f"  {'terms learnt and rows made':28}{ASKED / (learning + making):10,.0f} papers/s")
    print(f"  {'rows alone':28}{ASKED / making:10,.0f} papers/s")
    print(f"  {'one tag':28}{tag:10.2f} s")
    reading(decided[:KNOWN], unjudged, rest, ASKED / (learning + making))
    taxonomy, works = categories(decided)
    _, took = timed(lambda: fit(taxonomy, works, unjudged))
    print(f"one training, {DECIDED:,} decided papers x {CATEGORIES} labels, and relevance")
    print(f"  {'ours, all of it':28}{took:10.1f} s")
    print(f"  {'the recipe, as many tags':28}{tag * CATEGORIES:10.1f} s, and its terms")


def reading(
    known: Sequence[tuple[str, list[str]]],
    unjudged: Sequence[str],
    rest: Sequence[str],
    rate: float,
) -> None:
    """How fast a model of the survey's labels reads; ``rate`` is the recipe's, in papers/s."""
    model = fit(survey(), marked(known), unjudged)
    model.relevances(rest[:WARM])
    first, second = rest[WARM : WARM + ASKED], rest[WARM + ASKED :]
    print(f"ours, {len(model.labels)} labels, papers it never read")
    _, took = timed(lambda: model.relevances(first))
    print(f"  {'relevance alone':28}{len(first) / took:10,.0f} papers/s", end="")
    print(f", {len(first) / took / rate:.1f} times the recipe's terms and rows")
    _, took = timed(lambda: model.probabilities(second))
    print(f"  {'relevance and all labels':28}{len(second) / took:10,.0f} papers/s", end="")
    print(f", {len(second) / took / rate:.1f} times")


def marked(papers: Sequence[tuple[str, list[str]]]) -> list[Example]:
    """The papers as works with the survey's labels whose keywords they hold."""
    labels = [label for label in survey() if label.dimension != "size"]
    keywords = Keywords(labels)
    found = [{labels[hit.column].key for hit in keywords.find(read(text))} for text, _ in papers]
    return [
        Example(str(place), text, frozenset(keys), "cs.CL" in names)
        for place, ((text, names), keys) in enumerate(zip(papers, found, strict=True))
    ]


if __name__ == "__main__":
    main()
