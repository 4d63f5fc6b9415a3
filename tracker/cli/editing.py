"""The command about what people changed in the published pages: edits."""

from typing import Annotated

import typer

from tracker.cli.app import app
from tracker.cli.frame import Json, emit, finish, say, settings_of
from tracker.errors import SettingsError


@app.command()
def edits(
    context: typer.Context,
    accept: Annotated[
        bool, typer.Option("--accept", help="Write the proposed changes into the record.")
    ] = False,
    handle: Annotated[
        str | None,
        typer.Option("--as", metavar="HANDLE", help="Who accepts; see curation/curators.yaml."),
    ] = None,
    as_json: Json = False,
) -> None:
    """What people changed by hand in the published pages, as changes of the record.

    Each is a curator's who committed it, as git tells; with --accept the others become
    HANDLE's. Exits 1 while anything waits that rendering would not bring back.
    """
    from tracker.steps import edits as composed

    settings = settings_of(context)
    if accept and handle is None:
        raise SettingsError("say who accepts the edits, with --as HANDLE")
    written = composed.accept(settings, handle) if accept and handle else ()
    reading = composed.read(settings)
    if as_json:
        keys = [decision.key for decision in written]
        emit(reading.as_json() | ({"accepted": keys} if accept else {}))
    else:
        say(f"accepted {one.work} as a decision of {one.by} ({one.key})" for one in written)
        say(map(str, (*reading.proposals, *reading.problems)))
        if reading.ok and not written:
            say(["nothing was edited in the pages by hand"])
    finish(reading.ok)
