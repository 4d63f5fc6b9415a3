"""A night's pull as a process of its own, for tests that kill it."""

import multiprocessing
from datetime import date, datetime
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.harvest.nights import night_at


def prepared() -> ForkServerContext:
    """Where such processes come from: one that has already imported what they need."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.harvest.nights", "tests.harvest.night_process"])
    return context


def begin(
    context: ForkServerContext,
    urls: tuple[str, str],
    folder: Path,
    days: tuple[date, date],
    now: datetime,
) -> BaseProcess:
    process = context.Process(target=_night, args=(urls, folder, days, now))
    process.start()
    return process


def _night(urls: tuple[str, str], folder: Path, days: tuple[date, date], now: datetime) -> None:
    night_at(urls, folder, days, now, page=3)
