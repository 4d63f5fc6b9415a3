"""Labels of two public corpora, with 100 labelled works and with all of them.

The peer, in the same run: TF-IDF and one logistic regression a label, suggested from one half
on. Both learn from the same works; ours also reads the other texts, unlabelled (those to be judged
among them, as in a survey; the rows "inductive" leave those out), and the taxonomy beside this
script. Hallmarks of Cancer (Baker et al., Bioinformatics 32(3), 2016) and a part of BioCreative
VII's LitCovid (Chen et al., Database 2022), from the shared data.

Columns "true" and "false" are the coverage of true and of false labels (.9 is promised), "all"
the share of works with every label decided. The peer knows no bounds of doubt, so it keeps
every label possible (coverage 1) and decides nothing. The last columns: precision of ticked
labels (.9 is aimed at), and the share of true labels that are ticked.
"""

import time
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from tracker.curation.canonical import load
from tracker.suggest.cuts import even
from tracker.suggest.evaluation import Evaluation, evaluate
from tracker.suggest.examples import Example
from tracker.suggest.fitting import fit, truth_of
from tracker.suggest.labelled_csv import named, read_labelled
from tracker.taxonomy import Taxonomy, read_taxonomy

HOME = Path(__file__).parent
SHARED = HOME.parents[1] / "shared" / "data" / "benchmarks"
CORPORA = (
    ("hoc", SHARED / "hoc" / "hoc.csv.xz"),
    ("litcovid", SHARED / "litcovid_partial" / "litcovid_partial.csv.xz"),
)
SIZES = ((100, 4), (None, 3))
"""Labelled works (None: four fifths of the corpus), and on how many drawings."""
ASKED = 600
WHO = "ours", "ours, inductive", "TF-IDF, logistic"
COLUMNS = (
    *("map", "macro_f1", "micro_f1", "instance_f1"),
    *("recall_at_3", "brier", "ece", "coverage", "coverage_false", "decided"),
)


def main() -> None:
    if not all(path.exists() for _, path in CORPORA):
        print("benchmarks/labels.py: skipped, the corpora are not in ../shared")
        return
    heads = "mAP", "macro", "micro", "inst", "rec@3", "Brier", "ECE", "true", "false", "all"
    print(f"{'':34}" + "".join(f"{head:>7}" for head in heads) + "  fit s  docs/s  ticks recall")
    for name, path in CORPORA:
        file = HOME / "taxonomies" / f"{name}.yaml"
        taxonomy, problems = read_taxonomy(load(file.read_text(encoding="utf-8")), file.name)
        if problems:
            raise SystemExit(str(problems[0]))
        works = named(read_labelled(path), taxonomy, path)
        for size, drawings in SIZES:
            runs = [draw(taxonomy, works, size, seed) for seed in range(drawings)]
            for which, who in enumerate(WHO):
                title = f"{name} {size or 'all'} {who}"
                show(title, [run[which] for run in runs])


Timed = tuple[Evaluation, float, float, tuple[int, int, int]]
"""Figures, seconds to learn, works a second, and labels ticked rightly, ticked, and true."""


def draw(
    taxonomy: Taxonomy, works: tuple[Example, ...], size: int | None, seed: int
) -> tuple[Timed, ...]:
    order = np.random.default_rng(seed).permutation(len(works)).tolist()
    cut = ASKED if size else len(works) // 5
    asked, pool = [works[i] for i in order[:cut]], [works[i] for i in order[cut:]]
    rest = [work.text for work in pool[size:]] if size else []
    known, texts = pool[:size], [work.text for work in asked]
    return (
        ours(taxonomy, known, rest + texts, asked),
        ours(taxonomy, known, rest, asked),
        peer(taxonomy, known, asked),
    )


def ours(taxonomy: Taxonomy, known: Any, rest: list[str], asked: list[Example]) -> Timed:
    started = time.process_time()
    model = fit(taxonomy, known, rest)
    fitted = time.process_time()
    _, found = model.probabilities([work.text for work in asked])
    done = time.process_time()
    truth = truth_of(asked, model.labels)
    figures = evaluate([label.name for label in model.labels], truth, found, model.cuts)
    ticked = found >= model.cuts.tick
    counts = int(truth[ticked].sum()), int(ticked.sum()), int(truth.sum())
    return figures, fitted - started, len(asked) / (done - fitted), counts


def peer(taxonomy: Taxonomy, known: Any, asked: list[Example]) -> Timed:
    pipeline = classifier()
    labels = tuple(taxonomy)
    started = time.process_time()
    pipeline.fit([work.text for work in known], truth_of(known, labels))
    fitted = time.process_time()
    found = pipeline.predict_proba([work.text for work in asked])
    done = time.process_time()
    cuts = even(len(labels))
    figures = evaluate([x.name for x in labels], truth_of(asked, labels), found, cuts)
    return figures, fitted - started, len(asked) / (done - fitted), (0, 0, 0)


def classifier() -> Any:
    from tracker.suggest.plain import one_versus_rest

    return one_versus_rest()


def show(title: str, runs: list[Timed]) -> None:
    means = (fmean(getattr(run[0], column) or 0.0 for run in runs) for column in COLUMNS)
    cells = "".join(f"{mean:7.3f}" for mean in means)
    right, ticked, true = map(sum, zip(*(run[3] for run in runs), strict=True))
    ticks = f"{right / ticked:7.3f}{right / true:7.3f}" if ticked else ""
    times = f"{fmean(r[1] for r in runs):7.1f}{fmean(r[2] for r in runs):8,.0f}"
    print(f"{title:34}{cells}{times}{ticks}", flush=True)


if __name__ == "__main__":
    main()
