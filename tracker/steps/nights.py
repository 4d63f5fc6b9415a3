"""The steps of a night, each one call: what the command line and the flows both run.

This is where stages, the store and the curation meet; a stage itself knows none of the others.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from tracker import curation as files
from tracker.errors import SettingsError, StoreError
from tracker.progress import Say, silent
from tracker.settings import Settings
from tracker.steps.learning import suggest
from tracker.steps.publications import publish

if TYPE_CHECKING:
    from tracker.harvest.night import PullReport


__all__ = ["alone", "backfill", "publish", "pull", "suggest"]


@contextmanager
def alone(settings: Settings, step: str) -> Iterator[None]:
    """One run of a step at a time in a survey; raises StoreError while another is running."""
    try:
        settings.state.mkdir(parents=True, exist_ok=True)
        handle = os.open(settings.state / f"{step}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as fault:
        raise StoreError(
            f"{settings.state} cannot be written ({fault.strerror}); fix its permissions"
        ) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(
                f"another tracker {step} is running in {settings.root}; wait for it to end"
            ) from None
        yield
    finally:
        os.close(handle)


def pull(
    settings: Settings,
    first: date | None = None,
    last: date | None = None,
    say: Say = silent,
) -> "PullReport":
    """Harvest arXiv into the store and prove coverage; by default, what a night asks for."""
    from tracker.harvest.doors import open_doors, user_agent
    from tracker.harvest.gate import gate_path
    from tracker.harvest.night import Night
    from tracker.harvest.pull import Window, nightly_window
    from tracker.harvest.pull import pull as harvest
    from tracker.store import open_store
    from tracker.store.ledger import Ledger
    from tracker.store.runs import PastRun, record

    curation = files.load(settings.root)
    if any(problem.file.endswith("/queries.yaml") for problem in curation.problems):
        files.require(curation)  # a question left out would be a hole nobody sees
    if not curation.queries:
        raise SettingsError("curation/queries.yaml asks no question; add a query with categories")
    now = settings.clock()
    usual = nightly_window(curation.queries, now)
    last = last or usual.last
    window = Window(first or min(usual.first, last), last, chosen=first is not None)
    if window.first > window.last:
        raise SettingsError(f"--since {window.first} is after --until {window.last}")
    gate = gate_path(os.environ.get("XDG_CACHE_HOME"), (settings.arxiv_url, settings.oai_url))
    oai, search = open_doors(
        settings.arxiv_url,
        settings.oai_url,
        gate,
        settings.arxiv_delay,
        user_agent(settings.repository, settings.contact),
    )
    with alone(settings, "pull"):
        database = open_store(settings.database_url)
        night = Night(Ledger(database), curation.queries, now, say)
        report = harvest(night, oai, search, window, arxiv_ids(curation))
    run = PastRun(
        "pull", now, settings.clock(), "ok" if report.ok else "problems", report.as_json()
    )
    record(database, run)
    return report


def backfill(settings: Settings, say: Say = silent) -> "PullReport":
    """Harvest everything since the first day the survey wants; resumes where it was stopped."""
    curation = files.load(settings.root)
    starts = [query.since for query in curation.queries if query.since]
    if not starts:
        raise SettingsError(
            "no query in curation/queries.yaml has a since day; give it one, or pull --since DAY"
        )
    return pull(settings, min(starts), None, say)


def arxiv_ids(curation: files.Curation) -> set[str]:
    """The arXiv papers that curators decided on or listed."""
    ids = {work_id for standing in curation.record.standings for work_id in standing.work.ids}
    return {work_id.value for work_id in ids if work_id.scheme == "arxiv"}
