"""The command itself: its name, and the options before any subcommand."""

from pathlib import Path
from typing import Annotated

import typer

from tracker import __version__

app = typer.Typer(
    name="tracker",
    help="Keeps a survey's repository alive: arXiv, suggestions, curators, one pull request.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tracker {__version__}")
        raise typer.Exit


@app.callback()
def _frame(
    context: typer.Context,
    root: Annotated[
        Path | None,
        typer.Option(help="The survey: the folder with curation/ and the README."),
    ] = None,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    context.obj = root
