"""The command about measuring: simulate."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.app import app
from tracker.cli.frame import Json, emit, say

if TYPE_CHECKING:
    from tracker.suggest.replay import Run

_HEADS = ("loss", "NDCG", "WSS@95", "RRF@10", "ATD", "CPU s")


@app.command()
def simulate(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.csv",
            help="title, abstract, and label_included or label_abstract_screening; .gz, .xz too.",
        ),
    ],
    seeds: Annotated[int, typer.Option(min=1, max=100, help="How many draws of priors.")] = 3,
    scope: Annotated[str, typer.Option(help="What the review is about, in one line.")] = "",
    as_json: Json = False,
) -> None:
    """Replay a labelled review: how soon the model would have found what was relevant.

    Each seed draws one relevant and one irrelevant record to start from. The figures are
    ASReview's; of loss and ATD less is better, of the others more.
    """
    from tracker.suggest.metrics import mean
    from tracker.suggest.replay import replays
    from tracker.suggest.reviews_csv import read_review
    from tracker.suggest.screening import screener

    review = read_review(file)
    runs = replays(lambda: screener(review, scope), review.relevant, range(seeds))
    average = {
        **asdict(mean(run.figures for run in runs)),
        "cpu_s": sum(run.cpu for run in runs) / len(runs),
    }
    if as_json:
        emit(
            {
                "file": file.name,
                "records": len(review.relevant),
                "relevant": sum(review.relevant),
                "scope": scope,
                "runs": [{"seed": run.seed, **_values(run)} for run in runs],
                "mean": average,
            }
        )
        return
    say([f"{file.name}: {len(review.relevant):,} records, {sum(review.relevant):,} relevant"])
    say(_table(runs, average))


def _values(run: "Run") -> dict[str, float]:
    return {**asdict(run.figures), "cpu_s": run.cpu}


def _table(runs: "tuple[Run, ...]", average: dict[str, Any]) -> Iterator[str]:
    yield "seed  " + "".join(f"{head:>8}" for head in _HEADS)
    for name, values in [(str(r.seed), _values(r)) for r in runs] + [("mean", average)]:
        *figures, cpu = values.values()
        yield f"{name:6}" + "".join(f"{value:8.4f}" for value in figures) + f"{cpu:8.2f}"
