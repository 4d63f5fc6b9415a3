"""Commands about what leaves the survey as files: export, release."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.app import app
from tracker.cli.frame import AsOf, Json, day, emit, finish, say, settings_of, warn
from tracker.errors import SettingsError


@app.command()
def export(
    context: typer.Context,
    format: Annotated[
        str, typer.Option(help="bibtex, ris, csl-json, csv, results, json or atom.")
    ] = "json",
    output: Annotated[
        Path | None, typer.Option(help="The file to write, instead of standard output.")
    ] = None,
    as_of: AsOf = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of --format json.")
    ] = False,
) -> None:
    """Write the included works for reference managers, spreadsheets, programs, feed readers.

    The format results is a spreadsheet too, of reported results; json has works and results.

    The same curation gives the same bytes on any day.
    """
    from tracker.publish.exports.document import schema as json_schema
    from tracker.steps import exports
    from tracker.steps.snapshots import snapshot

    if schema:
        data = json_schema().encode()
    else:
        with snapshot(settings_of(context), day(as_of, "--as-of")) as then:
            data = exports.export(then.settings, then.curation, format)
        warn(then.basis.notice)
    if output is None:
        typer.echo(data, nl=False)
        return
    try:
        output.write_bytes(data)
    except OSError as fault:
        raise SettingsError(f"--output {output} cannot be written: {fault.strerror}") from None


@app.command()
def release(
    context: typer.Context,
    version: Annotated[str, typer.Argument(help="What this release is called, such as 2026.11.")],
    output: Annotated[
        Path | None, typer.Option(help="The release's folder, instead of releases/VERSION.")
    ] = None,
    as_of: AsOf = None,
    no_site: Annotated[
        bool, typer.Option("--no-site", help="Leave out site.zip, the static site.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Rebuild the release from its own data; write nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Pin the survey, its pages, its site and every export, with checksums and a citation.

    All of it lies in one flat folder, to be uploaded as it is: gh release create VERSION
    releases/VERSION/*. With --check the folder is compared with what its own data amount to;
    exits 1 if a file differs.
    """
    from tracker.steps import releases
    from tracker.steps.snapshots import snapshot, untaken

    settings = settings_of(context)
    folder = releases.folder_of(settings, version, output)
    if check and (as_of or no_site):
        raise SettingsError("--check reads what was released; leave --as-of and --no-site out")
    if check:
        report, told = releases.check(version, folder), {}
    else:
        with snapshot(settings, day(as_of, "--as-of")) as then:
            releases.require_apart(settings, then.curation, folder)
            report = releases.release(then, version, folder, not no_site)
        told = then.basis.as_json()
        warn(then.basis.notice)
        warn(untaken(report.waiting))
    if as_json:
        emit({**report.as_json(), **told})
    else:
        say(report.lines)
    finish(report.ok)
