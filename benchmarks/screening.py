"""Nine published reviews replayed: ASReview's default recipe beside the tracker's model.

Both run in the same loop with the same priors, so that only the model differs; the recipe is
ASReview 3's "ELAS u4", trained again at every 5 % more labels. The scopes were written from
what is generally known of each review's subject, not from its labels.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/screening.py [SEEDS [FIRST]]
"""

import sys
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

from tracker.suggest.metrics import mean
from tracker.suggest.replay import Run, Screener, replays
from tracker.suggest.reviews_csv import Review, read_review
from tracker.suggest.screening import Plain, Screening

DATA = Path(__file__).parents[2] / "shared" / "data" / "benchmarks" / "screening"
SEEDS = 3
SCOPES = {
    "ACEInhibitors": (
        "Randomised controlled trials comparing ACE inhibitors with one another or with "
        "placebo in hypertension, heart failure, myocardial infarction or diabetic "
        "nephropathy: captopril, enalapril, lisinopril, ramipril, quinapril, benazepril, "
        "fosinopril"
    ),
    "ADHD": (
        "Randomised controlled trials of drugs for attention deficit hyperactivity disorder "
        "in children, adolescents or adults: methylphenidate, amphetamine, dextroamphetamine, "
        "atomoxetine, modafinil"
    ),
    "Estrogens": (
        "Randomised controlled trials of estrogen hormone replacement therapy for menopausal "
        "symptoms, hot flashes and bone density in postmenopausal women: estradiol, "
        "conjugated equine estrogens"
    ),
    "Kitchenham_2010": (
        "Systematic literature reviews and mapping studies in software engineering, and the "
        "methods and lessons of evidence-based software engineering"
    ),
    "Nagtegaal_2019": (
        "Nudging healthcare professionals towards evidence-based medicine: reminders, "
        "feedback, peer comparison, default options and prompts that change the behaviour of "
        "physicians"
    ),
    "OralHypoglycemics": (
        "Randomised controlled trials of oral hypoglycemic drugs in adults with type 2 "
        "diabetes: sulfonylureas, glyburide, glipizide, glimepiride, repaglinide, "
        "nateglinide, metformin"
    ),
    "ProtonPumpInhibitors": (
        "Randomised controlled trials of proton pump inhibitors for gastro-oesophageal reflux "
        "disease, peptic ulcer and Helicobacter pylori: omeprazole, esomeprazole, "
        "lansoprazole, pantoprazole, rabeprazole"
    ),
    "Triptans": (
        "Randomised controlled trials comparing triptans for acute migraine attacks: "
        "sumatriptan, zolmitriptan, rizatriptan, naratriptan, almotriptan, eletriptan, "
        "frovatriptan"
    ),
    "UrinaryIncontinence": (
        "Randomised controlled trials of anticholinergic drugs for overactive bladder and "
        "urge urinary incontinence: oxybutynin, tolterodine, trospium, flavoxate"
    ),
}
MODELS: dict[str, Callable[[Review, str], Screener]] = {
    "recipe": lambda review, _: Plain(review),
    "ours": Screening,
}


def row(name: str, model: str, runs: tuple[Run, ...]) -> str:
    figures = astuple(mean(run.figures for run in runs))
    cpu = sum(run.cpu for run in runs) / len(runs)
    return f"{name:20}  {model:7}" + "".join(f"{f:8.4f}" for f in figures) + f"{cpu:8.2f}"


def main(arguments: list[str]) -> None:
    if not DATA.is_dir():
        print("skipped: the labelled reviews are not in ../shared/data/benchmarks/screening")
        return
    given = [int(word) for word in arguments]
    count, first = given + [SEEDS, 0][len(given) :]
    seeds = range(first, first + count)
    heads = ("loss", "NDCG", "WSS@95", "RRF@10", "ATD", "CPU s")
    print(f"seeds {first} to {first + count - 1}")
    print(f"{'review':20}  {'model':7}" + "".join(f"{head:>8}" for head in heads))
    every: dict[str, tuple[Run, ...]] = dict.fromkeys(MODELS, ())
    for name, scope in SCOPES.items():
        review = read_review(DATA / f"{name}.csv.xz")
        for model, make in MODELS.items():
            runs = replays(lambda: make(review, scope), review.relevant, seeds)  # noqa: B023
            every[model] += runs
            print(row(name, model, runs), flush=True)
    for model, runs in every.items():
        print(row("mean", model, runs))


if __name__ == "__main__":
    main(sys.argv[1:])
