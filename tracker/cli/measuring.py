"""The command about measuring: simulate."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    strategy: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="What to read next: most-likely, uncertain, diverse, random-share or random.",
        ),
    ] = "most-likely",
    as_json: Json = False,
) -> None:
    """Replay a labelled review: how soon the model would have found what was relevant.

    Each seed draws one relevant and one irrelevant record to start from. The figures are
    ASReview's; of loss and ATD less is better, of the others more. The mean comes with
    its 95 % interval over the draws (Student's t).
    """
    from tracker.suggest.metrics import mean
    from tracker.suggest.replay import interval, replays
    from tracker.suggest.reviews_csv import read_review
    from tracker.suggest.screening import screener
    from tracker.suggest.strategies import strategy as named

    review, choose = read_review(file), named(strategy)
    runs = replays(lambda: screener(review, scope), review.relevant, range(seeds), choose)
    average = {
        **asdict(mean(run.figures for run in runs)),
        "cpu_s": sum(run.cpu for run in runs) / len(runs),
    }
    columns = {name: [_values(run)[name] for run in runs] for name in average}
    spread = {name: interval(values) for name, values in columns.items()}
    if as_json:
        emit(
            {
                "file": file.name,
                "records": len(review.relevant),
                "relevant": sum(review.relevant),
                "scope": scope,
                "strategy": strategy,
                "runs": [{"seed": run.seed, **_values(run)} for run in runs],
                "mean": average,
                "interval": spread,
            }
        )
        return
    say([f"{file.name}: {len(review.relevant):,} records, {sum(review.relevant):,} relevant"])
    say(_table(runs, average, spread))


def _values(run: "Run") -> dict[str, float]:
    return {**asdict(run.figures), "cpu_s": run.cpu}


def _table(
    runs: "tuple[Run, ...]",
    average: dict[str, float],
    spread: "dict[str, tuple[float, float] | None]",
) -> Iterator[str]:
    yield "seed  " + "".join(f"{head:>8}" for head in _HEADS)
    rows = [(str(run.seed), _values(run)) for run in runs] + [("mean", average)]
    for place, name in enumerate(("from", "to")):
        ends = {figure: both[place] for figure, both in spread.items() if both}
        rows += [(name, ends)] if ends else []
    for name, values in rows:
        *figures, cpu = values.values()
        yield f"{name:6}" + "".join(f"{value:8.4f}" for value in figures) + f"{cpu:8.2f}"
