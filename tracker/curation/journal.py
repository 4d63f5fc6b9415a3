"""Adding to the curation: decisions appended line by line, work files written once."""

import fcntl
import os
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.curation.canonical import dump
from tracker.decisions import MAX_LINE, Decision
from tracker.errors import CurationError
from tracker.works import Work, work_fields


def journal_path(root: Path, decision: Decision) -> Path:
    """One file a curator and month: two curators never touch the same lines."""
    folder = root / "curation" / "decisions" / decision.by.lower()
    return folder / f"{decision.at.astimezone(UTC):%Y-%m}.jsonl"


def append(root: Path, decision: Decision) -> Decision:
    """Put a decision on disk and return it as written.

    The instant is moved on by milliseconds where needed, so that one curator's decisions
    are in the order they were taken even under a frozen or stepped-back clock. Either the
    whole line is on disk when this returns, or the file is as it was and CurationError says why.
    """
    path = journal_path(root, decision)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    except OSError as fault:
        raise _not_saved(path, fault) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.fstat(handle).st_size
        tail = os.pread(handle, 65_536, max(0, size - 65_536))
        decision = replace(decision, at=_after(decision.at, tail))
        line = _line(decision)
        if tail and not tail.endswith(b"\n"):
            line = b"\n" + line  # a line cut off by a crash stays visible, alone on its line
        try:
            if os.write(handle, line) != len(line):
                raise OSError("the disk is full")
            os.fsync(handle)
        except OSError as fault:
            with suppress(OSError):
                os.ftruncate(handle, size)
            raise _not_saved(path, fault) from None
    finally:
        os.close(handle)
    return decision


def _line(decision: Decision) -> bytes:
    """The decision's bytes; raises CurationError for what could not be read again."""
    if len(decision.line) > MAX_LINE:
        raise CurationError(
            f"the decision on {decision.work} is longer than {MAX_LINE:,} characters; "
            "shorten its note"
        )
    try:
        return decision.line.encode() + b"\n"
    except UnicodeEncodeError:  # a terminal that is not UTF-8 hands over lone surrogates
        raise CurationError(
            f"the decision on {decision.work} holds bytes that are not UTF-8; "
            "type its note and reason again"
        ) from None


def _after(at: datetime, tail: bytes) -> datetime:
    """This instant, or the first millisecond after all those near the journal's end.

    All, because git joins the lines of two machines in no order of theirs.
    """
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    for line in tail.split(b"\n"):
        found = line.partition(b'"at": "')[2].partition(b'"')[0]
        try:
            at = max(at, datetime.fromisoformat(found.decode()) + timedelta(milliseconds=1))
        except (ValueError, TypeError, OverflowError):
            continue  # no instant that counts: the reader reports the line
    return at


def work_path(root: Path, work: Work) -> Path:
    """Where a work's file is."""
    return root / "curation" / "works" / f"{work.id.slug}.yaml"


def write_work(root: Path, work: Work) -> Path:
    """Write a work's file in canonical form, whole or not at all; return its path."""
    path = work_path(root, work)
    write_whole(path, dump(work_fields(work)).encode())
    return path


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file's content in one step; raises CurationError and leaves the old on failure."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except OSError as fault:
        with suppress(OSError):
            Path(temporary).unlink()
        raise _not_saved(path, fault) from None


def _not_saved(path: Path, fault: OSError) -> CurationError:
    why = fault.strerror or str(fault)
    return CurationError(
        f"{path.name} could not be saved in {path.parent}: {why}; "
        "nothing was changed, free the disk or fix the permissions and try again"
    )
