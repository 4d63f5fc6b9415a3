"""The command that hands in what a curator said: submit."""

import typer

from tracker.cli.app import app
from tracker.cli.frame import Handle, Json, emit, say, settings_of


@app.command()
def submit(context: typer.Context, handle: Handle, as_json: Json = False) -> None:
    """Push your new decisions and results, and open or update your pull request.

    Your checkout stays as it is. Without TRACKER_REPOSITORY and GITHUB_TOKEN it pushes and says
    where to open the pull request.
    """
    from tracker.steps import submissions

    report = submissions.submit(settings_of(context), handle)
    if as_json:
        emit(report.as_json())
        return
    say([report.summary, *([report.url] if report.number else []), *report.remarks])
