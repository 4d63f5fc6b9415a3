"""Releasing, composed: a folder with the data, every export, checksums and a citation.

A release is itself a survey's folder: its ``curation/`` holds the works and decisions that
counted, so it can be read, and built again, without anything else.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import Any

from tracker import __version__, exports
from tracker import curation as files
from tracker.curation import Curation
from tracker.curation.canonical import dump
from tracker.curation.journal import write_whole
from tracker.curators import IMPORT
from tracker.decisions import written
from tracker.errors import CurationError, SettingsError
from tracker.publish.citation import citation
from tracker.publish.exports import FORMATS
from tracker.settings import Settings
from tracker.works import work_fields

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}")
_PEOPLES = ("taxonomy.yaml", "queries.yaml", "tables.yaml", "curators.yaml")


@dataclass(frozen=True)
class Pinned:
    """What a release says of itself, besides its data: all that building it again needs."""

    version: str
    title: str
    address: str
    tracker: str = __version__


@dataclass(frozen=True)
class ReleaseReport:
    """What became of a release: its folder, its files, and those that are not as they must be."""

    folder: str
    action: str
    files: int
    differing: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.differing

    @property
    def lines(self) -> list[str]:
        said = f"{self.folder}: {self.files} files {self.action}"
        return [said, *(f"{name} differs from what the data say" for name in self.differing)]

    def as_json(self) -> dict[str, Any]:
        return {"folder": self.folder, "action": self.action, "files": self.files,
                "differing": list(self.differing)}  # fmt: skip


def release(
    settings: Settings, version: str, output: Path | None = None, as_of: date | None = None
) -> ReleaseReport:
    """Write the release's folder. One that holds anything else is refused, not changed.

    Raises SettingsError, or CurationError for a curation with problems.
    """
    folder = _folder(settings, version, output)
    whole = files.require(files.load(settings.root))
    curation = whole.as_of(as_of) if as_of else whole
    pinned = Pinned(version, exports.title(settings, whole), exports.address(settings))
    peoples = {name: (settings.root / files.FOLDER / name).read_bytes() for name in _PEOPLES}
    built = build(curation, peoples, pinned)
    there = _contents(folder)
    if there and there != built:
        raise SettingsError(
            f"{folder} holds another release; what was released stays, so choose a new version"
        )
    for name, data in built.items() if not there else ():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    return ReleaseReport(str(folder), "were there already" if there else "written", len(built))


def check(settings: Settings, version: str, output: Path | None = None) -> ReleaseReport:
    """Build a release again from the data in its folder, and name the files that differ."""
    folder = _folder(settings, version, output)
    there = _contents(folder)
    try:
        said = json.loads(there[MANIFEST])
        pinned = Pinned(**{name: str(said[name]) for name in Pinned.__dataclass_fields__})
    except (KeyError, TypeError, ValueError):
        raise SettingsError(f"{folder} holds no release: {MANIFEST} cannot be read") from None
    peoples = {name: there.get(f"{files.FOLDER}/{name}", b"") for name in _PEOPLES}
    try:
        built = build(files.require(files.load(folder)), peoples, pinned)
    except CurationError as fault:
        raise CurationError(f"{folder}: {fault}", fault.problems) from None
    names = sorted(built.keys() | there.keys())
    differing = tuple(name for name in names if built.get(name) != there.get(name))
    return ReleaseReport(str(folder), "compared", len(names), differing)


def build(curation: Curation, peoples: Mapping[str, bytes], pinned: Pinned) -> dict[str, bytes]:
    """Every file of a release by its path. No clock: the same data give the same bytes."""
    edition = exports.edition_of(curation, pinned.title, pinned.address)
    last = curation.decisions[-1].at.astimezone(UTC) if curation.decisions else None
    built = {f"{files.FOLDER}/{name}": data for name, data in peoples.items()}
    built |= _data(curation)
    built |= {format.file: format.write(edition).encode() for format in FORMATS.values()}
    people = [one.name for one in curation.curators if one.handle.lower() != IMPORT]
    built["CITATION.cff"] = citation(
        pinned.title, pinned.version, last.date() if last else None, people, pinned.address
    ).encode()
    built = dict(sorted(built.items()))
    manifest = {
        **{name: getattr(pinned, name) for name in Pinned.__dataclass_fields__},
        "decided_at": written(last) if last else None,
        "decisions": len(curation.decisions),
        "works": {"listed": len(curation.works), "included": len(edition.entries)},
        "taxonomy": curation.taxonomy.version,
        "model": _model(curation),
        "files": {name: _digest(data) for name, data in built.items()},
    }
    built[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    sums = (f"{_digest(data)}  {name}\n" for name, data in sorted(built.items()))
    return built | {SUMS: "".join(sums).encode()}


def _data(curation: Curation) -> dict[str, bytes]:
    """The works and decisions as files of a curation."""
    found = {
        f"{files.FOLDER}/works/{work.id.slug}.yaml": dump(work_fields(work)).encode()
        for work in curation.works
    }
    journals: dict[str, list[str]] = defaultdict(list)
    for one in curation.decisions:
        month = f"{one.at.astimezone(UTC):%Y-%m}"
        journals[f"{files.FOLDER}/decisions/{one.by.lower()}/{month}.jsonl"].append(one.line)
    return found | {name: ("\n".join(some) + "\n").encode() for name, some in journals.items()}


def _model(curation: Curation) -> str | None:
    """The fingerprint of the model whose suggestions the latest decision was shown."""
    shown = (one.shown.get("model") for one in reversed(curation.decisions))
    return next((model for model in shown if isinstance(model, str) and model), None)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _folder(settings: Settings, version: str, output: Path | None) -> Path:
    if not _VERSION.fullmatch(version):
        raise SettingsError(f"{version!r} is no version; write letters, digits, dots, hyphens")
    return output or settings.root / "releases" / version


def _contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its path from there; nothing if there is no folder."""
    try:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    except OSError as fault:
        raise SettingsError(f"{folder} cannot be read: {fault.strerror}") from None
