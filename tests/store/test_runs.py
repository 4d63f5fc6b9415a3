"""The run history."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from tracker.store.runs import PastRun, latest, record

RUN = PastRun(
    step="pull",
    started_at=datetime(2026, 3, 4, 9, 30, tzinfo=UTC),
    finished_at=datetime(2026, 3, 4, 9, 41, 2, 123456, tzinfo=UTC),
    outcome="ok",
    report={"new": 3, "shut": {"oai": "no answer"}, "unreadable_ids": ["2603.00001"], "ø": None},
)


def test_a_recorded_run_reads_back_as_it_was(engine: sa.Engine) -> None:
    record(engine, RUN)
    assert latest(engine, "pull") == RUN


def test_a_step_that_never_ran_has_no_run(engine: sa.Engine) -> None:
    record(engine, RUN)
    assert latest(engine, "suggest") is None


def test_the_latest_run_is_the_last_recorded_even_if_clocks_went_back(engine: sa.Engine) -> None:
    earlier = replace(RUN, started_at=RUN.started_at - timedelta(days=1), outcome="failed")
    for run in (RUN, earlier, replace(RUN, step="suggest")):
        record(engine, run)
    assert latest(engine, "pull") == earlier


def test_instants_of_other_zones_come_back_as_the_same_instant_in_utc(engine: sa.Engine) -> None:
    new_york = timezone(timedelta(hours=-5))
    record(engine, replace(RUN, started_at=datetime(2026, 3, 4, 4, 30, tzinfo=new_york)))
    found = latest(engine, "pull")
    assert found == RUN
    assert found is not None
    assert found.started_at.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused_and_nothing_kept(engine: sa.Engine) -> None:
    with pytest.raises(sa.exc.StatementError, match="an instant without a time zone: 2026-03-04"):
        record(engine, replace(RUN, started_at=datetime(2026, 3, 4, 9, 30)))
    assert latest(engine, "pull") is None
