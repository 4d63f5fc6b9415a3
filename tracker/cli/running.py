"""Commands that run steps: suggest, nightly, serve, demo."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.app import app
from tracker.cli.frame import Json, emit, finish, progress, say, settings_of
from tracker.errors import TrackerError


@app.command()
def suggest(
    context: typer.Context,
    promote: Annotated[
        bool, typer.Option("--promote", help="Take the new model even if it tests worse.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Fit the model on the decisions as they stand, and judge the papers in the store.

    A model that tests worse than the present one is not promoted: earlier suggestions stay.
    Exits 1 if there is no paper to judge.
    """
    from tracker.steps import nights

    report = nights.suggest(settings_of(context), progress(), promote)
    progress()("")
    if as_json:
        emit(report.as_json())
    else:
        say([report.summary, *(f"drift: {one.sentence}" for one in report.drift)])
    finish(report.ok)


@app.command()
def nightly(
    context: typer.Context,
    prefect: Annotated[
        bool, typer.Option("--prefect/--no-prefect", help="Run as a Prefect flow, or plainly.")
    ] = True,
) -> None:
    """Run the night once, now: pull, suggest, publish. Needs no server.

    Exits 1 when a step could not do all of its work.
    """
    settings = settings_of(context)
    if prefect:
        from tracker.scheduler import run_once

        finish(run_once(settings.root, say=lambda line: say([line])) == 0)
        return
    from tracker.steps import nights

    fine = True
    for name in ("pull", "suggest", "publish"):
        try:
            report = getattr(nights, name)(settings)
            fine = fine and report.ok
            say([f"{name}: {report.summary}"])
        except TrackerError as fault:  # what curators decided is published whatever arXiv does
            fine = False
            say([f"{name} failed: {fault}"])
    finish(fine)


@app.command()
def serve(
    context: typer.Context,
    cron: Annotated[str | None, typer.Option(help="When the night runs, as in crontab.")] = None,
    timezone: Annotated[str | None, typer.Option(help="The time zone of --cron.")] = None,
) -> None:
    """Run the night on schedule until stopped (04:30 New York time, Monday to Friday)."""
    from tracker import scheduler

    finish(
        scheduler.serve(
            settings_of(context).root, cron or scheduler.CRON, timezone or scheduler.TIMEZONE
        )
        == 0
    )


@app.command()
def demo(
    folder: Annotated[
        Path | None, typer.Option(help="Where to leave the demonstration's survey.")
    ] = None,
) -> None:
    """Tell the whole story offline: two nights, decisions, tables, one pull request."""
    from tracker.demo.story import tell

    tell(folder, lambda line: say([line]))
