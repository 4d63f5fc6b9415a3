"""The folder a site stands in: only what differs is written, only the site's own is taken away.

A manifest in the folder names what the site wrote, and from what it was made.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from tracker.errors import SettingsError
from tracker.folders import held, listed

MANIFEST: Final = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """Each file the site wrote, with the SHA-256 of its bytes, and the stamp of what made it."""

    files: Mapping[str, str] = field(default_factory=dict)
    made_from: str = ""


@dataclass(frozen=True)
class SiteReport:
    """What became of the site: its folder, its files, those written and those taken away.

    ``kept`` are files that the site no longer has but somebody changed, so they stay.
    """

    folder: str
    files: int
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        told = f"{self.folder}: {self.files:,} files, {len(self.written):,} written"
        if self.removed:
            told += f", {len(self.removed):,} removed"
        if not self.written and not self.removed:
            told = f"{self.folder} is current: {self.files:,} files"
        changed = "was changed by hand and is no longer part of the site; it stays"
        return [told, *(f"{path} {changed}" for path in self.kept)]

    def as_json(self) -> dict[str, Any]:
        return {"folder": self.folder, "files": self.files, "written": list(self.written),
                "removed": list(self.removed), "kept": list(self.kept)}  # fmt: skip


def current(folder: Path, made_from: str) -> SiteReport | None:
    """The report of a folder that holds all that this stamp makes; None for any other."""
    before = read_manifest(folder)
    if before.made_from != made_from:
        return None
    if any(_digest(folder / path) != digest for path, digest in before.files.items()):
        return None
    return SiteReport(str(folder), len(before.files))


def bring_up(folder: Path, wanted: Mapping[str, bytes], made_from: str) -> SiteReport:
    """Write what differs and take away what the site no longer has.

    Raises SettingsError, and changes nothing, where a file that is not the site's is in the way.
    """
    digests = {path: _sha256(data) for path, data in sorted(wanted.items())}
    before = read_manifest(folder).files
    there = _names(folder)
    changed = [path for path, digest in digests.items()
               if path not in there or _digest(folder / path) != digest]  # fmt: skip
    foreign = [path for path in changed if path in there and path not in before]
    if foreign:
        raise SettingsError(
            f"{folder / foreign[0]} was not written by tracker site; move it away or name "
            "another folder with --output"
        )
    folder.mkdir(parents=True, exist_ok=True)
    if changed:  # should this be stopped half way, all it wrote is known as the site's own
        _put(folder / MANIFEST, _written("", {**before, **digests}))
    removed, kept = _retire(folder, {path: before[path] for path in before.keys() - digests})
    for parent in {(folder / path).parent for path in changed}:
        parent.mkdir(parents=True, exist_ok=True)
    for path in changed:
        _put(folder / path, wanted[path])
    _put(folder / MANIFEST, _written(made_from, digests))
    return SiteReport(str(folder), len(wanted), tuple(changed), removed, kept)


def _written(made_from: str, files: Mapping[str, str]) -> bytes:
    return f"{json.dumps({'made_from': made_from, 'files': files}, indent=0)}\n".encode()


def read_manifest(folder: Path) -> Manifest:
    """What an earlier run wrote; nothing without a manifest. Raises SettingsError for another's."""
    path = folder / MANIFEST
    there = held(path)
    if there is None:
        return Manifest()
    try:
        data = json.loads(there)
        files = {str(name): str(digest) for name, digest in data["files"].items()}
        return Manifest(files, str(data["made_from"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise SettingsError(
            f"{path} is not a manifest of tracker site; move it away or name another folder "
            "with --output"
        ) from None


def _retire(folder: Path, former: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Files the site no longer has: those taken away, and those that somebody changed."""
    removed, kept = [], []
    for name, digest in sorted(former.items()):
        path = folder / name
        if not _is_ours(name) or path.is_symlink() or not path.is_file():
            continue
        if _digest(path) == digest:
            path.unlink()
            removed.append(name)
        else:
            kept.append(name)
    return tuple(removed), tuple(kept)


def _is_ours(name: str) -> bool:
    """A manifest may come with a stranger's request: it names places of the site, or nothing."""
    path = PurePosixPath(name)
    return str(path) == name and ".." not in path.parts and path.parts[:-1] in ((), ("w",))


def _names(folder: Path) -> frozenset[str]:
    """Everything in the folder and in the folders in it, by its path from there."""
    found = set[str]()
    for one in listed(folder):
        within = listed(Path(one.path)) if one.is_dir() else []
        found |= {one.name, *(f"{one.name}/{path.name}" for path in within)}
    return frozenset(found)


def _digest(path: Path) -> str:
    there = held(path)
    return "" if there is None else _sha256(there)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _put(path: Path, data: bytes) -> None:
    # Not flushed to the disk one by one, as decisions are: the site can be made again.
    path.write_bytes(data)
