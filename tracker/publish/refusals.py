"""What GitHub's refusals mean: how long to wait, or one sentence that says what to do.

Sources are GitHub's REST documentation, "Rate limits for the REST API", "Best practices
for using the REST API" and "Troubleshooting the REST API".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from tracker.errors import GitHubError

_YEAR = 365 * 24 * 3600.0  # seconds; a header may hold a number that no calendar reaches
PERMISSIONS = (
    "Contents and Pull requests, both read and write, for a fine-grained token, "
    "or the scope repo for a classic one"
)


@dataclass(frozen=True)
class Reply:
    """What came back for one request; status 0 and a fault where nothing did.

    Header names are compared as given, so ``headers`` must ignore their case.
    """

    asked: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    fault: str = ""

    @property
    def message(self) -> str:
        """GitHub's own words on one line, with the reasons it lists; empty if it gave none."""
        try:
            answer = json.loads(self.body)
        except (ValueError, RecursionError):
            return ""
        if not isinstance(answer, dict):
            return ""
        errors = answer.get("errors")
        reasons = [_reason(error) for error in errors] if isinstance(errors, list) else []
        said = [part for part in (str(answer.get("message") or ""), *reasons) if part]
        return " ".join("; ".join(said).split())[:300]

    @property
    def lost(self) -> bool:
        """Whether nobody can tell from this reply if the request took effect."""
        return self.status == 0 or self.status >= 500


def retry_after(reply: Reply, now: float) -> float | None:
    """The seconds Retry-After asks for (RFC 9110 §10.2.3: seconds or a date), if it does."""
    written = reply.headers.get("Retry-After", "").strip()
    if written.isdecimal():
        return max(1.0, float(written))
    try:
        return max(1.0, parsedate_to_datetime(written).timestamp() - now)
    except ValueError:
        return None


def limit(reply: Reply, attempt: int, now: float) -> float | None:
    """The seconds a rate limit asks to wait before asking again; None if it is not one.

    ``attempt`` counts from 1; ``now`` is in seconds since 1970, as is x-ratelimit-reset.
    """
    if reply.status not in (403, 429):
        return None
    asked = retry_after(reply, now)
    if asked is not None:
        return asked
    reset = reply.headers.get("X-RateLimit-Reset", "")
    if reply.headers.get("X-RateLimit-Remaining") == "0" and reset.isdecimal():
        # One second more, because the reset is written in whole seconds.
        return max(1.0, float(reset) - now + 1)
    if reply.status == 429 or "rate limit" in reply.message.lower():
        return float(60 * 2 ** (attempt - 1))
    return None


def too_long(reply: Reply, seconds: float, now: float) -> GitHubError:
    """The error for a wait that is longer than the tracker was told to wait."""
    again = datetime.fromtimestamp(now + min(seconds, _YEAR), UTC)
    return GitHubError(
        f"GitHub takes no more requests now ({reply.asked}: {reply.message or reply.status}); "
        f"try again after {again:%Y-%m-%dT%H:%M:%SZ}.",
        reply.status,
    )


def refusal(reply: Reply, repository: str) -> GitHubError:
    """The error for a reply that waiting does not mend."""
    return GitHubError(_sentence(reply, repository), reply.status or None)


def _sentence(reply: Reply, repository: str) -> str:
    said = f" ({reply.message})" if reply.message else ""
    match reply.status:
        case 0:
            return (
                f"GitHub did not answer {reply.asked}: {reply.fault}; "
                "check the network and TRACKER_GITHUB_URL, then try again."
            )
        case 301 | 302 | 303 | 307 | 308:
            target = urlsplit(reply.headers.get("Location", ""))
            where = f" to {target.hostname}{target.path}" if target.hostname else ""
            return (
                f"GitHub sends {reply.asked} on{where}: {repository} was renamed or moved; "
                "put its new name in TRACKER_REPOSITORY."
            )
        case 401:
            return (
                f"GitHub refused the token for {repository}{said}; put a valid one in "
                f"GITHUB_TOKEN, with {PERMISSIONS}."
            )
        case 403:
            return (
                f"GitHub forbids {reply.asked}{said}: the token lacks {_missing(reply)} "
                f"on {repository}; add it, or use another token in GITHUB_TOKEN."
            )
        case 404:
            return (
                f"GitHub answers 404 to {reply.asked}: it has no repository {repository}, or the "
                f"token cannot see or change it; check TRACKER_REPOSITORY, and that the token "
                f"has {PERMISSIONS}."
            )
        case 409 if "empty" in reply.message.lower():
            return f"The repository {repository} is empty; push a first commit to it."
        case 409:
            return f"GitHub reports a conflict for {reply.asked}{said}; run the command again."
        case 422:
            return f"GitHub cannot do {reply.asked}: {reply.message or 'it gave no reason'}."
        case status if status >= 500:
            return f"GitHub failed at {reply.asked} with {status}{said}; try again later."
        case status:
            return f"GitHub answered {status} to {reply.asked}{said}."


def _missing(reply: Reply) -> str:
    """The permission to add: GitHub's own words where it names them, else by the address."""
    named = reply.headers.get("X-Accepted-GitHub-Permissions")
    scopes = reply.headers.get("X-Accepted-OAuth-Scopes")
    if named:
        return f"the permission {named.replace('; ', ' or ')}"
    if scopes:
        return f"the scope {scopes}"
    area = "Pull requests" if "/pulls" in reply.asked or "/issues" in reply.asked else "Contents"
    access = "read" if reply.asked.startswith("GET ") else "read and write"
    return f"the permission {area} ({access})"


def _reason(error: object) -> str:
    if isinstance(error, dict):
        return str(error.get("message") or f"{error.get('field')} is {error.get('code')}")
    return str(error)
