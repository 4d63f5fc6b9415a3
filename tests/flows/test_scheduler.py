"""The launcher: one night now, or a schedule kept until it is told to stop."""

import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

from tracker.errors import SettingsError
from tracker.scheduler import CRON, TIMEZONE, environment, serve
from tracker.settings import read_settings

ROOT = Path(__file__).parents[2]
TOKEN = "ghp_of_this_test_alone"
SECRETS = {"GITHUB_TOKEN": TOKEN}
SLEEPER = """\
from prefect import flow

@flow(name="nightly")
def nightly() -> None:
    pass
"""


def python(script: str, root: Path, **more: str) -> "subprocess.Popen[str]":
    """A process of its own: Prefect reads its settings once, when it is imported."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "TRACKER", "GIT"))}
    return subprocess.Popen(
        [sys.executable, "-c", "from tracker.scheduler import *\n" + script],
        env=env | {"PYTHONPATH": str(ROOT), "ROOT": str(root)} | SECRETS | more,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def schedules_of(deployment: str) -> list[dict[str, Any]]:
    """The schedules of a deployment, once Prefect's server knows it."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(deployment, timeout=10) as answer:
                return [one["schedule"] for one in json.load(answer)["schedules"]]
        except urllib.error.HTTPError as fault:
            assert fault.code == 404
            time.sleep(0.1)
    raise AssertionError(f"no deployment at {deployment} after a minute")


def test_a_night_in_a_folder_that_is_no_survey_fails_in_one_line_without_telling_the_token(
    tmp_path: Path,
) -> None:
    night = python("print('exit', run_once(Path(os.environ['ROOT'])))", tmp_path)
    out, _ = night.communicate(timeout=180)
    last = out.splitlines()[-2:]
    assert re.fullmatch(r"pull failed: .+; suggest.*: .+; publish.*: .+", last[0]), out
    assert last[1] == "exit 1"
    assert "Traceback" not in out
    assert TOKEN not in out

    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert tmp_path / ".tracker/prefect/nightly/prefect.db" in kept
    assert [path for path in kept if TOKEN.encode() in path.read_bytes()] == []


def test_two_nights_never_overlap(tmp_path: Path) -> None:
    (tmp_path / ".tracker").mkdir()
    with (tmp_path / ".tracker" / "nightly.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        night = python(
            "try: run_once(Path(os.environ['ROOT']))\nexcept TrackerError as fault: print(fault)",
            tmp_path,
        )
        out, _ = night.communicate(timeout=60)
    said = f"another tracker nightly is running in {tmp_path}; wait for it to end\n"
    assert out == said


def test_a_schedule_is_kept_until_sigterm_and_then_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "nightly.py").write_text(SLEEPER)
    kept = python(
        "root = Path(os.environ['ROOT'])\n"
        "sys.exit(serve(root, flows=root / 'flows', say=lambda line: print(line, flush=True)))",
        tmp_path,
    )
    assert kept.stdout
    page = kept.stdout.readline().removeprefix("Prefect's pages: ").strip()
    line = kept.stdout.readline()
    assert line == f"The night runs at {CRON!r} in {TIMEZONE}; Ctrl-C stops the schedule.\n"
    (schedule,) = schedules_of(f"{page}/api/deployments/name/nightly/nightly")
    assert (schedule["cron"], schedule["timezone"]) == (CRON, TIMEZONE)

    kept.send_signal(signal.SIGTERM)
    out, _ = kept.communicate(timeout=90)
    assert (kept.returncode, out) == (0, "")
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{page}/api/health", timeout=10)


def test_a_time_zone_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as fault:
        serve(tmp_path, timezone="America/New_Yrok")
    said = "'America/New_Yrok' is not a time zone such as America/New_York or Europe/Paris"
    assert str(fault.value) == said


def test_a_schedule_that_is_none_is_named_before_anything_is_started(tmp_path: Path) -> None:
    serving = python(
        "try: serve(Path(os.environ['ROOT']), 'nope')\n"
        "except TrackerError as fault: print(type(fault).__name__, fault)",
        tmp_path,
    )
    out, _ = serving.communicate(timeout=180)
    assert out.startswith("SettingsError 'nope' is not a schedule such as '30 4 * * 1-5': ")
    assert len(out.splitlines()) == 1
    assert not list(tmp_path.rglob("server.log"))


def test_prefect_is_given_a_home_of_its_own_and_keeps_quiet(tmp_path: Path) -> None:
    settings = read_settings({}, tmp_path)
    assert environment({"HOME": "/h", "PREFECT_HOME": "/elsewhere"}, settings, "serve") == {
        "HOME": "/h",
        "TRACKER_ROOT": str(tmp_path),
        "PREFECT_HOME": str(tmp_path / ".tracker" / "prefect" / "serve"),
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "DO_NOT_TRACK": "1",
    }


@pytest.mark.parametrize(
    ("ours", "prefects"),
    [
        ("postgresql://u:p@db.example/survey", "postgresql+asyncpg://v:q@db.example/survey"),
        ("postgresql+psycopg://db.example/survey", "postgres://db.example/survey"),
        ("sqlite:////srv/tracker.sqlite", "sqlite+aiosqlite:////srv/tracker.sqlite"),
    ],
)
def test_prefects_database_is_never_the_trackers(ours: str, prefects: str, tmp_path: Path) -> None:
    settings = read_settings({"TRACKER_DATABASE_URL": ours}, tmp_path)
    name = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
    with pytest.raises(SettingsError) as fault:
        environment({name: prefects}, settings, "serve")
    assert str(fault.value) == f"{name} is the tracker's own database; give Prefect another one"
    assert name in environment({name: prefects + "2"}, settings, "serve")


def test_people_with_a_work_pool_get_the_same_schedule() -> None:
    (nightly,) = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert nightly["entrypoint"] == "flows/nightly.py:nightly"
    assert [(s["cron"], s["timezone"]) for s in nightly["schedules"]] == [(CRON, TIMEZONE)]
