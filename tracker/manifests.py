"""What a release says of itself: ``manifest.json`` for programs, ``SHA256SUMS`` for anybody.

SHA256SUMS is as sha256sum(1) writes and checks it, and covers every file, the manifest too.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from tracker import __version__
from tracker.curation import Curation
from tracker.decisions import Decision, written
from tracker.errors import SettingsError
from tracker.visible import on_one_line

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
FORM: Final = 2  # of a release; the first had the curation's loose files and no pages
_LINE = re.compile(rb"([0-9a-f]{64})  (.+)\n")


@dataclass(frozen=True)
class Pinned:
    """All that building a release again needs besides its survey.

    ``as_of`` is the day it was cut for, empty for the present of then, and ``basis`` what that
    rests on (`tracker.steps.snapshots.Basis`); ``tracker`` is the version of the program.
    """

    version: str
    title: str
    address: str
    as_of: str = ""
    basis: str = ""
    tracker: str = __version__
    form: int = FORM

    @property
    def program(self) -> str:
        """The version of the program as a sentence may show it: anybody can write a manifest."""
        return on_one_line(self.tracker)[:40]


def with_manifest(
    files: Mapping[str, bytes], pinned: Pinned, curation: Curation, included: int
) -> dict[str, bytes]:
    """The files of a release with its manifest and checksums."""
    files, decisions = dict(sorted(files.items())), curation.decisions
    told: dict[str, object] = {
        "version": pinned.version,
        "title": pinned.title,
        "address": pinned.address,
        "tracker": pinned.tracker,
        "decided_at": written(decisions[-1].at.astimezone(UTC)) if decisions else None,
        "decisions": len(decisions),
        "works": {"listed": len(curation.works), "included": included},
        "taxonomy": curation.taxonomy.version,
    }
    models = shown_models(decisions)
    if pinned.form == 1:
        told["model"] = next(reversed(models), None)
    else:
        whence = {"form": pinned.form, "as_of": pinned.as_of or None, "basis": pinned.basis}
        told = {**whence, **told, "results": len(curation.results), "models": models}
    told["files"] = {name: _digest(data) for name, data in files.items()}
    files[MANIFEST] = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    sums = (f"{_digest(data)}  {name}\n" for name, data in sorted(files.items()))
    return files | {SUMS: "".join(sums).encode()}


def shown_models(decisions: Sequence[Decision]) -> dict[str, int]:
    """How many decisions were shown each model's suggestions, by its fingerprint.

    The model that was shown last comes last.
    """
    shown = [one.shown.get("model") for one in decisions]
    counts = Counter(model for model in shown if isinstance(model, str) and model)
    last = {model: place for place, model in enumerate(shown) if model in counts}
    return {str(model): counts[str(model)] for model in sorted(last, key=lambda one: last[one])}


def read_manifest(data: bytes, folder: str) -> Pinned:
    """What a manifest pins. Raises SettingsError for none, and for a later program's."""
    try:
        said = json.loads(data)
        pinned = Pinned(
            version=str(said["version"]),
            title=str(said["title"]),
            address=str(said["address"]),
            as_of=str(said.get("as_of") or ""),
            basis=str(said.get("basis") or ""),
            tracker=str(said["tracker"]),
            form=int(said.get("form", 1)),
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise SettingsError(f"{folder} holds no release: {MANIFEST} cannot be read") from None
    if pinned.form > FORM:
        raise SettingsError(
            f"{folder} was written by tracker {pinned.program} in a form that "
            f"this version ({__version__}) does not know; check it with that one"
        )
    return pinned


def damaged(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The files that are not, or no longer, what the checksums say; missing ones too."""
    sums = files.get(SUMS, b"")
    said = {name.decode(errors="replace"): digest.decode() for digest, name in _LINE.findall(sums)}
    there = {name: _digest(data) for name, data in files.items() if name != SUMS}
    names = (said.keys() | there.keys()) - {SUMS}
    found = [name for name in sorted(names) if said.get(name) != there.get(name)]
    return tuple(found)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
