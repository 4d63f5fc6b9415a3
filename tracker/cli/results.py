"""Commands about reported results: results suggest, review, confirm, reject, undo, recheck."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.app import app
from tracker.cli.frame import Handle, Json, emit, leave_when_hung_up, say, settings_of

if TYPE_CHECKING:
    from tracker.findings import Waiting

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
    from tracker import findings
    from tracker.reviews import parsed

    waiting = findings.waiting(settings_of(context), parsed(work) if work else None)
    if as_json:
        emit({"results": [one.as_json() for one in waiting]})
        return
    for one in waiting:
        say(_lines(one))
    say([f"{len(waiting):,} results wait"])


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
    from tracker.reviews import parsed
    from tracker.screen.results import ResultLines
    from tracker.screen.talk import Talk
    from tracker.sittings import Sitting

    sitting = Sitting(settings_of(context), handle, parsed(work) if work else None)
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
    from tracker import curation, rechecks
    from tracker.results import result_fields

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


@results.command("undo")
def undo(context: typer.Context, handle: Handle, as_json: Json = False) -> None:
    """Take back what you said last of a result, whenever that was."""
    from tracker import vouching
    from tracker.results import result_fields

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
    from tracker import vouching
    from tracker.results import result_fields
    from tracker.reviews import parsed

    said = vouching.settle(settings_of(context), parsed(work), name, handle, confirm, stated)
    if as_json:
        emit({"file": f"curation/{said.path}", **result_fields(said)})
    else:
        say([f"{said.status} {said.source} {said.value} {said.unit}: curation/{said.path}"])


def _lines(one: "Waiting") -> list[str]:
    found = one.result
    parts = [found.model or "model not found", found.dataset or "no dataset named",
             found.metric or "metric not stated", f"{found.value} {found.unit}",
             found.setting]  # fmt: skip
    return [f"{found.source} {one.name}: {' | '.join(parts)} ({one.why})", f'    "{found.quote}"']
