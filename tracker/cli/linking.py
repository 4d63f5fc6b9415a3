"""Commands about what the survey points at: links."""

import typer

from tracker.cli.app import app
from tracker.cli.frame import Json, emit, finish, progress, say, settings_of


@app.command()
def links(context: typer.Context, as_json: Json = False) -> None:
    """Check every link of the included works, but for those in curation/links.yaml.

    Exits 1 if a link is gone. What refuses programs or fails once is unclear, not gone.
    """
    from tracker.steps import linkchecks

    report = linkchecks.check(settings_of(context), progress=progress())
    if as_json:
        emit(report.as_json())
    else:
        say(report.lines)
    finish(report.ok)
