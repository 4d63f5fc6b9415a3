"""The `tracker` command: arguments in, one call of the library, a report out.

Modules that cost time to import are imported inside the commands that need them.
"""

import gc
import sys

# Each of these adds its commands to the app, in the order in which the help lists them.
from tracker.cli import (  # noqa: F401
    browsing,
    curating,
    editing,
    evaluating,
    exporting,
    harvesting,
    linking,
    measuring,
    publishing,
    queueing,
    reporting,
    results,
    reviewing,
    running,
    screening,
    submitting,
)
from tracker.cli.app import app
from tracker.errors import CurationError, MarkerError, SettingsError, TrackerError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; failures become one sentence on stderr and an exit code.

    0 done · 1 problems found or output stale · 2 wrong usage · 3 could not run.
    """
    # Thousands of small records are built once and kept: collecting them over and over
    # is half the time of loading a large curation.
    gc.set_threshold(100_000, 50, 50)
    try:
        app(args=_root_first(sys.argv[1:]), prog_name="tracker")
    except TrackerError as fault:
        print(f"tracker: {fault}", file=sys.stderr)
        sys.exit(_code(fault))
    except KeyboardInterrupt:
        print("tracker: stopped; the next run goes on from here", file=sys.stderr)
        sys.exit(130)


def _code(fault: TrackerError) -> int:
    if isinstance(fault, SettingsError):
        return 2
    found = isinstance(fault, MarkerError) or (isinstance(fault, CurationError) and fault.problems)
    return 1 if found else 3


def _root_first(arguments: list[str]) -> list[str]:
    """``--root DIR`` may stand anywhere on the line; it is the one option all commands share."""
    for place, word in enumerate(arguments):
        if word == "--":
            break
        if word == "--root" and place + 1 < len(arguments):
            return [word, arguments[place + 1], *arguments[:place], *arguments[place + 2 :]]
        if word.startswith("--root="):
            return [word, *arguments[:place], *arguments[place + 1 :]]
    return arguments
