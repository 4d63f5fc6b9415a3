"""The tracker's own variables of the environment, read once at the rim into one frozen value.

Those that have a meaning to others are read where that is called: by git, the author's among them
(`tracker.git`, `tracker.publish.contribution`), the display, the terminal's size, the cache folder.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from tracker.errors import SettingsError

ARXIV_URL = "https://export.arxiv.org/api/query"
OAI_URL = "https://oaipmh.arxiv.org/oai"
GITHUB_URL = "https://api.github.com"


@dataclass(frozen=True)
class Settings:
    """Where the survey is, which services to ask, and how politely.

    ``arxiv_delay`` is in seconds between any two requests to arXiv; ``now`` stands in for
    the clock in replays; ``doubt`` goes before the survey's own (`tracker.preferences`); the
    token never shows in the repr.
    """

    root: Path
    database_url: str = field(repr=False)
    arxiv_url: str = ARXIV_URL
    oai_url: str = OAI_URL
    arxiv_delay: float = 3.0
    contact: str = ""
    github_url: str = GITHUB_URL
    repository: str = ""
    github_token: str = field(default="", repr=False)
    now: datetime | None = None
    doubt: float | None = None

    @property
    def state(self) -> Path:
        """The survey's folder for what may be deleted at any time: locks, model, scheduler."""
        return self.root / ".tracker"

    def clock(self) -> datetime:
        """The present instant, UTC."""
        return self.now or datetime.now(UTC)


def read_settings(environment: Mapping[str, str], root: Path | None = None) -> Settings:
    """The settings in an environment; ``root`` (from ``--root``) goes before TRACKER_ROOT.

    Raises SettingsError naming the variable that cannot be used.
    """
    where = root or Path(environment.get("TRACKER_ROOT") or Path.cwd())
    where = where.expanduser().resolve()
    database = f"sqlite:///{where / 'db' / 'tracker.sqlite'}"
    return Settings(
        root=where,
        database_url=environment.get("TRACKER_DATABASE_URL") or database,
        arxiv_url=_address(environment, "TRACKER_ARXIV_URL", ARXIV_URL),
        oai_url=_address(environment, "TRACKER_OAI_URL", OAI_URL),
        arxiv_delay=_seconds(environment, "TRACKER_ARXIV_DELAY", 3.0),
        contact=environment.get("TRACKER_CONTACT", "").strip(),
        github_url=_address(environment, "TRACKER_GITHUB_URL", GITHUB_URL),
        repository=_repository(environment),
        github_token=environment.get("GITHUB_TOKEN", "").strip(),
        now=_instant(environment, "TRACKER_NOW"),
        doubt=_doubt(environment),
    )


def from_environment(root: Path | None = None) -> Settings:
    return read_settings(os.environ, root)


def _address(environment: Mapping[str, str], name: str, default: str) -> str:
    value = (environment.get(name) or default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"{name} is {value!r}; it must be a web address such as {default}")
    return value


def _seconds(environment: Mapping[str, str], name: str, default: float) -> float:
    value = environment.get(name) or default
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= 3600:
        raise SettingsError(f"{name} is {value!r}; it must be a number of seconds from 0 to 3600")
    return seconds


def _doubt(environment: Mapping[str, str]) -> float | None:
    value = environment.get("TRACKER_DOUBT")
    if not value:
        return None
    try:
        doubt = float(value)
    except ValueError:
        doubt = -1
    if not 0.01 <= doubt <= 0.5:
        raise SettingsError(f"TRACKER_DOUBT is {value!r}; it must be a number from 0.01 to 0.5")
    return doubt


def _repository(environment: Mapping[str, str]) -> str:
    value = environment.get("TRACKER_REPOSITORY", "").strip()
    owner, slash, name = value.partition("/")
    if value and not (owner and slash and name and "/" not in name):
        raise SettingsError(f"TRACKER_REPOSITORY is {value!r}; it must be owner/name")
    return value


def _instant(environment: Mapping[str, str], name: str) -> datetime | None:
    value = environment.get(name)
    if not value:
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise SettingsError(
            f"{name} is {value!r}; it must be an instant such as 2026-11-21T04:30:00Z"
        ) from None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
