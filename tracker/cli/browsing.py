"""The command about what readers browse: site."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.app import app
from tracker.cli.frame import AsOf, Json, day, emit, say, settings_of, warn


@app.command()
def site(
    context: typer.Context,
    output: Annotated[
        Path | None, typer.Option(help="The site's folder, instead of site/ in the survey.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Write the survey as a static site to search, for GitHub Pages or to open from the disk.

    Only files that differ are written. Files that are not the site's own are never touched.
    """
    from tracker.steps import sites
    from tracker.steps.snapshots import snapshot

    settings = settings_of(context)
    with snapshot(settings, day(as_of, "--as-of")) as then:
        report = sites.write(then.settings, then.curation, output or settings.root / "site")
    warn(then.basis.notice)
    if as_json:
        emit({**report.as_json(), **then.basis.as_json()})
    else:
        say(report.lines)
