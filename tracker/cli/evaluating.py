"""The command that says how good suggestions are on somebody's own labelled works."""

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.app import app
from tracker.cli.frame import Json, emit, say
from tracker.errors import SettingsError

if TYPE_CHECKING:
    from tracker.suggest.evaluation import Evaluation, LabelRow
    from tracker.taxonomy import Taxonomy

FIGURES = (
    ("macro_f1", "macro F1"),
    ("micro_f1", "micro F1"),
    ("instance_f1", "instance F1"),
    ("map", "mean average precision"),
    ("recall_at_3", "recall among the first 3"),
    ("brier", "Brier score"),
    ("ece", "calibration error, 10 bins"),
    ("coverage", "true labels kept possible (90 % promised)"),
    ("coverage_false", "false labels not called sure (90 % promised)"),
    ("decided", "works with every label decided: surely there or surely not"),
)


@app.command()
def evaluate(
    context: typer.Context,
    train: Annotated[
        Path | None, typer.Option(metavar="A.csv", help="Labelled works to learn from.")
    ] = None,
    test: Annotated[
        Path | None, typer.Option(metavar="B.csv", help="Labelled works to be judged by.")
    ] = None,
    taxonomy: Annotated[
        Path | None, typer.Option(metavar="FILE.yaml", help="What the labels mean; keywords.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Where to draw the reliability.")
    ] = None,
    inductive: Annotated[
        bool, typer.Option("--inductive", help="Keep the texts to be judged out of the learning.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say how good suggestions are: on the survey's own decisions, or on labelled CSV files.

    With --train and --test, learns labels from one file and says how well they fit the other;
    touches no survey. Columns: title, abstract (or text), and labels separated by | or ;.
    Also .csv.gz, .csv.xz. As in a survey, where the model has read every paper that it judges,
    the texts of B.csv (never their labels) serve as unlabelled background, unless --inductive.
    """
    if train is None and test is None and taxonomy is None:
        from tracker.cli.surveying import evaluate_survey

        evaluate_survey(context, picture, as_json)
        return
    if train is None or test is None or picture is not None:
        raise SettingsError("--train and --test go together, and without --picture")
    from tracker.suggest import labelled_csv as files
    from tracker.suggest.evaluation import evaluate as judge
    from tracker.suggest.fitting import fit, truth_of

    learning, asked = files.read_labelled(train), files.read_labelled(test)
    files.require_classes(learning, train)
    known = _taxonomy(taxonomy) if taxonomy else files.taxonomy_of(learning)
    learning, asked = (
        files.named(learning, known, train),
        files.named(asked, known, test),
    )
    started = perf_counter()
    unlabelled = () if inductive else tuple(work.text for work in asked)
    model = fit(known, learning, unlabelled)
    fitted = perf_counter()
    _, probabilities = model.probabilities([work.text for work in asked])
    done = perf_counter()
    names = [label.name for label in model.labels]
    found = judge(names, truth_of(asked, model.labels), probabilities, model.cuts, model.learnt)
    report = {
        "model": model.fingerprint,
        "train": len(learning),
        "test": len(asked),
        "unlabelled": len(unlabelled),
        "fit_seconds": round(fitted - started, 3),
        "documents_per_second": round(len(asked) / max(done - fitted, 1e-9)),
        **found.as_json(),
    }
    if as_json:
        emit(report)
    else:
        _say(report, found)


def _taxonomy(path: Path) -> "Taxonomy":
    from tracker.curation.canonical import Unreadable, load
    from tracker.problems import summary
    from tracker.taxonomy import read_taxonomy

    try:
        data = load(path.read_text(encoding="utf-8"))
    except (Unreadable, OSError, UnicodeDecodeError) as fault:
        why = getattr(fault, "strerror", None) or fault
        raise SettingsError(f"{path} cannot be read as a taxonomy: {why}") from None
    taxonomy, problems = read_taxonomy(data, path.name)
    if problems:
        raise SettingsError(f"{path} is no taxonomy that can be used: {summary(problems)}")
    return taxonomy


def _say(report: dict[str, Any], found: "Evaluation") -> None:
    say([f"learnt from {report['train']:,} works, judged by {report['test']:,}"])
    say([f"read without labels: {report['unlabelled']:,} texts" + _whose(report)])
    say(f"{_number(report[key]):>8}  {name}" for key, name in FIGURES)
    say([f"{report['documents_per_second']:>8,}  documents a second"])
    width = max(5, *(len(row.label) for row in found.labels))
    say([f"{'label':<{width}}  precision  recall     F1     AP  works  threshold"])
    say(
        f"{row.label:<{width}}  {row.precision:>9.3f}  {row.recall:>6.3f}  {row.f1:>5.3f}"
        f"  {_number(row.average_precision):>5}  {row.support:>5}  {row.threshold:>9.3f}"
        f"{_grounds(row)}"
        for row in found.labels
    )


def _grounds(row: "LabelRow") -> str:
    if not row.learnt:
        return "  from description and keywords only"
    return "  few works: bounds borrowed from all labels" if row.borrowed else ""


def _whose(report: dict[str, Any]) -> str:
    return ", those to be judged" if report["unlabelled"] else ""


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"
