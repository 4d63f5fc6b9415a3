"""Commands about reported results: results suggest, review, confirm, import, …"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from tracker.cli.app import app
from tracker.cli.frame import (
    Handle,
    Json,
    emit,
    finish,
    leave_when_hung_up,
    say,
    settings_of,
    warn,
)
from tracker.cli.reviewing import work_id
from tracker.errors import SettingsError

if TYPE_CHECKING:
    from tracker.results import Unit
    from tracker.steps.findings import OpenResult
    from tracker.steps.leaderboards import Taken

results = typer.Typer(
    help="Numbers that papers report: suggested from abstracts, confirmed by curators.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(results, name="results")

Id = Annotated[str, typer.Argument(metavar="ID", help="The work that reports the number.")]
Name = Annotated[
    str, typer.Argument(metavar="N", help="Its number as suggested, or the key of one on file.")
]


@results.command("suggest")
def suggest(
    context: typer.Context,
    work: Annotated[
        str | None, typer.Argument(metavar="ID", help="One work; all included ones if left out.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the results that wait for a curator, each with its quote.

    Results on file come first whose quote is gone from a newer version: check them again.
    """
    from tracker.steps import findings

    waiting = findings.waiting(settings_of(context), work_id(work) if work else None)
    if as_json:
        emit({"results": [one.as_json() for one in waiting]})
        return
    for one in waiting:
        say(_lines(one))
    say(["1 result waits" if len(waiting) == 1 else f"{len(waiting):,} results wait"])


@results.command("review")
def review(
    context: typer.Context,
    handle: Handle,
    work: Annotated[
        str | None, typer.Argument(metavar="ID", help="One work; all included ones if left out.")
    ] = None,
) -> None:
    """Confirm, correct or reject what waits, one result at a time, each saved at once.

    Works in any terminal and by pipe: an answer is a key and Enter; ? lists the keys.
    """
    from tracker.screen.results import ResultLines
    from tracker.screen.talk import Talk
    from tracker.steps.sittings import Sitting

    sitting = Sitting(settings_of(context), handle, work_id(work) if work else None)
    leave_when_hung_up()
    ResultLines(sitting, Talk(sys.stdin, sys.stdout)).run()


@results.command("confirm")
def confirm(
    context: typer.Context,
    work: Id,
    name: Name,
    handle: Handle,
    model: Annotated[str, typer.Option(help="The model, if another than was found.")] = "",
    dataset: Annotated[str, typer.Option(help="The dataset: its key or its name.")] = "",
    split: Annotated[str, typer.Option(help="The split, such as test.")] = "",
    metric: Annotated[str, typer.Option(help="The metric: its key or its name.")] = "",
    unit: Annotated[str, typer.Option(help="percent, fraction or score.")] = "",
    setting: Annotated[
        str, typer.Option(help="zero-shot, few-shot, 5-shot, fine-tuned or unknown.")
    ] = "",
    precision: Annotated[str, typer.Option(help="The weights' precision, such as 4-bit.")] = "",
    quote: Annotated[str, typer.Option(help="The sentence that holds the value.")] = "",
    note: Annotated[str, typer.Option(help="What readers should know.")] = "",
    as_json: Json = False,
) -> None:
    """Confirm a result, with corrections where it was read wrongly."""
    stated = {
        "model": model, "dataset": dataset, "split": split, "metric": metric, "unit": unit,
        "setting": setting, "precision": precision, "quote": quote, "note": note,
    }  # fmt: skip
    _settle(context, work, name, handle, True, stated, as_json)


@results.command("reject")
def reject(
    context: typer.Context,
    work: Id,
    name: Name,
    handle: Handle,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    as_json: Json = False,
) -> None:
    """Say that a number is no result, or take one on file back."""
    _settle(context, work, name, handle, False, {"note": note}, as_json)


@results.command("recheck")
def recheck(context: typer.Context, as_json: Json = False) -> None:
    """Mark the results on file whose quote is gone from a newer version of the abstract.

    tracker publish does so by itself and puts the same marks into its proposal.
    """
    from tracker import curation
    from tracker.results import result_fields
    from tracker.steps import rechecks

    settings = settings_of(context)
    marks = rechecks.marks(settings, curation.load(settings.root))
    rechecks.keep_here(settings, marks)
    if as_json:
        emit({"marked": [result_fields(one) for one in marks.results]})
        return
    say(
        f"check again: {one.source} {one.dataset} {one.value} ({one.path})" for one in marks.results
    )
    say([f"{len(marks.results):,} results marked"])


@results.command("import")
def take(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A Markdown page with one table, or a .csv file.")],
    handle: Handle,
    source: Annotated[str, typer.Option(help="The work or the web page that gives the numbers.")],
    unit: Annotated[str, typer.Option(help="percent, fraction or score, of every cell.")],
    url: Annotated[str, typer.Option(help="The page it was read at, if not the source.")] = "",
    metric: Annotated[str, typer.Option(help="What all of it measures: a key or a name.")] = "",
    split: Annotated[str, typer.Option(help="The split, such as test.")] = "",
    setting: Annotated[
        str, typer.Option(help="zero-shot, few-shot, 5-shot, fine-tuned or unknown.")
    ] = "unknown",
    precision: Annotated[str, typer.Option(help="The weights' precision, such as 4-bit.")] = "",
    note: Annotated[str, typer.Option(help="What readers should know.")] = "",
    model: Annotated[
        list[str] | None,
        typer.Option(help="A column that names the model, by its header; the first if left out."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="HEADER=KEY", help="The dataset that a header stands for."),
    ] = None,
    skip: Annotated[list[str] | None, typer.Option(help="A header to leave out.")] = None,
    transposed: Annotated[
        bool, typer.Option("--transposed", help="Datasets are in rows, models in columns.")
    ] = False,
    table: Annotated[int, typer.Option(min=0, help="Which table, where there are several.")] = 0,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be written; write nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put a leaderboard's numbers on file as second-hand results, all of them or none.

    Each keeps its own digits, the cells it stands in, and the source. Nothing is guessed: a
    header that the vocabulary does not have is a problem until --column or --skip says what to
    do with it, and every problem is listed (exit 1). The same table again adds nothing.
    """
    from tracker.adopt.boards import Stated
    from tracker.results import UNITS
    from tracker.steps.leaderboards import take as taken

    if unit not in UNITS:
        raise SettingsError(f"the unit {unit!r} is none of {', '.join(UNITS)}")
    words = _stated({"url": url, "metric": metric, "split": split, "setting": setting,
                     "precision": precision, "note": note})  # fmt: skip
    stated = Stated(
        work_id(source), cast("Unit", unit), models=tuple(model or ()), columns=_columns(column),
        skip=tuple(skip or ()), transposed=transposed, number=table,
        **cast("dict[str, Any]", words),
    )  # fmt: skip
    done = taken(settings_of(context), file, handle, stated, not dry_run)
    if as_json:
        emit(done.as_json())
    else:
        say(map(str, done.problems))
        say(_taken(done, dry_run))
    finish(not done.problems)


@results.command("undo")
def undo(context: typer.Context, handle: Handle, as_json: Json = False) -> None:
    """Take back what you said last of a result, whenever that was.

    An import is taken back as a whole.
    """
    from tracker.results import result_fields
    from tracker.steps import vouching

    taken = vouching.take_back(settings_of(context), handle)
    if as_json:
        emit({"taken_back": [result_fields(one) for one in taken]})
    else:
        say(f"taken back: {one.status} {one.source} {one.value} {one.unit}" for one in taken)


def _settle(
    context: typer.Context,
    work: str,
    name: str,
    handle: str,
    confirm: bool,
    stated: dict[str, str],
    as_json: bool,
) -> None:
    from tracker.results import result_fields
    from tracker.steps import vouching

    about, words = work_id(work), _stated(stated)
    said = vouching.settle(settings_of(context), about, name, handle, confirm, words, warn)
    if as_json:
        emit({"file": f"curation/{said.path}", **result_fields(said)})
    else:
        say([f"{said.status} {said.source} {said.value} {said.unit}: curation/{said.path}"])


def _columns(given: list[str] | None) -> dict[str, str]:
    """The dataset of each header; raises SettingsError for what is not HEADER=KEY."""
    found: dict[str, str] = {}
    for one in given or ():
        header, _, key = one.rpartition("=")
        if not header or not key.strip():
            raise SettingsError(f"--column {one!r} must be HEADER=KEY")
        found[header] = key.strip()
    return found


def _stated(options: dict[str, str]) -> dict[str, str]:
    """What was stated, without the space around it; raises SettingsError where that is all."""
    for name, text in options.items():
        if text and not text.strip():
            raise SettingsError(f"--{name} is blank; state it, or leave it out")
    return {name: text.strip() for name, text in options.items()}


def _taken(done: "Taken", dry_run: bool) -> list[str]:
    count, wrong = len(done.results), len(done.problems)
    what = f"{count:,} second-hand result{'' if count == 1 else 's'}"
    told = f"{what} {'to write' if dry_run else 'written'}"
    if wrong:
        told = f"{wrong:,} problem{'' if wrong == 1 else 's'}; nothing was written"
    return [f"{told}; {done.known:,} on file already, {done.empty:,} empty"]


def _lines(one: "OpenResult") -> list[str]:
    found = one.result
    parts = [found.model or "model not found", found.dataset or "no dataset named",
             found.metric or "metric not stated", f"{found.value} {found.unit}",
             found.setting]  # fmt: skip
    return [f"{found.source} {one.name}: {' | '.join(parts)} ({one.why})", f'    "{found.quote}"']
