"""Labels of two public corpora, with 100 labelled works and with all of them.

The peer, in the same run: TF-IDF and one logistic regression a label, suggested from one half
on. Both learn from the same works; ours also reads the other texts, unlabelled, and the
taxonomy beside this script. Hallmarks of Cancer (Baker et al., Bioinformatics 32(3), 2016) and
a part of BioCreative VII's LitCovid (Chen et al., Database 2022), from the shared data. The
peer knows no bounds of doubt, so it keeps every label possible (coverage 1).
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
SIZES = ((100, 4), (None, 1))
"""Labelled works (None: four fifths of the corpus), and on how many drawings."""
ASKED = 600
COLUMNS = (
    *("mean_average_precision", "macro_f1", "micro_f1", "instance_f1"),
    *("recall_at_3", "brier", "calibration_error", "coverage"),
)


def main() -> None:
    if not all(path.exists() for _, path in CORPORA):
        print("benchmarks/labels.py: skipped, the corpora are not in ../shared")
        return
    heads = "mAP", "macro", "micro", "inst", "rec@3", "Brier", "ECE", "cover"
    print(f"{'':34}" + "".join(f"{head:>7}" for head in heads) + "  fit s  docs/s")
    for name, path in CORPORA:
        file = HOME / "taxonomies" / f"{name}.yaml"
        taxonomy, problems = read_taxonomy(load(file.read_text(encoding="utf-8")), file.name)
        if problems:
            raise SystemExit(str(problems[0]))
        works = named(read_labelled(path), taxonomy, path)
        for size, drawings in SIZES:
            runs = [draw(taxonomy, works, size, seed) for seed in range(drawings)]
            for which, who in enumerate(("ours", "TF-IDF, logistic regression")):
                title = f"{name} {size or 'all'} {who}"
                show(title, [run[which] for run in runs])


Timed = tuple[Evaluation, float, float]


def draw(
    taxonomy: Taxonomy, works: tuple[Example, ...], size: int | None, seed: int
) -> tuple[Timed, Timed]:
    order = np.random.default_rng(seed).permutation(len(works)).tolist()
    cut = ASKED if size else len(works) // 5
    asked, pool = [works[i] for i in order[:cut]], [works[i] for i in order[cut:]]
    rest = [work.text for work in pool[size:]] if size else []
    return ours(taxonomy, pool[:size], rest, asked), peer(taxonomy, pool[:size], asked)


def ours(taxonomy: Taxonomy, known: Any, rest: list[str], asked: list[Example]) -> Timed:
    started = time.process_time()
    model = fit(taxonomy, known, rest)
    fitted = time.process_time()
    _, found = model.probabilities([work.text for work in asked])
    done = time.process_time()
    truth = truth_of(asked, model.labels)
    figures = evaluate([label.name for label in model.labels], truth, found, model.cuts)
    return figures, fitted - started, len(asked) / (done - fitted)


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
    return figures, fitted - started, len(asked) / (done - fitted)


def classifier() -> Any:
    from tracker.suggest.plain import one_versus_rest

    return one_versus_rest()


def show(title: str, runs: list[Timed]) -> None:
    means = (fmean(getattr(run[0], column) or 0.0 for run in runs) for column in COLUMNS)
    cells = "".join(f"{mean:7.3f}" for mean in means)
    print(f"{title:34}{cells}{fmean(r[1] for r in runs):7.1f}{fmean(r[2] for r in runs):8,.0f}")


if __name__ == "__main__":
    main()
