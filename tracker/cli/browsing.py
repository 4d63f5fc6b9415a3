"""The command about what readers browse: site."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.app import app
from tracker.cli.frame import Json, day, emit, say, settings_of


@app.command()
def site(
    context: typer.Context,
    output: Annotated[
        Path | None, typer.Option(help="The site's folder, instead of site/ in the survey.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="What the survey said at the end of that day (UTC).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the survey as a static site to search, for GitHub Pages or to open from the disk.

    Only files that differ are written. Files that are not the site's own are never touched.
    """
    from tracker import sites

    settings = settings_of(context)
    report = sites.write(settings, output, day(as_of, "--as-of"))
    if as_json:
        emit(report.as_json())
    else:
        say(report.lines)
