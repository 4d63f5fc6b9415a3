"""What every command shares: the settings, and the two ways to report."""

import json
import signal
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from tracker.errors import SettingsError
from tracker.settings import Settings, from_environment
from tracker.visible import visible

Json = Annotated[bool, typer.Option("--json", help="Report as one JSON document.")]
AsOf = Annotated[
    str | None, typer.Option(help="What the survey said at the end of that day (UTC).")
]
Handle = Annotated[
    str, typer.Option("--as", metavar="HANDLE", help="Who decides; see curation/curators.yaml.")
]


def settings_of(context: typer.Context) -> Settings:
    """The settings of this run; raises SettingsError if the survey's folder does not exist."""
    root: Path | None = context.obj
    settings = from_environment(root)
    if not settings.root.is_dir():
        raise SettingsError(f"{settings.root} is not a folder; --root must name a survey")
    return settings


def emit(data: Any) -> None:
    """The report for programs: one JSON document, nothing else on stdout."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def say(lines: Iterable[str]) -> None:
    """The report for people. Control characters of strangers' text never reach the terminal."""
    for line in lines:
        typer.echo(visible(line))


def warn(sentence: str) -> None:
    """One sentence on stderr, so that a report on stdout stays what it is; none if empty."""
    if sentence:
        typer.echo(f"tracker: {visible(sentence)}", err=True)


def warn_if_unharvested(settings: Settings) -> None:
    """Why an answer from the store says so little, on stderr, where no paper is in it at all."""
    from tracker.store import open_existing
    from tracker.store.totals import totals

    database = open_existing(settings.database_url)
    if database is None or not totals(database).papers:
        warn("nothing was harvested yet; run tracker pull")


def progress() -> Callable[[str], None]:
    """Shows what is going on, on stderr, only where somebody watches."""
    watched = sys.stderr.isatty()

    def show(line: str) -> None:
        if watched:
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)

    return show


def leave_when_hung_up() -> None:
    """A lost line ends a command that asks and answers, as its end of input would."""

    def leave(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGHUP, leave)


def day(text: str | None, option: str) -> date | None:
    """A day given on the command line; raises SettingsError if it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{option} {text!r} is not a day such as 2025-11-21") from None


def finish(ok: bool) -> None:
    """Leave with 0, or with 1 for problems that were reported."""
    if not ok:
        raise typer.Exit(1)
