"""How fast the suggester reads papers and learns, beside arxiv-sanity-lite's recipe.

All on real texts of 2025's stream (title and abstract), one core, seconds of this process.
The papers whose reading is timed were never read before in the run. The recipe, as its
repository had it in 2023 (github.com/karpathy/arxiv-sanity-lite, compute.py and serve.py): 20,000
words and word pairs, and for each tag a linear SVM over all papers. Ours scores every paper for
relevance or for all labels of the survey's taxonomy; its training learns 40 labels (arXiv's
commonest categories) from 10,000 papers that someone decided about.

    .venv/bin/python benchmarks/speed.py
"""

import json
import lzma
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from tracker.curation.canonical import load
from tracker.suggest.examples import Example
from tracker.suggest.model import fit
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


def recipe(texts: Sequence[str]) -> tuple[float, float, float]:
    """Its seconds to learn the terms, to make the rows, and for one tag."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectoriser = TfidfVectorizer(
        strip_accents="unicode",
        stop_words="english",
        token_pattern=r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b",
        ngram_range=(1, 2),
        max_features=20_000,
        sublinear_tf=True,
        max_df=0.1,
        min_df=5,
    )
    _, learning = timed(lambda: vectoriser.fit(texts))
    rows, making = timed(lambda: vectoriser.transform(texts).astype(np.float32))
    chosen = np.arange(len(texts)) < TAG
    model: Any = LinearSVC(class_weight="balanced", max_iter=10_000, tol=1e-6, C=0.01)
    _, tag = timed(lambda: model.fit(rows, chosen).decision_function(rows))
    return learning, making, tag


@alone
def main() -> None:
    if not STREAM.exists():
        print("benchmarks/speed.py: skipped, 2025's stream is not in ../shared")
        return
    every = papers(DECIDED + UNJUDGED + WARM + 2 * ASKED)
    texts = [text for text, _ in every]
    unjudged = texts[DECIDED : DECIDED + UNJUDGED]
    rest = texts[DECIDED + UNJUDGED :]
    taxonomy, works = categories(every[:DECIDED])
    learning, making, tag = recipe(rest[WARM : WARM + ASKED])
    peer = ASKED / (learning + making)
    print(f"arxiv-sanity-lite's recipe on {ASKED:,} papers")
    print(f"  learning terms and making rows {peer:10,.0f} papers/s")
    print(f"  making rows alone              {ASKED / making:10,.0f} papers/s")
    print(f"  one tag over {ASKED:,} papers    {tag:10.2f} s")
    known = [Example(w.key, w.text, w.labels, w.relevant) for w in works[:KNOWN]]
    model = fit(survey(), marked(known), unjudged)
    model.relevances(rest[:WARM])
    _, alone_s = timed(lambda: model.relevances(rest[WARM : WARM + ASKED]))
    _, views_s = timed(lambda: model.probabilities(rest[WARM + ASKED :]))
    print(f"ours, {len(model.labels)} labels, on papers it never read")
    for name, took in (("relevance alone", alone_s), ("relevance and all labels", views_s)):
        rate = ASKED / took
        print(f"  {name:30} {rate:10,.0f} papers/s, {rate / peer:5.1f} times the recipe's rows")
    _, took = timed(lambda: fit(taxonomy, works, unjudged))
    print(f"one training, {DECIDED:,} decided papers x {CATEGORIES} labels")
    print(f"  all of it                      {took:10.1f} s, {took / CATEGORIES:.2f} s a label")
    print(f"  the recipe's tags, as many     {tag * CATEGORIES:10.1f} s, without any calibration")


def marked(works: Sequence[Example]) -> list[Example]:
    """The works with the labels of the survey whose keywords they hold."""
    from tracker.suggest.keywords import Keywords
    from tracker.suggest.passages import read

    labels = [label for label in survey() if label.dimension != "size"]
    keywords = Keywords(labels)
    found = [{labels[hit.column].key for hit in keywords.find(read(w.text))} for w in works]
    return [
        Example(work.key, work.text, frozenset(keys), work.relevant)
        for work, keys in zip(works, found, strict=True)
    ]


if __name__ == "__main__":
    main()
