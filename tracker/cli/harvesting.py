"""Commands about arXiv: pull, backfill, papers, coverage."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.app import app
from tracker.cli.frame import (
    Json,
    day,
    emit,
    finish,
    progress,
    say,
    settings_of,
    warn_if_unharvested,
)
from tracker.coverage import CoverageCell, last_proven

if TYPE_CHECKING:
    from tracker.harvest.night import PullReport

Since = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help="First day of submission (UTC).")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help="Last day of submission (UTC).")
]


@app.command()
def pull(
    context: typer.Context, since: Since = None, until: Until = None, as_json: Json = False
) -> None:
    """Harvest arXiv into the store and prove that no paper is missing.

    Without days: what changed since the last run, and the last 31 days recounted.
    Exits 1 if nothing could be proven.
    """
    from tracker.steps import nights

    first, last = day(since, "--since"), day(until, "--until")
    report = nights.pull(settings_of(context), first, last, progress())
    _report(report, as_json)


@app.command()
def backfill(context: typer.Context, as_json: Json = False) -> None:
    """Harvest everything since the survey's first day; also rebuilds a deleted database.

    May be stopped and started again at any time.
    """
    from tracker.steps import nights

    _report(nights.backfill(settings_of(context), progress()), as_json)


def _report(report: "PullReport", as_json: bool) -> None:
    progress()("")
    if not report.ok:
        typer.echo(f"tracker: {report.summary}", err=True)
    if as_json:
        emit(report.as_json())
    else:
        say(_told(report))
    finish(report.ok)


def _told(report: "PullReport") -> Iterator[str]:
    if report.ok:
        yield report.summary
    asked = f"{report.requests} requests to arXiv"
    faults = ", ".join(f"{kind} ×{count}" for kind, count in report.faults.items())
    yield f"{asked}; asked again because of: {faults}" if faults else asked
    yield from (f"unreadable: {name}" for name in report.unreadable)
    yield from report.remarks
    yield from _spans(report.open_cells)
    if report.open_cells:
        yield "Open days are asked again by the next run."


@app.command()
def papers(
    context: typer.Context, since: Since = None, until: Until = None, as_json: Json = False
) -> None:
    """List what is in the store; with --json one paper a line."""
    from tracker.store import open_store
    from tracker.store.papers import papers as stored

    first, last = day(since, "--since"), day(until, "--until")
    settings, empty = settings_of(context), True
    database = open_store(settings.database_url)
    start = datetime.combine(first, time(), UTC) if first else None
    end = datetime.combine(last, time(), UTC) + timedelta(days=1) if last else None
    for paper in stored(database, start, end):
        empty = False
        if as_json:
            typer.echo(json.dumps(asdict(paper), ensure_ascii=False, default=datetime.isoformat))
        else:
            mark = " (withdrawn)" if paper.withdrawn else ""
            say([f"{paper.arxiv_id}v{paper.version}  {paper.submitted_on}  {paper.title}{mark}"])
    if empty:
        warn_if_unharvested(settings)


@app.command()
def coverage(context: typer.Context, as_json: Json = False) -> None:
    """Show which days are proven complete, and which are not.

    Exits 1 if nothing was harvested yet.
    """
    from tracker.store import open_store
    from tracker.store.ledger import Ledger
    from tracker.store.runs import latest

    database = open_store(settings_of(context).database_url)
    cells, run = Ledger(database).cells(), latest(database, "pull")
    last = last_proven(cells)
    if as_json:
        proven = last.isoformat() if last else None
        told = [cell.as_json() | {"settled": _settled(cell)} for cell in cells]
        emit({"last_proven": proven, "cells": told})
    else:
        say(_spans(cells))
        say([f"last proven day: {last or 'none'}"])
        if early := [cell.day for cell in cells if cell.closed and not _settled(cell)]:
            say([f"may still grow, asked before their last announcement: from {min(early)} on"])
        if run:
            ended = "proved something" if run.outcome == "ok" else "proved nothing"
            say([f"last pull: {run.finished_at:%Y-%m-%d %H:%M} UTC, {ended}"])
    finish(bool(cells))


def _settled(cell: CoverageCell) -> bool:
    from tracker.harvest.calendar import settled

    return settled(cell.day, cell.asked_at)


def _spans(cells: Sequence[CoverageCell]) -> Iterator[str]:
    """The cells in runs of days of which the same is to be said."""
    run: list[CoverageCell] = []
    for cell in cells:
        if run and not _follows(run[-1], cell):
            yield _run(run)
            run = []
        run.append(cell)
    if run:
        yield _run(run)


def _follows(before: CoverageCell, cell: CoverageCell) -> bool:
    """Whether a cell belongs to the same line: open days that miss papers each get their own."""
    same = (before.query, before.state) == (cell.query, cell.state)
    plain = cell.closed or (before.note == cell.note and cell.expected is None)
    return same and plain and cell.day - before.day == timedelta(days=1)


def _run(cells: Sequence[CoverageCell]) -> str:
    if len(cells) == 1:
        return _cell(cells[0])
    first, last = cells[0], cells[-1]
    state = "empty by calendar" if first.state == "empty" else first.state
    days = f"{first.query}  {first.day} to {last.day} ({len(cells)} days)  {state}"
    if not first.closed:
        return f"{days}  {first.note}"
    stored, expected = (sum(getattr(c, n) or 0 for c in cells) for n in ("stored", "expected"))
    return f"{days}  {stored:,} of {expected:,} stored"


def _cell(cell: CoverageCell) -> str:
    state = "empty by calendar" if cell.state == "empty" else cell.state
    expected = "?" if cell.expected is None else f"{cell.expected:,}"
    note = f"  {cell.note}" if cell.note else ""
    return f"{cell.query}  {cell.day}  {state}  {cell.stored:,} of {expected} stored{note}"
