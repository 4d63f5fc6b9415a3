"""Does 80 % mean eight in ten? Probabilities in bins, beside the share that was true."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tracker.suggest.intervals import wilson

if TYPE_CHECKING:
    import numpy as np

BINS = 10


@dataclass(frozen=True)
class Bin:
    """The cells whose probability lies in one tenth: how many, their mean probability, the
    share that was true, and its Wilson interval."""

    cells: int
    mean: float
    true: float
    low: float
    high: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def bins(truth: "np.ndarray", probabilities: "np.ndarray", number: int = BINS) -> tuple[Bin, ...]:
    """The bins of equal width that hold anything, from 0 to 1 (reliability diagram: DeGroot &
    Fienberg, The Statistician 32, 1983)."""
    import numpy as np

    chances, known = probabilities.ravel(), truth.ravel()
    place = np.minimum((chances * number).astype(int), number - 1)
    found = []
    for one in np.unique(place):
        own = place == one
        cells, true = int(own.sum()), int(known[own].sum())
        low, high = wilson(true, cells)
        mean = round(float(chances[own].mean()), 4)
        found.append(Bin(cells, mean, round(true / cells, 4), round(low, 4), round(high, 4)))
    return tuple(found)


def table(found: Sequence[Bin]) -> Iterable[str]:
    """The bins in words, a line each."""
    yield "said on average   true         cells"
    for one in found:
        interval = f"({one.low:.0%} to {one.high:.0%})"
        yield f"{one.mean:>14.1%}  {one.true:>5.1%}  {interval:<14} {one.cells:>7,}"


def picture(series: Mapping[str, Sequence[Bin]]) -> str:
    """The reliability diagram of some named sets of bins as SVG: the same bins, the same bytes."""
    import io

    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    style: Any = {"svg.hashsalt": "tracker", "svg.fonttype": "none", "font.family": "sans-serif"}
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever the person who runs this likes in her pictures
        mpl.rcParams.update(style)
        figure = Figure(figsize=(5.2, 5.2), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], color="#777777", linewidth=1, label="perfect")
        marks = zip(series.items(), (("#0b5fa5", "o"), ("#b3480a", "s")), strict=False)
        for (name, found), (colour, mark) in marks:
            mean = [one.mean for one in found]
            true = [one.true for one in found]
            gaps = [
                [one.true - one.low for one in found],
                [one.high - one.true for one in found],
            ]
            axes.errorbar(
                mean, true, gaps, color=colour, marker=mark, capsize=3, linewidth=1, label=name
            )
        axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
        axes.set_xlabel("probability said (mean of a tenth)")
        axes.set_ylabel("share that was true (95 % interval)")
        axes.legend(loc="lower right", frameon=False)
        drawn = io.StringIO()
        title = "Reliability of suggestions on works the model did not see"
        figure.savefig(
            drawn, format="svg", metadata={"Date": None, "Creator": None, "Title": title}
        )
    return drawn.getvalue()
