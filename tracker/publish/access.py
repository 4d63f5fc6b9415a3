"""Where the survey's repository is and what opens it, checked before anything is sent.

Each function raises SettingsError, and none shows the token.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from tracker.errors import SettingsError

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def api(url: str) -> str:
    """The address of a GitHub API without a trailing slash; https unless it is this machine's."""
    parts = urlsplit(url)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not safe or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(
            "TRACKER_GITHUB_URL must be an https address such as https://api.github.com."
        )
    if "@" in parts.netloc:
        raise SettingsError("TRACKER_GITHUB_URL must not hold a user or a password.")
    return url.rstrip("/")


def repository(name: str) -> str:
    """``owner/name``, as GitHub allows names."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*/(?!\.\.?$)[A-Za-z0-9._-]+", name):
        raise SettingsError(f"TRACKER_REPOSITORY must be owner/name, not {name!r}.")
    return name


def token(text: str) -> str:
    """A token that can be sent in a header; a line break around it is dropped."""
    text = text.strip()
    if not text:
        raise SettingsError("There is no GitHub token; put one in GITHUB_TOKEN.")
    if not re.fullmatch(r"[!-~]+", text):
        raise SettingsError(
            "The GitHub token holds a character no token has (a space or a line break, perhaps); "
            "set GITHUB_TOKEN again."
        )
    return text
