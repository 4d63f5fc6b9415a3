"""A proposed pull request: its files, its text within GitHub's limits, and its mark.

The mark is an HTML comment that opens the text on GitHub. It tells a later run which files
and which text were proposed, whatever people did to the text meanwhile.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tracker.publish.answers import Entry, Signature

# "body is too long (maximum is 65536 characters)", "title is too long (maximum is 256
# characters)": the words of GitHub's own refusals.
BODY_LIMIT: Final = 65_536
TITLE_LIMIT: Final = 256
CLOSED: Final = "<!-- survey-tracker closed this -->"
_MARK = re.compile(r"<!-- survey-tracker files=([0-9a-f]{64}) text=([0-9a-f]{16}) -->\n*")


@dataclass(frozen=True)
class PullRequest:
    """What a pull request should say and hold.

    ``files`` maps a path to the whole new content; ``message`` is the commit's. The commit
    is dated ``dated_at``, so that the same data make the same commit: give it an instant
    that comes from the data, with a time zone. ``labels`` are put on a new pull request.
    ``content`` is a digest of what a person declines by closing it, where that is less than
    all the files; the commit carries it too.
    """

    title: str
    body: str
    message: str
    files: Mapping[str, bytes]
    dated_at: datetime
    labels: tuple[str, ...] = ()
    content: str = ""

    def __post_init__(self) -> None:
        if self.dated_at.tzinfo is None:
            raise ValueError("dated_at needs a time zone")

    @property
    def fingerprint(self) -> str:
        """A digest of what is proposed: the paths and their content, if nothing else is given."""
        if self.content:
            return self.content
        return fingerprint({path: blob_sha(data) for path, data in self.files.items()})

    @property
    def signed_message(self) -> str:
        """The commit's message, with the digest of what is proposed as its last line."""
        return (
            f"{self.message.rstrip()}\n\n{_signed(self.content)}" if self.content else self.message
        )

    @property
    def mark(self) -> str:
        said = hashlib.sha256(f"{self.title}\0{self.body}".encode()).hexdigest()[:16]
        return f"<!-- survey-tracker files={self.fingerprint} text={said} -->"

    @property
    def short_title(self) -> str:
        """The title, within what GitHub takes."""
        if len(self.title) <= TITLE_LIMIT:
            return self.title
        return f"{self.title[: TITLE_LIMIT - 1]}…"

    @property
    def marked_body(self) -> str:
        """The mark and the text, cut by whole lines to what GitHub takes."""
        return f"{self.mark}\n{_cut(self.body, BODY_LIMIT - len(self.mark) - 1)}"

    def signature(self, name: str, email: str) -> Signature:
        return Signature(name, email, self.dated_at.astimezone(UTC).replace(microsecond=0))

    def entries(self, before: Mapping[str, Entry]) -> dict[str, Entry]:
        """The rows a tree has once it holds the files; an executable file stays one."""
        return {
            path: Entry(_mode(before.get(path)), "blob", blob_sha(data))
            for path, data in self.files.items()
        }


def blob_sha(data: bytes) -> str:
    """The name git gives to this content (git-hash-object(1), SHA-1)."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def fingerprint(blobs: Mapping[str, str]) -> str:
    """A digest of paths and the names git gives to their content."""
    rows = "".join(f"{sha} {path}\0" for path, sha in sorted(blobs.items()))
    return hashlib.sha256(rows.encode()).hexdigest()


def marked_files(body: str) -> str | None:
    """The fingerprint in a pull request's text; None if its mark is gone."""
    found = _MARK.search(body)
    return found[1] if found else None


def signed(message: str, content: str) -> bool:
    """Whether a commit's message says that it proposes this."""
    return bool(content) and _signed(content) in message.splitlines()


def mark_of(body: str) -> str | None:
    """The whole mark in a pull request's text; None if it is gone."""
    found = _MARK.search(body)
    return found[0].strip() if found else None


def closed_body(body: str) -> str:
    """The text of a pull request that the tracker closes, which no person declined."""
    return f"{CLOSED}\n{_MARK.sub('', body)}"[:BODY_LIMIT]


def _signed(content: str) -> str:
    return f"Proposal: {content}"


def _cut(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    lines = text.rstrip("\n").split("\n")
    room -= len(_left_out(len(lines)))
    kept, used = 0, 0
    while kept < len(lines) and used + len(lines[kept]) + 1 <= room:
        used += len(lines[kept]) + 1
        kept += 1
    return "\n".join(lines[:kept]) + _left_out(len(lines) - kept)


def _left_out(count: int) -> str:
    lines = "1 more line is" if count == 1 else f"{count:,} more lines are"
    return f"\n\n{lines} left out here, because GitHub takes {BODY_LIMIT:,} characters at most.\n"


def _mode(entry: Entry | None) -> str:
    return "100755" if entry is not None and entry.mode == "100755" else "100644"
