"""The command for reviewing at the keyboard."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.app import app
from tracker.cli.frame import Handle, leave_when_hung_up, say, settings_of

if TYPE_CHECKING:
    from tracker.screen.evening import Evening


@app.command()
def review(
    context: typer.Context,
    handle: Handle,
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide suggestions; decisions say that they were hidden.")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Lines instead of a full screen, for screen readers.")
    ] = False,
    threshold: Annotated[
        float | None, typer.Option(min=0, max=1, help="Least probability shown; see tracker.yaml.")
    ] = None,
) -> None:
    """Review what waits, one paper at a time; every decision is saved at once."""
    from tracker.screen.browser import opened
    from tracker.screen.evening import Evening
    from tracker.steps.reviewing import Desk

    desk = Desk(settings_of(context), handle, threshold, blind)
    evening = Evening(desk, lambda url: opened(url, os.environ))
    if evening.empty:
        say(["Nothing waits for a decision. tracker pull and tracker suggest bring new papers."])
        say(filter(None, [desk.invitation]))
        return
    if plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        _in_lines(evening)
    else:
        _on_the_whole_screen(evening)
    tally = evening.session.tally
    if not plain:
        say([f"{tally.decided} decided, {evening.session.left:,} left; all of it is on disk."])


def _on_the_whole_screen(evening: "Evening") -> None:
    from tracker.screen.app import Review

    for name in ("COLUMNS", "LINES"):  # where a shell exports them, they hide every resize
        os.environ.pop(name, None)
    Review(evening).run(mouse=False)


def _in_lines(evening: "Evening") -> None:
    from tracker.screen.plain import Lines

    leave_when_hung_up()
    Lines(evening, sys.stdin, sys.stdout).run()
