"""Commands about files for other programs: export."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.app import app
from tracker.cli.frame import day, settings_of
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
