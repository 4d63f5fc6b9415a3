"""Several files as one: a zip whose bytes depend on nothing but the files.

Nothing in it is compressed, because what deflate makes differs between versions of zlib; times
are fixed. So every library makes the same bytes, and a small archive cannot unpack to a big
folder.
"""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from tracker.errors import SettingsError
from tracker.folders import usable

_MADE: Final = (1980, 1, 1, 0, 0, 0)  # the earliest instant a zip can name
_UNIX: Final = 3  # the system whose permissions stand beside each file
_FILE: Final = 0o100644 << 16


def packed(files: Mapping[str, bytes]) -> bytes:
    """The archive of these files, in the order of their paths."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            about = zipfile.ZipInfo(path, _MADE)
            about.create_system, about.external_attr = _UNIX, _FILE
            archive.writestr(about, data)
    return whole.getvalue()


def unpacked(data: bytes, name: str) -> dict[str, bytes]:
    """The files of an archive that `packed` made; ``name`` is what to call it in a sentence.

    Raises SettingsError for any other, before more is unpacked than the archive's own size.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            files = {one.filename: one for one in members if usable(one.filename)}
            stored = all(one.compress_type == zipfile.ZIP_STORED for one in members)
            size = sum(one.file_size for one in members)
            if stored and len(files) == len(members) and size <= len(data):
                return {path: archive.read(one) for path, one in files.items()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        pass
    raise SettingsError(f"{name} is no archive that tracker release wrote")
