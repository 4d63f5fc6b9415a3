"""Commands about what leaves the survey as files: export, release."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.app import app
from tracker.cli.frame import Json, day, emit, finish, say, settings_of
from tracker.errors import SettingsError


@app.command()
def export(
    context: typer.Context,
    format: Annotated[str, typer.Option(help="bibtex, ris, csl-json, csv, json or atom.")] = "json",
    output: Annotated[
        Path | None, typer.Option(help="The file to write, instead of standard output.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="What the survey said at the end of that day (UTC).")
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of --format json.")
    ] = False,
) -> None:
    """Write the included works for reference managers, spreadsheets, programs, feed readers.

    The same curation gives the same bytes on any day.
    """
    from tracker import exports
    from tracker.publish.exports.document import schema as json_schema

    if schema:
        data = json_schema().encode()
    else:
        data = exports.export(settings_of(context), format, day(as_of, "--as-of"))
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
    as_of: Annotated[
        str | None, typer.Option(help="What the survey said at the end of that day (UTC).")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Rebuild the release from its own data; write nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Pin data, taxonomy and every export in one folder, with checksums and a citation.

    With --check the folder is compared with what its own data amount to; exits 1 if a file
    differs.
    """
    from tracker import releases

    settings = settings_of(context)
    if check:
        report = releases.check(settings, version, output)
    else:
        report = releases.release(settings, version, output, day(as_of, "--as-of"))
    if as_json:
        emit(report.as_json())
    else:
        say(report.lines)
    finish(report.ok)
