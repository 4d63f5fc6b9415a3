"""What published files are made from, as one digest: nothing is made again from the same."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from tracker.curation import Curation
from tracker.curation.journal import write_whole
from tracker.errors import CurationError
from tracker.folders import usable
from tracker.settings import Settings

_LAST: Final = "rendered.json"  # in the survey's state folder, which may be deleted at any time


def made_from(curation: Curation, *more: object) -> str:
    """A digest of the data, of what else is given, and of this program."""
    digest = hashlib.sha256(_program().encode())
    whole = curation.pages, curation.curators, curation.taxonomy, curation.works
    told = *whole, curation.benchmarks, curation.results, curation.preferences, more
    digest.update(repr(told).encode("utf-8", "backslashreplace"))
    for decision in curation.decisions:
        digest.update(decision.line.encode())
    return digest.hexdigest()


@cache
def _program() -> str:
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".js"):
            digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def is_rendered(settings: Settings, stamp: str) -> bool:
    """Whether all the pages here are those that were last made, and made from this."""
    try:
        last = json.loads((settings.state / _LAST).read_bytes())
        same = last["made_from"] == stamp and last["files"]
        return bool(same) and all(
            _sha256((settings.root / path).read_bytes()) == digest
            for path, digest in last["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False  # never made here, or somebody changed a page, or this file


def last_made(settings: Settings) -> tuple[str, ...]:
    """The paths of what was last remembered, from the survey's root; none in a fresh clone."""
    try:
        paths = json.loads((settings.state / _LAST).read_bytes())["files"]
        return tuple(path for path in paths if isinstance(path, str) and usable(path))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()


def remember(settings: Settings, stamp: str, files: Mapping[str, bytes]) -> None:
    """That these files, by their path from the survey's root, were made from this.

    Where nothing can be written it is not remembered: the next time they are made again.
    """
    digests = {path: _sha256(data) for path, data in files.items()}
    kept = json.dumps({"made_from": stamp, "files": digests}, indent=0)
    with suppress(CurationError):
        write_whole(settings.state / _LAST, f"{kept}\n".encode())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
