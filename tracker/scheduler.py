"""When the night runs: once, now, or on a schedule for as long as this process lives.

Prefect has one home below the survey's `.tracker/`, with a database of its own that may be
deleted at any time; cursors, coverage and history live in the tracker's database alone.
It reads its settings when it is first imported, so the environment is set before that,
and nothing here imports it at the top.
"""

import importlib.util
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from tracker.assets import asset
from tracker.errors import SettingsError, TrackerError
from tracker.processes import Child, child, free_port, stopped_by_signals, wait_until_answers
from tracker.settings import Settings, from_environment
from tracker.steps.nights import alone

if TYPE_CHECKING:
    from prefect import Flow, State
    from prefect.schedules import Schedule

# arXiv announces Sunday to Thursday at 20:00 New York time and its OAI-PMH door is refreshed
# about 22:30 (https://info.arxiv.org/help/oa/). Its error answers ("nothing new") are cached
# until midnight UTC, 19:00 or 20:00 there. 04:30 the next morning is after both, with six
# hours to spare for a late refresh, and before curators in America have breakfast; no
# clock change ever skips or repeats it.
CRON = "30 4 * * 1-5"
TIMEZONE = "America/New_York"

PATIENCE = 120.0  # seconds a Prefect server may take to start: three at once need over 20

_DATABASES = ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_API_DATABASE_CONNECTION_URL")
_OURS = ("GITHUB_TOKEN", "TRACKER_DATABASE_URL")  # secrets Prefect's server has no use for


def run_once(root: Path, flows: Path | None = None, say: Callable[[str], None] = print) -> int:
    """Run the night now, in this process, with a Prefect server that lives as long as it.

    0 when every step did its work, 1 when one did not. Raises TrackerError when it could
    not run: another night is running, or a setting cannot be used.
    """
    settings = from_environment(root)
    with alone(settings, "nightly"):
        os.environ.update(_at_home(settings, "nightly"))
        nightly = load(flows or asset("flows"))
        try:
            state: State[Any] = nightly(return_state=True)
        except RuntimeError as error:  # what Prefect raises when its own server does not start
            raise TrackerError(f"Prefect could not run the night: {error}") from error
        fault = None if state.is_completed() else state.result(raise_on_failure=False)
    if isinstance(fault, TrackerError):
        raise fault
    say(state.message or str(state.name))
    return 0 if state.is_completed() else 1


def serve(
    root: Path,
    cron: str = CRON,
    timezone: str = TIMEZONE,
    flows: Path | None = None,
    say: Callable[[str], None] = print,
) -> int:
    """Keep the schedule until SIGTERM or SIGINT, then return 0.

    Starts a Prefect server on a free loopback port unless PREFECT_API_URL names one.
    Raises TrackerError when the server or the runner ends by itself: a schedule that
    nobody keeps must not look kept.
    """
    settings = from_environment(root)
    _check_zone(timezone)
    folder = (flows or asset("flows")).resolve()
    command = [sys.executable, "-m", "tracker.scheduler", str(folder), cron, timezone]
    with alone(settings, "serve"), stopped_by_signals() as stopped:
        env = _at_home(settings, "serve")
        if cron != CRON:
            os.environ.update(env)
            _schedule(cron, timezone)  # before a server is started and the schedule announced
        with (
            _server(env, stopped) as (server, api),
            # Prefect 3.8's runner forgets its nights on SIGTERM; on SIGINT it ends as it should.
            child(
                "Prefect's runner", command, env | {"PREFECT_API_URL": api}, ending=signal.SIGINT
            ) as runner,
        ):
            say(f"Prefect's pages: {api.removesuffix('/api')}")
            say(f"The night runs at {cron!r} in {timezone}; Ctrl-C stops the schedule.")
            while not stopped.wait(0.2):
                for one in filter(None, (runner, server)):
                    one.require_running()
    return 0


def keep(flows: Path, cron: str, timezone: str) -> None:
    """The runner's own process: register the schedule and start each night that is due."""
    schedule = _schedule(cron, timezone)
    # paused=False: Prefect pauses a schedule when its runner stops, and would leave it so.
    load(flows).serve(
        name="nightly", schedule=schedule, limit=1, paused=False, print_starting_message=False
    )


def environment(given: Mapping[str, str], settings: Settings, purpose: str) -> dict[str, str]:
    """The environment Prefect must find when it is imported, added to the given one.

    ``nightly`` and ``serve`` have a home each: two servers on one new database race in
    their migrations. Raises SettingsError when Prefect is pointed at the tracker's database.
    """
    for name in _DATABASES:
        if _same_database(given.get(name, ""), settings.database_url):
            raise SettingsError(f"{name} is the tracker's own database; give Prefect another one")
    quiet = {
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": f"{PATIENCE:.0f}",
    }
    fixed = {
        "TRACKER_ROOT": str(settings.root),
        "PREFECT_HOME": str(settings.state / "prefect" / purpose),
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    return quiet | dict(given) | fixed


def load(flows: Path) -> "Flow[[], State[Any]]":
    """The flow called ``nightly`` in a folder's nightly.py, which is in no package."""
    path = flows / "nightly.py"
    spec = importlib.util.spec_from_file_location("flows_nightly", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SettingsError(f"there is no flow at {path}; install the tracker again")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where Prefect looks up the file a flow came from
    spec.loader.exec_module(module)
    flow: Flow[[], State[Any]] = module.nightly
    return flow


def _at_home(settings: Settings, purpose: str) -> dict[str, str]:
    env = environment(os.environ, settings, purpose)
    # Prefect makes this folder but not the ones above it.
    Path(env["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)
    return env


@contextmanager
def _server(env: Mapping[str, str], stopped: threading.Event) -> Iterator[tuple[Child | None, str]]:
    """The address of a Prefect server's API, and the server where it had to be started."""
    if env.get("PREFECT_API_URL"):
        yield None, env["PREFECT_API_URL"].rstrip("/")
        return
    port = str(free_port())
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1"]
    bare = {name: value for name, value in env.items() if name not in _OURS}
    log = Path(env["PREFECT_HOME"]) / "server.log"
    with child("Prefect's server", [*command, "--port", port], bare, log) as server:
        api = f"http://127.0.0.1:{port}/api"
        wait_until_answers(f"{api}/health", server, stopped, PATIENCE)
        yield server, api


def _same_database(one: str, other: str) -> bool:
    """Whether two database URLs name one database, whatever driver each would use."""
    a, b = urlsplit(one), urlsplit(other)
    kind = a.scheme.partition("+")[0].removesuffix("ql")
    return (kind, a.hostname, a.port, a.path) == (
        b.scheme.partition("+")[0].removesuffix("ql"),
        b.hostname,
        b.port,
        b.path,
    )


def _schedule(cron: str, timezone: str) -> "Schedule":
    from prefect.schedules import Cron

    try:
        return Cron(cron, timezone=timezone)
    except ValueError as fault:
        raise SettingsError(f"{cron!r} is not a schedule such as {CRON!r}: {fault}") from None


def _check_zone(timezone: str) -> None:
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        raise SettingsError(
            f"{timezone!r} is not a time zone such as {TIMEZONE} or Europe/Paris"
        ) from None


if __name__ == "__main__":
    try:
        keep(Path(sys.argv[1]), *sys.argv[2:4])
    except TrackerError as fault:
        sys.exit(f"tracker: {fault}")
    except KeyboardInterrupt:  # told to stop while still starting
        sys.exit(130)
